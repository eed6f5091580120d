/* What the ledger refused, to be looked at by a person. Done puts it away, and can be taken back. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_TASKS_PAGE (nadi_tasks_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiTasksPage, nadi_tasks_page, NADI, TASKS_PAGE, GtkWidget)

/* Signal: open-chart (const char *patient) */

NadiTasksPage *nadi_tasks_page_new (NadiDesk *desk);
