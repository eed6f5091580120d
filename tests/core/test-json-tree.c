/* JSON as a tree in one block. */
#include "nadi-json-tree.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-test.h"

/* In memory of exactly its length, so that a byte too far is seen. */
static NadiJsonValue *
tree_of (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *exact = g_memdup2 (text, length);
  g_autoptr (GError) error = NULL;

  nadi_json_scan (exact, length, length, &error);
  g_assert_no_error (error);
  return nadi_json_tree_new (exact, length);
}

static void
test_kinds (void)
{
  g_autofree NadiJsonValue *root = tree_of (" {\"a\":null,\"b\":true , \"c\":false,\"d\":[ 1,\t-2.5e1, \"x\" , {}, [] ],\"\":\"empty\"}\n");
  const NadiJsonValue *list = nadi_json_find (root, "d");

  g_assert_cmpint (root->kind, ==, NADI_JSON_OBJECT);
  g_assert_cmpuint (root->n, ==, 5);
  g_assert_null (root->name);
  g_assert_cmpint (nadi_json_find (root, "a")->kind, ==, NADI_JSON_NULL);
  g_assert_true (nadi_json_find (root, "b")->truth);
  g_assert_cmpint (nadi_json_find (root, "c")->kind, ==, NADI_JSON_BOOLEAN);
  g_assert_false (nadi_json_find (root, "c")->truth);
  g_assert_cmpstr (nadi_json_find (root, "")->text, ==, "empty");
  g_assert_cmpint (list->kind, ==, NADI_JSON_ARRAY);
  g_assert_cmpuint (list->n, ==, 5);
  g_assert_null (list->items[0].name);
  g_assert_cmpint (list->items[0].integer, ==, 1);
  g_assert_cmpfloat (list->items[1].number, ==, -25);
  g_assert_cmpstr (list->items[2].text, ==, "x");
  g_assert_cmpuint (list->items[3].n + list->items[4].n, ==, 0);
}

static void
test_find (void)
{
  g_autofree NadiJsonValue *root = tree_of ("{\"name\":1,\"n\":2,\"na\\u006de2\":[3]}");

  g_assert_cmpint (nadi_json_find (root, "n")->integer, ==, 2);
  g_assert_cmpint (nadi_json_find (root, "name")->integer, ==, 1);
  g_assert_cmpuint (nadi_json_find (root, "name2")->n, ==, 1);
  g_assert_null (nadi_json_find (root, "nam"));
  g_assert_null (nadi_json_find (root, "names"));
  g_assert_null (nadi_json_find (NULL, "name"));
  g_assert_null (nadi_json_find (nadi_json_find (root, "name2"), "0"));
}

static void
test_strings (void)
{
  g_autofree NadiJsonValue *root = tree_of ("[\"\",\"\\\\\",\"\\\"\",\"a,[{:\",\"\\ud83d\\ude00\\n\",\"\xe0\xa4\xb8\"]");
  static const char *const expected[] = { "", "\\", "\"", "a,[{:", "\xf0\x9f\x98\x80\n", "\xe0\xa4\xb8" };

  g_assert_cmpuint (root->n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < root->n; i++)
    g_assert_cmpstr (root->items[i].text, ==, expected[i]);
}

static void
test_numbers (void)
{
  g_autofree NadiJsonValue *root = tree_of ("[9223372036854775807,-9223372036854775808,9223372036854775808,1.0,1e2,0]");
  g_autofree NadiJsonValue *alone = tree_of ("17");

  g_assert_cmpint (root->items[0].integer, ==, G_MAXINT64);
  g_assert_cmpint (root->items[1].integer, ==, G_MININT64);
  g_assert_cmpint (root->items[2].kind, ==, NADI_JSON_DOUBLE);
  g_assert_cmpfloat (root->items[2].number, ==, 9223372036854775808.0);
  g_assert_cmpint (root->items[3].kind, ==, NADI_JSON_DOUBLE);
  g_assert_cmpfloat (nadi_json_value_as_double (&root->items[4]), ==, 100);
  g_assert_cmpfloat (nadi_json_value_as_double (&root->items[0]), ==, 9223372036854775808.0);
  g_assert_cmpint (alone->integer, ==, 17);
}

/* What stands together is together, however deep and wide; the block is large enough for values that are nothing but commas. */
static void
test_shapes (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autofree NadiJsonValue *root = NULL;
  const NadiJsonValue *value;
  guint depth = 0;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%s[%u,{\"a\":[0],\"b\":{}}]", i > 0 ? "," : "", i);
  for (guint i = 0; i < NADI_JSON_MAX_DEPTH - 1; i++)
    g_string_append (text, i == 0 ? ",[" : "[");
  for (guint i = 0; i < NADI_JSON_MAX_DEPTH; i++)
    g_string_append_c (text, ']');
  root = tree_of (text->str);
  g_assert_cmpuint (root->n, ==, 1001);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpint (root->items[i].items[0].integer, ==, i);
      g_assert_cmpint (nadi_json_find (&root->items[i].items[1], "a")->items[0].integer, ==, 0);
    }
  for (value = &root->items[1000]; value->n > 0; value = value->items)
    depth++;
  g_assert_cmpuint (depth, ==, NADI_JSON_MAX_DEPTH - 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-tree/kinds", test_kinds);
  g_test_add_func ("/json-tree/find", test_find);
  g_test_add_func ("/json-tree/strings", test_strings);
  g_test_add_func ("/json-tree/numbers", test_numbers);
  g_test_add_func ("/json-tree/shapes", test_shapes);
  return g_test_run ();
}
