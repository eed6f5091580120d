/* The application. */
#include "nadi-application.h"

#include <glib/gi18n.h>

#include "nadi-action-table.h"
#include "nadi-window.h"

#define APPLICATION_ID "org.nadihealth.Nadi"

struct _NadiApplication
{
  AdwApplication parent_instance;
  char *folder;
  char *patient;
};

G_DEFINE_FINAL_TYPE (NadiApplication, nadi_application, ADW_TYPE_APPLICATION)

/* Two profiles are two applications to the desktop. The name is a hash: a bus name shows to every program of the session. */
static char *
id_of (const char *folder)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);

  return g_strdup_printf ("%s.Profile%.12s", APPLICATION_ID, hash);
}

static void
set_accelerators (GtkApplication *application)
{
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);

  for (gsize i = 0; i < length; i++)
    {
      g_auto (GStrv) keys = nadi_action_keys (&actions[i]);

      if ((actions[i].flags & NADI_ACTION_KEYS_LAST) == 0)
        gtk_application_set_accels_for_action (application, actions[i].name, (const char *const *) keys);
    }
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (user_data));

  while (windows != NULL)
    {
      GtkWindow *window = windows->data;

      windows = windows->next;
      gtk_window_close (window);
    }
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Nadi", "version", NADI_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments", _("One patient, one chart, shared safely"), NULL);
}

static void
nadi_application_startup (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "quit", .activate = on_quit },
    { .name = "about", .activate = on_about },
  };

  G_APPLICATION_CLASS (nadi_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  set_accelerators (GTK_APPLICATION (application));
}

static void
nadi_application_activate (GApplication *application)
{
  NadiApplication *self = NADI_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      g_autoptr (NadiDesk) desk = nadi_desk_new (self->folder, NULL);

      window = GTK_WINDOW (nadi_window_new (GTK_APPLICATION (application), desk));
      if (self->patient != NULL)
        nadi_window_show_patient (NADI_WINDOW (window), self->patient);
    }
  gtk_window_present (window);
}

static void
nadi_application_finalize (GObject *object)
{
  NadiApplication *self = NADI_APPLICATION (object);

  g_free (self->folder);
  g_free (self->patient);
  G_OBJECT_CLASS (nadi_application_parent_class)->finalize (object);
}

static void
nadi_application_class_init (NadiApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nadi_application_finalize;
  application_class->startup = nadi_application_startup;
  application_class->activate = nadi_application_activate;
}

static void
nadi_application_init (NadiApplication *self)
{
}

NadiApplication *
nadi_application_new (const char *folder, const char *patient)
{
  g_autofree char *id = id_of (folder);
  NadiApplication *self = g_object_new (NADI_TYPE_APPLICATION, "application-id", id, "flags", G_APPLICATION_DEFAULT_FLAGS, NULL);

  self->folder = g_strdup (folder);
  self->patient = g_strdup (patient);
  return self;
}
