/* How long it takes to open the search index at unlock, to keep an event of a stream, and to save a record. */
#include <glib/gstdio.h>

#include "nadi-bench.h"
#include "nadi-cache-patients.h"
#include "nadi-cache-records.h"
#include "nadi-cache-streams.h"
#include "nadi-digest.h"
#include "nadi-random-system.h"
#include "nadi-uuid.h"

#define ROUNDS 9

static char *folder;

static NadiCache *
open_cache (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (NadiSecret) key = nadi_secret_new (NADI_COMPARTMENT_KEY_SIZE);
  g_autoptr (GError) error = NULL;
  NadiCache *cache = nadi_cache_open (path, key, key, nadi_random_system (), NULL, &error);

  if (cache == NULL)
    g_error ("%s", error->message);
  return cache;
}

static void
uuid_of (guint64 i, char text[NADI_UUID_TEXT_SIZE])
{
  NadiHash hash;

  nadi_sha256 ((const guint8 *) &i, sizeof i, &hash);
  nadi_uuid_from_hash (hash.bytes, text);
}

static void
add_patients (NadiCache *cache, guint n)
{
  g_autoptr (GError) error = NULL;

  nadi_cache_begin (cache, &error);
  for (guint i = 0; i < n; i++)
    {
      char id[NADI_UUID_TEXT_SIZE], number[16], phone[16], name[64], folded[64];
      NadiCachePatient patient = { id, number, name, folded, "सुनीता देशपांडे", phone, "IN-MH", (gint32) (i % 20000), (gint32) (20000 + i % 300), 0, 1, 0 };

      uuid_of (i, id);
      g_snprintf (number, sizeof number, "%014u", i * 97);
      g_snprintf (phone, sizeof phone, "98%08u", i);
      g_snprintf (name, sizeof name, "Sunita Deshpande %u", i);
      g_snprintf (folded, sizeof folded, "sunita deshpande %u", i);
      if (!nadi_cache_put_patient (cache, &patient, &error))
        g_error ("%s", error->message);
    }
  if (!nadi_cache_commit (cache, &error))
    g_error ("%s", error->message);
}

/* From a closed file: as at unlock. */
static void
bench_patients (guint n)
{
  g_autofree char *name = g_strdup_printf ("patients-%u.db", n);
  double times[ROUNDS];
  NadiCache *cache = open_cache (name);

  add_patients (cache, n);
  nadi_cache_close (cache);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (NadiCachePatients) patients = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start;

      cache = open_cache (name);
      start = g_get_monotonic_time ();
      patients = nadi_cache_load_patients (cache, &error);
      times[i] = (double) (g_get_monotonic_time () - start) / 1000;
      if (patients == NULL || nadi_cache_patients_count (patients) != n)
        g_error ("The index is not whole");
      nadi_cache_close (cache);
    }
  g_print ("index of %u patients opened: %.1f ms\n", n, nadi_bench_median (times, ROUNDS));
}

static void
bench_entries (guint n)
{
  NadiCache *cache = open_cache ("entries.db");
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *event = g_malloc0 (900);
  gint64 start = g_get_monotonic_time ();
  double seconds;

  nadi_cache_begin (cache, &error);
  for (guint i = 0; i < n; i++)
    {
      char id[NADI_UUID_TEXT_SIZE];

      uuid_of (i, id);
      if (!nadi_cache_add_entry (cache, "o:clinic", i, id, event, 900, &error))
        g_error ("%s", error->message);
      if (i % 4096 == 4095 && (!nadi_cache_commit (cache, &error) || !nadi_cache_begin (cache, &error)))
        g_error ("%s", error->message);
    }
  if (!nadi_cache_commit (cache, &error))
    g_error ("%s", error->message);
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("%u events of a stream kept: %.2f s (%.0f a second)\n", n, seconds, n / seconds);
  nadi_cache_close (cache);
}

static void
bench_records (guint n)
{
  NadiCache *cache = open_cache ("records.db");
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *resource = g_malloc0 (1500);
  gint64 start = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < n; i++)
    {
      char version[NADI_UUID_TEXT_SIZE], id[NADI_UUID_TEXT_SIZE], patient[NADI_UUID_TEXT_SIZE];
      char *cids[] = { version, NULL };
      NadiCacheRecord record = { .compartment = NADI_COMPARTMENT_CLINICAL, .version = version, .record = id, .patient = patient,
                                 .shelf = patient, .state = NADI_CACHE_STATE_OPENED, .cids = cids, .date = 20000 };

      uuid_of (i, version);
      uuid_of (i + 1000000, id);
      uuid_of (i / 10 + 2000000, patient);
      if (i % 100 == 0)
        nadi_cache_begin (cache, &error);
      if (!nadi_cache_put_record (cache, &record, resource, 1500, &error) || !nadi_cache_put_blob (cache, version, resource, 1500, TRUE, &error))
        g_error ("%s", error->message);
      if (i % 100 == 99 && !nadi_cache_commit (cache, &error))
        g_error ("%s", error->message);
    }
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("%u records with blobs saved, 100 a transaction: %.2f s (%.0f a second)\n", n, seconds, n / seconds);
  nadi_cache_close (cache);
}

static void
remove_files (void)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
}

int
main (void)
{
  folder = g_dir_make_tmp ("nadi-bench-XXXXXX", NULL);
  bench_patients (1000);
  bench_patients (10000);
  bench_patients (100000);
  bench_entries (100000);
  bench_records (20000);
  remove_files ();
  g_free (folder);
  return 0;
}
