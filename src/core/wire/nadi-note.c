/* signed-note: a text, an empty line, and signature lines "— <name> <base64(key id || signature)>". */
#include "nadi-note.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-encoding.h"
#include "nadi-wire-private.h"

#define DASH "\342\200\224 " /* U+2014 and a space */
#define KEY_ID_SIZE 4
#define TIMESTAMP_SIZE 8

static void
note_signature_free (gpointer data)
{
  NadiNoteSignature *signature = data;
  g_free (signature->name);
  g_clear_pointer (&signature->signature, g_bytes_unref);
  g_free (signature);
}

static NadiNote *
note_new (void)
{
  NadiNote *note = g_new0 (NadiNote, 1);
  note->signatures = g_ptr_array_new_with_free_func (note_signature_free);
  return note;
}

void
nadi_note_free (NadiNote *note)
{
  g_free (note->text);
  g_ptr_array_unref (note->signatures);
  g_free (note);
}

/* UTF-8 without control characters other than LF. */
static gboolean
is_note_text (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] < 0x20 && text[i] != '\n')
      return FALSE;
  return g_utf8_validate_len (text, length, NULL);
}

/* Where the signatures begin: behind the last empty line. NULL when there is none. */
static const char *
find_signatures (const char *text, gsize length)
{
  for (const char *at = text + length; at - text >= 2; at--)
    if (at[-1] == '\n' && at[-2] == '\n')
      return at;
  return NULL;
}

static NadiNoteSignature *
read_signature (const NadiLine *line)
{
  const char *space = memrchr (line->text, ' ', line->length);
  if (space == NULL)
    return NULL;
  g_autofree char *name = g_strndup (line->text, (gsize) (space - line->text));
  g_autoptr (GBytes) value = nadi_base64_decode (space + 1, line->text + line->length - space - 1, NULL);
  if (!nadi_note_name_valid (name) || value == NULL || g_bytes_get_size (value) <= KEY_ID_SIZE)
    return NULL;

  NadiCursor cursor;
  NadiNoteSignature *signature = g_new0 (NadiNoteSignature, 1);
  nadi_cursor_init (&cursor, g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  nadi_cursor_read_u32 (&cursor, &signature->id);
  signature->name = g_steal_pointer (&name);
  signature->signature = g_bytes_new_from_bytes (value, KEY_ID_SIZE, nadi_cursor_left (&cursor));
  return signature;
}

static gboolean
read_signatures (NadiNote *note, const char *text, gsize length)
{
  NadiLines lines;
  NadiLine line;
  nadi_lines_init (&lines, text, length);
  while (lines.at < lines.end)
    {
      NadiNoteSignature *signature = NULL;
      if (note->signatures->len == NADI_NOTE_MAX_SIGNATURES || !nadi_lines_next_prefixed (&lines, DASH, &line)
          || (signature = read_signature (&line)) == NULL)
        return FALSE;
      g_ptr_array_add (note->signatures, signature);
    }
  return note->signatures->len > 0;
}

NadiNote *
nadi_note_parse (const char *text, gsize length, GError **error)
{
  if (length > NADI_NOTE_MAX_SIZE)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "A note is too large");
      return NULL;
    }
  g_autoptr (NadiNote) note = note_new ();
  const char *signatures = find_signatures (text, length);
  if (signatures == NULL || signatures - text < 3 || !is_note_text (text, length)
      || !read_signatures (note, signatures, (gsize) (text + length - signatures)))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a signed note");
      return NULL;
    }
  note->text = g_strndup (text, (gsize) (signatures - text) - 1);
  return g_steal_pointer (&note);
}

static char *
print_signature (const char *name, guint32 id, const guint8 *value, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  nadi_write_u32 (bytes, id);
  g_byte_array_append (bytes, value, (guint) length);
  g_autofree char *text = nadi_base64_encode (bytes->data, bytes->len);
  return g_strconcat (DASH, name, " ", text, "\n", NULL);
}

char *
nadi_note_print (const NadiNote *note)
{
  GString *out = g_string_new (note->text);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < note->signatures->len; i++)
    {
      const NadiNoteSignature *signature = note->signatures->pdata[i];
      gsize length;
      const guint8 *value = g_bytes_get_data (signature->signature, &length);
      g_autofree char *line = print_signature (signature->name, signature->id, value, length);
      g_string_append (out, line);
    }
  return g_string_free (out, FALSE);
}

char *
nadi_note_sign (const char *text, const NadiNoteKey *key, NadiSigningKey *signing)
{
  g_return_val_if_fail (key->type == NADI_NOTE_ED25519, NULL);
  NadiSignature signature;
  nadi_sign (signing, (const guint8 *) text, strlen (text), &signature);
  return print_signature (key->name, key->id, signature.bytes, sizeof signature.bytes);
}

/* tlog-cosignature §"Format": what a cosigner signs. */
static char *
cosigned_message (const char *text, guint64 time)
{
  return g_strdup_printf ("cosignature/v1\ntime %" G_GUINT64_FORMAT "\n%s", time, text);
}

char *
nadi_note_cosign (const char *text, const NadiNoteKey *key, NadiSigningKey *signing, gint64 time)
{
  g_return_val_if_fail (key->type == NADI_NOTE_COSIGNATURE && time >= 0, NULL);
  g_autofree char *message = cosigned_message (text, (guint64) time);
  NadiSignature signature;
  nadi_sign (signing, (const guint8 *) message, strlen (message), &signature);

  g_autoptr (GByteArray) value = g_byte_array_new ();
  nadi_write_u64 (value, (guint64) time);
  g_byte_array_append (value, signature.bytes, sizeof signature.bytes);
  return print_signature (key->name, key->id, value->data, value->len);
}

static gboolean
check_plain (const NadiNote *note, const NadiNoteKey *key, GBytes *value)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (value, &length);
  NadiSignature signature;
  if (length != sizeof signature.bytes)
    return FALSE;
  memcpy (signature.bytes, bytes, sizeof signature.bytes);
  return nadi_verify (&key->key, (const guint8 *) note->text, strlen (note->text), &signature);
}

static gboolean
check_cosignature (const NadiNote *note, const NadiNoteKey *key, GBytes *value, gint64 *time)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (value, &length);
  NadiSignature signature;
  if (length != TIMESTAMP_SIZE + sizeof signature.bytes)
    return FALSE;
  guint64 claimed = nadi_load_u64 (bytes);
  if (claimed > G_MAXINT64)
    return FALSE;
  memcpy (signature.bytes, bytes + TIMESTAMP_SIZE, sizeof signature.bytes);
  g_autofree char *message = cosigned_message (note->text, claimed);
  *time = (gint64) claimed;
  return nadi_verify (&key->key, (const guint8 *) message, strlen (message), &signature);
}

int
nadi_note_check (const NadiNote *note, const NadiNoteKey *key, gint64 *time)
{
  int result = 0;
  gint64 newest = 0;
  for (guint i = 0; i < note->signatures->len; i++)
    {
      const NadiNoteSignature *signature = note->signatures->pdata[i];
      gint64 claimed = 0;
      if (signature->id != key->id || strcmp (signature->name, key->name) != 0)
        continue;
      if (key->type == NADI_NOTE_COSIGNATURE ? !check_cosignature (note, key, signature->signature, &claimed)
                                             : !check_plain (note, key, signature->signature))
        return -1;
      newest = MAX (newest, claimed);
      result = 1;
    }
  if (result == 1 && time != NULL)
    *time = newest;
  return result;
}
