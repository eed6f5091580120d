/* The form for joining. */
#include "nadi-join-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-code-text.h"
#include "nadi-field.h"
#include "nadi-file-row.h"
#include "nadi-new-passphrase.h"
#include "nadi-small-file.h"
#include "nadi-ui.h"

static const char *const patterns[] = { "*.json", NULL };

struct _NadiJoinForm
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  GBytes *network_bytes;
  gboolean busy;
  gboolean code_good;

  NadiFileRow *network;
  NadiField *code;
  NadiField *name;
  NadiNewPassphrase *passphrase;
  NadiTrouble *trouble;
  GtkWidget *back;
  GtkWidget *join;
  GtkSpinner *spinner;
};

enum
{
  JOIN,
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiJoinForm, nadi_join_form, GTK_TYPE_WIDGET)

/* --- while typing ------------------------------------------------------------------------------------------------- */

static char *
get_name (NadiJoinForm *self)
{
  return g_strstrip (g_strdup (nadi_field_get_text (self->name)));
}

/* What there is to say of the code as it stands; *wrong: it can't become right by typing on. */
static char *
check_code (NadiJoinForm *self, gboolean *wrong)
{
  const char *code = nadi_field_get_text (self->code);
  guint count = nadi_code_text_count (code);
  g_autoptr (GError) error = NULL;

  *wrong = FALSE;
  self->code_good = FALSE;
  if (count == 0)
    return g_strdup (_("Capital and small letters are the same; the hyphens come by themselves."));
  if (count < NADI_CODE_LENGTH)
    return g_strdup_printf (_("%u of %u characters"), count, NADI_CODE_LENGTH);
  if (self->network_bytes == NULL)
    return g_strdup (_("The code is complete. Choose the network file to check it."));
  self->code_good = nadi_setup_check_code (g_bytes_get_data (self->network_bytes, NULL), g_bytes_get_size (self->network_bytes), code, &error);
  *wrong = !self->code_good;
  if (self->code_good)
    return g_strdup (_("The code is right."));
  return g_error_matches (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_CODE_NETWORK)
           ? g_strdup (_("The code is for another network than the file."))
           : g_strdup (_("The code was mistyped. Compare it letter by letter with the paper."));
}

static void
update (NadiJoinForm *self)
{
  gboolean wrong;
  g_autofree char *hint = check_code (self, &wrong);
  g_autofree char *name = get_name (self);

  nadi_field_set_note (self->code, hint);
  nadi_field_set_error (self->code, wrong ? hint : NULL);
  gtk_widget_set_sensitive (self->join, !self->busy && self->code_good && name[0] != '\0' && nadi_new_passphrase_get (self->passphrase) != NULL);
}

static void
on_changed (NadiJoinForm *self)
{
  nadi_trouble_show (self->trouble, NULL);
  update (self);
}

/* What is typed or pasted comes into the text in its groups at once, and the cursor stays behind what was typed. */
static void
set_code (NadiJoinForm *self, GtkEditable *text, const char *raw, int *position)
{
  g_autofree char *grouped = nadi_code_text_group (raw, position);

  g_signal_handlers_block_matched (text, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  gtk_editable_delete_text (text, 0, -1);
  gtk_editable_insert_text (text, grouped, -1, &(int) { 0 });
  g_signal_handlers_unblock_matched (text, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
}

static void
on_code_insert (GtkEditable *text, const char *added, int length, int *position, NadiJoinForm *self)
{
  g_autofree char *before = gtk_editable_get_chars (text, 0, *position);
  g_autofree char *after = gtk_editable_get_chars (text, *position, -1);
  g_autofree char *typed = g_strndup (added, length < 0 ? strlen (added) : (gsize) length);
  g_autofree char *raw = g_strconcat (before, typed, after, NULL);

  *position += (int) g_utf8_strlen (typed, -1);
  set_code (self, text, raw, position);
  g_signal_stop_emission_by_name (text, "insert-text");
}

static void
on_code_delete (GtkEditable *text, int start, int end, NadiJoinForm *self)
{
  g_autofree char *gone = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *raw = NULL;

  /* Up to the end, by GTK's -1 or by position, leaves the groups as they are. */
  if (end < 0 || end >= (int) gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (text))))
    return;
  gone = gtk_editable_get_chars (text, start, end);
  after = gtk_editable_get_chars (text, end, -1);
  /* A hyphen comes back by itself: the character before it was meant. */
  if (g_str_equal (gone, "-") && start > 0)
    start--;
  before = gtk_editable_get_chars (text, 0, start);
  raw = g_strconcat (before, after, NULL);
  set_code (self, text, raw, &start);
  gtk_editable_set_position (text, start);
  g_signal_stop_emission_by_name (text, "delete-text");
}

/* --- the network file --------------------------------------------------------------------------------------------- */

static void
on_network_loaded (gpointer owner, GBytes *bytes, const char *name, const GError *error)
{
  NadiJoinForm *self = NADI_JOIN_FORM (owner);

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
on_network_chosen (NadiJoinForm *self, GFile *file)
{
  if (self->desk != NULL)
    nadi_network_file_load (self->desk, file, self, on_network_loaded);
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

static void
on_join_clicked (NadiJoinForm *self)
{
  if (!gtk_widget_get_sensitive (self->join))
    return;
  nadi_trouble_show (self->trouble, NULL);
  g_signal_emit (self, signals[JOIN], 0);
}

static void
on_back_clicked (NadiJoinForm *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

NadiSetupJob *
nadi_join_form_make_job (NadiJoinForm *self)
{
  g_autoptr (NadiSecret) passphrase = nadi_setup_secret (nadi_new_passphrase_get (self->passphrase));
  NadiSetupJob *job = nadi_setup_job_new (self->desk, passphrase);

  job->fresh = TRUE;
  job->person = get_name (self);
  job->network = g_bytes_ref (self->network_bytes);
  job->code = nadi_setup_secret (nadi_field_get_text (self->code));
  return job;
}

void
nadi_join_form_set_busy (NadiJoinForm *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  nadi_field_set_editable (self->code, !busy);
  nadi_field_set_editable (self->name, !busy);
  nadi_new_passphrase_set_editable (self->passphrase, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->network), !busy);
  gtk_widget_set_sensitive (self->back, !busy);
  update (self);
}

void
nadi_join_form_show_error (NadiJoinForm *self, const GError *error)
{
  const char *word = error != NULL ? nadi_session_error_word (error) : "";

  nadi_trouble_show (self->trouble, error);
  if (g_str_has_prefix (word, "code"))
    {
      nadi_field_set_error (self->code, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->code));
    }
  else if (g_str_equal (word, "typed"))
    {
      nadi_field_set_error (self->name, "");
      gtk_widget_grab_focus (GTK_WIDGET (self->name));
    }
}

void
nadi_join_form_clear (NadiJoinForm *self)
{
  g_clear_pointer (&self->network_bytes, g_bytes_unref);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->network), _("Choose network.json, or drop it here"));
  nadi_field_set_text (self->code, "");
  nadi_field_set_text (self->name, "");
  nadi_new_passphrase_clear (self->passphrase);
  nadi_trouble_show (self->trouble, NULL);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

void
nadi_join_form_set_desk (NadiJoinForm *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
}

static gboolean
nadi_join_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (NADI_JOIN_FORM (widget)->network), GTK_DIR_TAB_FORWARD);
}

static void
nadi_join_form_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  g_clear_pointer (&NADI_JOIN_FORM (object)->network_bytes, g_bytes_unref);
  g_clear_object (&NADI_JOIN_FORM (object)->desk);
  G_OBJECT_CLASS (nadi_join_form_parent_class)->dispose (object);
}

static void
nadi_join_form_class_init (NadiJoinFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_FILE_ROW);
  g_type_ensure (NADI_TYPE_NEW_PASSPHRASE);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_join_form_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_join_form_grab_focus);
  signals[JOIN] = g_signal_new ("join", NADI_TYPE_JOIN_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BACK] = g_signal_new ("back", NADI_TYPE_JOIN_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-join-form");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, network);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, code);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, name);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, back);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, join);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinForm, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_network_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_join_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
}

static void
nadi_join_form_init (NadiJoinForm *self)
{
  GtkEditable *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_file_row_setup (self->network, patterns, FALSE);
  gtk_entry_set_input_hints (GTK_ENTRY (nadi_field_get_entry (self->code)), GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_UPPERCASE_CHARS);
  text = gtk_editable_get_delegate (nadi_field_get_entry (self->code));
  /* Codes run from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (text), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (text, "insert-text", G_CALLBACK (on_code_insert), self, 0);
  g_signal_connect_object (text, "delete-text", G_CALLBACK (on_code_delete), self, 0);
  update (self);
}
