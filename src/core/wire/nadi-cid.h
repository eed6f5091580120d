/* Content addresses: CIDv1, raw, SHA-256, base32 lower case ("bafkrei…", 59 characters), and CARv1 to carry many. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-wire-error.h"

#define NADI_CID_LENGTH 59

char *nadi_cid_of (const guint8 *data, gsize length);
char *nadi_cid_from_hash (const NadiHash *hash);
gboolean nadi_cid_parse (const char *text, NadiHash *hash, GError **error); /* exactly this kind of CID */

/* CARv1 with no roots. */
GByteArray *nadi_car_new (void);
void nadi_car_add (GByteArray *car, const guint8 *data, gsize length);

typedef gboolean (*NadiCarBlock) (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error);
/* Calls back for each block after checking that its bytes hash to its CID (NADI_WIRE_ERROR_MISMATCH). */
gboolean nadi_car_read (const guint8 *car, gsize length, NadiCarBlock block, gpointer user_data, GError **error);
