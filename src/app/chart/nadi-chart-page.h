/* The chart of a patient: band, summary, timeline, vital signs, and how complete it is. It reads the chart once when it is shown, and again
 * when news of this patient arrive; what is open, focused and scrolled to stays. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"
#include "nadi-session-chart.h"

#define NADI_TYPE_CHART_PAGE (nadi_chart_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiChartPage, nadi_chart_page, NADI, CHART_PAGE, GtkWidget)

/* Has the actions win.new-case, win.edit-patient, win.print, win.chart-trend and win.chart-table.
 *
 * Signals:
 *   open-case (const char *patient, const char *case)         case NULL: a new one
 *   edit-patient (const char *patient)
 *   open-conflict (const char *patient, const char *record)   two current versions of it stand beside each other
 *   open-withdrawn (const char *patient, const char *version)   a case that was withdrawn is to be read: a version of its Encounter
 *   print (const char *visit)                                 a case's id; NULL: whatever of the chart
 *   loaded ()                                                  what was asked for with show or refresh is on the screen, or has failed
 */

void nadi_chart_page_set_desk (NadiChartPage *page, NadiDesk *desk);
/* id of the chart; NULL empties the page. */
void nadi_chart_page_show (NadiChartPage *page, const char *patient);
/* NULL while empty. (transfer none) */
const char *nadi_chart_page_get_patient (NadiChartPage *page);
/* What it shows, without the rows; NULL while empty. (transfer none) */
NadiSessionChart *nadi_chart_page_get_chart (NadiChartPage *page);
/* Something was written here: reads the chart again and marks what is new. */
void nadi_chart_page_refresh (NadiChartPage *page);
/* The keyboard goes on in what the page shows: the first line of the timeline, or the trend. */
gboolean nadi_chart_page_focus (NadiChartPage *page);
/* Opens a case's line and scrolls to it. FALSE if it has none. */
gboolean nadi_chart_page_show_case (NadiChartPage *page, const char *visit);
