/* The rules that bind every event, each with an event that breaks that one alone. */
#include <string.h>

#include "nadi-test-network.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org;
  NadiTestOrg *other;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->network = nadi_test_network_new (11);
  nadi_test_network_start (fixture->network);
  fixture->org = &fixture->network->orgs[0];
  fixture->other = &fixture->network->orgs[1];
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
}

static NadiEvent *
reserve (Fixture *fixture, NadiTestSigner *by)
{
  g_autofree char *tag = nadi_test_hash (fixture->network);

  return nadi_test_event (fixture->network, by, "number.reserve", "{'tags':['%s']}", tag);
}

static NadiEvent *
reserve_as (Fixture *fixture, const char *origin, gint64 seq, const char *format)
{
  g_autofree char *tag = nadi_test_hash (fixture->network);
  g_autofree char *json = g_strdup_printf ("{'tags':['%s']%s}", tag, format);

  return nadi_test_event_as (fixture->network, fixture->org->reception, origin, "number.reserve", NULL, seq, json);
}

static void
test_origin (Fixture *fixture, gconstpointer data)
{
  gint64 seq = fixture->org->reception->seq + 1;

  nadi_test_refuse (fixture->network, reserve_as (fixture, "other.example", seq, ""), ERROR (ORIGIN));
  nadi_test_accept (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, seq, ""), NULL);
}

static void
test_before_genesis (void)
{
  g_autoptr (NadiTestNetwork) network = nadi_test_network_new (12);
  g_autoptr (GError) error = NULL;
  NadiEvent *genesis = g_ptr_array_index (network->genesis, 0);
  const NadiVerifyKey *op = nadi_signing_key_public (network->op->key);
  NadiVerifyKey key;

  /* No operator yet to sign anything else; and a caller that skipped nadi_contract_signer_key() is refused too. */
  nadi_test_refuse (network, nadi_event_ref (g_ptr_array_index (network->genesis, 1)), ERROR (SIGNER));
  g_assert_null (nadi_contract_apply (network->state, g_ptr_array_index (network->genesis, 1), op, 1, 0, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (ORIGIN));
  g_clear_error (&error);
  network->height = 1;
  nadi_test_refuse (network, nadi_event_ref (genesis), ERROR (ORIGIN));
  network->height = 0;
  nadi_test_accept (network, nadi_event_ref (genesis), "n");
  g_assert_true (nadi_contract_signer_key (network->state, genesis, &key, NULL));
  nadi_test_refuse (network, nadi_event_ref (genesis), ERROR (EXISTS));
}

static void
test_seq (Fixture *fixture, gconstpointer data)
{
  gint64 last = fixture->org->reception->seq;

  nadi_test_accept (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, last + 5, ""), NULL);
  nadi_test_refuse (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, last + 5, ""), ERROR (SEQ));
  nadi_test_refuse (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, last + 4, ""), ERROR (SEQ));
  nadi_test_refuse (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, 0, ""), ERROR (SEQ));
  nadi_test_accept (fixture->network, reserve_as (fixture, NADI_TEST_ORIGIN, last + 6, ""), NULL);
}

/* The very bytes of yesterday have no second effect. */
static void
test_replay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NadiEvent) event = reserve (fixture, fixture->org->reception);

  nadi_test_accept (fixture->network, nadi_event_ref (event), NULL);
  nadi_test_network_next_block (fixture->network, 86400000);
  nadi_test_refuse (fixture->network, nadi_event_ref (event), ERROR (SEQ));
}

/* seq is counted per signer and device. */
static void
test_seq_per_device (Fixture *fixture, gconstpointer data)
{
  NadiTestSigner *nurse = fixture->org->nurse;
  char *own = nurse->device;

  nurse->seq = 41;
  nadi_test_accept (fixture->network, reserve (fixture, nurse), NULL);
  nurse->device = fixture->org->doctor->device;
  nurse->seq = 6;
  nadi_test_accept (fixture->network, reserve (fixture, nurse), NULL);
  nurse->device = own;
  nurse->seq = 7;
  nadi_test_refuse (fixture->network, reserve (fixture, nurse), ERROR (SEQ));
}

static void
test_members (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *by = fixture->org->reception;

  nadi_test_refuse (network, reserve_as (fixture, NADI_TEST_ORIGIN, ++by->seq, ",'more':1"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, by, "number.reserve", "{}"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, by, "number.reserve", "{'tags':'one'}"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, by, "number.reserve", "{'tags':null}"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, by, "number.burn", "{'tags':[]}"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, by, "number", "{'tags':[]}"), ERROR (FORM));
}

static void
test_signer (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *stranger = nadi_test_staff_new (network, fixture->org->id);
  g_autofree char *nowhere = nadi_test_uuid (network);
  NadiTestSigner *homeless = nadi_test_staff_new (network, nowhere);
  g_autoptr (NadiEvent) event = reserve (fixture, fixture->org->reception);
  NadiVerifyKey other = *nadi_signing_key_public (fixture->org->doctor->key);
  g_autoptr (GError) error = NULL;

  nadi_test_refuse (network, reserve (fixture, stranger), ERROR (SIGNER));
  nadi_test_refuse (network, reserve (fixture, homeless), ERROR (SIGNER));
  g_assert_null (nadi_contract_apply (network->state, event, &other, network->time, network->height, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (SIGNER));
}

static void
test_device (Fixture *fixture, gconstpointer data)
{
  NadiTestSigner *by = fixture->org->reception;
  char *own = by->device;
  g_autofree char *unknown = nadi_test_uuid (fixture->network);

  by->device = unknown;
  nadi_test_refuse (fixture->network, reserve (fixture, by), ERROR (DEVICE));
  by->device = fixture->other->doctor->device;
  nadi_test_refuse (fixture->network, reserve (fixture, by), ERROR (DEVICE));
  by->device = fixture->org->doctor->device;
  nadi_test_accept (fixture->network, reserve (fixture, by), NULL);
  by->device = own;
}

/* Every type against every kind of signer and every role that may not. */
static void
test_signer_kinds (Fixture *fixture, gconstpointer data)
{
  static const char *const of_staff[] = { "record.add", "shelf.key", "number.reserve", "approve", "staff.admit", NULL };
  static const char *const of_operator[] = { "org.admit", "org.suspend", "network.update", NULL };
  NadiTestNetwork *network = fixture->network;
  g_autofree char *id = nadi_test_uuid (network);

  for (guint i = 0; of_operator[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiEvent) event = nadi_test_event (
          network, fixture->org->admin, of_operator[i],
          i == 0   ? "{'org':'x','founding':'x'}"
          : i == 1 ? "{'org':'x','suspended':true}"
                   : "{'validators':[],'quorum':1,'anchor':''}%s", "");

      nadi_test_refuse (network, nadi_event_ref (event), ERROR (ROLE));
    }
  for (guint i = 0; of_staff[i] != NULL; i++)
    {
      const char *members[] = { "{'shelf':0,'epoch':0,'record':0,'version':0,'date':0,'cids':0,'commitment':0}",
                                "{'shelf':0,'patient':0,'section':0,'epoch':0,'kid':0,'box':0,'recipients':0}",
                                "{'tags':0}", "{'event':0}", "{'staff':0,'name':0,'sign':0,'seal':0,'roles':0}" };

      nadi_test_refuse (network, nadi_test_event (network, network->op, of_staff[i], "%s", members[i]), ERROR (ROLE));
    }
  nadi_test_refuse (network, nadi_test_event (network, fixture->org->doctor, "patient.update",
                                              "{'patient':'%s','sign':'','seal':'','vault':null}", id), ERROR (ROLE));
}

static void
test_roles (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *person = nadi_test_staff_new (network, org->id);
  g_autofree char *patient = nadi_test_uuid (network);

  /* Whose work it is not. */
  nadi_test_refuse (network, reserve (fixture, org->admin), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_patient_register (network, org->admin, patient), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_staff_admit (network, org->doctor, person, "New", "['nurse']"), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_device_admit (network, org->reception, person, "kiosk"), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "staff.remove", "{'staff':'%s','compromised':null}",
                                              org->nurse->actor.staff), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "device.remove",
                                              "{'subject':'%s','compromised':null}", org->nurse->device), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "device.update",
                                              "{'subject':'%s','key':'','kind':''}", org->nurse->device), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, org->nurse, "org.update", "{'name':'New','profile':null}"),
                    ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_event (network, org->admin, "network.key",
                                              "{'purpose':'number','epoch':1,'kid':'','box':'','recipients':[]}"),
                    ERROR (ROLE));
  nadi_test_accept (network, reserve (fixture, org->doctor), NULL);
}

static void
test_words (void)
{
  static const struct
  {
    int code;
    const char *word;
  } words[] = {
    { ERROR (FORM), "form" },           { ERROR (ORIGIN), "origin" }, { ERROR (SIGNER), "signer" },
    { ERROR (DEVICE), "device" },       { ERROR (SEQ), "seq" },       { ERROR (ROLE), "role" },
    { ERROR (OWNER), "owner" },         { ERROR (UNKNOWN), "unknown" }, { ERROR (EXISTS), "exists" },
    { ERROR (EPOCH), "epoch" },         { ERROR (RECIPIENT), "recipient" }, { ERROR (STATE), "state" },
    { ERROR (LIMIT), "limit" },         { ERROR (DAMAGED), "damaged" },
  };
  g_autoptr (GError) foreign = g_error_new_literal (NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT, "x");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (NADI_CONTRACT_ERROR, words[i].code, "x");

      g_assert_cmpstr (nadi_contract_error_word (error), ==, words[i].word);
    }
  g_assert_cmpstr (nadi_contract_error_word (foreign), ==, "form");
  g_assert_cmpint (nadi_error_class (foreign), ==, NADI_ERROR_CLASS_INPUT);
}

/* A value cut short, or with a byte changed, is damage or still a value of its form; it is never a crash, and a value that
 * does not read is never taken for a refusal of the event. */
static void
damage (NadiTestNetwork *network, NadiEvent *event, const char *key)
{
  /* Of the network's value most events read the beginning only. */
  gboolean is_net = g_str_equal (key, "net") && !nadi_event_actor (event)->is_operator;
  g_autoptr (GBytes) whole = g_bytes_ref (nadi_map_lookup (network->state, key));
  gsize length = g_bytes_get_size (whole);
  NadiVerifyKey verified;

  g_assert_true (nadi_contract_signer_key (network->state, event, &verified, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, cut);
      g_autoptr (NadiVerdict) verdict = NULL;
      g_autoptr (GError) error = NULL;

      nadi_map_set (network->state, key, part);
      verdict = nadi_contract_apply (network->state, event, &verified, network->time, network->height, &error);
      if (is_net && cut > strlen ("{'origin':'" NADI_TEST_ORIGIN "'") - 1)
        continue;
      g_assert_null (verdict);
      g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (DAMAGED));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INTEGRITY);
    }
  nadi_map_set (network->state, key, whole);
}

static void
test_damaged_state (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *patient = nadi_test_uuid (network), *shelf = nadi_test_uuid (network);
  g_autofree char *record = nadi_test_uuid (network), *version = nadi_test_uuid (network);
  g_autofree char *cid = nadi_test_cid (network);
  g_autoptr (NadiEvent) amend = NULL, again = NULL;
  const char *const keys[] = { "net",
                               g_strdup_printf ("org/%s", org->id),
                               g_strdup_printf ("staff/%s/%s", org->id, org->doctor->actor.staff),
                               g_strdup_printf ("device/%s/%s", org->id, org->doctor->device),
                               g_strdup_printf ("shelf/%s", shelf),
                               g_strdup_printf ("role/%s/clinical", org->id),
                               g_strdup_printf ("record/%s", record),
                               g_strdup_printf ("version/%s", version),
                               g_strdup_printf ("h:%s", shelf) };

  nadi_test_accept (network, nadi_test_patient_register (network, org->reception, patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, org->doctor, org, shelf, patient, "results", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, org->doctor, shelf, 1, record, version, cid), NULL);
  amend = nadi_test_record_amend (network, org->doctor, shelf, 1, record, NULL, version);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      damage (network, amend, keys[i]);
      if (i > 0)
        g_free ((char *) keys[i]);
    }
  again = nadi_test_shelf_key (network, org->doctor, org, shelf, patient, "results", 2, NULL);
  g_autofree char *key = g_strdup_printf ("shelf/%s/1", shelf), *patient_key = g_strdup_printf ("patient/%s", patient);
  g_autofree char *role_key = g_strdup_printf ("rolekey/%s", org->clinical_kid);
  damage (network, again, key);
  damage (network, again, patient_key);
  damage (network, again, role_key);
  g_autoptr (NadiEvent) suspend
      = nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}", org->id);
  damage (network, suspend, keys[0]);
  nadi_test_accept (network, g_steal_pointer (&amend), NULL);
}

/* What can be done with a byte is done with every byte: no verdict depends on luck. */
static void
test_changed_state (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *patient = nadi_test_uuid (network);
  g_autofree char *key = g_strdup_printf ("staff/%s/%s", org->id, org->reception->actor.staff);
  g_autoptr (NadiEvent) event = nadi_test_patient_register (network, org->reception, patient);
  g_autoptr (GBytes) whole = g_bytes_ref (nadi_map_lookup (network->state, key));
  const NadiVerifyKey *verified = nadi_signing_key_public (org->reception->key);
  guint damaged = 0;

  for (gsize i = 0; i < g_bytes_get_size (whole); i++)
    {
      static const guint8 values[] = { 0, '"', '\\', '{', 'z', 0xff };

      for (guint j = 0; j < sizeof values; j++)
        {
          guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole));
          g_autoptr (NadiVerdict) verdict = NULL;
          g_autoptr (GError) error = NULL;

          copy[i] = values[j];
          g_autoptr (GBytes) changed = g_bytes_new_take (copy, g_bytes_get_size (whole));
          nadi_map_set (network->state, key, changed);
          verdict = nadi_contract_apply (network->state, event, verified, network->time, network->height, &error);
          g_assert_true ((verdict == NULL) == (error != NULL));
          damaged += g_error_matches (error, NADI_CONTRACT_ERROR, ERROR (DAMAGED));
        }
    }
  g_assert_cmpuint (damaged, >, 500);
}

#define ADD(path, test) g_test_add ("/contract/common/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("origin", test_origin);
  g_test_add_func ("/contract/common/before-genesis", test_before_genesis);
  ADD ("seq", test_seq);
  ADD ("replay", test_replay);
  ADD ("seq-per-device", test_seq_per_device);
  ADD ("members", test_members);
  ADD ("signer", test_signer);
  ADD ("device", test_device);
  ADD ("signer-kinds", test_signer_kinds);
  ADD ("roles", test_roles);
  g_test_add_func ("/contract/common/words", test_words);
  ADD ("damaged-state", test_damaged_state);
  ADD ("changed-state", test_changed_state);
  return g_test_run ();
}
