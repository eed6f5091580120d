/* The JSON writer: grammar, escaping, misuse. */
#include "nadi-json.h"

#include <string.h>

static JsonNode *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = nadi_json_load (text, strlen (text), G_MAXSIZE, &error);
  g_assert_no_error (error);
  return node;
}

static void
test_everything (void)
{
  static const char *const strings[] = { "a", "", "c", NULL };
  static const guint8 hash[32] = { 0xff };
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "string", "x");
  nadi_json_put_string (writer, "none", NULL);
  nadi_json_put_int (writer, "least", G_MININT64);
  nadi_json_put_int (writer, "most", G_MAXINT64);
  nadi_json_put_boolean (writer, "yes", 7);
  nadi_json_put_boolean (writer, "no", FALSE);
  nadi_json_put_hash (writer, "hash", hash);
  nadi_json_put_base64url (writer, "bytes", (const guint8 *) "\xfb\xff", 2);
  nadi_json_put_strings (writer, "strings", strings);
  nadi_json_put_strings (writer, "empty", NULL);
  nadi_json_put_raw (writer, "raw", "{\"a\":1}");
  nadi_json_name (writer, "list");
  nadi_json_begin_array (writer);
  nadi_json_int (writer, 1);
  nadi_json_null (writer);
  nadi_json_begin_object (writer);
  nadi_json_end_object (writer);
  nadi_json_begin_array (writer);
  nadi_json_end_array (writer);
  nadi_json_raw (writer, "1.50");
  nadi_json_boolean (writer, TRUE);
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);

  gsize length;
  g_autofree char *text = nadi_json_writer_finish (writer, &length);
  g_assert_cmpstr (
      text, ==,
      "{\"string\":\"x\",\"none\":null,\"least\":-9223372036854775808,\"most\":9223372036854775807,"
      "\"yes\":true,\"no\":false,\"hash\":\"_wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
      "\"bytes\":\"-_8\",\"strings\":[\"a\",\"\",\"c\"],\"empty\":[],\"raw\":{\"a\":1},"
      "\"list\":[1,null,{},[],1.50,true]}");
  g_assert_cmpuint (length, ==, strlen (text));
  g_autoptr (JsonNode) node = load (text);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
}

static char *
write_string (const char *value)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_string (writer, value);
  return nadi_json_writer_finish (writer, NULL);
}

static void
test_escaping (void)
{
  g_autofree char *text = write_string ("\"\\/\b\f\n\r\t\x01\x1f\x7f é \xf0\x9f\x98\x80");
  g_assert_cmpstr (text, ==, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é \xf0\x9f\x98\x80\"");
}

static void
test_bad_utf8 (void)
{
  g_autofree char *text = write_string ("a\xff"
                                        "b");
  g_assert_cmpstr (text, ==,
                   "\"a\xef\xbf\xbd"
                   "b\"");
}

/* Every character comes back as it went in. */
static void
test_round_trip (void)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (gunichar c = 1; c <= 0x10ffff; c += c < 0x3000 ? 1 : 251)
    if (c < 0xd800 || c > 0xdfff)
      g_string_append_unichar (all, c);
  g_autofree char *text = write_string (all->str);
  g_autoptr (JsonNode) node = load (text);
  g_assert_cmpstr (json_node_get_string (node), ==, all->str);
}

static void
test_depth (void)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  for (guint i = 0; i < NADI_JSON_MAX_DEPTH; i++)
    nadi_json_begin_array (writer);
  for (guint i = 0; i < NADI_JSON_MAX_DEPTH; i++)
    nadi_json_end_array (writer);
  g_autofree char *text = nadi_json_writer_finish (writer, NULL);
  g_autoptr (JsonNode) node = load (text);
  g_assert_nonnull (node);
}

/* Calls that don't fit the grammar end the program instead of giving wrong text. */
static void
misuse (guint which, NadiJsonWriter *writer)
{
  switch (which)
    {
    case 0:
      nadi_json_begin_array (writer);
      nadi_json_name (writer, "a");
      break;
    case 1:
      nadi_json_begin_object (writer);
      nadi_json_int (writer, 1);
      break;
    case 2:
      nadi_json_begin_object (writer);
      nadi_json_name (writer, "a");
      nadi_json_name (writer, "b");
      break;
    case 3:
      nadi_json_int (writer, 1);
      nadi_json_int (writer, 2);
      break;
    case 4:
      nadi_json_end_array (writer);
      break;
    case 5:
      nadi_json_begin_array (writer);
      nadi_json_end_object (writer);
      break;
    case 6:
      nadi_json_begin_object (writer);
      nadi_json_name (writer, "a");
      nadi_json_end_object (writer);
      break;
    case 7:
      nadi_json_begin_array (writer);
      g_free (nadi_json_writer_finish (writer, NULL));
      break;
    default:
      g_free (nadi_json_writer_finish (writer, NULL));
      break;
    }
}

#define N_MISUSES 9

static void
test_misuse_one (gconstpointer which)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  if (g_test_subprocess ())
    {
      misuse (GPOINTER_TO_UINT (which), writer);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*assertion failed*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-write/everything", test_everything);
  g_test_add_func ("/json-write/escaping", test_escaping);
  g_test_add_func ("/json-write/bad-utf8", test_bad_utf8);
  g_test_add_func ("/json-write/round-trip", test_round_trip);
  g_test_add_func ("/json-write/depth", test_depth);
  for (guint i = 0; i < N_MISUSES; i++)
    {
      g_autofree char *path = g_strdup_printf ("/json-write/misuse/%u", i);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_misuse_one);
    }
  return g_test_run ();
}
