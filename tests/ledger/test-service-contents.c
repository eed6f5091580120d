/* Contents: put, fetched, by whom, how much, for how long. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "nadi-test-service.h"

#include "nadi-blobs-folder.h"
#include "nadi-cid.h"

static void
test_put_blob (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autofree char *cid = nadi_cid_of ((const guint8 *) "content", 7);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (NadiTestReply) wrong = nadi_test_service_put (test, doctor, target, "Content", 7);
  g_autoptr (NadiTestReply) good = NULL, again = NULL, nonsense = NULL, unnamed = NULL;

  nadi_test_assert_status (wrong, 400);
  g_assert_false (nadi_blobs_has (test->blobs, cid));
  good = nadi_test_service_put (test, doctor, target, "content", 7);
  nadi_test_assert_status (good, 204);
  g_assert_true (nadi_blobs_has (test->blobs, cid));
  again = nadi_test_service_put (test, doctor, target, "content", 7);
  nadi_test_assert_status (again, 204);
  nonsense = nadi_test_service_put (test, doctor, "/v1/blobs/nonsense", "content", 7);
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
  g_autoptr (NadiTestReply) fits = nadi_test_service_put (test, nadi_test_service_org (test, 0)->doctor, target, content, NADI_BLOBS_MAX_SIZE);
  g_autoptr (NadiTestReply) larger = nadi_test_service_put (test, nadi_test_service_org (test, 0)->doctor, target, content, NADI_BLOBS_MAX_SIZE + 1);

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
  one = nadi_test_service_put (test, nurse, target, "late", 4);
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
  later = nadi_test_service_put (test, nurse, target, "late", 4);
  nadi_test_assert_status (later, 401);
}

static guint
put_content (NadiTestService *test, NadiTestSigner *signer, const char *content)
{
  g_autofree char *cid = nadi_cid_of ((const guint8 *) content, strlen (content));
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (NadiTestReply) reply = nadi_test_service_put (test, signer, target, content, strlen (content));

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
  g_autoptr (NadiTestReply) mismatch = nadi_test_service_put (test, doctor, target, "y", 1), archive = NULL, other_bytes = NULL;
  g_autoptr (GBytes) body = NULL;

  nadi_test_assert_status (mismatch, 400); /* and is not charged */
  g_assert_cmpuint (put_content (test, doctor, "one"), ==, 204);
  g_assert_cmpuint (put_content (test, doctor, "two"), ==, 204);
  other_bytes = nadi_test_service_put (test, doctor, stored, "two", 3);
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
  return g_test_run ();
}
