/* Private to client/session: patients' compact rows in the cache, and the search index over them in memory. */
#pragma once

#include "nadi-patient.h"
#include "nadi-session-private.h"

/* NadiCachePatient.flags */
#define NADI_ROW_UNCLAIMED 1u
#define NADI_ROW_DECEASED 2u

/* Reads all rows. Expects `lock`. */
gboolean nadi_session_index_load (NadiSession *self, GError **error);
void nadi_patient_index_free (NadiPatientIndex *index);

/* These three expect `lock`; the index follows at nadi_session_index_flush(), to be called after the commit. */
gboolean nadi_session_put_row (NadiSession *self, const NadiPatient *patient, const char *id, GError **error);
gboolean nadi_session_put_visit (NadiSession *self, const char *patient, gint32 day, GError **error);
gboolean nadi_session_remove_row (NadiSession *self, const char *patient, GError **error);
void nadi_session_index_flush (NadiSession *self);
