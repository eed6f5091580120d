/* Any bytes as a CAR and as a content address. */
#include <string.h>

#include "nadi-cid.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
on_block (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  nadi_car_add (user_data, data, length);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) again = nadi_car_new ();
  if (nadi_car_read (data, size, on_block, again, NULL)
      && (again->len != size || memcmp (again->data, data, size) != 0))
    g_error ("A CAR does not come back");

  NadiHash hash;
  g_autofree char *text = g_strndup ((const char *) data, size);
  if (nadi_cid_parse (text, &hash, NULL))
    {
      g_autofree char *printed = nadi_cid_from_hash (&hash);
      if (strcmp (printed, text) != 0)
        g_error ("A content address does not come back");
    }
  return 0;
}
