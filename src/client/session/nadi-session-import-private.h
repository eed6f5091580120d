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

/* Writes one resource inside an open transaction. source: what tells sources with the same ids apart, or NULL. FALSE with an error when the
 * whole batch has to go: the cache fails, or a key is missing. */
gboolean nadi_session_import_one (NadiSession *self, NadiFhirResource *resource, const char *source, NadiImportCount *count, GError **error);
