/* The form for founding. */
#include "nadi-found-form.h"

#include <glib/gi18n.h>

#include "nadi-field.h"
#include "nadi-new-passphrase.h"
#include "nadi-role-text.h"
#include "nadi-ui.h"

struct _NadiFoundForm
{
  GtkWidget parent_instance;
  gboolean busy;

  GtkDropDown *kind;
  GtkLabel *kind_label;
  NadiField *clinic;
  NadiField *person;
  GtkCheckButton *administrator;
  GtkCheckButton *doctor;
  GtkCheckButton *nurse;
  GtkCheckButton *reception;
  NadiNewPassphrase *passphrase;
  NadiTrouble *trouble;
  GtkWidget *back;
  GtkWidget *found;
  GtkSpinner *spinner;
};

enum
{
  FOUND,
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiFoundForm, nadi_found_form, GTK_TYPE_WIDGET)

static char *
text_of (NadiField *field)
{
  return g_strstrip (g_strdup (nadi_field_get_text (field)));
}

static void
update (NadiFoundForm *self)
{
  g_autofree char *clinic = text_of (self->clinic);
  g_autofree char *person = text_of (self->person);

  gtk_widget_set_sensitive (self->found, !self->busy && clinic[0] != '\0' && person[0] != '\0' && nadi_new_passphrase_get (self->passphrase) != NULL);
}

static void
on_changed (NadiFoundForm *self)
{
  nadi_trouble_show (self->trouble, NULL);
  update (self);
}

static char **
get_roles (NadiFoundForm *self)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  g_strv_builder_add (roles, "administrator");
  if (gtk_check_button_get_active (self->doctor))
    g_strv_builder_add (roles, "doctor");
  if (gtk_check_button_get_active (self->nurse))
    g_strv_builder_add (roles, "nurse");
  if (gtk_check_button_get_active (self->reception))
    g_strv_builder_add (roles, "reception");
  return g_strv_builder_end (roles);
}

NadiSetupJob *
nadi_found_form_make_job (NadiFoundForm *self, NadiDesk *desk)
{
  g_autoptr (NadiSecret) passphrase = nadi_setup_secret (nadi_new_passphrase_get (self->passphrase));
  NadiSetupJob *job = nadi_setup_job_new (desk, passphrase);

  job->kind = g_strdup (nadi_kind_list ()[gtk_drop_down_get_selected (self->kind)]);
  job->clinic = text_of (self->clinic);
  job->person = text_of (self->person);
  job->roles = get_roles (self);
  return job;
}

static void
on_found_clicked (NadiFoundForm *self)
{
  if (gtk_widget_get_sensitive (self->found))
    g_signal_emit (self, signals[FOUND], 0);
}

static void
on_back_clicked (NadiFoundForm *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

void
nadi_found_form_set_busy (NadiFoundForm *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  nadi_field_set_editable (self->clinic, !busy);
  nadi_field_set_editable (self->person, !busy);
  nadi_new_passphrase_set_editable (self->passphrase, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->doctor), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->nurse), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reception), !busy);
  gtk_widget_set_sensitive (self->back, !busy);
  update (self);
}

void
nadi_found_form_show_error (NadiFoundForm *self, const GError *error)
{
  nadi_trouble_show (self->trouble, error);
}

void
nadi_found_form_clear (NadiFoundForm *self)
{
  nadi_field_set_text (self->clinic, "");
  nadi_field_set_text (self->person, "");
  nadi_new_passphrase_clear (self->passphrase);
  nadi_trouble_show (self->trouble, NULL);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static gboolean
nadi_found_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_FOUND_FORM (widget)->clinic));
}

static void
nadi_found_form_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_found_form_parent_class)->dispose (object);
}

static void
nadi_found_form_class_init (NadiFoundFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_NEW_PASSPHRASE);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_found_form_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_found_form_grab_focus);
  signals[FOUND] = g_signal_new ("found", NADI_TYPE_FOUND_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BACK] = g_signal_new ("back", NADI_TYPE_FOUND_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-found-form");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, kind);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, kind_label);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, clinic);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, person);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, administrator);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, doctor);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, nurse);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, reception);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, back);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, found);
  gtk_widget_class_bind_template_child (widget_class, NadiFoundForm, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_found_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
}

static void
nadi_found_form_init (NadiFoundForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *kinds = nadi_kind_list ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; kinds[i] != NULL; i++)
    gtk_string_list_append (names, nadi_kind_name (kinds[i]));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (names));
  nadi_ui_set_name (GTK_WIDGET (self->kind), gtk_label_get_text (self->kind_label));
  nadi_ui_set_name (GTK_WIDGET (self->administrator), nadi_role_name ("administrator"));
  nadi_ui_set_name (GTK_WIDGET (self->doctor), nadi_role_name ("doctor"));
  nadi_ui_set_name (GTK_WIDGET (self->nurse), nadi_role_name ("nurse"));
  nadi_ui_set_name (GTK_WIDGET (self->reception), nadi_role_name ("reception"));
  update (self);
}
