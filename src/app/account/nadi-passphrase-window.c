/* Change of the passphrase. */
#include "nadi-passphrase-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-secret.h"
#include "nadi-sentence.h"
#include "nadi-strength.h"
#include "nadi-ui.h"

struct _NadiPassphraseWindow
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  gboolean busy;

  GtkEditable *old;
  GtkEditable *fresh;
  GtkEditable *again;
  GtkLevelBar *level;
  GtkLabel *strength;
  GtkLabel *hint;
  GtkWidget *change;
  GtkSpinner *spinner;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiPassphraseWindow, nadi_passphrase_window, ADW_TYPE_WINDOW)

/* --- while typing ------------------------------------------------------------------------------------------------- */

static const char *
hint (NadiPassphraseWindow *self, NadiStrength strength, gboolean *good)
{
  const char *fresh = gtk_editable_get_text (self->fresh);
  const char *again = gtk_editable_get_text (self->again);

  *good = FALSE;
  if (strength <= NADI_STRENGTH_WEAK)
    return _("Four words that have nothing to do with one another are strong, and easy to remember.");
  if (again[0] != '\0' && !g_str_equal (fresh, again))
    return _("The two new passphrases differ.");
  if (again[0] == '\0' || gtk_editable_get_text (self->old)[0] == '\0')
    return "";
  *good = TRUE;
  return "";
}

static void
on_changed (NadiPassphraseWindow *self)
{
  NadiStrength strength = nadi_strength_of (gtk_editable_get_text (self->fresh));
  gboolean good;
  const char *text = hint (self, strength, &good);

  gtk_widget_remove_css_class (GTK_WIDGET (self->old), "error");
  gtk_level_bar_set_value (self->level, strength);
  gtk_label_set_text (self->strength, nadi_strength_word (strength));
  gtk_label_set_text (self->hint, text);
  gtk_widget_set_sensitive (self->change, good && !self->busy);
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
take (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

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
  gtk_editable_set_editable (self->old, !busy);
  gtk_editable_set_editable (self->fresh, !busy);
  gtk_editable_set_editable (self->again, !busy);
  gtk_widget_set_sensitive (self->change, !busy);
}

static void
show_error (NadiPassphraseWindow *self, const GError *error)
{
  const char *word = nadi_session_error_word (error);
  const NadiSentence *sentence = nadi_sentence_find (word);

  if (g_str_equal (word, "passphrase"))
    {
      gtk_label_set_text (self->hint, _("The old passphrase is not right. Nothing was changed."));
      gtk_widget_add_css_class (GTK_WIDGET (self->old), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->old));
      gtk_editable_select_region (self->old, 0, -1);
    }
  else
    {
      g_autofree char *text = g_strdup_printf ("%s. %s", nadi_sentence_title (sentence), nadi_sentence_advice (sentence));

      gtk_label_set_text (self->hint, text);
    }
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
  change->old = take (self->old);
  change->fresh = take (self->fresh);
  set_busy (self, TRUE);
  nadi_desk_run (self->desk, change_passphrase, change, change_free, NULL, self, on_done);
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

  G_OBJECT_CLASS (klass)->dispose = nadi_passphrase_window_dispose;
  changed_signal = g_signal_new ("changed", NADI_TYPE_PASSPHRASE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-passphrase-window");
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, old);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, again);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, level);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, strength);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, change);
  gtk_widget_class_bind_template_child (widget_class, NadiPassphraseWindow, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
nadi_passphrase_window_init (NadiPassphraseWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self->level), _("Strength of the new passphrase"));
  on_changed (self);
}

NadiPassphraseWindow *
nadi_passphrase_window_new (GtkWindow *parent, NadiDesk *desk)
{
  NadiPassphraseWindow *self = g_object_new (NADI_TYPE_PASSPHRASE_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  gtk_widget_grab_focus (GTK_WIDGET (self->old));
  return self;
}
