/* The contract: whatever a valid key signs, a refusal leaves the state as it was, and an acceptance is the same twice.
 *
 * An input's first line names the signer and the type of event; what follows are the own members without their braces,
 * with $name for the ids of a chart that is there. A first line of "raw" and a signer makes the rest the whole payload. */
#include <string.h>

#include "nadi-test-network-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  const char *name;
  char *value;
} Word;

static NadiTestNetwork *network;
static NadiTestSigner *patient;
static NadiTestOrg candidate;
static GArray *words;
static NadiHash base;

static const char *
keep (const char *name, char *value)
{
  Word word = { name, value };

  g_array_append_val (words, word);
  return value;
}

static NadiTestSigner *
signer_named (const char *name)
{
  NadiTestOrg *org = &network->orgs[0];

  if (g_str_equal (name, "operator"))
    return network->op;
  if (g_str_equal (name, "admin"))
    return org->admin;
  if (g_str_equal (name, "doctor"))
    return org->doctor;
  if (g_str_equal (name, "reception"))
    return org->reception;
  if (g_str_equal (name, "other"))
    return network->orgs[1].admin;
  if (g_str_equal (name, "removed"))
    return org->nurse;
  return patient;
}

static void
accept_event (NadiEvent *event)
{
  nadi_test_accept (network, event, NULL);
}

static void
claim (const char *id)
{
  g_autofree char *keys = NULL;
  NadiEvent *event;

  patient = nadi_test_patient_new (network, id, network->orgs[0].reception->device);
  keys = nadi_test_keys_json (patient);
  event = nadi_test_event_as (network, patient, NADI_TEST_ORIGIN, "patient.update", NULL, ++patient->seq, keys);
  g_autofree char *waiting = g_strdup (nadi_event_id (event));
  accept_event (event);
  accept_event (nadi_test_approve (network, network->orgs[0].reception, waiting));
}

/* A chart, a record with two heads, a person who has gone, and an event of each kind that waits. */
static void
build (void)
{
  network = nadi_test_network_new (1000);
  words = g_array_new (FALSE, FALSE, sizeof (Word));
  NadiTestOrg *org = &network->orgs[0];
  const char *id = keep ("$patient", nadi_test_uuid (network)), *notes = keep ("$notes", nadi_test_uuid (network));
  const char *identity = keep ("$identity", nadi_test_uuid (network)), *record = keep ("$record", nadi_test_uuid (network));
  const char *first = keep ("$first", nadi_test_uuid (network)), *second = keep ("$second", nadi_test_uuid (network));
  const char *cid = keep ("$cid", nadi_test_cid (network));
  char *kid;

  keep ("$new", nadi_test_uuid (network));
  keep ("$other", nadi_test_uuid (network));
  keep ("$hash", nadi_test_hash (network));
  keep ("$box", nadi_test_cid (network));
  keep ("$rsa", nadi_test_rsa (network, &kid));
  keep ("$kid", kid);
  keep ("$clinical", g_strdup (org->clinical_kid));
  keep ("$desk", g_strdup (org->desk_kid));
  keep ("$modulus", g_strdup (org->clinical));
  keep ("$doctor", g_strdup (org->doctor->actor.staff));
  keep ("$seal", g_strdup (org->doctor->seal_kid));
  keep ("$device", g_strdup (org->doctor->device));
  keep ("$org", g_strdup (network->orgs[3].id));
  nadi_test_org_init (network, &candidate, "pharmacy");
  keep ("$candidate", g_strdup (candidate.id));
  keep ("$statement", nadi_test_statement (network, &candidate));
  keep ("$validators", g_strdelimit (nadi_test_validators_json (network), "'", '"'));
  nadi_test_network_start (network);
  accept_event (nadi_test_patient_register (network, org->reception, id));
  accept_event (nadi_test_shelf_key (network, org->doctor, org, identity, id, "identity", 1, NULL));
  accept_event (nadi_test_shelf_key (network, org->doctor, org, notes, id, "encounters", 1, NULL));
  accept_event (nadi_test_record_add (network, org->doctor, notes, 1, record, first, cid));
  accept_event (nadi_test_record_amend (network, org->doctor, notes, 1, record, second, first));
  claim (id);
  keep ("$mine", g_strdup (patient->seal_kid));
  NadiEvent *late = nadi_test_record_add (network, org->nurse, notes, 1, NULL, NULL, NULL);
  keep ("$late", g_strdup (nadi_event_id (late)));
  accept_event (nadi_test_event (network, org->admin, "staff.remove", "{'staff':'%s','compromised':null}",
                                 org->nurse->actor.staff));
  nadi_test_accept_late (network, late, NULL);
  NadiEvent *suspend = nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                        network->orgs[3].id);
  keep ("$suspend", g_strdup (nadi_event_id (suspend)));
  accept_event (suspend);
  nadi_test_network_next_block (network, 1000);
  nadi_map_root (network->state, &base);
}

static char *
fill_in (const char *text)
{
  GString *filled = g_string_new (text);

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);

      g_string_replace (filled, word->name, word->value, 0);
    }
  return g_string_free (filled, FALSE);
}

static char *
payload_of (NadiTestSigner *signer, const char *type, const char *members)
{
  const NadiActor *actor = &signer->actor;
  g_autofree char *who = actor->is_operator ? g_strdup ("{\"operator\":true}")
                         : actor->patient != NULL
                             ? g_strdup_printf ("{\"patient\":\"%s\"}", actor->patient)
                             : g_strdup_printf ("{\"org\":\"%s\",\"staff\":\"%s\"}", actor->org, actor->staff);

  return g_strdup_printf ("{\"type\":\"%s\",\"id\":\"3b241101-e2bb-4255-8caf-4136c566a962\",\"origin\":\"%s\",\"actor\":%s,"
                          "\"device\":\"%s\",\"seq\":1000000,\"time\":1%s%s}",
                          type, NADI_TEST_ORIGIN, who, signer->device, *members != '\0' ? "," : "", members);
}

static void
compare (NadiVerdict *one, NadiVerdict *two)
{
  g_assert_cmpuint (one->changes->len, ==, two->changes->len);
  g_assert_cmpuint (one->streams->len, ==, two->streams->len);
  for (guint i = 0; i < one->changes->len; i++)
    {
      NadiChange *a = g_ptr_array_index (one->changes, i), *b = g_ptr_array_index (two->changes, i);

      g_assert_cmpstr (a->key, ==, b->key);
      g_assert_true ((a->value == NULL) == (b->value == NULL) && (a->value == NULL || g_bytes_equal (a->value, b->value)));
    }
}

static void
judge (NadiEvent *event)
{
  g_autoptr (NadiMap) fork = nadi_map_fork (network->state);
  g_autoptr (NadiVerdict) verdict = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  NadiVerifyKey key;
  NadiHash leaf, root;

  if (!nadi_contract_signer_key (fork, event, &key, &error))
    return;
  verdict = nadi_contract_apply (fork, event, &key, network->time, network->height, &error);
  g_assert_true ((verdict == NULL) == (error != NULL));
  if (verdict == NULL)
    {
      g_assert_cmpint (nadi_error_class (error), !=, NADI_ERROR_CLASS_INTEGRITY);
      nadi_map_root (fork, &root);
      g_assert_true (nadi_hash_equal (&root, &base));
      return;
    }
  again = nadi_contract_apply (fork, event, &key, network->time, network->height, NULL);
  compare (verdict, again);
  nadi_event_leaf_hash (event, &leaf);
  nadi_verdict_apply (verdict, fork, &leaf);
  /* What was written reads back: the same event again is refused, and not because of damage. */
  g_clear_pointer (&again, nadi_verdict_free);
  again = nadi_contract_apply (fork, event, &key, network->time, network->height, &error);
  g_assert_null (again);
  g_assert_cmpint (nadi_error_class (error), !=, NADI_ERROR_CLASS_INTEGRITY);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL, *payload = NULL, *jws = NULL, *filled = NULL;
  g_autoptr (NadiEvent) event = NULL;
  g_auto (GStrv) head = NULL;
  const char *line_end = memchr (data, '\n', size);
  NadiTestSigner *signer;

  if (network == NULL)
    build ();
  if (line_end == NULL || size > 12000)
    return 0;
  text = g_strndup ((const char *) data, line_end - (const char *) data);
  head = g_strsplit (text, " ", 2);
  if (head[0] == NULL || head[1] == NULL)
    return 0;
  signer = signer_named (g_str_equal (head[0], "raw") ? head[1] : head[0]);
  g_free (text);
  text = g_strndup (line_end + 1, (const char *) data + size - line_end - 1);
  g_strchomp (text);
  filled = fill_in (text);
  payload = g_str_equal (head[0], "raw") ? g_strdup (filled) : payload_of (signer, head[1], filled);
  jws = nadi_jws_sign (NADI_EVENT_TYP, signer->key, payload, strlen (payload));
  event = nadi_event_parse (jws, strlen (jws), NULL);
  if (event != NULL)
    judge (event);
  return 0;
}
