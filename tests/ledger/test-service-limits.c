/* The service at its limits: how often who may ask, and a disk that is full. */
#include "nadi-test-service.h"

#include "nadi-store-sqlite.h"
#include "nadi-test-vfs.h"

static void
slow_down (NadiServiceOptions *options)
{
  options->device_rate = 1;
  options->address_rate = 1;
}

static void
test_rates (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiTestReply) last = NULL;
  g_autoptr (NadiTestReply) nurse = NULL;
  g_autofree char *retry = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_get (test, doctor, "/v1/streams/n");

      nadi_test_assert_status (reply, 200);
    }
  last = nadi_test_service_get (test, doctor, "/v1/streams/n");
  nadi_test_assert_status (last, 429);
  retry = nadi_test_reply_header (last, "Retry-After");
  g_assert_cmpstr (retry, ==, "1");
  nurse = nadi_test_service_get (test, nadi_test_service_org (test, 0)->nurse, "/v1/streams/n");
  nadi_test_assert_status (nurse, 200);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, NULL, NULL, "GET", "/checkpoint", NULL);

      nadi_test_assert_status (reply, 200);
    }
  g_clear_pointer (&last, nadi_test_reply_free);
  last = nadi_test_service_ask (test, NULL, NULL, "GET", "/checkpoint", NULL);
  nadi_test_assert_status (last, 429);
}

/* Signatures that do not hold are soon not looked at any more; a colleague behind the same address notices nothing. */
static void
test_failure_rate (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestSigner *nurse = nadi_test_service_org (test, 0)->nurse;
  g_autoptr (NadiTestReply) last = NULL, good = NULL, colleague = NULL;

  for (guint i = 0; i < 11; i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, nurse, NULL, "GET", "/v1/streams/n", NULL, 0);

      g_string_replace (request, "streams/n", "streams/m", 1);
      g_clear_pointer (&last, nadi_test_reply_free);
      last = nadi_test_service_send (test, request);
      nadi_test_assert_status (last, i < 10 ? 401 : 429);
    }
  good = nadi_test_service_get (test, nurse, "/v1/streams/n");
  nadi_test_assert_status (good, 429);
  colleague = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, "/v1/streams/n");
  nadi_test_assert_status (colleague, 200);
}

/* Requests that nobody known has signed count for their address, whatever device they claim; signed ones from it go on. */
static void
test_unknown_rate (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (slow_down);
  NadiTestNetwork *people = test->log->people;
  g_autofree char *large = g_strnfill (1 << 20, 'x');
  g_autoptr (GBytes) body = g_bytes_new (large, 1 << 20);
  g_autoptr (NadiTestReply) colleague = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *claimed = nadi_test_uuid (people);
      g_autoptr (GString) request = nadi_test_service_request (test, i % 2 == 0 ? nadi_test_service_org (test, 0)->nurse : NULL, NULL, "POST",
                                                               "/v1/events", body, 0);
      g_autoptr (NadiTestReply) reply = NULL;

      g_string_replace (request, nadi_test_service_org (test, 0)->nurse->device, claimed, 0);
      reply = nadi_test_service_send (test, request);
      nadi_test_assert_status (reply, i < 10 ? 401 : 429);
    }
  colleague = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, "/v1/streams/n");
  nadi_test_assert_status (colleague, 200);
}

/* Every change to the disk fails, from the Nth on: a clear answer, reading goes on, and what was refused comes again. */
static void
test_full_disk (void)
{
  g_autoptr (NadiTestVfs) vfs = nadi_test_vfs_new ("service-full");
  NadiTestService *test = nadi_test_service_new_on (nadi_store_sqlite_open ("log", "service-full", NULL), NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  guint failures = 0;
  gboolean struck = TRUE;

  for (guint n = 1; struck; n++)
    {
      g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
      guint64 size = nadi_test_service_size (test);
      g_autoptr (NadiTestReply) reply = NULL, read = NULL, again = NULL;

      nadi_test_vfs_fail (vfs, NADI_TEST_CALL_CHANGES, n, NADI_TEST_FAULT_FULL, TRUE);
      reply = nadi_test_service_post_event (test, doctor, event);
      read = nadi_test_service_get (test, doctor, "/v1/streams/n");
      struck = nadi_test_vfs_clear_fault (vfs);
      nadi_test_assert_status (read, 200);
      if (reply->status != 200)
        {
          nadi_test_assert_status (reply, 503);
          g_assert_true (nadi_test_reply_contains (reply, "Retry-After: "));
          g_assert_true (nadi_test_reply_contains (reply, "urn:nadi:problem:out-of-space")
                         || nadi_test_reply_contains (reply, "urn:nadi:problem:unavailable"));
          g_assert_cmpuint (nadi_test_service_size (test), ==, size);
          failures++;
        }
      again = nadi_test_service_post_event (test, doctor, event);
      nadi_test_assert_status (again, 200);
      g_assert_true (nadi_test_reply_contains (again, "\"index\":"));
      g_assert_cmpuint (nadi_test_service_size (test), ==, size + 2);
    }
  g_test_message ("%u places failed", failures);
  g_assert_cmpuint (failures, >, 0);
  nadi_test_service_free (test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/rates", test_rates);
  g_test_add_func ("/service/failure-rate", test_failure_rate);
  g_test_add_func ("/service/unknown-rate", test_unknown_rate);
  g_test_add_func ("/service/full-disk", test_full_disk);
  return g_test_run ();
}
