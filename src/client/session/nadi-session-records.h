/* Private to client/session: rows as people see them. Expects `lock`. */
#pragma once

#include "nadi-session-charts.h"
#include "nadi-session-private.h"

/* resource: NULL without content. (transfer full) */
NadiRecordInfo *nadi_session_info_of (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource);

/* What many rows of one chart have in common, so that it is looked up once. */
typedef struct
{
  gboolean waiting;          /* something is in the outbox */
  GHashTable *names;         /* signer → its names */
  GHashTable *heads;         /* record → how many current versions */
} NadiInfoSource;

/* rows: all of the chart; borrowed. */
void nadi_info_source_init (NadiInfoSource *source, NadiSession *self, GPtrArray *rows);
void nadi_info_source_clear (NadiInfoSource *source);
/* The same as nadi_session_info_of(), but without the summary unless it is asked for. (transfer full) */
NadiRecordInfo *nadi_session_info_from (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource,
                                        const NadiInfoSource *source, gboolean summary);

/* One line: type's title and what matters most. (transfer full) */
char *nadi_session_summary_of (NadiFhirResource *resource);

/* An opened version with its row. */
typedef struct
{
  NadiCacheRecord *row;
  NadiFhirResource *resource; /* NULL without content */
} NadiOpened;

/* All versions of a chart (patient NULL: the directory) that this role can list, opened; in the order they were first put. Records the read
 * before anything is given. all: replaced and retracted ones too. Array of NadiOpened. */
GPtrArray *nadi_session_open_chart (NadiSession *self, const char *patient, gboolean all, GError **error);
/* The same in two steps: the rows of every version, and those of them that are current (all: every one) opened. */
GPtrArray *nadi_session_chart_rows (NadiSession *self, const char *patient, GError **error);
GPtrArray *nadi_session_open_rows (NadiSession *self, GPtrArray *rows, gboolean all, GError **error);
/* Current versions of one type without recording a read: for what goes on inside a write. */
GPtrArray *nadi_session_open_current (NadiSession *self, const char *patient, GError **error);

/* Records name the patient as the identity record, one of those opened, calls itself. (transfer full) */
char *nadi_session_logical_id (GPtrArray *opened, const char *patient);

/* What may be shown of a row, after the read was recorded. Errors: DAMAGED, CLOSED. (transfer full) */
NadiFhirResource *nadi_session_read_row (NadiSession *self, NadiCacheRecord *row, GError **error);

/* A version by its id, or a record's newest current one. NOT_FOUND if there is none. */
gboolean nadi_session_find_row (NadiSession *self, const char *version_or_record, NadiCacheRecord **row, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiInfoSource, nadi_info_source_clear)
