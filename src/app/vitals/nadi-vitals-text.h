/* What is said of vital signs. Pure. */
#pragma once

#include "nadi-trend.h"

/* "Blood pressure", "Pulse", …; static. */
const char *nadi_vitals_text_sign (NadiSign sign);
/* "150/95 mmHg", "88 /min". (transfer full) */
char *nadi_vitals_text_value (const NadiTrend *trend, const NadiTrendPoint *point);
/* "above the target", …; "" when there is none; static. */
const char *nadi_vitals_text_place (NadiTargetPlace place);
/* "Target 90–139 / 60–89 mmHg"; "" when there is none. (transfer full) */
char *nadi_vitals_text_target (const NadiTrend *trend);
/* Day, clock, value, place. (transfer full) */
char *nadi_vitals_text_point (const NadiTrend *trend, const NadiTrendPoint *point, GTimeZone *zone);
