/* A case as a whole: withdrawn, seen as it was at each signing, and put right when two people changed it at once. */
#pragma once

#include "nadi-session-charts.h"

/* Withdraws every current record of the case, all in one transaction. reason: what becomes the last version of the case's notes before they
 * are withdrawn with the rest, so that whoever looks at withdrawn versions reads why; NULL: no word (taken back at once).
 * Errors: NADI_SESSION_ERROR_NOT_FOUND, _ROLE, _STOPPED. */
gboolean nadi_session_retract_case (NadiSession *session, const char *patient, const char *id, const char *reason, GError **error);

/* The case as it stood after one signing. */
typedef struct
{
  NadiCase *visit;
  char *author;              /* name, or id when the name is not known */
  char *organisation;        /* the author's, name; or NULL */
  gint64 time;               /* the author's claim, ms */
  gboolean current;          /* what the chart shows now */
  char **versions;           /* of the records that this signing wrote; NULL-terminated */
} NadiCaseVersion;

void nadi_case_version_free (NadiCaseVersion *version);

/* Newest first, at least one. Records that one person signed within a few seconds are one signing. What was withdrawn in an amendment
 * stands in all versions before the current one. Array of NadiCaseVersion. */
GPtrArray *nadi_session_list_case_versions (NadiSession *session, const char *patient, const char *id, GError **error);

/* The case that a record (or one version of it) belongs to. (transfer full) */
char *nadi_session_find_case_of (NadiSession *session, const char *version_or_record, GError **error);

/* The sides of a case of which some record has more than one current version: what the case is for each of those who signed
 * one, oldest first; ->versions are that side's of the contested records. A case that nobody contests has one side. Array of NadiCaseVersion. */
GPtrArray *nadi_session_list_case_sides (NadiSession *session, const char *patient, const char *id, GError **error);

/* One version stands for all current ones of each contested record: that of side (a side's ->versions), or the oldest where the side has
 * none. One transaction; nadi_session_amend_case() afterwards writes what the two sides say together. NADI_SESSION_ERROR_NOT_FOUND if no
 * record of the case is contested (any more). */
gboolean nadi_session_resolve_case (NadiSession *session, const char *patient, const char *id, const char *const *side, GError **error);

/* nadi_session_amend_case() for a form that was filled while others went on writing. seen: the versions that whoever filled it had before
 * their eyes (what nadi_session_get_case() gave records of); NULL: what is here now. What is changed is changed against those. Where
 * somebody has changed the same record meanwhile, both versions stay, and *beside is TRUE; what only the others changed stays as
 * they wrote it. *after (transfer full): the versions that the case is made of as its writer sees it, to be seen when it is taken back. beside and
 * after may be NULL. NADI_SESSION_ERROR_NOT_FOUND if the case was withdrawn. */
gboolean nadi_session_amend_seen_case (NadiSession *session, const char *patient, const NadiCase *visit, const char *const *seen, gboolean *beside,
                                       char ***after, GError **error);
/* The case as those versions have it. (transfer full) */
NadiCase *nadi_session_get_seen_case (NadiSession *session, const char *id, const char *const *seen, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCaseVersion, nadi_case_version_free)
