/* The leaf that ends a block: one compact form, printed and compared. */
#include "nadi-block.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-wire-private.h"

#define MAX_BLOCK_LENGTH 1024
#define MAX_NUMBER ((G_GINT64_CONSTANT (1) << 53) - 1)

char *
nadi_block_print (const NadiBlock *block)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "type", "block");
  nadi_json_put_int (writer, "height", block->height);
  nadi_json_put_hash (writer, "previous", block->previous.bytes);
  nadi_json_put_int (writer, "first", (gint64) block->first);
  nadi_json_put_int (writer, "count", block->count);
  nadi_json_put_hash (writer, "events", block->events.bytes);
  nadi_json_put_hash (writer, "state", block->state.bytes);
  nadi_json_put_int (writer, "time", block->time);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

static gboolean
read_hash (JsonObject *object, const char *member, NadiHash *hash, GError **error)
{
  const char *text;
  return nadi_json_get_string (object, member, &text, error) && nadi_hash_from_text (text, hash, error);
}

static gboolean
read_members (JsonObject *object, NadiBlock *block, GError **error)
{
  gint64 first, count;
  if (!nadi_json_get_int (object, "height", 0, MAX_NUMBER, &block->height, error)
      || !read_hash (object, "previous", &block->previous, error)
      || !nadi_json_get_int (object, "first", 0, MAX_NUMBER, &first, error)
      || !nadi_json_get_int (object, "count", 0, G_MAXUINT16, &count, error)
      || !read_hash (object, "events", &block->events, error)
      || !read_hash (object, "state", &block->state, error)
      || !nadi_json_get_int (object, "time", 0, MAX_NUMBER, &block->time, error))
    return FALSE;
  block->first = (guint64) first;
  block->count = (guint) count;
  return TRUE;
}

gboolean
nadi_block_parse (const char *json, gsize length, NadiBlock *block, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, MAX_BLOCK_LENGTH, &node, error);
  if (object == NULL || !read_members (object, block, error))
    return FALSE;
  g_autofree char *printed = nadi_block_print (block);
  if (strlen (printed) != length || memcmp (printed, json, length) != 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A block leaf is not written as it must be");
  return TRUE;
}

gboolean
nadi_entry_is_block (const guint8 *entry, gsize length)
{
  return length > 0 && entry[0] == '{';
}
