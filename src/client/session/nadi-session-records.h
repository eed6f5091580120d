/* Private to client/session: rows as people see them. Expects `lock`. */
#pragma once

#include "nadi-session-charts.h"
#include "nadi-session-private.h"

/* resource: NULL without content. (transfer full) */
NadiRecordInfo *nadi_session_info_of (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource);

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
/* Current versions of one type without recording a read: for what goes on inside a write. */
GPtrArray *nadi_session_open_current (NadiSession *self, const char *patient, GError **error);

/* A version by its id, or a record's newest current one. NOT_FOUND if there is none. */
gboolean nadi_session_find_row (NadiSession *self, const char *version_or_record, NadiCacheRecord **row, GError **error);
