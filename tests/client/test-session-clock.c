/* SECURITY's case 22: a desk whose clock is a year off, either way, on a real service. The ledger's order holds, nobody is locked out,
 * and the clock is told as wrong. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-session-patients.h"
#include "nadi-session-proof.h"
#include "nadi-system-clock.h"
#include "nadi-test-world.h"

#define YEAR_MS (G_GINT64_CONSTANT (365) * 86400 * 1000)

/* The system's, but for its date. */
typedef struct
{
  NadiClock clock;
  gint64 wrong;              /* ms */
} WrongClock;

static gint64
wrong_now (NadiClock *clock)
{
  return nadi_clock_now (nadi_system_clock ()) + ((WrongClock *) clock)->wrong;
}

static gint64
wrong_monotonic (NadiClock *clock)
{
  return nadi_clock_monotonic (nadi_system_clock ());
}

static NadiTestWorld *world;
static char *doctor_folder;
static char *nurse_folder;

static void
sync_well (NadiSession *session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, 15000, NULL, &error);
  g_assert_no_error (error);
}

static NadiSession *
open_with (const char *folder, NadiClock *clock)
{
  const NadiSessionOptions options = { .clock = clock };
  g_autoptr (GError) error = NULL;
  NadiSession *session = nadi_session_open (folder, NULL, NADI_TEST_PASSPHRASE, &options, NULL, &error);

  g_assert_no_error (error);
  return session;
}

/* Gives the event of its Encounter. */
static char *
add_case (NadiSession *session, const char *patient, const char *problem)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  nadi_case_add_problem (visit)->text = g_strdup (problem);
  nadi_session_add_case (session, patient, visit, NULL, &records, &error);
  g_assert_no_error (error);
  return g_strdup (((NadiRecordInfo *) g_ptr_array_index (records, 0))->event);
}

/* Its place in the ledger, proven. */
static guint64
place_of (NadiSession *session, const char *event)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *receipt = nadi_session_get_receipt (session, event, 10000, NULL, &error);
  g_autoptr (NadiReceiptInfo) info = receipt != NULL ? nadi_session_verify_receipt (session, receipt, strlen (receipt), &error) : NULL;

  g_assert_no_error (error);
  return info->index;
}

static void
on_news (const NadiNews *news, gpointer count)
{
  if (news->kind == NADI_NEWS_RECORD)
    g_atomic_int_inc ((int *) count);
}

static void
wait_for_news (int *count)
{
  for (guint i = 0; i < 2000 && g_atomic_int_get (count) == 0; i++)
    g_usleep (10000);
  g_assert_cmpint (g_atomic_int_get (count), >, 0);
}

/* The wrong desk writes first, then the right one, then the wrong one again: that is the order in which both see it. */
static void
test_year_off (gconstpointer years)
{
  WrongClock clock = { { wrong_now, wrong_monotonic }, GPOINTER_TO_INT (years) * YEAR_MS };
  g_autoptr (NadiSession) wrong = open_with (doctor_folder, &clock.clock);
  g_autoptr (NadiSession) right = open_with (nurse_folder, NULL);
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (NadiSessionStatus) of_right = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / 1000;
  guint64 last = 0;
  static const char *const problems[] = { "First", "Second", "Third" };

  sync_well (wrong);
  sync_well (right);
  nadi_person_name_set (&patient->name, "Kavita Shinde");
  nadi_session_add_patient (wrong, patient, &row, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      NadiSession *writer = i == 1 ? right : wrong;
      g_autofree char *event = add_case (writer, row->id, problems[i]);
      guint64 place;

      sync_well (writer);
      sync_well (i == 1 ? wrong : right);
      place = place_of (wrong, event);
      g_assert_cmpuint (place, ==, place_of (right, event));
      g_assert_cmpuint (place, >, last);
      last = place;
    }
  status = nadi_session_get_status (wrong);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  g_assert_cmpuint (status->tasks, ==, 0);
  g_assert_cmpint (ABS (status->clock_offset + clock.wrong), <, 120000);
  of_right = nadi_session_get_status (right);
  g_assert_cmpint (of_right->clock_offset, ==, 0);
  for (guint desk = 0; desk < 2; desk++)
    {
      g_autoptr (GPtrArray) cases = nadi_session_list_cases (desk == 0 ? wrong : right, row->id, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (cases->len, ==, 3);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpint (ABS (((NadiCase *) g_ptr_array_index (cases, i))->start - now), <, 300000);
    }
}

/* What others write arrives by itself on the desk whose clock is wrong: its stream of news is signed in the service's time. */
static void
test_news (gconstpointer years)
{
  WrongClock clock = { { wrong_now, wrong_monotonic }, GPOINTER_TO_INT (years) * YEAR_MS };
  g_autoptr (NadiSession) wrong = open_with (doctor_folder, &clock.clock);
  g_autoptr (NadiSession) right = open_with (nurse_folder, NULL);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *event = NULL;
  g_autoptr (GError) error = NULL;
  NadiWatch *watch;
  int count = 0;

  sync_well (right);
  watch = nadi_session_watch (wrong, FALSE, on_news, &count, &error);
  g_assert_no_error (error);
  found = nadi_session_find_patients (right, "Kavita", 1, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  /* The first stream may have been opened before the first answer told the time: the next one comes after a second. */
  g_usleep (2500000);
  event = add_case (right, ((NadiPatientRow *) g_ptr_array_index (found, 0))->id, "News");
  sync_well (right);
  wait_for_news (&count);
  nadi_watch_stop (watch);
}

/* What is written without the service bears the wrong date as its author's claim; it is sent and confirmed nevertheless. */
static void
test_offline (gconstpointer years)
{
  WrongClock clock = { { wrong_now, wrong_monotonic }, GPOINTER_TO_INT (years) * YEAR_MS };
  g_autoptr (NadiSession) wrong = open_with (doctor_folder, &clock.clock);
  g_autoptr (GPtrArray) found = nadi_session_find_patients (wrong, "Kavita", 1, NULL);
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autofree char *event = NULL;

  nadi_test_world_stop (world);
  event = add_case (wrong, ((NadiPatientRow *) g_ptr_array_index (found, 0))->id, "Offline");
  g_assert_false (nadi_session_sync (wrong, NULL, NULL, NULL, NULL, NULL));
  nadi_test_world_start (world);
  sync_well (wrong);
  status = nadi_session_get_status (wrong);
  g_assert_cmpint (status->saved, ==, NADI_SAVED_ALL);
  g_assert_cmpuint (status->tasks, ==, 0);
}

static void
set_up (void)
{
  g_autoptr (NadiSession) admin = NULL;
  g_autofree char *folder = NULL;

  world = nadi_test_world_new ();
  folder = nadi_test_world_adopt (world, 0);
  admin = nadi_test_world_open (folder);
  sync_well (admin);
  doctor_folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  nurse_folder = nadi_test_world_join (world, admin, "Nila Nurse", "nurse");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_data_func ("/session-clock/case-22/year-ahead", GINT_TO_POINTER (1), test_year_off);
  g_test_add_data_func ("/session-clock/case-22/year-behind", GINT_TO_POINTER (-1), test_year_off);
  g_test_add_data_func ("/session-clock/case-22/news-year-ahead", GINT_TO_POINTER (1), test_news);
  g_test_add_data_func ("/session-clock/case-22/news-year-behind", GINT_TO_POINTER (-1), test_news);
  g_test_add_data_func ("/session-clock/case-22/offline-year-ahead", GINT_TO_POINTER (1), test_offline);
  g_test_add_data_func ("/session-clock/case-22/offline-year-behind", GINT_TO_POINTER (-1), test_offline);
  status = g_test_run ();
  nadi_test_world_free (world);
  g_free (doctor_folder);
  g_free (nurse_folder);
  return status;
}
