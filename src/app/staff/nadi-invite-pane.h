/* Inviting somebody: who and as what; then the code, big, and as a text for paper. A code is shown once.
 *
 * Main thread only. */
#pragma once

#include "nadi-desk.h"

#include <adwaita.h>

#define NADI_TYPE_INVITE_PANE (nadi_invite_pane_get_type ())
G_DECLARE_FINAL_TYPE (NadiInvitePane, nadi_invite_pane, NADI, INVITE_PANE, GtkWidget)

/* Signal: invited — there is one open invitation more. */

/* Once. */
void nadi_invite_pane_set_desk (NadiInvitePane *pane, NadiDesk *desk);
/* While a code is being made. */
gboolean nadi_invite_pane_is_busy (NadiInvitePane *pane);
/* An empty form; the last code is gone. */
void nadi_invite_pane_reset (NadiInvitePane *pane);
/* What is written or printed for whoever was invited. Pure. (transfer full) */
char *nadi_invite_pane_paper (const char *clinic, const char *name, const char *code);
