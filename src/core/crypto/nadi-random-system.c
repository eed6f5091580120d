/* The system's random source behind the interface that everything takes. */
#include "nadi-random-system.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static void
system_fill (NadiRandom *random, guint8 *buffer, gsize length)
{
  /* Without randomness there is no safe way to go on. */
  if (gnutls_rnd (GNUTLS_RND_KEY, buffer, length) != GNUTLS_E_SUCCESS)
    g_error ("The system gives no random bytes");
}

NadiRandom *
nadi_random_system (void)
{
  static NadiRandom source = { system_fill };
  return &source;
}
