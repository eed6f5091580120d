/* A case to read: section by section, in the order of a visit. Beside another one it says in words what differs. */
#pragma once

#include <adwaita.h>

#include "nadi-case.h"

#define NADI_TYPE_CASE_VIEW (nadi_case_view_get_type ())
G_DECLARE_FINAL_TYPE (NadiCaseView, nadi_case_view, NADI, CASE_VIEW, GtkWidget)

/* caption: whose and when, small under the title, or NULL. other: NULL, or the case that stands beside: lines that it lacks are marked "only
 * here". visit NULL: nothing but the title and the caption. */
void nadi_case_view_show (NadiCaseView *view, const char *title, const char *caption, const NadiCase *visit, const NadiCase *other);

/* How many lines stand in one and not in the other. */
guint nadi_case_view_count_differences (const NadiCase *one, const NadiCase *other);
