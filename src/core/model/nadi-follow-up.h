/* When to come again, as it is typed: "+2w", "+10d", "+1m", "+1y", or a date. */
#pragma once

#include <glib.h>

#include "nadi-date.h"

#define NADI_FOLLOW_UP_DAYS 1100

/* text: the plus sign may be left out, the number is 1 … 999, the letter d, w, m or y in either case (or the word: days, weeks, months,
 * years); a month on from the 31st is that month's last day. Or a day: 2026-12-24, 24/12/2026. Digits of any script.
 * today and *day are day numbers. "" and blanks: FALSE with _LENGTH. Errors: NADI_MODEL_ERROR_UNKNOWN (a letter that is none),
 * _NUMBER, _DATE (no day of the calendar), _RANGE (before today, or more than NADI_FOLLOW_UP_DAYS ahead), _LENGTH. */
gboolean nadi_follow_up_parse (const char *text, gint32 today, gint32 *day, GError **error);
