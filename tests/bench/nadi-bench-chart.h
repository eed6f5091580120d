/* A long chart, for what measures how long it takes to open. */
#pragma once

#include "nadi-session-patients.h"

#define NADI_BENCH_RECORDS 5 /* of each case */

/* A new patient of that name with so many cases, a problem, a prescription, a result and a pulse each; gives the patient's id.
 * (transfer full) */
char *nadi_bench_add_chart (NadiSession *session, const char *name, guint cases);
