/* What the JSON scanner takes and refuses, and what the reader makes of it. */
#include "nadi-json.h"

#include <math.h>
#include <string.h>

#include "nadi-test.h"

static gboolean
scan (const char *text, gssize length, GError **error)
{
  return nadi_json_scan (text, length < 0 ? strlen (text) : (gsize) length, G_MAXSIZE, error);
}

static void
assert_refused (const char *text, gssize length, NadiFormatError code)
{
  g_autoptr (GError) error = NULL;
  if (scan (text, length, &error))
    g_error ("accepted: %s", text);
  g_assert_error (error, NADI_FORMAT_ERROR, (int) code);
  g_assert_null (nadi_json_load (text, length < 0 ? strlen (text) : (gsize) length, G_MAXSIZE, NULL));
}

static void
test_accepts (void)
{
  static const char *const texts[] = {
    "0", "-0", "-1", "10", "1.0", "-1.5e-10", "1E+2", "1e2", "0e999", "0.0e+9999999999999999999", "1e-999", "1e308",
    "1.7976931348623157e308", "-1.7976931348623157e+308", "0.00001e309", "100000000000000000000",
    "true", "false", "null", "\"\"", "[]", "{}", " \t\r\n[ ] ", "[1,2,3]", "[[],[[]],{}]", "{\"\":0}",
    "{\"a\":1,\"b\":{\"a\":1},\"c\":[{\"a\":1},{\"a\":1}]}", " { \"a\" : 1 , \"b\" : [ null , true ] } ",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFFFF\\uabcd\"", "\"\\ud83d\\ude00\"", "\"\\uDBFF\\uDFFF\"", "\"\x7f\"",
    "\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
    "{\"a\":1,\"A\":2,\"a \":3,\"\\u00e4\":4,\"a\\u0301\":5}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      scan (texts[i], -1, &error);
      g_assert_no_error (error);
      g_autoptr (JsonNode) node = nadi_json_load (texts[i], strlen (texts[i]), G_MAXSIZE, &error);
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_refuses_syntax (void)
{
  static const char *const texts[] = {
    "", " ", "\n", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "{]", "{\"a\"", "{\"a\":",
    "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\" 1}", "{\"a\":}", "{\"a\"::1}", "{a:1}", "{1:1}",
    "{'a':1}", "{\"a\":1 \"b\":2}", "{\"a\":1}}", "[]]", "[] []", "1 2", "1,2", "{}{}", "\"a\"\"b\"", "nul", "nullx",
    "True", "NULL", "tru", "truee", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "00", "1.", ".1", "1.e1",
    "1e", "1e+", "1e-", "1E+x", "0x10", "1_000", "1.2.3", "--1", "- 1", "1a", "\"", "\"a", "\"\\\"", "\"\\", "\"\\x41\"",
    "\"\\a\"", "\"\\'\"", "\"\\u\"", "\"\\u1\"", "\"\\u123\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\\u 041\"", "\"\\u+041\"",
    "\"\n\"", "\"\t\"", "\"\x01\"", "\"\x1f\"", "'a'", "/* c */ 1", "1 // c", "# c\n1", "[1] // c", "\f1", "\v1",
    ("\xc2\xa0" "1"), "var x = {}", "{\"a\":undefined}", "[1;2]", "\\u0031", "*", "[\"a\",\n4\n,1,", "{\"a\":\"a\" 123}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, NADI_FORMAT_ERROR_SYNTAX);
  assert_refused ("1\0", 2, NADI_FORMAT_ERROR_SYNTAX);
  assert_refused ("[]\0", 3, NADI_FORMAT_ERROR_SYNTAX);
}

static void
test_refuses_encoding (void)
{
  static const char *const texts[] = {
    "\xef\xbb\xbf{}", "\"\x80\"", "\"\xbf\"", "\"\xc0\x80\"", "\"\xc1\xbf\"", "\"\xc2\"", "\"\xc3\x28\"", "\"\xe0\x80\x80\"",
    "\"\xe0\x9f\xbf\"", "\"\xe2\x82\"", "\"\xe2\x28\xa1\"", "\"\xed\xa0\x80\"", "\"\xed\xbf\xbf\"", "\"\xf0\x80\x80\x80\"",
    "\"\xf0\x8f\xbf\xbf\"", "\"\xf0\x9f\x98\"", "\"\xf4\x90\x80\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xfe\"", "\"\xff\"",
    "\"\xf8\x88\x80\x80\x80\"", "{\"\xff\":1}", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\n\"",
    "\"\\ud800\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udfff\\ud800\"", "{\"\\ud800\":1}", "\"\\u0000\"", "{\"\\u0000\":1}",
    "\"a\\u0000b\"",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, NADI_FORMAT_ERROR_ENCODING);
  assert_refused ("\"a\0b\"", 5, NADI_FORMAT_ERROR_ENCODING);
  assert_refused ("\"\xe2\x82", 3, NADI_FORMAT_ERROR_ENCODING);
  assert_refused ("\"\\ud800\\", 8, NADI_FORMAT_ERROR_ENCODING);
}

static void
test_refuses_range (void)
{
  static const char *const texts[] = {
    "1e999", "-1e999", "1e309", "10e308", "1.8e308", "1.7976931348623159e308", "[1e999]", "{\"a\":1e400}",
    "1e99999999999999999999999", "0.001e312", "123456789e301",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, NADI_FORMAT_ERROR_RANGE);
}

/* The scan's own verdict on numbers near the largest double must be that of strtod. */
static void
test_range_agrees (void)
{
  /* DBL_MAX and half the distance to the next power of two: the tie, in 309 digits. */
  static const char tie[] = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017"
                            "977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273"
                            "854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704"
                            "342711559699508093042880177904174497792";
  g_autofree char *below = g_strdup (tie);
  below[strlen (below) - 1]--; /* its last digit is not zero */
  g_autofree char *with_fraction = g_strdup_printf ("%s.%0500d", tie, 1);
  g_autofree char *long_below = g_strdup_printf ("%s.%0*d99999", below, 400, 9);
  g_assert_false (isfinite (g_ascii_strtod (tie, NULL)));
  assert_refused (tie, -1, NADI_FORMAT_ERROR_RANGE);
  assert_refused (with_fraction, -1, NADI_FORMAT_ERROR_RANGE);
  g_assert_true (isfinite (g_ascii_strtod (below, NULL)));
  g_assert_true (scan (below, -1, NULL));
  g_assert_true (scan (long_below, -1, NULL));

  /* Small and large ones with many digits on either side of the point. */
  for (int zeros = 0; zeros < 700; zeros += 7)
    for (int exponent = 300; exponent < 1000; exponent += 13)
      {
        g_autofree char *fraction = g_strdup_printf ("0.%0*d17e%d", zeros, 0, exponent);
        g_autofree char *whole = g_strdup_printf ("17%0*d.5e%d", zeros + 1, 0, 300 - exponent);
        g_assert_true (scan (fraction, -1, NULL) == isfinite (g_ascii_strtod (fraction, NULL)));
        g_assert_true (scan (whole, -1, NULL) == isfinite (g_ascii_strtod (whole, NULL)));
      }
}

static void
test_duplicates (void)
{
  static const char *const texts[] = {
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"a\":1}", "{\"\":1,\"\":1}", "[{\"x\":{\"a\":1,\"a\":1}}]",
    "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}", "{\"\\/\":1,\"/\":2}", "{\"\\n\":1,\"\\u000a\":2}",
    "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "{\"\\u00E9\":1,\"\xc3\xa9\":2}",
    "{\"longer than eight\":1,\"longer than nine\":1,\"longer than eight\":2}",
    "{\"a\":{\"b\":1},\"c\":{\"b\":1},\"a\":0}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1, NADI_FORMAT_ERROR_DUPLICATE);
}

static char *
large_object (guint n, int repeat)
{
  GString *text = g_string_new ("{");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"a rather long name %u\":{\"x\":[],\"y\":1}", i > 0 ? "," : "", i);
  if (repeat >= 0)
    g_string_append_printf (text, ",\"\\u0061 rather long name %d\":1", repeat);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static void
test_duplicates_large (void)
{
  static const guint sizes[] = { 15, 16, 17, 18, 127, 128, 129, 1000 };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int repeats[] = { 0, (int) sizes[i] / 2, (int) sizes[i] - 1 };
      g_autofree char *fine = large_object (sizes[i], -1);
      g_assert_true (scan (fine, -1, NULL));
      for (gsize k = 0; k < G_N_ELEMENTS (repeats); k++)
        {
          g_autofree char *text = large_object (sizes[i], repeats[k]);
          assert_refused (text, -1, NADI_FORMAT_ERROR_DUPLICATE);
        }
    }
}

static char *
nested (gsize depth, const char *open, const char *middle, const char *close)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, middle);
  for (gsize i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

/* The innermost level is middle, and it counts. */
static void
check_depth (const char *open, const char *middle, const char *close)
{
  g_autofree char *deepest = nested (NADI_JSON_MAX_DEPTH - 1, open, middle, close);
  g_autofree char *too_deep = nested (NADI_JSON_MAX_DEPTH, open, middle, close);
  g_autoptr (JsonNode) node = nadi_json_load (deepest, strlen (deepest), G_MAXSIZE, NULL);
  g_assert_nonnull (node);
  assert_refused (too_deep, -1, NADI_FORMAT_ERROR_TOO_DEEP);
}

static void
test_depth (void)
{
  check_depth ("[", "[]", "]");
  check_depth ("[1,", "[2]", ",3]");
  check_depth ("{\"a\":", "{}", "}");
  check_depth ("{\"a\":[],\"c\":", "[]", ",\"d\":{}}");
}

static void
test_million_brackets (void)
{
  gsize length = 1000000;
  g_autofree char *text = g_malloc (length);
  memset (text, '[', length);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_json_load (text, length, length, &error));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 50000);
  g_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_DEEP);
}

static void
test_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (nadi_json_scan ("[1]", 3, 3, NULL));
  g_assert_false (nadi_json_scan ("[1]", 3, 2, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TOO_LARGE);
  g_assert_false (nadi_json_scan (NULL, 0, 0, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
}

/* Every proper beginning of a text is refused, read from a buffer that ends exactly there. */
static void
test_cut (void)
{
  static const char whole[] = "{\"a\\n\\ud83d\\ude00\":[1.5e3,true,false,null,\"\xe2\x82\xac\"],\"b\":{\"c\":-0.1}}";
  gsize length = strlen (whole);
  g_assert_true (scan (whole, -1, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *exact = g_memdup2 (whole, MAX (i, 1));
      g_assert_false (nadi_json_scan (exact, i, length, NULL));
    }
}

/* A quadratic check would take minutes. */
static void
test_many_names (void)
{
  g_autofree char *text = large_object (200000, -1);
  gint64 start = g_get_monotonic_time ();
  g_assert_true (scan (text, -1, NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_values (void)
{
  static const char text[] = "[\"a\\u0041\\ud83d\\ude00\\\"\\/\",-7,9223372036854775808,18446744073709551616,1.25,1e3,true]";
  g_autoptr (JsonNode) node = nadi_json_load (text, strlen (text), 1000, NULL);
  JsonArray *array = json_node_get_array (node);
  g_assert_cmpstr (json_array_get_string_element (array, 0), ==, "aA\xf0\x9f\x98\x80\"/");
  g_assert_cmpint (json_array_get_int_element (array, 1), ==, -7);
  g_assert_cmpint (json_node_get_value_type (json_array_get_element (array, 1)), ==, G_TYPE_INT64);
  g_assert_cmpfloat (json_array_get_double_element (array, 2), ==, 9223372036854775808.0);
  g_assert_cmpfloat (json_array_get_double_element (array, 3), ==, 18446744073709551616.0);
  g_assert_cmpfloat (json_array_get_double_element (array, 4), ==, 1.25);
  g_assert_cmpint (json_node_get_value_type (json_array_get_element (array, 5)), ==, G_TYPE_DOUBLE);
  g_assert_true (json_array_get_boolean_element (array, 6));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/accepts", test_accepts);
  g_test_add_func ("/json-scan/refuses-syntax", test_refuses_syntax);
  g_test_add_func ("/json-scan/refuses-encoding", test_refuses_encoding);
  g_test_add_func ("/json-scan/refuses-range", test_refuses_range);
  g_test_add_func ("/json-scan/range-agrees", test_range_agrees);
  g_test_add_func ("/json-scan/duplicates", test_duplicates);
  g_test_add_func ("/json-scan/duplicates-large", test_duplicates_large);
  g_test_add_func ("/json-scan/depth", test_depth);
  g_test_add_func ("/json-scan/million-brackets", test_million_brackets);
  g_test_add_func ("/json-scan/limit", test_limit);
  g_test_add_func ("/json-scan/cut", test_cut);
  g_test_add_func ("/json-scan/many-names", test_many_names);
  g_test_add_func ("/json-scan/values", test_values);
  return g_test_run ();
}
