/* Contents that the service does not have stand in nobody's way: everything that can be had is fetched, page by page. */
#include <string.h>

#include "nadi-blobs.h"
#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-session-private.h"
#include "nadi-test-clinic.h"

#define RECORDS 700
#define GONE 600

static NadiTestClinic *clinic;

static NadiFhirResource *
take (char *json)
{
  g_autofree char *text = json;
  g_autoptr (GError) error = NULL;
  NadiFhirResource *resource = nadi_fhir_resource_new (text, strlen (text), &error);

  g_assert_no_error (error);
  return resource;
}

static char *
import_many (NadiSession *session)
{
  g_autoptr (GPtrArray) resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  g_autoptr (NadiImportReport) report = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (resources, take (g_strdup ("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Many Records\"}]}")));
  for (guint i = 0; i < RECORDS; i++)
    g_ptr_array_add (resources, take (g_strdup_printf ("{\"resourceType\":\"Condition\",\"id\":\"c%u\",\"subject\":{\"reference\":"
                                                       "\"Patient/p1\"},\"code\":{\"text\":\"Problem %u\"}}", i, i)));
  nadi_session_import_resources (session, resources, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  found = nadi_session_find_patients (session, "many", 2, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  return g_strdup (((NadiPatientRow *) g_ptr_array_index (found, 0))->id);
}

static gboolean
is_spared (const char *cid, gpointer data)
{
  return !g_hash_table_contains (data, cid);
}

/* The service loses the oldest ones. Gives what it lost, by address. */
static GHashTable *
lose_oldest (NadiSession *session, const char *patient)
{
  GHashTable *lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (nadi_cache_list_records (session->cache, NADI_CACHE_BY_PATIENT, patient, 0, &rows, NULL));
  for (guint i = 0; i < rows->len && g_hash_table_size (lost) < GONE; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);

      if (row->compartment == NADI_COMPARTMENT_CLINICAL)
        g_hash_table_insert (lost, g_strdup (row->cids[0]), nadi_blobs_get (clinic->world->blobs, row->cids[0], NULL));
    }
  g_assert_cmpuint (nadi_blobs_sweep (clinic->world->blobs, -1000, is_spared, lost), ==, GONE);
  return lost;
}

static void
restore (GHashTable *lost)
{
  GHashTableIter iter;
  gpointer cid, data;

  g_hash_table_iter_init (&iter, lost);
  while (g_hash_table_iter_next (&iter, &cid, &data))
    g_assert_true (nadi_blobs_put (clinic->world->blobs, cid, data, NULL));
}

static guint
sealed_rows (NadiSession *session)
{
  guint count = 0;

  g_assert_true (nadi_cache_count_records (session->cache, NADI_CACHE_STATE_SEALED, &count, NULL));
  return count;
}

static void
test_missing (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (GHashTable) lost = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  NadiSyncReport report;
  gint64 asked;

  nadi_test_sync (doctor);
  patient = import_many (doctor);
  nadi_test_sync (doctor);
  lost = lose_oldest (doctor, patient);
  nurse = nadi_test_world_open (clinic->nurse);
  nadi_session_sync (nurse, &report, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing, ==, GONE);
  g_assert_cmpuint (sealed_rows (nurse), ==, RECORDS - GONE);
  /* They are not asked for at each sync, and still counted. */
  asked = nurse->records.since;
  nadi_session_sync (nurse, &report, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing, ==, GONE);
  g_assert_cmpint (nurse->records.since, ==, asked);
  g_assert_cmpint (nurse->records.after, >, 0);
  restore (lost);
  nadi_session_unref (g_steal_pointer (&nurse));
  nurse = nadi_test_world_open (clinic->nurse);
  nadi_session_sync (nurse, &report, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.missing, ==, 0);
  g_assert_cmpuint (sealed_rows (nurse), ==, RECORDS);
}

static void
on_progress (const char *stage, guint64 done, guint64 total, gpointer cancellable)
{
  if (g_str_equal (stage, "fetch") && done > 0)
    g_cancellable_cancel (cancellable);
}

/* Cancelled between two pages; the next sync goes on from there. */
static void
test_cancelled (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  NadiSyncReport report;
  guint before, wanted = 0;

  nurse = nadi_test_world_open (clinic->nurse);
  nadi_test_sync (nurse);
  before = sealed_rows (nurse);
  nadi_test_sync (doctor);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
      g_autoptr (NadiImportReport) imported = NULL;

      g_ptr_array_add (resources, take (g_strdup ("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Many Records\"}]}")));
      for (guint j = 0; j < 300; j++)
        g_ptr_array_add (resources, take (g_strdup_printf ("{\"resourceType\":\"Condition\",\"id\":\"d%u-%u\",\"subject\":{\"reference\":"
                                                           "\"Patient/p1\"},\"code\":{\"text\":\"More\"}}", i, j)));
      nadi_session_import_resources (doctor, resources, NULL, &imported, NULL, &error);
      g_assert_no_error (error);
    }
  nadi_test_sync (doctor);
  g_assert_false (nadi_session_sync (nurse, &report, on_progress, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (nadi_cache_count_records (nurse->cache, NADI_CACHE_STATE_WANTED, &wanted, NULL));
  g_assert_cmpuint (wanted, >, 0);
  g_assert_cmpuint (sealed_rows (nurse), >, before);
  nadi_test_sync (nurse);
  g_assert_cmpuint (sealed_rows (nurse), ==, before + 600);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-fetch/missing", test_missing);
  g_test_add_func ("/session-fetch/cancelled", test_cancelled);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
