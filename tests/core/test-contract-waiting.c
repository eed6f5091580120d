/* Events that wait for approval: how long, how many, and the content addresses that they hold meanwhile. */
#include <string.h>

#include "nadi-founding.h"
#include "nadi-test-network-private.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name
#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org, *other;
  char *patient, *shelf;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (81);

  nadi_test_network_start (network);
  fixture->org = &network->orgs[0];
  fixture->other = &network->orgs[1];
  fixture->patient = nadi_test_uuid (network);
  fixture->shelf = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->org->reception, fixture->patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->doctor, fixture->org, fixture->shelf,
                                                  fixture->patient, "results", 1, NULL), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
  g_free (fixture->patient);
  g_free (fixture->shelf);
}

/* What waits holds its content: nobody else names it first, until it lapses; what has counted meanwhile stays. */
static void
test_content (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *cid = nadi_test_cid (network), *other_cid = nadi_test_cid (network), *value = NULL, *expected = NULL;
  g_autofree char *kept = NULL, *record = nadi_test_uuid (network), *later = NULL;

  nadi_test_accept (network, nadi_test_event (network, org->admin, "staff.remove",
                                              "{'staff':'%s','compromised':null}", org->doctor->actor.staff), NULL);
  NadiEvent *event = nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, cid);
  g_autofree char *id = g_strdup (nadi_event_id (event));
  nadi_test_accept_late (network, event, NULL);
  value = nadi_test_value (network, "blob/%s", cid);
  expected = g_strdup_printf ("{\"shelf\":\"%s\",\"org\":null,\"patient\":null,\"date\":20454,\"waiting\":\"%s\"}",
                              fixture->shelf, id);
  g_assert_cmpstr (value, ==, expected);
  nadi_test_refuse (network, nadi_test_event (network, fixture->other->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              cid), ERROR (EXISTS));
  /* Another one that waits holds it on; and one that counts holds it for good. */
  nadi_test_network_next_block (network, DAY);
  event = nadi_test_record_add (network, org->doctor, fixture->shelf, 1, record, NULL, cid);
  later = g_strdup (nadi_event_id (event));
  nadi_test_accept_late (network, event, NULL);
  nadi_test_accept_late (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, other_cid), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, org->nurse, fixture->shelf, 1, NULL, NULL, other_cid), NULL);
  kept = nadi_test_value (network, "blob/%s", other_cid);
  g_assert_nonnull (strstr (kept, "\"waiting\":null"));
  nadi_test_network_next_block (network, 29 * DAY + 1);
  nadi_test_refuse (network, nadi_test_approve (network, org->nurse, id), ERROR (STATE));
  nadi_test_refuse (network, nadi_test_event (network, fixture->other->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              cid), ERROR (EXISTS));
  nadi_test_accept_late (network, nadi_test_approve (network, org->nurse, later), NULL);
  g_free (value);
  value = nadi_test_value (network, "blob/%s", cid);
  g_assert_nonnull (strstr (value, "\"waiting\":null"));
  nadi_test_network_next_block (network, DAY);
  nadi_test_refuse (network, nadi_test_event (network, fixture->other->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              other_cid), ERROR (EXISTS));
}

/* Lapsed, its content is anyone's; and goes with the next event that comes to wait. */
static void
test_lapsed_content (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *new[] = { g_new0 (NadiTestOrg, 1), g_new0 (NadiTestOrg, 1) };
  g_autofree char *statement = NULL, *next = NULL, *taken = NULL, *gone = NULL, *value = NULL, *expected = NULL;

  nadi_test_org_init (network, new[0], "clinic");
  nadi_test_org_init (network, new[1], "clinic");
  statement = nadi_test_statement (network, new[0]);
  next = nadi_test_statement (network, new[1]);
  g_autoptr (NadiFounding) founding = nadi_founding_parse (statement, strlen (statement), NULL);
  taken = g_strdup (((NadiFoundingRole *) g_ptr_array_index (founding->roles, 0))->box);
  gone = g_strdup (((NadiFoundingRole *) g_ptr_array_index (founding->roles, 1))->box);
  nadi_test_accept (network, nadi_test_org_admit (network, new[0], statement), NULL);
  nadi_test_network_next_block (network, 30 * DAY);
  nadi_test_refuse (network, nadi_test_event (network, fixture->other->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              taken), ERROR (EXISTS));
  nadi_test_network_next_block (network, 1);
  nadi_test_accept (network, nadi_test_event (network, fixture->other->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              taken), NULL);
  g_assert_nonnull (value = nadi_test_value (network, "blob/%s", gone));
  g_free (value);
  nadi_test_accept (network, nadi_test_org_admit (network, new[1], next), NULL);
  g_assert_null (nadi_test_value (network, "blob/%s", gone));
  value = nadi_test_value (network, "blob/%s", taken);
  expected = g_strdup_printf ("{\"shelf\":null,\"org\":\"%s\",\"patient\":null,\"date\":null,\"waiting\":null}",
                              fixture->other->id);
  g_assert_cmpstr (value, ==, expected);
  for (guint i = 0; i < 2; i++)
    {
      nadi_test_org_clear (new[i]);
      g_free (new[i]);
    }
}

static void
test_lapses (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *id = nadi_test_accept_waiting (network,
                                  nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                                   network->orgs[3].id), NULL);

  nadi_test_network_next_block (network, G_GINT64_CONSTANT (30) * 86400000);
  nadi_test_accept (network, nadi_test_approve (network, network->orgs[0].admin, id), NULL);
  nadi_test_network_next_block (network, 1000);
  nadi_test_refuse (network, nadi_test_approve (network, network->orgs[1].admin, id), ERROR (STATE));
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;

  for (guint i = 0; i < 256; i++)
    nadi_test_accept (network, nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                                network->orgs[3].id), NULL);
  nadi_test_refuse (network, nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                              network->orgs[3].id), ERROR (LIMIT));
}

/* What has lapsed makes room, and leaves nothing behind; what has not stays. */
static void
test_makes_room (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *json = g_strdup_printf ("{'org':'%s','suspended':true}", network->orgs[3].id);
  g_autofree char *list = NULL, *expected = NULL;
  char *ids[257];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      if (i == 255)
        nadi_test_network_next_block (network, DAY);
      if (i == 256)
        nadi_test_network_next_block (network, 29 * DAY);
      ids[i] = nadi_test_uuid (network);
      NadiEvent *event = nadi_test_event_as (network, network->op, NADI_TEST_ORIGIN, "org.suspend", ids[i],
                                             ++network->op->seq, json);

      if (i < 256)
        nadi_test_accept (network, event, NULL);
      else
        nadi_test_refuse (network, event, ERROR (LIMIT));
    }
  nadi_test_network_next_block (network, 1);
  nadi_test_accept (network, nadi_test_event_as (network, network->op, NADI_TEST_ORIGIN, "org.suspend", ids[256],
                                                 ++network->op->seq, json), NULL);
  list = nadi_test_value (network, "waiting/operator");
  expected = g_strdup_printf ("{\"events\":[{\"id\":\"%s\",\"time\":%" G_GINT64_FORMAT "},{\"id\":\"%s\",\"time\":%"
                              G_GINT64_FORMAT "}]}", ids[255], network->time - 29 * DAY - 1, ids[256], network->time);
  g_assert_cmpstr (list, ==, expected);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *pending = nadi_test_value (network, "pending/%s", ids[i]);

      g_assert_true ((pending == NULL) == (i < 255));
      g_free (ids[i]);
    }
}

/* The same id again, while it waits. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *json = g_strdup_printf ("{'org':'%s','suspended':true}", network->orgs[3].id);
  g_autofree char *id = nadi_test_uuid (network);

  nadi_test_accept (network, nadi_test_event_as (network, network->op, NADI_TEST_ORIGIN, "org.suspend", id, 100, json),
                    NULL);
  nadi_test_refuse (network, nadi_test_event_as (network, network->op, NADI_TEST_ORIGIN, "org.suspend", id, 101, json),
                    ERROR (EXISTS));
}

#define ADD(path, test) g_test_add ("/contract/waiting/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("lapses", test_lapses);
  ADD ("limit", test_limit);
  ADD ("makes-room", test_makes_room);
  ADD ("twice", test_twice);
  ADD ("content", test_content);
  ADD ("lapsed-content", test_lapsed_content);
  return g_test_run ();
}
