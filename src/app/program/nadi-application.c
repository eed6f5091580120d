/* The application. */
#include "nadi-application.h"

#include <glib/gi18n.h>

#include "nadi-action-table.h"
#include "nadi-compat.h"
#include "nadi-demo-window.h"
#include "nadi-help-window.h"
#include "nadi-places.h"
#include "nadi-settings.h"
#include "nadi-window.h"

#define APPLICATION_ID "org.nadihealth.Nadi"

struct _NadiApplication
{
  AdwApplication parent_instance;
  char *folder;
  char *patient;
  char *import;
  gboolean demo;
};

G_DEFINE_FINAL_TYPE (NadiApplication, nadi_application, ADW_TYPE_APPLICATION)

/* Two profiles are two applications to the desktop. The name is a hash: a bus name shows to every program of the session. The usual profile is
 * the one that desktops start. */
static char *
id_of (const NadiStart *start, const char *folder)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);

  if (start->demo)
    return g_strdup (APPLICATION_ID ".Demo");
  return start->folder != NULL ? g_strdup_printf ("%s.Profile%.12s", APPLICATION_ID, hash) : g_strdup (APPLICATION_ID);
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
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Nadi", "application-icon", APPLICATION_ID, "version", NADI_VERSION,
                         "license-type", GTK_LICENSE_GPL_3_0, "comments", _("One patient, one chart, shared safely"), NULL);
}

static NadiWindow *
window_of (GtkApplication *application)
{
  for (GList *at = gtk_application_get_windows (application); at != NULL; at = at->next)
    if (NADI_IS_WINDOW (at->data))
      return at->data;
  return NULL;
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  NadiWindow *window = window_of (GTK_APPLICATION (user_data));
  NadiHelpWindow *help = NULL;
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels) && help == NULL; i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (NADI_IS_HELP_WINDOW (toplevel))
        help = NADI_HELP_WINDOW (toplevel);
    }
  if (help == NULL)
    help = nadi_help_window_new (GTK_WINDOW (window));
  nadi_help_window_show_topic (help, window != NULL ? nadi_window_get_help_topic (window) : NULL);
  gtk_window_present (GTK_WINDOW (help));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (nadi_help_make_shortcuts (gtk_application_get_active_window (GTK_APPLICATION (user_data))));
}

/* --- the demo ----------------------------------------------------------------------------------------------------- */

static void
on_demo_chosen (GtkWindow *window, const char *folder, const char *passphrase, NadiApplication *self)
{
  g_autoptr (NadiDesk) desk = nadi_desk_new (folder, NULL);
  NadiWindow *opened = nadi_window_new (GTK_APPLICATION (self), desk);

  nadi_desk_open (desk, NULL, passphrase, opened, NULL);
  gtk_window_present (GTK_WINDOW (opened));
  gtk_window_destroy (window);
}

static void
show_demo (NadiApplication *self, gboolean reset)
{
  g_autofree char *ledger = nadi_places_program ("nadi-ledger");
  g_autofree char *ctl = nadi_places_program ("nadictl");
  NadiDemoWindow *window = nadi_demo_window_new (GTK_APPLICATION (self), ledger, ctl, reset);

  g_signal_connect_object (window, "chosen", G_CALLBACK (on_demo_chosen), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_demo (NADI_APPLICATION (user_data), FALSE);
}

static void
on_reset_answer (gpointer owner, gboolean yes)
{
  NadiApplication *self = NADI_APPLICATION (owner);
  GList *at = gtk_application_get_windows (GTK_APPLICATION (self));

  if (!yes)
    return;
  g_application_hold (G_APPLICATION (self));
  while (at != NULL)
    {
      GtkWindow *window = at->data;

      at = at->next;
      gtk_window_close (window);
    }
  show_demo (self, TRUE);
  g_application_release (G_APPLICATION (self));
}

static void
on_demo_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  nadi_confirm_async (gtk_application_get_active_window (GTK_APPLICATION (user_data)), _("Start the demo anew?"),
                      _("What was written in the demo is thrown away. Close other windows of the demo first."), _("_Start anew"), TRUE,
                      user_data, on_reset_answer);
}

/* --- start -------------------------------------------------------------------------------------------------------- */

/* As GTK does from its own catalogue, which need not be installed for the language that ours has. */
static void
set_direction (void)
{
  /* Translators: "default:RTL" for a language that is written from right to left; else "default:LTR". Nothing else. */
  gtk_widget_set_default_direction (g_str_equal (_("default:LTR"), "default:RTL") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

static void
nadi_application_startup (GApplication *application)
{
  const GActionEntry entries[] = {
    { .name = "quit", .activate = on_quit },
    { .name = "about", .activate = on_about },
    { .name = "demo", .activate = on_demo },
    { .name = "demo-reset", .activate = on_demo_reset },
    { .name = "help", .activate = on_help },
    { .name = "shortcuts", .activate = on_shortcuts },
  };

  g_autofree char *schema = nadi_places_schema ();

  G_APPLICATION_CLASS (nadi_application_parent_class)->startup (application);
  set_direction ();
  /* Where cairo draws, text is cut at its measured height: measured without hinting, signs above Devanagari letters lose their tops. */
  g_object_set (gtk_settings_get_default (), "gtk-hint-font-metrics", TRUE, NULL);
  nadi_settings_init (schema);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  set_accelerators (GTK_APPLICATION (application));
}

static void
nadi_application_activate (GApplication *application)
{
  NadiApplication *self = NADI_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL && self->demo)
    {
      show_demo (self, FALSE);
      return;
    }
  if (window == NULL)
    {
      g_autoptr (NadiDesk) desk = nadi_desk_new (self->folder, NULL);

      window = GTK_WINDOW (nadi_window_new (GTK_APPLICATION (application), desk));
      if (self->patient != NULL)
        nadi_window_show_patient (NADI_WINDOW (window), self->patient);
      if (self->import != NULL)
        nadi_window_import (NADI_WINDOW (window), self->import);
    }
  gtk_window_present (window);
}

static void
nadi_application_finalize (GObject *object)
{
  NadiApplication *self = NADI_APPLICATION (object);

  g_free (self->folder);
  g_free (self->patient);
  g_free (self->import);
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
nadi_application_new (const NadiStart *start)
{
  g_autofree char *folder = start->folder != NULL ? g_strdup (start->folder) : g_build_filename (g_get_user_data_dir (), "nadi", "profile", NULL);
  g_autofree char *id = id_of (start, folder);
  NadiApplication *self = g_object_new (NADI_TYPE_APPLICATION, "application-id", id,
                                        "flags", start->service ? G_APPLICATION_IS_SERVICE : G_APPLICATION_DEFAULT_FLAGS, NULL);

  self->folder = g_steal_pointer (&folder);
  self->patient = g_strdup (start->patient);
  self->import = g_strdup (start->import);
  self->demo = start->demo;
  return self;
}
