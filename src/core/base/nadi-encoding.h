/* Bytes as text and back: hex, base64 and base64url (RFC 4648 §4, §5), base32 (§6), Crockford's base32.
 *
 * Decoders are strict: one text for one value. They refuse white space, a wrong alphabet, missing or
 * superfluous padding, and non-zero unused bits. Every decoder gives a new GBytes or NULL with
 * NADI_FORMAT_ERROR_SYNTAX; every encoder gives text that the caller owns. */
#pragma once

#include <glib.h>

char *nadi_hex_encode (const guint8 *data, gsize length);           /* lower case */
GBytes *nadi_hex_decode (const char *text, gssize length, GError **error); /* lower case only */

char *nadi_base64_encode (const guint8 *data, gsize length);        /* with padding */
GBytes *nadi_base64_decode (const char *text, gssize length, GError **error);

char *nadi_base64url_encode (const guint8 *data, gsize length);     /* without padding */
GBytes *nadi_base64url_decode (const char *text, gssize length, GError **error);

/* Into a buffer of known size: FALSE unless text decodes to exactly size bytes. Wipes nothing: not for secrets. */
gboolean nadi_base64url_decode_into (const char *text, gssize length, guint8 *buffer, gsize size, GError **error);

char *nadi_base32_encode_lower (const guint8 *data, gsize length);  /* RFC 4648 alphabet, lower case, no padding */
GBytes *nadi_base32_decode_lower (const char *text, gssize length, GError **error);

/* Crockford's base32: decoding takes either case, reads O as 0 and I, L as 1, and passes over hyphens and spaces. */
char *nadi_crockford_encode (const guint8 *data, gsize length);
GBytes *nadi_crockford_decode (const char *text, gssize length, GError **error);
