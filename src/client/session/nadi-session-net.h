/* Private to client/session: the service's routes that carry blobs, events, receipts and enrolment mail. Expects `net_lock` and never
 * `lock`: each takes that for as long as it touches the cache. */
#pragma once

#include "nadi-session-private.h"

/* Asks for these and stores what comes as our own. *got (may be NULL): how many came. What the service does not give is
 * no error. */
gboolean nadi_session_fetch_blobs (NadiSession *self, const char *const *cids, guint *got, GCancellable *cancellable, GError **error);

/* Sends these from the cache, and notes in the outbox that they are there. */
gboolean nadi_session_upload_blobs (NadiSession *self, const char *const *cids, GCancellable *cancellable, GError **error);

typedef struct
{
  char *id;
  gboolean admitted;
  guint64 index;
  char *refused;             /* the contract's word */
  char *detail;
} NadiEventResult;

/* events: GBytes, at most 256 and 1 MiB together. Array of NadiEventResult, one for each, in order. */
GPtrArray *nadi_session_post_events (NadiSession *self, GPtrArray *events, GCancellable *cancellable, GError **error);

/* A signed request of any kind; keeps the clock's offset. */
GBytes *nadi_session_request (NadiSession *self, const char *method, const char *target, const char *content_type, GBytes *body,
                              gsize limit, GCancellable *cancellable, GError **error);
