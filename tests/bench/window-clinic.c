/* Makes the profiles that bench-window.py opens: a doctor's, with one chart of 1,000 records, and as many patients as it says, all of them
 * imported as any others are. What waited to be sent is dropped in the end, as after a sync.
 *
 *   window-clinic FOLDER PATIENTS...        FOLDER/<patients> each; counts rise, at least 1,000
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nadi-cache-private.h"
#include "nadi-session-charts.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"
#include "nadi-session-private.h"
#include "nadi-test-world.h"

#define CASES 200            /* of five records */

/* --- names -------------------------------------------------------------------------------------------------------- */

static const char *const given_begins[] = { "Sun", "Mee", "Ra", "Ar", "Fa", "Laksh", "An", "Gee", "Im", "Ka", "Mo", "Ni", "Om", "Pri", "Vi", "Sha", "De", "Ja", "Ro", "Su" };
static const char *const given_ends[] = { "ita", "na", "vi", "jun", "tima", "mi", "il", "ta", "ran", "han", "sha", "kar", "ya", "ndra", "bha", "lini" };
static const char *const family_begins[] = { "Desh", "Kulk", "Shar", "Qure", "Pat", "Me", "Jo", "Shai", "Na", "Bha", "Chav", "Gaik", "Jadh", "Pawa", "More", "Kam", "Thom", "Rao", "Iy", "Sing" };
static const char *const family_ends[] = { "pande", "arni", "ma", "shi", "il", "non", "er", "kh", "ir", "tia", "an", "wad", "av", "ble", "das" };
static const char *const local_given[] = { "सुनीता", "मीना", "रवि", "अर्जुन", "फातिमा", "लक्ष्मी", "अनिल", "गीता", "इम्रान", "कविता", "मोहन", "निशा" };
static const char *const local_family[] = { "देशपांडे", "कुलकर्णी", "शर्मा", "कुरेशी", "पाटील", "मेनन", "जोशी", "शेख", "नायर", "भाटिया", "चव्हाण" };

#define PICK(list, seed) (list)[(seed) % G_N_ELEMENTS (list)]

static guint
mix (guint i, guint salt)
{
  guint x = (i + 1) * 2654435761u ^ salt * 40503u;

  x ^= x >> 15;
  x *= 2246822519u;
  return x ^ x >> 13;
}

static void
print_patient (FILE *file, guint i)
{
  fprintf (file, "{\"resourceType\":\"Patient\",\"id\":\"clinic-%u\",\"gender\":\"%s\",\"birthDate\":\"%04u-%02u-%02u\",\"name\":[{\"family\":\"%s%s\",\"given\":[\"%s%s\"]}", i,
           i % 2 == 0 ? "female" : "male", 1930 + mix (i, 1) % 95, 1 + mix (i, 2) % 12, 1 + mix (i, 3) % 28, PICK (family_begins, mix (i, 4)),
           PICK (family_ends, mix (i, 5)), PICK (given_begins, mix (i, 6)), PICK (given_ends, mix (i, 7)));
  if (i % 3 != 0)
    fprintf (file, ",{\"family\":\"%s\",\"given\":[\"%s\"]}", PICK (local_family, mix (i, 8)), PICK (local_given, mix (i, 9)));
  fprintf (file, "],\"telecom\":[{\"system\":\"phone\",\"value\":\"+91 98%08u\"}],\"address\":[{\"state\":\"Maharashtra\"}]}\n", mix (i, 10) % 100000000);
}

/* --- patients ----------------------------------------------------------------------------------------------------- */

static void
import_patients (NadiSession *session, const char *folder, guint from, guint to)
{
  g_autofree char *path = g_build_filename (folder, "patients.ndjson", NULL);
  g_autoptr (GError) error = NULL;
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  for (guint i = from; i < to; i++)
    print_patient (file, i);
  g_assert_cmpint (fclose (file), ==, 0);
  nadi_session_import (session, path, NULL, FALSE, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
}

/* A crash may cost this bench its profile: no waiting for the disk, and all pages in memory. */
static void
hurry (NadiSession *session)
{
  static const char *const statements[] = { "PRAGMA synchronous = OFF", "PRAGMA wal_autocheckpoint = 50000" };

  nadi_database_set_page_cache (session->cache->database, 2000u << 20);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    nadi_database_step (session->cache->database, nadi_database_statement (session->cache->database, statements[i]), NULL);
}

static void
forget_unsent (NadiSession *session)
{
  static const char *const statements[] = { "DELETE FROM outbox_blob", "DELETE FROM outbox", "DELETE FROM typed" };
  g_autoptr (GError) error = NULL;

  nadi_cache_begin (session->cache, &error);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    nadi_database_run (session->cache->database, nadi_database_statement (session->cache->database, statements[i]), &error);
  nadi_cache_commit (session->cache, &error);
  g_assert_no_error (error);
}

/* --- the chart ---------------------------------------------------------------------------------------------------- */

static NadiCase *
some_case (guint i)
{
  NadiCase *visit = nadi_case_new ();
  NadiPrescription *line = nadi_case_add_prescription (visit);
  NadiResult *result = nadi_case_add_result (visit);

  visit->start = nadi_day_to_time (20000 + (gint32) i);
  nadi_case_add_problem (visit)->text = g_strdup_printf ("Problem %u", i % 20);
  line->medicine = g_strdup_printf ("Medicine %u", i % 30);
  result->text = g_strdup ("HbA1c");
  result->value = g_strdup ("8.1");
  visit->vitals.at[NADI_VITAL_PULSE] = (NadiVital) { TRUE, 88000, NADI_UNIT_PER_MINUTE };
  return visit;
}

/* (transfer full) */
static char *
add_chart (NadiSession *session)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;

  nadi_person_name_set (&patient->name, "Zarina Thousandfold");
  nadi_session_add_patient (session, patient, &row, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CASES; i++)
    {
      g_autoptr (NadiCase) visit = some_case (i);

      nadi_session_add_case (session, row->id, visit, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return g_strdup (row->id);
}

/* --- the profiles ------------------------------------------------------------------------------------------------- */

static NadiSession *
open_doctor (NadiTestWorld *world, char **folder)
{
  g_autofree char *admin_folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  NadiSession *doctor;

  nadi_session_sync_until_saved (admin, 60000, NULL, NULL);
  *folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  doctor = nadi_test_world_open (*folder);
  nadi_session_sync_until_saved (doctor, 60000, NULL, NULL);
  return doctor;
}

static void
copy_profile (const char *profile, const char *to)
{
  const char *const arguments[] = { "cp", "-r", "--", profile, to, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  g_autofree char *profile = NULL, *chart = NULL, *file = g_build_filename (argv[1], "chart", NULL);
  g_autoptr (NadiSession) doctor = open_doctor (world, &profile);
  guint have = 1;
  gint64 begun = g_get_monotonic_time ();

  chart = add_chart (doctor);
  g_assert_true (g_file_set_contents (file, chart, -1, NULL));
  for (int i = 2; i < argc; i++)
    {
      g_autofree char *to = g_build_filename (argv[1], argv[i], NULL);
      guint want = (guint) atoi (argv[i]);

      hurry (doctor);
      import_patients (doctor, argv[1], have, want);
      have = want;
      forget_unsent (doctor);
      g_assert_cmpuint (nadi_session_count_patients (doctor), ==, want);
      g_clear_pointer (&doctor, nadi_session_unref);
      copy_profile (profile, to);
      g_print ("  %7u patients made after %.0f s\n", want, (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
      doctor = nadi_test_world_open (profile);
    }
  return 0;
}
