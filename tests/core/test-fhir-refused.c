/* Elements of a resource: what is refused, with the reason, what is not, and each required value set whole. */
#include "nadi-test-fhir-texts.h"
#include "nadi-test-fhir.h"

static const struct
{
  const char *json;
  gint code;
  const char *message;
} refusals[] = {
  { PATIENT (",\"gender\":\"Male\""), NADI_FHIR_ERROR_CODE, "code: Patient.gender" },
  { PATIENT (",\"gender\":\"male female\""), NADI_FHIR_ERROR_CODE, NULL },
  { PATIENT (",\"gender\":7"), NADI_FHIR_ERROR_TYPE, "type: Patient.gender" },
  { PATIENT (",\"gender\":null"), NADI_FHIR_ERROR_TYPE, NULL },
  { PATIENT (",\"birthDate\":\"1984-02-30\""), NADI_FHIR_ERROR_DATE, "date: Patient.birthDate" },
  { PATIENT (",\"birthDate\":\"1984-05-09T10:00:00Z\""), NADI_FHIR_ERROR_DATE, NULL },
  { PATIENT (",\"birthDate\":\"\""), NADI_FHIR_ERROR_EMPTY, "empty: Patient.birthDate" },
  { PATIENT (",\"active\":\"true\""), NADI_FHIR_ERROR_TYPE, NULL },
  { PATIENT (",\"name\":{\"text\":\"x\"}"), NADI_FHIR_ERROR_TYPE, "type: Patient.name" },
  { PATIENT (",\"name\":[]"), NADI_FHIR_ERROR_EMPTY, "empty: Patient.name" },
  { PATIENT (",\"name\":[{}]"), NADI_FHIR_ERROR_EMPTY, "empty: Patient.name[0]" },
  { PATIENT (",\"name\":[{\"text\":\"x\"},{\"given\":\"x\"}]"), NADI_FHIR_ERROR_TYPE, "type: Patient.name[1].given" },
  { PATIENT (",\"name\":[null]"), NADI_FHIR_ERROR_TYPE, NULL },
  { PATIENT (",\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\""), NADI_FHIR_ERROR_CHOICE, "choice: Patient.deceased[x]" },
  { PATIENT (",\"multipleBirthInteger\":1.5"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"multipleBirthInteger\":2147483648"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"telecom\":[{\"value\":\"1\"}]"), NADI_FHIR_ERROR_INVARIANT, "invariant: Patient.telecom[0].system" },
  { PATIENT (",\"telecom\":[{\"system\":\"phone\",\"rank\":0}]"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"contact\":[{\"gender\":\"male\"}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { PATIENT (",\"link\":[{\"type\":\"refer\"}]"), NADI_FHIR_ERROR_MISSING, "missing: Patient.link[0].other" },
  { PATIENT (",\"communication\":[{\"preferred\":true}]"), NADI_FHIR_ERROR_MISSING, NULL },
  { PATIENT (",\"photo\":[{\"data\":\"AAAA\"}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { PATIENT (",\"photo\":[{\"contentType\":\"image/png\",\"data\":\"A===\"}]"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"photo\":[{\"contentType\":\"image/png\",\"data\":\"A*==\"}]"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"text\":{\"status\":\"made up\",\"div\":\"x\"}"), NADI_FHIR_ERROR_CODE, NULL },
  { PATIENT (",\"text\":{\"status\":\"empty\"}"), NADI_FHIR_ERROR_MISSING, "missing: Patient.text.div" },
  { PATIENT (",\"extension\":[{\"valueString\":\"x\"}]"), NADI_FHIR_ERROR_MISSING, "missing: Patient.extension[0].url" },
  { PATIENT (",\"extension\":[{\"url\":\"u\",\"valueString\":\"x\",\"valueCode\":\"y\"}]"), NADI_FHIR_ERROR_CHOICE, NULL },
  { PATIENT (",\"extension\":[{\"url\":\"u\"}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { PATIENT (",\"extension\":[{\"url\":\"u\",\"valueInstant\":\"2020-01-01\"}]"), NADI_FHIR_ERROR_DATE, NULL },
  { PATIENT (",\"identifier\":[{\"system\":\"a b\"}]"), NADI_FHIR_ERROR_VALUE, NULL },
  { PATIENT (",\"identifier\":[{\"period\":{\"start\":\"2020-02-01\",\"end\":\"2020-01\"}}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { PATIENT (",\"meta\":{\"lastUpdated\":\"2020-01-01T00:00:00\"}"), NADI_FHIR_ERROR_DATE, NULL },
  { PATIENT (",\"_birthDate\":[]"), NADI_FHIR_ERROR_TYPE, NULL },
  { PATIENT (",\"contained\":[{\"id\":\"x\"}]"), NADI_FHIR_ERROR_NO_RESOURCE, NULL },
  { PATIENT (",\"contained\":{}"), NADI_FHIR_ERROR_TYPE, NULL },
  { PATIENT (",\"contained\":[{\"resourceType\":\"Patient\",\"contained\":[]}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { "{\"resourceType\":\"Patient\",\"id\":\"a b\"}", NADI_FHIR_ERROR_VALUE, "value: Patient.id" },
  { "{\"resourceType\":\"Patient\",\"id\":\"\"}", NADI_FHIR_ERROR_EMPTY, NULL },
  { "{\"resourceType\":\"Patient\",\"id\":\"../x\"}", NADI_FHIR_ERROR_VALUE, NULL },
  { "{\"resourceType\":\"Organization\",\"id\":\"a\",\"active\":true}", NADI_FHIR_ERROR_INVARIANT, NULL },
  { CONDITION (",\"clinicalStatus\":{\"text\":\"active\"}"), NADI_FHIR_ERROR_CODE, "code: Condition.clinicalStatus" },
  { CONDITION (",\"clinicalStatus\":" CONCEPT ("http://example.org", "active")), NADI_FHIR_ERROR_CODE, NULL },
  { CONDITION (",\"clinicalStatus\":" CONCEPT (CLINICAL, "ill")), NADI_FHIR_ERROR_CODE, NULL },
  { CONDITION (",\"clinicalStatus\":" CONCEPT (CLINICAL, "active") ",\"verificationStatus\":" CONCEPT (VERIFICATION, "entered-in-error")),
    NADI_FHIR_ERROR_INVARIANT, NULL },
  { CONDITION (",\"abatementString\":\"x\",\"clinicalStatus\":" CONCEPT (CLINICAL, "active")), NADI_FHIR_ERROR_INVARIANT,
    "invariant: Condition.clinicalStatus" },
  { MEDICATION ("{\"period\":-1,\"periodUnit\":\"d\"}"), NADI_FHIR_ERROR_INVARIANT,
    "invariant: MedicationRequest.dosageInstruction[0].timing.repeat.period" },
  { MEDICATION ("{\"period\":1}"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { MEDICATION ("{\"period\":1,\"periodUnit\":\"day\"}"), NADI_FHIR_ERROR_CODE, NULL },
  { CONDITION (",\"onsetString\":\"x\",\"onsetDateTime\":\"2020\""), NADI_FHIR_ERROR_CHOICE, "choice: Condition.onset[x]" },
  { CONDITION (",\"note\":[{\"time\":\"2020\"}]"), NADI_FHIR_ERROR_MISSING, NULL },
  { OBSERVATION (",\"valueString\":\"x\",\"valueInteger\":1"), NADI_FHIR_ERROR_CHOICE, "choice: Observation.value[x]" },
  { OBSERVATION (",\"valueString\":\"x\",\"_valueInteger\":{}"), NADI_FHIR_ERROR_CHOICE, NULL },
  { OBSERVATION (",\"valueString\":\"x\",\"dataAbsentReason\":{\"text\":\"x\"}"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { OBSERVATION (",\"valueQuantity\":{\"value\":\"7\"}"), NADI_FHIR_ERROR_TYPE, "type: Observation.valueQuantity.value" },
  { OBSERVATION (",\"valueQuantity\":{\"value\":7,\"code\":\"kg\"}"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { OBSERVATION (",\"valueQuantity\":{\"value\":7,\"comparator\":\"=\"}"), NADI_FHIR_ERROR_CODE, NULL },
  { OBSERVATION (",\"component\":[{\"valueInteger\":1}]"), NADI_FHIR_ERROR_MISSING, "missing: Observation.component[0].code" },
  { OBSERVATION (",\"referenceRange\":[{\"age\":{\"low\":{\"value\":1}}}]"), NADI_FHIR_ERROR_INVARIANT, NULL },
  { OBSERVATION (",\"effectiveDateTime\":\"2020-01-01T10:00\""), NADI_FHIR_ERROR_DATE, NULL },
  { OBSERVATION (",\"valueTime\":\"24:00:00\""), NADI_FHIR_ERROR_DATE, NULL },
  { "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\"," CODE "}", NADI_FHIR_ERROR_SUBJECT, "subject: Observation" },
  { "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\"," CODE ",\"subject\":{\"reference\":\"Group/g\"}}",
    NADI_FHIR_ERROR_SUBJECT, NULL },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_test_message ("%s", refusals[i].json);
      nadi_test_fhir_refused (refusals[i].json, refusals[i].code, refusals[i].message);
    }
}

static void
test_accepted (void)
{
  static const char *const jsons[] = {
    PATIENT (",\"_birthDate\":{\"extension\":[{\"url\":\"u\",\"valueCode\":\"x\"}]}"),
    PATIENT (",\"name\":[{\"given\":[\"a\",null],\"_given\":[null,{\"id\":\"x\"}]}]"),
    PATIENT (",\"extension\":[{\"url\":\"u\",\"extension\":[{\"url\":\"v\",\"valueDecimal\":0.10}]}]"),
    PATIENT (",\"extension\":[{\"url\":\"u\",\"valueExpression\":{\"language\":\"x\"}}]"),
    PATIENT (",\"deceasedBoolean\":false,\"_deceasedBoolean\":{\"id\":\"x\"}"),
    PATIENT (",\"photo\":[{\"contentType\":\"image/png\",\"data\":\"AA A=\\n\",\"url\":\"http://127.0.0.1/x\"}]"),
    PATIENT (",\"contained\":[{\"resourceType\":\"Organization\"}],\"managingOrganization\":{\"reference\":\"#o\"}"),
    OBSERVATION (",\"component\":[{\"code\":{\"text\":\"x\"},\"dataAbsentReason\":{\"text\":\"x\"}}]"),
    OBSERVATION (",\"effectivePeriod\":{\"start\":\"2020-01-01T23:00:00-05:00\",\"end\":\"2020-01-02\"}"),
    CONDITION (",\"verificationStatus\":" CONCEPT (VERIFICATION, "entered-in-error")),
    CONDITION (",\"abatementString\":\"x\",\"clinicalStatus\":" CONCEPT (CLINICAL, "remission")),
    MEDICATION ("{\"frequency\":2,\"period\":1.5,\"periodUnit\":\"d\",\"when\":[\"PC\"]}"),
  };
  for (guint i = 0; i < G_N_ELEMENTS (jsons); i++)
    {
      g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (jsons[i]);
      g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==, jsons[i]);
    }
}

/* Each required value set whole, and a code that it lacks. */
static void
test_value_sets (void)
{
  static const struct
  {
    const char *format;
    const char *codes;
  } sets[] = {
    { "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"%s\"," CODE "," SUBJECT "}",
      "registered preliminary final amended corrected cancelled entered-in-error unknown" },
    { "{\"resourceType\":\"DiagnosticReport\",\"id\":\"a\",\"status\":\"%s\"," CODE "," SUBJECT "}",
      "registered partial preliminary final amended corrected appended cancelled entered-in-error unknown" },
    { "{\"resourceType\":\"Encounter\",\"id\":\"a\",\"status\":\"%s\",\"class\":{\"code\":\"AMB\"}," SUBJECT "}",
      "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown" },
    { "{\"resourceType\":\"Procedure\",\"id\":\"a\",\"status\":\"%s\"," SUBJECT "}",
      "preparation in-progress not-done on-hold stopped completed entered-in-error unknown" },
    { "{\"resourceType\":\"Immunization\",\"id\":\"a\",\"status\":\"%s\",\"vaccineCode\":{\"text\":\"x\"},"
      "\"patient\":{\"reference\":\"Patient/p\"},\"occurrenceString\":\"x\"}",
      "completed entered-in-error not-done" },
    { "{\"resourceType\":\"MedicationRequest\",\"id\":\"a\",\"status\":\"%s\",\"intent\":\"order\","
      "\"medicationCodeableConcept\":{\"text\":\"x\"}," SUBJECT "}",
      "active on-hold cancelled completed entered-in-error stopped draft unknown" },
    { "{\"resourceType\":\"MedicationRequest\",\"id\":\"a\",\"status\":\"active\",\"intent\":\"%s\","
      "\"medicationCodeableConcept\":{\"text\":\"x\"}," SUBJECT "}",
      "proposal plan order original-order reflex-order filler-order instance-order option" },
    { "{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"status\":\"%s\",\"content\":[{\"attachment\":{\"title\":\"x\"}}]," SUBJECT "}",
      "current superseded entered-in-error" },
    { CONDITION (",\"clinicalStatus\":" CONCEPT (CLINICAL, "%s")), "active recurrence relapse inactive remission resolved" },
    { CONDITION (",\"verificationStatus\":" CONCEPT (VERIFICATION, "%s")),
      "unconfirmed provisional differential confirmed refuted entered-in-error" },
    { PATIENT (",\"gender\":\"%s\""), "male female other unknown" },
    { PATIENT (",\"name\":[{\"use\":\"%s\"}]"), "usual official temp nickname anonymous old maiden" },
    { PATIENT (",\"telecom\":[{\"system\":\"%s\"}]"), "phone fax email pager url sms other" },
    { PATIENT (",\"telecom\":[{\"use\":\"%s\"}]"), "home work temp old mobile" },
    { PATIENT (",\"address\":[{\"use\":\"%s\"}]"), "home work temp old billing" },
    { PATIENT (",\"identifier\":[{\"use\":\"%s\"}]"), "usual official temp secondary old" },
    { MEDICATION ("{\"period\":1,\"periodUnit\":\"%s\"}"), "s min h d wk mo a" },
    { MEDICATION ("{\"when\":[\"%s\"]}"),
      "MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS HS WAKE C CM CD CV AC ACM ACD ACV PC "
      "PCM PCD PCV" },
    { MEDICATION ("{\"dayOfWeek\":[\"%s\"]}"), "mon tue wed thu fri sat sun" },
    { OBSERVATION (",\"valueQuantity\":{\"value\":1,\"comparator\":\"%s\"}"), "< <= >= >" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_auto (GStrv) codes = g_strsplit (sets[i].codes, " ", -1);
      g_auto (GStrv) around = g_strsplit (sets[i].format, "%s", 2);
      for (guint c = 0; codes[c] != NULL; c++)
        {
          g_autofree char *good = g_strconcat (around[0], codes[c], around[1], NULL);
          g_autofree char *bad = g_strconcat (around[0], codes[c], "x", around[1], NULL);
          nadi_fhir_resource_unref (nadi_test_fhir_take (good));
          nadi_test_fhir_refused (bad, NADI_FHIR_ERROR_CODE, NULL);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/resource/refusals", test_refusals);
  g_test_add_func ("/fhir/resource/accepted", test_accepted);
  g_test_add_func ("/fhir/resource/value-sets", test_value_sets);
  return g_test_run ();
}
