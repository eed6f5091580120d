/* A case that was withdrawn, to read: each version that was signed, newest first, the newest with the reason where one was given. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_WITHDRAWN_PAGE (nadi_withdrawn_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiWithdrawnPage, nadi_withdrawn_page, NADI, WITHDRAWN_PAGE, GtkWidget)

/* Once. */
void nadi_withdrawn_page_set_desk (NadiWithdrawnPage *page, NadiDesk *desk);
/* version: one of the withdrawn Encounter. Once. */
void nadi_withdrawn_page_open (NadiWithdrawnPage *page, const char *patient, const char *version);
/* How many versions it shows. */
guint nadi_withdrawn_page_count (NadiWithdrawnPage *page);
