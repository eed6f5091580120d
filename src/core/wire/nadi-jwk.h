/* JSON Web Keys (RFC 7517, 7518, 8037) and their thumbprints (RFC 7638), for the key types Nadi has. */
#pragma once

#include <glib.h>

#include "nadi-ed25519.h"
#include "nadi-rsa.h"
#include "nadi-wire-error.h"

/* base64url thumbprints, 43 characters. (transfer full) */
char *nadi_verify_key_kid (const NadiVerifyKey *key);
char *nadi_rsa_public_kid (NadiRsaPublic *key);
/* SHA-256("nadi-key" || key): commits to a symmetric key of 32 bytes. */
char *nadi_symmetric_kid (const guint8 key[32]);

char *nadi_verify_key_to_text (const NadiVerifyKey *key);                               /* base64url of the 32 bytes */
gboolean nadi_verify_key_from_text (const char *text, NadiVerifyKey *key, GError **error);
char *nadi_rsa_public_to_text (NadiRsaPublic *key);                                     /* base64url of the modulus */
NadiRsaPublic *nadi_rsa_public_from_text (const char *text, GError **error);

/* JWK sets. An entry is either an `oct` key of 32 bytes (a shelf key) or a private RSA key (a role key). */
typedef struct
{
  char *kid;
  gint64 epoch;               /* member "epoch"; 0 when absent */
  NadiSecret *symmetric;      /* or NULL */
  NadiRsaPrivate *rsa;        /* or NULL */
} NadiJwkEntry;

typedef struct _NadiJwkSet NadiJwkSet;

NadiJwkSet *nadi_jwk_set_new (void);
void nadi_jwk_set_free (NadiJwkSet *set);
void nadi_jwk_set_add_symmetric (NadiJwkSet *set, gint64 epoch, NadiSecret *key);
void nadi_jwk_set_add_rsa (NadiJwkSet *set, gint64 epoch, NadiRsaPrivate *key);
guint nadi_jwk_set_size (NadiJwkSet *set);
const NadiJwkEntry *nadi_jwk_set_get (NadiJwkSet *set, guint i);
/* Refuses a set in which a key does not match its kid. Unknown key types are refused; unknown members are passed over. */
NadiJwkSet *nadi_jwk_set_parse (const char *json, gsize length, GError **error);
NadiSecret *nadi_jwk_set_print (NadiJwkSet *set);
/* One private RSA key as an RFC 7517 JWK with its kid, for exports and interoperability. */
NadiSecret *nadi_rsa_private_to_jwk (NadiRsaPrivate *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiJwkSet, nadi_jwk_set_free)
