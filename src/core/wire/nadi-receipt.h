/* tlog-proof: an event's bytes, its place in the log, and the checkpoint that says so; checked offline. */
#pragma once

#include <glib.h>

#include "nadi-checkpoint.h"

typedef struct
{
  GBytes *entry;             /* the event's bytes (member `extra`) */
  guint64 index;
  GArray *proof;             /* NadiHash */
  char *checkpoint;          /* signed note with its cosignatures */
} NadiReceipt;

char *nadi_receipt_print (const NadiReceipt *receipt);
/* Strict: printing what was parsed gives the same bytes. */
NadiReceipt *nadi_receipt_parse (const char *text, gsize length, GError **error);
/* Checkpoint signed and cosigned, entry included under its root. */
gboolean nadi_receipt_check (const NadiReceipt *receipt, const NadiNetwork *network, gint64 *freshness, GError **error);
void nadi_receipt_free (NadiReceipt *receipt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiReceipt, nadi_receipt_free)
