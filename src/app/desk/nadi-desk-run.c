/* Work off the main loop, and how its end comes back to whoever is still there to hear it. */
#include "nadi-desk-private.h"

#include <string.h>

#include "nadi-secret.h"

/* --- what must be done before a session closes -------------------------------------------------------------------- */

struct _NadiDrain
{
  gatomicrefcount refs;
  GMutex lock;
  GCond changed;
  guint running;
};

typedef struct
{
  NadiDrain *drain;
  NadiSessionWork work;
  gpointer data;
  GDestroyNotify free_data;
} Drained;

NadiDrain *
nadi_drain_new (void)
{
  NadiDrain *drain = g_new0 (NadiDrain, 1);

  g_atomic_ref_count_init (&drain->refs);
  g_mutex_init (&drain->lock);
  g_cond_init (&drain->changed);
  return drain;
}

static void
drain_unref (NadiDrain *drain)
{
  if (!g_atomic_ref_count_dec (&drain->refs))
    return;
  g_mutex_clear (&drain->lock);
  g_cond_clear (&drain->changed);
  g_free (drain);
}

void
nadi_drain_wait (NadiDrain *drain)
{
  g_mutex_lock (&drain->lock);
  while (drain->running > 0)
    g_cond_wait (&drain->changed, &drain->lock);
  g_mutex_unlock (&drain->lock);
  drain_unref (drain);
}

static gboolean
run_drained (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Drained *drained = data;
  gboolean good = drained->work (session, drained->data, cancellable, error);

  g_mutex_lock (&drained->drain->lock);
  drained->drain->running--;
  g_cond_signal (&drained->drain->changed);
  g_mutex_unlock (&drained->drain->lock);
  return good;
}

static void
drained_free (gpointer data)
{
  Drained *drained = data;

  if (drained->free_data != NULL && drained->data != NULL)
    drained->free_data (drained->data);
  drain_unref (drained->drain);
  g_free (drained);
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiDesk *desk;
  GWeakRef owner;
  NadiDeskDone done;
  gboolean opening;          /* data is an Opening */
  gboolean drained;          /* data is a Drained */
} Call;

typedef struct
{
  char *folder;
  char *account;
  NadiSecret *passphrase;    /* with its NUL */
  NadiSessionOptions options;
  GThread *closing;          /* the session before this one */
  NadiSession *session;
} Opening;

static Call *
call_new (NadiDesk *desk, gpointer owner, NadiDeskDone done)
{
  Call *call = g_new0 (Call, 1);

  call->desk = g_object_ref (desk);
  g_weak_ref_init (&call->owner, owner);
  call->done = done;
  return call;
}

static void
call_free (Call *call)
{
  g_weak_ref_clear (&call->owner);
  g_object_unref (call->desk);
  g_free (call);
}

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&call->owner);
  gpointer data;

  nadi_session_run_finish (result, &data, &error);
  if (call->opening && error == NULL)
    nadi_desk_take_session (call->desk, g_steal_pointer (&((Opening *) data)->session));
  if (call->drained)
    data = ((Drained *) data)->data;
  if (owner != NULL && call->done != NULL)
    call->done (owner, call->opening ? NULL : data, error);
  /* Reading writes too: that it was read. */
  nadi_desk_send_new (call->desk);
  call_free (call);
}

void
nadi_desk_run_alone (NadiDesk *self, NadiSessionWork work, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
                     gpointer owner, NadiDeskDone done)
{
  nadi_session_run_async (NULL, work, data, free_data, cancellable, on_run_done, call_new (self, owner, done));
}

static gboolean
refuse (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CLOSED, "nobody is signed in");
  return FALSE;
}

void
nadi_desk_run (NadiDesk *self, NadiSessionWork work, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
               gpointer owner, NadiDeskDone done)
{
  Call *call = call_new (self, owner, done);
  Drained *drained;

  if (self->drain == NULL)
    {
      nadi_session_run_async (self->session, self->session != NULL ? work : refuse, data, free_data, cancellable, on_run_done, call);
      return;
    }
  drained = g_new0 (Drained, 1);
  drained->drain = self->drain;
  drained->work = work;
  drained->data = data;
  drained->free_data = free_data;
  g_atomic_ref_count_inc (&self->drain->refs);
  g_mutex_lock (&self->drain->lock);
  self->drain->running++;
  g_mutex_unlock (&self->drain->lock);
  call->drained = TRUE;
  /* Not cancellable: it would never run, and the session would never close. */
  nadi_session_run_async (self->session, run_drained, drained, drained_free, NULL, on_run_done, call);
}

/* --- opening ------------------------------------------------------------------------------------------------------ */

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->closing, g_thread_join);
  g_free (opening->folder);
  g_free (opening->account);
  g_clear_pointer (&opening->passphrase, nadi_secret_unref);
  g_clear_pointer (&opening->session, nadi_session_unref);
  g_free (opening);
}

static gboolean
open_session (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;

  /* It has the profile's lock until it is closed. */
  g_clear_pointer (&opening->closing, g_thread_join);
  opening->session = nadi_session_open (opening->folder, opening->account, (const char *) nadi_secret_data (opening->passphrase), &opening->options, cancellable, error);
  return opening->session != NULL;
}

void
nadi_desk_open (NadiDesk *self, const char *account, const char *passphrase, gpointer owner, NadiDeskDone done)
{
  Opening *opening = g_new0 (Opening, 1);
  Call *call = call_new (self, owner, done);

  opening->folder = g_strdup (self->folder);
  opening->account = g_strdup (account);
  opening->passphrase = nadi_secret_new_copy ((const guint8 *) passphrase, strlen (passphrase) + 1);
  opening->options = self->options;
  nadi_desk_lock (self);
  opening->closing = g_steal_pointer (&self->closing);
  call->opening = TRUE;
  nadi_session_run_async (NULL, open_session, opening, opening_free, NULL, on_run_done, call);
}
