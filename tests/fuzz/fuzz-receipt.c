/* Any bytes as a receipt: what parses prints the same, and none holds but the seed itself. */
#include <string.h>

#include "nadi-wire-fixture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The seed's network; made once. */
static NadiWireFixture *
fixture (void)
{
  static NadiWireFixture *made;
  if (made == NULL)
    {
      made = nadi_wire_fixture_new (101);
      g_free (nadi_wire_fixture_append_block (made, 5));
    }
  return made;
}

static gboolean
is_issued (const NadiReceipt *receipt)
{
  return receipt->index < fixture ()->entries->len
         && g_bytes_equal (receipt->entry, fixture ()->entries->pdata[receipt->index]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (NadiReceipt) receipt = nadi_receipt_parse (text, size, NULL);
  if (receipt == NULL)
    return 0;
  g_autofree char *printed = nadi_receipt_print (receipt);
  if (strlen (printed) != size || memcmp (printed, text, size) != 0)
    g_error ("A receipt does not come back");
  if (nadi_receipt_check (receipt, fixture ()->network, NULL, NULL) && !is_issued (receipt))
    g_error ("A receipt holds for what is not in the log");
  return 0;
}
