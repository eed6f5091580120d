/* Charts for the demo's clinics: each clinic's doctor takes them from the generator in batches, while another thread sends what is
 * there already; both clinics at once. */
#include "nadi-ctl-demo.h"

#include "nadi-chart-generator.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"

#define SEED 20261123
#define BATCH 20             /* charts that are one transaction */
#define SECOND_CLINIC 1000000 /* where its numbers begin */
#define SEND_PAUSE_US (50 * 1000)
#define CONFIRM_MS (600 * 1000)

static const char *const regions[NADI_DEMO_CLINICS] = { "Maharashtra", "Delhi" };

/* Of both clinics. */
typedef struct
{
  const NadiChartGenerator *generator;
  NadiCtlProgress *progress;
  GCancellable *cancellable;
  guint total;
  gint made;                 /* atomic */
} Work;

typedef struct
{
  Work *work;
  guint clinic;
  guint wanted;
  NadiSession *session;
  gint ended;                /* atomic: nothing is written any more */
  GError *error;             /* of the thread that fills */
  GError *send_error;
} Filling;

/* --- sending ------------------------------------------------------------------------------------------------------- */

static gpointer
run_send (gpointer data)
{
  Filling *filling = data;
  gboolean ended;

  do
    {
      ended = g_atomic_int_get (&filling->ended);
      if (!nadi_session_sync (filling->session, NULL, NULL, NULL, filling->work->cancellable, &filling->send_error))
        {
          if (!nadi_ctl_is_waiting (filling->send_error))
            return NULL;
          g_clear_error (&filling->send_error);
        }
      if (!ended)
        g_usleep (SEND_PAUSE_US);
    }
  while (!ended);
  nadi_session_sync_until_saved (filling->session, CONFIRM_MS, filling->work->cancellable, &filling->send_error);
  return NULL;
}

/* --- filling ------------------------------------------------------------------------------------------------------- */

static gboolean
take (Filling *filling, GPtrArray *resources, GError **error)
{
  g_autoptr (NadiImportReport) report = NULL;

  if (!nadi_session_import_resources (filling->session, resources, NULL, &report, filling->work->cancellable, error))
    return FALSE;
  if (report->refused == 0)
    return TRUE;
  g_set_error_literal (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_TYPED, "a demo chart was refused");
  return FALSE;
}

static gboolean
take_batch (Filling *filling, const NadiChartClinic *clinic, guint first, guint end, GError **error)
{
  g_autoptr (GPtrArray) resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  Work *work = filling->work;

  for (guint i = first; i < end; i++)
    {
      g_autoptr (NadiChart) chart = nadi_chart_generator_make (work->generator, filling->clinic * SECOND_CLINIC + i, clinic, NULL);

      for (guint k = 0; k < chart->resources->len; k++)
        g_ptr_array_add (resources, nadi_fhir_resource_ref (g_ptr_array_index (chart->resources, k)));
    }
  if (!take (filling, resources, error))
    return FALSE;
  nadi_ctl_progress_show ("charts", (guint) g_atomic_int_add (&work->made, (gint) (end - first)) + end - first, work->total, work->progress);
  return TRUE;
}

static gboolean
fill (Filling *filling, GError **error)
{
  g_autoptr (NadiSessionStatus) status = nadi_session_get_status (filling->session);
  const char *const practitioners[] = { status->staff_id, NULL };
  const char *const names[] = { status->staff, NULL };
  const NadiChartClinic clinic = { status->clinic_id, status->clinic, practitioners, names, regions[filling->clinic] };
  g_autoptr (GPtrArray) directory = nadi_chart_generator_make_directory (&clinic);

  if (!take (filling, directory, error))
    return FALSE;
  for (guint i = 0; i < filling->wanted; i += BATCH)
    if (!take_batch (filling, &clinic, i, MIN (i + BATCH, filling->wanted), error))
      return FALSE;
  return TRUE;
}

static gpointer
run_fill (gpointer data)
{
  Filling *filling = data;
  GThread *sender = g_thread_new ("send", run_send, filling);

  fill (filling, &filling->error);
  g_atomic_int_set (&filling->ended, TRUE);
  g_thread_join (sender);
  return NULL;
}

/* --- both clinics -------------------------------------------------------------------------------------------------- */

/* The doctors' sessions, one clinic after the other: the first makes the keys of the network that the second is given. */
static gboolean
open_sessions (const NadiDemoDescription *description, Filling *fillings, GError **error)
{
  for (guint i = 0, clinic = 0; i < description->profiles->len && clinic < NADI_DEMO_CLINICS; i++)
    {
      const NadiDemoProfile *profile = g_ptr_array_index (description->profiles, i);
      Filling *filling = &fillings[clinic];

      if (!g_str_equal (profile->role, "doctor"))
        continue;
      filling->session = nadi_session_open (profile->folder, NULL, NADI_DEMO_PASSPHRASE, NULL, filling->work->cancellable, error);
      if (filling->session == NULL || !nadi_session_sync (filling->session, NULL, NULL, NULL, filling->work->cancellable, error) ||
          !nadi_session_sync_until_saved (filling->session, CONFIRM_MS, filling->work->cancellable, error))
        return FALSE;
      clinic++;
    }
  return TRUE;
}

static gboolean
fill_both (Filling *fillings, GError **error)
{
  GThread *threads[NADI_DEMO_CLINICS];
  gboolean good = TRUE;

  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    threads[i] = g_thread_new ("fill", run_fill, &fillings[i]);
  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    {
      GError *problem;

      g_thread_join (threads[i]);
      problem = fillings[i].error != NULL ? g_steal_pointer (&fillings[i].error) : g_steal_pointer (&fillings[i].send_error);
      g_clear_error (&fillings[i].send_error);
      if (problem != NULL && good)
        g_propagate_error (error, problem);
      else
        g_clear_error (&problem);
      good = good && (error == NULL || *error == NULL);
    }
  return good;
}

gboolean
nadi_demo_make_charts (const NadiDemoDescription *description, guint patients, NadiCtlProgress *progress, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (NadiChartGenerator) generator = nadi_chart_generator_new (SEED, description->day);
  Work work = { generator, progress, cancellable, patients, 0 };
  Filling fillings[NADI_DEMO_CLINICS] = { 0 };
  gboolean good;

  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    {
      fillings[i].work = &work;
      fillings[i].clinic = i;
      fillings[i].wanted = (patients + (i == 0)) / NADI_DEMO_CLINICS;
    }
  good = open_sessions (description, fillings, error) && fill_both (fillings, error);
  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    g_clear_pointer (&fillings[i].session, nadi_session_unref);
  return good;
}
