/* A row that takes a file. */
#include "nadi-file-row.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-ui.h"

struct _NadiFileRow
{
  AdwActionRow parent_instance;
  const char *const *patterns;
  GFile *file;

  GtkWidget *choose;
  GtkWidget *choose_folder;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (NadiFileRow, nadi_file_row, ADW_TYPE_ACTION_ROW)

void
nadi_file_row_choose (NadiFileRow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);

  g_set_object (&self->file, file);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown);
  g_signal_emit (self, chosen_signal, 0, file);
}

GFile *
nadi_file_row_get_file (NadiFileRow *self)
{
  return self->file;
}

static void
on_picked (gpointer owner, GFile *file)
{
  if (file != NULL)
    nadi_file_row_choose (NADI_FILE_ROW (owner), file);
}

static void
pick (NadiFileRow *self, NadiPickKind kind)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  nadi_pick_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, kind, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                        kind == NADI_PICK_OPEN ? self->patterns : NULL, NULL, self, on_picked);
}

static void
on_choose_clicked (NadiFileRow *self)
{
  pick (self, NADI_PICK_OPEN);
}

static void
on_choose_folder_clicked (NadiFileRow *self)
{
  pick (self, NADI_PICK_FOLDER);
}

static gboolean
on_drop (NadiFileRow *self, const GValue *value)
{
  GFile *file = G_VALUE_HOLDS (value, G_TYPE_FILE) ? g_value_get_object (value) : NULL;

  if (file == NULL)
    return FALSE;
  nadi_file_row_choose (self, file);
  return TRUE;
}

static void
nadi_file_row_dispose (GObject *object)
{
  g_clear_object (&NADI_FILE_ROW (object)->file);
  G_OBJECT_CLASS (nadi_file_row_parent_class)->dispose (object);
}

static void
nadi_file_row_class_init (NadiFileRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_file_row_dispose;
  chosen_signal = g_signal_new ("chosen", NADI_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
}

static GtkWidget *
add_button (NadiFileRow *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return button;
}

static void
nadi_file_row_init (NadiFileRow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self), TRUE);
  self->choose = add_button (self, _("Choose _file…"), G_CALLBACK (on_choose_clicked));
  self->choose_folder = add_button (self, _("Choose f_older…"), G_CALLBACK (on_choose_folder_clicked));
  gtk_widget_set_visible (self->choose_folder, FALSE);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->choose);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
nadi_file_row_setup (NadiFileRow *self, const char *const *patterns, gboolean folders)
{
  self->patterns = patterns;
  gtk_widget_set_visible (self->choose_folder, folders);
}
