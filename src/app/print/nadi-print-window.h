/* What will be on paper, before it is: Enter prints it, or it becomes a PDF.
 *
 * The chart is read when the window opens. The documents are those of src/app/paper. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_PRINT_WINDOW (nadi_print_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiPrintWindow, nadi_print_window, NADI, PRINT_WINDOW, AdwWindow)

/* patient: id. visit: a case's id, to print it or its prescription; NULL: the summary of the chart. parent may be NULL. */
NadiPrintWindow *nadi_print_window_new (GtkWindow *parent, NadiDesk *desk, const char *patient, const char *visit);
/* Pages of what is shown; 0 while the chart is read. */
guint nadi_print_window_count_pages (NadiPrintWindow *window);
/* What is shown as a PDF; NULL while the chart is read. (transfer full) */
GBytes *nadi_print_window_to_pdf (NadiPrintWindow *window, GError **error);
