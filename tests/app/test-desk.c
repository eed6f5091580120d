/* A desk on a real service: what is written is sent without anybody's asking, and the status says so. */
#include "nadi-desk.h"
#include "nadi-session-chart.h"
#include "nadi-session-patients.h"
#include "nadi-test-widgets.h"
#include "nadi-test-world.h"

static NadiTestWorld *world;
static NadiDesk *desk;
static char *patient;

static gboolean
is_open (gpointer data)
{
  return nadi_desk_is_open (desk);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

static void
set_up (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *admin_folder = NULL;
  g_autoptr (NadiPatient) person = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GError) error = NULL;

  world = nadi_test_world_new ();
  admin_folder = nadi_test_world_adopt (world, 0);
  {
    g_autoptr (NadiSession) admin = nadi_test_world_open (admin_folder);

    nadi_session_sync (admin, NULL, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    folder = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  }
  desk = nadi_desk_new (folder, NULL);
  nadi_desk_open (desk, NULL, NADI_TEST_PASSPHRASE, desk, on_opened);
  nadi_test_wait (is_open, NULL);
  nadi_person_name_set (&person->name, "Meena Kulkarni");
  person->sex = NADI_SEX_FEMALE;
  nadi_session_add_patient (nadi_desk_get_session (desk), person, &row, &error);
  g_assert_no_error (error);
  nadi_session_sync_until_saved (nadi_desk_get_session (desk), 15000, NULL, &error);
  g_assert_no_error (error);
  patient = g_strdup (row->id);
}

static gboolean
read_chart (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSessionChart) chart = nadi_session_get_chart (session, patient, 20000, error);

  return chart != NULL;
}

static void
on_read (gpointer owner, gpointer data, const GError *error)
{
  g_autoptr (NadiSessionStatus) now = nadi_session_get_status (nadi_desk_get_session (desk));

  g_assert_no_error (error);
  *(guint *) g_object_get_data (owner, "waiting") = now->unsent;
}

static void
on_status (NadiDesk *self, gpointer data)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self);

  *(gboolean *) data = status != NULL && status->unsent == 0 && status->saved == NADI_SAVED_ALL;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* Reading a chart writes that it was read. Nobody calls nadi_desk_send(). */
static void
test_reading_is_sent (void)
{
  guint waiting = 0;
  gboolean saved = FALSE;
  gulong handler;

  g_object_set_data (G_OBJECT (desk), "waiting", &waiting);
  handler = g_signal_connect (desk, "status-changed", G_CALLBACK (on_status), &saved);
  nadi_desk_run (desk, read_chart, NULL, NULL, NULL, desk, on_read);
  nadi_test_wait (is_true, &saved);
  g_assert_cmpuint (waiting, ==, 1);
  g_signal_handler_disconnect (desk, handler);
}

static gboolean
is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  set_up ();
  g_test_add_func ("/desk/reading-is-sent", test_reading_is_sent);
  result = g_test_run ();
  nadi_desk_lock (desk);
  nadi_test_wait (is_alone, desk);
  g_assert_finalize_object (g_steal_pointer (&desk));
  nadi_test_world_free (world);
  g_free (patient);
  return result;
}
