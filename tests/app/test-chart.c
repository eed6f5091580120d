/* The chart's widgets: each lives and dies; a line stays as it was opened when news come, and is found by its words. */
#include <string.h>

#include "nadi-chart-aside.h"
#include "nadi-chart-foot.h"
#include "nadi-chart-head.h"
#include "nadi-chart-line.h"
#include "nadi-chart-page.h"
#include "nadi-test-widgets.h"

#define TODAY 20620 /* 2026-06-16 */

/* --- lines -------------------------------------------------------------------------------------------------------- */

static NadiChartRow *
make_row (const char *symptoms)
{
  NadiChartRow *row = g_new0 (NadiChartRow, 1);

  row->kind = NADI_CHART_CASE;
  row->key = g_strdup ("case-1");
  row->visit = nadi_case_new ();
  row->visit->symptoms = g_strdup (symptoms);
  row->time = nadi_day_to_time (TODAY);
  row->info = g_new0 (NadiRecordInfo, 1);
  row->info->author = g_strdup ("Dev Doctor");
  row->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  row->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  row->sections = 1u << NADI_SECTION_ENCOUNTERS;
  row->proof = NADI_PROOF_PROVEN;
  return row;
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
test_line (void)
{
  g_autoptr (NadiChartItem) item = nadi_chart_item_new (make_row ("cough"));
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  GtkWidget *line = g_object_ref_sink (nadi_chart_line_new ());

  nadi_chart_line_bind (NADI_CHART_LINE (line), item, TODAY, zone);
  g_assert_true (says (line, "cough"));
  g_assert_false (says (line, "Symptoms"));
  nadi_chart_item_set_expanded (item, TRUE);
  g_assert_true (says (line, "Symptoms"));
  nadi_chart_item_update (item, make_row ("cough at night"));
  g_assert_true (nadi_chart_item_get_expanded (item));
  g_assert_true (says (line, "Symptoms"));
  g_assert_true (says (line, "cough at night"));
  nadi_chart_item_set_expanded (item, FALSE);
  g_assert_false (says (line, "Symptoms"));
  nadi_chart_line_bind (NADI_CHART_LINE (line), NULL, 0, NULL);
  g_assert_finalize_object (line);
  g_assert_finalize_object (g_steal_pointer (&item));
}

static void
test_matches (void)
{
  static const char *const both[] = { "cou", "night", NULL };
  static const char *const one[] = { "ough", NULL };
  g_autoptr (NadiChartItem) item = nadi_chart_item_new (make_row ("Cough at Night"));

  g_assert_true (nadi_chart_item_matches (item, 0, NULL));
  g_assert_true (nadi_chart_item_matches (item, 0, both));
  g_assert_false (nadi_chart_item_matches (item, 0, one));
  g_assert_true (nadi_chart_item_matches (item, 1u << NADI_SECTION_ENCOUNTERS, both));
  g_assert_false (nadi_chart_item_matches (item, 1u << NADI_SECTION_RESULTS, both));
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_data_func ("/chart/lives/line", nadi_chart_line_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/head", nadi_chart_head_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/aside", nadi_chart_aside_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/foot", nadi_chart_foot_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/page", nadi_chart_page_get_type, nadi_test_lives);
  g_test_add_func ("/chart/line/stays", test_line);
  g_test_add_func ("/chart/line/matches", test_matches);
  return g_test_run ();
}
