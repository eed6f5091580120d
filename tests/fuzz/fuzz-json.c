/* JSON: scan and load agree, json-glib's own parser reads the same from what passed, and what is read can be
 * written and read again. */
#include <math.h>
#include <string.h>

#include "nadi-json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void write_node (NadiJsonWriter *writer, JsonNode *node);

static void
write_value (NadiJsonWriter *writer, JsonNode *node)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  GType type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    nadi_json_string (writer, json_node_get_string (node));
  else if (type == G_TYPE_INT64)
    nadi_json_int (writer, json_node_get_int (node));
  else if (type == G_TYPE_BOOLEAN)
    nadi_json_boolean (writer, json_node_get_boolean (node));
  else
    {
      g_assert_true (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)));
      g_ascii_formatd (text, sizeof text, "%.17e", json_node_get_double (node));
      nadi_json_raw (writer, text);
    }
}

static void
write_object (NadiJsonWriter *writer, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  nadi_json_begin_object (writer);
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member))
    {
      nadi_json_name (writer, name);
      write_node (writer, member);
    }
  nadi_json_end_object (writer);
}

static void
write_node (NadiJsonWriter *writer, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (writer, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      nadi_json_begin_array (writer);
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        write_node (writer, json_array_get_element (json_node_get_array (node), i));
      nadi_json_end_array (writer);
      break;
    case JSON_NODE_NULL:
      nadi_json_null (writer);
      break;
    case JSON_NODE_VALUE:
    default:
      write_value (writer, node);
    }
}

/* JsonParser wraps integers beyond 64 bits around, so texts that may hold one are left out. */
static gboolean
has_long_number (const guint8 *data, gsize size)
{
  gsize digits = 0;
  for (gsize i = 0; i < size; i++)
    {
      digits = g_ascii_isdigit (data[i]) ? digits + 1 : 0;
      if (digits > 18)
        return TRUE;
    }
  return FALSE;
}

static void
compare_with_json_glib (const guint8 *data, gsize size, JsonNode *node)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  if (has_long_number (data, size))
    return;
  json_parser_load_from_data (parser, (const char *) data, (gssize) size, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, json_parser_get_root (parser)));
}

static void
write_and_read (JsonNode *node)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autoptr (GError) error = NULL;
  gsize length;
  write_node (writer, node);
  g_autofree char *text = nadi_json_writer_finish (writer, &length);
  g_autoptr (JsonNode) again = nadi_json_load (text, length, G_MAXSIZE, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) scan_error = NULL;
  g_autoptr (GError) load_error = NULL;
  gboolean scanned = nadi_json_scan ((const char *) data, size, 65536, &scan_error);
  g_autoptr (JsonNode) node = nadi_json_load ((const char *) data, size, 65536, &load_error);
  g_assert_true (scanned == (node != NULL));
  if (!scanned)
    {
      g_assert_true (scan_error->domain == NADI_FORMAT_ERROR && scan_error->code == load_error->code);
      return 0;
    }
  g_assert_true (g_utf8_validate ((const char *) data, (gssize) size, NULL));
  compare_with_json_glib (data, size, node);
  write_and_read (node);
  return 0;
}
