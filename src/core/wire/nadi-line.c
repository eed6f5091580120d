/* Lines, numbers and hashes of the C2SP text formats. */
#include "nadi-wire-private.h"

#include <string.h>

#include "nadi-encoding.h"

gboolean
nadi_wire_fail (GError **error, NadiWireError code, const char *message)
{
  g_set_error_literal (error, NADI_WIRE_ERROR, (int) code, message);
  return FALSE;
}

void
nadi_lines_init (NadiLines *lines, const char *text, gsize length)
{
  lines->at = text;
  lines->end = text + length;
}

gboolean
nadi_lines_next (NadiLines *lines, NadiLine *line)
{
  if (lines->at == lines->end)
    return FALSE;
  const char *feed = memchr (lines->at, '\n', (gsize) (lines->end - lines->at));
  if (feed == NULL)
    return FALSE;
  line->text = lines->at;
  line->length = (gsize) (feed - lines->at);
  lines->at = feed + 1;
  return TRUE;
}

gboolean
nadi_lines_next_prefixed (NadiLines *lines, const char *prefix, NadiLine *line)
{
  gsize length = strlen (prefix);
  if ((gsize) (lines->end - lines->at) < length || memcmp (lines->at, prefix, length) != 0)
    return FALSE;
  if (!nadi_lines_next (lines, line))
    return FALSE;
  line->text += length;
  line->length -= length;
  return TRUE;
}

gboolean
nadi_line_to_number (const NadiLine *line, guint64 *value)
{
  if (line->length == 0 || (line->text[0] == '0' && line->length > 1))
    return FALSE;
  guint64 number = 0;
  for (gsize i = 0; i < line->length; i++)
    {
      char digit = line->text[i];
      if (digit < '0' || digit > '9' || !g_uint64_checked_mul (&number, number, 10)
          || !g_uint64_checked_add (&number, number, (guint64) (digit - '0')))
        return FALSE;
    }
  *value = number;
  return TRUE;
}

gboolean
nadi_line_to_hash (const NadiLine *line, NadiHash *hash)
{
  if (line->length != 44)
    return FALSE;
  g_autoptr (GBytes) bytes = nadi_base64_decode (line->text, 44, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) != NADI_HASH_SIZE)
    return FALSE;
  memcpy (hash->bytes, g_bytes_get_data (bytes, NULL), NADI_HASH_SIZE);
  return TRUE;
}

gboolean
nadi_line_equal (const NadiLine *line, const char *text)
{
  return strlen (text) == line->length && memcmp (line->text, text, line->length) == 0;
}

GArray *
nadi_lines_read_hashes (NadiLines *lines, guint max)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (NadiHash));
  NadiLine line;
  while (nadi_lines_next (lines, &line))
    {
      if (line.length == 0)
        return g_steal_pointer (&hashes);
      NadiHash hash;
      if (hashes->len == max || !nadi_line_to_hash (&line, &hash))
        return NULL;
      g_array_append_val (hashes, hash);
    }
  return NULL;
}

void
nadi_lines_write_hashes (GString *out, const GArray *hashes)
{
  for (guint i = 0; i < hashes->len; i++)
    {
      g_autofree char *text = nadi_base64_encode (g_array_index (hashes, NadiHash, i).bytes, NADI_HASH_SIZE);
      g_string_append (out, text);
      g_string_append_c (out, '\n');
    }
}
