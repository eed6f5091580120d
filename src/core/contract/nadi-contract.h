/* Who may write and read what: the rules that the service runs before it admits, every validator before it signs,
 * and a client to explain a refusal. Pure and deterministic: no I/O, clock, randomness or floating point; the same
 * state and event give the same verdict, byte for byte, everywhere.
 *
 * State is a NadiMap; keys and values are those of src/DESIGN.md. Event types and their members:
 * nadi-contract-types.c's table, and src/DESIGN.md. */
#pragma once

#include <glib.h>

#include "nadi-event.h"
#include "nadi-map.h"

#define NADI_CONTRACT_ERROR (nadi_contract_error_quark ())
GQuark nadi_contract_error_quark (void);

typedef enum
{
  NADI_CONTRACT_ERROR_FORM = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 1),        /* members missing, unknown or senseless */
  NADI_CONTRACT_ERROR_ORIGIN = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 2),    /* made for another network */
  NADI_CONTRACT_ERROR_SIGNER = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3),    /* unknown, removed or other key */
  NADI_CONTRACT_ERROR_DEVICE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4),
  NADI_CONTRACT_ERROR_SEQ = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 5),       /* not above the last one: sign again */
  NADI_CONTRACT_ERROR_ROLE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 6),      /* this role may not */
  NADI_CONTRACT_ERROR_OWNER = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7),     /* another organisation's, patient's or person's */
  NADI_CONTRACT_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 8),   /* names something that is not there */
  NADI_CONTRACT_ERROR_EXISTS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 9),
  NADI_CONTRACT_ERROR_EPOCH = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 10),    /* seal again under the current epoch */
  NADI_CONTRACT_ERROR_RECIPIENT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 11),
  NADI_CONTRACT_ERROR_STATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 12),    /* replaced, retracted, suspended, … already */
  NADI_CONTRACT_ERROR_LIMIT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 13),
  NADI_CONTRACT_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 14), /* the state does not read back: no verdict on the event */
} NadiContractError;

/* The short stable word of an error for answers and scripts: "seq", "epoch", "role", … "form" for anything else. */
const char *nadi_contract_error_word (const GError *error);

typedef struct
{
  char *key;
  GBytes *value;             /* NULL removes */
} NadiChange;

typedef struct
{
  GPtrArray *changes;        /* NadiChange, at most one per key; stream heads are not among them */
  GPtrArray *streams;        /* stream ids (char *), each once, in the contract's order */
  gboolean late;             /* accepted from someone removed since, or after the fact: to be reviewed */
} NadiVerdict;

void nadi_verdict_free (NadiVerdict *verdict);

/* The key that must have signed this event, from state (from the event itself for network.genesis). Callers verify the
 * signature with it, in any thread, before nadi_contract_apply(); that one checks again that it is still the key. */
gboolean nadi_contract_signer_key (NadiMap *state, NadiEvent *event, NadiVerifyKey *key, GError **error);

/* time: of the block that is open, Unix milliseconds. height: of that block (founding organisations count in block 0
 * only). verified: the key that the signature was verified with. The state is read, not changed. NULL and an error: refused. */
NadiVerdict *nadi_contract_apply (NadiMap *state, NadiEvent *event, const NadiVerifyKey *verified,
                                  gint64 time, gint64 height, GError **error);

/* Applies a verdict to a version that is not frozen: the changes, and one step of every stream with leaf. */
void nadi_verdict_apply (NadiVerdict *verdict, NadiMap *state, const NadiHash *leaf);

/* The event of that id while it waits for approval, for whoever has to look at what it names; else NULL. (transfer full) */
NadiEvent *nadi_contract_pending (NadiMap *state, const char *id);

/* Who asks to read. device is always known; the person may be none (NULL staff and patient). */
typedef struct
{
  const char *org;           /* the device's */
  const char *device;
  const char *staff;         /* of the same organisation, or NULL */
  const char *patient;       /* or NULL */
} NadiReader;

typedef enum
{
  NADI_READ_STREAM,          /* name: stream id */
  NADI_READ_STATE,           /* name: state key */
  NADI_READ_BLOB,            /* name: cid */
} NadiReadKind;

/* time: now, Unix milliseconds. TRUE if allowed. What is not there is refused in the same words as what is not allowed
 * (NADI_CONTRACT_ERROR_OWNER), except state keys that the reader could read if they were there. */
gboolean nadi_contract_may_read (NadiMap *state, const NadiReader *reader, NadiReadKind kind, const char *name,
                                 gint64 time, GError **error);

/* The verify key of a device or a person ("<org>/<device>", "<org>/<staff>", "patient/<id>") for requests; fails for one
 * that is removed, except that a device removed less than 7 days ago (not compromised) may still post events:
 * posting says whether this is such a request. */
gboolean nadi_contract_device_key (NadiMap *state, const char *keyid, gint64 time, gboolean posting, NadiVerifyKey *key, GError **error);
gboolean nadi_contract_person_key (NadiMap *state, const char *keyid, gint64 time, NadiVerifyKey *key, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiVerdict, nadi_verdict_free)
