/* The chain in memory: tree, state, last block, and where each stream's and each event's entries are. Service, validators,
 * start and fsck all build it from the same entries with the same rules, so they agree byte for byte.
 *
 * One thread writes (open, admit, close, commit, abandon, check, replay). The reading functions below them may be called
 * from any thread at any time; they see committed blocks only. */
#pragma once

#include <glib.h>

#include "nadi-block.h"
#include "nadi-contract.h"
#include "nadi-log-error.h"
#include "nadi-store.h"

#define NADI_CHAIN_MAX_EVENTS 256              /* of a block; block 0 may hold more */
#define NADI_CHAIN_MAX_FOUNDING_EVENTS 4096    /* of block 0 */
#define NADI_CHAIN_MAX_AHEAD (60 * 1000)       /* ms that a block's time may be ahead of a validator's clock */

typedef struct _NadiChain NadiChain;

NadiChain *nadi_chain_new (void);              /* empty */
NadiChain *nadi_chain_ref (NadiChain *chain);
void nadi_chain_unref (NadiChain *chain);

/* --- Writing: one thread --------------------------------------------------------------------------------------- */

/* Opens a block at max (now, predecessor's time + 1) and gives its time. */
gint64 nadi_chain_open_block (NadiChain *chain, gint64 now);

/* Runs the contract on the open block's state. verified: the key that the signature was verified with; NULL: the signature is
 * verified here with the key that the state names. Gives the entry's index. A refusal leaves nothing behind. An id
 * that is there with the same bytes gives its index and *again TRUE; with other bytes NADI_LOG_ERROR_CONFLICT. */
gboolean nadi_chain_admit (NadiChain *chain, NadiEvent *event, const NadiVerifyKey *verified,
                           guint64 *index, gboolean *again, GError **error);
/* The last word on every event that the contract accepts: FALSE and an error refuse it after all. state: the open block's,
 * without the event. Asked by the writer's thread from now on; NULL (the default): nobody is asked. Not for what others
 * have admitted: replay first. */
typedef gboolean (*NadiChainCondition) (NadiEvent *event, NadiMap *state, gpointer user_data, GError **error);
void nadi_chain_set_condition (NadiChain *chain, NadiChainCondition condition, gpointer user_data);
guint nadi_chain_open_count (NadiChain *chain);                /* events admitted to the open block */
/* TRUE when the event's id is there, in the chain or in the open block, with other bytes. */
gboolean nadi_chain_conflicts (NadiChain *chain, NadiEvent *event);

/* Closes the open block, which has one event at least: the entries to be stored are its events and then its leaf.
 * root: of the tree with them; size: of the tree. (transfer full) array of GBytes. */
GPtrArray *nadi_chain_close_block (NadiChain *chain, guint64 *size, NadiHash *root);

/* The last look before signing: hashes every entry of the closed block again from the bytes that the store gives back, and gives
 * the tree's root if they are the ones that the chain made. Errors: NADI_LOG_ERROR_ENTRY, _BLOCK. */
gboolean nadi_chain_check_stored (NadiChain *chain, GPtrArray *stored, guint64 *size, NadiHash *root, GError **error);

/* The closed block is durable and counts from now on. */
void nadi_chain_commit (NadiChain *chain);
/* The open or closed block never was. */
void nadi_chain_abandon (NadiChain *chain);

typedef enum
{
  NADI_CHAIN_VERIFY,         /* every event's signature, with the key that the state names */
  NADI_CHAIN_TRUST,          /* the caller compares the tree's root with a checkpoint that it trusts */
} NadiChainSignatures;

/* Checks a whole block made by another (n entries: its events, then its leaf) with every rule, and leaves it closed: the caller
 * compares root with the checkpoint's and then commits or abandons. now: Unix milliseconds of the own clock, or G_MAXINT64
 * to let any time pass. On an error the chain is as before. Errors: NADI_LOG_ERROR_ENTRY, _BLOCK, _STATE, _TIME; the
 * message names the entry and the block. */
gboolean nadi_chain_check_block (NadiChain *chain, GBytes *const *entries, guint n_entries, gint64 now,
                                 NadiChainSignatures signatures, guint64 *size, NadiHash *root, GError **error);

/* How many of these entries make up the first block, its leaf included; 0 when its leaf is not among them. */
guint nadi_chain_block_length (GBytes *const *entries, guint n_entries);

/* Reads entries from the chain's size to the store's and commits block by block. on_block (may be NULL) is called after
 * each; FALSE stops with its error. Errors: the store's, nadi_chain_check_block()'s. */
typedef gboolean (*NadiChainBlockFunc) (NadiChain *chain, guint64 store_size, gpointer user_data, GError **error);
gboolean nadi_chain_replay (NadiChain *chain, NadiStore *store, NadiChainSignatures signatures,
                            NadiChainBlockFunc on_block, gpointer user_data, GError **error);

/* The committed state (transfer none), frozen; ref it to keep it. */
NadiMap *nadi_chain_map (NadiChain *chain);
/* The block committed last; NULL while the chain is empty. */
const NadiBlock *nadi_chain_block (NadiChain *chain);
GBytes *nadi_chain_block_leaf (NadiChain *chain);              /* its exact text, without NUL */
/* Streams that the last committed block changed (char *), each once. */
GPtrArray *nadi_chain_block_streams (NadiChain *chain);

/* --- Reading: any thread ---------------------------------------------------------------------------------------- */

guint64 nadi_chain_size (NadiChain *chain);                    /* entries */
gboolean nadi_chain_root (NadiChain *chain, guint64 size, NadiHash *root);             /* FALSE: size is beyond the chain */
gboolean nadi_chain_leaf (NadiChain *chain, guint64 index, NadiHash *leaf);
/* Arrays of NadiHash (transfer full), NULL when the sizes are not there. */
GArray *nadi_chain_inclusion (NadiChain *chain, guint64 index, guint64 size);
GArray *nadi_chain_consistency (NadiChain *chain, guint64 size1, guint64 size2);
GBytes *nadi_chain_tile (NadiChain *chain, guint level, guint64 n, guint width, guint64 size);
gboolean nadi_chain_find_event (NadiChain *chain, const char *id, guint64 *index);
/* The indexes of at most limit entries of a stream from its entry after on (guint64, transfer full), of those below size. */
GArray *nadi_chain_stream (NadiChain *chain, const char *stream, guint64 after, guint limit, guint64 size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiChain, nadi_chain_unref)
