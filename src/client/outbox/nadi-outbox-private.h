/* Private to the outbox. */
#pragma once

#include "nadi-cache-notes.h"
#include "nadi-outbox.h"

struct _NadiOutbox
{
  NadiCache *cache;
};

gboolean nadi_outbox_fail (GError **error, NadiOutboxError code, const char *message);

/* The row of an event: its token, and a change of its state, number or bytes. */
void nadi_outbox_event_token (NadiOutbox *outbox, const char *event_id, NadiCacheToken *token);
gboolean nadi_outbox_rewrite_item (NadiOutbox *outbox, const NadiOutboxItem *item, GError **error);

/* Not sent yet; NADI_OUTBOX_ERROR_BLOB unless the cache has it. */
gboolean nadi_outbox_add_blob (NadiOutbox *outbox, const NadiCacheToken *event, const char *cid, GError **error);
/* The cids of an event: those that are still to be sent, or all of them. */
gboolean nadi_outbox_list_cids (NadiOutbox *outbox, const NadiCacheToken *event, gboolean all, char ***cids, GError **error);
