/* Proofs that leave the session: receipts, and records in their sealed form. */
#pragma once

#include "nadi-session.h"

/* The receipt of an event (c2sp tlog-proof), checked before it is given. wait_ms: how long to wait until it is final. Errors:
 * NADI_SESSION_ERROR_WAITING, _NOT_FOUND, _RECEIPT, NADI_NET_ERROR_*. (transfer full) */
char *nadi_session_get_receipt (NadiSession *session, const char *event, guint wait_ms, GCancellable *cancellable, GError **error);

typedef struct
{
  char *event;               /* id */
  char *type;                /* "record.add", … */
  char *signer;              /* "<org>/<staff>", "patient/<id>", "operator" */
  gint64 time;               /* the signer's claim, ms */
  char *patient;             /* these four: what the event names, or NULL */
  char *record;
  char *version;
  char *commitment;          /* base64url */
  guint64 index;             /* leaf */
  guint64 size;              /* of the tree that the checkpoint covers */
  gint64 freshness;          /* of the quorum's confirmation, ms */
} NadiReceiptInfo;

void nadi_receipt_info_free (NadiReceiptInfo *info);

/* Without network, session or clock: the log's signature, the quorum's cosignatures, and the event's place under the root. Every
 * signature line must be one of the network's: one changed byte anywhere is refused. Errors: NADI_SESSION_ERROR_RECEIPT,
 * NADI_SESSION_ERROR_NETWORK_FILE. (transfer full) */
NadiReceiptInfo *nadi_proof_verify (const char *receipt, gsize length, const char *network, gsize network_length, GError **error);
/* With the network that a profile's folder has pinned; asks for no passphrase, takes no lock. Also NADI_PROFILE_ERROR_MISSING,
 * _DAMAGED, _NETWORK. (transfer full) */
NadiReceiptInfo *nadi_proof_verify_in_profile (const char *folder, const char *receipt, gsize length, GError **error);
/* With the network that this profile pinned. */
NadiReceiptInfo *nadi_session_verify_receipt (NadiSession *session, const char *receipt, gsize length, GError **error);

/* Records of a patient as they lie at the service, for whoever opens them with other software:
 *
 *   {"patient":…,"number":…,"shelves":[{"shelf","section","epoch","kid","keyBox":<JWE>,"keyBoxCid"}…],
 *    "records":[{"record","version","type","section","shelf","epoch","event","commitment","cid","protected":{…},"sealed":<JWE>}…]
 *    [,"keys":{"keys":[<RSA private JWK>…]}]}
 *
 * patient: id or number as typed. export_keys: this role's private keys; NADI_SESSION_ERROR_EXPORT unless the profile is a demo's.
 * The read is recorded. (transfer full) */
char *nadi_session_seal_info (NadiSession *session, const char *patient, gboolean export_keys, GError **error);

/* A record sealed elsewhere under a current shelf key of ours: JWE general JSON, protected header as src/core/wire/nadi-jwe.h has it
 * with a fresh record and version id. It is opened, its resource checked, and its event signed and queued. *event
 * (may be NULL): its id. Errors: NADI_SESSION_ERROR_SEALED, _CLOSED, _ROLE, NADI_FHIR_ERROR. */
gboolean nadi_session_submit_sealed (NadiSession *session, const char *text, gsize length, char **event, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiReceiptInfo, nadi_receipt_info_free)
