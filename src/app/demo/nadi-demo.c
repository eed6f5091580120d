/* Making, starting and forgetting the demo. */
#include "nadi-demo.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-session.h"

#define CHARTS "300"
#define DEEPEST 12

void
nadi_demo_person_free (NadiDemoPerson *person)
{
  g_free (person->folder);
  g_free (person->name);
  g_free (person->clinic);
  g_free (person->role);
  g_free (person);
}

char *
nadi_demo_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "nadi-demo", NULL);
}

const char *
nadi_demo_role_word (const char *role)
{
  if (g_str_equal (role, "doctor"))
    return _("Doctor");
  if (g_str_equal (role, "nurse"))
    return _("Nurse");
  if (g_str_equal (role, "reception"))
    return _("Reception");
  if (g_str_equal (role, "administrator"))
    return _("Administrator");
  if (g_str_equal (role, "auditor"))
    return _("Auditor");
  return role;
}

/* --- who is there ------------------------------------------------------------------------------------------------- */

/* The demo's folders are called "<clinic>-<role>". */
static NadiDemoPerson *
person_of (const char *profiles, const char *name)
{
  const char *dash = strrchr (name, '-');
  g_autofree char *folder = g_build_filename (profiles, name, NULL);
  g_autoptr (GPtrArray) accounts = nadi_session_list_accounts (folder, NULL);
  NadiDemoPerson *person;
  gboolean begins = TRUE;

  if (dash == NULL || accounts == NULL || accounts->len == 0)
    return NULL;
  person = g_new0 (NadiDemoPerson, 1);
  person->folder = g_steal_pointer (&folder);
  person->name = g_strdup (((NadiSessionAccount *) accounts->pdata[0])->label);
  person->clinic = g_strndup (name, (gsize) (dash - name));
  person->role = g_strdup (dash + 1);
  for (char *at = person->clinic; *at != '\0'; at++)
    {
      if (begins)
        *at = g_ascii_toupper (*at);
      begins = *at == '-';
      if (begins)
        *at = ' ';
    }
  return person;
}

/* Clinic by clinic; those first whose work one wants to see first. */
static guint
rank (const char *role)
{
  static const char *const roles[] = { "doctor", "reception", "nurse", "administrator", NULL };
  guint at = 0;

  while (roles[at] != NULL && !g_str_equal (roles[at], role))
    at++;
  return at;
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const NadiDemoPerson *one = *(const NadiDemoPerson *const *) a;
  const NadiDemoPerson *other = *(const NadiDemoPerson *const *) b;
  int order = g_strcmp0 (one->clinic, other->clinic);

  return order != 0 ? order : (int) rank (one->role) - (int) rank (other->role);
}

GPtrArray *
nadi_demo_list_people (const char *folder)
{
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_demo_person_free);
  g_autofree char *profiles = g_build_filename (folder, "profiles", NULL);
  g_autoptr (GDir) dir = g_dir_open (profiles, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      NadiDemoPerson *person = person_of (profiles, name);

      if (person != NULL)
        g_ptr_array_add (people, person);
    }
  g_ptr_array_sort (people, compare_people);
  return people;
}

/* --- making it ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder, *ledger, *ctl;
  gboolean reset;
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  g_free (plan->folder);
  g_free (plan->ledger);
  g_free (plan->ctl);
  g_free (plan);
}

static gboolean
run (const char *const *arguments, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
  g_autofree char *said = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, cancellable, NULL, &said, error))
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, said != NULL ? g_strstrip (said) : "");
  return FALSE;
}

static gboolean
remove_tree (GFile *file, guint depth, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;
  GFile *child;

  /* Links are not followed: they are removed themselves. */
  if (depth < DEEPEST && g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL) == G_FILE_TYPE_DIRECTORY)
    {
      children = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, error);
      if (children == NULL)
        return FALSE;
      for (;;)
        {
          if (!g_file_enumerator_iterate (children, &info, &child, NULL, error))
            return FALSE;
          if (info == NULL)
            break;
          if (!remove_tree (child, depth + 1, error))
            return FALSE;
        }
    }
  return g_file_delete (file, NULL, error);
}

static gboolean
forget (const Plan *plan, GCancellable *cancellable, GError **error)
{
  const char *stop[] = { plan->ledger, "demo", plan->folder, "--stop", "--quiet", NULL };
  g_autofree char *description = g_build_filename (plan->folder, "demo.json", NULL);
  g_autofree char *network = g_build_filename (plan->folder, "network.json", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (plan->folder);

  /* What is no demo is not thrown away. */
  if (!g_file_test (description, G_FILE_TEST_EXISTS) || !g_file_test (network, G_FILE_TEST_EXISTS))
    return TRUE;
  return run (stop, cancellable, error) && remove_tree (folder, 0, error);
}

static void
prepare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Plan *plan = data;
  const char *make[] = { plan->ledger, "demo", plan->folder, NULL };
  const char *fill[] = { plan->ctl, "demo", plan->folder, "--patients", CHARTS, NULL };
  GError *error = NULL;

  if ((plan->reset && !forget (plan, cancellable, &error)) || !run (make, cancellable, &error) || !run (fill, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
nadi_demo_prepare_async (const char *folder, const char *ledger, const char *ctl, gboolean reset, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Plan *plan = g_new0 (Plan, 1);

  plan->folder = g_strdup (folder);
  plan->ledger = g_strdup (ledger);
  plan->ctl = g_strdup (ctl);
  plan->reset = reset;
  g_task_set_source_tag (task, nadi_demo_prepare_async);
  g_task_set_task_data (task, plan, plan_free);
  g_task_run_in_thread (task, prepare);
}

gboolean
nadi_demo_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
