/* What must be refused: altered and swapped ciphertexts, a box that no event named, a record without its author's event, keys of demo
 * profiles only; and damage in a desk's own cache. (SECURITY.md 5, 6, 7.) */
#include <glib/gstdio.h>
#include <string.h>

#include "nadi-cid.h"
#include "nadi-jwe.h"
#include "nadi-json.h"
#include "nadi-session-charts.h"
#include "nadi-session-proof.h"
#include "nadi-session-book.h"
#include "nadi-session-private.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

static void
add_case (NadiSession *session, const char *patient, const char *problem)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GError) error = NULL;

  nadi_case_add_problem (visit)->text = g_strdup (problem);
  nadi_session_add_case (session, patient, visit, NULL, NULL, &error);
  g_assert_no_error (error);
}

static GPtrArray *
rows_of (NadiSession *session, const char *patient)
{
  GPtrArray *rows = NULL;

  g_assert_true (nadi_cache_list_records (session->cache, NADI_CACHE_BY_PATIENT, patient, 0, &rows, NULL));
  return rows;
}

static NadiCacheRecord *
first_clinical (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (((NadiCacheRecord *) g_ptr_array_index (rows, i))->compartment == NADI_COMPARTMENT_CLINICAL)
      return g_ptr_array_index (rows, i);
  g_assert_not_reached ();
}

/* The row is sealed again, as if it had just come. */
static void
reseal_row (NadiSession *session, NadiCacheRecord *row)
{
  row->state = NADI_CACHE_STATE_SEALED;
  g_assert_true (nadi_cache_put_record (session->cache, row, NULL, 0, NULL));
}

static char *
problem_of (NadiSession *session, const char *patient, const char *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = nadi_session_list_records (session, patient, NULL, TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);

      if (!g_str_equal (info->version, version))
        continue;
      if (info->proof == NADI_PROOF_DAMAGED)
        {
          g_assert_null (info->summary);
          g_assert_null (info->type);
        }
      return g_strdup (info->problem);
    }
  return NULL;
}

/* Two charts synced to the nurse, whose rows are still sealed. */
static NadiSession *
two_charts (char *patients[2])
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  NadiSession *nurse;

  nadi_test_sync (doctor);
  for (guint i = 0; i < 2; i++)
    {
      patients[i] = nadi_test_add_patient (doctor, i == 0 ? "First Chart" : "Second Chart");
      add_case (doctor, patients[i], i == 0 ? "Gout" : "Asthma");
    }
  nadi_test_sync (doctor);
  nurse = nadi_test_world_open (clinic->nurse);
  nadi_test_sync (nurse);
  return nurse;
}

/* The service gives one record's ciphertext under another's address: the address catches it; under its own, the event and the binding do. */
static void
test_swapped (void)
{
  char *patients[2];
  g_autoptr (NadiSession) nurse = two_charts (patients);
  g_autoptr (GPtrArray) one = rows_of (nurse, patients[0]);
  g_autoptr (GPtrArray) other = rows_of (nurse, patients[1]);
  NadiCacheRecord *row = first_clinical (one);
  NadiCacheRecord *foreign = first_clinical (other);
  g_autofree char *own = g_strdup (row->cids[0]);
  g_autofree char *signature = NULL;
  g_autofree char *none = NULL;

  g_free (row->cids[0]);
  row->cids[0] = g_strdup (foreign->cids[0]);
  reseal_row (nurse, row);
  signature = problem_of (nurse, patients[0], row->version);
  g_assert_cmpstr (signature, ==, "signature");
  g_free (row->cids[0]);
  row->cids[0] = g_steal_pointer (&own);
  nadi_book_put_text (nurse->cache, "damage", row->version, NULL, NULL);
  reseal_row (nurse, row);
  none = problem_of (nurse, patients[0], row->version);
  g_assert_null (none);
  for (guint i = 0; i < 2; i++)
    g_free (patients[i]);
}

/* An event of the right author that names another record's ciphertext (a desk that makes mistakes): the binding catches it. */
static void
test_binding (void)
{
  char *patients[2];
  g_autoptr (NadiSession) nurse = two_charts (patients);
  g_autoptr (GPtrArray) one = rows_of (nurse, patients[0]);
  g_autoptr (GPtrArray) other = rows_of (nurse, patients[1]);
  NadiCacheRecord *row = first_clinical (one);
  NadiCacheRecord *foreign = first_clinical (other);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (NadiEvent) event = NULL;
  g_autoptr (NadiSigningKey) thief = nadi_signing_key_new (nurse->random);
  g_autofree char *problem = NULL;
  g_autofree char *swapped = NULL;
  g_autofree char *kid = NULL;
  g_autoptr (NadiBookStaff) staff = NULL;
  NadiEventHead head = { 0 };
  NadiJsonWriter *writer;

  g_assert_true (nadi_cache_get_event (nurse->cache, row->event, &bytes, NULL, NULL));
  event = nadi_event_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  head = (NadiEventHead) { nadi_event_type (event), nadi_event_id (event), nadi_event_origin (event), nadi_event_actor (event),
                           nadi_event_device (event), nadi_event_seq (event), nadi_event_time (event) };
  writer = nadi_event_begin (&head, nurse->random);
  nadi_json_put_string (writer, "shelf", row->shelf);
  nadi_json_put_int (writer, "epoch", row->epoch);
  nadi_json_put_string (writer, "record", row->record);
  nadi_json_put_string (writer, "version", row->version);
  nadi_json_put_int (writer, "date", row->date);
  nadi_json_put_strings (writer, "cids", (const char *const *) foreign->cids);
  nadi_json_put_hash (writer, "commitment", row->commitment.bytes);
  swapped = nadi_event_sign (writer, thief, NULL);
  g_assert_true (nadi_cache_put_event (nurse->cache, row->event, (const guint8 *) swapped, strlen (swapped), 0, NULL));
  g_free (row->cids[0]);
  row->cids[0] = g_strdup (foreign->cids[0]);
  reseal_row (nurse, row);
  /* Not the author's key: refused for that. */
  problem = problem_of (nurse, patients[0], row->version);
  g_assert_cmpstr (problem, ==, "signature");
  /* The author's own key (the book is told so): the ciphertext still says whose it is. */
  g_assert_true (nadi_book_get_staff (nurse->cache, row->author, &staff, NULL));
  g_free (staff->keys[0]);
  staff->keys[0] = nadi_verify_key_to_text (nadi_signing_key_public (thief));
  g_assert_true (nadi_book_put_staff (nurse->cache, row->author, staff, NULL));
  reseal_row (nurse, row);
  g_free (problem);
  problem = problem_of (nurse, patients[0], row->version);
  g_assert_cmpstr (problem, ==, "binding");
  for (guint i = 0; i < 2; i++)
    g_free (patients[i]);
}

/* A box under a role key of ours with another shelf key, put where the cache finds it: no proven event names its key. */
static void
test_planted_box (void)
{
  char *patients[2];
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autoptr (NadiBookRole) role = NULL;
  g_autoptr (NadiRsaPublic) public = NULL;
  g_autoptr (NadiSecret) planted = NULL;
  g_autoptr (NadiSecret) content = NULL;
  g_autoptr (NadiJwkSet) keys = nadi_jwk_set_new ();
  g_autofree char *box = NULL;
  g_autofree char *cid = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  NadiCacheRecord *row;
  NadiBookEpoch *epoch;

  nurse = two_charts (patients);
  rows = rows_of (nurse, patients[0]);
  row = first_clinical (rows);
  g_assert_true (nadi_book_get_shelf (nurse->cache, row->shelf, &shelf, NULL));
  g_assert_true (nadi_book_get_current_role (nurse->cache, "clinical", &role, NULL));
  public = nadi_rsa_public_from_text (role->key, NULL);
  planted = nadi_secret_new_random (nurse->random, 32);
  nadi_jwk_set_add_symmetric (keys, 1, planted);
  content = nadi_jwk_set_print (keys);
  box = nadi_jwe_seal_box (nurse->random, &public, 1, nadi_secret_data (content), nadi_secret_size (content), NULL);
  cid = nadi_cid_of ((const guint8 *) box, strlen (box));
  g_assert_true (nadi_cache_put_blob (nurse->cache, cid, (const guint8 *) box, strlen (box), TRUE, NULL));
  epoch = nadi_book_shelf_epoch (shelf, 1);
  g_free (epoch->boxes[0]);
  epoch->boxes[0] = g_strdup (cid);
  g_assert_true (nadi_book_put_shelf (nurse->cache, shelf, NULL));
  reseal_row (nurse, row);
  records = nadi_session_list_records (nurse, patients[0], NULL, FALSE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (records, i);

      if (g_str_equal (info->version, row->version))
        g_assert_cmpint (info->proof, ==, NADI_PROOF_MISSING);
    }
  for (guint i = 0; i < 2; i++)
    g_free (patients[i]);
}

/* Sealed elsewhere: under another shelf, another epoch, altered; then as it should be. */
static void
test_submitted (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autofree char *patient = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (NadiBookShelf) shelf = NULL;
  g_autoptr (NadiCacheKeyRow) key = NULL;
  g_autofree char *resource = NULL;
  g_autofree char *record = nadi_random_uuid (doctor->random);
  g_autofree char *version = nadi_random_uuid (doctor->random);
  g_autofree char *good = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *altered = NULL;
  g_autofree char *event = NULL;
  g_autofree char *info = NULL;
  g_autoptr (NadiSecret) content = NULL;
  g_autoptr (NadiFhirResource) read = NULL;
  g_autoptr (GError) error = NULL;
  NadiCacheRecord *row;
  NadiRecordBinding binding;
  const guint8 salt[32] = { 7 };

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Sealed Elsewhere");
  add_case (doctor, patient, "Eczema");
  nadi_test_sync (doctor);
  rows = rows_of (doctor, patient);
  row = first_clinical (rows);
  g_assert_true (nadi_book_get_shelf (doctor->cache, row->shelf, &shelf, NULL));
  g_assert_true (nadi_cache_get_key (doctor->cache, NADI_CACHE_KEY_SHELF, row->shelf, -1, &key, NULL));
  resource = g_strdup_printf ("{\"resourceType\":\"Condition\",\"id\":\"e1\",\"subject\":{\"reference\":\"Patient/%s\"},"
                              "\"code\":{\"text\":\"Psoriasis\"}}", patient);
  content = nadi_record_content_print (resource, strlen (resource), salt);
  binding = (NadiRecordBinding) { patient, row->shelf, 1, record, version };
  good = nadi_jwe_seal_record (doctor->random, "nadi-record", &binding, key->kid, nadi_secret_data (key->secret),
                               nadi_secret_data (content), nadi_secret_size (content));
  binding.epoch = 2;
  wrong = nadi_jwe_seal_record (doctor->random, "nadi-record", &binding, key->kid, nadi_secret_data (key->secret),
                                nadi_secret_data (content), nadi_secret_size (content));
  altered = g_strdup (good);
  altered[strlen (altered) / 2] ^= 1;
  g_assert_false (nadi_session_submit_sealed (doctor, wrong, strlen (wrong), NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_SEALED);
  g_clear_error (&error);
  g_assert_false (nadi_session_submit_sealed (doctor, altered, strlen (altered), NULL, &error));
  g_assert_error (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_SEALED);
  g_clear_error (&error);
  nadi_session_submit_sealed (doctor, good, strlen (good), &event, &error);
  g_assert_no_error (error);
  g_assert_false (nadi_session_submit_sealed (doctor, good, strlen (good), NULL, NULL));
  nadi_test_sync (doctor);
  read = nadi_session_read_record (doctor, version, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (read), "Psoriasis"));
  info = nadi_session_seal_info (doctor, patient, TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (info, "\"kty\":\"RSA\""));
  g_assert_null (strstr (info, "Psoriasis"));
}

static void
flip_last_page (const char *path)
{
  FILE *file = g_fopen (path, "r+b");
  int byte;

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, -2000, SEEK_END), ==, 0);
  byte = fgetc (file);
  g_assert_cmpint (fseek (file, -2000, SEEK_END), ==, 0);
  fputc (byte ^ 0x20, file);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* A byte that decays on the disk is noticed though nothing reads it. Comes last: the nurse's cache is good for nothing afterwards. */
static void
test_decay (void)
{
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *path = g_build_filename (clinic->nurse, "cache.db", NULL);
  g_autoptr (NadiSessionStatus) before = NULL;
  g_autoptr (NadiSessionStatus) after = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  nadi_session_check (nurse, NULL, &error);
  g_assert_no_error (error);
  before = nadi_session_get_status (nurse);
  g_assert_false (before->decayed);
  flip_last_page (path);
  g_cancellable_cancel (cancelled);
  g_assert_false (nadi_session_check (nurse, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (nadi_session_check (nurse, NULL, &error));
  g_assert_error (error, NADI_DATABASE_ERROR, NADI_DATABASE_ERROR_DAMAGED);
  after = nadi_session_get_status (nurse);
  g_assert_true (after->decayed);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-integrity/swapped", test_swapped);
  g_test_add_func ("/session-integrity/planted-box", test_planted_box);
  g_test_add_func ("/session-integrity/submitted", test_submitted);
  g_test_add_func ("/session-integrity/binding", test_binding);
  g_test_add_func ("/session-integrity/decay", test_decay);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
