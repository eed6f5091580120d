/* The cache's file, page by page, while other work goes on. */
#include "nadi-session-private.h"

/* A few ms: whoever waits for the lock does not notice. */
#define PAGES_AT_ONCE 256
#define PAUSE_US 300

static gboolean
check_some (NadiSession *self, gint64 *offset, gboolean *all, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_check_some (self->cache, PAGES_AT_ONCE, offset, all, error);
  nadi_session_unlock (self);
  return good;
}

gboolean
nadi_session_check (NadiSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 offset = 0;
  gboolean all = FALSE;

  while (!all)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!check_some (self, &offset, &all, &failure))
        break;
      g_usleep (PAUSE_US);
    }
  if (failure == NULL)
    return TRUE;
  g_mutex_lock (&self->status_lock);
  self->decayed = g_error_matches (failure, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  g_mutex_unlock (&self->status_lock);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
