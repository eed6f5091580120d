/* Staff for a demo clinic: the administrator out of the founder's file, the others by invitation, as in a real clinic. */
#include "nadi-ctl-demo.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-founder.h"
#include "nadi-secret.h"
#include "nadi-session-setup.h"

#define JOIN_WAIT_MS (300 * 1000)
#define LOOK_AGAIN_US (100 * 1000)

static const struct
{
  const char *role;
  const char *names[NADI_DEMO_CLINICS];
} colleagues[] = {
  { "doctor", { "Kavita Deshpande", "Imran Sheikh" } },
  { "nurse", { "Mary Fernandes", "Sunita Yadav" } },
  { "reception", { "Rohan Kulkarni", "Pooja Agarwal" } },
  { "auditor", { "Vikram Iyer", "Neha Chatterjee" } },
};

/* --- folders ------------------------------------------------------------------------------------------------------- */

/* profiles/asha-hospital-doctor */
static char *
folder_of (const char *profiles, const char *clinic, const char *role)
{
  g_autofree char *lower = g_ascii_strdown (clinic, -1);
  g_autofree char *name = NULL;

  for (char *p = lower; *p != 0; p++)
    if (!g_ascii_isalnum (*p))
      *p = '-';
  name = g_strconcat (lower, "-", role, NULL);
  return g_build_filename (profiles, name, NULL);
}

/* The staff id of a profile whose enrolment came through, else NULL. Colleagues may have joined at it since. */
static char *
staff_of (const char *folder)
{
  g_autoptr (GPtrArray) accounts = nadi_session_list_accounts (folder, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (((const NadiSessionAccount *) g_ptr_array_index (accounts, i))->staff != NULL)
      return g_strdup (((const NadiSessionAccount *) g_ptr_array_index (accounts, i))->staff);
  return NULL;
}

/* What an interrupted run left: nobody was admitted with it, so nothing is lost. */
static void
remove_folder (const char *folder, guint depth)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path, depth - 1);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static NadiDemoProfile *
profile_new (const char *folder, const char *clinic, const char *role, const char *name)
{
  NadiDemoProfile *profile = g_new0 (NadiDemoProfile, 1);

  profile->folder = g_strdup (folder);
  profile->clinic = g_strdup (clinic);
  profile->role = g_strdup (role);
  profile->name = g_strdup (name);
  profile->staff = staff_of (folder);
  return profile;
}

static NadiProfilePlan
plan_of (const char *folder, const char *label)
{
  return (NadiProfilePlan){ .folder = folder, .label = label, .passphrase = NADI_DEMO_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };
}

/* --- the administrator --------------------------------------------------------------------------------------------- */

static NadiDemoProfile *
adopt (const NadiDemoDescription *description, guint clinic, const char *profiles, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *known = NULL;
  g_autoptr (NadiFounder) founder = NULL;
  NadiDemoProfile *profile = NULL;
  gsize length;

  if (!g_file_get_contents (description->founders[clinic], &text, &length, error))
    return NULL;
  founder = nadi_founder_parse (text, length, error);
  if (founder != NULL)
    {
      NadiProfilePlan plan;

      folder = folder_of (profiles, founder->founding->name, "administrator");
      known = staff_of (folder);
      plan = plan_of (folder, founder->founding->staff_name);
      if (known == NULL)
        remove_folder (folder, 1);
      if (known != NULL || nadi_setup_adopt (&plan, description->network, description->network_length, text, length, error))
        profile = profile_new (folder, founder->founding->name, "administrator", founder->founding->staff_name);
    }
  nadi_wipe (text, length);
  return profile;
}

/* --- the colleagues ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const NadiDemoDescription *description;
  char *folder;
  const char *name;
  char *code;
  GCancellable *cancellable;
  GThread *thread;
  GError *error;
} Join;

static void
join_free (gpointer data)
{
  Join *join = data;

  if (join->thread != NULL)
    g_thread_join (join->thread);
  g_clear_error (&join->error);
  g_free (join->folder);
  g_free (join->code);
  g_free (join);
}

static gpointer
run_join (gpointer data)
{
  Join *join = data;
  const NadiProfilePlan plan = plan_of (join->folder, join->name);

  if (!nadi_setup_join (&plan, join->description->network, join->description->network_length, join->code, JOIN_WAIT_MS, NULL, NULL,
                        join->cancellable, &join->error))
    g_cancellable_cancel (join->cancellable); /* the others need not wait either */
  return NULL;
}

/* A code and a thread that uses it. */
static gboolean
invite (NadiSession *session, Join *join, const char *role, GError **error)
{
  const char *const roles[] = { role, NULL };

  remove_folder (join->folder, 1);
  if (!nadi_session_invite (session, join->name, roles, &join->code, NULL, join->cancellable, error))
    return FALSE;
  join->thread = g_thread_new ("join", run_join, join);
  return TRUE;
}

static gboolean
admit_all (NadiSession *session, GPtrArray *joins, GCancellable *cancellable, GError **error)
{
  guint admitted, total = 0;

  while (total < joins->len)
    {
      if (!nadi_session_admit_waiting (session, &admitted, cancellable, error))
        return FALSE;
      total += admitted;
      if (total < joins->len)
        g_usleep (LOOK_AGAIN_US);
    }
  return TRUE;
}

/* The first error of a join, which is why the others were cancelled. */
static gboolean
gather (GPtrArray *joins, gboolean good, GError **error)
{
  for (guint i = 0; i < joins->len; i++)
    {
      Join *join = g_ptr_array_index (joins, i);

      if (join->thread != NULL)
        g_thread_join (g_steal_pointer (&join->thread));
      if (join->error == NULL || g_error_matches (join->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        continue;
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&join->error));
      return FALSE;
    }
  return good;
}

static gboolean
join_missing (NadiSession *session, GPtrArray *joins, const char *const *roles, GCancellable *cancellable, GError **error)
{
  gboolean good = nadi_session_sync (session, NULL, NULL, NULL, cancellable, error);

  for (guint i = 0; good && i < joins->len; i++)
    good = invite (session, g_ptr_array_index (joins, i), roles[i], error);
  good = good && admit_all (session, joins, cancellable, error);
  if (!good)
    g_cancellable_cancel (cancellable);
  return gather (joins, good, error);
}

static gboolean
make_colleagues (const NadiDemoDescription *description, const char *administrator, GPtrArray *missing, const char *const *roles,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSession) session = nadi_session_open (administrator, NULL, NADI_DEMO_PASSPHRASE, NULL, cancellable, error);

  return session != NULL && join_missing (session, missing, roles, cancellable, error);
}

static void
on_cancelled (GCancellable *cancellable, gpointer own)
{
  g_cancellable_cancel (own);
}

GPtrArray *
nadi_demo_make_staff (const NadiDemoDescription *description, guint clinic, const char *profiles, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_demo_profile_free);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (join_free);
  g_autoptr (GCancellable) own = g_cancellable_new ();
  const char *roles[G_N_ELEMENTS (colleagues)];
  NadiDemoProfile *administrator = adopt (description, clinic, profiles, error);
  gulong handler;
  gboolean good;

  if (administrator == NULL)
    return NULL;
  g_ptr_array_add (staff, administrator);
  for (guint i = 0; i < G_N_ELEMENTS (colleagues); i++)
    {
      g_autofree char *folder = folder_of (profiles, administrator->clinic, colleagues[i].role);
      g_autofree char *known = staff_of (folder);
      Join *join;

      if (known != NULL)
        continue;
      join = g_new0 (Join, 1);
      join->description = description;
      join->folder = g_steal_pointer (&folder);
      join->name = colleagues[i].names[clinic];
      join->cancellable = own;
      roles[missing->len] = colleagues[i].role;
      g_ptr_array_add (missing, join);
    }
  handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), own, NULL);
  good = missing->len == 0 || make_colleagues (description, administrator->folder, missing, roles, own, error);
  g_cancellable_disconnect (cancellable, handler);
  for (guint i = 0; good && i < G_N_ELEMENTS (colleagues); i++)
    {
      g_autofree char *folder = folder_of (profiles, administrator->clinic, colleagues[i].role);

      g_ptr_array_add (staff, profile_new (folder, administrator->clinic, colleagues[i].role, colleagues[i].names[clinic]));
    }
  return good ? g_steal_pointer (&staff) : NULL;
}
