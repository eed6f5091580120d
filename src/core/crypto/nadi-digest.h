/* SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869), all with SHA-256. None of them can fail. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-secret.h"

void nadi_sha256 (const guint8 *data, gsize length, NadiHash *out);

/* One part of a message that lies in several places. */
typedef struct
{
  const void *data;
  gsize length;
} NadiPart;

void nadi_sha256_parts (const NadiPart *parts, guint n_parts, NadiHash *out);
void nadi_hmac_sha256 (const guint8 *key, gsize key_length, const NadiPart *parts, guint n_parts, NadiHash *out);

/* length at most 255 * 32, else NULL; salt may be NULL (then 32 zero bytes). The result is a new secret. */
NadiSecret *nadi_hkdf_sha256 (const guint8 *input, gsize input_length,
                              const guint8 *salt, gsize salt_length,
                              const char *info, gsize info_length, gsize length);
