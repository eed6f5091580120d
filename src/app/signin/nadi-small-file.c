/* Reading network.json, writing the file for the operator. */
#include "nadi-small-file.h"

#include <string.h>

#include "nadi-chosen-file.h"
#include "nadi-session-setup.h"

#define LARGEST_NETWORK (256 * 1024)

typedef struct
{
  GFile *file;
  char *text;
  GBytes *bytes;
  char *name;
  NadiNetworkLoaded loaded;
} Small;

static void
small_free (gpointer data)
{
  Small *small = data;

  g_object_unref (small->file);
  g_free (small->text);
  g_clear_pointer (&small->bytes, g_bytes_unref);
  g_free (small->name);
  g_free (small);
}

static gboolean
load (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  Small *small = data;
  g_autoptr (GBytes) bytes = nadi_chosen_file_read (small->file, LARGEST_NETWORK, cancellable, NULL);
  gsize length;
  const char *text;

  if (bytes == NULL)
    {
      g_set_error_literal (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_FILE, "the file can't be read");
      return FALSE;
    }
  text = g_bytes_get_data (bytes, &length);
  if (length > LARGEST_NETWORK)
    {
      g_set_error_literal (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_NETWORK_FILE, "this file is no network.json");
      return FALSE;
    }
  small->name = nadi_setup_network_name (text, length, error);
  if (small->name == NULL)
    return FALSE;
  small->bytes = g_steal_pointer (&bytes);
  return TRUE;
}

static void
on_loaded (gpointer owner, gpointer data, const GError *error)
{
  Small *small = data;

  small->loaded (owner, small->bytes, small->name, error);
}

void
nadi_network_file_load (NadiDesk *desk, GFile *file, gpointer owner, NadiNetworkLoaded loaded)
{
  Small *small = g_new0 (Small, 1);

  small->file = g_object_ref (file);
  small->loaded = loaded;
  nadi_desk_run_alone (desk, load, small, small_free, NULL, owner, on_loaded);
}

static gboolean
save (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error)
{
  Small *small = data;

  return g_file_replace_contents (small->file, small->text, strlen (small->text), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, error);
}

void
nadi_small_file_save (NadiDesk *desk, GFile *file, const char *text, gpointer owner, NadiDeskDone done)
{
  Small *small = g_new0 (Small, 1);

  small->file = g_object_ref (file);
  small->text = g_strdup (text);
  nadi_desk_run_alone (desk, save, small, small_free, NULL, owner, done);
}
