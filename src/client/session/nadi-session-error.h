/* What can go wrong between a person and their clinic's records, beyond what cache, net, sync, profile and keyring say of
 * themselves: their errors pass through unchanged, because each has a sentence of its own for the person. */
#pragma once

#include "nadi-error.h"

#define NADI_SESSION_ERROR (nadi_session_error_quark ())
GQuark nadi_session_error_quark (void);

typedef enum
{
  NADI_SESSION_ERROR_FILE = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),            /* a file that can't be read or written */
  NADI_SESSION_ERROR_WAITING = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),         /* not confirmed, or not admitted, yet: try again */
  NADI_SESSION_ERROR_NETWORK_FILE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3), /* this file is no network.json */
  NADI_SESSION_ERROR_CODE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 4),         /* an enrolment code that was mistyped */
  NADI_SESSION_ERROR_TYPED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 5),        /* what was typed can't be a patient, a case, a name … */
  NADI_SESSION_ERROR_SEALED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 6),       /* a record sealed elsewhere that is none, or not under a current key */
  NADI_SESSION_ERROR_CODE_NETWORK = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7),  /* a code of another network than the file's */
  NADI_SESSION_ERROR_CODE_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 8),  /* a code that is used up, too old or of nobody */
  NADI_SESSION_ERROR_NOT_ENROLLED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 9),  /* the enrolment of this profile is not through */
  NADI_SESSION_ERROR_ROLE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 10),      /* this person's role may not */
  NADI_SESSION_ERROR_NOT_FOUND = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 11), /* no such patient, record, task here */
  NADI_SESSION_ERROR_CLOSED = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 12),    /* no key opens it for this role */
  NADI_SESSION_ERROR_EXPORT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 13),    /* keys leave demo profiles only */
  NADI_SESSION_ERROR_KEYS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 14),      /* a key that writing needs has not come yet: sync */
  NADI_SESSION_ERROR_STOPPED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 15), /* the ledger contradicted itself: nothing is written until that is cleared up */
  NADI_SESSION_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 16), /* a record that is not what its author signed */
  NADI_SESSION_ERROR_UNPROVEN = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 17),/* the service says what the state does not prove */
  NADI_SESSION_ERROR_RECEIPT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 18), /* a receipt that does not hold */
  NADI_SESSION_ERROR_PIECES = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 19),  /* a document of which the service lacks a piece */
  NADI_SESSION_ERROR_COLLEAGUE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 20), /* a clinician of this device must be signed in for it */
  NADI_SESSION_ERROR_DECAYED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 21), /* what this device stores has been damaged since it was opened */
} NadiSessionError;

/* A short stable word for scripts and for the application's table of sentences, for an error of any domain that a session gives:
 * "passphrase", "code", "unreachable", "full", "stopped", … "other" for anything else. */
const char *nadi_session_error_word (const GError *error);
