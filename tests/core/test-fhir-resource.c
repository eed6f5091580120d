/* One resource: what is taken, byte for byte, and what is refused, with the reason. */
#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-resource.h"
#include "nadi-fhir-time.h"

#define SUBJECT "\"subject\":{\"reference\":\"Patient/p\"}"
#define CODE "\"code\":{\"text\":\"x\"}"
#define OBSERVATION(more) "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\"," CODE "," SUBJECT more "}"
#define PATIENT(more) "{\"resourceType\":\"Patient\",\"id\":\"p\"" more "}"
#define CONDITION(more) "{\"resourceType\":\"Condition\",\"id\":\"c\"," SUBJECT more "}"
#define MEDICATION(repeat)                                                                                              \
  "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"status\":\"active\",\"intent\":\"order\","                            \
  "\"medicationCodeableConcept\":{\"text\":\"x\"}," SUBJECT ",\"dosageInstruction\":[{\"timing\":{\"repeat\":" repeat "}}]}"
#define CONCEPT(system, code) "{\"coding\":[{\"system\":\"" system "\",\"code\":\"" code "\"}]}"
#define CATEGORY(code) ",\"category\":[" CONCEPT ("http://terminology.hl7.org/CodeSystem/observation-category", code) "]"
#define VERIFICATION "http://terminology.hl7.org/CodeSystem/condition-ver-status"
#define CLINICAL "http://terminology.hl7.org/CodeSystem/condition-clinical"

static NadiFhirResource *
take (const char *json)
{
  g_autoptr (GError) error = NULL;
  NadiFhirResource *resource = nadi_fhir_resource_new (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_nonnull (resource);
  return resource;
}

static void
assert_refused (const char *json, gint code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_resource_new (json, strlen (json), &error));
  g_assert_error (error, NADI_FHIR_ERROR, code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

/* The least that each type needs. */
static const struct
{
  const char *json;
  NadiSection section;
} least[] = {
  { PATIENT (), NADI_SECTION_IDENTITY },
  { "{\"resourceType\":\"Practitioner\",\"id\":\"a\"}", NADI_SECTION_DIRECTORY },
  { "{\"resourceType\":\"Organization\",\"id\":\"a\",\"name\":\"x\"}", NADI_SECTION_DIRECTORY },
  { "{\"resourceType\":\"Encounter\",\"id\":\"a\",\"status\":\"finished\",\"class\":{\"code\":\"AMB\"}," SUBJECT "}",
    NADI_SECTION_ENCOUNTERS },
  { CONDITION (), NADI_SECTION_ENCOUNTERS },
  { OBSERVATION (), NADI_SECTION_ENCOUNTERS },
  { "{\"resourceType\":\"MedicationRequest\",\"id\":\"a\",\"status\":\"active\",\"intent\":\"order\","
    "\"medicationCodeableConcept\":{\"text\":\"x\"}," SUBJECT "}",
    NADI_SECTION_MEDICATIONS },
  { "{\"resourceType\":\"AllergyIntolerance\",\"id\":\"a\",\"clinicalStatus\":" CONCEPT (
      "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active") ",\"patient\":{\"reference\":\"Patient/p\"}}",
    NADI_SECTION_ENCOUNTERS },
  { "{\"resourceType\":\"Procedure\",\"id\":\"a\",\"status\":\"completed\"," SUBJECT "}", NADI_SECTION_ENCOUNTERS },
  { "{\"resourceType\":\"Immunization\",\"id\":\"a\",\"status\":\"completed\",\"vaccineCode\":{\"text\":\"x\"},"
    "\"patient\":{\"reference\":\"Patient/p\"},\"occurrenceDateTime\":\"2020\"}",
    NADI_SECTION_ENCOUNTERS },
  { "{\"resourceType\":\"DiagnosticReport\",\"id\":\"a\",\"status\":\"final\"," CODE "," SUBJECT "}", NADI_SECTION_RESULTS },
  { "{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"status\":\"current\",\"content\":[{\"attachment\":{\"contentType\":\"image/png\"}}]," SUBJECT "}",
    NADI_SECTION_DOCUMENTS },
};

/* Removes member `name` from a flat object that the table above wrote. NULL if it is not there. */
static char *
without (const char *json, const char *name)
{
  g_autofree char *quoted = g_strdup_printf (",\"%s\":", name);
  const char *start = strstr (json, quoted);
  const char *p;
  guint depth = 0;
  if (start == NULL)
    return NULL;
  for (p = start + 1; *p != '\0' && (depth > 0 || (*p != ',' && *p != '}')); p++)
    {
      if (*p == '{' || *p == '[')
        depth++;
      else if (*p == '}' || *p == ']')
        depth--;
    }
  return g_strdup_printf ("%.*s%s", (int) (start - json), json, p);
}

static void
test_least (void)
{
  static const char *const required[] = { "status", "class",      "code",    "intent",  "medicationCodeableConcept",
                                          "patient", "vaccineCode", "subject", "occurrenceDateTime", "clinicalStatus", "content" };
  for (guint i = 0; i < G_N_ELEMENTS (least); i++)
    {
      g_autoptr (NadiFhirResource) resource = take (least[i].json);
      g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==, least[i].json);
      g_assert_cmpint (nadi_fhir_resource_get_section (resource), ==, least[i].section);
      for (guint r = 0; r < G_N_ELEMENTS (required); r++)
        {
          g_autofree char *less = without (least[i].json, required[r]);
          if (less != NULL)
            g_assert_null (nadi_fhir_resource_new (less, strlen (less), NULL));
        }
    }
}

static void
test_bytes (void)
{
  g_autoptr (NadiFhirResource) resource = take (
    " { \"resourceType\" : \"Patient\" ,\n \"id\":\"p\", \"multipleBirthInteger\" : 2,\t\"unknown\" : [ 1.50 , 1e2, -0.0 ],\r\n"
    " \"name\" : [ { \"text\" : \"\\u0041 \\/ { , } \\\" [ é \" } ] } ");
  g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==,
                   "{\"resourceType\":\"Patient\",\"id\":\"p\",\"multipleBirthInteger\":2,\"unknown\":[1.50,1e2,-0.0],"
                   "\"name\":[{\"text\":\"\\u0041 \\/ { , } \\\" [ é \"}]}");
  g_assert_cmpuint (g_bytes_get_size (nadi_fhir_resource_get_bytes (resource)), ==,
                    strlen (nadi_fhir_resource_get_json (resource)));
}

static void
test_made_id (void)
{
  g_autoptr (NadiFhirResource) one = take ("{\"resourceType\":\"Patient\",\"gender\":\"male\"}");
  g_autoptr (NadiFhirResource) same = take ("{ \"resourceType\": \"Patient\", \"gender\": \"male\" }");
  g_autoptr (NadiFhirResource) other = take ("{\"resourceType\":\"Patient\",\"gender\":\"female\"}");
  g_autofree char *expected = g_strdup_printf ("{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"male\"}",
                                               nadi_fhir_resource_get_id (one));
  g_assert_cmpstr (nadi_fhir_resource_get_json (one), ==, expected);
  g_assert_cmpstr (nadi_fhir_resource_get_json (one), ==, nadi_fhir_resource_get_json (same));
  g_assert_cmpstr (nadi_fhir_resource_get_id (one), !=, nadi_fhir_resource_get_id (other));
}

static void
test_hostile_text (void)
{
  static const char *const texts[] = {
    "<script>alert(1)</script>", "<b>&amp;<span size='999999'>", "http://127.0.0.1:1/x?q", "file:///etc/passwd",
    "\xE2\x80\xAE" "gpj.exe", "../../x", "=cmd|' /C calc'!A0", "'; DROP TABLE patient; --", "%s%n%x",
  };
  g_autofree char *long_name = g_strnfill (10000, 'n');
  g_autofree char *json = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_strdup_printf (
        PATIENT (",\"text\":{\"status\":\"generated\",\"div\":\"<div>%s</div>\"},\"name\":[{\"text\":\"%s\"}]"), texts[i], texts[i]);
      g_autoptr (NadiFhirResource) resource = take (text);
      g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==, text);
    }
  json = g_strdup_printf (PATIENT (",\"name\":[{\"text\":\"%s\"}]"), long_name);
  nadi_fhir_resource_unref (take (json));
}

static void
test_refused_documents (void)
{
  static const char *const broken[] = {
    "", "{", "[]", "null", "{\"resourceType\":\"Patient\",}", "{\"resourceType\":\"Patient\"} {}",
    "{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}", "{\"resourceType\":\"Patient\",\"id\":\"\\ud800\"}",
    "{\"resourceType\":\"Patient\",\"x\":\"\\u0000\"}", "{\"resourceType\":\"Patient\",\"x\":1e999}",
    "{\"resourceType\":\"Patient\",\"x\":\"\xff\"}", "{'resourceType':'Patient'}", "{\"resourceType\":\"Patient\"/**/}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nadi_fhir_resource_new (broken[i], strlen (broken[i]), &error));
      g_assert_true (error->domain == NADI_FHIR_ERROR);
    }
  assert_refused ("{}", NADI_FHIR_ERROR_NO_RESOURCE, NULL);
  assert_refused ("{\"resourceType\":7}", NADI_FHIR_ERROR_NO_RESOURCE, NULL);
  assert_refused ("{\"resourceType\":\"patient\"}", NADI_FHIR_ERROR_TYPE_NOT_KEPT, NULL);
  assert_refused ("{\"resourceType\":\"Claim\",\"id\":\"a\"}", NADI_FHIR_ERROR_TYPE_NOT_KEPT, "type-not-kept: resource");
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (1000000, '[');
  g_autoptr (GString) nested = g_string_new ("{\"resourceType\":\"Patient\",\"id\":\"p\",\"x\":");
  for (guint i = 0; i < 60; i++)
    g_string_append (nested, "{\"contained\":[");
  for (guint i = 0; i < 60; i++)
    g_string_append (nested, "]}");
  g_string_append (nested, "}");
  assert_refused (open, NADI_FHIR_ERROR_JSON, "json: resource");
  assert_refused (nested->str, NADI_FHIR_ERROR_JSON, NULL);
}

static void
test_sizes (void)
{
  g_autofree char *large = g_strnfill (NADI_FHIR_MAX_RESOURCE, 'x');
  g_autofree char *quotes = g_strnfill (NADI_FHIR_MAX_RESOURCE - 200, 'x');
  g_autofree char *padded = g_strnfill (NADI_FHIR_MAX_RESOURCE, ' ');
  g_autofree char *too_large = g_strdup_printf (PATIENT (",\"x\":\"%s\""), large);
  g_autofree char *compact = g_strdup_printf (PATIENT (",\"x\":%s7"), padded);
  for (gsize i = 0; i + 1 < strlen (quotes); i += 4)
    memcpy (quotes + i, "\\\"", 2);
  g_autofree char *escaped = g_strdup_printf (PATIENT (",\"x\":\"%s\""), quotes);
  g_autofree char *spaces = g_strnfill (NADI_FHIR_MAX_SOURCE, ' ');
  assert_refused (spaces, NADI_FHIR_ERROR_JSON, NULL);
  g_autofree char *more_spaces = g_strnfill (NADI_FHIR_MAX_SOURCE + 1, ' ');
  assert_refused (more_spaces, NADI_FHIR_ERROR_TOO_LARGE, NULL);
  assert_refused (too_large, NADI_FHIR_ERROR_TOO_LARGE, "too-large: resource");
  assert_refused (escaped, NADI_FHIR_ERROR_TOO_LARGE, NULL);
  nadi_fhir_resource_unref (take (compact));
}

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
      assert_refused (refusals[i].json, refusals[i].code, refusals[i].message);
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
      g_autoptr (NadiFhirResource) resource = take (jsons[i]);
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
          nadi_fhir_resource_unref (take (good));
          assert_refused (bad, NADI_FHIR_ERROR_CODE, NULL);
        }
    }
}

static void
assert_section (const char *json, NadiSection section)
{
  g_autoptr (NadiFhirResource) resource = take (json);
  g_assert_cmpstr (nadi_section_name (nadi_fhir_resource_get_section (resource)), ==, nadi_section_name (section));
}

#define LABEL(code)                                                                                                    \
  ",\"meta\":{\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\",\"code\":\"" code "\"}]}"

static void
test_sections (void)
{
  assert_section (OBSERVATION (CATEGORY ("laboratory")), NADI_SECTION_RESULTS);
  assert_section (OBSERVATION (CATEGORY ("imaging")), NADI_SECTION_RESULTS);
  assert_section (OBSERVATION (CATEGORY ("vital-signs")), NADI_SECTION_ENCOUNTERS);
  assert_section (OBSERVATION (CATEGORY ("survey")), NADI_SECTION_ENCOUNTERS);
  assert_section (OBSERVATION (CATEGORY ("social-history")), NADI_SECTION_ENCOUNTERS);
  assert_section (OBSERVATION (",\"specimen\":{\"display\":\"x\"}"), NADI_SECTION_RESULTS);
  assert_section (OBSERVATION (CATEGORY ("exam") ",\"specimen\":{\"display\":\"x\"}"), NADI_SECTION_ENCOUNTERS);
  assert_section (OBSERVATION (LABEL ("R")), NADI_SECTION_SENSITIVE);
  assert_section (OBSERVATION (LABEL ("N")), NADI_SECTION_ENCOUNTERS);
  assert_section (PATIENT (LABEL ("V")), NADI_SECTION_IDENTITY);
  assert_section ("{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"status\":\"current\",\"content\":[{\"attachment\":{\"title\":\"x\"}}],"
                  "\"securityLabel\":[" CONCEPT ("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R") "]," SUBJECT "}",
                  NADI_SECTION_SENSITIVE);
}

static void
assert_day (const char *json, const char *expected)
{
  g_autoptr (NadiFhirResource) resource = take (json);
  gint32 day;
  gboolean known = nadi_fhir_resource_get_day (resource, &day);
  g_autofree char *text = known ? nadi_day_to_text (day) : NULL;
  g_assert_cmpstr (text, ==, expected);
}

static void
test_days (void)
{
  assert_day (OBSERVATION (",\"effectiveDateTime\":\"2020-03-01T01:00:00+05:30\""), "2020-02-29");
  assert_day (OBSERVATION (",\"effectiveDateTime\":\"2020-02-29T20:00:00-05:00\""), "2020-03-01");
  assert_day (OBSERVATION (",\"effectiveDateTime\":\"2020-03\""), "2020-03-01");
  assert_day (OBSERVATION (",\"issued\":\"2020-03-01T01:00:00.5Z\""), "2020-03-01");
  assert_day (OBSERVATION (",\"effectivePeriod\":{\"start\":\"2019\"},\"issued\":\"2020-03-01T01:00:00Z\""), "2019-01-01");
  assert_day (OBSERVATION (), NULL);
  assert_day (CONDITION (",\"recordedDate\":\"2020-05-05\",\"onsetDateTime\":\"1999\""), "2020-05-05");
  assert_day (CONDITION (",\"onsetDateTime\":\"1999\""), "1999-01-01");
  assert_day (PATIENT (",\"birthDate\":\"1984-05-09\""), NULL);
}

static void
test_references (void)
{
  g_autoptr (NadiFhirResource) resource = take (OBSERVATION (
    ",\"encounter\":{\"\\u0072eference\":\"Encounter/e\"},\"performer\":[{\"reference\":\"Practitioner/d\"},{\"reference\":\"Patient/p\"}],"
    "\"hasMember\":[{\"reference\":\"Observation/a\"}]"));
  g_autofree char *all = g_strjoinv (",", (char **) nadi_fhir_resource_get_references (resource));
  g_assert_cmpstr (all, ==, "Patient/p,Encounter/e,Practitioner/d,Observation/a");
  g_assert_cmpstr (nadi_fhir_resource_get_subject (resource), ==, "Patient/p");
  g_assert_cmpstr (nadi_fhir_resource_get_encounter (resource), ==, "Encounter/e");
}

static void
assert_reference_id (const char *reference, const char *expected)
{
  g_autofree char *id = nadi_fhir_reference_id (reference, NADI_FHIR_PATIENT);
  g_assert_cmpstr (id, ==, expected);
}

static void
test_reference_ids (void)
{
  g_autofree char *plain = nadi_fhir_source_key (NADI_FHIR_PATIENT, "7", NULL);
  g_autofree char *sourced = nadi_fhir_source_key (NADI_FHIR_PATIENT, "7", "http://a/fhir");
  assert_reference_id ("Patient/7", "7");
  assert_reference_id ("http://a/fhir/Patient/7", "7");
  assert_reference_id ("Patient/7/_history/2", "7");
  assert_reference_id ("APatient/7", NULL);
  assert_reference_id ("Patient/", NULL);
  assert_reference_id ("Patient/a b", NULL);
  assert_reference_id ("Patient?identifier=7", NULL);
  assert_reference_id ("Group/7", NULL);
  assert_reference_id ("", NULL);
  assert_reference_id ("urn:uuid:7", NULL);
  g_assert_cmpstr (plain, ==, "Patient/7");
  g_assert_cmpstr (sourced, ==, "http://a/fhir|Patient/7");
}

static void
test_times (void)
{
  static const char *const bad[] = { "2020-01-01T25:00:00Z", "2020-01-01T10:60:00Z", "2020-01-01T10:00:00", "2020-01T10:00:00Z",
                                     "2020-01-01T10:00:00+5:30", "2020-01-01T10:00:00+15:00", "2020-01-01T10:00:00.Z",
                                     "2020-01-01T10:00:00Z ", "2020-01-01 10:00:00Z", "2020-01-01T", "2020-01-01T10:00:00z", "" };
  gint64 time;
  NadiDatePrecision precision;
  gboolean has_time;
  g_autofree char *whole = nadi_fhir_format_instant (G_GINT64_CONSTANT (1583024400000));
  g_autofree char *fraction = nadi_fhir_format_instant (-1);
  g_assert_cmpstr (whole, ==, "2020-03-01T01:00:00Z");
  g_assert_cmpstr (fraction, ==, "1969-12-31T23:59:59.999Z");
  g_assert_true (nadi_fhir_parse_date_time ("2020-03-01T06:30:00.0001+05:30", &time, &precision, &has_time));
  g_assert_cmpint (time, ==, G_GINT64_CONSTANT (1583024400000));
  g_assert_true (has_time && precision == NADI_DATE_DAY);
  g_assert_true (nadi_fhir_parse_instant ("2016-12-31T23:59:60Z", &time));
  g_assert_false (nadi_fhir_parse_instant ("2016-12-31", &time));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (nadi_fhir_parse_date_time (bad[i], &time, &precision, &has_time));
}

static void
test_names (void)
{
  NadiFhirType type;
  for (guint i = 0; i < NADI_FHIR_N_TYPES; i++)
    g_assert_true (nadi_fhir_type_from_name (nadi_fhir_type_name ((NadiFhirType) i), &type) && type == i);
  g_assert_false (nadi_fhir_type_from_name ("Claim", &type));
  g_assert_cmpstr (nadi_fhir_error_name (NADI_FHIR_ERROR_JSON), ==, "json");
  g_assert_cmpstr (nadi_fhir_error_name (NADI_FHIR_ERROR_TYPE_NOT_KEPT), ==, "type-not-kept");
  g_assert_cmpstr (nadi_fhir_error_name (NADI_FHIR_ERROR_SUBJECT), ==, "subject");
  g_assert_cmpstr (nadi_fhir_error_name (0), ==, "unknown");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/resource/least", test_least);
  g_test_add_func ("/fhir/resource/bytes", test_bytes);
  g_test_add_func ("/fhir/resource/made-id", test_made_id);
  g_test_add_func ("/fhir/resource/hostile-text", test_hostile_text);
  g_test_add_func ("/fhir/resource/refused-documents", test_refused_documents);
  g_test_add_func ("/fhir/resource/depth", test_depth);
  g_test_add_func ("/fhir/resource/sizes", test_sizes);
  g_test_add_func ("/fhir/resource/refusals", test_refusals);
  g_test_add_func ("/fhir/resource/accepted", test_accepted);
  g_test_add_func ("/fhir/resource/value-sets", test_value_sets);
  g_test_add_func ("/fhir/resource/sections", test_sections);
  g_test_add_func ("/fhir/resource/days", test_days);
  g_test_add_func ("/fhir/resource/references", test_references);
  g_test_add_func ("/fhir/resource/reference-ids", test_reference_ids);
  g_test_add_func ("/fhir/resource/times", test_times);
  g_test_add_func ("/fhir/resource/names", test_names);
  return g_test_run ();
}
