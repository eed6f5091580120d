/* How long a chart of 1,000 records takes to look at, the first time and again. */
#include <sys/resource.h>

#include "nadi-session-chart.h"
#include "nadi-session-patients.h"
#include "nadi-test-world.h"

#define CASES 200

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

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

int
main (void)
{
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  g_autofree char *admin_folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  g_autofree char *folder = NULL;
  g_autoptr (NadiSession) doctor = NULL;
  g_autoptr (NadiPatient) patient = nadi_patient_new ();

  nadi_session_sync (admin, NULL, NULL, NULL, NULL, NULL);
  folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  doctor = nadi_test_world_open (folder);
  nadi_person_name_set (&patient->name, "Meena Kulkarni");
  if (!nadi_session_add_patient (doctor, patient, NULL, NULL))
    return 1;
  for (guint i = 0; i < CASES; i++)
    {
      g_autoptr (NadiCase) visit = some_case (i);

      if (!nadi_session_add_case (doctor, patient->id, visit, NULL, NULL, NULL))
        return 1;
    }
  nadi_session_sync_until_saved (doctor, 120000, NULL, NULL);
  for (guint i = 0; i < 4; i++)
    {
      double cpu = cpu_seconds ();
      gint64 wall = g_get_monotonic_time ();
      g_autoptr (NadiSessionChart) chart = nadi_session_get_chart (doctor, patient->id, 20700, NULL);

      if (chart == NULL)
        return 1;
      g_print ("chart of %u lines, 1,000 records, look %u: %.1f ms of the processor, %.1f ms\n", chart->rows->len, i + 1,
               (cpu_seconds () - cpu) * 1000, (double) (g_get_monotonic_time () - wall) / 1000);
    }
  return 0;
}
