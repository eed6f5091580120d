/* One resource: what is taken, byte for byte; its section, its day, and what it refers to. */
#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-time.h"
#include "nadi-test-fhir-texts.h"
#include "nadi-test-fhir.h"

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
      g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (least[i].json);
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
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (
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
  g_autoptr (NadiFhirResource) one = nadi_test_fhir_take ("{\"resourceType\":\"Patient\",\"gender\":\"male\"}");
  g_autoptr (NadiFhirResource) same = nadi_test_fhir_take ("{ \"resourceType\": \"Patient\", \"gender\": \"male\" }");
  g_autoptr (NadiFhirResource) other = nadi_test_fhir_take ("{\"resourceType\":\"Patient\",\"gender\":\"female\"}");
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
      g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (text);
      g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==, text);
    }
  json = g_strdup_printf (PATIENT (",\"name\":[{\"text\":\"%s\"}]"), long_name);
  nadi_fhir_resource_unref (nadi_test_fhir_take (json));
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
  nadi_test_fhir_refused ("{}", NADI_FHIR_ERROR_NO_RESOURCE, NULL);
  nadi_test_fhir_refused ("{\"resourceType\":7}", NADI_FHIR_ERROR_NO_RESOURCE, NULL);
  nadi_test_fhir_refused ("{\"resourceType\":\"patient\"}", NADI_FHIR_ERROR_TYPE_NOT_KEPT, NULL);
  nadi_test_fhir_refused ("{\"resourceType\":\"Claim\",\"id\":\"a\"}", NADI_FHIR_ERROR_TYPE_NOT_KEPT, "type-not-kept: resource");
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
  nadi_test_fhir_refused (open, NADI_FHIR_ERROR_JSON, "json: resource");
  nadi_test_fhir_refused (nested->str, NADI_FHIR_ERROR_JSON, NULL);
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
  nadi_test_fhir_refused (spaces, NADI_FHIR_ERROR_JSON, NULL);
  g_autofree char *more_spaces = g_strnfill (NADI_FHIR_MAX_SOURCE + 1, ' ');
  nadi_test_fhir_refused (more_spaces, NADI_FHIR_ERROR_TOO_LARGE, NULL);
  nadi_test_fhir_refused (too_large, NADI_FHIR_ERROR_TOO_LARGE, "too-large: resource");
  nadi_test_fhir_refused (escaped, NADI_FHIR_ERROR_TOO_LARGE, NULL);
  nadi_fhir_resource_unref (nadi_test_fhir_take (compact));
}

static void
assert_section (const char *json, NadiSection section)
{
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (json);
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
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (json);
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
  g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (OBSERVATION (
    ",\"encounter\":{\"\\u0072eference\":\"Encounter/e\"},\"performer\":[{\"reference\":\"Practitioner/d\"},{\"reference\":\"Patient/p\"}],"
    "\"hasMember\":[{\"reference\":\"Observation/a\"}]"));
  g_auto (GStrv) references = nadi_fhir_resource_list_references (resource);
  g_autofree char *all = g_strjoinv (",", references);

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
  g_test_add_func ("/fhir/resource/sections", test_sections);
  g_test_add_func ("/fhir/resource/days", test_days);
  g_test_add_func ("/fhir/resource/references", test_references);
  g_test_add_func ("/fhir/resource/reference-ids", test_reference_ids);
  g_test_add_func ("/fhir/resource/times", test_times);
  g_test_add_func ("/fhir/resource/names", test_names);
  return g_test_run ();
}
