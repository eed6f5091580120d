/* Private to client/session: from verified events to the book, the records' rows and the outbox.
 *
 * Each stream is worked through in order, in batches that are one transaction each, from a mark of its own per compartment: what
 * was synced while the clinical compartment was closed is worked through when it opens. Expects `lock`. */
#pragma once

#include "nadi-session-private.h"

/* Everything that is new in "n" and our own stream. May be ended at any batch by cancelling. */
gboolean nadi_session_digest (NadiSession *self, NadiSyncReport *report, GCancellable *cancellable, GError **error);

/* Patients who brought keys: whether these count only the state can tell. Ids, at most 64. (transfer full) */
char **nadi_session_list_unproven (NadiSession *self, GError **error);
/* value: of patient/<id>, proven. */
gboolean nadi_session_take_proof (NadiSession *self, const char *id, GBytes *value, GError **error);
