/* A set of hashes, and a queue in the order they came, from whose head the old ones leave. */
#include "nadi-nonces.h"

#include <string.h>

#include "nadi-digest.h"

typedef struct
{
  NadiHash hash;
  gint64 until;
} Seen;

struct _NadiNonces
{
  GMutex lock;
  GHashTable *seen;          /* set of Seen, by hash */
  GQueue queue;              /* the same, oldest first */
};

static guint
seen_hash (gconstpointer seen)
{
  guint value;

  memcpy (&value, ((const Seen *) seen)->hash.bytes, sizeof value);
  return value;
}

static gboolean
seen_equal (gconstpointer a, gconstpointer b)
{
  return nadi_hash_equal (&((const Seen *) a)->hash, &((const Seen *) b)->hash);
}

NadiNonces *
nadi_nonces_new (void)
{
  NadiNonces *nonces = g_new0 (NadiNonces, 1);

  g_mutex_init (&nonces->lock);
  nonces->seen = g_hash_table_new (seen_hash, seen_equal);
  g_queue_init (&nonces->queue);
  return nonces;
}

void
nadi_nonces_free (NadiNonces *nonces)
{
  g_hash_table_unref (nonces->seen);
  g_queue_clear_full (&nonces->queue, g_free);
  g_mutex_clear (&nonces->lock);
  g_free (nonces);
}

static void
forget_old (NadiNonces *nonces, gint64 now)
{
  Seen *oldest;

  while ((oldest = g_queue_peek_head (&nonces->queue)) != NULL && oldest->until < now)
    {
      g_hash_table_remove (nonces->seen, oldest);
      g_free (g_queue_pop_head (&nonces->queue));
    }
}

NadiNonceVerdict
nadi_nonces_take (NadiNonces *nonces, const char *keyid, const char *nonce, gint64 now)
{
  const NadiPart parts[] = { { keyid, strlen (keyid) + 1 }, { nonce, strlen (nonce) } };
  NadiNonceVerdict verdict = NADI_NONCE_FRESH;
  Seen key;

  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &key.hash);
  /* A signature may be from the window's far end, and so stay young for two windows. */
  key.until = now + 2 * NADI_NONCES_WINDOW;
  g_mutex_lock (&nonces->lock);
  forget_old (nonces, now);
  if (g_hash_table_contains (nonces->seen, &key))
    verdict = NADI_NONCE_SEEN;
  else if (g_hash_table_size (nonces->seen) >= NADI_NONCES_MAX)
    verdict = NADI_NONCE_FULL;
  else
    {
      Seen *seen = g_memdup2 (&key, sizeof key);

      g_hash_table_add (nonces->seen, seen);
      g_queue_push_tail (&nonces->queue, seen);
    }
  g_mutex_unlock (&nonces->lock);
  return verdict;
}
