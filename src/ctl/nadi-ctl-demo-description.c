/* demo.json: written by nadi-ledger demo, completed here. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-demo.h"

#define LARGEST_FILE (1024 * 1024)

void
nadi_demo_profile_free (NadiDemoProfile *profile)
{
  if (profile == NULL)
    return;
  g_free (profile->folder);
  g_free (profile->clinic);
  g_free (profile->role);
  g_free (profile->name);
  g_free (profile->staff);
  g_free (profile);
}

void
nadi_demo_description_free (NadiDemoDescription *description)
{
  if (description == NULL)
    return;
  g_free (description->path);
  g_clear_pointer (&description->root, json_node_unref);
  g_free (description->network);
  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    g_free (description->founders[i]);
  g_clear_pointer (&description->profiles, g_ptr_array_unref);
  g_free (description);
}

static gboolean
read_profiles (NadiDemoDescription *description, JsonArray *array, GError **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (NadiDemoProfile) profile = g_new0 (NadiDemoProfile, 1);
      const char *folder, *clinic, *role, *name, *staff;

      if (object == NULL || !nadi_json_get_string (object, "folder", &folder, error) ||
          !nadi_json_get_string (object, "clinic", &clinic, error) || !nadi_json_get_string (object, "role", &role, error) ||
          !nadi_json_get_string (object, "staff", &name, error) || !nadi_json_get_string (object, "id", &staff, error))
        return FALSE;
      profile->folder = g_strdup (folder);
      profile->clinic = g_strdup (clinic);
      profile->role = g_strdup (role);
      profile->name = g_strdup (name);
      profile->staff = g_strdup (staff);
      g_ptr_array_add (description->profiles, g_steal_pointer (&profile));
    }
  return TRUE;
}

static gboolean
read_members (NadiDemoDescription *description, char **network, GError **error)
{
  JsonObject *object = json_node_get_object (description->root);
  g_auto (GStrv) founders = NULL;
  const char *path;
  JsonArray *profiles;
  gint64 day, charts;

  if (!nadi_json_get_string (object, "network", &path, error) || !nadi_json_get_strings (object, "founders", 64, &founders, error) ||
      !nadi_json_get_array (object, "profiles", &profiles, error) ||
      !nadi_json_get_optional_int (object, "day", G_MININT32, G_MAXINT32, 0, &day, error) ||
      !nadi_json_get_optional_int (object, "charts", 0, G_MAXUINT32, 0, &charts, error))
    return FALSE;
  if (g_strv_length (founders) < NADI_DEMO_CLINICS)
    {
      g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_MISSING, "founders");
      return FALSE;
    }
  *network = g_strdup (path);
  for (guint i = 0; i < NADI_DEMO_CLINICS; i++)
    description->founders[i] = g_strdup (founders[i]);
  description->day = (gint32) day;
  description->charts = (guint) charts;
  return read_profiles (description, profiles, error);
}

NadiDemoDescription *
nadi_demo_description_load (const char *folder)
{
  g_autoptr (NadiDemoDescription) description = g_new0 (NadiDemoDescription, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *network = NULL;
  gsize length;

  description->path = g_build_filename (folder, "demo.json", NULL);
  description->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_demo_profile_free);
  if (!g_file_test (description->path, G_FILE_TEST_EXISTS))
    {
      nadi_ctl_say (NADI_CTL_FAILED, _("there is no demo network in this folder; make one with nadi-ledger demo"));
      return NULL;
    }
  text = nadi_ctl_read_file (description->path, LARGEST_FILE, &length);
  if (text == NULL)
    return NULL;
  if (nadi_json_load_object (text, length, LARGEST_FILE, &description->root, &error) == NULL ||
      !read_members (description, &network, &error))
    {
      nadi_ctl_say (NADI_CTL_FAILED, _("demo.json does not describe a demo (%s); make a new one with data/demo/run --reset"), error->message);
      return NULL;
    }
  description->network = nadi_ctl_read_file (network, LARGEST_FILE, &description->network_length);
  return description->network != NULL ? g_steal_pointer (&description) : NULL;
}

static JsonArray *
profiles_array (const NadiDemoDescription *description)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < description->profiles->len; i++)
    {
      const NadiDemoProfile *profile = g_ptr_array_index (description->profiles, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "folder", profile->folder);
      json_object_set_string_member (object, "clinic", profile->clinic);
      json_object_set_string_member (object, "role", profile->role);
      json_object_set_string_member (object, "staff", profile->name);
      json_object_set_string_member (object, "id", profile->staff);
      json_object_set_string_member (object, "passphrase", NADI_DEMO_PASSPHRASE);
      json_array_add_object_element (array, object);
    }
  return array;
}

gboolean
nadi_demo_description_save (NadiDemoDescription *description)
{
  JsonObject *object = json_node_get_object (description->root);
  g_autofree char *text = NULL;

  json_object_set_array_member (object, "profiles", profiles_array (description));
  json_object_set_int_member (object, "day", description->day);
  json_object_set_int_member (object, "charts", description->charts);
  text = json_to_string (description->root, TRUE);
  return nadi_ctl_write_file (description->path, text, 0600);
}
