/* Private to client/session: patients' compact rows in the cache, and the index over them in memory (its search: nadi-session-search.c). */
#pragma once

#include "nadi-session-patients.h"
#include "nadi-session-private.h"

/* NadiCachePatient.flags */
#define NADI_ROW_UNCLAIMED 1u
#define NADI_ROW_DECEASED 2u
#define NADI_ROW_UNNAMED 4u

/* All rows, each once. Expects index_lock. */
typedef void (*NadiPatientRowFunc) (const NadiCachePatient *row, gpointer data);
void nadi_patient_index_each (NadiPatientIndex *index, NadiPatientRowFunc func, gpointer data);
/* What people see of a row. (transfer full) */
NadiPatientRow *nadi_patient_row_new (const NadiCachePatient *row);
/* The digits of a number as people write it, plain. (transfer full) */
char *nadi_patient_row_digits (const char *text);
void nadi_patient_row_birth (const NadiCachePatient *row, NadiDate *birth);

/* Reads all rows. Expects `lock`. */
gboolean nadi_session_index_load (NadiSession *self, GError **error);
void nadi_patient_index_free (NadiPatientIndex *index);

/* These three expect `lock`; the index follows at nadi_session_index_flush(), to be called after the commit. */
gboolean nadi_session_put_row (NadiSession *self, const NadiPatient *patient, const char *id, GError **error);
gboolean nadi_session_put_visit (NadiSession *self, const char *patient, gint32 day, GError **error);
gboolean nadi_session_remove_row (NadiSession *self, const char *patient, GError **error);
void nadi_session_index_flush (NadiSession *self);
