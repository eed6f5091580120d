/* Which signed requests have been seen: a nonce of one signer counts once for as long as its signature may still be young
 * enough. Thread-safe. */
#pragma once

#include <glib.h>

/* How far `created` may be from the service's clock, seconds (src/DESIGN.md). */
#define NADI_NONCES_WINDOW 300
#define NADI_NONCES_MAX 500000

typedef struct _NadiNonces NadiNonces;

NadiNonces *nadi_nonces_new (void);
void nadi_nonces_free (NadiNonces *nonces);

typedef enum
{
  NADI_NONCE_FRESH,
  NADI_NONCE_SEEN,
  NADI_NONCE_FULL,           /* too many to remember: refuse, and let the client come again */
} NadiNonceVerdict;

/* now: Unix seconds; the same clock as for the window. */
NadiNonceVerdict nadi_nonces_take (NadiNonces *nonces, const char *keyid, const char *nonce, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNonces, nadi_nonces_free)
