/* Nobody gets what is not theirs, by any of the ways to it, and nobody can tell whether it is there. */
#include <string.h>

#include "nadi-test-service.h"

#include "nadi-cid.h"

#define MARKER "the sealed record of one organisation"

/* One record of organisation 0, and everybody else's ways to it. */
typedef struct
{
  const char *method;
  char *target;
  GBytes *body;
  gboolean all_may_ask;      /* 200 for everyone, but with nothing of the record in it */
} Way;

static void
way_clear (gpointer data)
{
  Way *way = data;

  g_free (way->target);
  g_clear_pointer (&way->body, g_bytes_unref);
}

static void
add_way (GArray *ways, const char *method, char *target, char *body, gboolean all_may_ask)
{
  Way way = { method, target, body != NULL ? g_bytes_new_take (body, strlen (body)) : NULL, all_may_ask };

  g_array_append_val (ways, way);
}

static GArray *
ways_to (NadiTestService *test, NadiEvent *event, const char *cid)
{
  GArray *ways = g_array_new (FALSE, TRUE, sizeof (Way));
  const char *shelf = test->log->shelves[0];

  g_array_set_clear_func (ways, way_clear);
  add_way (ways, "GET", g_strconcat ("/v1/streams/h:", shelf, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/streams/o:", nadi_test_service_org (test, 0)->id, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/blobs/", cid, NULL), NULL, FALSE);
  add_way (ways, "HEAD", g_strconcat ("/v1/blobs/", cid, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/receipts/", nadi_event_id (event), NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/state?key=shelf/", shelf, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/state?key=net&key=shelf/", shelf, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/state?key=blob/", cid, NULL), NULL, FALSE);
  add_way (ways, "GET", g_strconcat ("/v1/live?stream=n&stream=h:", shelf, NULL), NULL, FALSE);
  add_way (ways, "POST", g_strdup ("/v1/blobs/fetch"), g_strdup_printf ("{\"cids\":[\"%s\"]}", cid), TRUE);
  return ways;
}

static void
assert_nothing_of_it (NadiTestReply *reply, NadiEvent *event, const char *cid)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (nadi_event_bytes (event), NULL),
                                     g_bytes_get_size (nadi_event_bytes (event)));
  g_auto (GStrv) parts = g_strsplit (text, ".", 3);

  g_assert_false (nadi_test_reply_contains (reply, MARKER));
  g_assert_false (nadi_test_reply_contains (reply, cid));
  g_assert_false (nadi_test_reply_contains (reply, parts[1])); /* its payload */
  g_assert_false (nadi_test_reply_contains (reply, nadi_event_id (event)));
}

/* The other clinic, a desk of the own one, a device without a person: no byte of the record, whatever they ask for. */
static void
test_nobody_else (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *cid = NULL;
  g_autoptr (NadiEvent) event = nadi_test_service_record (test, 0, MARKER, &cid);
  g_autoptr (GArray) ways = ways_to (test, event, cid);

  nadi_test_service_admit (test, nadi_test_service_org (test, 0)->doctor, event);
  nadi_test_service_finalise (test);
  for (guint i = 0; i < ways->len; i++)
    {
      Way *way = &g_array_index (ways, Way, i);
      gboolean is_live = strstr (way->target, "/live") != NULL;
      g_autoptr (NadiTestReply) other = nadi_test_service_ask (test, nadi_test_service_org (test, 1)->doctor, nadi_test_service_org (test, 1)->doctor,
                                                               way->method, way->target, way->body);
      g_autoptr (NadiTestReply) alone = nadi_test_service_ask (test, nadi_test_service_org (test, 1)->doctor, NULL, way->method,
                                                               way->target, way->body);

      g_test_message ("%s %s", way->method, way->target);
      assert_nothing_of_it (other, event, cid);
      assert_nothing_of_it (alone, event, cid);
      nadi_test_assert_status (other, way->all_may_ask ? 200 : 404);
      nadi_test_assert_status (alone, way->all_may_ask ? 200 : 404);
      if (!is_live)
        {
          g_autoptr (NadiTestReply) owner = nadi_test_service_ask (test, nadi_test_service_org (test, 0)->nurse, nadi_test_service_org (test, 0)->nurse,
                                                                   way->method, way->target, way->body);

          nadi_test_assert_status (owner, 200);
        }
    }
}

static void
test_own_desk (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *cid = NULL;
  g_autoptr (NadiEvent) event = nadi_test_service_record (test, 0, MARKER, &cid);
  g_autofree char *blob = g_strconcat ("/v1/blobs/", cid, NULL);
  NadiTestSigner *reception = nadi_test_service_org (test, 0)->reception, *doctor = nadi_test_service_org (test, 0)->doctor;

  nadi_test_service_admit (test, doctor, event);
  nadi_test_service_finalise (test);
  {
    g_autoptr (NadiTestReply) desk = nadi_test_service_get (test, reception, blob);
    g_autoptr (NadiTestReply) nobody = nadi_test_service_ask (test, doctor, NULL, "GET", blob, NULL);
    g_autoptr (NadiTestReply) good = nadi_test_service_get (test, doctor, blob);

    nadi_test_assert_status (desk, 404);
    g_assert_false (nadi_test_reply_contains (desk, MARKER));
    nadi_test_assert_status (nobody, 404);
    nadi_test_assert_status (good, 200);
    g_assert_true (nadi_test_reply_contains (good, MARKER));
  }
}

/* What is not there and what is not allowed: the same words. */
static void
test_alike (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  g_autofree char *cid = NULL;
  g_autoptr (NadiEvent) event = nadi_test_service_record (test, 0, MARKER, &cid);
  g_autofree char *absent_cid = nadi_cid_of ((const guint8 *) "x", 1);
  g_autofree char *absent_id = nadi_test_uuid (test->log->people);
  const struct
  {
    const char *prefix, *present, *absent;
  } cases[] = {
    { "/v1/blobs/", cid, absent_cid },
    { "/v1/receipts/", nadi_event_id (event), absent_id },
    { "/v1/streams/h:", test->log->shelves[0], absent_id },
    { "/v1/state?key=shelf/", test->log->shelves[0], absent_id },
    { "/v1/live?stream=h:", test->log->shelves[0], absent_id },
  };

  nadi_test_service_admit (test, nadi_test_service_org (test, 0)->doctor, event);
  nadi_test_service_finalise (test);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *present = g_strconcat (cases[i].prefix, cases[i].present, NULL);
      g_autofree char *absent = g_strconcat (cases[i].prefix, cases[i].absent, NULL);
      g_autoptr (NadiTestReply) a = nadi_test_service_get (test, nadi_test_service_org (test, 1)->doctor, present);
      g_autoptr (NadiTestReply) b = nadi_test_service_get (test, nadi_test_service_org (test, 1)->doctor, absent);
      g_autofree char *a_text = nadi_test_reply_text (a), *b_text = nadi_test_reply_text (b);

      nadi_test_assert_status (a, 404);
      nadi_test_assert_status (b, 404);
      *strstr (a_text, "\"support\"") = '\0'; /* the code differs each time */
      *strstr (b_text, "\"support\"") = '\0';
      g_assert_cmpstr (a_text, ==, b_text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/read/nobody-else", test_nobody_else);
  g_test_add_func ("/service/read/own-desk", test_own_desk);
  g_test_add_func ("/service/read/alike", test_alike);
  return g_test_run ();
}
