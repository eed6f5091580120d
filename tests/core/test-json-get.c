/* Typed members of JSON objects. */
#include "nadi-json.h"

#include <string.h>

#include "nadi-test.h"

static const char sample[]
    = "{\"s\":\"text\",\"i\":42,\"least\":-9223372036854775808,\"most\":9223372036854775807,"
      "\"d\":1.5,\"one\":1.0,\"e\":1e2,\"huge\":9223372036854775808,\"b\":true,\"n\":null,"
      "\"o\":{\"x\":1},\"a\":[\"p\",\"q\"],\"mixed\":[\"p\",1],\"\":\"empty name\"}";

typedef struct
{
  JsonNode *node;
  JsonObject *object;
  GError *error;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->error = NULL;
  f->object = nadi_json_load_object (sample, strlen (sample), 1000, &f->node, &f->error);
  g_assert_no_error (f->error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_no_error (f->error);
  json_node_unref (f->node);
}

#define assert_fails(f, call, code)                                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_false (call);                                                                                   \
    nadi_test_assert_error ((f)->error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_##code);                        \
  }                                                                                                          \
  G_STMT_END

static void
test_string (Fixture *f, gconstpointer data)
{
  const char *value;
  g_assert_true (nadi_json_get_string (f->object, "s", &value, &f->error));
  g_assert_cmpstr (value, ==, "text");
  g_assert_true (nadi_json_get_string (f->object, "", &value, &f->error));
  g_assert_cmpstr (value, ==, "empty name");
  assert_fails (f, nadi_json_get_string (f->object, "i", &value, &f->error), TYPE);
  g_assert_null (value);
  assert_fails (f, nadi_json_get_string (f->object, "n", &value, &f->error), TYPE);
  assert_fails (f, nadi_json_get_string (f->object, "o", &value, &f->error), TYPE);
  assert_fails (f, nadi_json_get_string (f->object, "absent", &value, &f->error), MISSING);

  g_assert_true (nadi_json_get_optional_string (f->object, "s", &value, &f->error));
  g_assert_cmpstr (value, ==, "text");
  g_assert_true (nadi_json_get_optional_string (f->object, "n", &value, &f->error));
  g_assert_null (value);
  g_assert_true (nadi_json_get_optional_string (f->object, "absent", &value, &f->error));
  g_assert_null (value);
  assert_fails (f, nadi_json_get_optional_string (f->object, "i", &value, &f->error), TYPE);
}

static void
test_int (Fixture *f, gconstpointer data)
{
  gint64 value;
  g_assert_true (nadi_json_get_int (f->object, "i", 42, 42, &value, &f->error));
  g_assert_cmpint (value, ==, 42);
  g_assert_true (nadi_json_get_int (f->object, "least", G_MININT64, G_MAXINT64, &value, &f->error));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_true (nadi_json_get_int (f->object, "most", G_MININT64, G_MAXINT64, &value, &f->error));
  g_assert_cmpint (value, ==, G_MAXINT64);
  assert_fails (f, nadi_json_get_int (f->object, "i", 43, 100, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "i", 0, 41, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "d", 0, 100, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "one", 0, 100, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "e", 0, 100, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "huge", G_MININT64, G_MAXINT64, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_int (f->object, "s", 0, 100, &value, &f->error), TYPE);
  assert_fails (f, nadi_json_get_int (f->object, "b", 0, 100, &value, &f->error), TYPE);
  assert_fails (f, nadi_json_get_int (f->object, "absent", 0, 100, &value, &f->error), MISSING);

  g_assert_true (nadi_json_get_optional_int (f->object, "n", 0, 9, 77, &value, &f->error));
  g_assert_cmpint (value, ==, 77);
  g_assert_true (nadi_json_get_optional_int (f->object, "i", 0, 99, 77, &value, &f->error));
  g_assert_cmpint (value, ==, 42);
  assert_fails (f, nadi_json_get_optional_int (f->object, "i", 0, 9, 77, &value, &f->error), RANGE);
  assert_fails (f, nadi_json_get_optional_int (f->object, "s", 0, 9, 77, &value, &f->error), TYPE);
}

static void
test_others (Fixture *f, gconstpointer data)
{
  gboolean boolean;
  JsonObject *object;
  JsonArray *array;
  g_assert_true (nadi_json_get_boolean (f->object, "b", &boolean, &f->error));
  g_assert_true (boolean);
  assert_fails (f, nadi_json_get_boolean (f->object, "i", &boolean, &f->error), TYPE);
  assert_fails (f, nadi_json_get_boolean (f->object, "absent", &boolean, &f->error), MISSING);
  g_assert_true (nadi_json_get_object (f->object, "o", &object, &f->error));
  g_assert_cmpint (json_object_get_int_member (object, "x"), ==, 1);
  assert_fails (f, nadi_json_get_object (f->object, "a", &object, &f->error), TYPE);
  assert_fails (f, nadi_json_get_object (f->object, "n", &object, &f->error), TYPE);
  assert_fails (f, nadi_json_get_object (f->object, "absent", &object, &f->error), MISSING);
  g_assert_true (nadi_json_get_array (f->object, "a", &array, &f->error));
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  assert_fails (f, nadi_json_get_array (f->object, "o", &array, &f->error), TYPE);
  assert_fails (f, nadi_json_get_array (f->object, "absent", &array, &f->error), MISSING);
}

static void
test_strings (Fixture *f, gconstpointer data)
{
  static const char *const expected[] = { "p", "q", NULL };
  g_auto (GStrv) strings = NULL;
  g_assert_true (nadi_json_get_strings (f->object, "a", 2, &strings, &f->error));
  g_assert_cmpstrv (strings, expected);
  char **none;
  assert_fails (f, nadi_json_get_strings (f->object, "a", 1, &none, &f->error), TOO_LARGE);
  assert_fails (f, nadi_json_get_strings (f->object, "mixed", 9, &none, &f->error), TYPE);
  assert_fails (f, nadi_json_get_strings (f->object, "s", 9, &none, &f->error), TYPE);
  assert_fails (f, nadi_json_get_strings (f->object, "absent", 9, &none, &f->error), MISSING);
  g_assert_null (none);
}

static void
test_only_members (Fixture *f, gconstpointer data)
{
  static const char *const enough[]
      = { "s", "i", "least", "most", "d", "one", "e", "huge", "b", "n", "o", "a", "mixed", "", "z", NULL };
  static const char *const too_few[]
      = { "s", "i", "least", "most", "d", "one", "e", "huge", "b", "n", "o", "a", "mixed", NULL };
  g_assert_true (nadi_json_only_members (f->object, enough, &f->error));
  assert_fails (f, nadi_json_only_members (f->object, too_few, &f->error), UNKNOWN);
}

static void
test_root (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_assert_null (nadi_json_load_object ("[]", 2, 100, &node, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TYPE);
  g_assert_null (node);
  g_assert_null (nadi_json_load_object ("{", 1, 100, &node, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_SYNTAX);
}

#define add(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/json-get/string", test_string);
  add ("/json-get/int", test_int);
  add ("/json-get/others", test_others);
  add ("/json-get/strings", test_strings);
  add ("/json-get/only-members", test_only_members);
  g_test_add_func ("/json-get/root", test_root);
  return g_test_run ();
}
