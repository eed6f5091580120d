/* What a window says of how safe the work is: short for the header, longer for the page behind it. Honest words: "saved" only when a
 * quorum of hospitals has confirmed it and the proof was checked here. Pure. */
#pragma once

#include "nadi-session.h"

/* "3 changes waiting, last contact 10:42". zone: the clinic's; now: ms. (transfer full) */
char *nadi_saved_text (const NadiSessionStatus *status, gint64 now, GTimeZone *zone);
/* What that means for whoever works here, one or two sentences; static. */
const char *nadi_saved_meaning (const NadiSessionStatus *status);
/* By how much this computer's clock is wrong, "12 days ahead", as far as the service's clock shows it; NULL while it is right within five
 * minutes. (transfer full) */
char *nadi_saved_clock_text (const NadiSessionStatus *status);
/* Of the icon theme; static. */
const char *nadi_saved_icon (const NadiSessionStatus *status);

/* Why the ledger refused something, and what to do about it, for a contract's word ("role", "owner", …); static. */
const char *nadi_refusal_title (const char *reason);
const char *nadi_refusal_advice (const char *reason);
/* What was being done, for a task's form ("case", "patient", …); static. */
const char *nadi_refusal_form (const char *form);
