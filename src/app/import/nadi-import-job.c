/* An import under way. */
#include "nadi-import-job.h"

#define TICK 150 /* ms */

/* What the worker's thread says and the main loop reads. */
typedef struct
{
  gatomicrefcount refs;
  GMutex lock;
  guint64 done, total;
} Shared;

struct _NadiImportJob
{
  GObject parent_instance;
  NadiDesk *desk;
  GCancellable *cancellable;
  Shared *shared;
  guint source;
  gint64 begun;              /* ms */
  gboolean running;
  NadiImportReport *report;
  GError *error;
};

enum
{
  PROGRESS,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiImportJob, nadi_import_job, G_TYPE_OBJECT)

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->refs))
    return;
  g_mutex_clear (&shared->lock);
  g_free (shared);
}

/* --- the work ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *path;
  char *label;
  Shared *shared;
  NadiImportReport *report;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work->label);
  shared_unref (work->shared);
  g_clear_pointer (&work->report, nadi_import_report_free);
  g_free (work);
}

/* In the worker's thread. */
static void
on_worker_progress (const char *stage, guint64 done, guint64 total, gpointer user_data)
{
  Shared *shared = user_data;

  if (!g_str_equal (stage, "import"))
    return;
  g_mutex_lock (&shared->lock);
  shared->done = done;
  shared->total = total;
  g_mutex_unlock (&shared->lock);
}

static gboolean
import (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return nadi_session_import (session, work->path, work->label, TRUE, on_worker_progress, work->shared, &work->report, cancellable, error);
}

static void
on_done (gpointer owner, gpointer data, const GError *error)
{
  NadiImportJob *self = NADI_IMPORT_JOB (owner);

  self->running = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  self->report = g_steal_pointer (&((Work *) data)->report);
  if (error != NULL && !g_cancellable_is_cancelled (self->cancellable))
    self->error = g_error_copy (error);
  nadi_desk_refresh (self->desk);
  g_signal_emit (self, signals[DONE], 0);
}

static gboolean
on_tick (gpointer user_data)
{
  g_signal_emit (user_data, signals[PROGRESS], 0);
  return G_SOURCE_CONTINUE;
}

/* --- what it says ------------------------------------------------------------------------------------------------- */

void
nadi_import_job_cancel (NadiImportJob *self)
{
  g_cancellable_cancel (self->cancellable);
}

gboolean
nadi_import_job_is_running (NadiImportJob *self)
{
  return self->running;
}

gboolean
nadi_import_job_was_cancelled (NadiImportJob *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

const NadiImportReport *
nadi_import_job_get_report (NadiImportJob *self)
{
  return self->report;
}

const GError *
nadi_import_job_get_error (NadiImportJob *self)
{
  return self->error;
}

void
nadi_import_job_get_progress (NadiImportJob *self, guint64 *done, guint64 *total, guint *left)
{
  gint64 spent = nadi_desk_now (self->desk) - self->begun;

  g_mutex_lock (&self->shared->lock);
  *done = self->shared->done;
  *total = self->shared->total;
  g_mutex_unlock (&self->shared->lock);
  *left = 0;
  /* Two seconds say enough of the speed. */
  if (*done > 0 && *total > *done && spent > 2000)
    *left = (guint) MIN ((double) (*total - *done) * (double) spent / (double) *done / 1000 + 1, 86400);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_import_job_dispose (GObject *object)
{
  NadiImportJob *self = NADI_IMPORT_JOB (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_import_job_parent_class)->dispose (object);
}

static void
nadi_import_job_finalize (GObject *object)
{
  NadiImportJob *self = NADI_IMPORT_JOB (object);

  g_object_unref (self->cancellable);
  shared_unref (self->shared);
  g_clear_pointer (&self->report, nadi_import_report_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (nadi_import_job_parent_class)->finalize (object);
}

static void
nadi_import_job_class_init (NadiImportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_import_job_dispose;
  G_OBJECT_CLASS (klass)->finalize = nadi_import_job_finalize;
  signals[PROGRESS] = g_signal_new ("progress", NADI_TYPE_IMPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", NADI_TYPE_IMPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_import_job_init (NadiImportJob *self)
{
  self->cancellable = g_cancellable_new ();
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->refs);
  g_mutex_init (&self->shared->lock);
}

NadiImportJob *
nadi_import_job_new (NadiDesk *desk, const char *path, const char *label)
{
  NadiImportJob *self = g_object_new (NADI_TYPE_IMPORT_JOB, NULL);
  Work *work = g_new0 (Work, 1);

  self->desk = g_object_ref (desk);
  self->begun = nadi_desk_now (desk);
  self->running = TRUE;
  self->source = g_timeout_add (TICK, on_tick, self);
  work->path = g_strdup (path);
  work->label = g_strdup (label);
  work->shared = self->shared;
  g_atomic_ref_count_inc (&self->shared->refs);
  g_signal_connect_object (desk, "locking", G_CALLBACK (nadi_import_job_cancel), self, G_CONNECT_SWAPPED);
  nadi_desk_run (desk, import, work, work_free, self->cancellable, self, on_done);
  return self;
}
