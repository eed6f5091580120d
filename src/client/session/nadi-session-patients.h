/* Patients: find, add, show, correct. Reception works with what is here and nothing else. */
#pragma once

#include "nadi-match.h"
#include "nadi-patient.h"
#include "nadi-session.h"

/* What a list of patients shows. */
typedef struct
{
  char *id;
  char *number;              /* 14 digits, or "" */
  char *name;
  char *native;              /* in another script, or "" */
  char *phone;               /* digits, or "" */
  char *place;               /* region, or "" */
  NadiDate birth;
  NadiSex sex;
  gint32 last_visit;         /* day number, or G_MININT32 */
  gboolean unclaimed;        /* no card yet: the chart has no keys of the patient's own */
  gboolean deceased;
  gboolean unnamed;          /* the name was given by rule: the real one is not known yet */
} NadiPatientRow;

void nadi_patient_row_free (NadiPatientRow *row);

/* Words of a name in any script (each the beginning of a word, in any order), a patient number or its last digits, part of a telephone
 * number, or a birth date as typed. "" gives the patients seen last. At most limit rows, best first; *total (may be NULL)
 * counts all matches. Array of NadiPatientRow. In memory: 100,000 patients within a few milliseconds. */
GPtrArray *nadi_session_find_patients (NadiSession *session, const char *query, guint limit, guint *total);
/* Somebody who may be the one that is being registered. */
typedef struct
{
  NadiPatientRow *row;
  guint score;               /* as nadi-match.h has it */
  guint reasons;             /* of NadiMatchReason */
} NadiLikelyPatient;

void nadi_likely_patient_free (NadiLikelyPatient *likely);
/* typed: as much as has been typed. Best first; at most limit of them are likely, and after them stand up to two who are rather of the
 * family. but: an id that is passed over, or NULL. Array of NadiLikelyPatient. In memory, a few tenths of a second over 100,000
 * patients: not for the main loop. */
GPtrArray *nadi_session_find_likely (NadiSession *session, const NadiPatient *typed, const char *but, guint limit);
guint nadi_session_count_patients (NadiSession *session);

/* By id, or number as typed. NULL if there is none here. */
NadiPatientRow *nadi_session_lookup_patient (NadiSession *session, const char *id_or_number);

/* Registers an unclaimed chart: number (fresh, unless patient->number is set), label key, identity shelf and record. patient->id and
 * ->number are filled. Errors: NADI_SESSION_ERROR_ROLE, _TYPED (no name at all), _KEYS (the network's number key has not come
 * yet), _STOPPED. *row may be NULL. */
gboolean nadi_session_add_patient (NadiSession *session, NadiPatient *patient, NadiPatientRow **row, GError **error);

/* The identity section; the read is recorded first. height, weight and blood group are filled for clinicians. ->id is the logical id
 * of the Patient resource: an imported one has its source's. (transfer full) */
NadiPatient *nadi_session_get_patient (NadiSession *session, const char *patient, GError **error);

/* Replaces the identity record's current heads by one that says this; patient->id and ->number as nadi_session_get_patient() gave
 * them. id: the chart's. */
gboolean nadi_session_update_patient (NadiSession *session, const char *id, const NadiPatient *patient, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPatientRow, nadi_patient_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiLikelyPatient, nadi_likely_patient_free)
