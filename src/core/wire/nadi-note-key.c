/* Verifier keys of signed notes: "<name>+<8 hex>+<base64(type || key)>". */
#include "nadi-note.h"

#include <string.h>

#include "nadi-cursor.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-wire-private.h"

#define MAX_NAME_LENGTH 255
#define ID_TEXT_LENGTH 8

gboolean
nadi_note_name_valid (const char *name)
{
  gsize length = strlen (name);
  if (length == 0 || length > MAX_NAME_LENGTH || !g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      if (character == '+' || g_unichar_isspace (character) || g_unichar_iscntrl (character))
        return FALSE;
    }
  return TRUE;
}

/* First four bytes of SHA-256(name || 0A || type || public key). */
static guint32
key_id (const char *name, NadiNoteType type, const NadiVerifyKey *key)
{
  const guint8 type_byte = (guint8) type;
  const NadiPart parts[]
      = { { name, strlen (name) }, { "\n", 1 }, { &type_byte, 1 }, { key->bytes, sizeof key->bytes } };
  NadiHash hash;
  NadiCursor cursor;
  guint32 id;
  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &hash);
  nadi_cursor_init (&cursor, hash.bytes, sizeof hash.bytes);
  nadi_cursor_read_u32 (&cursor, &id);
  return id;
}

NadiNoteKey *
nadi_note_key_new (const char *name, NadiNoteType type, const NadiVerifyKey *key)
{
  g_return_val_if_fail (nadi_note_name_valid (name), NULL);
  NadiNoteKey *note_key = g_new0 (NadiNoteKey, 1);
  note_key->name = g_strdup (name);
  note_key->type = type;
  note_key->id = key_id (name, type, key);
  note_key->key = *key;
  return note_key;
}

static gboolean
read_key (const char *text, NadiNoteType *type, NadiVerifyKey *key)
{
  g_autoptr (GBytes) bytes = nadi_base64_decode (text, -1, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) != 1 + sizeof key->bytes)
    return FALSE;
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  *type = data[0];
  memcpy (key->bytes, data + 1, sizeof key->bytes);
  return TRUE;
}

NadiNoteKey *
nadi_note_key_parse (const char *text, GError **error)
{
  NadiNoteType type;
  NadiVerifyKey key;
  /* The base64 may hold a "+" of its own; the name and the id can't. */
  const char *id = strchr (text, '+');
  g_autofree char *name = id != NULL ? g_strndup (text, (gsize) (id - text)) : NULL;
  if (id == NULL || !nadi_note_name_valid (name) || strnlen (++id, ID_TEXT_LENGTH + 1) <= ID_TEXT_LENGTH
      || id[ID_TEXT_LENGTH] != '+' || !read_key (id + ID_TEXT_LENGTH + 1, &type, &key))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a verifier key");
      return NULL;
    }
  if (type != NADI_NOTE_ED25519 && type != NADI_NOTE_COSIGNATURE)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_ALGORITHM, "A verifier key of an unknown type");
      return NULL;
    }
  g_autoptr (NadiNoteKey) note_key = nadi_note_key_new (name, type, &key);
  g_autofree char *expected = g_strdup_printf ("%08x", note_key->id);
  if (strncmp (expected, id, ID_TEXT_LENGTH) != 0)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A verifier key with another key's id");
      return NULL;
    }
  return g_steal_pointer (&note_key);
}

char *
nadi_note_key_print (const NadiNoteKey *key)
{
  guint8 bytes[1 + sizeof key->key.bytes];
  bytes[0] = (guint8) key->type;
  memcpy (bytes + 1, key->key.bytes, sizeof key->key.bytes);
  g_autofree char *text = nadi_base64_encode (bytes, sizeof bytes);
  return g_strdup_printf ("%s+%08x+%s", key->name, key->id, text);
}

NadiNoteKey *
nadi_note_key_copy (const NadiNoteKey *key)
{
  return nadi_note_key_new (key->name, key->type, &key->key);
}

void
nadi_note_key_free (NadiNoteKey *key)
{
  g_free (key->name);
  g_free (key);
}
