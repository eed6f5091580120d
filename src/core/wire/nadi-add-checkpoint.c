/* tlog-witness add-checkpoint: "old <n>", at most 63 hashes, an empty line, the checkpoint. */
#include "nadi-tiles.h"

#include <string.h>

#include "nadi-note.h"
#include "nadi-wire-private.h"

#define MAX_PROOF 63

char *
nadi_add_checkpoint_print (const NadiAddCheckpoint *request)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "old %" G_GUINT64_FORMAT "\n", request->old_size);
  nadi_lines_write_hashes (out, request->proof);
  g_string_append_c (out, '\n');
  g_string_append (out, request->checkpoint);
  return g_string_free (out, FALSE);
}

NadiAddCheckpoint *
nadi_add_checkpoint_parse (const char *body, gsize length, GError **error)
{
  g_autoptr (NadiAddCheckpoint) request = g_new0 (NadiAddCheckpoint, 1);
  NadiLines lines;
  NadiLine line;
  nadi_lines_init (&lines, body, length);
  if (!nadi_lines_next_prefixed (&lines, "old ", &line) || !nadi_line_to_number (&line, &request->old_size)
      || (request->proof = nadi_lines_read_hashes (&lines, MAX_PROOF)) == NULL)
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not an add-checkpoint request");
      return NULL;
    }
  gsize left = (gsize) (lines.end - lines.at);
  g_autoptr (NadiNote) note = nadi_note_parse (lines.at, left, error);
  if (note == NULL)
    return NULL;
  request->checkpoint = g_strndup (lines.at, left);
  return g_steal_pointer (&request);
}

void
nadi_add_checkpoint_free (NadiAddCheckpoint *request)
{
  g_clear_pointer (&request->proof, g_array_unref);
  g_free (request->checkpoint);
  g_free (request);
}
