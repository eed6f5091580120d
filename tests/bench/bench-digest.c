/* What a desk does with events that sync has proven: the store seals them into its cache, and the digest makes rows of them, for
 * desk and clinical compartment. New records of other desks, spread over the charts of a clinic, as on a first sync.
 *
 *   bench-digest [EVENTS]        default 100,000
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-session-book.h"
#include "nadi-session-charts.h"
#include "nadi-session-digest.h"
#include "nadi-session-patients.h"
#include "nadi-session-private.h"
#include "nadi-test-world.h"

#define N_CHARTS 40

typedef struct
{
  NadiSession *session;
  GPtrArray *shelves;        /* ids */
} Bench;

static void
sync_well (NadiSession *session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, 60000, NULL, &error);
  g_assert_no_error (error);
}

static NadiSession *
open_doctor (NadiTestWorld *world)
{
  g_autofree char *admin_folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  g_autofree char *folder = NULL;
  NadiSession *doctor;

  sync_well (admin);
  folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  doctor = nadi_test_world_open (folder);
  sync_well (doctor);
  return doctor;
}

static void
add_chart (Bench *bench, guint number)
{
  g_autofree char *name = g_strdup_printf ("Patient Number %u", number);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) shelves = NULL;

  nadi_person_name_set (&patient->name, name);
  nadi_session_add_patient (bench->session, patient, &row, &error);
  g_assert_no_error (error);
  nadi_case_add_problem (visit)->text = g_strdup ("Gout");
  nadi_session_add_case (bench->session, row->id, visit, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (nadi_book_get_chart (bench->session->cache, row->id, &shelves, NULL));
  for (guint i = 0; shelves[i] != NULL; i++)
    g_ptr_array_add (bench->shelves, g_strdup (shelves[i]));
}

/* As another desk of the clinic would have written it. */
static char *
record_event (Bench *bench, const char *device, guint number)
{
  NadiSession *self = bench->session;
  const NadiActor actor = { .org = self->org, .staff = self->staff };
  const NadiEventHead head = { .type = "record.add", .origin = self->network->origin, .actor = &actor, .device = (char *) device,
                               .seq = number, .time = nadi_session_now (self) };
  NadiJsonWriter *writer = nadi_event_begin (&head, self->random);
  g_autofree char *record = nadi_random_uuid (self->random);
  g_autofree char *version = nadi_random_uuid (self->random);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) version, strlen (version));
  g_autofree char *commitment = NULL;
  g_autoptr (GError) error = NULL;
  const char *const cids[] = { cid, NULL };
  NadiHash hash;
  char *jws;

  nadi_random_fill (self->random, hash.bytes, sizeof hash.bytes);
  commitment = nadi_hash_to_text (&hash);
  nadi_json_put_string (writer, "shelf", g_ptr_array_index (bench->shelves, number * 7919 % bench->shelves->len));
  nadi_json_put_int (writer, "epoch", 1);
  nadi_json_put_string (writer, "record", record);
  nadi_json_put_string (writer, "version", version);
  nadi_json_put_int (writer, "date", 20000 + number % 400);
  nadi_json_put_strings (writer, "cids", cids);
  nadi_json_put_string (writer, "commitment", commitment);
  jws = nadi_event_sign (writer, self->bundle->sign, &error);
  g_assert_no_error (error);
  return jws;
}

static double
seconds_of (clockid_t id)
{
  struct timespec time;

  clock_gettime (id, &time);
  return (double) time.tv_sec + time.tv_nsec / 1e9;
}

static void
say (const char *what, guint n, double wall, double processor)
{
  wall = seconds_of (CLOCK_MONOTONIC) - wall;
  processor = seconds_of (CLOCK_THREAD_CPUTIME_ID) - processor;
  g_print ("  %7u events %s in %5.2f s, %5.1f us an event; processor: %5.2f s\n", n, what, wall, wall * 1e6 / n, processor);
}

static void
run (Bench *bench, guint n)
{
  NadiSyncStore *store = &bench->session->store.store;
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *device = nadi_random_uuid (bench->session->random);
  g_autoptr (GError) error = NULL;
  const NadiHash leaf = { 0 };
  NadiStreamHead cursor;
  double wall, processor;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (events, record_event (bench, device, i));
  wall = seconds_of (CLOCK_MONOTONIC);
  processor = seconds_of (CLOCK_THREAD_CPUTIME_ID);
  store->begin (store, &error);
  store->load_cursor (store, bench->session->stream, &cursor, &error);
  for (guint i = 0; i < n; i++)
    {
      const char *event = g_ptr_array_index (events, i);

      store->add_entry (store, bench->session->stream, cursor.count++, (const guint8 *) event, strlen (event), &leaf, &error);
      g_assert_no_error (error);
    }
  store->save_cursor (store, bench->session->stream, &cursor, &error);
  store->commit (store, &error);
  g_assert_no_error (error);
  say ("stored", n, wall, processor);

  wall = seconds_of (CLOCK_MONOTONIC);
  processor = seconds_of (CLOCK_THREAD_CPUTIME_ID);
  g_assert_true (nadi_session_lock (bench->session, NULL));
  nadi_session_digest (bench->session, NULL, NULL, &error);
  nadi_session_unlock (bench->session);
  g_assert_no_error (error);
  say ("worked through", n, wall, processor);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  g_autoptr (GPtrArray) shelves = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (NadiSession) session = open_doctor (world);
  Bench bench = { .session = session, .shelves = shelves };

  for (guint i = 0; i < N_CHARTS; i++)
    add_chart (&bench, i);
  g_print ("proven events into the cache, and rows of them\n");
  run (&bench, n / 10);
  run (&bench, n);
  return 0;
}
