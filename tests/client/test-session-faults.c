/* A session on a service that is slow, gone or confused, and on a full disk: work goes on, nothing is lost, and it is said. */
#include <string.h>

#include "nadi-session-charts.h"
#include "nadi-soup-transport.h"
#include "nadi-test-clinic.h"
#include "nadi-test-full-disk.h"

static NadiTestClinic *clinic;

/* --- a wire with something between its ends ----------------------------------------------------------------------- */

typedef enum
{
  THROUGH,
  HELD,                      /* nothing comes back until it is let through */
  LOSE_ANSWERS,              /* of events: the service has them, and nobody hears of it */
  REFUSE_EVENTS,             /* 422, and the service never sees them */
} Mood;

typedef struct
{
  GMutex mutex;
  GCond changed;
  Mood mood;
  guint held;
} Wire;

typedef struct
{
  NadiTransport transport;
  NadiTransport *inner;
  Wire *wire;
} WireTransport;

static void
wire_set (Wire *wire, Mood mood)
{
  g_mutex_lock (&wire->mutex);
  wire->mood = mood;
  g_cond_broadcast (&wire->changed);
  g_mutex_unlock (&wire->mutex);
}

static Mood
wire_pass (Wire *wire)
{
  Mood mood;

  g_mutex_lock (&wire->mutex);
  wire->held += wire->mood == HELD;
  g_cond_broadcast (&wire->changed);
  while (wire->mood == HELD)
    g_cond_wait (&wire->changed, &wire->mutex);
  mood = wire->mood;
  g_mutex_unlock (&wire->mutex);
  return mood;
}

static void
wire_wait_held (Wire *wire)
{
  g_mutex_lock (&wire->mutex);
  while (wire->held == 0)
    g_cond_wait (&wire->changed, &wire->mutex);
  g_mutex_unlock (&wire->mutex);
}

static const char *
wire_authority (NadiTransport *transport)
{
  NadiTransport *inner = ((WireTransport *) transport)->inner;

  return inner->authority (inner);
}

static gboolean
wire_exchange (NadiTransport *transport, const NadiTransportRequest *request, gsize limit, NadiTransportAnswer *answer,
               GCancellable *cancellable, GError **error)
{
  WireTransport *self = (WireTransport *) transport;
  gboolean events = g_str_equal (request->method, "POST") && g_str_equal (request->target, "/v1/events");
  Mood mood = wire_pass (self->wire);

  if (events && mood == REFUSE_EVENTS)
    {
      static const char text[] = "{\"type\":\"urn:nadi:problem:conflict\",\"title\":\"Other bytes\",\"status\":422,\"detail\":\"\",\"support\":\"00000000\"}";

      answer->status = 422;
      answer->body = g_bytes_new_static (text, sizeof text - 1);
      return TRUE;
    }
  if (!self->inner->exchange (self->inner, request, limit, answer, cancellable, error))
    return FALSE;
  if (!events || mood != LOSE_ANSWERS)
    return TRUE;
  nadi_transport_answer_clear (answer);
  memset (answer, 0, sizeof *answer);
  g_set_error_literal (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE, "the answer is lost");
  return FALSE;
}

static GInputStream *
wire_stream (NadiTransport *transport, const NadiTransportRequest *request, GCancellable *cancellable, GError **error)
{
  NadiTransport *inner = ((WireTransport *) transport)->inner;

  return inner->stream (inner, request, cancellable, error);
}

static void
wire_transport_free (NadiTransport *transport)
{
  nadi_transport_free (((WireTransport *) transport)->inner);
  g_free (transport);
}

static NadiTransport *
wire_connect (const char *service, const char *anchor, gpointer wire, GError **error)
{
  WireTransport *self = g_new0 (WireTransport, 1);

  self->transport.authority = wire_authority;
  self->transport.exchange = wire_exchange;
  self->transport.stream = wire_stream;
  self->transport.free = wire_transport_free;
  self->inner = nadi_soup_transport_new (service, anchor, error);
  self->wire = wire;
  g_assert_nonnull (self->inner);
  return &self->transport;
}

static NadiSession *
open_on (Wire *wire)
{
  const NadiSessionOptions options = { .connect = wire_connect, .connect_data = wire };
  g_autoptr (GError) error = NULL;
  NadiSession *session;

  g_mutex_init (&wire->mutex);
  g_cond_init (&wire->changed);
  session = nadi_session_open (clinic->doctor, NULL, NADI_TEST_PASSPHRASE, &options, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static guint
count_found (NadiSession *session, const char *name)
{
  g_autoptr (GPtrArray) found = nadi_session_find_patients (session, name, 10, NULL);

  return found->len;
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static gpointer
run_sync (gpointer session)
{
  g_autoptr (GError) error = NULL;

  nadi_session_sync_until_saved (session, 60000, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

/* The service answers nothing for as long as it likes: who registers, searches and writes does not wait for it. */
static void
test_slow (void)
{
  Wire wire = { 0 };
  g_autoptr (NadiSession) doctor = open_on (&wire);
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autofree char *patient = NULL;
  GThread *thread;

  nadi_test_sync (doctor);
  wire_set (&wire, HELD);
  thread = g_thread_new ("sync", run_sync, doctor);
  wire_wait_held (&wire);
  patient = nadi_test_add_patient (doctor, "Slow Service");
  g_assert_cmpuint (count_found (doctor, "slow"), ==, 1);
  status = nadi_session_get_status (doctor);
  g_assert_cmpuint (status->unsent, >, 0);
  wire_set (&wire, THROUGH);
  g_thread_join (thread);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
}

/* Gone between the request and its answer, five times: one effect. */
static void
test_answer_lost (void)
{
  Wire wire = { 0 };
  g_autoptr (NadiSession) doctor = open_on (&wire);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autofree char *patient = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Lost Answer");
  wire_set (&wire, LOSE_ANSWERS);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error))
        g_assert_error (error, NADI_NET_ERROR, NADI_NET_ERROR_UNREACHABLE);
    }
  wire_set (&wire, THROUGH);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
  nadi_test_sync (nurse);
  g_assert_cmpuint (count_found (nurse, "lost"), ==, 1);
}

/* 422 to what the ledger has never seen: nothing is thrown away for it, and it goes through when the service has come to itself. */
static void
test_refused_as_other_bytes (void)
{
  Wire wire = { 0 };
  g_autoptr (NadiSession) doctor = open_on (&wire);
  g_autoptr (NadiSessionStatus) before = NULL;
  g_autoptr (NadiSessionStatus) after = NULL;
  g_autofree char *patient = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Other Bytes");
  before = nadi_session_get_status (doctor);
  wire_set (&wire, REFUSE_EVENTS);
  g_assert_false (nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpint (error->domain, ==, NADI_NET_ERROR);
  after = nadi_session_get_status (doctor);
  g_assert_cmpuint (after->unsent, ==, before->unsent);
  g_assert_cmpuint (after->tasks, ==, 0);
  g_assert_cmpint (after->saved, !=, NADI_SAVED_ALL);
  g_assert_cmpuint (count_found (doctor, "other bytes"), ==, 1);
  wire_set (&wire, THROUGH);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
}

/* Writing is refused in one word, reading goes on, what comes from others waits; with room again all goes on. */
static void
test_full_disk (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiPatient) person = nadi_patient_new ();
  g_autofree char *patient = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Before Full");
  nadi_person_name_set (&person->name, "While Full");
  nadi_test_disk_set_full (TRUE);
  g_assert_false (nadi_session_add_patient (doctor, person, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "full");
  g_clear_error (&error);
  g_assert_cmpuint (count_found (doctor, "before full"), ==, 1);
  g_assert_cmpuint (count_found (doctor, "while full"), ==, 0);
  g_assert_false (nadi_session_sync (doctor, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "full");
  g_clear_error (&error);
  nadi_test_disk_set_full (FALSE);
  later = nadi_test_add_patient (doctor, "After Full");
  cases = nadi_session_list_cases (doctor, patient, &error);
  g_assert_no_error (error);
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
  nadi_session_close (doctor);
  nadi_session_unref (g_steal_pointer (&doctor));
  doctor = nadi_test_world_open (clinic->doctor);
  g_assert_cmpuint (count_found (doctor, "before full"), ==, 1);
  g_assert_cmpuint (count_found (doctor, "while full"), ==, 0);
  g_assert_cmpuint (count_found (doctor, "after full"), ==, 1);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-faults/slow", test_slow);
  g_test_add_func ("/session-faults/answer-lost", test_answer_lost);
  g_test_add_func ("/session-faults/refused-as-other-bytes", test_refused_as_other_bytes);
  g_test_add_func ("/session-faults/full-disk", test_full_disk);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
