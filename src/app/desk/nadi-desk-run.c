/* Work off the main loop, and how its end comes back to whoever is still there to hear it. */
#include "nadi-desk-private.h"

#include <string.h>

#include "nadi-secret.h"

typedef struct
{
  NadiDesk *desk;
  GWeakRef owner;
  NadiDeskDone done;
  gboolean opening;          /* data is an Opening */
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
  if (owner != NULL && call->done != NULL)
    call->done (owner, call->opening ? NULL : data, error);
  call_free (call);
}

void
nadi_desk_run (NadiDesk *self, NadiSessionWork work, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
               gpointer owner, NadiDeskDone done)
{
  nadi_session_run_async (self->session, work, data, free_data, cancellable, on_run_done, call_new (self, owner, done));
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
