/* What files bring into charts: a bundle with what can't be taken, changed and unchanged; real files, twice, at two desks. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-test.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

#define BUNDLE                                                                                                        \
  "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["                                                  \
  "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"c1\",\"subject\":{\"reference\":\"Patient/p1\"},"           \
  "\"code\":{\"text\":\"%s\"},\"recordedDate\":\"2026-01-02\"}},"                                                     \
  "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"text\":\"Imported Person\"}]}},"            \
  "{\"resource\":{\"resourceType\":\"Practitioner\",\"id\":\"d1\",\"name\":[{\"text\":\"Dr. Elsewhere\"}]}},"         \
  "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"c2\",\"subject\":{\"reference\":\"Patient/nobody\"},"       \
  "\"code\":{\"text\":\"x\"}}},"                                                                                      \
  "{\"resource\":{\"resourceType\":\"Claim\",\"id\":\"k\"}}]}"

static NadiImportReport *
import_bundle (NadiSession *session, const char *condition)
{
  g_autofree char *text = g_strdup_printf (BUNDLE, condition);
  g_autofree char *path = g_build_filename (clinic->world->folder, "bundle.json", NULL);
  g_autoptr (GError) error = NULL;
  NadiImportReport *report = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  nadi_session_import (session, path, NULL, TRUE, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (report->complete);
  return report;
}

static void
test_import (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (NadiImportReport) first = NULL;
  g_autoptr (NadiImportReport) second = NULL;
  g_autoptr (NadiImportReport) changed = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) directory = NULL;
  g_autoptr (GError) error = NULL;
  NadiSection section = NADI_SECTION_ENCOUNTERS;
  const NadiPatientRow *row;

  nadi_test_sync (doctor);
  first = import_bundle (doctor, "Sprain");
  g_assert_cmpuint (first->taken, ==, 3);
  g_assert_cmpuint (first->refused, ==, 2);
  second = import_bundle (doctor, "Sprain");
  g_assert_true (second->nothing_new);
  g_assert_cmpuint (second->unchanged, ==, 3);
  changed = import_bundle (doctor, "Fracture");
  g_assert_cmpuint (changed->amended, ==, 1);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  found = nadi_session_find_patients (nurse, "imported", 5, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  row = g_ptr_array_index (found, 0);
  g_assert_cmpuint (strlen (row->number), ==, 14);
  records = nadi_session_list_records (nurse, row->id, &section, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_nonnull (strstr (((NadiRecordInfo *) g_ptr_array_index (records, 0))->summary, "Fracture"));
  directory = nadi_session_list_directory (nurse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (directory->len, ==, 1);
}

/* Real files, twice: the second time there is nothing new; and the other desk has what the first took. */
static void
test_samples (void)
{
  g_autofree char *path = nadi_test_sample_folder ();
  g_autoptr (NadiSession) doctor = NULL;
  g_autoptr (NadiSession) nurse = NULL;
  g_autoptr (NadiImportReport) first = NULL;
  g_autoptr (NadiImportReport) second = NULL;
  g_autoptr (NadiImportReport) elsewhere = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  guint64 records = 0;

  doctor = nadi_test_world_open (clinic->doctor);
  nurse = nadi_test_world_open (clinic->nurse);
  nadi_test_sync (doctor);
  nadi_session_import (doctor, path, NULL, TRUE, NULL, NULL, &first, NULL, &error);
  g_assert_no_error (error);
  nadi_session_import (doctor, path, NULL, TRUE, NULL, NULL, &second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->taken, >, 100);
  g_assert_true (second->nothing_new);
  g_assert_cmpuint (second->unchanged, ==, first->taken + first->unchanged);
  g_assert_cmpuint (second->refused, ==, first->refused);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
  nadi_test_sync (nurse);
  nadi_session_import (nurse, path, NULL, TRUE, NULL, NULL, &elsewhere, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (elsewhere->nothing_new);
  found = nadi_session_find_patients (nurse, "", 1000, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      const NadiPatientRow *row = g_ptr_array_index (found, i);
      g_autoptr (GPtrArray) list = nadi_session_list_records (nurse, row->id, NULL, FALSE, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < list->len; j++)
        g_assert_cmpint (((NadiRecordInfo *) g_ptr_array_index (list, j))->proof, ==, NADI_PROOF_PROVEN);
      records += list->len;
    }
  g_test_message ("%" G_GUINT64_FORMAT " taken, %" G_GUINT64_FORMAT " refused, %" G_GUINT64_FORMAT " in charts", first->taken,
                  first->refused, records);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-import/bundle", test_import);
  g_test_add_func ("/session-import/samples", test_samples);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
