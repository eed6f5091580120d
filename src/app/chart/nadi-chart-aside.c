/* The summary's column. */
#include "nadi-chart-aside.h"

#include <glib/gi18n.h>

#include "nadi-chart-build.h"
#include "nadi-chart-text.h"
#include "nadi-format.h"
#include "nadi-text.h"
#include "nadi-ui.h"

#define MOST_LINES 40
#define LONGEST_BESIDE 18 /* letters of a value that stands beside what it is of */
/* So many show at once. What is below them is measured only after they are painted: to wrap its words takes as long as opening the chart. */
#define FIRST_LINES 20

struct _NadiChartAside
{
  GtkWidget parent_instance;
  GtkBox *box;
  guint lines;
  GPtrArray *later;          /* GtkWidget, of the box: hidden until then */
  guint tick;
  guint frames;
};

G_DEFINE_FINAL_TYPE (NadiChartAside, nadi_chart_aside, GTK_TYPE_WIDGET)

/* --- later -------------------------------------------------------------------------------------------------------- */

static void
forget_later (NadiChartAside *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = self->frames = self->lines = 0;
  g_ptr_array_set_size (self->later, 0);
}

/* Comes before a frame: in the second one the first is on the screen. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  NadiChartAside *self = NADI_CHART_ASIDE (widget);

  if (self->frames++ == 0)
    return G_SOURCE_CONTINUE;
  for (guint i = 0; i < self->later->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->later, i), TRUE);
  self->tick = 0;
  forget_later (self);
  return G_SOURCE_REMOVE;
}

static void
append (NadiChartAside *self, GtkBox *box, GtkWidget *widget)
{
  if (self->lines >= FIRST_LINES)
    {
      gtk_widget_set_visible (widget, FALSE);
      g_ptr_array_add (self->later, widget);
      if (self->tick == 0)
        self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
    }
  gtk_box_append (box, widget);
}

/* --- its groups --------------------------------------------------------------------------------------------------- */

static GtkBox *
add_group (NadiChartAside *self, const char *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_margin_bottom (group, 12);
  gtk_box_append (GTK_BOX (group), nadi_chart_heading (title));
  append (self, self->box, group);
  return GTK_BOX (group);
}

static void
add_none (GtkBox *group, const char *text)
{
  gtk_box_append (group, nadi_chart_label (text, "dim-label"));
}

/* What it is, what is said of it below, and a value at the end of the line. Leads to the case that it comes from. */
static void
add_line (NadiChartAside *self, GtkBox *group, const char *text, const char *below, const char *value, const char *css, const NadiCase *visit)
{
  GtkWidget *across = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = nadi_chart_label (text, css);

  gtk_box_append (GTK_BOX (lines), label);
  gtk_widget_set_hexpand (lines, TRUE);
  if (below != NULL && below[0] != '\0')
    gtk_box_append (GTK_BOX (lines), nadi_chart_label (below, "caption dim-label facts"));
  gtk_box_append (GTK_BOX (across), lines);
  if (value != NULL)
    {
      /* A result may be a sentence, which stands below. */
      gboolean is_long = g_utf8_strlen (value, -1) > LONGEST_BESIDE;
      GtkWidget *shown = is_long ? nadi_chart_label (value, NULL) : gtk_label_new (value);

      gtk_widget_set_valign (shown, GTK_ALIGN_START);
      gtk_widget_add_css_class (shown, "facts");
      if (css != NULL)
        gtk_widget_add_css_class (shown, css);
      if (is_long)
        gtk_box_insert_child_after (GTK_BOX (lines), shown, label);
      else
        gtk_box_append (GTK_BOX (across), shown);
    }
  if (visit != NULL && visit->id != NULL)
    {
      /* Of what is visible a tooltip asks the X server where the pointer is. */
      GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "visible", FALSE, "tooltip-text", _("Show the visit this comes from"), NULL);
      g_autofree char *spoken = g_strjoin (", ", text, value != NULL ? value : below, value != NULL ? below : NULL, NULL);

      gtk_button_set_child (GTK_BUTTON (button), across);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "fact");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", visit->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "chart.show");
      nadi_ui_set_name (button, spoken);
      gtk_widget_set_visible (button, TRUE);
      across = button;
    }
  else
    gtk_widget_add_css_class (across, "fact");
  append (self, group, across);
  self->lines++;
}

static void
add_problems (NadiChartAside *self, GArray *problems)
{
  GtkBox *group = add_group (self, _("Problems"));

  if (problems->len == 0)
    add_none (group, _("None active"));
  for (guint i = 0; i < problems->len && i < MOST_LINES; i++)
    {
      const NadiSummaryProblem *problem = &g_array_index (problems, NadiSummaryProblem, i);
      g_autofree char *since = nadi_chart_text_since (&problem->since);

      add_line (self, group, problem->text, since, NULL, NULL, problem->visit);
    }
}

static void
add_medicines (NadiChartAside *self, GArray *medicines)
{
  GtkBox *group = add_group (self, _("Medicines"));

  if (medicines->len == 0)
    add_none (group, _("None prescribed at present"));
  for (guint i = 0; i < medicines->len && i < MOST_LINES; i++)
    {
      const NadiSummaryMedicine *medicine = &g_array_index (medicines, NadiSummaryMedicine, i);
      g_autofree char *dose = nadi_format_isolate (medicine->dose);
      g_autofree char *until = medicine->until != G_MAXINT32 ? nadi_format_day (medicine->until) : NULL;
      /* Translators: how a medicine is taken, and its last day: "1-0-1 after food, until 9 May 2026". */
      g_autofree char *below = until != NULL && dose != NULL ? g_strdup_printf (_("%s, until %s"), dose, until) : g_strdup (dose);

      add_line (self, group, medicine->medicine, below, NULL, NULL, medicine->visit);
    }
}

static void
add_allergies (NadiChartAside *self, GPtrArray *allergies)
{
  GtkBox *group = add_group (self, _("Allergies"));

  if (allergies->len == 0)
    add_none (group, _("None known"));
  for (guint i = 0; i < allergies->len && i < MOST_LINES; i++)
    {
      const NadiAllergy *allergy = g_ptr_array_index (allergies, i);
      const char *risk = allergy->high_risk ? _("high risk") : NULL;
      /* Translators: what an allergy does, and how dangerous it is: "Rash, high risk". */
      g_autofree char *below = risk != NULL && allergy->reaction != NULL ? g_strdup_printf (C_("allergy", "%s, %s"), allergy->reaction, risk)
                                                                         : g_strdup (risk != NULL ? risk : allergy->reaction);

      add_line (self, group, allergy->substance, below, NULL, "allergy", NULL);
    }
}

static void
add_results (NadiChartAside *self, GArray *results, gint32 today)
{
  GtkBox *group = add_group (self, _("Latest results"));

  if (results->len == 0)
    add_none (group, _("None yet"));
  for (guint i = 0; i < results->len && i < MOST_LINES; i++)
    {
      const NadiSummaryResult *result = &g_array_index (results, NadiSummaryResult, i);
      g_autofree char *value = nadi_format_result (result->value, result->unit, result->abnormal);
      g_autofree char *day = nadi_format_day_near (result->day, today);
      /* Translators: the day of a result, and the value before: "9 May 2026, before 7.1". */
      g_autofree char *dated = result->before != NULL ? g_strdup_printf (_("%s, before %s"), day, result->before) : g_strdup (day);
      /* Translators: a result outside what is normal, and its day. */
      g_autofree char *below = result->abnormal ? g_strdup_printf (_("abnormal, %s"), dated) : g_strdup (dated);

      add_line (self, group, result->text, below, value, result->abnormal ? "abnormal" : NULL, result->visit);
    }
}

/* --- at the desk -------------------------------------------------------------------------------------------------- */

static void
join (GString *text, const char *const *parts, gsize n, const char *between)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *shown = nadi_text_display_lines (parts[i], NADI_NAME_MOST_SHOWN);

      if (shown[0] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", shown);
    }
}

static char *
contact_text (const NadiContact *contact)
{
  g_autofree char *phone = nadi_format_isolate (contact->phone);
  const char *const parts[] = { contact->name, contact->relation, phone };
  GString *text = g_string_new (NULL);

  join (text, parts, G_N_ELEMENTS (parts), ", ");
  return g_string_free (text, FALSE);
}

static void
add_identity (NadiChartAside *self, const NadiPatient *patient)
{
  GtkBox *group = add_group (self, _("How to reach"));
  GtkWidget *grid = nadi_chart_facts (0);
  g_autofree char *phone = nadi_format_isolate (patient->phone);
  g_autofree char *address = nadi_format_address (&patient->address, "\n");
  g_autofree char *guardian = contact_text (&patient->guardian);
  g_autofree char *emergency = contact_text (&patient->emergency);

  nadi_chart_fact (GTK_GRID (grid), _("Telephone"), phone);
  nadi_chart_fact (GTK_GRID (grid), _("E-mail"), patient->email);
  nadi_chart_fact (GTK_GRID (grid), _("Address"), address);
  nadi_chart_fact (GTK_GRID (grid), _("Guardian"), guardian);
  nadi_chart_fact (GTK_GRID (grid), _("In an emergency"), emergency);
  gtk_box_append (group, grid);
  if (gtk_grid_get_child_at (GTK_GRID (grid), 0, 0) == NULL)
    add_none (group, _("Nothing is known yet"));
}

void
nadi_chart_aside_show (NadiChartAside *self, const NadiSessionChart *chart, gint32 today)
{
  forget_later (self);
  nadi_chart_empty_box (self->box);
  if (chart == NULL)
    return;
  if (chart->clinical)
    {
      add_problems (self, nadi_summary_problems (chart->summary));
      add_medicines (self, nadi_summary_medicines (chart->summary));
      add_allergies (self, nadi_summary_allergies (chart->summary));
      add_results (self, nadi_summary_results (chart->summary), today);
    }
  if (chart->patient != NULL)
    add_identity (self, chart->patient);
}

static void
nadi_chart_aside_dispose (GObject *object)
{
  forget_later (NADI_CHART_ASIDE (object));
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_chart_aside_parent_class)->dispose (object);
}

static void
nadi_chart_aside_finalize (GObject *object)
{
  g_ptr_array_unref (NADI_CHART_ASIDE (object)->later);
  G_OBJECT_CLASS (nadi_chart_aside_parent_class)->finalize (object);
}

static void
nadi_chart_aside_class_init (NadiChartAsideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_chart_aside_dispose;
  G_OBJECT_CLASS (klass)->finalize = nadi_chart_aside_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
nadi_chart_aside_init (NadiChartAside *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->later = g_ptr_array_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->box), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->box));
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
}
