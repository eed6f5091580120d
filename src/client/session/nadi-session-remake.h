/* Private to client/session: shelves whose key the ledger did not take, or whose epoch is over, and the records that wait for another key.
 * Expects `lock` and an open transaction unless it says otherwise. */
#pragma once

#include "nadi-session-private.h"

/* A shelf.key was refused since the chart has such a shelf, or the shelf that epoch: another desk's came first and is the one. */
gboolean nadi_session_lose_shelf (NadiSession *self, NadiEvent *event, GError **error);
/* A shelf.key was refused for those it is boxed to: the epoch never came to be, and is made again once it would be for others. */
gboolean nadi_session_withdraw_key (NadiSession *self, NadiEvent *event, GError **error);
/* A record was refused since its epoch is over: the next one is due. */
gboolean nadi_session_end_epoch (NadiSession *self, NadiEvent *event, GError **error);

/* A record whose event left the queue, sealed and signed anew as it stands in the cache. */
gboolean nadi_session_write_again (NadiSession *self, const NadiOutboxItem *item, NadiEvent *event, const NadiCacheRecord *row,
                                   GError **error);

/* Whether an event of the queue waits for nadi_session_remake(). */
gboolean nadi_session_waits_for_shelf (NadiSession *self, const NadiOutboxItem *item);

/* Seals and signs again what waits in the queue, as far as the keys are here. Begins and ends its own transaction. *left: how many still
 * wait for a key. */
gboolean nadi_session_remake (NadiSession *self, guint *left, GError **error);
