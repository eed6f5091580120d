/* The page of a locked desk: the clock, who signs in, the passphrase. Nothing of any patient. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_UNLOCK_PAGE (nadi_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiUnlockPage, nadi_unlock_page, NADI, UNLOCK_PAGE, GtkWidget)

/* desk must be set once, before the page is shown. The desk's `opened` says that a person is in. */
void nadi_unlock_page_set_desk (NadiUnlockPage *page, NadiDesk *desk);
/* Reads the accounts again, empties the passphrase, and takes the focus. */
void nadi_unlock_page_reset (NadiUnlockPage *page);
