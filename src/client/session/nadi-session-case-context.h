/* What a doctor wants beside a new case: the last one, what the patient must not have, and what runs already. */
#pragma once

#include "nadi-allergy.h"
#include "nadi-session-charts.h"

typedef struct
{
  NadiCase *last;            /* the newest but for the one left out; NULL if there is none */
  GPtrArray *allergies;      /* of NadiAllergy, resolved ones too */
  GPtrArray *running;        /* of char *: medicines of earlier cases that are not stopped, and whose days are not over */
} NadiCaseContext;

/* A prescription without days counts as running for so long. */
#define NADI_RUNNING_DAYS 90

void nadi_case_context_free (NadiCaseContext *context);

/* leave_out: id of the case that is being amended, or NULL. (transfer full) */
NadiCaseContext *nadi_session_get_case_context (NadiSession *session, const char *patient, const char *leave_out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCaseContext, nadi_case_context_free)
