/* What the digest makes of events of other desks: who signed is judged as staff and keys were then, not as they are when a desk gets
 * to see the stream. */
#include <string.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-jwk.h"
#include "nadi-session-book.h"
#include "nadi-session-charts.h"
#include "nadi-session-digest.h"
#include "nadi-session-keys.h"
#include "nadi-session-private.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;
static NadiSession *doctor;
static char *shelves[2];     /* of one chart, by compartment */

typedef struct
{
  char *staff;
  char *device;
  NadiSigningKey *key;
  gint64 seq;
} Colleague;

static void
colleague_init (Colleague *colleague)
{
  colleague->staff = nadi_random_uuid (doctor->random);
  colleague->device = nadi_random_uuid (doctor->random);
  colleague->key = nadi_signing_key_new (doctor->random);
  colleague->seq = 0;
}

static void
colleague_clear (Colleague *colleague)
{
  g_free (colleague->staff);
  g_free (colleague->device);
  nadi_signing_key_unref (colleague->key);
}

static NadiJsonWriter *
begin (Colleague *by, const char *type)
{
  const NadiActor actor = { .org = doctor->org, .staff = by->staff };
  const NadiEventHead head = { .type = type, .origin = doctor->network->origin, .actor = &actor, .device = by->device,
                               .seq = ++by->seq, .time = nadi_session_now (doctor) };

  return nadi_event_begin (&head, doctor->random);
}

/* As sync hands it on when it has proven it. */
static void
take (Colleague *by, NadiJsonWriter *writer)
{
  NadiSyncStore *store = &doctor->store.store;
  g_autoptr (GError) error = NULL;
  g_autofree char *event = nadi_event_sign (writer, by->key, &error);
  const NadiHash leaf = { 0 };
  NadiStreamHead cursor;

  g_assert_no_error (error);
  g_assert_true (store->begin (store, &error));
  g_assert_true (store->load_cursor (store, doctor->stream, &cursor, &error));
  g_assert_true (store->add_entry (store, doctor->stream, cursor.count++, (const guint8 *) event, strlen (event), &leaf, &error));
  g_assert_true (store->save_cursor (store, doctor->stream, &cursor, &error));
  g_assert_true (store->commit (store, &error));
}

static void
take_staff (Colleague *by, const char *type, NadiSigningKey *key)
{
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (key));
  static const char *const roles[] = { "doctor", NULL };
  NadiJsonWriter *writer = begin (by, type);

  nadi_json_put_string (writer, "staff", by->staff);
  nadi_json_put_string (writer, "name", "Col League");
  nadi_json_put_string (writer, "sign", sign);
  nadi_json_put_strings (writer, "roles", roles);
  take (by, writer);
}

static void
take_removal (Colleague *by)
{
  NadiJsonWriter *writer = begin (by, "staff.remove");

  nadi_json_put_string (writer, "staff", by->staff);
  nadi_json_put_string (writer, "compromised", NULL);
  take (by, writer);
}

/* Gives the version. */
static char *
take_record (Colleague *by, const char *shelf)
{
  NadiJsonWriter *writer = begin (by, "record.add");
  g_autofree char *record = nadi_random_uuid (doctor->random);
  char *version = nadi_random_uuid (doctor->random);
  g_autofree char *cid = nadi_cid_of ((const guint8 *) version, strlen (version));
  g_autofree char *commitment = NULL;
  const char *const cids[] = { cid, NULL };
  NadiHash hash;

  nadi_random_fill (doctor->random, hash.bytes, sizeof hash.bytes);
  commitment = nadi_hash_to_text (&hash);
  nadi_json_put_string (writer, "shelf", shelf);
  nadi_json_put_int (writer, "epoch", 1);
  nadi_json_put_string (writer, "record", record);
  nadi_json_put_string (writer, "version", version);
  nadi_json_put_string (writer, "date", NULL);
  nadi_json_put_strings (writer, "cids", cids);
  nadi_json_put_string (writer, "commitment", commitment);
  take (by, writer);
  return version;
}

static void
digest (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_session_lock (doctor, &error));
  nadi_session_digest (doctor, NULL, NULL, &error);
  nadi_session_unlock (doctor);
  g_assert_no_error (error);
}

/* -1: there is no such record. */
static int
state_of (const char *version)
{
  g_autoptr (NadiCacheRecord) row = NULL;

  g_assert_true (nadi_cache_get_record (doctor->cache, version, &row, NULL));
  return row != NULL ? (int) row->state : -1;
}

static void
test_removed (gconstpointer compartment)
{
  const char *shelf = shelves[GPOINTER_TO_UINT (compartment)];
  g_autofree char *before = NULL, *after = NULL;
  Colleague colleague;

  colleague_init (&colleague);
  take_staff (&colleague, "staff.admit", colleague.key);
  before = take_record (&colleague, shelf);
  take_removal (&colleague);
  after = take_record (&colleague, shelf);
  digest ();
  g_assert_cmpint (state_of (before), ==, NADI_CACHE_STATE_WANTED);
  g_assert_cmpint (state_of (after), ==, -1);
  colleague_clear (&colleague);
}

static void
test_new_key (gconstpointer compartment)
{
  const char *shelf = shelves[GPOINTER_TO_UINT (compartment)];
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (doctor->random);
  g_autofree char *before = NULL, *after = NULL, *old = NULL;
  Colleague colleague;

  colleague_init (&colleague);
  take_staff (&colleague, "staff.admit", colleague.key);
  before = take_record (&colleague, shelf);
  take_staff (&colleague, "staff.update", key);
  old = take_record (&colleague, shelf);
  nadi_signing_key_unref (colleague.key);
  colleague.key = nadi_signing_key_ref (key);
  after = take_record (&colleague, shelf);
  digest ();
  g_assert_cmpint (state_of (before), ==, NADI_CACHE_STATE_WANTED);
  g_assert_cmpint (state_of (old), ==, NADI_CACHE_STATE_DAMAGED);
  g_assert_cmpint (state_of (after), ==, NADI_CACHE_STATE_WANTED);
  colleague_clear (&colleague);
}

/* What was worked through is not looked at again, and nothing new leaves the marks as they are. */
static void
test_marks (void)
{
  guint64 marks[2], again;

  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    g_assert_true (nadi_cache_get_mark (doctor->cache, i, doctor->stream, &marks[i], NULL));
  g_assert_cmpuint (marks[0], >, 0);
  g_assert_cmpuint (marks[0], ==, marks[1]);
  digest ();
  for (NadiCompartment i = NADI_COMPARTMENT_DESK; i <= NADI_COMPARTMENT_CLINICAL; i++)
    {
      g_assert_true (nadi_cache_get_mark (doctor->cache, i, doctor->stream, &again, NULL));
      g_assert_cmpuint (again, ==, marks[i]);
    }
}

/* A compartment that lags behind takes what it has missed, and the other takes nothing twice. */
static void
test_behind (void)
{
  const char *shelf = shelves[NADI_COMPARTMENT_CLINICAL];
  g_autofree char *version = NULL;
  NadiSyncReport report = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 mark;
  Colleague colleague;

  colleague_init (&colleague);
  take_staff (&colleague, "staff.admit", colleague.key);
  version = take_record (&colleague, shelf);
  digest ();
  g_assert_true (nadi_cache_remove_record (doctor->cache, version, NULL));
  g_assert_true (nadi_cache_set_mark (doctor->cache, NADI_COMPARTMENT_CLINICAL, doctor->stream, 0, NULL));
  g_assert_true (nadi_session_lock (doctor, &error));
  nadi_session_digest (doctor, &report, NULL, &error);
  nadi_session_unlock (doctor);
  g_assert_no_error (error);
  g_assert_cmpint (state_of (version), ==, NADI_CACHE_STATE_WANTED);
  g_assert_cmpuint (report.patients, ==, 0);
  g_assert_true (nadi_cache_get_mark (doctor->cache, NADI_COMPARTMENT_CLINICAL, doctor->stream, &mark, NULL));
  g_assert_cmpuint (mark, >, 0);
  colleague_clear (&colleague);
}

/* Before any event that the service does not have: it can't be synced with after that. */
static void
add_chart (void)
{
  g_autofree char *patient = nadi_test_add_patient (doctor, "Pat Ient");
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  nadi_case_add_problem (visit)->text = g_strdup ("Gout");
  nadi_session_add_case (doctor, patient, visit, NULL, NULL, &error);
  g_assert_no_error (error);
  nadi_test_sync (doctor);
  g_assert_true (nadi_book_get_chart (doctor->cache, patient, &ids, NULL));
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (NadiBookShelf) shelf = NULL;
      char **place;

      g_assert_true (nadi_book_get_shelf (doctor->cache, ids[i], &shelf, NULL));
      place = &shelves[nadi_session_compartment_of (shelf->section)];
      g_free (*place);
      *place = g_strdup (ids[i]);
    }
  g_assert_true (shelves[NADI_COMPARTMENT_DESK] != NULL && shelves[NADI_COMPARTMENT_CLINICAL] != NULL);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR);
  doctor = nadi_test_world_open (clinic->doctor);
  nadi_test_sync (doctor);
  add_chart ();
  g_test_add_data_func ("/session-digest/removed/clinical", GUINT_TO_POINTER (NADI_COMPARTMENT_CLINICAL), test_removed);
  g_test_add_data_func ("/session-digest/removed/desk", GUINT_TO_POINTER (NADI_COMPARTMENT_DESK), test_removed);
  g_test_add_data_func ("/session-digest/new-key/clinical", GUINT_TO_POINTER (NADI_COMPARTMENT_CLINICAL), test_new_key);
  g_test_add_data_func ("/session-digest/new-key/desk", GUINT_TO_POINTER (NADI_COMPARTMENT_DESK), test_new_key);
  g_test_add_func ("/session-digest/behind", test_behind);
  g_test_add_func ("/session-digest/marks", test_marks);
  result = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (shelves); i++)
    g_clear_pointer (&shelves[i], g_free);
  g_clear_pointer (&doctor, nadi_session_unref);
  nadi_test_clinic_free (clinic);
  return result;
}
