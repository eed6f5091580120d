/* A JWE whose form has been checked and that no key has touched. Nothing outside core/wire includes this. */
#pragma once

#include <json-glib/json-glib.h>

#include "nadi-aead.h"
#include "nadi-jwe.h"

typedef struct
{
  const char *kid;                 /* of the tree */
  guint8 iv[NADI_AEAD_NONCE_SIZE]; /* A256GCMKW only */
  guint8 tag[NADI_AEAD_TAG_SIZE];  /* A256GCMKW only */
  GBytes *encrypted_key;
} NadiJweRecipient;

typedef struct
{
  NadiJweForm form;
  JsonNode *node;
  const char *protected_text; /* base64url, of the tree: the additional authenticated data */
  GBytes *protected_json;
  JsonNode *header_node;
  JsonObject *header;    /* of header_node */
  const char *typ;       /* of header_node */
  GPtrArray *recipients; /* NadiJweRecipient */
  guint8 iv[NADI_AEAD_NONCE_SIZE];
  guint8 tag[NADI_AEAD_TAG_SIZE];
  GBytes *ciphertext;
} NadiJwe;

#define NADI_JWE_MAX_RECIPIENTS 64

NadiJwe *nadi_jwe_read (const char *text, gsize length, GError **error);
void nadi_jwe_free (NadiJwe *jwe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiJwe, nadi_jwe_free)
