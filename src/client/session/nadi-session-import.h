/* Import of FHIR R4 files: what they hold becomes unclaimed charts and records of our own shelves.
 *
 * A Patient that came before (same source key) is the same chart. A resource that came before unchanged is passed over, a changed one
 * amends. Each batch's records, events, and the note of what was taken are one transaction, so that an import that
 * was killed goes on by being started again. */
#pragma once

#include "nadi-session.h"

typedef struct
{
  char *reason;              /* nadi_fhir_error_name(), or "patient-unknown", "role" */
  guint64 count;
} NadiImportReason;

typedef struct
{
  char *type;                /* FHIR resource type as the files say it; "?" if that is none */
  guint64 taken;             /* new */
  guint64 amended;
  guint64 unchanged;
  guint64 refused;
  GPtrArray *reasons;        /* of refused: NadiImportReason */
} NadiImportLine;

typedef struct
{
  guint files;
  GPtrArray *unreadable;     /* NadiImportReason: files refused as a whole, by reason */
  GPtrArray *lines;          /* NadiImportLine, by type in order of first meeting */
  guint64 taken, amended, unchanged, refused; /* sums of the lines */
  gboolean nothing_new;      /* taken and amended are 0 */
  gboolean complete;         /* FALSE: cancelled or failed before the end */
} NadiImportReport;

void nadi_import_report_free (NadiImportReport *report);

/* path: a file or a folder (its *.json, *.ndjson, *.jsonl, in byte order of their names, folders below too). label: what tells sources with the
 * same ids apart, or NULL. send: sync as it goes, so that others have the records while the import runs; a service
 * that is gone does not stop the import. *report is set on errors and cancellation too, as far as it went. */
gboolean nadi_session_import (NadiSession *session, const char *path, const char *label, gboolean send,
                              NadiSessionProgress progress, gpointer user_data, NadiImportReport **report,
                              GCancellable *cancellable, GError **error);

/* The same for resources that are in memory (NadiFhirResource, each Patient before what is about it), in one transaction and without
 * sending: charts that a program made. */
gboolean nadi_session_import_resources (NadiSession *session, GPtrArray *resources, const char *label, NadiImportReport **report,
                                        GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiImportReport, nadi_import_report_free)
