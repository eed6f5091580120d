/* The leaf that ends a block. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-wire-error.h"

typedef struct
{
  gint64 height;
  NadiHash previous;         /* leaf hash of the previous block leaf; zero at height 0 */
  guint64 first;             /* index of the first event */
  guint count;
  NadiHash events;           /* RFC 6962 root of the events' leaf hashes */
  NadiHash state;
  gint64 time;               /* Unix milliseconds */
} NadiBlock;

char *nadi_block_print (const NadiBlock *block);
/* Strict: only the form that nadi_block_print() gives. */
gboolean nadi_block_parse (const char *json, gsize length, NadiBlock *block, GError **error);
/* A leaf of the log is a block leaf when it begins with "{", an event otherwise. */
gboolean nadi_entry_is_block (const guint8 *entry, gsize length);
