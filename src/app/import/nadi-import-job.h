/* An import that is under way, whether somebody looks at it or not. Ends by itself, by cancelling, or when the desk locks; what was taken
 * by then is taken, and the same file goes on where it was.
 *
 * Main thread only; the work itself is off it. */
#pragma once

#include "nadi-desk.h"
#include "nadi-session-import.h"

#define NADI_TYPE_IMPORT_JOB (nadi_import_job_get_type ())
G_DECLARE_FINAL_TYPE (NadiImportJob, nadi_import_job, NADI, IMPORT_JOB, GObject)

/* Signals:
 *   progress   several times a second
 *   done       the report is there */

/* label: what tells sources with the same ids apart, or NULL. */
NadiImportJob *nadi_import_job_new (NadiDesk *desk, const char *path, const char *label);
void nadi_import_job_cancel (NadiImportJob *job);
gboolean nadi_import_job_is_running (NadiImportJob *job);

/* total 0: not known yet. left: seconds, 0 when it can't be said. */
void nadi_import_job_get_progress (NadiImportJob *job, guint64 *done, guint64 *total, guint *left);
/* NULL while it runs, and when there was nothing to read. (transfer none) */
const NadiImportReport *nadi_import_job_get_report (NadiImportJob *job);
/* NULL when it went well or was cancelled. (transfer none) */
const GError *nadi_import_job_get_error (NadiImportJob *job);
gboolean nadi_import_job_was_cancelled (NadiImportJob *job);
