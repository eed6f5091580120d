/* Contents and mailboxes: put, fetched, once, by whom, for how long. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "nadi-test-service.h"

#include "nadi-blobs-folder.h"
#include "nadi-cid.h"
#include "nadi-enrolment.h"
#include "nadi-random-system.h"

static NadiTestReply *
put (NadiTestService *test, NadiTestSigner *signer, const char *target, const char *text, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new (text, length);

  return nadi_test_service_ask (test, signer, NULL, "PUT", target, body);
}

static void
test_put_blob (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "content", 7);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (NadiTestReply) wrong = put (test, doctor, target, "Content", 7);
  g_autoptr (NadiTestReply) good = NULL, again = NULL, nonsense = NULL, unnamed = NULL;

  nadi_test_assert_status (wrong, 400);
  g_assert_false (nadi_blobs_has (test->blobs, cid));
  good = put (test, doctor, target, "content", 7);
  nadi_test_assert_status (good, 204);
  g_assert_true (nadi_blobs_has (test->blobs, cid));
  again = put (test, doctor, target, "content", 7);
  nadi_test_assert_status (again, 204);
  nonsense = put (test, doctor, "/v1/blobs/nonsense", "content", 7);
  nadi_test_assert_status (nonsense, 400);
  unnamed = nadi_test_service_get (test, doctor, target); /* no event names it: nobody may read it */
  nadi_test_assert_status (unnamed, 404);
}

static void
test_largest_blob (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *content = g_strnfill (NADI_BLOBS_MAX_SIZE + 1, 'x');
  g_autofree char *cid = nadi_cid_of ((const guint8 *) content, NADI_BLOBS_MAX_SIZE);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (NadiTestReply) fits = put (test, nadi_test_service_org (test, 0)->doctor, target, content, NADI_BLOBS_MAX_SIZE);
  g_autoptr (NadiTestReply) larger = put (test, nadi_test_service_org (test, 0)->doctor, target, content, NADI_BLOBS_MAX_SIZE + 1);

  nadi_test_assert_status (fits, 204);
  nadi_test_assert_status (larger, 413);
}

/* A removed device may still bring what its user did before, and that needs the contents. It reads nothing. */
static void
test_late_contents (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *nurse = nadi_test_service_org (test, 0)->nurse;
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "late", 4);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autofree char *ask = g_strdup_printf ("{\"cids\":[\"%s\"]}", cid);
  g_autoptr (GByteArray) car = nadi_car_new ();
  g_autoptr (GBytes) archive = NULL;
  g_autoptr (NadiTestReply) one = NULL, many = NULL, got = NULL, fetched = NULL, later = NULL;

  nadi_test_log_admit (test->log, nadi_test_event (test->log->people, nadi_test_service_org (test, 0)->admin, "device.remove",
                                                   "{'subject':'%s','compromised':null}", nurse->device));
  one = put (test, nurse, target, "late", 4);
  nadi_test_assert_status (one, 204);
  nadi_car_add (car, (const guint8 *) "later", 5);
  archive = g_bytes_new (car->data, car->len);
  many = nadi_test_service_ask (test, nurse, NULL, "POST", "/v1/blobs", archive);
  nadi_test_assert_status (many, 200);
  got = nadi_test_service_get (test, nurse, target);
  nadi_test_assert_status (got, 401);
  fetched = nadi_test_service_post (test, nurse, "/v1/blobs/fetch", ask);
  nadi_test_assert_status (fetched, 401);
  test->log->clock.time += G_GINT64_CONSTANT (8) * 24 * 3600 * 1000;
  later = put (test, nurse, target, "late", 4);
  nadi_test_assert_status (later, 401);
}

static guint
put_content (NadiTestService *test, NadiTestSigner *signer, const char *content)
{
  g_autofree char *cid = nadi_cid_of ((const guint8 *) content, strlen (content));
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (NadiTestReply) reply = put (test, signer, target, content, strlen (content));

  return reply->status;
}

static void
leave_little_room (NadiServiceOptions *options)
{
  options->unnamed_bytes = 3 * 4096;
}

/* An organisation fills its own share of what nobody names, and nobody else's; naming gives room again. */
static void
test_quota (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new_strict (leave_little_room);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor, *nurse = nadi_test_service_org (test, 0)->nurse;
  g_autofree char *wrong = nadi_cid_of ((const guint8 *) "x", 1), *target = g_strconcat ("/v1/blobs/", wrong, NULL);
  g_autoptr (GByteArray) car = nadi_car_new ();
  g_autofree char *named = nadi_cid_of ((const guint8 *) "one", 3), *record = nadi_test_uuid (test->log->people);
  g_autofree char *version = nadi_test_uuid (test->log->people);
  g_autofree char *stored = g_strconcat ("/v1/blobs/", named, NULL);
  g_autoptr (NadiTestReply) mismatch = put (test, doctor, target, "y", 1), archive = NULL, other_bytes = NULL;
  g_autoptr (GBytes) body = NULL;

  nadi_test_assert_status (mismatch, 400); /* and is not charged */
  g_assert_cmpuint (put_content (test, doctor, "one"), ==, 204);
  g_assert_cmpuint (put_content (test, doctor, "two"), ==, 204);
  other_bytes = put (test, doctor, stored, "two", 3);
  nadi_test_assert_status (other_bytes, 400); /* and what is there stays charged */
  nadi_car_add (car, (const guint8 *) "three", 5);
  nadi_car_add (car, (const guint8 *) "four", 4);
  body = g_bytes_new (car->data, car->len);
  archive = nadi_test_service_ask (test, nurse, NULL, "POST", "/v1/blobs", body);
  nadi_test_assert_status (archive, 507);
  g_assert_true (nadi_test_reply_contains (archive, "urn:nadi:problem:too-much-unnamed"));
  g_assert_cmpuint (put_content (test, nurse, "three"), ==, 204);
  g_assert_cmpuint (put_content (test, nurse, "four"), ==, 507);
  g_assert_cmpuint (put_content (test, nurse, "two"), ==, 204); /* is there */
  g_assert_cmpuint (put_content (test, nadi_test_service_org (test, 1)->doctor, "four"), ==, 204);
  nadi_test_log_admit (test->log, nadi_test_record_add (test->log->people, doctor, test->log->shelves[0], 1, record, version, named));
  test->log->clock.time += 11000;
  g_assert_cmpuint (put_content (test, doctor, "five"), ==, 204);
  g_assert_cmpuint (put_content (test, doctor, "six"), ==, 507);
}

static void
sweep_often (NadiServiceOptions *options)
{
  options->first_sweep_ms = options->sweep_ms = 100;
}

/* The service sweeps by itself: what nobody has named for a week goes. */
static void
test_sweep (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new_strict (sweep_often);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_auto (GStrv) cids = NULL;
  struct utimbuf old = { 0 };

  g_assert_cmpuint (put_content (test, doctor, "stray"), ==, 204);
  cids = nadi_blobs_list (test->blobs);
  g_assert_cmpuint (g_strv_length (cids), ==, 1);
  {
    g_autofree char *path = nadi_blobs_folder_path (test->folder, cids[0]);

    g_assert_cmpint (g_utime (path, &old), ==, 0);
  }
  g_usleep (300000);
  g_assert_cmpuint (nadi_blobs_count (test->blobs), ==, 1); /* stored today */
  test->log->clock.time += G_GINT64_CONSTANT (7) * 24 * 3600 * 1000 + 1;
  for (guint i = 0; i < 500 && nadi_blobs_count (test->blobs) > 0; i++)
    g_usleep (10000);
  g_assert_cmpuint (nadi_blobs_count (test->blobs), ==, 0);
}

static gboolean
collect (const NadiHash *hash, const guint8 *data, gsize length, gpointer user_data, GError **error)
{
  g_ptr_array_add (user_data, g_strndup ((const char *) data, length));
  return TRUE;
}

static void
test_archives (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autofree char *own = NULL, *other = NULL;
  g_autoptr (NadiEvent) own_record = nadi_test_service_record (test, 0, "own record", &own);
  g_autoptr (NadiEvent) other_record = nadi_test_service_record (test, 1, "other record", &other);
  g_autoptr (NadiTestReply) a = nadi_test_service_post_event (test, doctor, own_record);
  g_autoptr (NadiTestReply) b = nadi_test_service_post_event (test, nadi_test_service_org (test, 1)->doctor, other_record);
  g_autofree char *absent = nadi_cid_of ((const guint8 *) "absent", 6);
  g_autofree char *ask = g_strdup_printf ("{\"cids\":[\"%s\",\"nonsense\",\"%s\",\"%s\"]}", other, own, absent);
  g_autoptr (GBytes) ask_body = g_bytes_new (ask, strlen (ask));
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (NadiTestReply) fetched = NULL;

  nadi_test_assert_status (a, 200);
  nadi_test_assert_status (b, 200);
  fetched = nadi_test_service_ask (test, doctor, doctor, "POST", "/v1/blobs/fetch", ask_body);
  nadi_test_assert_status (fetched, 200);
  g_assert_true (nadi_car_read (g_bytes_get_data (fetched->body, NULL), g_bytes_get_size (fetched->body), collect, found, NULL));
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (found->pdata[0], ==, "own record");
  g_assert_false (nadi_test_reply_contains (fetched, "other record"));
}

static NadiTestReply *
post_car (NadiTestService *test, GByteArray *car)
{
  g_autoptr (GBytes) body = g_bytes_new (car->data, car->len);

  return nadi_test_service_ask (test, nadi_test_service_org (test, 0)->doctor, NULL, "POST", "/v1/blobs", body);
}

static void
test_put_archive (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (GByteArray) car = nadi_car_new ();
  g_autoptr (GByteArray) large = nadi_car_new ();
  g_autofree char *half = g_strnfill (NADI_BLOBS_MAX_SIZE / 2, 'x');
  g_autoptr (NadiTestReply) good = NULL, damaged = NULL, too_much = NULL;
  guint before = nadi_blobs_count (test->blobs);

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *content = g_strdup_printf ("content %u", i);

      nadi_car_add (car, (const guint8 *) content, strlen (content));
    }
  good = post_car (test, car);
  nadi_test_assert_status (good, 200);
  g_assert_true (nadi_test_reply_contains (good, "{\"stored\":50}"));
  g_assert_cmpuint (nadi_blobs_count (test->blobs), ==, before + 50);

  nadi_car_add (car, (const guint8 *) "one more", 8);
  car->data[car->len - 1] ^= 1;
  damaged = post_car (test, car);
  nadi_test_assert_status (damaged, 400);
  g_assert_cmpuint (nadi_blobs_count (test->blobs), ==, before + 50);

  for (guint i = 0; i < 2; i++)
    {
      half[0] = (char) ('a' + i);
      nadi_car_add (large, (const guint8 *) half, NADI_BLOBS_MAX_SIZE / 2);
    }
  nadi_car_add (large, (const guint8 *) "x", 1);
  too_much = post_car (test, large);
  nadi_test_assert_status (too_much, 400);
}

static NadiTestReply *
open_mailbox (NadiTestService *test, NadiTestSigner *signer, const char *id, gint64 life)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"expires\":%" G_GINT64_FORMAT "}", id,
                                           test->log->clock.time + life);

  return nadi_test_service_post (test, signer, "/v1/enrol", text);
}

static char *
box (const char *id, const char *label)
{
  return g_strdup_printf ("/v1/enrol/%s/%s", id, label);
}

/* The five steps of src/DESIGN.md, with the messages of nadi-enrolment.h. */
static void
test_enrolment (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *admin = nadi_test_service_org (test, 0)->admin;
  g_autoptr (NadiEnrolment) code = nadi_enrolment_new (nadi_random_system (), test->log->network);
  g_autofree char *request_box = box (code->mailbox, "request"), *reply_box = box (code->mailbox, "reply");
  g_autofree char *request = nadi_enrolment_seal (code, "request", "{\"type\":\"enrol.request\"}");
  g_autofree char *answer = nadi_enrolment_seal (code, "reply", "{\"type\":\"enrol.reply\"}");
  g_autofree char *opened = NULL, *opened_reply = NULL;
  g_autoptr (NadiTestReply) early = NULL, opening = NULL, twice = NULL, none = NULL, asked = NULL, overwritten = NULL,
                            other = NULL, other_reply = NULL, read = NULL, not_yet = NULL, answered = NULL, got = NULL;

  early = put (test, NULL, request_box, request, strlen (request));
  nadi_test_assert_status (early, 404);
  opening = open_mailbox (test, admin, code->mailbox, 3600000);
  nadi_test_assert_status (opening, 204);
  twice = open_mailbox (test, admin, code->mailbox, 3600000);
  nadi_test_assert_status (twice, 409);
  none = nadi_test_service_get (test, admin, request_box);
  nadi_test_assert_status (none, 409);
  asked = put (test, NULL, request_box, request, strlen (request));
  nadi_test_assert_status (asked, 204);
  overwritten = put (test, NULL, request_box, answer, strlen (answer));
  nadi_test_assert_status (overwritten, 409);
  other = nadi_test_service_get (test, nadi_test_service_org (test, 1)->admin, request_box);
  nadi_test_assert_status (other, 404);
  other_reply = put (test, nadi_test_service_org (test, 1)->admin, reply_box, answer, strlen (answer));
  nadi_test_assert_status (other_reply, 404);
  read = nadi_test_service_get (test, admin, request_box);
  nadi_test_assert_status (read, 200);
  opened = nadi_enrolment_open (code, "request", g_bytes_get_data (read->body, NULL), g_bytes_get_size (read->body), NULL);
  g_assert_cmpstr (opened, ==, "{\"type\":\"enrol.request\"}");
  not_yet = nadi_test_service_ask (test, NULL, NULL, "GET", reply_box, NULL);
  nadi_test_assert_status (not_yet, 409);
  answered = put (test, admin, reply_box, answer, strlen (answer));
  nadi_test_assert_status (answered, 204);
  got = nadi_test_service_ask (test, NULL, NULL, "GET", reply_box, NULL);
  nadi_test_assert_status (got, 200);
  opened_reply = nadi_enrolment_open (code, "reply", g_bytes_get_data (got->body, NULL), g_bytes_get_size (got->body), NULL);
  g_assert_cmpstr (opened_reply, ==, "{\"type\":\"enrol.reply\"}");
}

typedef struct
{
  NadiTestService *test;
  const char *target, *text;
} Reply;

static gpointer
answer_later (gpointer data)
{
  Reply *reply = data;
  NadiTestSigner *admin = nadi_test_service_org (reply->test, 0)->admin;
  g_autoptr (GBytes) body = g_bytes_new (reply->text, strlen (reply->text));
  g_autoptr (GString) request = nadi_test_service_request (reply->test, admin, NULL, "PUT", reply->target, body, 0);
  g_autoptr (NadiTestReply) answered = NULL;

  g_usleep (150000);
  answered = nadi_test_service_send (reply->test, request);
  nadi_test_assert_status (answered, 204);
  return NULL;
}

static void
test_wait_for_reply (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const char *id = "00112233445566778899aabbccddeeff", *text = "{\"body\":\"x\",\"mac\":\"y\"}";
  g_autofree char *reply_box = box (id, "reply"), *waiting = g_strconcat (reply_box, "?wait=20000", NULL);
  g_autoptr (NadiTestReply) opening = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 3600000);
  Reply reply = { test, reply_box, text };
  GThread *thread = g_thread_new ("reply", answer_later, &reply);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NadiTestReply) got = nadi_test_service_ask (test, NULL, NULL, "GET", waiting, NULL);

  g_thread_join (thread);
  nadi_test_assert_status (opening, 204);
  nadi_test_assert_status (got, 200);
  g_assert_true (nadi_test_reply_contains (got, text));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_mailbox_limits (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const char *id = "00112233445566778899aabbccddeeff";
  g_autofree char *request_box = box (id, "request");
  g_autofree char *large = g_strnfill (8193, 'x');
  const struct
  {
    const char *id;
    gint64 life;
    guint status;
  } openings[] = {
    { "short", 1000, 400 },
    { "00112233445566778899AABBCCDDEEFF", 1000, 400 },
    { id, 0, 400 },
    { id, -1000, 400 },
    { id, G_GINT64_CONSTANT (7) * 24 * 3600 * 1000 + 1, 400 },
    { id, 60000, 204 },
  };
  const char *const messages[] = { "", "[]", "{}", "{\"body\":\"x\"}", "{\"body\":\"x\",\"mac\":1}",
                                   "{\"body\":\"x\",\"mac\":\"y\",\"more\":1}", "{\"body\":\"x\",\"mac\":\"y\"} " "x" };
  g_autoptr (NadiTestReply) too_large = NULL, late = NULL, again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (NadiTestReply) reply = open_mailbox (test, nadi_test_service_org (test, 0)->admin, openings[i].id, openings[i].life);

      g_test_message ("opening %u", i);
      nadi_test_assert_status (reply, openings[i].status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr (NadiTestReply) reply = put (test, NULL, request_box, messages[i], strlen (messages[i]));

      g_test_message ("message %u", i);
      nadi_test_assert_status (reply, 400);
    }
  too_large = put (test, NULL, request_box, large, 8193);
  nadi_test_assert_status (too_large, 413);
  test->log->clock.time += 60001;
  late = put (test, NULL, request_box, "{\"body\":\"x\",\"mac\":\"y\"}", 22);
  nadi_test_assert_status (late, 404);
  again = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 60000); /* swept away first */
  nadi_test_assert_status (again, 204);
}

static void
test_many_mailboxes (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autoptr (NadiTestReply) full = NULL, other = NULL, later = NULL;

  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *id = g_strdup_printf ("%032x", i);
      g_autoptr (NadiTestReply) reply = open_mailbox (test, nadi_test_service_org (test, 0)->admin, id, 60000);

      nadi_test_assert_status (reply, 204);
    }
  full = open_mailbox (test, nadi_test_service_org (test, 0)->admin, "ffffffffffffffffffffffffffffffff", 60000);
  nadi_test_assert_status (full, 429);
  other = open_mailbox (test, nadi_test_service_org (test, 1)->admin, "fffffffffffffffffffffffffffffffe", 60000);
  nadi_test_assert_status (other, 204);
  test->log->clock.time += 60001;
  later = open_mailbox (test, nadi_test_service_org (test, 0)->admin, "ffffffffffffffffffffffffffffffff", 60000);
  nadi_test_assert_status (later, 204);
}

/* Case 28: bodies that are no JSON, to every route that takes JSON or events; each refused within 50 ms (sanitizers and a busy
 * machine are given ten times that). */
static void
test_malformed_bodies (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *admin = nadi_test_service_org (test, 0)->admin;
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *request_box = box ("00112233445566778899aabbccddeeff", "request");
  g_autofree char *reply_box = box ("00112233445566778899aabbccddeeff", "reply");
  const char *const bodies[] = { "{\"cids\":[],\"cids\":[]}", "{\"id\":1e999}", "{\"cids\":[\"\xff\"]}", "{\"cids\":[\"\\ud800\"]}",
                                 "{\"cids\":[\"\\u0000\"]}", "{\"body\":\"\\ud800\",\"mac\":\"\"}", "[[[[", "nul" };
  const struct
  {
    const char *method, *target;
    gsize limit;
    NadiTestSigner *signer;
  } routes[] = {
    { "POST", "/v1/events", 1 << 20, admin },       { "POST", "/v1/blobs/fetch", 1 << 20, admin },
    { "POST", "/v1/blobs", 1 << 20, admin },        { "POST", "/v1/enrol", 8192, admin },
    { "PUT", request_box, 8192, NULL },             { "PUT", reply_box, 8192, admin },
  };
  g_autoptr (NadiTestReply) opening = open_mailbox (test, admin, "00112233445566778899aabbccddeeff", 60000);
  gint64 slowest = 0;

  nadi_test_assert_status (opening, 204);
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    for (guint j = 0; j <= G_N_ELEMENTS (bodies); j++)
      {
        gboolean many = j == G_N_ELEMENTS (bodies);
        const char *text = many ? brackets : bodies[j];
        g_autoptr (GBytes) body = g_bytes_new (text, many ? MIN (1000000, routes[i].limit) : strlen (text));
        gint64 start = g_get_monotonic_time ();
        g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, routes[i].signer, NULL, routes[i].method,
                                                                 routes[i].target, body);

        slowest = MAX (slowest, g_get_monotonic_time () - start);
        nadi_test_assert_status (reply, 400);
      }
  g_test_message ("slowest refusal %.1f ms", (double) slowest / 1000);
  g_assert_cmpint (slowest, <, 500000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/blobs/put", test_put_blob);
  g_test_add_func ("/service/blobs/largest", test_largest_blob);
  g_test_add_func ("/service/blobs/late", test_late_contents);
  g_test_add_func ("/service/blobs/quota", test_quota);
  g_test_add_func ("/service/blobs/sweep", test_sweep);
  g_test_add_func ("/service/blobs/archives", test_archives);
  g_test_add_func ("/service/blobs/put-archive", test_put_archive);
  g_test_add_func ("/service/enrol/whole", test_enrolment);
  g_test_add_func ("/service/enrol/wait-for-reply", test_wait_for_reply);
  g_test_add_func ("/service/enrol/limits", test_mailbox_limits);
  g_test_add_func ("/service/enrol/many", test_many_mailboxes);
  g_test_add_func ("/service/malformed-bodies", test_malformed_bodies);
  return g_test_run ();
}
