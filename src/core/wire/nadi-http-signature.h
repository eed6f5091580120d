/* HTTP message signatures (RFC 9421) in Nadi's one form; see src/DESIGN.md. */
#pragma once

#include <glib.h>

#include "nadi-ed25519.h"
#include "nadi-wire-error.h"

typedef struct
{
  const char *method;        /* upper case */
  const char *authority;     /* host[:port], lower case */
  const char *path;          /* as sent */
  const char *query;         /* with its "?", "?" alone when there is none */
  const guint8 *body;        /* NULL: no body and no content-digest */
  gsize body_length;
} NadiHttpMessage;

/* Who signs: the device, and the person if one acts. */
typedef struct
{
  const char *device_id;     /* keyid: <org>/<device>, validator/<name> */
  NadiSigningKey *device;
  const char *person_id;     /* keyid: <org>/<staff>, patient/<id>; or NULL */
  NadiSigningKey *person;
} NadiHttpSigner;

/* Values of the three headers. content_digest is NULL without a body. */
typedef struct
{
  char *content_digest;
  char *signature_input;
  char *signature;
} NadiHttpSignature;

/* created: Unix seconds. */
NadiHttpSignature *nadi_http_sign (const NadiHttpMessage *request, const NadiHttpSigner *signer, gint64 created, NadiRandom *random);
void nadi_http_signature_free (NadiHttpSignature *signature);

/* What the headers claim, before any key is known. */
typedef struct
{
  char *device_id;
  char *person_id;           /* NULL when there is no such signature */
  gint64 created;
  char *nonce;
  char *device_base;         /* signature bases */
  char *person_base;
  NadiSignature device;
  NadiSignature person;
} NadiHttpClaim;

/* Any header may be NULL (absent). Checks form, that every component the form wants is covered, and the digest. */
NadiHttpClaim *nadi_http_claim_parse (const NadiHttpMessage *request, const char *content_digest,
                                      const char *signature_input, const char *signature, GError **error);
/* The same without hashing the body, which costs: for who wants to know first whether the signatures hold. The digest is
 * theirs to check then. */
NadiHttpClaim *nadi_http_claim_read (const NadiHttpMessage *request, const char *content_digest,
                                     const char *signature_input, const char *signature, GError **error);
/* TRUE when the body is the digest's, or there is neither. */
gboolean nadi_http_claim_check_body (const NadiHttpMessage *request, const char *content_digest);
/* person may be NULL when there is no person. Error: NADI_WIRE_ERROR_REFUSED. */
gboolean nadi_http_claim_verify (const NadiHttpClaim *claim, const NadiVerifyKey *device, const NadiVerifyKey *person, GError **error);
void nadi_http_claim_free (NadiHttpClaim *claim);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpSignature, nadi_http_signature_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpClaim, nadi_http_claim_free)
