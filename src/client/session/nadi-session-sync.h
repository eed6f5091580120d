/* Private to client/session: the steps of a sync. Expects `net_lock` and never `lock`. */
#pragma once

#include "nadi-session-private.h"

/* Makes net and sync when they are not there. */
gboolean nadi_session_connect (NadiSession *self, GError **error);

/* What the state proves of ourselves: role keys, seq, claims; then the network's keys, made or boxed on where that is due. */
gboolean nadi_session_read_state (NadiSession *self, GCancellable *cancellable, GError **error);
gboolean nadi_session_tend_network_keys (NadiSession *self, GCancellable *cancellable, GError **error);

typedef struct
{
  NadiSyncReport *report;
  NadiSessionProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} NadiSyncing;

/* Boxes and contents that proven events named; then what the desk needs is opened. */
gboolean nadi_session_fetch (NadiSession *self, const NadiSyncing *syncing, GError **error);
/* The outbox, in order. */
gboolean nadi_session_send (NadiSession *self, const NadiSyncing *syncing, GError **error);
