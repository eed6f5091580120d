/* Organisations that treat nobody: an insurer that is admitted, and what it may do and may not. */
#include "nadi-test-network-private.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg insurer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (71);
  NadiTestOrg *insurer = &fixture->insurer;

  nadi_test_network_start (network);
  nadi_test_org_init (network, insurer, "insurer");
  g_autofree char *statement = nadi_test_statement (network, insurer);
  NadiEvent *event = nadi_test_org_admit (network, insurer, statement);
  g_autofree char *waiting = g_strdup (nadi_event_id (event));

  nadi_test_accept (network, event, NULL);
  for (guint i = 0; i < 2; i++)
    nadi_test_accept (network, nadi_test_approve (network, network->orgs[i].admin, waiting), NULL);
  nadi_test_accept (network, nadi_test_staff_admit (network, insurer->admin, insurer->reception, "Clerk", "['reception']"),
                    NULL);
  nadi_test_accept (network, nadi_test_device_admit (network, insurer->admin, insurer->reception, "workstation"), NULL);
  nadi_test_accept (network, nadi_test_staff_admit (network, insurer->admin, insurer->doctor, "Doctor", "['doctor']"), NULL);
  nadi_test_accept (network, nadi_test_device_admit (network, insurer->admin, insurer->doctor, "workstation"), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_org_clear (&fixture->insurer);
  nadi_test_network_free (fixture->network);
}

/* Not even with doctors of its own. */
static void
test_no_charts (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *clinic = &network->orgs[1], *insurer = &fixture->insurer;
  g_autofree char *patient = nadi_test_uuid (network), *own = nadi_test_uuid (network), *shelf = nadi_test_uuid (network);
  g_autofree char *tag = nadi_test_hash (network);

  nadi_test_refuse (network, nadi_test_patient_register (network, insurer->doctor, own), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, insurer->reception, "number.reserve", "{'tags':['%s']}", tag),
                    ERROR (ROLE));
  nadi_test_accept (network, nadi_test_patient_register (network, clinic->doctor, patient), NULL);
  nadi_test_refuse (network, nadi_test_shelf_key (network, insurer->doctor, insurer, shelf, patient, "identity", 1, NULL),
                    ERROR (ROLE));
}

/* Its directory is opened by its one role key, and by the next one once that has moved on. */
static void
test_directory (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *insurer = &fixture->insurer;
  g_autofree char *shelf = nadi_test_uuid (network), *kid = nadi_test_hash (network), *box = nadi_test_cid (network);
  g_autofree char *streams = g_strdup_printf ("h:%s o:%s", shelf, insurer->id), *value = NULL;

  nadi_test_refuse (network, nadi_test_event (network, insurer->reception, "shelf.key",
                                              "{'shelf':'%s','patient':null,'section':'directory','epoch':1,'kid':'%s',"
                                              "'box':'%s','recipients':['%s']}",
                                              shelf, kid, box, network->orgs[0].desk_kid), ERROR (RECIPIENT));
  nadi_test_accept (network, nadi_test_shelf_key (network, insurer->reception, insurer, shelf, NULL, "directory", 1, NULL),
                    streams);
  nadi_test_accept (network, nadi_test_record_add (network, insurer->reception, shelf, 1, NULL, NULL, NULL), streams);
  nadi_test_accept (network, nadi_test_role_next (network, insurer->admin, insurer, "office", insurer->reception), NULL);
  nadi_test_refuse (network, nadi_test_record_add (network, insurer->reception, shelf, 1, NULL, NULL, NULL), ERROR (EPOCH));
  nadi_test_accept (network, nadi_test_shelf_key (network, insurer->doctor, insurer, shelf, NULL, "directory", 2, NULL),
                    streams);
  nadi_test_accept (network, nadi_test_record_add (network, insurer->reception, shelf, 2, NULL, NULL, NULL), streams);
  value = nadi_test_value (network, "shelf/%s", shelf);
  g_assert_true (g_str_has_suffix (value, "\"clinical\":0,\"desk\":2}"));
}

#define ADD(path, test) g_test_add ("/contract/office/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("no-charts", test_no_charts);
  ADD ("directory", test_directory);
  return g_test_run ();
}
