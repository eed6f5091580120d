/* AdwMessageDialog and GtkFileChooserNative: what GTK 4.8 and libadwaita 1.2 have. */
#include "nadi-compat.h"

#include <glib/gi18n.h>

void
nadi_alert (GtkWindow *parent, const char *title, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, title, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  GWeakRef owner;
  NadiAnswer answer;
  NadiPicked picked;
} Asked;

static Asked *
asked_new (gpointer owner)
{
  Asked *asked = g_new0 (Asked, 1);

  g_weak_ref_init (&asked->owner, owner);
  return asked;
}

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->owner);
  g_free (asked);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);

  if (owner != NULL)
    asked->answer (owner, g_str_equal (response, "yes"));
}

void
nadi_confirm_async (GtkWindow *parent, const char *title, const char *body, const char *yes, gboolean destructive,
                    gpointer owner, NadiAnswer answer)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, title, body));
  Asked *asked = asked_new (owner);

  asked->answer = answer;
  adw_message_dialog_add_response (dialog, "no", _("_Cancel"));
  adw_message_dialog_add_response (dialog, "yes", yes);
  adw_message_dialog_set_response_appearance (dialog, "yes", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, destructive ? "no" : "yes");
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), asked, asked_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);

  if (owner != NULL)
    asked->picked (owner, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
nadi_pick_file_async (GtkWindow *parent, NadiPickKind kind, const char *title, const char *const *patterns, const char *name,
                      gpointer owner, NadiPicked picked)
{
  static const GtkFileChooserAction actions[] = { GTK_FILE_CHOOSER_ACTION_OPEN, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, GTK_FILE_CHOOSER_ACTION_SAVE };
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, actions[kind], NULL, NULL);
  Asked *asked = asked_new (owner);

  asked->picked = picked;
  if (patterns != NULL)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      for (guint i = 0; patterns[i] != NULL; i++)
        gtk_file_filter_add_pattern (filter, patterns[i]);
      gtk_file_chooser_set_filter (GTK_FILE_CHOOSER (dialog), filter);
    }
  if (name != NULL && kind == NADI_PICK_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_chosen), asked, asked_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
