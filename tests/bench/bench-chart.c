/* How long charts of 100, 1,000 and 5,000 records take to look at, the first time and again. */
#include <sys/resource.h>

#include "nadi-bench-chart.h"
#include "nadi-session-chart.h"
#include "nadi-test-world.h"

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
measure (NadiSession *doctor, guint records)
{
  g_autofree char *name = g_strdup_printf ("Meena Kulkarni %u", records);
  g_autofree char *id = nadi_bench_add_chart (doctor, name, records / NADI_BENCH_RECORDS);

  for (guint i = 0; i < 3; i++)
    {
      double cpu = cpu_seconds ();
      gint64 wall = g_get_monotonic_time ();
      g_autoptr (NadiSessionChart) chart = nadi_session_get_chart (doctor, id, 20700, NULL);

      g_assert_nonnull (chart);
      g_print ("chart of %5u records, look %u: %5.1f ms of the processor, %5.1f ms\n", records, i + 1, (cpu_seconds () - cpu) * 1000,
               (double) (g_get_monotonic_time () - wall) / 1000);
    }
}

int
main (void)
{
  static const guint records[] = { 100, 1000, 5000 };
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  g_autofree char *admin_folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);
  g_autofree char *folder = NULL;
  g_autoptr (NadiSession) doctor = NULL;

  nadi_session_sync (admin, NULL, NULL, NULL, NULL, NULL);
  folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  doctor = nadi_test_world_open (folder);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    measure (doctor, records[i]);
  return 0;
}
