/* One thing that the ledger refused: what it was, why, what to do, what was typed. */
#pragma once

#include <adwaita.h>

#include "nadi-session.h"

#define NADI_TYPE_TASK_LINE (nadi_task_line_get_type ())
G_DECLARE_FINAL_TYPE (NadiTaskLine, nadi_task_line, NADI, TASK_LINE, GtkListBoxRow)

/* Signals:
 *   open    the patient's chart is wanted
 *   done    the person has seen to it */

/* task: taken. patient: the name of whom it is about, or NULL. */
NadiTaskLine *nadi_task_line_new (NadiTask *task, const char *patient, gint64 now, GTimeZone *zone);
/* (transfer none) */
const NadiTask *nadi_task_line_get_task (NadiTaskLine *line);
/* (transfer full); the line is of no use after. */
NadiTask *nadi_task_line_steal_task (NadiTaskLine *line);
