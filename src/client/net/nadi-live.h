/* Live updates: a thread of its own that listens to the service's server-sent events and says which stream grew.
 *
 * What arrives is a hint to sync, never data. The thread connects again by itself, after 1 s doubling to 30 s, and
 * reports whether it is connected. Callbacks run in that thread. */
#pragma once

#include "nadi-net.h"

typedef struct _NadiLive NadiLive;

/* stream NULL: the connection changed, connected says to what. */
typedef void (*NadiLiveNews) (const char *stream, guint64 count, gboolean connected, gpointer user_data);
/* A net for the thread: called in it, each time it connects. NULL: try again later. */
typedef NadiNet *(*NadiLiveConnect) (gpointer user_data, GError **error);

NadiLive *nadi_live_start (const char *const *streams, NadiLiveConnect connect, NadiLiveNews news, gpointer user_data);
/* Ends the thread and waits for it. */
void nadi_live_stop (NadiLive *live);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiLive, nadi_live_stop)
