/* One signed head of the log and everything that is proven from it. Immutable, refcounted, thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-chain.h"

typedef struct
{
  gatomicrefcount references;
  guint64 size;
  NadiHash root;
  char *text;                /* the checkpoint's text: what is signed and cosigned */
  char *note;                /* with the log's signature alone */
  NadiBlock block;
  GBytes *leaf;              /* of the block, which is the last leaf */
  GArray *inclusion;         /* of that leaf (NadiHash) */
  NadiMap *map;              /* frozen */
} NadiHead;

/* Of the block that the chain committed last; origin and note are the checkpoint's. */
NadiHead *nadi_head_new (NadiChain *chain, const char *origin, const char *note);
NadiHead *nadi_head_ref (NadiHead *head);
void nadi_head_unref (NadiHead *head);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHead, nadi_head_unref)
