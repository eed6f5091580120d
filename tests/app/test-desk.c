/* A desk on a real service: what is written is sent without anybody's asking, and the status says so. */
#include "nadi-session-chart.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-widgets.h"

static NadiTestClinic *clinic;
static NadiDesk *desk;
static char *patient;

static gboolean
read_chart (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSessionChart) chart = nadi_session_get_chart (session, patient, 20000, error);

  return chart != NULL;
}

typedef struct
{
  gboolean read;
  guint waiting;             /* when it had been read */
  gboolean saved;            /* since then */
} Reading;

static Reading reading;

static void
on_read (gpointer owner, gpointer data, const GError *error)
{
  g_autoptr (NadiSessionStatus) now = nadi_session_get_status (nadi_desk_get_session (desk));

  g_assert_no_error (error);
  reading.read = TRUE;
  reading.waiting = now->unsent;
}

static void
on_status (NadiDesk *self, gpointer data)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self);

  reading.saved = reading.read && status != NULL && status->unsent == 0 && status->saved == NADI_SAVED_ALL;
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
  gulong handler = g_signal_connect (desk, "status-changed", G_CALLBACK (on_status), NULL);

  nadi_desk_run (desk, read_chart, NULL, NULL, NULL, desk, on_read);
  nadi_test_wait (is_true, &reading.saved);
  g_assert_cmpuint (reading.waiting, ==, 1);
  g_signal_handler_disconnect (desk, handler);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR);
  desk = nadi_test_desk_open (clinic->doctor);
  patient = nadi_test_add_patient (nadi_desk_get_session (desk), "Meena Kulkarni");
  nadi_test_sync (nadi_desk_get_session (desk));
  g_test_add_func ("/desk/reading-is-sent", test_reading_is_sent);
  result = g_test_run ();
  nadi_test_desk_close (desk);
  nadi_test_clinic_free (clinic);
  g_free (patient);
  return result;
}
