/* Waiting for the operator. */
#include "nadi-found-wait.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-field.h"
#include "nadi-file-row.h"
#include "nadi-notices.h"
#include "nadi-small-file.h"
#include "nadi-ui.h"

static const char *const patterns[] = { "*.json", NULL };

struct _NadiFoundWait
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  GBytes *network_bytes;
  gboolean known;
  gboolean busy;

  GtkWidget *save;
  NadiFileRow *network;
  NadiField *passphrase;
  NadiTrouble *trouble;
  GtkWidget *again;
  GtkWidget *finish;
  GtkSpinner *spinner;
};

enum
{
  FINISH,
  AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiFoundWait, nadi_found_wait, GTK_TYPE_WIDGET)

static void
update (NadiFoundWait *self)
{
  gtk_widget_set_sensitive (self->finish, !self->busy && self->network_bytes != NULL &&
                                            (self->known || nadi_field_get_text (self->passphrase)[0] != '\0'));
}

static void
on_changed (NadiFoundWait *self)
{
  nadi_trouble_show (self->trouble, NULL);
  update (self);
}

/* --- the public file ---------------------------------------------------------------------------------------------- */

static void
on_saved (gpointer owner, gpointer data, const GError *error)
{
  NadiFoundWait *self = NADI_FOUND_WAIT (owner);
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  nadi_trouble_show (self->trouble, error);
  if (error == NULL && notices != NULL)
    nadi_notices_tell (notices, _("The file is saved. Send it to the operator."));
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiFoundWait *self = NADI_FOUND_WAIT (owner);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (file == NULL)
    return;
  text = nadi_setup_founding_file (nadi_desk_get_folder (self->desk), &error);
  if (text != NULL)
    nadi_small_file_save (self->desk, file, text, self, on_saved);
  else
    nadi_trouble_show (self->trouble, error);
}

void
nadi_found_wait_save (NadiFoundWait *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  nadi_pick_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NADI_PICK_SAVE, _("Save the clinic’s file"), patterns, "clinic.json", self, on_picked);
}

static void
on_save_clicked (NadiFoundWait *self)
{
  nadi_found_wait_save (self);
}

/* --- the network file --------------------------------------------------------------------------------------------- */

static void
on_network_loaded (gpointer owner, GBytes *bytes, const char *name, const GError *error)
{
  NadiFoundWait *self = NADI_FOUND_WAIT (owner);

  nadi_trouble_show (self->trouble, error);
  g_clear_pointer (&self->network_bytes, g_bytes_unref);
  if (error == NULL)
    {
      self->network_bytes = g_bytes_ref (bytes);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->network), name);
    }
  update (self);
}

static void
on_network_chosen (NadiFoundWait *self, GFile *file)
{
  if (self->desk != NULL)
    nadi_network_file_load (self->desk, file, self, on_network_loaded);
}

/* --- finishing ---------------------------------------------------------------------------------------------------- */

static void
on_finish_clicked (NadiFoundWait *self)
{
  g_signal_emit (self, signals[FINISH], 0);
}

/* Enter, when it isn't to lead on. */
static gboolean
on_finish_wanted (NadiFoundWait *self)
{
  if (!gtk_widget_get_sensitive (self->finish))
    return FALSE;
  on_finish_clicked (self);
  return TRUE;
}

static void
on_again_clicked (NadiFoundWait *self)
{
  g_signal_emit (self, signals[AGAIN], 0);
}

void
nadi_found_wait_show (NadiFoundWait *self, gboolean passphrase_known)
{
  self->known = passphrase_known;
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), !passphrase_known);
  nadi_field_set_text (self->passphrase, "");
  nadi_trouble_show (self->trouble, NULL);
  nadi_found_wait_set_busy (self, FALSE);
}

void
nadi_found_wait_set_busy (NadiFoundWait *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  nadi_field_set_editable (self->passphrase, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->network), !busy);
  gtk_widget_set_sensitive (self->again, !busy);
  update (self);
}

void
nadi_found_wait_show_error (NadiFoundWait *self, const GError *error)
{
  nadi_trouble_show (self->trouble, error);
  if (error != NULL && g_str_equal (nadi_session_error_word (error), "passphrase"))
    {
      nadi_field_set_error (self->passphrase, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
    }
}

GBytes *
nadi_found_wait_get_network (NadiFoundWait *self)
{
  return self->network_bytes;
}

NadiSecret *
nadi_found_wait_get_passphrase (NadiFoundWait *self)
{
  const char *text = nadi_field_get_text (self->passphrase);

  return text[0] != '\0' ? nadi_setup_secret (text) : NULL;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

void
nadi_found_wait_set_desk (NadiFoundWait *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

static gboolean
nadi_found_wait_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (NADI_FOUND_WAIT (widget)->save);
}

static void
nadi_found_wait_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  g_clear_pointer (&NADI_FOUND_WAIT (object)->network_bytes, g_bytes_unref);
  g_clear_object (&NADI_FOUND_WAIT (object)->desk);
  G_OBJECT_CLASS (nadi_found_wait_parent_class)->dispose (object);
}

static void
nadi_found_wait_class_init (NadiFoundWaitClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_FILE_ROW);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_found_wait_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_found_wait_grab_focus);
  signals[FINISH] = g_signal_new ("finish", NADI_TYPE_FOUND_WAIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AGAIN] = g_signal_new ("again", NADI_TYPE_FOUND_WAIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-found-wait");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, save);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, network);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, again);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, finish);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundWait, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_network_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_finish_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_finish_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
}

static void
nadi_found_wait_init (NadiFoundWait *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_file_row_setup (self->network, patterns, FALSE);
  nadi_found_wait_show (self, FALSE);
}
