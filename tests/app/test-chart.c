/* The chart's widgets: each lives and dies, and everything that can be acted on has a name. */
#include "nadi-chart-aside.h"
#include "nadi-chart-foot.h"
#include "nadi-chart-head.h"
#include "nadi-chart-line.h"
#include "nadi-chart-page.h"
#include "nadi-test-widgets.h"

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_data_func ("/chart/lives/line", nadi_chart_line_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/head", nadi_chart_head_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/aside", nadi_chart_aside_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/foot", nadi_chart_foot_get_type, nadi_test_lives);
  g_test_add_data_func ("/chart/lives/page", nadi_chart_page_get_type, nadi_test_lives);
  return g_test_run ();
}
