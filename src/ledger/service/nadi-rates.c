/* Token buckets; tokens are counted in microseconds of their making. */
#include "nadi-rates.h"

#define SWEEP_ABOVE 4096

typedef struct
{
  gint64 full;               /* when the bucket will be full again, monotonic microseconds */
} Bucket;

struct _NadiRates
{
  GMutex lock;
  NadiClock *clock;
  gint64 cost;               /* of one token */
  gint64 depth;              /* of a full bucket */
  GHashTable *buckets;
  guint sweep_above;
};

NadiRates *
nadi_rates_new (guint per_second, guint burst, NadiClock *clock)
{
  NadiRates *rates = g_new0 (NadiRates, 1);

  g_mutex_init (&rates->lock);
  rates->clock = clock;
  rates->cost = G_USEC_PER_SEC / MAX (per_second, 1);
  rates->depth = rates->cost * burst;
  rates->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  rates->sweep_above = SWEEP_ABOVE;
  return rates;
}

void
nadi_rates_free (NadiRates *rates)
{
  g_hash_table_unref (rates->buckets);
  g_mutex_clear (&rates->lock);
  g_free (rates);
}

static gboolean
is_full (gpointer name, gpointer bucket, gpointer now)
{
  return ((Bucket *) bucket)->full <= *(gint64 *) now;
}

static Bucket *
bucket_of (NadiRates *rates, const char *name, gint64 now)
{
  Bucket *bucket = g_hash_table_lookup (rates->buckets, name);

  if (bucket != NULL)
    return bucket;
  if (g_hash_table_size (rates->buckets) >= rates->sweep_above)
    {
      g_hash_table_foreach_remove (rates->buckets, is_full, &now);
      rates->sweep_above = MAX (SWEEP_ABOVE, 2 * g_hash_table_size (rates->buckets));
    }
  bucket = g_new0 (Bucket, 1);
  bucket->full = now;
  g_hash_table_insert (rates->buckets, g_strdup (name), bucket);
  return bucket;
}

/* The lock is held. How much is missing for one more token; 0 or less: it is there. */
static gint64
missing (NadiRates *rates, const Bucket *bucket, gint64 now)
{
  return MAX (bucket->full, now) + rates->cost - now - rates->depth;
}

gboolean
nadi_rates_take (NadiRates *rates, const char *name, guint *wait)
{
  gint64 now = nadi_clock_monotonic (rates->clock);
  Bucket *bucket;
  gint64 lacking;

  g_mutex_lock (&rates->lock);
  bucket = bucket_of (rates, name, now);
  lacking = missing (rates, bucket, now);
  if (lacking <= 0)
    bucket->full = MAX (bucket->full, now) + rates->cost;
  g_mutex_unlock (&rates->lock);
  if (wait != NULL)
    *wait = lacking > 0 ? (guint) ((lacking + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
  return lacking <= 0;
}

gboolean
nadi_rates_allows (NadiRates *rates, const char *name)
{
  gint64 now = nadi_clock_monotonic (rates->clock);
  Bucket *bucket;
  gboolean allows;

  g_mutex_lock (&rates->lock);
  bucket = g_hash_table_lookup (rates->buckets, name);
  allows = bucket == NULL || missing (rates, bucket, now) <= 0;
  g_mutex_unlock (&rates->lock);
  return allows;
}
