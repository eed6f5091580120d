/* Settings, or their defaults. */
#include "nadi-settings.h"

#include <gio/gio.h>

#define SCHEMA "org.nadihealth.Nadi"

static GSettings *settings;

void
nadi_settings_init (const char *folder)
{
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();

  g_return_if_fail (settings == NULL);
  if (folder != NULL)
    source = g_settings_schema_source_new_from_directory (folder, installed, TRUE, NULL);
  if (source == NULL && installed != NULL)
    source = g_settings_schema_source_ref (installed);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);
  if (schema != NULL)
    settings = g_settings_new_full (schema, NULL, NULL);
}

/* An older schema may be installed than this program's. */
static gboolean
has (const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (settings == NULL)
    return FALSE;
  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_has_key (schema, key);
}

guint
nadi_settings_lock_minutes (void)
{
  return has ("lock-after-minutes") ? g_settings_get_uint (settings, "lock-after-minutes") : NADI_SETTINGS_LOCK_MINUTES;
}

gboolean
nadi_settings_lock_with_screen (void)
{
  return has ("lock-with-screen") ? g_settings_get_boolean (settings, "lock-with-screen") : TRUE;
}

NadiWindowSize
nadi_settings_get_size (void)
{
  NadiWindowSize size = { .width = 1280, .height = 800 };

  if (has ("window-width") && has ("window-height") && has ("window-maximized"))
    {
      size.width = g_settings_get_int (settings, "window-width");
      size.height = g_settings_get_int (settings, "window-height");
      size.maximized = g_settings_get_boolean (settings, "window-maximized");
    }
  return size;
}

void
nadi_settings_set_size (const NadiWindowSize *size)
{
  if (!has ("window-width") || !has ("window-height") || !has ("window-maximized"))
    return;
  g_settings_set_int (settings, "window-width", CLAMP (size->width, 360, 16384));
  g_settings_set_int (settings, "window-height", CLAMP (size->height, 294, 16384));
  g_settings_set_boolean (settings, "window-maximized", size->maximized);
}
