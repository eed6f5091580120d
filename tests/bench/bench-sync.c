/* Verified sync: a new desk pulls a clinic's whole stream over HTTPS, checks the chain and every proof, and seals each event into
 * its cache. How the time grows from 10,000 to 100,000 events.
 *
 *   bench-sync [EVENTS]        default 100,000
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "nadi-cache-streams.h"
#include "nadi-random-system.h"
#include "nadi-service.h"
#include "nadi-soup-transport.h"
#include "nadi-store-sqlite.h"
#include "nadi-sync.h"
#include "nadi-system-clock.h"
#include "nadi-test-log.h"

#define BATCH 256

/* A desk's cache as sync's store. */
typedef struct
{
  NadiSyncStore store;
  NadiCache *cache;
} Desk;

static NadiCache *
cache_of (NadiSyncStore *store)
{
  return ((Desk *) store)->cache;
}

static gboolean
desk_begin (NadiSyncStore *store, GError **error)
{
  return nadi_cache_begin (cache_of (store), error);
}

static gboolean
desk_commit (NadiSyncStore *store, GError **error)
{
  return nadi_cache_commit (cache_of (store), error);
}

static void
desk_rollback (NadiSyncStore *store)
{
  nadi_cache_rollback (cache_of (store));
}

static gboolean
desk_load_trusted (NadiSyncStore *store, NadiTrustedHead *trusted, GError **error)
{
  return nadi_cache_load_trusted (cache_of (store), trusted, error);
}

static gboolean
desk_save_trusted (NadiSyncStore *store, const NadiTrustedHead *trusted, GError **error)
{
  return nadi_cache_save_trusted (cache_of (store), trusted, error);
}

static gboolean
desk_load_cursor (NadiSyncStore *store, const char *stream, NadiStreamHead *cursor, GError **error)
{
  return nadi_cache_load_cursor (cache_of (store), stream, cursor, error);
}

static gboolean
desk_save_cursor (NadiSyncStore *store, const char *stream, const NadiStreamHead *cursor, GError **error)
{
  return nadi_cache_save_cursor (cache_of (store), stream, cursor, error);
}

static gboolean
desk_add_entry (NadiSyncStore *store, const char *stream, guint64 position, const guint8 *entry, gsize length,
                const NadiHash *leaf, GError **error)
{
  g_autoptr (NadiEvent) event = nadi_event_parse ((const char *) entry, length, error);

  return event != NULL && nadi_cache_add_entry (cache_of (store), stream, position, nadi_event_id (event), entry, length, error);
}

static void
desk_keep_evidence (NadiSyncStore *store, const char *error_word, GBytes *answer)
{
  g_error ("the honest service was found to lie: %s", error_word);
}

typedef struct
{
  char *folder;
  NadiTestLog *log;
  NadiBlobs *blobs;
  NadiCertificate *authority;
  NadiCertificate *server;
  NadiService *service;
} World;

static void
fill (World *world, guint n_events)
{
  while (n_events > 0)
    {
      NadiEvent *events[BATCH];
      guint n = MIN (BATCH, n_events);
      g_auto (NadiTestAnswer) answer = { 0 };

      for (guint i = 0; i < n; i++)
        events[i] = nadi_test_log_record (world->log, 0);
      nadi_test_log_submit (world->log, events, n, &answer);
      g_assert_no_error (answer.error);
      for (guint i = 0; i < n; i++)
        {
          g_assert_no_error (answer.errors[i]);
          nadi_event_unref (events[i]);
        }
      n_events -= n;
    }
  nadi_test_log_finalise (world->log, NADI_TEST_ORGS, NADI_TEST_TIME / 1000);
}

static void
start (World *world)
{
  static const char *const names[] = { "127.0.0.1", NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *blobs = NULL;
  g_autoptr (GBytes) json = g_bytes_new_static ("{}", 2);
  NadiServiceOptions options = { .random = nadi_random_system (), .address = "127.0.0.1", .network_json = json };

  world->folder = g_dir_make_tmp ("nadi-bench-XXXXXX", NULL);
  path = g_build_filename (world->folder, "ledger.db", NULL);
  blobs = g_build_filename (world->folder, "blobs", NULL);
  world->log = nadi_test_log_new (3, nadi_store_sqlite_open (path, NULL, &error));
  world->authority = nadi_certificate_new_authority ("Bench", now - 3600, now + 86400, &error);
  world->server = nadi_certificate_new_server (world->authority, names, now - 3600, now + 86400, &error);
  nadi_test_log_open (world->log);
  nadi_test_log_set_up (world->log);
  world->blobs = nadi_blobs_open (blobs, nadi_system_clock (), &error);
  g_assert_no_error (error);
  options.log = world->log->log;
  options.store = world->log->store;
  options.blobs = world->blobs;
  options.network = world->log->network;
  options.certificate = world->server;
  options.clock = &world->log->clock.clock;
  world->service = nadi_service_start (&options, &error);
  g_assert_no_error (error);
}

static NadiNet *
net_of (World *world)
{
  NadiTestSigner *doctor = world->log->people->orgs[0].doctor;
  g_autofree char *service = g_strdup_printf ("https://127.0.0.1:%u", nadi_service_port (world->service));
  g_autofree char *device = g_strdup_printf ("%s/%s", doctor->actor.org, doctor->device);
  g_autofree char *person = g_strdup_printf ("%s/%s", doctor->actor.org, doctor->actor.staff);
  const NadiHttpSigner signer = { device, doctor->device_key, person, doctor->key };
  g_autoptr (GError) error = NULL;
  NadiTransport *transport = nadi_soup_transport_new (service, world->authority->certificate, &error);

  g_assert_no_error (error);
  return nadi_net_new (transport, &signer, &world->log->clock.clock, nadi_random_system ());
}

static double
seconds_of (clockid_t id)
{
  struct timespec time;

  clock_gettime (id, &time);
  return (double) time.tv_sec + time.tv_nsec / 1e9;
}

static void
sync_once (World *world, const char *cache_name)
{
  g_autofree char *path = g_build_filename (world->folder, cache_name, NULL);
  g_autofree char *stream = g_strconcat ("o:", world->log->people->orgs[0].id, NULL);
  g_autoptr (NadiSecret) desk_key = nadi_secret_new_random (nadi_random_system (), 32);
  g_autoptr (NadiNet) net = net_of (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCache) cache = nadi_cache_open (path, desk_key, NULL, nadi_random_system (), NULL, &error);
  Desk desk = {
    .store = { desk_begin, desk_commit, desk_rollback, desk_load_trusted, desk_save_trusted, desk_load_cursor, desk_save_cursor,
               desk_add_entry, desk_keep_evidence },
    .cache = cache,
  };
  g_autoptr (NadiSync) sync = nadi_sync_new (world->log->network, net, &desk.store, &world->log->clock.clock);
  double wall = seconds_of (CLOCK_MONOTONIC), all = seconds_of (CLOCK_PROCESS_CPUTIME_ID), own = seconds_of (CLOCK_THREAD_CPUTIME_ID);
  guint64 added;

  g_assert_no_error (error);
  if (!nadi_sync_stream (sync, stream, &added, NULL, NULL, NULL, &error))
    g_error ("sync failed: %s", error->message);
  wall = seconds_of (CLOCK_MONOTONIC) - wall;
  own = seconds_of (CLOCK_THREAD_CPUTIME_ID) - own;
  all = seconds_of (CLOCK_PROCESS_CPUTIME_ID) - all;
  g_print ("  %7" G_GUINT64_FORMAT " events in %5.2f s, %4.1f us an event; processor: %5.2f s, %5.2f s of it the desk's thread\n", added, wall,
           wall * 1e6 / added, all, own);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  World world = { 0 };
  const char *remove[] = { "rm", "-rf", "--", NULL, NULL };

  start (&world);
  g_print ("verified sync into an empty sealed cache (limit: 100,000 events in 5 s)\n");
  fill (&world, n / 10);
  sync_once (&world, "a.db");
  fill (&world, n - n / 10);
  sync_once (&world, "b.db");
  sync_once (&world, "c.db");
  sync_once (&world, "d.db");
  nadi_service_stop (world.service);
  nadi_test_log_free (world.log);
  nadi_blobs_close (world.blobs);
  nadi_certificate_free (world.authority);
  nadi_certificate_free (world.server);
  remove[3] = world.folder;
  g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (world.folder);
  return 0;
}
