/* A clinic's days, from the genesis to a record that is read: everything that is in order is accepted, with the
 * streams and the state that src/DESIGN.md says. */
#include "nadi-contract.h"
#include "nadi-stream-head.h"
#include "nadi-test-network.h"

static void
accept_event (NadiTestNetwork *network, NadiEvent *event, const char *streams)
{
  g_autoptr (NadiEvent) owned = event;
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiVerdict) verdict = nadi_test_network_apply (network, event, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (verdict);
  g_ptr_array_add (verdict->streams, NULL);
  joined = g_strjoinv (" ", (char **) verdict->streams->pdata);
  g_ptr_array_set_size (verdict->streams, verdict->streams->len - 1);
  if (streams != NULL)
    g_assert_cmpstr (joined, ==, streams);
}

static void
assert_value (NadiTestNetwork *network, const char *key, const char *expected)
{
  GBytes *value = nadi_map_lookup (network->state, key);
  g_autofree char *text = NULL;

  g_assert_nonnull (value);
  text = g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  g_assert_cmpstr (text, ==, expected);
}

static guint64
stream_count (NadiTestNetwork *network, const char *kind, const char *id)
{
  g_autofree char *key = id == NULL ? g_strdup (kind) : g_strdup_printf ("%s:%s", kind, id);
  GBytes *value = nadi_map_lookup (network->state, key);
  NadiStreamHead head;

  if (value == NULL)
    return 0;
  g_assert_true (nadi_stream_head_decode (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &head));
  return head.count;
}

static void
test_clinic (void)
{
  g_autoptr (NadiTestNetwork) network = nadi_test_network_new (1);
  NadiTestOrg *org = &network->orgs[0];
  g_autofree char *patient = nadi_test_uuid (network), *shelf = nadi_test_uuid (network);
  g_autofree char *notes = nadi_test_uuid (network), *record = nadi_test_uuid (network);
  g_autofree char *first = nadi_test_uuid (network), *second = nadi_test_uuid (network);
  g_autofree char *cid = nadi_test_cid (network);
  g_autofree char *po = g_strdup_printf ("p:%s o:%s", patient, org->id);
  g_autofree char *hpo = g_strdup_printf ("h:%s p:%s o:%s", notes, patient, org->id);
  g_autofree char *key = g_strdup_printf ("record/%s", record), *blob = g_strdup_printf ("blob/%s", cid);
  g_autofree char *heads = g_strdup_printf ("{\"shelf\":\"%s\",\"heads\":[\"%s\"]}", notes, second);
  g_autofree char *owned
      = g_strdup_printf ("{\"shelf\":\"%s\",\"org\":null,\"patient\":null,\"date\":20454}", notes);

  nadi_test_network_start (network);
  accept_event (network, nadi_test_patient_register (network, org->reception, patient), po);
  accept_event (network, nadi_test_shelf_key (network, org->reception, org, shelf, patient, "identity", 1, NULL), NULL);
  accept_event (network, nadi_test_shelf_key (network, org->doctor, org, notes, patient, "encounters", 1, NULL), hpo);
  accept_event (network, nadi_test_record_add (network, org->reception, shelf, 1, NULL, NULL, NULL), NULL);
  accept_event (network, nadi_test_record_add (network, org->doctor, notes, 1, record, first, cid), hpo);
  assert_value (network, blob, owned);
  nadi_test_network_next_block (network, 60000);
  accept_event (network, nadi_test_record_amend (network, org->nurse, notes, 1, record, second, first), hpo);
  assert_value (network, key, heads);
  accept_event (network, nadi_test_access_read (network, org->doctor, notes), hpo);
  g_assert_cmpuint (stream_count (network, "h", notes), ==, 4);
  g_assert_cmpuint (stream_count (network, "p", patient), ==, 7);
  g_assert_cmpuint (stream_count (network, "n", NULL), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/clinic", test_clinic);
  return g_test_run ();
}
