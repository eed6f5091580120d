/* What will be on paper, before it is: Enter prints it, or it becomes a PDF.
 *
 * It shows what the chart that it is given holds, whatever comes later. The documents are those of src/app/paper. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"
#include "nadi-session-chart.h"

#define NADI_TYPE_PRINT_WINDOW (nadi_print_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiPrintWindow, nadi_print_window, NADI, PRINT_WINDOW, AdwWindow)

/* Signal: printed () — the printing system has taken it; the window closes. */

/* chart: its identity can be read. visit: a case's id, to print it or its prescription; NULL: first the summary of the chart, and the newest
 * case to choose. parent may be NULL. */
NadiPrintWindow *nadi_print_window_new (GtkWindow *parent, NadiDesk *desk, NadiSessionChart *chart, const char *visit);
/* Pages of what is shown. */
guint nadi_print_window_count_pages (NadiPrintWindow *window);
/* What is shown, as a PDF. (transfer full) */
GBytes *nadi_print_window_to_pdf (NadiPrintWindow *window, GError **error);
