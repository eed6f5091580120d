/* What the service sends so that a client can believe it: evidence, state answers and stream pages (src/DESIGN.md). */
#pragma once

#include <glib.h>

#include "nadi-block.h"
#include "nadi-checkpoint.h"
#include "nadi-merkle.h"

typedef struct
{
  char *checkpoint;          /* note */
  gsize checkpoint_length;
  GArray *consistency;       /* NadiHash, or NULL */
  char *block;               /* exact text of the block leaf */
  gsize block_length;
  GArray *inclusion;         /* NadiHash */
} NadiEvidence;

void nadi_evidence_free (NadiEvidence *evidence);

/* What a client remembers between syncs. size 0: nothing yet. */
typedef struct
{
  guint64 size;
  NadiHash root;
  gint64 freshness;          /* Unix seconds */
  gint64 block_time;         /* ms */
} NadiTrustedHead;

/* Everything at once: checkpoint signed and cosigned, not smaller than trusted and consistent with it, block leaf the last
 * leaf under the root, ending its block, no older than trusted. On success trusted is moved forward (at the same size only
 * its freshness, and never back) and *block is set; on failure neither is touched. now: Unix seconds, or 0 to skip the
 * age; older than max_age seconds is NADI_WIRE_ERROR_STALE. A smaller tree or another root at the same size is
 * NADI_WIRE_ERROR_MISMATCH; a proof that does not lead there is NADI_MERKLE_ERROR_PROOF. */
gboolean nadi_evidence_check (const NadiEvidence *evidence, const NadiNetwork *network, NadiTrustedHead *trusted,
                              gint64 now, gint64 max_age, NadiBlock *block, GError **error);

/* State answer. */
char *nadi_state_answer_print (const NadiEvidence *evidence, const guint8 *proof, gsize proof_length);
gboolean nadi_state_answer_parse (const char *json, gsize length, NadiEvidence **evidence, GBytes **proof, GError **error);

/* Stream page. */
typedef struct
{
  char *stream;
  guint64 after;
  NadiEvidence *evidence;
  GBytes *state;             /* map proof of the stream's key */
  GBytes *body;              /* the whole answer, which entries point into */
  GArray *entries;           /* NadiPageEntry */
} NadiStreamPage;

typedef struct
{
  const guint8 *data;
  gsize length;
} NadiPageEntry;

GBytes *nadi_stream_page_print (const NadiStreamPage *page);
NadiStreamPage *nadi_stream_page_parse (GBytes *body, GError **error);
void nadi_stream_page_free (NadiStreamPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiEvidence, nadi_evidence_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiStreamPage, nadi_stream_page_free)
