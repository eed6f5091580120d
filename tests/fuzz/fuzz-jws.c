/* Any bytes as a JWS, an event, a founding statement, a block leaf. */
#include <string.h>

#include "nadi-block.h"
#include "nadi-event.h"
#include "nadi-founding.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const NadiVerifyKey key = { { 7 } };
  const char *text = (const char *) data;
  g_autoptr (NadiJws) jws = nadi_jws_parse (text, size, 65536, NADI_EVENT_TYP, NULL);
  if (jws != NULL && nadi_jws_verify (jws, text, &key, NULL))
    g_error ("Verified with a key that nobody has");
  g_autoptr (NadiEvent) event = nadi_event_parse (text, size, NULL);
  if (event != NULL && (nadi_event_signer (event)[0] == '\0' || strlen (nadi_event_id (event)) != 36))
    g_error ("An event without signer or id");
  g_autoptr (NadiFounding) founding = nadi_founding_parse (text, size, NULL);

  NadiBlock block;
  if (nadi_block_parse (text, size, &block, NULL))
    {
      g_autofree char *again = nadi_block_print (&block);
      if (strlen (again) != size || memcmp (again, text, size) != 0)
        g_error ("A block leaf does not come back");
    }
  return 0;
}
