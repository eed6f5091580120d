/* The cache's keys (of shelves, roles, labels, the network), its notes (drafts and tasks), and named values for all that needs
 * no table of its own (names of organisations and staff, receipts, evidence, settings). */
#pragma once

#include "nadi-cache.h"

/* --- keys ---------------------------------------------------------------------------------------------------- */

typedef enum
{
  NADI_CACHE_KEY_SHELF = 0,  /* name: shelf; 32 bytes */
  NADI_CACHE_KEY_ROLE = 1,   /* name: "<org>/<role>"; PKCS #8 */
  NADI_CACHE_KEY_LABEL = 2,  /* name: patient; 32 bytes */
  NADI_CACHE_KEY_NETWORK = 3,/* name: purpose; 32 bytes */
} NadiCacheKeyKind;

typedef struct
{
  gint64 epoch;
  char *kid;
  NadiSecret *secret;
} NadiCacheKeyRow;

void nadi_cache_key_row_free (NadiCacheKeyRow *row);

/* Replaces the key of that kind, name and epoch. */
gboolean nadi_cache_put_key (NadiCache *cache, NadiCompartment compartment, NadiCacheKeyKind kind, const char *name, gint64 epoch,
                             const char *kid, NadiSecret *secret, GError **error);
/* epoch -1: the highest. Looks in every open compartment. */
gboolean nadi_cache_get_key (NadiCache *cache, NadiCacheKeyKind kind, const char *name, gint64 epoch, NadiCacheKeyRow **row, GError **error);
/* Array of NadiCacheKeyRow, lowest epoch first. */
gboolean nadi_cache_list_keys (NadiCache *cache, NadiCacheKeyKind kind, const char *name, GPtrArray **rows, GError **error);

/* --- notes: what a person typed and is not done with --------------------------------------------------------- */

typedef enum
{
  NADI_CACHE_NOTE_DRAFT = 0, /* a form left half filled */
  NADI_CACHE_NOTE_TASK = 1,  /* an event was refused: with what was typed, to be looked at by a person */
} NadiCacheNoteKind;

/* Text members may be NULL. */
typedef struct
{
  NadiCompartment compartment;
  NadiCacheNoteKind kind;
  gint64 id;                 /* given by the cache; 0 makes a new one */
  gint64 time;               /* ms */
  char *form;                /* which form or act: "case", "patient", "import" … */
  char *patient;
  char *reason;              /* refusal's short word */
  char *detail;              /* refusal's text, for the log */
  char *event_id;
  GBytes *event;             /* the refused JWS, or NULL */
  GBytes *typed;             /* what was typed, the form's own format, or NULL */
} NadiCacheNote;

void nadi_cache_note_free (NadiCacheNote *note);
/* Sets note->id when it was 0. */
gboolean nadi_cache_put_note (NadiCache *cache, NadiCacheNote *note, GError **error);
/* Of every open compartment, oldest first. */
gboolean nadi_cache_list_notes (NadiCache *cache, NadiCacheNoteKind kind, GPtrArray **notes, GError **error);
gboolean nadi_cache_remove_note (NadiCache *cache, gint64 id, GError **error);
/* Of all compartments, open or not. */
gboolean nadi_cache_count_notes (NadiCache *cache, NadiCacheNoteKind kind, guint *count, GError **error);

/* --- named values -------------------------------------------------------------------------------------------- */

/* kind: a literal word ("staff", "org", "receipt", "evidence", "setting" …). data NULL removes. */
gboolean nadi_cache_put_value (NadiCache *cache, NadiCompartment compartment, const char *kind, const char *name,
                               const guint8 *data, gsize length, GError **error);
gboolean nadi_cache_get_value (NadiCache *cache, NadiCompartment compartment, const char *kind, const char *name,
                               GBytes **data, GError **error);
/* Every value of a kind, in the order they were put; return FALSE from the callback to stop. */
typedef gboolean (*NadiCacheValueFunc) (const char *name, GBytes *data, gpointer user_data);
gboolean nadi_cache_each_value (NadiCache *cache, NadiCompartment compartment, const char *kind, NadiCacheValueFunc callback,
                                gpointer user_data, GError **error);
/* The same from behind *after on (0: from the first), which becomes the place of the last one that was given. Places only grow. */
gboolean nadi_cache_each_value_after (NadiCache *cache, NadiCompartment compartment, const char *kind, gint64 *after,
                                      NadiCacheValueFunc callback, gpointer user_data, GError **error);
gboolean nadi_cache_count_values (NadiCache *cache, NadiCompartment compartment, const char *kind, guint *count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCacheKeyRow, nadi_cache_key_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCacheNote, nadi_cache_note_free)
