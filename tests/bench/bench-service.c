/* The whole service under load: signed events over HTTPS into a real SQLite file, alone and with four validators that check
 * everything again, all of it on this machine's cores.
 *
 *   bench-service [EVENTS]     default 20,000 events for each of the two rates
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-cosigning.h"
#include "nadi-peer.h"
#include "nadi-random-system.h"
#include "nadi-service.h"
#include "nadi-store-memory.h"
#include "nadi-store-sqlite.h"
#include "nadi-system-clock.h"
#include "nadi-test-log.h"
#include "nadi-test.h"
#include "nadi-validator-service.h"

#define BATCH 256
#define SENDERS 4
#define PROBES 400

typedef struct
{
  char *folder;
  NadiTestLog *log;
  NadiBlobs *blobs;
  NadiCertificate *authority;
  NadiCertificate *server;
  NadiService *service;
  NadiStore *copies[NADI_TEST_ORGS];
  NadiValidatorService *validators[NADI_TEST_ORGS];
  NadiCosigning *cosigning;
  GMutex mutex;
  GCond moved;
  guint64 final_size;
} World;

static gint64
now_us (void)
{
  return g_get_monotonic_time ();
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return x < y ? -1 : x > y;
}

static double
percentile (GArray *times, double p)
{
  g_array_sort (times, compare);
  return g_array_index (times, gint64, (guint) (p * (times->len - 1))) / 1000.0;
}

/* --- The machine's own limit --------------------------------------------------------------------------------------- */

/* Ed25519 verifications a second on one core, of a message as long as an event: median of five. */
static double
verify_rate (void)
{
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (nadi_random_system ());
  guint8 message[900];
  NadiSignature signature;
  double rates[5];

  memset (message, 7, sizeof message);
  nadi_sign (key, message, sizeof message, &signature);
  for (guint round = 0; round < G_N_ELEMENTS (rates); round++)
    {
      gint64 begin = now_us ();

      for (guint i = 0; i < 4000; i++)
        g_assert_true (nadi_verify (nadi_signing_key_public (key), message, sizeof message, &signature));
      rates[round] = 4000 * 1e6 / (now_us () - begin);
    }
  for (guint i = 0; i < 5; i++)
    for (guint j = i + 1; j < 5; j++)
      if (rates[j] < rates[i])
        {
          double kept = rates[i];
          rates[i] = rates[j];
          rates[j] = kept;
        }
  return rates[2];
}

/* --- A service, with or without validators --------------------------------------------------------------------------- */

static void
on_final (NadiView *view, const char *const *streams, gpointer user_data)
{
  World *world = user_data;

  g_mutex_lock (&world->mutex);
  world->final_size = nadi_view_size (view);
  g_cond_broadcast (&world->moved);
  g_mutex_unlock (&world->mutex);
}

static char *
path_in (World *world, const char *name)
{
  return g_build_filename (world->folder, name, NULL);
}

static void
start_validators (World *world)
{
  g_autoptr (GError) error = NULL;
  const NadiCosigningOptions cosigning = {
    .log = world->log->log,
    .network = world->log->network,
    .clock = &world->log->clock.clock,
    .random = nadi_random_system (),
  };

  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      NadiNetworkValidator *named = g_ptr_array_index (world->log->network->validators, i);
      g_autofree char *name = g_strdup_printf ("validator-%u.db", i);
      g_autofree char *path = path_in (world, name);
      NadiValidatorServiceOptions options = {
        .network = world->log->network,
        .name = named->key,
        .key = world->log->people->validators[i],
        .clock = &world->log->clock.clock,
        .random = nadi_random_system (),
        .address = "127.0.0.1",
        .certificate = world->server,
      };

      world->copies[i] = nadi_store_sqlite_open (path, NULL, &error);
      g_assert_no_error (error);
      options.store = world->copies[i];
      world->validators[i] = nadi_validator_service_new (&options, &error);
      g_assert_no_error (error);
      g_free (named->url);
      named->url = g_strdup_printf ("https://127.0.0.1:%u", nadi_validator_service_port (world->validators[i]));
    }
  world->cosigning = nadi_cosigning_start (&cosigning, &error);
  g_assert_no_error (error);
}

static void
world_start (World *world, gboolean with_validators)
{
  static const NadiLogListener listener = { .final = on_final };
  static const char *const names[] = { "127.0.0.1", NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *blobs = NULL;
  NadiServiceOptions options = { .random = nadi_random_system (), .device_rate = 1000000, .address = "127.0.0.1" };
  g_autoptr (GBytes) json = g_bytes_new_static ("{}", 2);

  memset (world, 0, sizeof *world);
  g_mutex_init (&world->mutex);
  g_cond_init (&world->moved);
  world->folder = g_dir_make_tmp ("nadi-bench-XXXXXX", NULL);
  path = path_in (world, "ledger.db");
  blobs = path_in (world, "blobs");
  world->log = nadi_test_log_new (3, nadi_store_sqlite_open (path, NULL, &error));
  g_assert_no_error (error);
  world->authority = nadi_certificate_new_authority ("Bench", now - 3600, now + 86400, &error);
  world->server = nadi_certificate_new_server (world->authority, names, now - 3600, now + 86400, &error);
  g_assert_no_error (error);
  g_free (world->log->network->anchor);
  world->log->network->anchor = g_strdup (world->authority->certificate);
  nadi_test_log_open (world->log);
  nadi_log_listen (world->log->log, &listener, world);
  nadi_test_log_set_up (world->log);
  world->blobs = nadi_blobs_open (blobs, nadi_system_clock (), &error);
  options.log = world->log->log;
  options.store = world->log->store;
  options.blobs = world->blobs;
  options.network = world->log->network;
  options.network_json = json;
  options.certificate = world->server;
  options.clock = &world->log->clock.clock;
  world->service = nadi_service_start (&options, &error);
  g_assert_no_error (error);
  g_free (world->log->network->service);
  world->log->network->service = g_strdup_printf ("https://127.0.0.1:%u", nadi_service_port (world->service));
  if (with_validators)
    start_validators (world);
}

static void
world_stop (World *world)
{
  g_clear_pointer (&world->cosigning, nadi_cosigning_stop);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      g_clear_pointer (&world->validators[i], nadi_validator_service_free);
      g_clear_pointer (&world->copies[i], nadi_store_close);
    }
  nadi_service_stop (world->service);
  nadi_test_log_free (world->log);
  nadi_blobs_close (world->blobs);
  nadi_certificate_free (world->authority);
  nadi_certificate_free (world->server);
  nadi_test_remove_tree (world->folder);
  g_free (world->folder);
}

static void
wait_final (World *world, guint64 size)
{
  g_mutex_lock (&world->mutex);
  while (world->final_size < size)
    g_cond_wait (&world->moved, &world->mutex);
  g_mutex_unlock (&world->mutex);
}

static guint64
admitted_size (World *world)
{
  g_autoptr (NadiView) view = nadi_log_view (world->log->log);

  return nadi_view_admitted_size (view);
}

/* --- Load ------------------------------------------------------------------------------------------------------------- */

/* One clinic's desk: its device posts that clinic's events in order. */
typedef struct
{
  World *world;
  guint org;
  GPtrArray *bodies;         /* GBytes, up to BATCH events each */
  double rate;               /* bodies a second, 0: as fast as it goes */
  gint64 until;              /* stop then; 0: when all are sent */
  guint sent;
} Sender;

static NadiPeer *
peer_of (World *world, guint org)
{
  NadiTestSigner *doctor = world->log->people->orgs[org].doctor;
  g_autofree char *keyid = g_strdup_printf ("%s/%s", doctor->actor.org, doctor->device);
  g_autoptr (GError) error = NULL;
  const NadiPeerConfig config = {
    .url = world->log->network->service,
    .anchor = world->log->network->anchor,
    .keyid = keyid,
    .key = doctor->device_key,
    .clock = &world->log->clock.clock,
    .random = nadi_random_system (),
  };
  NadiPeer *peer = nadi_peer_new (&config, &error);

  g_assert_no_error (error);
  return peer;
}

static void
post (NadiPeer *peer, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_post (peer, "/v1/events", "text/plain", body, 1 << 20, &error);

  g_assert_no_error (error);
  if (answer->status != 200 || g_strstr_len (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), "refused") != NULL)
    g_error ("the service answered %u: %.*s", answer->status, (int) MIN (300, g_bytes_get_size (answer->body)),
             (const char *) g_bytes_get_data (answer->body, NULL));
}

static gpointer
send_all (gpointer data)
{
  Sender *sender = data;
  g_autoptr (NadiPeer) peer = peer_of (sender->world, sender->org);
  gint64 begin = now_us ();

  for (guint i = 0; i < sender->bodies->len; i++)
    {
      if (sender->rate > 0)
        {
          gint64 due = begin + (gint64) (i * 1e6 / sender->rate);

          if (due > now_us ())
            g_usleep ((gulong) (due - now_us ()));
        }
      if (sender->until != 0 && now_us () > sender->until)
        break;
      post (peer, g_ptr_array_index (sender->bodies, i));
      sender->sent++;
    }
  return NULL;
}

static GPtrArray *
make_bodies (World *world, guint org, guint n_events, guint batch)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  while (n_events > 0)
    {
      GString *body = g_string_new (NULL);
      guint n = MIN (batch, n_events);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (NadiEvent) event = nadi_test_log_record (world->log, org);
          GBytes *bytes = nadi_event_bytes (event);

          g_string_append_len (body, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
          g_string_append_c (body, '\n');
        }
      g_ptr_array_add (bodies, g_string_free_to_bytes (body));
      n_events -= n;
    }
  return bodies;
}

static double
measure_rate (World *world, guint n_events, gboolean until_final)
{
  Sender senders[SENDERS] = { 0 };
  GThread *threads[SENDERS];
  gint64 begin;
  double seconds;

  for (guint i = 0; i < SENDERS; i++)
    senders[i] = (Sender) { .world = world, .org = i, .bodies = make_bodies (world, i, n_events / SENDERS, BATCH) };
  begin = now_us ();
  for (guint i = 0; i < SENDERS; i++)
    threads[i] = g_thread_new ("sender", send_all, &senders[i]);
  for (guint i = 0; i < SENDERS; i++)
    g_thread_join (threads[i]);
  if (until_final)
    wait_final (world, admitted_size (world));
  seconds = (now_us () - begin) / 1e6;
  for (guint i = 0; i < SENDERS; i++)
    g_ptr_array_unref (senders[i].bodies);
  return n_events / seconds;
}

/* One event at a time from one desk, while the others (if load > 0) send load events a second between them. */
static void
measure_latency (World *world, double load, const char *name)
{
  g_autoptr (GPtrArray) probes = make_bodies (world, 0, PROBES, 1);
  g_autoptr (GArray) admitted = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) final = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (NadiPeer) peer = peer_of (world, 0);
  Sender senders[SENDERS - 1] = { 0 };
  GThread *threads[SENDERS - 1] = { NULL };
  gint64 until = now_us () + 30 * G_USEC_PER_SEC;
  guint each = 32;

  for (guint i = 0; load > 0 && i < SENDERS - 1; i++)
    {
      senders[i] = (Sender) {
        .world = world,
        .org = i + 1,
        .bodies = make_bodies (world, i + 1, (guint) (load / (SENDERS - 1) * 12), each),
        .rate = load / (SENDERS - 1) / each,
        .until = until,
      };
      threads[i] = g_thread_new ("load", send_all, &senders[i]);
    }
  for (guint i = 0; i < probes->len; i++)
    {
      gint64 begin = now_us (), took;

      post (peer, g_ptr_array_index (probes, i));
      took = now_us () - begin;
      g_array_append_val (admitted, took);
      wait_final (world, admitted_size (world));
      took = now_us () - begin;
      g_array_append_val (final, took);
      g_usleep (load > 0 ? 20000 : 2000);
    }
  for (guint i = 0; i < SENDERS - 1; i++)
    if (threads[i] != NULL)
      {
        g_thread_join (threads[i]);
        g_ptr_array_unref (senders[i].bodies);
      }
  g_print ("  %-10s admitted p50 %6.1f ms  p99 %6.1f ms    final p50 %6.1f ms  p99 %6.1f ms\n", name, percentile (admitted, 0.5),
           percentile (admitted, 0.99), percentile (final, 0.5), percentile (final, 0.99));
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 20000;
  double verify = verify_rate (), alone, together;
  World world;

  g_print ("Ed25519 verification, one core: %.0f a second\n", verify);
  world_start (&world, FALSE);
  alone = measure_rate (&world, n, FALSE);
  world_stop (&world);
  g_print ("service alone: %.0f events a second, %.2f of one core's verification rate (limit 0.60)\n", alone, alone / verify);
  world_start (&world, TRUE);
  together = measure_rate (&world, n, TRUE);
  g_print ("with four validators, until final: %.0f events a second, %.2f of 2 cores x rate / 5 (limit 0.50)\n", together,
           together / (2 * verify / 5));
  measure_latency (&world, 0, "idle");
  measure_latency (&world, together / 2, "half load");
  g_print ("  limits at half load: admitted p99 100 ms, final p99 250 ms\n");
  world_stop (&world);
  return 0;
}
