/* A case that somebody is still writing: what stands in the form, word for word, whether it can be understood yet or not.
 *
 * A draft is a plain value of one thread. Its written form is JSON with a version of its own, for this device alone. */
#pragma once

#include "nadi-case.h"

#define NADI_CASE_DRAFT_VERSION 1
#define NADI_CASE_DRAFT_BYTES (1024 * 1024)

typedef struct
{
  char *base;                /* id of the case that is being amended, or NULL */
  char *seen;                /* its versions that the writer had before their eyes, separated by spaces; or NULL */
  NadiCase *visit;           /* problems, prescriptions, results, symptoms, notes, plan; a new one's id, if it has one; all else is left open */
  GPtrArray *reasons;        /* of char *, for each prescription: why in spite of its warning, or "" */
  char *vitals;              /* lines as typed; never NULL */
  char *follow_up;
  char *problem;             /* what stands in an entry and was not taken yet; never NULL */
  char *prescription;
  char *result;
} NadiCaseDraft;

NadiCaseDraft *nadi_case_draft_new (void);
/* An existing case as a form to amend it with. */
NadiCaseDraft *nadi_case_draft_new_from (const NadiCase *visit);
void nadi_case_draft_free (NadiCaseDraft *draft);

/* The next prescription's reason goes with it. */
void nadi_case_draft_add_reason (NadiCaseDraft *draft, const char *reason);

/* TRUE if nothing was written. */
gboolean nadi_case_draft_is_empty (const NadiCaseDraft *draft);

/* (transfer full) */
GBytes *nadi_case_draft_write (const NadiCaseDraft *draft);
/* Errors: NADI_FORMAT_ERROR; _RANGE for another version. (transfer full) */
NadiCaseDraft *nadi_case_draft_read (GBytes *bytes, GError **error);

/* Adds a copy; without its id it is a part of its own. */
void nadi_case_copy_problem (NadiCase *visit, const NadiProblem *problem, gboolean with_id);
void nadi_case_copy_prescription (NadiCase *visit, const NadiPrescription *prescription, gboolean with_id);
void nadi_case_copy_result (NadiCase *visit, const NadiResult *result, gboolean with_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCaseDraft, nadi_case_draft_free)
