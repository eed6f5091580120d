/* Texts and lists inside sealed values. */
#include "nadi-cache-codec.h"

#include <string.h>

#include "nadi-secret.h"

#define NONE G_MAXUINT32
#define MAX_TEXTS 4096

void
nadi_cache_buffer_free (GByteArray *buffer)
{
  nadi_wipe (buffer->data, buffer->len);
  g_byte_array_unref (buffer);
}

void
nadi_cache_write_data (GByteArray *out, const void *data, gsize length)
{
  nadi_write_u32 (out, data != NULL ? (guint32) length : NONE);
  if (data != NULL)
    g_byte_array_append (out, data, (guint) length);
}

void
nadi_cache_write_text (GByteArray *out, const char *text)
{
  nadi_cache_write_data (out, text, text != NULL ? strlen (text) : 0);
}

void
nadi_cache_write_texts (GByteArray *out, const char *const *texts)
{
  guint n = texts != NULL ? g_strv_length ((char **) texts) : 0;

  nadi_write_u32 (out, n);
  for (guint i = 0; i < n; i++)
    nadi_cache_write_text (out, texts[i]);
}

static const guint8 *
read_block (NadiCursor *cursor, guint32 *length)
{
  const guint8 *bytes = NULL;

  if (!nadi_cursor_read_u32 (cursor, length) || *length == NONE)
    return NULL;
  return nadi_cursor_read_bytes (cursor, *length, &bytes) ? bytes : NULL;
}

char *
nadi_cache_read_text (NadiCursor *cursor)
{
  guint32 length = 0;
  const guint8 *bytes = read_block (cursor, &length);

  return bytes != NULL ? g_strndup ((const char *) bytes, length) : NULL;
}

GBytes *
nadi_cache_read_data (NadiCursor *cursor)
{
  guint32 length = 0;
  const guint8 *bytes = read_block (cursor, &length);

  return bytes != NULL ? g_bytes_new (bytes, length) : NULL;
}

char **
nadi_cache_read_texts (NadiCursor *cursor)
{
  g_auto (GStrv) texts = NULL;
  guint32 n = 0;

  if (!nadi_cursor_read_u32 (cursor, &n) || n > MAX_TEXTS)
    {
      cursor->failed = TRUE;
      return NULL;
    }
  texts = g_new0 (char *, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      texts[i] = nadi_cache_read_text (cursor);
      if (texts[i] == NULL)
        {
          cursor->failed = TRUE;
          return NULL;
        }
    }
  return g_steal_pointer (&texts);
}
