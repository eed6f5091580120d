/* The session's calls from a main loop: a worker thread does the work, the loop hears of the end. */
#include "nadi-session.h"

typedef struct
{
  NadiSession *session;
  NadiSessionWork work;
  gpointer data;
  GDestroyNotify free_data;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->session, nadi_session_unref);
  if (run->free_data != NULL && run->data != NULL)
    run->free_data (run->data);
  g_free (run);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (run->work (run->session, run->data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
nadi_session_run_async (NadiSession *session, NadiSessionWork function, gpointer data, GDestroyNotify free_data,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->session = session != NULL ? nadi_session_ref (session) : NULL;
  run->work = function;
  run->data = data;
  run->free_data = free_data;
  g_task_set_source_tag (task, nadi_session_run_async);
  g_task_set_task_data (task, run, run_free);
  /* What was done counts, even if the wish to cancel came meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, work);
}

gboolean
nadi_session_run_finish (GAsyncResult *result, gpointer *data, GError **error)
{
  Run *run = g_task_get_task_data (G_TASK (result));

  if (data != NULL)
    *data = run->data;
  return g_task_propagate_boolean (G_TASK (result), error);
}
