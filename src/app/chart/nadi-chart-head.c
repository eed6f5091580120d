/* The band. */
#include "nadi-chart-head.h"

#include <glib/gi18n.h>

#include "nadi-chart-build.h"
#include "nadi-format.h"
#include "nadi-photo.h"
#include "nadi-text.h"
#include "nadi-ui.h"
#include "nadi-wrap-layout.h"

#define MOST_CHIPS 4
#define LONGEST_CHIP 40 /* characters */

struct _NadiChartHead
{
  GtkWidget parent_instance;
  AdwAvatar *avatar;
  GtkWidget *names;
  GtkLabel *name;
  GtkLabel *native;
  GtkLabel *about;
  GtkBox *chips;
};

G_DEFINE_FINAL_TYPE (NadiChartHead, nadi_chart_head, GTK_TYPE_WIDGET)

/* Not torn apart at the end of a line. */
static char *
together (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv ("\u00a0", words);
}

static char *
about_text (NadiPatient *patient, gint32 today)
{
  g_autofree char *age = nadi_format_age (&patient->birth, today);
  g_autofree char *born = nadi_format_date (&patient->birth);
  g_autofree char *number = nadi_format_number (&patient->number);
  g_autofree char *blood = nadi_format_blood (patient);
  /* Translators: a birth date behind an age: "born 9 May 1984". */
  g_autofree char *birth = born[0] != '\0' && patient->birth.precision == NADI_DATE_DAY ? g_strdup_printf (_("born %s"), born) : g_strdup ("");
  /* Translators: "number 1234 5678 9012 34", "blood group B+". */
  g_autofree char *numbered = number[0] != '\0' ? g_strdup_printf (_("number %s"), number) : g_strdup ("");
  g_autofree char *grouped = blood != NULL ? g_strdup_printf (_("blood group %s"), blood) : g_strdup ("");
  const char *const parts[] = { age, nadi_format_sex (patient->sex), birth, numbered, grouped };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i][0] != '\0')
      {
        g_autofree char *part = together (parts[i]);

        g_string_append_printf (text, "%s%s", text->len > 0 ? "  ·  " : "", part);
      }
  return g_string_free (text, FALSE);
}

static void
add_allergies (NadiChartHead *self, GPtrArray *allergies)
{
  GString *text = g_string_new (NULL);
  g_autofree char *words = NULL;
  GtkWidget *chip;

  for (guint i = 0; i < allergies->len && i < MOST_CHIPS; i++)
    {
      g_autofree char *substance = nadi_text_display (((NadiAllergy *) g_ptr_array_index (allergies, i))->substance, LONGEST_CHIP);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", substance);
    }
  if (allergies->len > MOST_CHIPS)
    g_string_append (text, ", …");
  /* Translators: %s is a list of substances. */
  words = g_strdup_printf (ngettext ("Allergy: %s", "Allergies: %s", allergies->len), text->str);
  g_string_free (text, TRUE);
  chip = nadi_chart_chip ("dialog-warning-symbolic", words, "danger");
  gtk_box_append (self->chips, chip);
}

static void
add_chronic (NadiChartHead *self, GArray *problems)
{
  guint shown = 0;

  for (guint i = 0; i < problems->len && shown < MOST_CHIPS; i++)
    {
      const NadiSummaryProblem *problem = &g_array_index (problems, NadiSummaryProblem, i);
      g_autofree char *text = nadi_text_display (problem->text, LONGEST_CHIP);

      if (!problem->chronic)
        continue;
      gtk_box_append (self->chips, nadi_chart_chip (NULL, text, NULL));
      shown++;
    }
}

void
nadi_chart_head_show (NadiChartHead *self, const NadiSessionChart *chart, gint32 today)
{
  g_autoptr (GdkPaintable) photo = nadi_photo_paintable (chart != NULL && chart->patient != NULL ? chart->patient->photo : NULL);
  NadiPatient *patient = chart != NULL ? chart->patient : NULL;
  g_autofree char *name = patient != NULL ? nadi_patient_name (patient) : NULL;
  g_autofree char *native = patient != NULL ? nadi_patient_name_local (patient) : NULL;
  g_autofree char *about = patient != NULL ? about_text (patient, today) : NULL;

  nadi_chart_empty_box (self->chips);
  adw_avatar_set_text (self->avatar, name != NULL ? name : "");
  adw_avatar_set_custom_image (self->avatar, photo);
  gtk_label_set_text (self->name, name != NULL ? name : chart != NULL ? _("Identity can't be read here") : "");
  nadi_ui_set_label (self->native, g_strcmp0 (native, name) != 0 ? native : NULL);
  nadi_ui_set_label (self->about, about);
  if (patient != NULL && patient->deceased)
    {
      g_autofree char *day = nadi_format_date (&patient->deceased_on);
      g_autofree char *text = day[0] != '\0' ? g_strdup_printf (_("Died %s"), day) : g_strdup (_("Has died"));

      gtk_box_append (self->chips, nadi_chart_chip (NULL, text, "dark"));
    }
  if (chart == NULL || !chart->clinical)
    return;
  if (nadi_summary_allergies (chart->summary)->len > 0)
    add_allergies (self, nadi_summary_allergies (chart->summary));
  else
    gtk_box_append (self->chips, nadi_chart_chip (NULL, _("No allergies known"), "quiet"));
  add_chronic (self, nadi_summary_problems (chart->summary));
}

void
nadi_chart_head_set_photo (NadiChartHead *self, GdkPaintable *photo)
{
  adw_avatar_set_custom_image (self->avatar, photo);
}

static void
nadi_chart_head_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_chart_head_parent_class)->dispose (object);
}

static void
nadi_chart_head_class_init (NadiChartHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_chart_head_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-chart-head");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, avatar);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, name);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, names);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, native);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, about);
  gtk_widget_class_bind_template_child (widget_class, NadiChartHead, chips);
}

static void
nadi_chart_head_init (NadiChartHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->names), nadi_wrap_layout_new (12, 0));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->chips), nadi_wrap_layout_new (6, 6));
}
