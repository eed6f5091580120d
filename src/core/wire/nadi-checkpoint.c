/* Checkpoints: three lines, signed by the log, cosigned by a quorum of its validators. */
#include "nadi-checkpoint.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-wire-private.h"

char *
nadi_checkpoint_print (const NadiCheckpoint *checkpoint)
{
  g_autofree char *root = nadi_base64_encode (checkpoint->root.bytes, NADI_HASH_SIZE);
  return g_strdup_printf ("%s\n%" G_GUINT64_FORMAT "\n%s\n", checkpoint->origin, checkpoint->size, root);
}

NadiCheckpoint *
nadi_checkpoint_parse (const char *text, GError **error)
{
  g_autoptr (NadiCheckpoint) checkpoint = g_new0 (NadiCheckpoint, 1);
  NadiLines lines;
  NadiLine origin, size, root;
  nadi_lines_init (&lines, text, strlen (text));
  if (!nadi_lines_next (&lines, &origin) || origin.length == 0 || !nadi_lines_next (&lines, &size)
      || !nadi_line_to_number (&size, &checkpoint->size) || !nadi_lines_next (&lines, &root)
      || !nadi_line_to_hash (&root, &checkpoint->root) || lines.at != lines.end)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a checkpoint of three lines");
      return NULL;
    }
  checkpoint->origin = g_strndup (origin.text, origin.length);
  return g_steal_pointer (&checkpoint);
}

void
nadi_checkpoint_free (NadiCheckpoint *checkpoint)
{
  g_free (checkpoint->origin);
  g_free (checkpoint);
}

char *
nadi_checkpoint_sign (const NadiCheckpoint *checkpoint, const NadiNoteKey *key, NadiSigningKey *signing)
{
  g_autofree char *text = nadi_checkpoint_print (checkpoint);
  g_autofree char *signature = nadi_note_sign (text, key, signing);
  return g_strconcat (text, "\n", signature, NULL);
}

static gboolean
check_log (const NadiNote *note, const NadiCheckpoint *checkpoint, const NadiNetwork *network, GError **error)
{
  if (strcmp (checkpoint->origin, network->origin) != 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A checkpoint of another log");
  return nadi_note_check (note, network->log, NULL) == 1
         || nadi_wire_fail (error, NADI_WIRE_ERROR_UNSIGNED, "A checkpoint without the log's good signature");
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const gint64 *left = a, *right = b;
  return (*left < *right) - (*left > *right);
}

/* Cosignature times of the validators that cosigned, newest first: one for each validator, however often it signed.
 * NULL and an error when one that is there does not hold. */
static GArray *
read_cosignatures (const NadiNote *note, const NadiNetwork *network, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < network->validators->len; i++)
    {
      const NadiNetworkValidator *validator = network->validators->pdata[i];
      gint64 time;
      int result = nadi_note_check (note, validator->key, &time);
      if (result < 0)
        {
          nadi_wire_fail (error, NADI_WIRE_ERROR_UNSIGNED, "A validator's cosignature does not hold");
          return NULL;
        }
      if (result > 0)
        g_array_append_val (times, time);
    }
  g_array_sort (times, compare_newest_first);
  return g_steal_pointer (&times);
}

static NadiCheckpoint *
check_note (const char *text, gsize length, const NadiNetwork *network, GArray **times, GError **error)
{
  g_autoptr (NadiNote) note = nadi_note_parse (text, length, error);
  if (note == NULL)
    return NULL;
  g_autoptr (NadiCheckpoint) checkpoint = nadi_checkpoint_parse (note->text, error);
  if (checkpoint == NULL || !check_log (note, checkpoint, network, error))
    return NULL;
  *times = read_cosignatures (note, network, error);
  return *times != NULL ? g_steal_pointer (&checkpoint) : NULL;
}

NadiCheckpoint *
nadi_checkpoint_check (const char *note, gsize length, const NadiNetwork *network, gint64 *freshness,
                       GError **error)
{
  g_autoptr (GArray) times = NULL;
  g_autoptr (NadiCheckpoint) checkpoint = check_note (note, length, network, &times, error);
  if (checkpoint == NULL)
    return NULL;
  if (network->quorum == 0 || times->len < network->quorum)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_QUORUM, "A checkpoint with fewer cosignatures than the quorum");
      return NULL;
    }
  if (freshness != NULL)
    *freshness = g_array_index (times, gint64, network->quorum - 1);
  return g_steal_pointer (&checkpoint);
}

NadiCheckpoint *
nadi_checkpoint_check_log (const char *note, gsize length, const NadiNetwork *network, guint *n_cosignatures,
                           GError **error)
{
  g_autoptr (GArray) times = NULL;
  g_autoptr (NadiCheckpoint) checkpoint = check_note (note, length, network, &times, error);
  if (checkpoint != NULL && n_cosignatures != NULL)
    *n_cosignatures = times->len;
  return g_steal_pointer (&checkpoint);
}
