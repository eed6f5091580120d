/* The card of a patient. */
#include "nadi-patient-card.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-ui.h"

struct _NadiPatientCard
{
  GtkWidget parent_instance;
  GtkWidget *content;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *native;
  GtkLabel *about;
  GtkLabel *birth;
  GtkLabel *number;
  GtkLabel *phone;
  GtkLabel *place;
  GtkLabel *last_visit;
  GtkLabel *deceased;
};

G_DEFINE_FINAL_TYPE (NadiPatientCard, nadi_patient_card, GTK_TYPE_WIDGET)

void
nadi_patient_card_show (NadiPatientCard *self, const NadiPatientRow *row, gint32 today)
{
  g_autofree char *age = NULL, *birth = NULL, *visit = NULL, *about = NULL, *number = NULL;
  NadiPatientNumber parsed;
  const char *sex;

  gtk_widget_set_visible (self->content, row != NULL);
  if (row == NULL)
    return;
  age = nadi_format_age (&row->birth, today);
  birth = nadi_format_date (&row->birth);
  visit = nadi_format_day_near (row->last_visit, today);
  sex = nadi_format_sex (row->sex);
  about = age[0] != '\0' && sex[0] != '\0' ? g_strdup_printf ("%s, %s", age, sex) : g_strconcat (age, sex, NULL);
  number = nadi_patient_number_parse (row->number, &parsed, NULL) ? nadi_patient_number_format (&parsed) : g_strdup ("");
  adw_avatar_set_text (self->avatar, row->name);
  nadi_ui_set_label (self->name, row->name);
  nadi_ui_set_label (self->native, row->native);
  nadi_ui_set_label (self->about, about);
  nadi_ui_set_label (self->birth, birth);
  nadi_ui_set_label (self->number, number);
  nadi_ui_set_label (self->phone, row->phone);
  nadi_ui_set_label (self->place, row->place);
  nadi_ui_set_label (self->last_visit, visit);
  gtk_widget_set_visible (GTK_WIDGET (self->deceased), row->deceased);
}

static void
nadi_patient_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nadi_patient_card_parent_class)->dispose (object);
}

static void
nadi_patient_card_class_init (NadiPatientCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_patient_card_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-patient-card");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, content);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, name);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, native);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, about);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, birth);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, number);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, phone);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, place);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, last_visit);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientCard, deceased);
}

static void
nadi_patient_card_init (NadiPatientCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
