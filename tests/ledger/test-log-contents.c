/* What events name: it must be stored when they are admitted, and is looked at last. */
#include <glib/gstdio.h>
#include <utime.h>

#include "nadi-blobs-folder.h"
#include "nadi-cid.h"
#include "nadi-store-memory.h"
#include "nadi-test-log.h"
#include "nadi-test-network-private.h"
#include "nadi-test.h"

typedef struct
{
  NadiTestLog *test;
  char *folder;
  NadiBlobs *blobs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->test = nadi_test_log_new (41, nadi_store_memory_new ());
  nadi_test_log_open (fixture->test);
  nadi_test_log_set_up (fixture->test);
  nadi_test_log_close (fixture->test);
  fixture->folder = g_dir_make_tmp ("nadi-contents-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->blobs = fixture->test->blobs = nadi_blobs_open (fixture->folder, &fixture->test->clock.clock, &error);
  g_assert_no_error (error);
  nadi_test_log_open (fixture->test);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  nadi_test_log_free (fixture->test);
  nadi_blobs_close (fixture->blobs);
  nadi_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* The address of a content that is stored. */
static char *
store (Fixture *fixture, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  g_assert_true (nadi_blobs_put (fixture->blobs, NULL, bytes, NULL));
  return nadi_cid_of ((const guint8 *) content, strlen (content));
}

static NadiEvent *
record (Fixture *fixture, NadiTestSigner *by, const char *cid)
{
  NadiTestLog *test = fixture->test;
  g_autofree char *id = nadi_test_uuid (test->people), *version = nadi_test_uuid (test->people);

  return nadi_test_record_add (test->people, by, test->shelves[0], 1, id, version, cid);
}

/* Takes the event. */
static void
expect (Fixture *fixture, NadiEvent *event, const char *word)
{
  g_autoptr (NadiEvent) owned = event;
  g_auto (NadiTestAnswer) answer;

  nadi_test_log_submit (fixture->test, &owned, 1, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.errors[0] != NULL ? nadi_log_error_word (answer.errors[0]) : NULL, ==, word);
}

/* Every type that names contents, with one that is missing. */
static void
test_types (Fixture *fixture, gconstpointer unused)
{
  NadiTestNetwork *people = fixture->test->people;
  NadiTestOrg *org = &people->orgs[0], applicant = { 0 };
  g_autofree char *cid = nadi_test_cid (people), *patient = nadi_test_uuid (people), *number = nadi_test_hash (people);
  g_autofree char *label = nadi_test_hash (people), *shelf = nadi_test_uuid (people), *statement = NULL;

  expect (fixture, record (fixture, org->doctor, cid), "blob");
  expect (fixture, nadi_test_role_box (people, org->admin, org, "clinical", org->nurse), "blob");
  expect (fixture, nadi_test_event (people, org->reception, "patient.register",
                                    "{'patient':'%s','number':'%s','label':'%s','sign':null,'seal':null,'vault':'%s'}",
                                    patient, number, label, cid), "blob");
  expect (fixture, nadi_test_event (people, org->admin, "org.update", "{'name':'Other','profile':'%s'}", cid), "blob");
  expect (fixture, nadi_test_event (people, org->admin, "org.update", "{'name':'Other','profile':null}"), NULL);
  expect (fixture, nadi_test_patient_register (people, org->reception, patient), NULL);
  expect (fixture, nadi_test_shelf_key (people, org->doctor, org, shelf, patient, "encounters", 1, NULL), "blob");
  nadi_test_org_init (people, &applicant, "clinic");
  statement = nadi_test_statement (people, &applicant);
  expect (fixture, nadi_test_org_admit (people, &applicant, statement), "blob");
  nadi_test_org_clear (&applicant);
}

/* Who may not name a content is told so, whether it is here or not. */
static void
test_order (Fixture *fixture, gconstpointer unused)
{
  NadiTestNetwork *people = fixture->test->people;
  g_autofree char *absent = nadi_test_cid (people), *present = store (fixture, "present");

  expect (fixture, record (fixture, people->orgs[0].reception, absent), "role");
  expect (fixture, record (fixture, people->orgs[0].reception, present), "role");
  expect (fixture, record (fixture, people->orgs[1].doctor, absent), "owner");
  expect (fixture, record (fixture, people->orgs[1].doctor, present), "owner");
  expect (fixture, record (fixture, people->orgs[0].doctor, present), NULL);
  expect (fixture, record (fixture, people->orgs[0].doctor, absent), "blob");
}

/* An event that was admitted and comes again has its old place, even if its content was lost since. */
static void
test_again (Fixture *fixture, gconstpointer unused)
{
  NadiTestLog *test = fixture->test;
  g_autofree char *cid = store (fixture, "content"), *path = nadi_blobs_folder_path (fixture->folder, cid);
  g_autoptr (NadiEvent) event = record (fixture, test->people->orgs[0].doctor, cid);
  guint64 index = nadi_test_log_admit (test, nadi_event_ref (event));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (nadi_blobs_get (fixture->blobs, cid, NULL));
  g_assert_false (nadi_blobs_has (fixture->blobs, cid));
  g_assert_cmpuint (nadi_test_log_admit (test, nadi_event_ref (event)), ==, index);
}

/* Stored long ago, and asked for by nobody since the start. */
static void
grow_old (Fixture *fixture)
{
  g_auto (GStrv) cids = nadi_blobs_list (fixture->blobs);
  struct utimbuf old = { 0 };

  nadi_test_log_close (fixture->test);
  nadi_blobs_close (fixture->blobs);
  for (guint i = 0; cids[i] != NULL; i++)
    {
      g_autofree char *path = nadi_blobs_folder_path (fixture->folder, cids[i]);

      g_assert_cmpint (g_utime (path, &old), ==, 0);
    }
  fixture->blobs = fixture->test->blobs = nadi_blobs_open (fixture->folder, &fixture->test->clock.clock, NULL);
  nadi_test_log_open (fixture->test);
}

/* The last work of someone who was removed waits for a colleague: its content stays until it counts, and from then on. */
static void
test_sweep (Fixture *fixture, gconstpointer unused)
{
  NadiTestLog *test = fixture->test;
  NadiTestOrg *org = &test->people->orgs[0];
  g_autofree char *waiting = store (fixture, "waiting"), *stray = store (fixture, "stray");
  g_autoptr (NadiEvent) event = record (fixture, org->doctor, waiting);

  nadi_test_log_admit (test, nadi_test_event (test->people, org->admin, "staff.remove", "{'staff':'%s','compromised':null}",
                                              org->doctor->actor.staff));
  nadi_test_log_admit (test, nadi_event_ref (event));
  g_assert_true (nadi_log_names (test->log, waiting));
  g_assert_false (nadi_log_names (test->log, stray));
  g_assert_cmpuint (nadi_log_sweep (test->log, 1000), ==, 0);
  grow_old (fixture);
  g_assert_cmpuint (nadi_log_sweep (test->log, 1000), ==, 1);
  g_assert_false (nadi_blobs_has (fixture->blobs, stray));
  nadi_test_log_admit (test, nadi_test_approve (test->people, org->nurse, nadi_event_id (event)));
  g_assert_true (nadi_log_names (test->log, waiting));
  grow_old (fixture);
  g_assert_cmpuint (nadi_log_sweep (test->log, 1000), ==, 0);
  g_assert_true (nadi_blobs_has (fixture->blobs, waiting));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/log-contents/types", Fixture, NULL, set_up, test_types, tear_down);
  g_test_add ("/log-contents/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/log-contents/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/log-contents/sweep", Fixture, NULL, set_up, test_sweep, tear_down);
  return g_test_run ();
}
