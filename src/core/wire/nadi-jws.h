/* JWS compact serialisation (RFC 7515) with EdDSA (RFC 8037): header exactly {"alg":"EdDSA","kid":…,"typ":…}. */
#pragma once

#include <glib.h>

#include "nadi-ed25519.h"
#include "nadi-wire-error.h"

typedef struct
{
  char *kid;
  char *typ;
  char *payload;             /* NUL-terminated for convenience; payload_length counts */
  gsize payload_length;
  gsize signed_length;       /* of header.payload inside the text that was parsed */
  NadiSignature signature;
} NadiJws;

char *nadi_jws_sign (const char *typ, NadiSigningKey *key, const char *payload, gsize length);
/* Parses without verifying; refuses any other alg, typ other than the one expected, unknown header members, limit exceeded. */
NadiJws *nadi_jws_parse (const char *text, gsize length, gsize limit, const char *typ, GError **error);
/* text is the text that was parsed. Also checks that kid is the key's thumbprint. */
gboolean nadi_jws_verify (const NadiJws *jws, const char *text, const NadiVerifyKey *key, GError **error);
void nadi_jws_free (NadiJws *jws);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiJws, nadi_jws_free)
