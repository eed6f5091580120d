/* Genesis, changes of validators, shared keys, and organisations that come, change and are suspended. */
#include <string.h>

#include "nadi-digest.h"
#include "nadi-test-network-private.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name
#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *a, *b, *c, *d;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (21);

  nadi_test_network_start (network);
  fixture->a = &network->orgs[0];
  fixture->b = &network->orgs[1];
  fixture->c = &network->orgs[2];
  fixture->d = &network->orgs[3];
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
}

static char *
replace_text (const char *text, const char *old, const char *new)
{
  GString *string = g_string_new (text);

  g_assert_cmpuint (g_string_replace (string, old, new, 1), ==, 1);
  return g_string_free (string, FALSE);
}

/* The payload of the right genesis with one text replaced, signed by the same operator. */
static void
refuse_genesis (const char *old, const char *new, int code)
{
  g_autoptr (NadiTestNetwork) network = nadi_test_network_new (22);
  NadiEvent *genesis = g_ptr_array_index (network->genesis, 0);
  JsonObject *payload = nadi_event_payload (genesis);
  GString *own = g_string_new ("{");
  static const char *const members[] = { "operator", "log", "validators", "quorum", "anchor", "founders" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *value = json_to_string (json_object_get_member (payload, members[i]), FALSE);

      g_string_append_printf (own, "%s\"%s\":%s", i > 0 ? "," : "", members[i], value);
    }
  g_string_append_c (own, '}');
  g_autofree char *right = g_string_free (own, FALSE);
  g_autofree char *wrong = replace_text (right, old, new);
  g_autoptr (NadiEvent) event
      = nadi_test_event_as (network, network->op, NADI_TEST_ORIGIN, "network.genesis", NULL, 1, wrong);
  g_autoptr (NadiVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  verdict = nadi_contract_apply (network->state, event, nadi_signing_key_public (network->op->key), 1, 0, &error);
  g_assert_null (verdict);
  g_assert_error (error, NADI_CONTRACT_ERROR, code);
}

static void
test_genesis (void)
{
  refuse_genesis ("\"quorum\":3", "\"quorum\":2", ERROR (FORM));
  refuse_genesis ("\"quorum\":3", "\"quorum\":5", ERROR (FORM));
  refuse_genesis ("v2.demo", "v1.demo", ERROR (FORM));
  refuse_genesis ("\"name\":\"v1.demo.nadi.example\"", "\"name\":\"v9.demo.nadi.example\"", ERROR (FORM));
  refuse_genesis ("\"log\":\"demo.nadi.example", "\"log\":\"demo.nadi.other", ERROR (FORM));
  refuse_genesis ("\"founders\":[", "\"founders\":[1,", ERROR (FORM));
  refuse_genesis ("\"digest\":\"", "\"digest\":\"A", ERROR (FORM));
  refuse_genesis ("\"anchor\":\"", "\"anchor\":\"A", ERROR (FORM));
  refuse_genesis ("\"validators\":[{", "\"validators\":[{\"url\":\"x\",", ERROR (FORM));
  refuse_genesis ("\"operator\":\"", "\"operator\":\"A", ERROR (FORM));
}

/* An organisation that runs a validator must be one that genesis names. */
static void
test_genesis_founders (void)
{
  g_autoptr (NadiTestNetwork) network = nadi_test_network_new (22);
  g_autofree char *stranger = nadi_test_uuid (network);
  g_autofree char *old = g_strdup_printf ("\"org\":\"%s\"}]", network->orgs[3].id);
  g_autofree char *new = g_strdup_printf ("\"org\":\"%s\"}]", stranger);
  g_autofree char *second = g_strdup_printf ("[{\"org\":\"%s\",\"digest\"", network->orgs[0].id);
  g_autofree char *as_second = g_strdup_printf ("[{\"org\":\"%s\",\"digest\"", network->orgs[1].id);

  refuse_genesis (old, new, ERROR (UNKNOWN));
  refuse_genesis (second, as_second, ERROR (FORM));
}

/* Block 0: only founders, each with the statement that genesis names. */
static void
test_founding (void)
{
  g_autoptr (NadiTestNetwork) network = nadi_test_network_new (23);
  NadiTestOrg stranger = { 0 };
  g_autofree char *statement = NULL, *own = NULL;

  nadi_test_accept (network, nadi_event_ref (g_ptr_array_index (network->genesis, 0)), "n");
  network->op->seq = 1;
  nadi_test_org_init (network, &stranger, "clinic");
  own = nadi_test_statement (network, &stranger);
  nadi_test_refuse (network, nadi_test_org_admit (network, &stranger, own), ERROR (UNKNOWN));
  /* Another statement of a founder's: its boxes are new ones. */
  statement = nadi_test_statement (network, &network->orgs[0]);
  nadi_test_refuse (network, nadi_test_org_admit (network, &network->orgs[0], statement), ERROR (OWNER));
  /* A founder under another's name. */
  nadi_test_refuse (network, nadi_test_org_admit (network, &network->orgs[1], statement), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_org_admit (network, &network->orgs[0], "e30.e30.e30"), ERROR (FORM));
  network->op->seq = 1;
  nadi_test_accept (network, nadi_event_ref (g_ptr_array_index (network->genesis, 1)), NULL);
  nadi_test_org_clear (&stranger);
}

static NadiEvent *
network_key (Fixture *fixture, NadiTestSigner *by, const char *purpose, gint64 epoch, const char *kid,
             const char *recipient)
{
  g_autofree char *box = nadi_test_cid (fixture->network);

  return nadi_test_event (fixture->network, by, "network.key",
                          "{'purpose':'%s','epoch':%" G_GINT64_FORMAT ",'kid':'%s','box':'%s','recipients':['%s']}",
                          purpose, epoch, kid, box, recipient);
}

static void
test_admission (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg new = { 0 };
  g_autofree char *statement = NULL, *id = NULL, *streams = NULL, *unknown = nadi_test_uuid (network);

  nadi_test_org_init (network, &new, "clinic");
  statement = nadi_test_statement (network, &new);
  streams = g_strdup_printf ("n o:%s", new.id);
  id = nadi_test_accept_waiting (network, nadi_test_org_admit (network, &new, statement), streams);
  g_assert_null (nadi_test_value (network, "org/%s", new.id));
  nadi_test_refuse (network, nadi_test_patient_register (network, new.admin, unknown), ERROR (SIGNER));
  nadi_test_refuse (network, nadi_test_approve (network, fixture->a->admin, unknown), ERROR (UNKNOWN));
  nadi_test_refuse (network, nadi_test_approve (network, fixture->a->doctor, id), ERROR (ROLE));
  nadi_test_accept (network, nadi_test_approve (network, fixture->a->admin, id), streams);
  nadi_test_refuse (network, nadi_test_approve (network, fixture->a->admin, id), ERROR (EXISTS));
  g_assert_null (nadi_test_value (network, "org/%s", new.id));
  nadi_test_network_next_block (network, 1000);
  nadi_test_accept (network, nadi_test_approve (network, fixture->b->admin, id), streams);
  g_autofree char *admitted = nadi_test_value (network, "org/%s", new.id);
  g_assert_nonnull (strstr (admitted, "\"status\":\"active\""));
  g_assert_null (nadi_test_value (network, "pending/%s", id));
  g_assert_null (nadi_test_value (network, "waiting/operator"));
  nadi_test_refuse (network, nadi_test_approve (network, fixture->c->admin, id), ERROR (UNKNOWN));
  nadi_test_refuse (network, nadi_test_org_admit (network, &new, statement), ERROR (EXISTS));
  nadi_test_accept (network, nadi_test_staff_admit (network, new.admin, new.doctor, "Doctor", "['doctor']"), NULL);
  /* The first of the network's keys is a founder's to make. */
  nadi_test_accept (network, nadi_test_device_admit (network, new.admin, new.doctor, "workstation"), NULL);
  g_autofree char *kid = nadi_test_hash (network);
  nadi_test_refuse (network, network_key (fixture, new.doctor, "number", 1, kid, new.desk_kid), ERROR (OWNER));
  nadi_test_accept (network, network_key (fixture, fixture->a->doctor, "number", 1, kid, new.desk_kid), NULL);

  /* It runs no validator, so its approval weighs nothing. */
  NadiTestOrg next = { 0 };
  nadi_test_org_init (network, &next, "pharmacy");
  g_autofree char *second = nadi_test_statement (network, &next);
  g_autofree char *waiting = nadi_test_accept_waiting (network, nadi_test_org_admit (network, &next, second), NULL);
  nadi_test_refuse (network, nadi_test_approve (network, new.admin, waiting), ERROR (OWNER));
  nadi_test_org_clear (&new);
  nadi_test_org_clear (&next);
}

/* Two organisations that wait under one id, with nothing else in common: the second to be approved is overtaken. */
static void
test_admission_overtaken (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg new = { 0 }, namesake = { 0 };

  nadi_test_org_init (network, &new, "clinic");
  nadi_test_org_init (network, &namesake, "clinic");
  memcpy (namesake.id, new.id, strlen (new.id));
  g_autofree char *one = nadi_test_statement (network, &new), *two = nadi_test_statement (network, &namesake);
  g_autofree char *first = nadi_test_accept_waiting (network, nadi_test_org_admit (network, &new, one), NULL);
  g_autofree char *other = nadi_test_accept_waiting (network, nadi_test_org_admit (network, &namesake, two), NULL);

  nadi_test_accept (network, nadi_test_approve (network, fixture->a->admin, first), NULL);
  nadi_test_accept (network, nadi_test_approve (network, fixture->a->admin, other), NULL);
  nadi_test_accept (network, nadi_test_approve (network, fixture->b->admin, first), NULL);
  nadi_test_refuse (network, nadi_test_approve (network, fixture->b->admin, other), ERROR (EXISTS));
  nadi_test_org_clear (&new);
  nadi_test_org_clear (&namesake);
}

static void
suspend (Fixture *fixture, NadiTestOrg *org, gboolean suspended, NadiTestSigner *first, NadiTestSigner *second)
{
  g_autofree char *id = nadi_test_accept_waiting (fixture->network,
                                  nadi_test_event (fixture->network, fixture->network->op, "org.suspend",
                                                   "{'org':'%s','suspended':%s}", org->id, suspended ? "true" : "false"),
                                  NULL);

  nadi_test_accept (fixture->network, nadi_test_approve (fixture->network, first, id), NULL);
  nadi_test_accept (fixture->network, nadi_test_approve (fixture->network, second, id), NULL);
}

static void
test_suspension (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *patient = nadi_test_uuid (network), *unknown = nadi_test_uuid (network);
  g_autofree char *id = NULL;
  NadiVerifyKey key;
  g_autofree char *device = g_strdup_printf ("%s/%s", fixture->d->id, fixture->d->doctor->device);
  g_autofree char *person = g_strdup_printf ("%s/%s", fixture->d->id, fixture->d->doctor->actor.staff);

  nadi_test_refuse (network, nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                              unknown), ERROR (UNKNOWN));
  nadi_test_refuse (network, nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':false}",
                                              fixture->d->id), ERROR (STATE));
  id = nadi_test_accept_waiting (network, nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                           fixture->d->id), NULL);
  /* Its own voice does not count. */
  nadi_test_refuse (network, nadi_test_approve (network, fixture->d->admin, id), ERROR (OWNER));
  g_assert_true (nadi_contract_device_key (network->state, device, network->time, FALSE, &key, NULL));
  suspend (fixture, fixture->d, TRUE, fixture->a->admin, fixture->b->admin);
  nadi_test_refuse (network, nadi_test_patient_register (network, fixture->d->doctor, patient), ERROR (STATE));
  nadi_test_refuse (network, nadi_test_approve (network, fixture->d->admin, id), ERROR (STATE));
  g_assert_false (nadi_contract_device_key (network->state, device, network->time, TRUE, &key, NULL));
  g_assert_false (nadi_contract_person_key (network->state, person, network->time, &key, NULL));
  /* The one that still waited is overtaken. */
  nadi_test_refuse (network, nadi_test_approve (network, fixture->c->admin, id), ERROR (STATE));
  suspend (fixture, fixture->d, FALSE, fixture->a->admin, fixture->c->admin);
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->d->doctor, patient), NULL);
}

static void
test_org_update (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *admin = fixture->a->admin;
  g_autofree char *cid = nadi_test_cid (network), *streams = g_strdup_printf ("n o:%s", fixture->a->id);
  g_autofree char *longest = g_strnfill (200, 'x'), *too_long = g_strnfill (201, 'x');

  nadi_test_accept (network, nadi_test_event (network, admin, "org.update", "{'name':'New name','profile':'%s'}", cid),
                    streams);
  nadi_test_accept (network, nadi_test_event (network, admin, "org.update", "{'name':'%s','profile':null}", longest), NULL);
  nadi_test_refuse (network, nadi_test_event (network, admin, "org.update", "{'name':'%s','profile':null}", too_long),
                    ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, admin, "org.update", "{'name':'','profile':null}"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, admin, "org.update", "{'name':'a\\nb','profile':null}"),
                    ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, admin, "org.update", "{'name':'a\\u0085b','profile':null}"),
                    ERROR (FORM));
  nadi_test_refuse (network, nadi_test_event (network, admin, "org.update", "{'name':'a','profile':'bafk'}"),
                    ERROR (FORM));
  /* Someone else's content address. */
  nadi_test_refuse (network, nadi_test_event (network, fixture->b->admin, "org.update", "{'name':'a','profile':'%s'}",
                                              cid), ERROR (EXISTS));
}

/* A name with the characters that JSON escapes reads back from the state as it was. */
static void
test_org_name_escapes (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *value = NULL;

  nadi_test_accept (network, nadi_test_event (network, fixture->a->admin, "org.update",
                                              "{'name':'a\\\"b\\\\c/d','profile':null}"), NULL);
  nadi_test_accept (network, nadi_test_event (network, fixture->a->admin, "staff.remove", "{'staff':'%s','compromised':null}",
                                              fixture->a->nurse->actor.staff), NULL);
  value = nadi_test_value (network, "org/%s", fixture->a->id);
  g_assert_nonnull (strstr (value, "\"name\":\"a\\\"b\\\\c/d\""));
}

static NadiEvent *
network_update (Fixture *fixture, const char *validators, guint quorum)
{
  g_autofree char *anchor = nadi_test_hash (fixture->network);

  return nadi_test_event (fixture->network, fixture->network->op, "network.update",
                          "{'validators':%s,'quorum':%u,'anchor':'%s'}", validators, quorum, anchor);
}

/* Whose printed form ends in '+', as one of 64 does. */
static NadiSigningKey *
key_that_ends_in_plus (NadiTestNetwork *network)
{
  for (;;)
    {
      NadiSigningKey *key = nadi_signing_key_new (&network->random.random);
      g_autoptr (NadiNoteKey) verifier = nadi_note_key_new ("v", NADI_NOTE_COSIGNATURE, nadi_signing_key_public (key));
      g_autofree char *printed = nadi_note_key_print (verifier);

      if (g_str_has_suffix (printed, "+"))
        return key;
      nadi_signing_key_unref (key);
    }
}

/* Two validators never share a key; that two keys end alike is chance. */
static void
test_validator_keys (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *different = NULL, *same = NULL;

  for (guint i = 2; i < 4; i++)
    {
      nadi_signing_key_unref (network->validators[i]);
      network->validators[i] = key_that_ends_in_plus (network);
    }
  different = nadi_test_validators_json (network);
  g_free (nadi_test_accept_waiting (network, network_update (fixture, different, 3), "n"));
  nadi_signing_key_unref (network->validators[3]);
  network->validators[3] = nadi_signing_key_ref (network->validators[2]);
  same = nadi_test_validators_json (network);
  nadi_test_refuse (network, network_update (fixture, same, 3), ERROR (FORM));
}

static void
test_network_update (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *validators = NULL, *id = NULL, *before = NULL, *after = NULL, *unknown = NULL;
  g_autofree char *stranger = nadi_test_uuid (network), *same = nadi_test_validators_json (network);

  /* The fourth validator goes to the first organisation. */
  nadi_signing_key_unref (network->validators[3]);
  network->validators[3] = nadi_signing_key_new (&network->random.random);
  g_autofree char *renewed = nadi_test_validators_json (network);
  validators = replace_text (renewed, fixture->d->id, fixture->a->id);
  unknown = replace_text (renewed, fixture->d->id, stranger);
  nadi_test_refuse (network, network_update (fixture, unknown, 3), ERROR (UNKNOWN));
  nadi_test_refuse (network, network_update (fixture, validators, 2), ERROR (FORM));
  nadi_test_refuse (network, network_update (fixture, "[]", 1), ERROR (FORM));
  id = nadi_test_accept_waiting (network, network_update (fixture, validators, 4), "n");
  before = nadi_test_value (network, "net");
  nadi_test_accept (network, nadi_test_approve (network, fixture->a->admin, id), "n");
  nadi_test_accept (network, nadi_test_approve (network, fixture->d->admin, id), "n");
  after = nadi_test_value (network, "net");
  g_assert_cmpstr (before, ==, after);
  nadi_test_accept (network, nadi_test_approve (network, fixture->c->admin, id), "n");
  g_free (after);
  after = nadi_test_value (network, "net");
  g_assert_nonnull (strstr (after, "\"quorum\":4"));
  g_assert_null (strstr (after, "\"quorum\":3"));

  /* The fourth organisation runs none now; the first one's voice weighs two. */
  g_free (id);
  id = nadi_test_accept_waiting (network, network_update (fixture, same, 3), "n");
  nadi_test_refuse (network, nadi_test_approve (network, fixture->d->admin, id), ERROR (OWNER));
  nadi_test_accept (network, nadi_test_approve (network, fixture->a->admin, id), "n");
  nadi_test_accept (network, nadi_test_approve (network, fixture->b->admin, id), "n");
  nadi_test_accept (network, nadi_test_approve (network, fixture->c->admin, id), "n");
  g_free (after);
  after = nadi_test_value (network, "net");
  g_assert_nonnull (strstr (after, "\"quorum\":3"));
}

/* A suspended organisation can't be given a validator. */
static void
test_network_update_suspended (Fixture *fixture, gconstpointer data)
{
  g_autofree char *same = nadi_test_validators_json (fixture->network);

  suspend (fixture, fixture->d, TRUE, fixture->a->admin, fixture->b->admin);
  nadi_test_refuse (fixture->network, network_update (fixture, same, 3), ERROR (STATE));
}

static void
test_network_key (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *a = fixture->a, *b = fixture->b;
  g_autofree char *kid = nadi_test_hash (network), *next = nadi_test_hash (network);
  g_autofree char *streams = g_strdup_printf ("n o:%s", b->id), *value = NULL, *expected = NULL;

  nadi_test_refuse (network, network_key (fixture, a->reception, "matching", 2, kid, a->desk_kid), ERROR (EPOCH));
  nadi_test_refuse (network, network_key (fixture, a->reception, "matching", 1, kid, next), ERROR (RECIPIENT));
  nadi_test_refuse (network, network_key (fixture, a->reception, "spying", 1, kid, a->desk_kid), ERROR (FORM));
  nadi_test_accept (network, network_key (fixture, a->reception, "matching", 1, kid, a->desk_kid), NULL);
  /* b has it not yet. */
  nadi_test_refuse (network, network_key (fixture, b->reception, "matching", 1, kid, b->desk_kid), ERROR (OWNER));
  nadi_test_refuse (network, network_key (fixture, a->reception, "matching", 1, next, b->desk_kid), ERROR (EXISTS));
  nadi_test_accept (network, network_key (fixture, a->doctor, "matching", 1, kid, b->desk_kid), streams);
  value = nadi_test_value (network, "netkey/matching/%s", b->id);
  expected = g_strdup_printf ("{\"epoch\":1,\"boxes\":[{\"kid\":\"%s\",\"box\":\"", b->desk_kid);
  g_assert_true (g_str_has_prefix (value, expected));
  nadi_test_refuse (network, network_key (fixture, b->reception, "matching", 2, kid, b->desk_kid), ERROR (EXISTS));
  nadi_test_refuse (network, network_key (fixture, b->reception, "matching", 2, next, b->desk_kid), ERROR (STATE));
  nadi_test_network_next_block (network, 30 * DAY - 1);
  nadi_test_refuse (network, network_key (fixture, b->reception, "matching", 2, next, b->desk_kid), ERROR (STATE));
  nadi_test_network_next_block (network, 1);
  nadi_test_accept (network, network_key (fixture, b->reception, "matching", 2, next, b->desk_kid), NULL);
  nadi_test_refuse (network, network_key (fixture, b->reception, "matching", 1, kid, b->desk_kid), ERROR (EPOCH));
  /* a has the earlier one and may take part again. */
  nadi_test_accept (network, network_key (fixture, a->reception, "matching", 2, next, a->desk_kid), NULL);
  /* The number key is never replaced. */
  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, a->desk_kid), NULL);
  nadi_test_refuse (network, network_key (fixture, a->reception, "number", 2, next, a->desk_kid), ERROR (EPOCH));
}

/* One box for each organisation's role key, however many role keys come and go: the key never runs out of boxes. */
static void
test_network_key_boxes (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *a = fixture->a, *b = fixture->b;
  g_autofree char *kid = nadi_test_hash (network), *first = NULL, *value = NULL, *both = NULL;

  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, a->desk_kid), NULL);
  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, b->desk_kid), NULL);
  first = nadi_test_value (network, "netkey/number/%s", b->id);
  nadi_test_refuse (network, network_key (fixture, a->reception, "number", 1, kid, b->desk_kid), ERROR (EXISTS));
  nadi_test_refuse (network, network_key (fixture, b->reception, "number", 1, kid, b->desk_kid), ERROR (EXISTS));
  /* Named beside one that has none, b keeps its own box. */
  both = g_strdup_printf ("%s','%s", fixture->c->desk_kid, b->desk_kid);
  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, both), NULL);
  value = nadi_test_value (network, "netkey/number/%s", b->id);
  g_assert_cmpstr (value, ==, first);
  for (guint i = 0; i < 520; i++)
    {
      nadi_test_accept (network, nadi_test_role_next (network, b->admin, b, "front-desk", b->reception), NULL);
      nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, b->desk_kid), NULL);
    }
  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, b->clinical_kid), NULL);
  g_free (value);
  value = nadi_test_value (network, "netkey/number/%s", b->id);
  g_assert_nonnull (strstr (value, b->desk_kid));
  g_assert_nonnull (strstr (value, b->clinical_kid));
  g_assert_cmpuint (strlen (value), <, 320);
  g_free (value);
  value = nadi_test_value (network, "netkey/number");
  g_assert_cmpuint (strlen (value), <, 100);
}

/* Only current role keys of active clinics. */
static void
test_network_key_recipients (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *a = fixture->a, *b = fixture->b;
  g_autofree char *kid = nadi_test_hash (network), *old = g_strdup (b->desk_kid);

  nadi_test_accept (network, nadi_test_role_next (network, b->admin, b, "front-desk", b->reception), NULL);
  nadi_test_refuse (network, network_key (fixture, a->reception, "number", 1, kid, old), ERROR (RECIPIENT));
  nadi_test_accept (network, network_key (fixture, a->reception, "number", 1, kid, b->desk_kid), NULL);
  suspend (fixture, fixture->d, TRUE, a->admin, b->admin);
  nadi_test_refuse (network, network_key (fixture, b->reception, "number", 1, kid, fixture->d->desk_kid),
                    ERROR (RECIPIENT));
}

#define ADD(path, test) g_test_add ("/contract/network/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/network/genesis", test_genesis);
  g_test_add_func ("/contract/network/genesis-founders", test_genesis_founders);
  g_test_add_func ("/contract/network/founding", test_founding);
  ADD ("admission", test_admission);
  ADD ("admission-overtaken", test_admission_overtaken);
  ADD ("suspension", test_suspension);
  ADD ("org-update", test_org_update);
  ADD ("org-name-escapes", test_org_name_escapes);
  ADD ("validator-keys", test_validator_keys);
  ADD ("update", test_network_update);
  ADD ("update-suspended", test_network_update_suspended);
  ADD ("key", test_network_key);
  ADD ("key-recipients", test_network_key_recipients);
  ADD ("key-boxes", test_network_key_boxes);
  return g_test_run ();
}
