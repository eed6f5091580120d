/* Steps of a setup. */
#include "nadi-setup-job.h"

#include <string.h>

#define WAIT_MS (10 * 60 * 1000)

NadiSecret *
nadi_setup_secret (const char *text)
{
  return nadi_secret_new_copy ((const guint8 *) text, strlen (text) + 1);
}

NadiSetupJob *
nadi_setup_job_new (NadiDesk *desk, NadiSecret *passphrase)
{
  NadiSetupJob *job = g_new0 (NadiSetupJob, 1);

  job->folder = g_strdup (nadi_desk_get_folder (desk));
  job->options = *nadi_desk_get_options (desk);
  job->passphrase = nadi_secret_ref (passphrase);
  g_weak_ref_init (&job->page, NULL);
  return job;
}

void
nadi_setup_job_free (gpointer data)
{
  NadiSetupJob *job = data;

  g_free (job->folder);
  nadi_secret_unref (job->passphrase);
  g_free (job->person);
  g_clear_pointer (&job->network, g_bytes_unref);
  g_clear_pointer (&job->code, nadi_secret_unref);
  g_free (job->kind);
  g_free (job->clinic);
  g_strfreev (job->roles);
  g_free (job->public_file);
  g_weak_ref_clear (&job->page);
  g_free (job);
}

static NadiProfilePlan
plan_of (NadiSetupJob *job)
{
  return (NadiProfilePlan) { .folder = job->folder, .label = job->person, .passphrase = (const char *) nadi_secret_data (job->passphrase),
                             .options = &job->options };
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  GWeakRef page;
  void (*on_waiting) (gpointer page);
} Told;

static void
told_free (gpointer data)
{
  g_weak_ref_clear (&((Told *) data)->page);
  g_free (data);
}

static gboolean
on_told (gpointer data)
{
  Told *told = data;
  g_autoptr (GObject) page = g_weak_ref_get (&told->page);

  if (page != NULL)
    told->on_waiting (page);
  return G_SOURCE_REMOVE;
}

static void
on_progress (const char *stage, guint64 done, guint64 total, gpointer user_data)
{
  NadiSetupJob *job = user_data;
  g_autoptr (GObject) page = NULL;
  Told *told;

  if (job->waiting || !g_str_equal (stage, "wait"))
    return;
  job->waiting = TRUE;
  page = g_weak_ref_get (&job->page);
  told = g_new0 (Told, 1);
  g_weak_ref_init (&told->page, page);
  told->on_waiting = job->on_waiting;
  g_idle_add_full (G_PRIORITY_DEFAULT, on_told, told, told_free);
}

/* A join that the administrator never heard of is as if it had not been begun: what was typed can be mended. */
static void
forget_unasked (NadiSetupJob *job, const NadiProfilePlan *plan)
{
  if (job->fresh && !job->waiting && nadi_setup_state (job->folder) != NADI_SETUP_READY)
    nadi_setup_abandon (plan, NULL);
}

gboolean
nadi_setup_work_join (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiSetupJob *job = data;
  const NadiProfilePlan plan = plan_of (job);
  gboolean good;

  if (job->fresh)
    good = nadi_setup_begin_join (&plan, g_bytes_get_data (job->network, NULL), g_bytes_get_size (job->network),
                                  (const char *) nadi_secret_data (job->code), WAIT_MS, on_progress, job, cancellable, error);
  else
    good = nadi_setup_go_on_joining (&plan, WAIT_MS, on_progress, job, cancellable, error);
  if (!good)
    forget_unasked (job, &plan);
  return good;
}

/* --- founding ----------------------------------------------------------------------------------------------------- */

gboolean
nadi_setup_work_found (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiSetupJob *job = data;
  const NadiProfilePlan plan = plan_of (job);

  return nadi_setup_found (&plan, job->kind, job->clinic, job->person, (const char *const *) job->roles, &job->public_file, error);
}

gboolean
nadi_setup_work_finish (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  NadiSetupJob *job = data;
  const NadiProfilePlan plan = plan_of (job);

  return nadi_setup_finish_founding (&plan, g_bytes_get_data (job->network, NULL), g_bytes_get_size (job->network), error);
}

gboolean
nadi_setup_work_abandon (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  const NadiProfilePlan plan = plan_of (data);

  return nadi_setup_abandon (&plan, error);
}
