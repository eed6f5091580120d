/* Stream pages: u32 length, that many bytes of JSON, then an entry bundle. Entries stay where they are in the body. */
#include "nadi-evidence.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-encoding.h"
#include "nadi-evidence-private.h"
#include "nadi-wire-private.h"

#define MAX_HEAD_LENGTH (1024 * 1024)
#define MAX_BODY_LENGTH (8 * 1024 * 1024)
#define MAX_ENTRIES 4096
#define MAX_STREAM_LENGTH 128
#define MAX_NUMBER ((G_GINT64_CONSTANT (1) << 53) - 1)

static char *
print_head (const NadiStreamPage *page, gsize *length)
{
  gsize state_length;
  const guint8 *state = g_bytes_get_data (page->state, &state_length);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "stream", page->stream);
  nadi_json_put_int (writer, "after", (gint64) page->after);
  nadi_json_put_int (writer, "count", page->entries->len);
  nadi_json_name (writer, "evidence");
  nadi_evidence_write (writer, page->evidence);
  nadi_json_put_base64url (writer, "state", state, state_length);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, length);
}

GBytes *
nadi_stream_page_print (const NadiStreamPage *page)
{
  gsize head_length;
  g_autofree char *head = print_head (page, &head_length);
  gsize size = 4 + head_length;
  for (guint i = 0; i < page->entries->len; i++)
    size += 2 + g_array_index (page->entries, NadiPageEntry, i).length;

  GByteArray *body = g_byte_array_sized_new ((guint) size);
  nadi_write_u32 (body, (guint32) head_length);
  g_byte_array_append (body, (const guint8 *) head, (guint) head_length);
  for (guint i = 0; i < page->entries->len; i++)
    {
      const NadiPageEntry *entry = &g_array_index (page->entries, NadiPageEntry, i);
      nadi_write_u16 (body, (guint16) entry->length);
      g_byte_array_append (body, entry->data, (guint) entry->length);
    }
  return g_byte_array_free_to_bytes (body);
}

/* count: as the head claims it. */
static gboolean
read_head (NadiStreamPage *page, const char *json, gsize length, guint *count, GError **error)
{
  static const char *const members[] = { "stream", "after", "count", "evidence", "state", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, MAX_HEAD_LENGTH, &node, error);
  JsonObject *evidence;
  const char *stream, *state;
  gint64 after, claimed;
  if (object == NULL || !nadi_json_only_members (object, members, error)
      || !nadi_json_get_string (object, "stream", &stream, error)
      || !nadi_json_get_int (object, "after", 0, MAX_NUMBER, &after, error)
      || !nadi_json_get_int (object, "count", 0, MAX_ENTRIES, &claimed, error)
      || !nadi_json_get_object (object, "evidence", &evidence, error)
      || !nadi_json_get_string (object, "state", &state, error))
    return FALSE;
  if (*stream == '\0' || strlen (stream) > MAX_STREAM_LENGTH)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A stream page without a stream's id");
  page->state = nadi_base64url_decode (state, -1, error);
  if (page->state == NULL || (page->evidence = nadi_evidence_read (evidence, error)) == NULL)
    return FALSE;
  page->stream = g_strdup (stream);
  page->after = (guint64) after;
  *count = (guint) claimed;
  return TRUE;
}

static gboolean
read_entries (NadiStreamPage *page, NadiCursor *cursor, guint count)
{
  page->entries = g_array_sized_new (FALSE, FALSE, sizeof (NadiPageEntry), count);
  for (guint i = 0; i < count; i++)
    {
      guint16 length;
      NadiPageEntry entry;
      if (!nadi_cursor_read_u16 (cursor, &length) || !nadi_cursor_read_bytes (cursor, length, &entry.data))
        return FALSE;
      entry.length = length;
      g_array_append_val (page->entries, entry);
    }
  return nadi_cursor_finished (cursor);
}

NadiStreamPage *
nadi_stream_page_parse (GBytes *body, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  if (length > MAX_BODY_LENGTH)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "A stream page is too large");
      return NULL;
    }

  g_autoptr (NadiStreamPage) page = g_new0 (NadiStreamPage, 1);
  NadiCursor cursor;
  guint32 head_length;
  const guint8 *head;
  guint count = 0;
  nadi_cursor_init (&cursor, bytes, length);
  if (!nadi_cursor_read_u32 (&cursor, &head_length) || !nadi_cursor_read_bytes (&cursor, head_length, &head))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A stream page ends inside its head");
      return NULL;
    }
  if (!read_head (page, (const char *) head, head_length, &count, error))
    return NULL;
  if (!read_entries (page, &cursor, count))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A stream page with fewer or more entries than it says");
      return NULL;
    }
  page->body = g_bytes_ref (body);
  return g_steal_pointer (&page);
}

void
nadi_stream_page_free (NadiStreamPage *page)
{
  g_free (page->stream);
  g_clear_pointer (&page->evidence, nadi_evidence_free);
  g_clear_pointer (&page->state, g_bytes_unref);
  g_clear_pointer (&page->entries, g_array_unref);
  g_clear_pointer (&page->body, g_bytes_unref);
  g_free (page);
}
