/* What a person is still writing, and a clinic's own list of diagnoses: things of this device that never leave it. */
#pragma once

#include "nadi-code-list.h"
#include "nadi-session.h"

/* A form left half filled. */
typedef struct
{
  char *patient;             /* id */
  char *form;                /* "case", "case/<id>", … */
  gint64 time;               /* when it was put, ms */
  GBytes *typed;             /* the form's own format */
} NadiDraft;

void nadi_draft_free (NadiDraft *draft);

/* Sealed in the clinical compartment, one for each person, patient and form; durable when TRUE is returned. Another person of the same
 * device finds it neither listed nor there. *time (may be NULL): as it was stored. Errors: NADI_CACHE_ERROR_CLOSED for whoever
 * has no clinical role, NADI_DATABASE_ERROR_FULL (the draft before stays). */
gboolean nadi_session_put_draft (NadiSession *session, const char *patient, const char *form, GBytes *typed, gint64 *time, GError **error);
/* *draft is NULL when there is none. */
gboolean nadi_session_get_draft (NadiSession *session, const char *patient, const char *form, NadiDraft **draft, GError **error);
/* This person's, in the order in which they were begun. patient NULL: of all. Array of NadiDraft. */
GPtrArray *nadi_session_list_drafts (NadiSession *session, const char *patient, GError **error);
/* Whether there was one or not. */
gboolean nadi_session_remove_draft (NadiSession *session, const char *patient, const char *form, GError **error);

/* Replaces the clinic's list on this device by text (nadi_code_list_parse()); empty text removes it. *size, *line may be NULL.
 * Errors: NADI_MODEL_ERROR as there: then the list before stays. */
gboolean nadi_session_import_codes (NadiSession *session, GBytes *text, guint *size, guint *line, GError **error);
/* *list is NULL when none was imported. (transfer full) */
gboolean nadi_session_get_codes (NadiSession *session, NadiCodeList **list, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDraft, nadi_draft_free)
