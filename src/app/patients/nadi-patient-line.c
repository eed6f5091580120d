/* A line of the list of patients. */
#include "nadi-patient-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-column-layout.h"
#include "nadi-format.h"
#include "nadi-patient-mark.h"
#include "nadi-ui.h"

struct _NadiPatientLine
{
  GtkWidget parent_instance;
  GtkLabel *name;
  GtkWidget *columns;
  GtkLabel *native;
  GtkLabel *about;
  GtkLabel *number;
  GtkLabel *phone;
  GtkLabel *place;
  GtkLabel *last_visit;
};

/* Letters of a name that are always shown; and, when there is no room, which column leaves first: place, telephone, last visit, number. */
#define NAME_CHARS 20
static const int leaving[] = { 4, 3, 5, 2, -1 };

G_DEFINE_FINAL_TYPE (NadiPatientLine, nadi_patient_line, GTK_TYPE_WIDGET)

/* The last four digits, which is what people read out. */
static char *
phone_end (const char *phone)
{
  gsize length = strlen (phone);

  g_autofree char *end = length > 4 ? g_strconcat ("…", phone + length - 4, NULL) : g_strdup (phone);

  return nadi_format_isolate (end);
}

static char *
number_text (const char *digits)
{
  NadiPatientNumber number;

  return digits[0] != '\0' && nadi_patient_number_parse (digits, &number, NULL) ? nadi_format_number (&number) : g_strdup ("");
}

char *
nadi_patient_line_spoken (const NadiPatientRow *row, gint32 today)
{
  g_autofree char *age = nadi_format_age (&row->birth, today);
  g_autofree char *number = number_text (row->number);
  const char *parts[] = { row->name, age, nadi_format_sex (row->sex), number, NULL };
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
  return g_string_free (text, FALSE);
}

/* While nothing is searched for the whole name stands out, else what was found of it. */
static void
show_name (GtkLabel *label, const char *name, const char *query)
{
  g_autoptr (PangoAttrList) marks = nadi_patient_mark (name, query);

  gtk_label_set_text (label, name);
  gtk_label_set_attributes (label, marks);
  if (query[0] != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (label), "searched");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "searched");
}

void
nadi_patient_line_show_titles (NadiPatientLine *self)
{
  gtk_label_set_text (self->name, _("Name"));
  gtk_label_set_text (self->native, "");
  gtk_label_set_text (self->about, _("Age, sex"));
  gtk_label_set_text (self->number, _("Number"));
  gtk_label_set_text (self->phone, _("Tel."));
  gtk_label_set_text (self->place, _("Place"));
  gtk_label_set_text (self->last_visit, _("Last visit"));
}

void
nadi_patient_line_show (NadiPatientLine *self, const NadiPatientRow *row, const char *query, gint32 today)
{
  g_autofree char *age = nadi_format_age_short (&row->birth, today);
  g_autofree char *number = number_text (row->number);
  g_autofree char *phone = phone_end (row->phone);
  g_autofree char *visit = nadi_format_day_near (row->last_visit, today);
  const char *sex = nadi_format_sex (row->sex);
  g_autofree char *about = age[0] != '\0' && sex[0] != '\0' ? g_strdup_printf ("%s · %s", age, sex) : g_strconcat (age, sex, NULL);

  show_name (self->name, row->name, query);
  if (row->unnamed && row->native[0] == '\0')
    nadi_ui_set_label (self->native, _("to be identified"));
  else
    {
      show_name (self->native, row->native, query);
      gtk_widget_set_visible (GTK_WIDGET (self->native), row->native[0] != '\0');
    }
  gtk_label_set_text (self->about, about);
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->phone, phone);
  gtk_label_set_text (self->place, row->place);
  gtk_label_set_text (self->last_visit, visit);
}

static void
nadi_patient_line_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_patient_line_parent_class)->dispose (object);
}

static void
nadi_patient_line_class_init (NadiPatientLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_patient_line_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-patient-line");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, name);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, columns);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, native);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, about);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, number);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, phone);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, place);
  gtk_widget_class_bind_template_child (widget_class, NadiPatientLine, last_visit);
}

static void
nadi_patient_line_init (NadiPatientLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->columns, nadi_column_layout_new (12, NAME_CHARS, leaving));
}

GtkWidget *
nadi_patient_line_new (void)
{
  return g_object_new (NADI_TYPE_PATIENT_LINE, NULL);
}
