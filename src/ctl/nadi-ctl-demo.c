/* demo: two clinics with staff and charts on the network that nadi-ledger demo made. Run again it finishes what is missing. */
#include <glib/gi18n.h>
#include <stdlib.h>

#include "nadi-ctl-demo.h"
#include "nadi-ctl-output.h"

#define PATIENTS 2000
#define MOST_PATIENTS 900000

typedef struct
{
  const NadiDemoDescription *description;
  guint clinic;
  const char *profiles;
  GCancellable *cancellable;
  GPtrArray *staff;
  GError *error;
} StaffJob;

static gpointer
run_staff (gpointer data)
{
  StaffJob *job = data;

  job->staff = nadi_demo_make_staff (job->description, job->clinic, job->profiles, job->cancellable, &job->error);
  return NULL;
}

/* Both clinics at once: making keys takes seconds. */
static gboolean
make_staff (NadiCtl *ctl, NadiDemoDescription *description, const char *profiles, GError **error)
{
  StaffJob jobs[NADI_DEMO_CLINICS] = { 0 };
  GThread *threads[NADI_DEMO_CLINICS];
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_demo_profile_free);
  gboolean good = TRUE;

  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    {
      jobs[i] = (StaffJob){ .description = description, .clinic = i, .profiles = profiles, .cancellable = ctl->cancellable };
      threads[i] = g_thread_new ("staff", run_staff, &jobs[i]);
    }
  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    {
      g_thread_join (threads[i]);
      if (jobs[i].staff != NULL)
        g_ptr_array_extend_and_steal (all, g_steal_pointer (&jobs[i].staff));
      else if (good)
        g_propagate_error (error, jobs[i].error);
      else
        g_clear_error (&jobs[i].error);
      good = good && jobs[i].error == NULL;
    }
  if (!good)
    return FALSE;
  g_ptr_array_unref (description->profiles);
  description->profiles = g_steal_pointer (&all);
  return TRUE;
}

static int
finish (NadiCtl *ctl, const NadiDemoDescription *description)
{
  const NadiDemoProfile *example = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;

  for (guint i = 0; i < description->profiles->len && example == NULL; i++)
    if (g_str_equal (((const NadiDemoProfile *) g_ptr_array_index (description->profiles, i))->role, "doctor"))
      example = g_ptr_array_index (description->profiles, i);
  if (!ctl->json)
    {
      g_print (ngettext ("The demo is ready: two clinics with their staff and %u chart. Nobody in it exists.\n",
                         "The demo is ready: two clinics with their staff and %u charts. Nobody in it exists.\n", description->charts),
               description->charts);
      g_print (_("%s says who can sign in where. Try:\n"), description->path);
      g_print ("  NADI_PASSPHRASE=%s nadictl --profile %s patient find sharma\n", NADI_DEMO_PASSPHRASE, example->folder);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "description", description->path);
  nadi_json_put_int (writer, "profiles", description->profiles->len);
  nadi_json_put_int (writer, "charts", description->charts);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

/* FALSE: return ctl->parsed. */
static gboolean
make (NadiCtl *ctl, NadiDemoDescription *description, const char *profiles, guint patients)
{
  g_autoptr (NadiCtlProgress) progress = nadi_ctl_progress_new ();
  GError *error = NULL;
  gboolean good = TRUE;

  nadi_ctl_progress_show ("staff", 0, 0, progress);
  if (description->day == 0)
    description->day = nadi_ctl_today (); /* the same charts, should this have to go on another day */
  if (!make_staff (ctl, description, profiles, &error))
    good = FALSE;
  else if (!nadi_demo_description_save (description))
    {
      ctl->parsed = NADI_CTL_FAILED;
      return FALSE;
    }
  else if (description->charts < patients)
    {
      good = nadi_demo_make_charts (description, patients, progress, ctl->cancellable, &error);
      description->charts = good ? patients : description->charts;
    }
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  if (!good)
    ctl->parsed = nadi_ctl_fail (ctl, error);
  else if (!nadi_demo_description_save (description))
    ctl->parsed = NADI_CTL_FAILED;
  else
    return TRUE;
  return FALSE;
}

/* Where the demo really lies: demo.json names the profiles, also for those who come by another link. */
static char *
real_folder (const char *path)
{
  char *real = realpath (path, NULL);
  char *folder = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);

  free (real);
  return folder;
}

int
nadi_ctl_demo (NadiCtl *ctl, int argc, char **argv)
{
  int patients = PATIENTS;
  const GOptionEntry entries[] = {
    { "patients", 0, 0, G_OPTION_ARG_INT, &patients, N_("How many charts the two clinics have (2000)"), N_("N") },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *folder = NULL;
  g_autofree char *profiles = NULL;
  g_autoptr (NadiDemoDescription) description = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (patients < 0 || patients > MOST_PATIENTS)
    return nadi_ctl_say (NADI_CTL_USAGE, _("--patients is a number up to %d"), MOST_PATIENTS);
  folder = real_folder (argv[1]);
  profiles = g_build_filename (folder, "profiles", NULL);
  description = nadi_demo_description_load (folder);
  if (description == NULL)
    return NADI_CTL_FAILED;
  nadi_ctl_catch_signals (ctl);
  if (!make (ctl, description, profiles, (guint) patients))
    return ctl->parsed;
  return finish (ctl, description);
}
