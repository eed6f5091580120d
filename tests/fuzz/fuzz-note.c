/* Any bytes as a signed note, a checkpoint, a verifier key, an add-checkpoint request. What parses prints the same. */
#include <string.h>

#include "nadi-checkpoint.h"
#include "nadi-tiles.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_same (const char *printed, const char *text, gsize size)
{
  if (strlen (printed) != size || memcmp (printed, text, size) != 0)
    g_error ("What was read is not what is written");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autofree char *copy = g_strndup (text, size);
  g_autoptr (NadiNote) note = nadi_note_parse (text, size, NULL);
  if (note != NULL)
    {
      g_autofree char *printed = nadi_note_print (note);
      assert_same (printed, text, size);
      g_autoptr (NadiCheckpoint) checkpoint = nadi_checkpoint_parse (note->text, NULL);
      if (checkpoint != NULL)
        {
          g_autofree char *again = nadi_checkpoint_print (checkpoint);
          assert_same (again, note->text, strlen (note->text));
        }
    }
  g_autoptr (NadiNoteKey) key = nadi_note_key_parse (copy, NULL);
  if (key != NULL)
    {
      g_autofree char *printed = nadi_note_key_print (key);
      assert_same (printed, copy, strlen (copy));
      if (note != NULL && nadi_note_check (note, key, NULL) > 0)
        g_error ("A text is key and signed note at once");
    }
  g_autoptr (NadiAddCheckpoint) request = nadi_add_checkpoint_parse (text, size, NULL);
  if (request != NULL)
    {
      g_autofree char *printed = nadi_add_checkpoint_print (request);
      assert_same (printed, text, size);
    }
  return 0;
}
