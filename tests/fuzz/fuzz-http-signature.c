/* Any bytes as the signature headers of a request: three lines, digest, input and signature; missing ones are absent. */
#include <string.h>

#include "nadi-http-signature.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *
line (char *const *lines, guint n, guint i)
{
  return i < n && lines[i][0] != '\0' ? lines[i] : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const NadiVerifyKey key = { { 7 } };
  const NadiHttpMessage requests[]
      = { { "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "body", 4 },
          { "GET", "127.0.0.1:8443", "/v1/events", "?", NULL, 0 } };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  guint n = g_strv_length (lines);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (NadiHttpClaim) claim = nadi_http_claim_parse (&requests[i], line (lines, n, 0),
                                                               line (lines, n, 1), line (lines, n, 2), NULL);
      if (claim == NULL)
        continue;
      if (strstr (claim->device_base, requests[i].path) == NULL || strlen (claim->nonce) != 22
          || claim->created < 0)
        g_error ("A claim that does not cover its request");
      if (nadi_http_claim_verify (claim, &key, claim->person_id != NULL ? &key : NULL, NULL))
        g_error ("Verified with a key that nobody has");
    }
  return 0;
}
