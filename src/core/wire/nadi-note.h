/* signed-note v1.0.0, verifier keys, and cosignature/v1 v1.0.1 (c2sp.org). */
#pragma once

#include <glib.h>

#include "nadi-ed25519.h"
#include "nadi-wire-error.h"

typedef enum
{
  NADI_NOTE_ED25519 = 0x01,
  NADI_NOTE_COSIGNATURE = 0x04,
} NadiNoteType;

/* A name and a public key: "<name>+<8 hex>+<base64(type || key)>". */
typedef struct
{
  char *name;
  NadiNoteType type;
  guint32 id;
  NadiVerifyKey key;
} NadiNoteKey;

/* Not empty, UTF-8, at most 255 bytes, no Unicode space, no control character, no "+". */
gboolean nadi_note_name_valid (const char *name);

NadiNoteKey *nadi_note_key_new (const char *name, NadiNoteType type, const NadiVerifyKey *key);
NadiNoteKey *nadi_note_key_parse (const char *text, GError **error);
char *nadi_note_key_print (const NadiNoteKey *key);
NadiNoteKey *nadi_note_key_copy (const NadiNoteKey *key);
void nadi_note_key_free (NadiNoteKey *key);

#define NADI_NOTE_MAX_SIZE 65536
#define NADI_NOTE_MAX_SIGNATURES 100

typedef struct
{
  char *name;
  guint32 id;
  GBytes *signature;         /* what follows the key id */
} NadiNoteSignature;

typedef struct
{
  char *text;                /* ends in LF */
  GPtrArray *signatures;     /* NadiNoteSignature */
} NadiNote;

/* Form only. */
NadiNote *nadi_note_parse (const char *text, gsize length, GError **error);
void nadi_note_free (NadiNote *note);
char *nadi_note_print (const NadiNote *note);

/* One signature line with its LF, of type 01 over text. */
char *nadi_note_sign (const char *text, const NadiNoteKey *key, NadiSigningKey *signing);
/* One cosignature line with its LF, type 04; time in Unix seconds. */
char *nadi_note_cosign (const char *text, const NadiNoteKey *key, NadiSigningKey *signing, gint64 time);

/* Looks for this key's signature: 1 valid, 0 none, -1 there is one and it does not hold (the whole note is refused).
 * time (may be NULL) is set for a cosignature. */
int nadi_note_check (const NadiNote *note, const NadiNoteKey *key, gint64 *time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNoteKey, nadi_note_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNote, nadi_note_free)
