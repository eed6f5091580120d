/* The trend of vital signs: its points are walked by keyboard and say what they are; its table, its files. And lines of the timeline,
 * which stay what they are when news come. */
#include <string.h>

#include "nadi-test-widgets.h"
#include "nadi-vitals-plot.h"
#include "nadi-vitals-point.h"
#include "nadi-vitals-table.h"
#include "nadi-vitals-trend.h"

#define TODAY 20700
#define N_POINTS 4

static const gint32 pressures[N_POINTS][2] = { { 121000, 79000 }, { 150000, 95000 }, { 138000, 88000 }, { 85000, 55000 } };

static NadiSummary *
make_summary (guint n)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();

  patient->birth = (NadiDate) { 1970, 5, 9, NADI_DATE_DAY };
  for (guint i = 0; i < n; i++)
    {
      NadiCase *visit = nadi_case_new ();

      visit->id = g_strdup_printf ("case-%u", i);
      visit->start = nadi_day_to_time (TODAY - 100 + 20 * (gint32) i) + 9 * 3600000;
      visit->practitioner_name = g_strdup ("Dev Doctor");
      visit->vitals.at[NADI_VITAL_SYSTOLIC] = (NadiVital) { TRUE, pressures[i % N_POINTS][0], NADI_UNIT_MMHG };
      visit->vitals.at[NADI_VITAL_DIASTOLIC] = (NadiVital) { TRUE, pressures[i % N_POINTS][1], NADI_UNIT_MMHG };
      visit->vitals.at[NADI_VITAL_PULSE] = (NadiVital) { i == 0, 88000, NADI_UNIT_PER_MINUTE };
      g_ptr_array_add (cases, visit);
    }
  return nadi_summary_new (patient, cases, NULL, NULL, TODAY);
}

typedef struct
{
  GtkWidget *window;
  NadiVitalsTrend *trend;
} Shown;

static gboolean
is_drawn (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static Shown
show (guint n)
{
  Shown shown = { gtk_window_new (), g_object_new (NADI_TYPE_VITALS_TREND, NULL) };
  g_autoptr (NadiSummary) summary = make_summary (n);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  gtk_window_set_default_size (GTK_WINDOW (shown.window), 900, 500);
  gtk_window_set_child (GTK_WINDOW (shown.window), GTK_WIDGET (shown.trend));
  nadi_vitals_trend_show (shown.trend, summary, TODAY, zone);
  gtk_window_present (GTK_WINDOW (shown.window));
  nadi_test_wait (is_drawn, shown.trend);
  nadi_test_settle ();
  return shown;
}

static void
take_down (Shown *shown)
{
  gpointer seen = shown->trend;

  g_object_add_weak_pointer (G_OBJECT (shown->trend), &seen);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  nadi_test_settle ();
  g_assert_null (seen);
}

static void
assert_at (Shown *shown, guint i)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (shown->window));

  g_assert_true (NADI_IS_VITALS_POINT (focus));
  g_assert_cmpint (nadi_vitals_point_get (NADI_VITALS_POINT (focus))->value, ==, pressures[i][0]);
}

static void
test_walk (void)
{
  Shown shown = show (N_POINTS);
  GtkWidget *plot = nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_PLOT);
  GtkWidget *focus;
  g_autofree char *wrong = NULL;

  g_assert_true (nadi_vitals_trend_focus (shown.trend));
  assert_at (&shown, 3);
  g_assert_true (gtk_widget_child_focus (plot, GTK_DIR_LEFT));
  assert_at (&shown, 2);
  gtk_widget_child_focus (plot, GTK_DIR_LEFT);
  assert_at (&shown, 1);
  focus = gtk_window_get_focus (GTK_WINDOW (shown.window));
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "16 Jun 2026 09:00: 150/95\u00a0mmHg, above the target");
  g_assert_cmpstr (wrong, ==, NULL);
  for (guint i = 0; i < 5; i++)
    gtk_widget_child_focus (plot, GTK_DIR_LEFT);
  assert_at (&shown, 0);
  gtk_widget_child_focus (plot, GTK_DIR_RIGHT);
  assert_at (&shown, 1);
  /* Tab leaves, and comes back to where one was. */
  g_assert_false (gtk_widget_child_focus (plot, GTK_DIR_TAB_FORWARD));
  gtk_window_set_focus (GTK_WINDOW (shown.window), NULL);
  g_assert_true (gtk_widget_child_focus (plot, GTK_DIR_TAB_FORWARD));
  assert_at (&shown, 1);
  take_down (&shown);
}

/* Where time runs from right to left, the arrow to the left goes on in time. */
static void
test_walk_rtl (void)
{
  Shown shown = show (N_POINTS);
  GtkWidget *plot = nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_PLOT);

  gtk_widget_set_direction (plot, GTK_TEXT_DIR_RTL);
  nadi_test_settle ();
  gtk_widget_grab_focus (plot);
  gtk_widget_child_focus (plot, GTK_DIR_RIGHT);
  assert_at (&shown, 2);
  gtk_widget_child_focus (plot, GTK_DIR_LEFT);
  assert_at (&shown, 3);
  take_down (&shown);
}

static void
test_tab_order (void)
{
  Shown shown = show (N_POINTS);
  g_autofree char *order = nadi_test_tab_order (GTK_WIDGET (shown.trend));
  g_autofree char *unnamed = nadi_test_unnamed (GTK_WIDGET (shown.trend));

  /* The drop-down's own button, the table's, the menu's, the field. */
  g_assert_cmpstr (order, ==, "button table_toggle save plot");
  g_assert_cmpstr (unnamed, ==, "");
  take_down (&shown);
}

static guint
count_rows (GtkWidget *table)
{
  GtkWidget *view = nadi_test_find_type (table, GTK_TYPE_COLUMN_VIEW);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))));
}

static void
test_table (void)
{
  Shown shown = show (N_POINTS);
  GtkWidget *table = nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_TABLE);
  GtkWidget *plot = nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_PLOT);

  g_assert_false (gtk_widget_get_mapped (table));
  nadi_vitals_trend_set_table (shown.trend, TRUE);
  nadi_test_settle ();
  g_assert_true (gtk_widget_get_mapped (table));
  g_assert_false (gtk_widget_get_mapped (plot));
  g_assert_cmpuint (count_rows (table), ==, N_POINTS);
  g_assert_true (nadi_vitals_trend_choose (shown.trend, NADI_SIGN_PULSE));
  nadi_test_settle ();
  g_assert_cmpuint (count_rows (table), ==, 1);
  g_assert_false (nadi_vitals_trend_choose (shown.trend, NADI_SIGN_WEIGHT));
  take_down (&shown);
}

static void
test_export (void)
{
  static const struct
  {
    NadiExportForm form;
    const char *begin;
  } forms[] = { { NADI_EXPORT_PNG, "\x89PNG" }, { NADI_EXPORT_SVG, "<?xml" }, { NADI_EXPORT_CSV, "date,systolic,diastolic" } };
  Shown shown = show (N_POINTS);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = nadi_vitals_trend_export (shown.trend, forms[i].form, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
      g_assert_cmpint (memcmp (g_bytes_get_data (bytes, NULL), forms[i].begin, strlen (forms[i].begin)), ==, 0);
    }
  take_down (&shown);
}

static void
test_empty (void)
{
  Shown shown = show (0);
  g_autoptr (GBytes) none = nadi_vitals_trend_export (shown.trend, NADI_EXPORT_CSV, NULL);

  g_assert_null (none);
  g_assert_false (nadi_vitals_trend_focus (shown.trend));
  take_down (&shown);
}

/* The newest stay; all of them are in the table. */
static void
test_many (void)
{
  Shown shown = show (NADI_TREND_MOST_POINTS + 50);
  GtkWidget *plot = nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_PLOT);
  guint points = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (plot); child != NULL; child = gtk_widget_get_next_sibling (child))
    points++;
  g_assert_cmpuint (points, ==, NADI_TREND_MOST_POINTS);
  g_assert_cmpuint (count_rows (nadi_test_find_type (GTK_WIDGET (shown.trend), NADI_TYPE_VITALS_TABLE)), ==, NADI_TREND_MOST_POINTS + 50);
  take_down (&shown);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/vitals-trend/walk", test_walk);
  g_test_add_func ("/vitals-trend/walk-rtl", test_walk_rtl);
  g_test_add_func ("/vitals-trend/tab-order", test_tab_order);
  g_test_add_func ("/vitals-trend/table", test_table);
  g_test_add_func ("/vitals-trend/export", test_export);
  g_test_add_func ("/vitals-trend/empty", test_empty);
  g_test_add_func ("/vitals-trend/many", test_many);
  return g_test_run ();
}
