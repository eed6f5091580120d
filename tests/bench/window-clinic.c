/* Makes the profiles that bench-window.py opens: a doctor's, with one chart of 1,000 records, and as many patients as it says, all of them
 * imported as any others are. What waited to be sent is dropped in the end, as after a sync. Then looks whether a window over the last of them
 * still answers while records come in.
 *
 *   window-clinic FOLDER PATIENTS...        on a display; FOLDER/<patients> each; counts rise, at least 1,000; the exit says whether the bar holds
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nadi-bench-chart.h"
#include "nadi-cache-private.h"
#include "nadi-session-import.h"
#include "nadi-session-patients.h"
#include "nadi-session-private.h"
#include "nadi-test-world.h"
#include "window-stall.h"

#define CASES (1000 / NADI_BENCH_RECORDS)
#define AT_ONCE 10000        /* patients to a line of progress */

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
  g_printerr ("# %u patients\n", to);
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

/* --- the profiles ------------------------------------------------------------------------------------------------- */

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

static void
make_profiles (const char *profile, const char *folder, char **counts)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (profile);
  g_autofree char *chart = NULL, *file = g_build_filename (folder, "chart", NULL);
  guint have = 1;

  nadi_session_sync_until_saved (doctor, 60000, NULL, NULL);
  chart = nadi_bench_add_chart (doctor, "Zarina Thousandfold", CASES);
  g_assert_true (g_file_set_contents (file, chart, -1, NULL));
  for (guint i = 0; counts[i] != NULL; i++)
    {
      g_autofree char *to = g_build_filename (folder, counts[i], NULL);
      guint want = (guint) atoi (counts[i]);

      hurry (doctor);
      for (; have < want; have = MIN (want, have + AT_ONCE))
        import_patients (doctor, folder, have, MIN (want, have + AT_ONCE));
      forget_unsent (doctor);
      g_assert_cmpuint (nadi_session_count_patients (doctor), ==, want);
      g_clear_pointer (&doctor, nadi_session_unref);
      copy_profile (profile, to);
      doctor = nadi_test_world_open (profile);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  g_autofree char *admin_folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  g_autofree char *ours = NULL, *theirs = NULL;

  if (argc < 3)
    return 2;
  nadi_session_sync_until_saved (admin, 60000, NULL, NULL);
  ours = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  theirs = nadi_test_world_join (world, admin, "Nila Nurse", "nurse");
  make_profiles (ours, argv[1], argv + 2);
  return nadi_bench_stalls (world, ours, theirs) ? 0 : 1;
}
