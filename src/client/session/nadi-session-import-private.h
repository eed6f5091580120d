/* Private to the import's own files: the report as it grows, and what becomes of one resource. */
#pragma once

#include "nadi-fhir-resource.h"
#include "nadi-session-import.h"
#include "nadi-session-private.h"

typedef enum
{
  NADI_IMPORT_TAKEN,
  NADI_IMPORT_AMENDED,
  NADI_IMPORT_UNCHANGED,
  NADI_IMPORT_REFUSED,
} NadiImportOutcome;

NadiImportReport *nadi_import_report_new (void);
/* reason: of a refusal, static. */
void nadi_import_report_count (NadiImportReport *report, const char *type, NadiImportOutcome outcome, const char *reason);
void nadi_import_report_unreadable (NadiImportReport *report, const char *reason);

/* What a batch came to, counted only once the batch is durable. */
typedef struct
{
  const char *type;          /* static */
  NadiImportOutcome outcome;
  const char *reason;
} NadiImportCount;

/* One import from its first resource to its last. */
typedef struct
{
  NadiSession *session;
  GHashTable *met;           /* source keys of this run: of several resources with one key the first counts */
  GHashTable *opened;        /* charts whose records are all opened, so that what other desks brought is known */
} NadiImportRun;

void nadi_import_run_init (NadiImportRun *run, NadiSession *session);
void nadi_import_run_clear (NadiImportRun *run);

/* Writes one resource inside an open transaction. source: what tells sources with the same ids apart, or NULL. FALSE with an error when the
 * whole batch has to go: the cache fails, or a key is missing. */
gboolean nadi_session_import_one (NadiImportRun *run, NadiFhirResource *resource, const char *source, NadiImportCount *count, GError **error);
