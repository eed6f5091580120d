/* What is saved, behind the header's button: what waits, when the service last answered, when enough hospitals last confirmed. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_SAVED_PAGE (nadi_saved_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiSavedPage, nadi_saved_page, NADI, SAVED_PAGE, GtkWidget)

/* Signal: open-tasks — the person wants to see what was refused. */

NadiSavedPage *nadi_saved_page_new (NadiDesk *desk);
