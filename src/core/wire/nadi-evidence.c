/* Evidence: the checkpoint, what ties it to the last one seen, and the block leaf that names the state. */
#include "nadi-evidence.h"

#include <string.h>

#include "nadi-evidence-private.h"
#include "nadi-wire-private.h"

void
nadi_evidence_free (NadiEvidence *evidence)
{
  g_free (evidence->checkpoint);
  g_clear_pointer (&evidence->consistency, g_array_unref);
  g_free (evidence->block);
  g_clear_pointer (&evidence->inclusion, g_array_unref);
  g_free (evidence);
}

static void
write_hashes (NadiJsonWriter *writer, const char *name, const GArray *hashes)
{
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  for (guint i = 0; i < hashes->len; i++)
    {
      g_autofree char *text = nadi_hash_to_text (&g_array_index (hashes, NadiHash, i));
      nadi_json_string (writer, text);
    }
  nadi_json_end_array (writer);
}

void
nadi_evidence_write (NadiJsonWriter *writer, const NadiEvidence *evidence)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "checkpoint", evidence->checkpoint);
  if (evidence->consistency != NULL)
    write_hashes (writer, "consistency", evidence->consistency);
  nadi_json_put_string (writer, "block", evidence->block);
  write_hashes (writer, "inclusion", evidence->inclusion);
  nadi_json_end_object (writer);
}

static gboolean
read_hashes (JsonObject *object, const char *member, GArray **hashes, GError **error)
{
  JsonArray *array;
  if (!nadi_json_get_array (object, member, &array, error))
    return FALSE;
  guint n = json_array_get_length (array);
  if (n > NADI_MERKLE_MAX_PROOF)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_TOO_LARGE, "A proof with too many hashes");
  *hashes = g_array_sized_new (FALSE, FALSE, sizeof (NadiHash), n);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      NadiHash hash;
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || !nadi_hash_from_text (json_node_get_string (node), &hash, NULL))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A proof that is not made of hashes");
      g_array_append_val (*hashes, hash);
    }
  return TRUE;
}

NadiEvidence *
nadi_evidence_read (JsonObject *object, GError **error)
{
  static const char *const members[] = { "checkpoint", "consistency", "block", "inclusion", NULL };
  g_autoptr (NadiEvidence) evidence = g_new0 (NadiEvidence, 1);
  const char *checkpoint, *block;
  if (!nadi_json_only_members (object, members, error)
      || !nadi_json_get_string (object, "checkpoint", &checkpoint, error)
      || (json_object_has_member (object, "consistency")
          && !read_hashes (object, "consistency", &evidence->consistency, error))
      || !nadi_json_get_string (object, "block", &block, error)
      || !read_hashes (object, "inclusion", &evidence->inclusion, error))
    return NULL;
  evidence->checkpoint = g_strdup (checkpoint);
  evidence->checkpoint_length = strlen (checkpoint);
  evidence->block = g_strdup (block);
  evidence->block_length = strlen (block);
  return g_steal_pointer (&evidence);
}

/* Same log, only grown. */
static gboolean
check_growth (const NadiEvidence *evidence, const NadiCheckpoint *checkpoint, const NadiTrustedHead *trusted,
              GError **error)
{
  if (trusted->size == 0)
    return TRUE;
  if (checkpoint->size < trusted->size)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A log that is shorter than it was");
  if (checkpoint->size == trusted->size)
    return nadi_hash_equal (&checkpoint->root, &trusted->root)
           || nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A log with another root at the same size");
  const GArray *proof = evidence->consistency;
  return nadi_merkle_check_consistency (trusted->size, checkpoint->size, &trusted->root, &checkpoint->root,
                                        proof != NULL ? (const NadiHash *) proof->data : NULL,
                                        proof != NULL ? proof->len : 0, error);
}

static gboolean
check_block (const NadiEvidence *evidence, const NadiCheckpoint *checkpoint, const NadiTrustedHead *trusted,
             NadiBlock *block, GError **error)
{
  if (checkpoint->size == 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "An empty log has no block");
  if (!nadi_block_parse (evidence->block, evidence->block_length, block, error))
    return FALSE;
  NadiHash leaf;
  nadi_merkle_leaf ((const guint8 *) evidence->block, evidence->block_length, &leaf);
  if (!nadi_merkle_check_inclusion (checkpoint->size - 1, checkpoint->size, &leaf,
                                    (const NadiHash *) evidence->inclusion->data, evidence->inclusion->len,
                                    &checkpoint->root, error))
    return FALSE;
  if (block->first + block->count != checkpoint->size - 1)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A block leaf that does not end its block");
  if (block->time < trusted->block_time)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A block older than the one before it");
  return TRUE;
}

gboolean
nadi_evidence_check (const NadiEvidence *evidence, const NadiNetwork *network, NadiTrustedHead *trusted,
                     gint64 now, gint64 max_age, NadiBlock *block, GError **error)
{
  gint64 freshness;
  NadiBlock last;
  g_autoptr (NadiCheckpoint) checkpoint
      = nadi_checkpoint_check (evidence->checkpoint, evidence->checkpoint_length, network, &freshness, error);
  if (checkpoint == NULL || !check_growth (evidence, checkpoint, trusted, error)
      || !check_block (evidence, checkpoint, trusted, &last, error))
    return FALSE;
  if (now != 0 && now - freshness > max_age)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_STALE, "Cosignatures are too old");

  *block = last;
  trusted->size = checkpoint->size;
  trusted->root = checkpoint->root;
  trusted->freshness = MAX (trusted->freshness, freshness);
  trusted->block_time = last.time;
  return TRUE;
}
