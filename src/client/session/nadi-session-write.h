/* Private to client/session: one act of a person as one transaction: rows, blobs, signed events, outbox. Expects `lock`
 * (nadi_session_lock_to_write()). Pattern:
 *
 *   nadi_session_write_begin(); … what is to be written …; nadi_session_write_end (self, good, error)
 */
#pragma once

#include "nadi-fhir-resource.h"
#include "nadi-json.h"
#include "nadi-section.h"
#include "nadi-session-book.h"
#include "nadi-session-private.h"

gboolean nadi_session_write_begin (NadiSession *self, GError **error);
/* good: commit, else roll back and keep the error that is set. Gives whether it was committed. */
gboolean nadi_session_write_end (NadiSession *self, gboolean good, GError **error);

/* --- events ------------------------------------------------------------------------------------------------------- */

/* What an event is for; members may be NULL. */
typedef struct
{
  const char *form;
  const char *patient;
  NadiCompartment compartment;
  GBytes *typed;
  const char *const *cids;
} NadiWritePurpose;

/* A writer in which the common members stand, with this device's next seq. *id: the event's, (transfer full). */
NadiJsonWriter *nadi_session_event_begin (NadiSession *self, const char *type, char **id, GError **error);
/* Signs and queues it. Takes the writer. */
gboolean nadi_session_event_end (NadiSession *self, NadiJsonWriter *writer, const char *id, const NadiWritePurpose *purpose, GError **error);
/* TRUE when the person who is signed in signed it: a colleague's waits for them where it must be signed again. */
gboolean nadi_session_is_own (NadiSession *self, NadiEvent *event);
/* The same event with the device's next seq, signed again. (transfer full) */
char *nadi_session_event_again (NadiSession *self, NadiEvent *event, GError **error);

/* --- charts ------------------------------------------------------------------------------------------------------- */

/* A new chart without keys of its own: number's tag, label key, patient.register. */
gboolean nadi_session_write_register (NadiSession *self, const char *patient, const char *number, const char *form, GError **error);

/* Where a record of this section goes: the shelf with the epoch and key to seal under. Makes shelf, or its next epoch, or one more box, where
 * they are due. patient NULL: the directory. */
typedef struct
{
  NadiBookShelf *shelf;
  gint64 epoch;
  char *kid;
  NadiSecret *key;
} NadiPlace;

void nadi_place_clear (NadiPlace *place);
gboolean nadi_session_write_place (NadiSession *self, const char *patient, NadiSection section, const char *form, NadiPlace *place, GError **error);

/* A version of a record, sealed and signed. record NULL: a new record. replaces NULL: record.add. version NULL: a new one.
 * *row (may be NULL): (transfer full). */
typedef struct
{
  const char *patient;
  const char *record;
  const char *version;
  const char *const *replaces;
  const char *form;
  gboolean keep_typed;
  const char *const *pieces; /* addresses, in the cache, that belong to it beside the resource's own; or NULL */
} NadiNewVersion;

gboolean nadi_session_write_version (NadiSession *self, const NadiNewVersion *about, NadiFhirResource *resource, NadiCacheRecord **row, GError **error);

/* The same for a row that says all but event and the ciphertext's own address (cids: those of its pieces, or NULL), and its ciphertext. */
gboolean nadi_session_write_sealed (NadiSession *self, NadiCacheRecord *row, NadiFhirResource *resource, const char *sealed, gsize length,
                                    const char *form, gboolean keep_typed, GError **error);

gboolean nadi_session_write_retraction (NadiSession *self, const NadiCacheRecord *row, const char *form, GError **error);

/* access.read of these shelves, unless it was recorded in this sitting. Begins and ends its own transaction. */
gboolean nadi_session_write_read (NadiSession *self, GPtrArray *shelves, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiPlace, nadi_place_clear)
