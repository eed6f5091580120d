/* Files of resources: bundles, NDJSON, single resources; order, references, duplicates, limits. */
#include "nadi-fhir-bundle.h"
#include "nadi-test.h"

#include <string.h>
#include <sys/resource.h>

#define X "11111111-1111-4111-8111-111111111111"
#define Y "22222222-2222-4222-8222-222222222222"
#define Z "33333333-3333-4333-8333-333333333333"
#define ENTRY(url, resource) "{\"fullUrl\":\"" url "\",\"resource\":" resource "}"
#define BUNDLE(entries) "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" entries "]}"
#define PATIENT(id) "{\"resourceType\":\"Patient\",\"id\":\"" id "\"}"
#define CONDITION(id, subject) "{\"resourceType\":\"Condition\",\"id\":\"" id "\",\"subject\":{\"reference\":\"" subject "\"}}"

static NadiFhirBundle *
open_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  NadiFhirBundle *bundle = nadi_fhir_bundle_open (bytes, NULL, &error);
  g_assert_no_error (error);
  return bundle;
}

static void
assert_not_opened (const char *text, const NadiFhirLimits *limits, gint code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_bundle_open (bytes, limits, &error));
  g_assert_error (error, NADI_FHIR_ERROR, code);
}

static void
assert_json (NadiFhirBundle *bundle, guint position, const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiFhirResource) resource = nadi_fhir_bundle_read (bundle, position, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==, json);
}

static void
assert_refused (NadiFhirBundle *bundle, guint position, gint code, const char *type_name)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_bundle_read (bundle, position, &error));
  g_assert_error (error, NADI_FHIR_ERROR, code);
  g_assert_cmpstr (nadi_fhir_bundle_get_type_name (bundle, position), ==, type_name);
}

static void
test_order (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (BUNDLE (
    ENTRY ("urn:uuid:" Z, "{\"resourceType\":\"Claim\",\"id\":\"" Z "\"}") "," ENTRY (
      "urn:uuid:" Y, CONDITION (Y, "urn:uuid:" X)) "," ENTRY ("urn:uuid:" X, PATIENT (X)) "," ENTRY ("http://a/b", "{}") ",7"));
  g_assert_cmpuint (nadi_fhir_bundle_get_length (bundle), ==, 5);
  g_assert_cmpint (nadi_fhir_bundle_get_format (bundle), ==, NADI_FHIR_FORMAT_BUNDLE);
  assert_json (bundle, 0, PATIENT (X));
  assert_json (bundle, 1, CONDITION (Y, "Patient/" X));
  g_assert_cmpuint (nadi_fhir_bundle_get_index (bundle, 0), ==, 2);
  g_assert_cmpuint (nadi_fhir_bundle_get_index (bundle, 1), ==, 1);
  assert_refused (bundle, 2, NADI_FHIR_ERROR_TYPE_NOT_KEPT, "Claim");
  assert_refused (bundle, 3, NADI_FHIR_ERROR_NO_RESOURCE, "?");
  assert_refused (bundle, 4, NADI_FHIR_ERROR_NO_RESOURCE, "?");
}

static void
test_references (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (BUNDLE (
    ENTRY ("http://a/fhir/Patient/7", PATIENT ("7")) "," ENTRY ("urn:uuid:" Z, "{\"resourceType\":\"Claim\"}") "," ENTRY (
      "urn:oid:1.2.3", "{\"resourceType\":\"Practitioner\"}") "," ENTRY (
      "urn:uuid:" Y, "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"http://a/fhir/Patient/7\"},"
                     "\"recorder\":{\"reference\":\"urn:oid:1.2.3\"},\"asserter\":{\"reference\":\"Practitioner?identifier=a|b\"},"
                     "\"encounter\":{\"reference\":\"urn:uuid:" X "\"},"
                     "\"evidence\":[{\"detail\":[{\"reference\":\"urn:uuid:" Z "\"},{\"reference\":\"#local\"},"
                     "{\"reference\":\"http://elsewhere/Patient/7\"}]}],\"note\":[{\"text\":\"urn:uuid:" Z "\"}]}")));
  assert_json (bundle, 1, "{\"resourceType\":\"Practitioner\",\"id\":\"1.2.3\"}");
  assert_json (bundle, 2, "{\"resourceType\":\"Condition\",\"id\":\"" Y "\",\"subject\":{\"reference\":\"Patient/7\"},"
                          "\"recorder\":{\"reference\":\"Practitioner/1.2.3\"},\"asserter\":{\"reference\":\"Practitioner?identifier=a|b\"},"
                          "\"encounter\":{\"reference\":\"urn:uuid:" X "\"},"
                          "\"evidence\":[{\"detail\":[{\"reference\":\"Claim/" Z "\"},{\"reference\":\"#local\"},"
                          "{\"reference\":\"http://elsewhere/Patient/7\"}]}],\"note\":[{\"text\":\"urn:uuid:" Z "\"}]}");
  g_autofree char *source = nadi_fhir_bundle_get_source (bundle, 0);
  g_assert_cmpstr (source, ==, "http://a/fhir");
  g_assert_null (nadi_fhir_bundle_get_source (bundle, 1));
}

/* Two conditions that name one another, and one that names itself. */
static void
test_cycles (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (BUNDLE (
    ENTRY ("urn:uuid:" X, "{\"resourceType\":\"Organization\",\"id\":\"" X "\",\"name\":\"x\",\"partOf\":{\"reference\":\"urn:uuid:" Y "\"}}") "," ENTRY (
      "urn:uuid:" Y, "{\"resourceType\":\"Organization\",\"id\":\"" Y "\",\"name\":\"y\",\"partOf\":{\"reference\":\"urn:uuid:" X "\"}}") "," ENTRY (
      "urn:uuid:" Z, "{\"resourceType\":\"Organization\",\"id\":\"" Z "\",\"name\":\"z\",\"partOf\":{\"reference\":\"urn:uuid:" Z "\"},"
                     "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"i\",\"partOf\":{\"reference\":\"#i\"}}]}")));
  assert_json (bundle, 0, "{\"resourceType\":\"Organization\",\"id\":\"" X "\",\"name\":\"x\",\"partOf\":{\"reference\":\"Organization/" Y "\"}}");
  assert_json (bundle, 1, "{\"resourceType\":\"Organization\",\"id\":\"" Y "\",\"name\":\"y\",\"partOf\":{\"reference\":\"Organization/" X "\"}}");
  assert_json (bundle, 2, "{\"resourceType\":\"Organization\",\"id\":\"" Z "\",\"name\":\"z\",\"partOf\":{\"reference\":\"Organization/" Z "\"},"
                          "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"i\",\"partOf\":{\"reference\":\"#i\"}}]}");
}

static void
test_duplicates (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (BUNDLE (
    ENTRY ("urn:uuid:" X, PATIENT (X)) "," ENTRY ("urn:uuid:" X, PATIENT (Y)) "," ENTRY ("urn:uuid:" Z, PATIENT (X)) ","
    ENTRY ("http://a/Condition/1", CONDITION (X, "urn:uuid:" X)) ",{\"resource\":{\"resourceType\":\"Practitioner\"}},"
    "{\"resource\":{ \"resourceType\": \"Practitioner\" }}"));
  assert_json (bundle, 0, PATIENT (X));
  assert_refused (bundle, 1, NADI_FHIR_ERROR_DUPLICATE, "Patient");
  assert_refused (bundle, 2, NADI_FHIR_ERROR_DUPLICATE, "Patient");
  assert_refused (bundle, 4, NADI_FHIR_ERROR_DUPLICATE, "Practitioner");
  assert_json (bundle, 5, CONDITION (X, "Patient/" X));
}

static void
test_requests (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (
    BUNDLE ("{\"resource\":" PATIENT ("a") ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/a\"}},"
            "{\"resource\":" PATIENT ("b") ",\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/b\"}},"
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/c\"}},"
            "{\"request\":{\"method\":\"POST\"},\"resource\":" PATIENT ("d") "}"));
  assert_json (bundle, 0, PATIENT ("a"));
  assert_refused (bundle, 1, NADI_FHIR_ERROR_METHOD, "Patient");
  assert_json (bundle, 2, PATIENT ("d"));
  assert_refused (bundle, 3, NADI_FHIR_ERROR_METHOD, "?");
}

static void
test_type_names (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (
    BUNDLE ("{\"resource\":{\"resourceType\":\"<b>x\"}},{\"resource\":{\"resourceType\":\"claim\"}},{\"resource\":{\"resourceType\":[]}},"
            "{\"resource\":{\"resourceType\":\"Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}},{\"resource\":null},"
            "{\"resource\":{\"resourceType\":\"CarePlan\"}}"));
  for (guint i = 0; i < 5; i++)
    assert_refused (bundle, i, NADI_FHIR_ERROR_NO_RESOURCE, "?");
  assert_refused (bundle, 5, NADI_FHIR_ERROR_TYPE_NOT_KEPT, "CarePlan");
}

static void
test_files (void)
{
  static const char *const kept[] = { "transaction", "batch", "collection", "searchset", "document" };
  static const char *const others[] = { "history", "transaction-response", "message", "", "Transaction" };
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"entry\":[],\"type\":\"%s\",\"resourceType\":\"Bundle\"}", kept[i]);
      g_autoptr (NadiFhirBundle) bundle = open_text (text);
      g_assert_cmpuint (nadi_fhir_bundle_get_length (bundle), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"resourceType\":\"Bundle\",\"type\":\"%s\"}", others[i]);
      assert_not_opened (text, NULL, NADI_FHIR_ERROR_BUNDLE_TYPE);
    }
  assert_not_opened ("{\"resourceType\":\"Bundle\"}", NULL, NADI_FHIR_ERROR_BUNDLE_TYPE);
  assert_not_opened ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":{}}", NULL, NADI_FHIR_ERROR_TYPE);
  assert_not_opened ("", NULL, NADI_FHIR_ERROR_JSON);
  assert_not_opened ("   \n ", NULL, NADI_FHIR_ERROR_JSON);
  assert_not_opened ("\xEF\xBB\xBF", NULL, NADI_FHIR_ERROR_JSON);
  assert_not_opened ("[]", NULL, NADI_FHIR_ERROR_NO_RESOURCE);
  assert_not_opened ("{}", NULL, NADI_FHIR_ERROR_NO_RESOURCE);
  assert_not_opened ("{\"resourceType\":[]}", NULL, NADI_FHIR_ERROR_NO_RESOURCE);
  assert_not_opened ("%PDF-1.7", NULL, NADI_FHIR_ERROR_JSON);
  assert_not_opened (BUNDLE ("{\"resource\":{\"a\":1,\"a\":2}}"), NULL, NADI_FHIR_ERROR_JSON);
  assert_not_opened ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[", NULL, NADI_FHIR_ERROR_JSON);
}

static void
test_limits (void)
{
  NadiFhirLimits small = { .max_bytes = 60 };
  NadiFhirLimits few = { .max_entries = 2 };
  g_autofree char *x = g_strnfill (NADI_FHIR_MAX_RESOURCE, 'x');
  g_autofree char *large = g_strdup_printf (
    "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":" PATIENT ("a") "},"
    "{\"resource\":{\"resourceType\":\"Patient\",\"x\":\"%s\"}}]}", x);
  g_autofree char *huge = g_strnfill (NADI_FHIR_MAX_SOURCE, 'x');
  g_autofree char *nameless = g_strdup_printf ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":{\"resourceType\":"
                                               "\"Patient\",\"x\":\"%s\"}}]}", huge);
  g_autoptr (NadiFhirBundle) bundle = open_text (large);
  g_autoptr (NadiFhirBundle) unnamed = open_text (nameless);
  assert_refused (unnamed, 0, NADI_FHIR_ERROR_TOO_LARGE, "Patient");
  assert_not_opened (BUNDLE ("{\"resource\":" PATIENT ("a") "}"), &small, NADI_FHIR_ERROR_TOO_LARGE);
  assert_not_opened (BUNDLE ("1,2,3"), &few, NADI_FHIR_ERROR_TOO_LARGE);
  assert_not_opened ("{}\n{}\n{}\n", &few, NADI_FHIR_ERROR_TOO_LARGE);
  assert_json (bundle, 0, PATIENT ("a"));
  assert_refused (bundle, 1, NADI_FHIR_ERROR_TOO_LARGE, "Patient");
}

static void
test_ndjson (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text (CONDITION ("c", "Patient/a") "\r\n\n" PATIENT ("a") "\n{broken\n"
                                                 "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}\n" PATIENT ("a"));
  g_assert_cmpint (nadi_fhir_bundle_get_format (bundle), ==, NADI_FHIR_FORMAT_NDJSON);
  g_assert_cmpuint (nadi_fhir_bundle_get_length (bundle), ==, 5);
  assert_json (bundle, 0, PATIENT ("a"));
  assert_refused (bundle, 1, NADI_FHIR_ERROR_DUPLICATE, "Patient");
  assert_json (bundle, 2, CONDITION ("c", "Patient/a"));
  assert_refused (bundle, 3, NADI_FHIR_ERROR_JSON, "?");
  assert_refused (bundle, 4, NADI_FHIR_ERROR_TYPE_NOT_KEPT, "Bundle");
}

static void
test_single (void)
{
  g_autoptr (NadiFhirBundle) bundle = open_text ("\xEF\xBB\xBF{\n \"resourceType\": \"Patient\",\n \"id\": \"a\"\n}\n");
  g_assert_cmpint (nadi_fhir_bundle_get_format (bundle), ==, NADI_FHIR_FORMAT_RESOURCE);
  g_assert_cmpuint (nadi_fhir_bundle_get_length (bundle), ==, 1);
  assert_json (bundle, 0, PATIENT ("a"));
}

static char *
make_large_bundle (guint n_entries)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
  for (guint i = 0; i < n_entries; i++)
    {
      if (i % 100 == 0)
        g_string_append_printf (text, "%s{\"fullUrl\":\"urn:uuid:p%u\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p%u\"}}",
                                i > 0 ? "," : "", i, i);
      else
        g_string_append_printf (text,
                                ",{\"fullUrl\":\"urn:uuid:o%u\",\"resource\":{\"resourceType\":\"Observation\",\"id\":\"o%u\","
                                "\"status\":\"final\",\"code\":{\"text\":\"pulse\"},\"subject\":{\"reference\":\"urn:uuid:p%u\"},"
                                "\"hasMember\":[{\"reference\":\"urn:uuid:o%u\"}]}}",
                                i, i, i / 100 * 100, (i + 1) % n_entries);
    }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

/* Gives the processor time that it took, s. */
static gdouble
read_all (guint n_entries)
{
  g_autofree char *text = make_large_bundle (n_entries);
  gint64 start = nadi_test_cpu_time ();
  g_autoptr (NadiFhirBundle) bundle = open_text (text);
  g_assert_cmpuint (nadi_fhir_bundle_get_length (bundle), ==, n_entries);
  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (NadiFhirResource) resource = nadi_fhir_bundle_read (bundle, i, NULL);
      g_assert_nonnull (resource);
      g_assert_true ((nadi_fhir_resource_get_type (resource) == NADI_FHIR_PATIENT) == (i < n_entries / 100));
    }
  return (gdouble) (nadi_test_cpu_time () - start) / G_USEC_PER_SEC;
}

static glong
peak_memory (void)
{
  struct rusage usage;
  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss; /* KiB */
}

/* Ten times the entries may cost ten times the time, not a hundred times. */
static void
test_hundred_thousand (void)
{
  gdouble tenth = read_all (10000);
  gdouble whole = read_all (100000);
  glong peak = peak_memory ();
  g_test_message ("10,000 entries %.2f s, 100,000 entries %.2f s, peak %ld KiB", tenth, whole, peak);
  g_assert_cmpfloat (whole, <, MAX (30 * tenth, 5.0));
#ifndef __SANITIZE_ADDRESS__
  /* The text (20 MiB, doubled while it is put together) and an index; a tree of it all would be ten times that. */
  g_assert_cmpint (peak, <, 160 * 1024);
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/bundle/order", test_order);
  g_test_add_func ("/fhir/bundle/references", test_references);
  g_test_add_func ("/fhir/bundle/cycles", test_cycles);
  g_test_add_func ("/fhir/bundle/duplicates", test_duplicates);
  g_test_add_func ("/fhir/bundle/requests", test_requests);
  g_test_add_func ("/fhir/bundle/type-names", test_type_names);
  g_test_add_func ("/fhir/bundle/files", test_files);
  g_test_add_func ("/fhir/bundle/limits", test_limits);
  g_test_add_func ("/fhir/bundle/ndjson", test_ndjson);
  g_test_add_func ("/fhir/bundle/single", test_single);
  g_test_add_func ("/fhir/bundle/hundred-thousand", test_hundred_thousand);
  return g_test_run ();
}
