/* A SHA-256 value, or 32 bytes that stand for one. */
#pragma once

#include <glib.h>
#include <string.h>

#define NADI_HASH_SIZE 32

typedef struct
{
  guint8 bytes[NADI_HASH_SIZE];
} NadiHash;

/* For public values; secrets are compared with nadi_equal_secret(). */
static inline gboolean
nadi_hash_equal (const NadiHash *a, const NadiHash *b)
{
  return memcmp (a->bytes, b->bytes, NADI_HASH_SIZE) == 0;
}

/* base64url without padding, 43 characters; the caller owns it. */
char *nadi_hash_to_text (const NadiHash *hash);

/* Error: NADI_FORMAT_ERROR_SYNTAX unless text is exactly 43 canonical base64url characters. */
gboolean nadi_hash_from_text (const char *text, NadiHash *hash, GError **error);
