/* Charts: the records of a patient, and the cases that they make up.
 *
 * Nothing is listed or read before its ciphertext, binding, commitment and author's signature have been checked; what fails is listed as
 * damaged, without content. Opening somebody's shelf is recorded (access.read) in the outbox before anything of it is shown,
 * once per shelf and sitting. */
#pragma once

#include "nadi-case.h"
#include "nadi-fhir-resource.h"
#include "nadi-section.h"
#include "nadi-session.h"

typedef enum
{
  NADI_PROOF_UNSENT,         /* in our outbox */
  NADI_PROOF_ADMITTED,       /* durable at the service, not confirmed yet */
  NADI_PROOF_PROVEN,         /* in our own stream, whose head a quorum confirmed */
  NADI_PROOF_DAMAGED,        /* not what its author signed: has no content */
  NADI_PROOF_MISSING,        /* named by a proven event; the contents are not here: sync, or no key for this role */
} NadiProofState;

/* "unsent", "admitted", "proven", "damaged", "missing"; static. */
const char *nadi_proof_state_word (NadiProofState state);

typedef enum
{
  NADI_RECORD_CURRENT,
  NADI_RECORD_REPLACED,
  NADI_RECORD_RETRACTED,
} NadiRecordState;

/* "current", "replaced", "retracted"; static. */
const char *nadi_record_state_word (NadiRecordState state);

typedef struct
{
  char *record;
  char *version;
  char *event;
  char *patient;             /* NULL for the directory */
  gboolean has_section;      /* FALSE: a section whose name this role can't know */
  NadiSection section;
  char *type;                /* FHIR resource type; NULL without content */
  char *resource_id;         /* the resource's logical id; NULL without content */
  char *summary;             /* one line; NULL without content */
  gint32 day;                /* of the clinical event, or G_MININT32 */
  char *author;              /* name, or id when the name is not known */
  char *author_id;           /* staff */
  char *organisation;        /* the author's, name */
  gint64 time;               /* when it was signed, the author's claim; ms */
  NadiRecordState state;
  NadiProofState proof;
  gboolean contested;        /* another current version of the same record stands beside it */
  char **replaces;           /* versions */
  char *problem;             /* why it is damaged: "content", "binding", "commitment", "signature"; else NULL */
} NadiRecordInfo;

void nadi_record_info_free (NadiRecordInfo *info);

/* Newest clinical day first. all: replaced and retracted versions too. section NULL: all of them. Array of NadiRecordInfo. */
GPtrArray *nadi_session_list_records (NadiSession *session, const char *patient, const NadiSection *section, gboolean all, GError **error);
/* The clinic's directory: practitioners and organisations. */
GPtrArray *nadi_session_list_directory (NadiSession *session, GError **error);

/* One version by its id, or the current one of a record by its id (the newest of several). *info may be NULL. Errors:
 * NADI_SESSION_ERROR_NOT_FOUND, _CLOSED, _DAMAGED. (transfer full) */
NadiFhirResource *nadi_session_read_record (NadiSession *session, const char *version_or_record, NadiRecordInfo **info, GError **error);

/* A resource becomes a record of the section that it belongs to. resource must name the patient (or be of the directory:
 * patient NULL). *info may be NULL. */
gboolean nadi_session_add_record (NadiSession *session, const char *patient, NadiFhirResource *resource, NadiRecordInfo **info, GError **error);
/* replaces: versions of one record, NULL-terminated; the new one stands for all of them. */
gboolean nadi_session_amend_record (NadiSession *session, const char *const *replaces, NadiFhirResource *resource,
                                    NadiRecordInfo **info, GError **error);
gboolean nadi_session_retract_record (NadiSession *session, const char *version, GError **error);

/* --- cases ------------------------------------------------------------------------------------------------------ */

/* An id that a new case may have, for what names it before it is written (nadi_session_add_document()). (transfer full) */
char *nadi_session_make_case_id (NadiSession *session, GError **error);
/* The case's records, all in one transaction. visit->id, organisation and practitioner are filled by the session when NULL; patient is the
 * one given; start 0 is now. *id (may be NULL): the new case's. *records (may be NULL): Array of NadiRecordInfo of what was written, the
 * Encounter's first; asking for them is no read of the chart. (transfer full) */
gboolean nadi_session_add_case (NadiSession *session, const char *patient, const NadiCase *visit, char **id, GPtrArray **records,
                                GError **error);
/* Writes what changed against the case that is here: parts that are new are added, parts that differ amended, parts that are gone
 * retracted. What a NadiCase does not hold stays as its source wrote it (nadi_fhir_case_amend()). visit->id must be set. */
gboolean nadi_session_amend_case (NadiSession *session, const char *patient, const NadiCase *visit, GError **error);
/* Newest first. Array of NadiCase. */
GPtrArray *nadi_session_list_cases (NadiSession *session, const char *patient, GError **error);
/* *records (may be NULL): Array of NadiRecordInfo of the versions it is made of, for their authors and proofs. (transfer full) */
NadiCase *nadi_session_get_case (NadiSession *session, const char *patient, const char *id, GPtrArray **records, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiRecordInfo, nadi_record_info_free)
