/* Change of the passphrase. */
#include "nadi-passphrase-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-field.h"
#include "nadi-new-passphrase.h"
#include "nadi-secret.h"
#include "nadi-trouble.h"
#include "nadi-ui.h"

struct _NadiPassphraseWindow
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  gboolean busy;

  NadiField *old;
  NadiNewPassphrase *passphrase;
  NadiTrouble *trouble;
  GtkWidget *change;
  GtkSpinner *spinner;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiPassphraseWindow, nadi_passphrase_window, ADW_TYPE_WINDOW)

/* --- while typing ------------------------------------------------------------------------------------------------- */

static void
update (NadiPassphraseWindow *self)
{
  gtk_widget_set_sensitive (self->change, !self->busy && nadi_field_get_text (self->old)[0] != '\0' && nadi_new_passphrase_get (self->passphrase) != NULL);
}

static void
on_changed (NadiPassphraseWindow *self)
{
  nadi_trouble_show (self->trouble, NULL);
  update (self);
}

/* --- changing ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiSecret *old;           /* with their NULs */
  NadiSecret *fresh;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  nadi_secret_unref (change->old);
  nadi_secret_unref (change->fresh);
  g_free (change);
}

static NadiSecret *
take (const char *text)
{
  return nadi_secret_new_copy ((const guint8 *) text, strlen (text) + 1);
}

static gboolean
change_passphrase (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return nadi_session_change_passphrase (session, (const char *) nadi_secret_data (change->old), (const char *) nadi_secret_data (change->fresh), error);
}

static void
set_busy (NadiPassphraseWindow *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  nadi_field_set_editable (self->old, !busy);
  nadi_new_passphrase_set_editable (self->passphrase, !busy);
  update (self);
}

static void
show_error (NadiPassphraseWindow *self, const GError *error)
{
  if (!g_str_equal (nadi_session_error_word (error), "passphrase"))
    {
      nadi_trouble_show (self->trouble, error);
      return;
    }
  nadi_field_set_error (self->old, _("The old passphrase is not right. Nothing was changed."));
  gtk_widget_grab_focus (GTK_WIDGET (self->old));
  gtk_editable_select_region (nadi_field_get_entry (self->old), 0, -1);
}

static void
on_done (gpointer owner, gpointer data, const GError *error)
{
  NadiPassphraseWindow *self = NADI_PASSPHRASE_WINDOW (owner);

  set_busy (self, FALSE);
  if (error != NULL)
    {
      show_error (self, error);
      return;
    }
  g_object_ref (self);
  gtk_window_destroy (GTK_WINDOW (self));
  g_signal_emit (self, changed_signal, 0);
  g_object_unref (self);
}

static void
on_change_clicked (NadiPassphraseWindow *self)
{
  Change *change;

  if (!gtk_widget_get_sensitive (self->change) || !nadi_desk_is_open (self->desk))
    return;
  change = g_new0 (Change, 1);
  change->old = take (nadi_field_get_text (self->old));
  change->fresh = take (nadi_new_passphrase_get (self->passphrase));
  set_busy (self, TRUE);
  nadi_desk_run (self->desk, change_passphrase, change, change_free, NULL, self, on_done);
}

/* Enter in the old one. */
static gboolean
on_change_wanted (NadiPassphraseWindow *self)
{
  if (!gtk_widget_get_sensitive (self->change))
    return FALSE;
  on_change_clicked (self);
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
nadi_passphrase_window_dispose (GObject *object)
{
  g_clear_object (&NADI_PASSPHRASE_WINDOW (object)->desk);
  G_OBJECT_CLASS (nadi_passphrase_window_parent_class)->dispose (object);
}

static void
nadi_passphrase_window_class_init (NadiPassphraseWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_NEW_PASSPHRASE);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_passphrase_window_dispose;
  changed_signal = g_signal_new ("changed", NADI_TYPE_PASSPHRASE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-passphrase-window");
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, old);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, change);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_change_wanted);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
nadi_passphrase_window_init (NadiPassphraseWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

NadiPassphraseWindow *
nadi_passphrase_window_new (GtkWindow *parent, NadiDesk *desk)
{
  NadiPassphraseWindow *self = g_object_new (NADI_TYPE_PASSPHRASE_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  gtk_widget_grab_focus (GTK_WIDGET (self->old));
  return self;
}
