/* c2sp.org/tlog-proof: header, the entry as `extra`, its index, the inclusion proof, an empty line, the checkpoint. */
#include "nadi-receipt.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-event.h"
#include "nadi-merkle.h"
#include "nadi-wire-private.h"

#define HEADER "c2sp.org/tlog-proof@v1"
/* An entry in base64, 64 hashes, a note, and the words around them. */
#define MAX_RECEIPT_LENGTH (NADI_EVENT_MAX_SIZE * 4 / 3 + 64 * 45 + NADI_NOTE_MAX_SIZE + 256)

char *
nadi_receipt_print (const NadiReceipt *receipt)
{
  gsize length;
  const guint8 *entry = g_bytes_get_data (receipt->entry, &length);
  g_autofree char *extra = nadi_base64_encode (entry, length);
  GString *out = g_string_new (HEADER "\nextra ");
  g_string_append (out, extra);
  g_string_append_printf (out, "\nindex %" G_GUINT64_FORMAT "\n", receipt->index);
  nadi_lines_write_hashes (out, receipt->proof);
  g_string_append_c (out, '\n');
  g_string_append (out, receipt->checkpoint);
  return g_string_free (out, FALSE);
}

static gboolean
read_receipt (NadiReceipt *receipt, const char *text, gsize length)
{
  NadiLines lines;
  NadiLine line;
  nadi_lines_init (&lines, text, length);
  if (!nadi_lines_next (&lines, &line) || !nadi_line_equal (&line, HEADER)
      || !nadi_lines_next_prefixed (&lines, "extra ", &line) || line.length == 0)
    return FALSE;
  receipt->entry = nadi_base64_decode (line.text, (gssize) line.length, NULL);
  if (receipt->entry == NULL || g_bytes_get_size (receipt->entry) > NADI_EVENT_MAX_SIZE
      || !nadi_lines_next_prefixed (&lines, "index ", &line) || !nadi_line_to_number (&line, &receipt->index))
    return FALSE;
  receipt->proof = nadi_lines_read_hashes (&lines, NADI_MERKLE_MAX_PROOF);
  if (receipt->proof == NULL)
    return FALSE;

  gsize left = (gsize) (lines.end - lines.at);
  g_autoptr (NadiNote) note = nadi_note_parse (lines.at, left, NULL);
  receipt->checkpoint = g_strndup (lines.at, left);
  return note != NULL;
}

NadiReceipt *
nadi_receipt_parse (const char *text, gsize length, GError **error)
{
  if (length > MAX_RECEIPT_LENGTH)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "A receipt is too large");
      return NULL;
    }
  g_autoptr (NadiReceipt) receipt = g_new0 (NadiReceipt, 1);
  if (!read_receipt (receipt, text, length))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a receipt");
      return NULL;
    }
  return g_steal_pointer (&receipt);
}

/* A note's rules pass over signatures by keys that the reader does not know. In a receipt, which is shown to people as
 * whole or broken, they have no place: with one, not every byte would count. */
static gboolean
has_only_known_signers (const NadiNote *note, const NadiNetwork *network)
{
  for (guint i = 0; i < note->signatures->len; i++)
    {
      const NadiNoteSignature *signature = note->signatures->pdata[i];
      const NadiNoteKey *key = network->log;
      gboolean known = signature->id == key->id && strcmp (signature->name, key->name) == 0;
      for (guint j = 0; j < network->validators->len && !known; j++)
        {
          key = ((NadiNetworkValidator *) network->validators->pdata[j])->key;
          known = signature->id == key->id && strcmp (signature->name, key->name) == 0;
        }
      if (!known)
        return FALSE;
    }
  return TRUE;
}

gboolean
nadi_receipt_check (const NadiReceipt *receipt, const NadiNetwork *network, gint64 *freshness, GError **error)
{
  gsize length = strlen (receipt->checkpoint);
  g_autoptr (NadiNote) note = nadi_note_parse (receipt->checkpoint, length, error);
  if (note == NULL)
    return FALSE;
  if (!has_only_known_signers (note, network))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_UNSIGNED,
                           "A receipt with a signature by nobody of the network");
  g_autoptr (NadiCheckpoint) checkpoint
      = nadi_checkpoint_check (receipt->checkpoint, length, network, freshness, error);
  if (checkpoint == NULL)
    return FALSE;

  gsize entry_length;
  const guint8 *entry = g_bytes_get_data (receipt->entry, &entry_length);
  NadiHash leaf;
  nadi_merkle_leaf (entry, entry_length, &leaf);
  return nadi_merkle_check_inclusion (receipt->index, checkpoint->size, &leaf,
                                      (const NadiHash *) receipt->proof->data, receipt->proof->len,
                                      &checkpoint->root, error);
}

void
nadi_receipt_free (NadiReceipt *receipt)
{
  g_clear_pointer (&receipt->entry, g_bytes_unref);
  g_clear_pointer (&receipt->proof, g_array_unref);
  g_free (receipt->checkpoint);
  g_free (receipt);
}
