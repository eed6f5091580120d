/* A setup that waits for somebody else outlives the program: what was begun in a folder, going on with it, and giving it up. */
#include "nadi-session-setup-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "nadi-durable-file.h"

#define LARGEST_FOUNDING (512 * 1024)

/* --- what stands in a folder -------------------------------------------------------------------------------------- */

NadiSetupState
nadi_setup_state (const char *folder)
{
  g_autofree char *description = g_build_filename (folder, "profile.json", NULL);
  g_autoptr (NadiProfile) profile = NULL;

  if (g_file_test (description, G_FILE_TEST_EXISTS))
    {
      profile = nadi_profile_open (folder, NULL);
      /* A damaged one is for the unlock page to name. */
      if (profile == NULL || nadi_profile_org (profile) != NULL)
        return NADI_SETUP_READY;
    }
  if (nadi_setup_has_sealed (folder, NADI_SETUP_FOUNDER_SEALED))
    return NADI_SETUP_FOUNDING;
  if (nadi_setup_has_sealed (folder, NADI_SETUP_JOINING_SEALED))
    return NADI_SETUP_JOINING;
  return profile != NULL ? NADI_SETUP_HALF : NADI_SETUP_EMPTY;
}

char *
nadi_setup_network_name (const char *network, gsize network_length, GError **error)
{
  g_autoptr (NadiNetwork) parsed = nadi_setup_parse_network (network, network_length, error);

  return parsed != NULL ? g_strdup (parsed->name) : NULL;
}

char *
nadi_setup_founding_file (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, NADI_SETUP_FOUNDING_FILE, NULL);
  g_autoptr (GBytes) file = nadi_file_read (path, LARGEST_FOUNDING, error);

  return file != NULL ? g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file)) : NULL;
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

/* The code, a line feed, the network's bytes. */
static NadiSecret *
joining_text (const char *network, gsize network_length, const char *code)
{
  gsize code_length = strlen (code);
  NadiSecret *text = nadi_secret_new (code_length + 1 + network_length);
  guint8 *data = nadi_secret_data (text);

  memcpy (data, code, code_length);
  data[code_length] = '\n';
  memcpy (data + code_length + 1, network, network_length);
  return text;
}

static gboolean
join (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *code, guint wait_ms,
      NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  gboolean good = nadi_setup_join (plan, network, network_length, code, wait_ms, progress, user_data, cancellable, error);

  if (nadi_setup_state (plan->folder) == NADI_SETUP_READY)
    nadi_setup_remove_sealed (plan->folder, NADI_SETUP_JOINING_SEALED);
  return good;
}

gboolean
nadi_setup_begin_join (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *code, guint wait_ms,
                       NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) text = NULL;

  if (nadi_setup_state (plan->folder) != NADI_SETUP_EMPTY)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS, "something else was begun in this folder");
      return FALSE;
    }
  if (!nadi_setup_check_code (network, network_length, code, error))
    return FALSE;
  text = joining_text (network, network_length, code);
  return nadi_folder_make (plan->folder, error) && nadi_setup_write_sealed (plan, NADI_SETUP_JOINING_SEALED, text, error) &&
         join (plan, network, network_length, code, wait_ms, progress, user_data, cancellable, error);
}

gboolean
nadi_setup_go_on_joining (const NadiProfilePlan *plan, guint wait_ms, NadiSessionProgress progress, gpointer user_data,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) text = nadi_setup_read_sealed (plan, NADI_SETUP_JOINING_SEALED, error);
  g_autoptr (NadiSecret) code = NULL;
  const char *start, *end;

  if (text == NULL)
    return FALSE;
  start = (const char *) nadi_secret_data (text);
  end = memchr (start, '\n', nadi_secret_size (text));
  if (end == NULL)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "the sealed file is not what was written");
      return FALSE;
    }
  code = nadi_secret_new (end - start + 1);
  memcpy (nadi_secret_data (code), start, end - start);
  nadi_secret_data (code)[end - start] = '\0';
  return join (plan, end + 1, nadi_secret_size (text) - (end + 1 - start), (const char *) nadi_secret_data (code), wait_ms, progress,
               user_data, cancellable, error);
}

/* --- giving up ---------------------------------------------------------------------------------------------------- */

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
}

/* The file that makes a folder a profile goes first. */
static void
remove_profile (const char *folder, NadiProfile *profile)
{
  remove_file (folder, "profile.json");
  for (guint i = 0; i < nadi_profile_n_accounts (profile); i++)
    {
      g_autofree char *bundle = g_strdup_printf ("staff/%s.bundle", nadi_profile_account (profile, i)->id);

      remove_file (folder, bundle);
    }
  remove_file (folder, "network.json");
}

gboolean
nadi_setup_remove_half (const NadiProfilePlan *plan, GError **error)
{
  g_autoptr (NadiProfile) profile = nadi_profile_open (plan->folder, NULL);
  g_autoptr (NadiKeyring) owned = NULL;

  if (profile == NULL || nadi_profile_org (profile) != NULL)
    return TRUE;
  if (!nadi_profile_lock (profile, error))
    return FALSE;
  /* A keyring that is gone keeps a secret that opens nothing any more. */
  nadi_keyring_clear (nadi_setup_keyring (plan, &owned), nadi_profile_id (profile), NADI_KEYRING_DEVICE_SECRET, NULL, NULL);
  remove_profile (plan->folder, profile);
  return TRUE;
}

gboolean
nadi_setup_abandon (const NadiProfilePlan *plan, GError **error)
{
  if (nadi_setup_state (plan->folder) == NADI_SETUP_READY)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS, "this folder's profile belongs to a clinic");
      return FALSE;
    }
  if (!nadi_setup_remove_half (plan, error))
    return FALSE;
  nadi_setup_remove_sealed (plan->folder, NADI_SETUP_FOUNDER_SEALED);
  nadi_setup_remove_sealed (plan->folder, NADI_SETUP_JOINING_SEALED);
  remove_file (plan->folder, NADI_SETUP_FOUNDING_FILE);
  return TRUE;
}
