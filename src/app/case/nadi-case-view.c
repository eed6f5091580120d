/* A case to read. */
#include "nadi-case-view.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-prescription-list.h"
#include "nadi-text.h"

/* Characters: a record may hold more than a page of words. */
#define LONGEST_TEXT 20000

typedef enum
{
  PROBLEMS,
  SYMPTOMS,
  VITALS,
  FINDINGS,
  PRESCRIPTIONS,
  RESULTS,
  PLAN,
  FOLLOW_UP,
  N_SECTIONS,
} Section;

struct _NadiCaseView
{
  GtkWidget parent_instance;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (NadiCaseView, nadi_case_view, GTK_TYPE_WIDGET)

static const char *
section_title (Section section)
{
  switch (section)
    {
    case PROBLEMS: return _("Problems");
    case SYMPTOMS: return _("Symptoms");
    case VITALS: return _("Vital signs");
    case FINDINGS: return _("Findings");
    case PRESCRIPTIONS: return _("Prescriptions");
    case RESULTS: return _("Tests");
    case PLAN: return _("Plan");
    case FOLLOW_UP:
    default: return _("Comes again");
    }
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void
add_text (GPtrArray *lines, const char *text)
{
  if (text != NULL && text[0] != '\0')
    g_ptr_array_add (lines, g_strdup (text));
}

static void
add_vitals (GPtrArray *lines, const NadiVitals *vitals)
{
  if (vitals->at[NADI_VITAL_SYSTOLIC].known && vitals->at[NADI_VITAL_DIASTOLIC].known)
    {
      g_autofree char *pressure = nadi_format_pressure (vitals);

      g_ptr_array_add (lines, g_strdup_printf ("%s %s", _("Blood pressure"), pressure));
    }
  for (guint kind = NADI_VITAL_PULSE; kind < NADI_N_VITALS; kind++)
    if (vitals->at[kind].known)
      {
        g_autofree char *value = nadi_format_vital (&vitals->at[kind]);

        g_ptr_array_add (lines, g_strdup_printf ("%s %s", nadi_format_vital_name (kind), value));
      }
}

static void
add_prescriptions (GPtrArray *lines, const NadiCase *visit)
{
  for (guint i = 0; i < visit->prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (visit->prescriptions, i);
      g_autofree char *words = nadi_prescription_words (line);

      g_ptr_array_add (lines, g_strdup_printf ("%s · %s%s%s", line->medicine, words, line->stopped ? " · " : "",
                                               line->stopped ? _("stopped") : ""));
    }
}

static void
add_results (GPtrArray *lines, const NadiCase *visit)
{
  for (guint i = 0; i < visit->results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (visit->results, i);

      g_autofree char *value = nadi_format_result (result->value, result->unit, result->abnormal);

      g_ptr_array_add (lines, g_strdup_printf ("%s %s", result->text, value));
    }
}

static void
add_problems (GPtrArray *lines, const NadiCase *visit)
{
  for (guint i = 0; i < visit->problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (visit->problems, i);

      g_ptr_array_add (lines, problem->code != NULL ? g_strdup_printf ("%s (%s)", problem->text, problem->code) : g_strdup (problem->text));
    }
}

static GPtrArray *
lines_of (const NadiCase *visit, Section section)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *day = NULL;

  switch (section)
    {
    case PROBLEMS: add_problems (lines, visit); break;
    case SYMPTOMS: add_text (lines, visit->symptoms); break;
    case VITALS: add_vitals (lines, &visit->vitals); break;
    case FINDINGS: add_text (lines, visit->notes); break;
    case PRESCRIPTIONS: add_prescriptions (lines, visit); break;
    case RESULTS: add_results (lines, visit); break;
    case PLAN: add_text (lines, visit->plan); break;
    case FOLLOW_UP:
    default:
      day = nadi_format_date (&visit->follow_up);
      add_text (lines, day);
      break;
    }
  return lines;
}

static gboolean
has_line (GPtrArray *lines, const char *line)
{
  return g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL);
}

guint
nadi_case_view_count_differences (const NadiCase *one, const NadiCase *other)
{
  guint n = 0;

  for (guint section = 0; section < N_SECTIONS; section++)
    {
      g_autoptr (GPtrArray) mine = lines_of (one, section);
      g_autoptr (GPtrArray) theirs = lines_of (other, section);

      for (guint i = 0; i < mine->len; i++)
        n += !has_line (theirs, g_ptr_array_index (mine, i));
      for (guint i = 0; i < theirs->len; i++)
        n += !has_line (mine, g_ptr_array_index (theirs, i));
    }
  return n;
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style)
{
  g_autofree char *shown = nadi_text_display_lines (text, LONGEST_TEXT);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, "facts");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
show_section (NadiCaseView *self, Section section, const NadiCase *visit, const NadiCase *other)
{
  g_autoptr (GPtrArray) lines = lines_of (visit, section);
  g_autoptr (GPtrArray) beside = other != NULL ? lines_of (other, section) : NULL;
  GtkWidget *box;

  if (lines->len == 0 && (beside == NULL || beside->len == 0))
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  add_label (box, section_title (section), "caption-heading");
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      GtkWidget *label = add_label (box, line, NULL);

      if (beside != NULL && !has_line (beside, line))
        {
          gtk_widget_add_css_class (label, "different");
          add_label (box, _("only here"), "only-here");
        }
    }
  if (lines->len == 0)
    add_label (box, _("nothing"), "dim-label");
  gtk_box_append (GTK_BOX (self->box), box);
}

void
nadi_case_view_show (NadiCaseView *self, const char *title, const char *caption, const NadiCase *visit, const NadiCase *other)
{
  GtkWidget *child;
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  add_label (head, title, "heading");
  if (caption != NULL)
    add_label (head, caption, "dim-label");
  gtk_box_append (GTK_BOX (self->box), head);
  for (guint section = 0; visit != NULL && section < N_SECTIONS; section++)
    show_section (self, section, visit, other);
}

static void
nadi_case_view_dispose (GObject *object)
{
  g_clear_pointer (&NADI_CASE_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (nadi_case_view_parent_class)->dispose (object);
}

static void
nadi_case_view_class_init (NadiCaseViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_case_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
nadi_case_view_init (NadiCaseView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
