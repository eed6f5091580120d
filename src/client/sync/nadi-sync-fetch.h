/* Private to client/sync: pages of a stream, the next of which may be on its way while the one before it is worked through. */
#pragma once

#include "nadi-net.h"

typedef struct
{
  NadiNet *net;              /* not to be used by others while a page is under way */
  const char *stream;
  GCancellable *cancellable; /* may be NULL */
  GThread *thread;           /* NULL: none under way */
  GCancellable *inner;
  guint64 after;
  guint64 from;
} NadiSyncFetch;

void nadi_sync_fetch_init (NadiSyncFetch *fetch, NadiNet *net, const char *stream, GCancellable *cancellable);
/* Gives up a page that is under way. */
void nadi_sync_fetch_clear (NadiSyncFetch *fetch);

/* Begins with the page after entry `after`, proven from tree size `from`. The caller asks for the same page next. */
void nadi_sync_fetch_ahead (NadiSyncFetch *fetch, guint64 after, guint64 from);
/* Waits for the page, or gets it now when it was not begun. */
GBytes *nadi_sync_fetch_page (NadiSyncFetch *fetch, guint64 after, guint64 from, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiSyncFetch, nadi_sync_fetch_clear)
