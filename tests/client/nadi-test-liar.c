/* The double behind test-sync: a log, four validators, and their lies. */
#include "nadi-test-liar.h"

#include <string.h>

#include "nadi-evidence.h"
#include "nadi-map.h"
#include "nadi-stream-head.h"
#include "nadi-tree.h"

#define ORIGIN "liar.example"
#define VALIDATORS 4
#define QUORUM 3

/* One history: what an honest service would have. */
typedef struct
{
  NadiTree *tree;
  GPtrArray *entries;          /* GBytes */
  GArray *streams[2];          /* indexes of entries, guint64 */
  NadiStreamHead heads[2];
  NadiMap *map;
  guint64 size;                /* of the newest checkpoint */
  NadiBlock block;
  char *leaf;
} History;

struct _NadiTestLiar
{
  NadiNetwork *network;
  NadiSeededRandom random;
  NadiSigningKey *log;
  NadiSigningKey *impostor;
  NadiSigningKey *validators[VALIDATORS];
  gint64 now;
  NadiLie lie;
  guint page;
  History honest;
  History old;                 /* one block behind */
  History fork;                /* same heights, other entries */
  GBytes *last_page;
};

typedef struct
{
  NadiTransport transport;
  NadiTestLiar *liar;
} LiarTransport;

/* --- Histories ---------------------------------------------------------------------------------------------------- */

static const char *const stream_names[2] = { NADI_LIAR_STREAM, NADI_LIAR_OTHER };

static void
history_init (History *history)
{
  history->tree = nadi_tree_new ();
  history->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  history->map = nadi_map_new ();
  for (guint s = 0; s < 2; s++)
    {
      history->streams[s] = g_array_new (FALSE, FALSE, sizeof (guint64));
      nadi_stream_start (stream_names[s], &history->heads[s]);
    }
  nadi_map_freeze (history->map);
}

static void
history_clear (History *history)
{
  nadi_tree_free (history->tree);
  g_ptr_array_unref (history->entries);
  nadi_map_unref (history->map);
  for (guint s = 0; s < 2; s++)
    g_array_unref (history->streams[s]);
  g_free (history->leaf);
}

static void
append_entry (History *history, GBytes *entry, int stream)
{
  guint64 index = history->entries->len;
  gsize length;
  const guint8 *data = g_bytes_get_data (entry, &length);
  NadiHash leaf;

  nadi_merkle_leaf (data, length, &leaf);
  nadi_tree_append (history->tree, &leaf);
  g_ptr_array_add (history->entries, entry);
  if (stream < 0)
    return;
  g_array_append_val (history->streams[stream], index);
  nadi_stream_step (&history->heads[stream], &leaf);
}

static void
append_block (History *history, guint n, const char *salt, gint64 time)
{
  NadiMap *map = nadi_map_fork (history->map);
  gint64 height = history->leaf != NULL ? history->block.height + 1 : 0;
  g_autofree char *fact = g_strdup_printf ("{\"block\":%" G_GINT64_FORMAT "}", height);
  g_autoptr (GBytes) value = g_bytes_new (fact, strlen (fact));
  g_autoptr (NadiTree) events = nadi_tree_new ();
  guint64 first = history->entries->len;

  if (history->leaf != NULL)
    nadi_tree_leaf (history->tree, history->size - 1, &history->block.previous);
  for (guint i = 0; i < 2 * n; i++)
    {
      char *text = g_strdup_printf ("entry %s %" G_GINT64_FORMAT " %u", salt, height, i);
      NadiHash leaf;

      append_entry (history, g_bytes_new_take (text, strlen (text)), (int) (i % 2));
      nadi_merkle_leaf ((const guint8 *) text, strlen (text), &leaf);
      nadi_tree_append (events, &leaf);
    }
  for (guint s = 0; s < 2; s++)
    {
      guint8 encoded[NADI_STREAM_HEAD_SIZE];
      g_autoptr (GBytes) head = NULL;

      nadi_stream_head_encode (&history->heads[s], encoded);
      head = g_bytes_new (encoded, sizeof encoded);
      nadi_map_set (map, stream_names[s], head);
    }
  nadi_map_set (map, "fact", value);
  history->block.height = height;
  history->block.first = first;
  history->block.count = 2 * n;
  history->block.time = time;
  nadi_tree_root (events, 2 * n, &history->block.events);
  nadi_map_root (map, &history->block.state);
  nadi_map_unref (history->map);
  history->map = map;
  g_free (history->leaf);
  history->leaf = nadi_block_print (&history->block);
  append_entry (history, g_bytes_new (history->leaf, strlen (history->leaf)), -1);
  history->size = history->entries->len;
}

/* --- Answers ------------------------------------------------------------------------------------------------------ */

static char *
checkpoint_note (NadiTestLiar *liar, const History *history)
{
  NadiCheckpoint checkpoint = { .origin = (char *) ORIGIN, .size = history->size };
  g_autofree char *text = NULL;
  guint cosigners = liar->lie == NADI_LIE_NO_QUORUM ? QUORUM - 1 : QUORUM;
  gint64 time = liar->now / 1000 - (liar->lie == NADI_LIE_STALE ? 3600 : 0);
  GString *note;

  nadi_tree_root (history->tree, history->size, &checkpoint.root);
  text = nadi_checkpoint_print (&checkpoint);
  {
    g_autofree char *signed_note =
      nadi_checkpoint_sign (&checkpoint, liar->network->log, liar->lie == NADI_LIE_NOT_THE_LOG ? liar->impostor : liar->log);
    note = g_string_new (signed_note);
  }
  for (guint i = 0; i < cosigners; i++)
    {
      const NadiNetworkValidator *validator = g_ptr_array_index (liar->network->validators, i);
      g_autofree char *line = nadi_note_cosign (text, validator->key, liar->validators[i], time);

      g_string_append (note, line);
    }
  return g_string_free (note, FALSE);
}

static NadiEvidence *
evidence_of (NadiTestLiar *liar, const History *history, guint64 from)
{
  NadiEvidence *evidence = g_new0 (NadiEvidence, 1);

  evidence->checkpoint = checkpoint_note (liar, history);
  evidence->checkpoint_length = strlen (evidence->checkpoint);
  if (from > 0)
    evidence->consistency = nadi_tree_consistency (history->tree, MIN (from, history->size), history->size);
  evidence->block = g_strdup (history->leaf);
  if (liar->lie == NADI_LIE_STATE_ROOT)
    {
      NadiBlock other = history->block;

      other.state.bytes[0] ^= 1;
      g_free (evidence->block);
      evidence->block = nadi_block_print (&other);
    }
  evidence->block_length = strlen (evidence->block);
  evidence->inclusion = nadi_tree_inclusion (history->tree, history->size - 1, history->size);
  return evidence;
}

static void
add_entry (GArray *entries, GBytes *entry)
{
  NadiPageEntry item;

  item.data = g_bytes_get_data (entry, &item.length);
  g_array_append_val (entries, item);
}

static GBytes *
stream_page (NadiTestLiar *liar, const History *history, const char *name, guint64 after, guint64 from)
{
  guint asked = g_str_equal (name, NADI_LIAR_STREAM) ? 0 : 1;
  guint s = liar->lie == NADI_LIE_OTHER_STREAM ? 1 - asked : asked;
  const char *keys[] = { stream_names[s], NULL };
  g_autoptr (NadiEvidence) evidence = evidence_of (liar, history, from);
  g_autoptr (GBytes) proof = nadi_map_prove (history->map, keys);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NadiPageEntry));
  g_autoptr (GBytes) altered = g_bytes_new_static ("entry that nobody wrote", 23);
  NadiStreamPage page = { .stream = (char *) name, .after = after, .evidence = evidence, .state = proof, .entries = entries };

  for (guint64 i = after; i < history->streams[s]->len && entries->len < liar->page; i++)
    add_entry (entries, g_ptr_array_index (history->entries, g_array_index (history->streams[s], guint64, i)));
  switch (liar->lie)
    {
    case NADI_LIE_ENTRY_ALTERED:
      g_array_set_size (entries, entries->len - 1);
      add_entry (entries, altered);
      break;
    case NADI_LIE_ENTRY_INSERTED:
      add_entry (entries, altered);
      break;
    case NADI_LIE_ENTRY_DELETED:
      g_array_remove_index (entries, 0);
      break;
    case NADI_LIE_ENTRIES_REORDERED:
      {
        NadiPageEntry first = g_array_index (entries, NadiPageEntry, 0);
        g_array_remove_index (entries, 0);
        g_array_append_val (entries, first);
        break;
      }
    case NADI_LIE_PAGE_TRUNCATED:
      if (after > 0)
        g_array_set_size (entries, 0);
      break;
    default:
      break;
    }
  return nadi_stream_page_print (&page);
}

static GBytes *
state_answer (NadiTestLiar *liar, const History *history, const char *const *keys, guint64 from)
{
  g_autoptr (NadiEvidence) evidence = evidence_of (liar, history, from);
  g_autoptr (NadiMap) other = nadi_map_fork (history->map);
  g_autoptr (GBytes) wrong = g_bytes_new_static ("{\"block\":99}", 12);
  g_autoptr (GBytes) proof = NULL;
  char *text;

  nadi_map_set (other, "fact", liar->lie == NADI_LIE_ABSENT ? NULL : wrong);
  nadi_map_freeze (other);
  proof = nadi_map_prove (liar->lie == NADI_LIE_ABSENT || liar->lie == NADI_LIE_VALUE ? other : history->map, keys);
  text = nadi_state_answer_print (evidence, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  return g_bytes_new_take (text, strlen (text));
}

static const History *
history_for (NadiTestLiar *liar)
{
  switch (liar->lie)
    {
    case NADI_LIE_OLD_CHECKPOINT: return &liar->old;
    case NADI_LIE_FORK: return &liar->fork;
    default: return &liar->honest;
    }
}

static GBytes *
answer (NadiTestLiar *liar, const char *target)
{
  g_autofree char *absolute = g_strconcat ("https://liar.example", target, NULL);
  g_autoptr (GUri) parsed = g_uri_parse (absolute, G_URI_FLAGS_NONE, NULL);
  GUriParamsIter iter;
  char *name, *value;
  guint64 after = 0, from = 0;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GBytes *body;

  g_uri_params_iter_init (&iter, g_uri_get_query (parsed), -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      if (g_str_equal (name, "after"))
        after = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (name, "from"))
        from = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (name, "key"))
        g_ptr_array_add (keys, g_strdup (value));
      g_free (name);
      g_free (value);
    }
  g_ptr_array_add (keys, NULL);
  if (liar->lie == NADI_LIE_GARBAGE)
    return g_bytes_new_static ("{\"evidence\":[[[", 15);
  if (liar->lie == NADI_LIE_PAGE_REPEATED && liar->last_page != NULL)
    return g_bytes_ref (liar->last_page);
  if (g_str_has_prefix (g_uri_get_path (parsed), "/v1/streams/"))
    body = stream_page (liar, history_for (liar), g_uri_get_path (parsed) + strlen ("/v1/streams/"), after, from);
  else
    body = state_answer (liar, history_for (liar), (const char *const *) keys->pdata, from);
  g_clear_pointer (&liar->last_page, g_bytes_unref);
  liar->last_page = g_bytes_ref (body);
  return body;
}

/* --- Transport ---------------------------------------------------------------------------------------------------- */

static const char *
liar_authority (NadiTransport *transport)
{
  return "liar.example";
}

static gboolean
liar_exchange (NadiTransport *transport, const NadiTransportRequest *request, gsize limit, NadiTransportAnswer *out,
               GCancellable *cancellable, GError **error)
{
  NadiTestLiar *liar = ((LiarTransport *) transport)->liar;

  out->status = 200;
  out->date = liar->now / 1000;
  out->body = answer (liar, request->target);
  return TRUE;
}

static void
liar_transport_free (NadiTransport *transport)
{
  g_free (transport);
}

NadiTransport *
nadi_test_liar_transport (NadiTestLiar *liar)
{
  LiarTransport *transport = g_new0 (LiarTransport, 1);

  transport->transport.authority = liar_authority;
  transport->transport.exchange = liar_exchange;
  transport->transport.free = liar_transport_free;
  transport->liar = liar;
  return &transport->transport;
}

/* --- Life --------------------------------------------------------------------------------------------------------- */

NadiTestLiar *
nadi_test_liar_new (gint64 now)
{
  NadiTestLiar *liar = g_new0 (NadiTestLiar, 1);
  NadiNetwork *network = liar->network = nadi_network_new ();

  nadi_seeded_random_init (&liar->random, 7);
  liar->now = now;
  liar->page = 4096;
  liar->log = nadi_signing_key_new (&liar->random.random);
  liar->impostor = nadi_signing_key_new (&liar->random.random);
  network->name = g_strdup ("Network of a liar");
  network->origin = g_strdup (ORIGIN);
  network->service = g_strdup ("https://" ORIGIN);
  network->log = nadi_note_key_new (ORIGIN, NADI_NOTE_ED25519, nadi_signing_key_public (liar->log));
  network->quorum = QUORUM;
  network->anchor = g_strdup ("");
  for (guint i = 0; i < VALIDATORS; i++)
    {
      NadiNetworkValidator *validator = g_new0 (NadiNetworkValidator, 1);
      g_autofree char *name = g_strdup_printf ("v%u.example", i);

      liar->validators[i] = nadi_signing_key_new (&liar->random.random);
      validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (liar->validators[i]));
      g_ptr_array_add (network->validators, validator);
    }
  history_init (&liar->honest);
  history_init (&liar->old);
  history_init (&liar->fork);
  return liar;
}

void
nadi_test_liar_free (NadiTestLiar *liar)
{
  history_clear (&liar->honest);
  history_clear (&liar->old);
  history_clear (&liar->fork);
  for (guint i = 0; i < VALIDATORS; i++)
    nadi_signing_key_unref (liar->validators[i]);
  nadi_signing_key_unref (liar->log);
  nadi_signing_key_unref (liar->impostor);
  nadi_network_free (liar->network);
  g_clear_pointer (&liar->last_page, g_bytes_unref);
  g_free (liar);
}

const NadiNetwork *
nadi_test_liar_network (NadiTestLiar *liar)
{
  return liar->network;
}

void
nadi_test_liar_append (NadiTestLiar *liar, guint n)
{
  if (liar->honest.leaf != NULL && liar->old.size < liar->honest.size)
    append_block (&liar->old, liar->honest.block.count / 2, "true", liar->honest.block.time);
  liar->now += 1000;
  append_block (&liar->honest, n, "true", liar->now);
  append_block (&liar->fork, n, "false", liar->now);
}

void
nadi_test_liar_set (NadiTestLiar *liar, NadiLie lie)
{
  liar->lie = lie;
}

void
nadi_test_liar_set_page (NadiTestLiar *liar, guint entries)
{
  liar->page = entries;
}
