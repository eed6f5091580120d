/* Any bytes as a JWE: form checks, and opening with keys that fit none. What inspects must not open by itself. */
#include <string.h>

#include "nadi-jwe.h"
#include "nadi-jwk.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 key[32] = { 1 };
  static const char id[] = "0b4c0000-0000-4000-8000-000000000001";
  const NadiRecordBinding binding = { id, id, 3, id, id };
  const char *text = (const char *) data;
  g_autofree char *kid = nadi_symmetric_kid (key);
  g_autoptr (NadiJweInfo) info = nadi_jwe_inspect (text, size, NULL);
  g_autoptr (NadiSecret) record = nadi_jwe_open_record (text, size, "nadi-record", &binding, kid, key, NULL);
  if (info != NULL && (info->recipients[0] == NULL || info->protected_header[0] == '\0'))
    g_error ("A JWE without recipient or header");
  if (record != NULL && info == NULL)
    g_error ("Opened what has no good form");

  g_autofree char *resource = NULL;
  gsize length;
  guint8 salt[32];
  if (nadi_record_content_parse (text, size, &resource, &length, salt, NULL))
    {
      g_autoptr (NadiSecret) content = nadi_record_content_print (resource, length, salt);
      g_autofree char *again = NULL;
      gsize again_length;
      if (!nadi_record_content_parse ((const char *) nadi_secret_data (content), nadi_secret_size (content),
                                      &again, &again_length, salt, NULL)
          || again_length != length || memcmp (again, resource, length) != 0)
        g_error ("A record's content does not come back");
    }
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_parse (text, size, NULL);
  return 0;
}
