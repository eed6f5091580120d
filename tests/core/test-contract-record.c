/* Records, their versions and content addresses, the epochs they are sealed under, and reads. */
#include <string.h>

#include "nadi-test-network.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name
#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org, *other;
  char *patient, *identity, *notes, *record, *first, *cid;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (51);

  nadi_test_network_start (network);
  fixture->org = &network->orgs[0];
  fixture->other = &network->orgs[1];
  fixture->patient = nadi_test_uuid (network);
  fixture->identity = nadi_test_uuid (network);
  fixture->notes = nadi_test_uuid (network);
  fixture->record = nadi_test_uuid (network);
  fixture->first = nadi_test_uuid (network);
  fixture->cid = nadi_test_cid (network);
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->org->reception, fixture->patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->reception, fixture->org, fixture->identity,
                                                  fixture->patient, "identity", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->doctor, fixture->org, fixture->notes,
                                                  fixture->patient, "encounters", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, fixture->org->doctor, fixture->notes, 1, fixture->record,
                                                   fixture->first, fixture->cid), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
  g_free (fixture->patient);
  g_free (fixture->identity);
  g_free (fixture->notes);
  g_free (fixture->record);
  g_free (fixture->first);
  g_free (fixture->cid);
}

static NadiEvent *
add (Fixture *fixture, NadiTestSigner *by, const char *shelf)
{
  return nadi_test_record_add (fixture->network, by, shelf, 1, NULL, NULL, NULL);
}

static NadiEvent *
amend (Fixture *fixture, const char *version, const char *replaces)
{
  return nadi_test_record_amend (fixture->network, fixture->org->doctor, fixture->notes, 1, fixture->record, version,
                                 replaces);
}

static NadiEvent *
retract (Fixture *fixture, const char *shelf, const char *version)
{
  return nadi_test_event (fixture->network, fixture->org->doctor, "record.retract", "{'shelf':'%s','version':'%s'}",
                          shelf, version);
}

static NadiEvent *
reseal (Fixture *fixture, const char *shelf, const char *version, gint64 epoch, const char *cid)
{
  return nadi_test_event (fixture->network, fixture->org->doctor, "record.reseal",
                          "{'shelf':'%s','epoch':%" G_GINT64_FORMAT ",'version':'%s','cids':['%s']}", shelf, epoch,
                          version, cid);
}

static void
assert_heads (Fixture *fixture, const char *one, const char *two)
{
  g_autofree char *value = nadi_test_value (fixture->network, "record/%s", fixture->record);
  g_autofree char *expected
      = one == NULL   ? g_strdup_printf ("{\"shelf\":\"%s\",\"heads\":[]}", fixture->notes)
        : two == NULL ? g_strdup_printf ("{\"shelf\":\"%s\",\"heads\":[\"%s\"]}", fixture->notes, one)
                      : g_strdup_printf ("{\"shelf\":\"%s\",\"heads\":[\"%s\",\"%s\"]}", fixture->notes, one, two);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_status (Fixture *fixture, const char *version, const char *status)
{
  g_autofree char *value = nadi_test_value (fixture->network, "version/%s", version);
  g_autofree char *expected = g_strdup_printf ("\"status\":\"%s\"}", status);

  g_assert_true (g_str_has_suffix (value, expected));
}

/* section × role: who writes. */
static void
test_writers (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;

  nadi_test_accept (network, add (fixture, org->doctor, fixture->notes), NULL);
  nadi_test_accept (network, add (fixture, org->nurse, fixture->notes), NULL);
  nadi_test_refuse (network, add (fixture, org->reception, fixture->notes), ERROR (ROLE));
  nadi_test_refuse (network, add (fixture, org->admin, fixture->notes), ERROR (ROLE));
  nadi_test_accept (network, add (fixture, org->doctor, fixture->identity), NULL);
  nadi_test_accept (network, add (fixture, org->nurse, fixture->identity), NULL);
  nadi_test_accept (network, add (fixture, org->reception, fixture->identity), NULL);
  nadi_test_refuse (network, add (fixture, org->admin, fixture->identity), ERROR (ROLE));
  nadi_test_refuse (network, add (fixture, fixture->other->doctor, fixture->notes), ERROR (OWNER));
  nadi_test_refuse (network, add (fixture, fixture->other->doctor, fixture->record), ERROR (UNKNOWN));
}

static NadiEvent *
add_with (Fixture *fixture, const char *date, const char *cids, const char *commitment)
{
  g_autofree char *record = nadi_test_uuid (fixture->network), *version = nadi_test_uuid (fixture->network);
  g_autofree char *hash = nadi_test_hash (fixture->network);

  return nadi_test_event (fixture->network, fixture->org->doctor, "record.add",
                          "{'shelf':'%s','epoch':1,'record':'%s','version':'%s','date':%s,'cids':%s,'commitment':'%s'}",
                          fixture->notes, record, version, date, cids, commitment != NULL ? commitment : hash);
}

static char *
cid_list (Fixture *fixture, guint n)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *cid = nadi_test_cid (fixture->network);

      g_string_append_printf (list, "%s'%s'", i > 0 ? "," : "", cid);
    }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *one = cid_list (fixture, 1), *most = cid_list (fixture, 128), *more = cid_list (fixture, 129);
  g_autofree char *two = cid_list (fixture, 1), *upper = g_ascii_strup (fixture->cid, -1);
  g_autofree char *wrong = g_strdup_printf ("['%s']", upper);
  g_autofree char *pinned = g_strdup ("['bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi']");
  static const char *const dates[] = { "-62092", "120530", "1.5", "'20454'", "true", "1e4" };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    nadi_test_refuse (network, add_with (fixture, dates[i], one, NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", "[]", NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", more, NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", wrong, NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", pinned, NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", "[null]", NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", "{}", NULL), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", one, "AAAA"), ERROR (FORM));
  nadi_test_refuse (network, add_with (fixture, "1", one, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"), ERROR (FORM));
  nadi_test_accept (network, add_with (fixture, "null", one, NULL), NULL);
  nadi_test_accept (network, add_with (fixture, "-62091", two, NULL), NULL);
  nadi_test_accept (network, add_with (fixture, "120529", most, NULL), NULL);
}

static void
test_existing (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;

  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->notes, 1, fixture->record, NULL, NULL),
                    ERROR (EXISTS));
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->notes, 1, NULL, fixture->first, NULL),
                    ERROR (EXISTS));
  /* A record's id is taken on every shelf. */
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->identity, 1, fixture->record, NULL,
                                                   NULL), ERROR (EXISTS));
}

/* The first event that names a content address owns it; from the same shelf it may be named again. */
static void
test_content_addresses (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org, *other = fixture->other;
  g_autofree char *theirs = nadi_test_uuid (network), *before = nadi_test_value (network, "blob/%s", fixture->cid);

  nadi_test_accept (network, nadi_test_shelf_key (network, other->doctor, other, theirs, fixture->patient, "encounters",
                                                  1, NULL), NULL);
  nadi_test_refuse (network, nadi_test_record_add (network, other->doctor, theirs, 1, NULL, NULL, fixture->cid),
                    ERROR (EXISTS));
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->identity, 1, NULL, NULL, fixture->cid),
                    ERROR (EXISTS));
  nadi_test_accept (network, nadi_test_record_add (network, org->doctor, fixture->notes, 1, NULL, NULL, fixture->cid),
                    NULL);
  g_autofree char *after = nadi_test_value (network, "blob/%s", fixture->cid);
  g_assert_cmpstr (before, ==, after);
}

static void
test_heads (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *second = nadi_test_uuid (network), *third = nadi_test_uuid (network), *fourth = nadi_test_uuid (network);
  g_autofree char *cid = nadi_test_cid (network), *hash = nadi_test_hash (network);

  nadi_test_accept (network, amend (fixture, second, fixture->first), NULL);
  assert_heads (fixture, second, NULL);
  assert_status (fixture, fixture->first, "replaced");
  /* Someone without connection amended the first one too: both stand. */
  nadi_test_accept (network, amend (fixture, third, fixture->first), NULL);
  assert_heads (fixture, second, third);
  nadi_test_accept (network, nadi_test_event (network, fixture->org->nurse, "record.amend",
                                              "{'shelf':'%s','epoch':1,'record':'%s','version':'%s','date':null,"
                                              "'cids':['%s'],'commitment':'%s','replaces':['%s','%s']}",
                                              fixture->notes, fixture->record, fourth, cid, hash, second, third), NULL);
  assert_heads (fixture, fourth, NULL);
  nadi_test_accept (network, retract (fixture, fixture->notes, fourth), NULL);
  assert_heads (fixture, NULL, NULL);
  assert_status (fixture, fourth, "retracted");
}

static void
test_amend_refusals (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *record = nadi_test_uuid (network), *version = nadi_test_uuid (network);
  g_autofree char *unknown = nadi_test_uuid (network);

  nadi_test_accept (network, nadi_test_record_add (network, org->doctor, fixture->notes, 1, record, version, NULL), NULL);
  nadi_test_refuse (network, amend (fixture, NULL, unknown), ERROR (UNKNOWN));
  nadi_test_refuse (network, amend (fixture, NULL, version), ERROR (UNKNOWN));
  nadi_test_refuse (network, amend (fixture, version, fixture->first), ERROR (EXISTS));
  nadi_test_refuse (network, nadi_test_record_amend (network, org->doctor, fixture->notes, 1, unknown, NULL,
                                                     fixture->first), ERROR (UNKNOWN));
  nadi_test_refuse (network, nadi_test_record_amend (network, org->doctor, fixture->identity, 1, fixture->record, NULL,
                                                     fixture->first), ERROR (OWNER));
  nadi_test_refuse (network, nadi_test_record_amend (network, org->reception, fixture->notes, 1, fixture->record, NULL,
                                                     fixture->first), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_record_amend (network, org->doctor, fixture->notes, 2, fixture->record, NULL,
                                                     fixture->first), ERROR (EPOCH));
  nadi_test_accept (network, retract (fixture, fixture->notes, fixture->first), NULL);
  nadi_test_refuse (network, amend (fixture, NULL, fixture->first), ERROR (STATE));
}

static void
test_many_heads (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;

  for (guint i = 0; i < 16; i++)
    nadi_test_accept (network, amend (fixture, NULL, fixture->first), NULL);
  nadi_test_refuse (network, amend (fixture, NULL, fixture->first), ERROR (LIMIT));
}

static void
test_retract (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *second = nadi_test_uuid (network), *unknown = nadi_test_uuid (network);

  nadi_test_refuse (network, retract (fixture, fixture->notes, unknown), ERROR (UNKNOWN));
  nadi_test_refuse (network, retract (fixture, fixture->identity, fixture->first), ERROR (OWNER));
  nadi_test_refuse (network, nadi_test_event (network, fixture->other->doctor, "record.retract",
                                              "{'shelf':'%s','version':'%s'}", fixture->notes, fixture->first),
                    ERROR (OWNER));
  nadi_test_accept (network, amend (fixture, second, fixture->first), NULL);
  nadi_test_refuse (network, retract (fixture, fixture->notes, fixture->first), ERROR (STATE));
  nadi_test_accept (network, retract (fixture, fixture->notes, second), NULL);
  nadi_test_refuse (network, retract (fixture, fixture->notes, second), ERROR (STATE));
}

static void
test_reseal (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *cid = nadi_test_cid (network), *unknown = nadi_test_uuid (network), *blob = NULL, *expected = NULL;

  nadi_test_refuse (network, reseal (fixture, fixture->notes, unknown, 1, cid), ERROR (UNKNOWN));
  nadi_test_refuse (network, reseal (fixture, fixture->identity, fixture->first, 1, cid), ERROR (OWNER));
  nadi_test_refuse (network, reseal (fixture, fixture->notes, fixture->first, 2, cid), ERROR (EPOCH));
  nadi_test_accept (network, reseal (fixture, fixture->notes, fixture->first, 1, cid), NULL);
  blob = nadi_test_value (network, "blob/%s", cid);
  expected = g_strdup_printf ("{\"shelf\":\"%s\",\"org\":null,\"patient\":null,\"date\":20454,\"waiting\":null}", fixture->notes);
  g_assert_cmpstr (blob, ==, expected);
  assert_heads (fixture, fixture->first, NULL);
  nadi_test_accept (network, retract (fixture, fixture->notes, fixture->first), NULL);
  nadi_test_refuse (network, reseal (fixture, fixture->notes, fixture->first, 1, cid), ERROR (STATE));
}

/* 365 days after it began, an epoch takes nothing new. */
static void
test_year (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *cid = nadi_test_cid (network);

  nadi_test_network_next_block (network, 365 * DAY - 1);
  nadi_test_accept (network, add (fixture, fixture->org->doctor, fixture->notes), NULL);
  nadi_test_network_next_block (network, 1);
  nadi_test_refuse (network, add (fixture, fixture->org->doctor, fixture->notes), ERROR (EPOCH));
  nadi_test_refuse (network, amend (fixture, NULL, fixture->first), ERROR (EPOCH));
  nadi_test_refuse (network, reseal (fixture, fixture->notes, fixture->first, 1, cid), ERROR (EPOCH));
  nadi_test_accept (network, retract (fixture, fixture->notes, fixture->first), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->nurse, fixture->org, fixture->notes,
                                                  fixture->patient, "encounters", 2, NULL), NULL);
  nadi_test_refuse (network, add (fixture, fixture->org->doctor, fixture->notes), ERROR (EPOCH));
  nadi_test_accept (network, nadi_test_record_add (network, fixture->org->doctor, fixture->notes, 2, NULL, NULL, NULL),
                    NULL);
}

/* A role key that has moved on closes the epochs it opens, and no others. */
static void
test_role_epoch (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;

  nadi_test_accept (network, nadi_test_role_next (network, org->reception, org, "front-desk", org->reception), NULL);
  nadi_test_accept (network, add (fixture, org->doctor, fixture->notes), NULL);
  nadi_test_refuse (network, add (fixture, org->doctor, fixture->identity), ERROR (EPOCH));
  nadi_test_accept (network, nadi_test_shelf_key (network, org->reception, org, fixture->identity, fixture->patient,
                                                  "identity", 2, NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, org->doctor, fixture->identity, 2, NULL, NULL, NULL), NULL);
  nadi_test_accept (network, nadi_test_role_next (network, org->doctor, org, "clinical", org->doctor), NULL);
  nadi_test_refuse (network, add (fixture, org->doctor, fixture->notes), ERROR (EPOCH));
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->identity, 2, NULL, NULL, NULL),
                    ERROR (EPOCH));
  /* Another organisation's keys matter to its own shelves only. */
  nadi_test_accept (network, nadi_test_shelf_key (network, org->doctor, org, fixture->notes, fixture->patient,
                                                  "encounters", 2, NULL), NULL);
  nadi_test_accept (network, nadi_test_role_next (network, fixture->other->doctor, fixture->other, "clinical",
                                                  fixture->other->doctor), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, org->doctor, fixture->notes, 2, NULL, NULL, NULL), NULL);
}

static NadiEvent *
read_as (Fixture *fixture, NadiTestSigner *by, const char *shelves, const char *purpose, const char *offline)
{
  return nadi_test_event (fixture->network, by, "access.read", "{'shelves':[%s],'purpose':'%s','offline':%s}", shelves,
                          purpose, offline);
}

static void
test_reads (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *notes = g_strdup_printf ("'%s'", fixture->notes), *identity = g_strdup_printf ("'%s'", fixture->identity);
  g_autofree char *both = g_strdup_printf ("%s,%s", notes, identity), *twice = g_strdup_printf ("%s,%s", notes, notes);
  g_autofree char *unknown = g_strdup_printf ("'%s'", fixture->record), *value = NULL, *expected = NULL;
  g_autofree char *streams = g_strdup_printf ("h:%s p:%s o:%s h:%s", fixture->notes, fixture->patient, org->id,
                                              fixture->identity);

  nadi_test_accept (network, read_as (fixture, org->doctor, both, "CAREMGT", "false"), streams);
  value = nadi_test_value (network, "read/%s/%s/%s/%s", org->id, org->doctor->actor.staff, org->doctor->device,
                           fixture->notes);
  expected = g_strdup_printf ("{\"time\":%" G_GINT64_FORMAT ",\"purpose\":\"CAREMGT\"}", network->time);
  g_assert_cmpstr (value, ==, expected);
  nadi_test_accept_late (network, read_as (fixture, org->doctor, notes, "HPAYMT", "true"), NULL);
  nadi_test_refuse (network, read_as (fixture, org->doctor, twice, "CAREMGT", "false"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, org->doctor, "", "CAREMGT", "false"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, org->doctor, notes, "CURIOUS", "false"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, org->doctor, notes, "BTG", "false"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, org->doctor, notes, "CAREMGT", "'no'"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, org->doctor, unknown, "CAREMGT", "false"), ERROR (UNKNOWN));
  nadi_test_refuse (network, read_as (fixture, org->reception, both, "CAREMGT", "false"), ERROR (ROLE));
  nadi_test_accept (network, read_as (fixture, org->reception, identity, "CAREMGT", "false"), NULL);
  nadi_test_refuse (network, read_as (fixture, org->admin, identity, "CAREMGT", "false"), ERROR (ROLE));
  nadi_test_refuse (network, read_as (fixture, fixture->other->doctor, notes, "CAREMGT", "false"), ERROR (OWNER));
}

static void
test_patients_reads (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *patient = nadi_test_patient_new (network, fixture->patient, org->reception->device);
  g_autofree char *stranger = nadi_test_uuid (network), *theirs = nadi_test_uuid (network), *directory = nadi_test_uuid (network);
  g_autofree char *sign = NULL, *notes = g_strdup_printf ("'%s'", fixture->notes);
  g_autofree char *other_shelf = g_strdup_printf ("'%s'", theirs), *no_patient = g_strdup_printf ("'%s'", directory);
  NadiEvent *event;

  event = nadi_test_event_as (network, patient, NADI_TEST_ORIGIN, "patient.update", NULL, ++patient->seq,
                              sign = nadi_test_keys_json (patient));
  g_autofree char *id = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, event, NULL);
  nadi_test_accept (network, nadi_test_approve (network, org->reception, id), NULL);
  nadi_test_accept (network, nadi_test_patient_register (network, org->reception, stranger), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, org->doctor, org, theirs, stranger, "results", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, org->doctor, org, directory, NULL, "directory", 1, NULL), NULL);
  nadi_test_accept (network, read_as (fixture, patient, notes, "PATRQT", "false"), NULL);
  nadi_test_refuse (network, read_as (fixture, patient, notes, "CAREMGT", "false"), ERROR (FORM));
  nadi_test_refuse (network, read_as (fixture, patient, other_shelf, "PATRQT", "false"), ERROR (OWNER));
  nadi_test_refuse (network, read_as (fixture, patient, no_patient, "PATRQT", "false"), ERROR (OWNER));
}

#define ADD(path, test) g_test_add ("/contract/record/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("writers", test_writers);
  ADD ("form", test_form);
  ADD ("existing", test_existing);
  ADD ("content-addresses", test_content_addresses);
  ADD ("heads", test_heads);
  ADD ("amend-refusals", test_amend_refusals);
  ADD ("many-heads", test_many_heads);
  ADD ("retract", test_retract);
  ADD ("reseal", test_reseal);
  ADD ("year", test_year);
  ADD ("role-epoch", test_role_epoch);
  ADD ("reads", test_reads);
  ADD ("patients-reads", test_patients_reads);
  return g_test_run ();
}
