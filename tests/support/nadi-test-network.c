/* Builds the test network, its genesis and its staff, and runs events through the contract. */
#include "nadi-test-network.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-founding.h"
#include "nadi-jwk.h"
#include "nadi-test-network-private.h"

static const char *const kinds[NADI_TEST_ORGS + 1] = { "hospital", "clinic", "laboratory", "pharmacy", NULL };

static void
signer_free (gpointer data)
{
  NadiTestSigner *signer = data;

  g_free (signer->actor.org);
  g_free (signer->actor.staff);
  g_free (signer->actor.patient);
  g_free (signer->device);
  g_clear_pointer (&signer->key, nadi_signing_key_unref);
  g_clear_pointer (&signer->device_key, nadi_signing_key_unref);
  g_free (signer->seal);
  g_free (signer->seal_kid);
  g_free (signer);
}

static NadiSigningKey *
new_key (NadiTestNetwork *network)
{
  return nadi_signing_key_new (&network->random.random);
}

char *
nadi_test_uuid (NadiTestNetwork *network)
{
  return nadi_random_uuid (&network->random.random);
}

char *
nadi_test_hash (NadiTestNetwork *network)
{
  guint8 bytes[32];

  nadi_random_fill (&network->random.random, bytes, sizeof bytes);
  return nadi_base64url_encode (bytes, sizeof bytes);
}

char *
nadi_test_cid (NadiTestNetwork *network)
{
  NadiHash hash;

  nadi_random_fill (&network->random.random, hash.bytes, sizeof hash.bytes);
  return nadi_cid_from_hash (&hash);
}

char *
nadi_test_rsa (NadiTestNetwork *network, char **kid)
{
  g_autoptr (NadiRsaPublic) key = NULL;
  guint8 modulus[384];

  nadi_random_fill (&network->random.random, modulus, sizeof modulus);
  modulus[0] |= 0x80;
  modulus[sizeof modulus - 1] |= 1;
  key = nadi_rsa_public_new (modulus, sizeof modulus, NULL);
  *kid = nadi_rsa_public_kid (key);
  return nadi_rsa_public_to_text (key);
}

static NadiTestSigner *
new_signer (NadiTestNetwork *network)
{
  NadiTestSigner *signer = g_new0 (NadiTestSigner, 1);

  signer->key = new_key (network);
  g_ptr_array_add (network->signers, signer);
  return signer;
}

NadiTestSigner *
nadi_test_staff_new (NadiTestNetwork *network, const char *org)
{
  NadiTestSigner *signer = new_signer (network);

  signer->actor.org = g_strdup (org);
  signer->actor.staff = nadi_test_uuid (network);
  signer->device = nadi_test_uuid (network);
  signer->device_key = new_key (network);
  signer->seal = nadi_test_rsa (network, &signer->seal_kid);
  return signer;
}

NadiTestSigner *
nadi_test_patient_new (NadiTestNetwork *network, const char *patient, const char *device)
{
  NadiTestSigner *signer = new_signer (network);

  signer->actor.patient = g_strdup (patient);
  signer->device = g_strdup (device);
  signer->seal = nadi_test_rsa (network, &signer->seal_kid);
  return signer;
}

static void
add_founding_role (NadiTestNetwork *network, NadiFounding *founding, const char *name, const char *key)
{
  NadiFoundingRole *role = g_new0 (NadiFoundingRole, 1);

  role->role = g_strdup (name);
  role->key = g_strdup (key);
  role->box = nadi_test_cid (network);
  g_ptr_array_add (founding->roles, role);
}

gboolean
nadi_test_org_treats (const NadiTestOrg *org)
{
  return g_strv_contains (kinds, org->kind);
}

char *
nadi_test_statement (NadiTestNetwork *network, const NadiTestOrg *org)
{
  g_autoptr (NadiFounding) founding = nadi_founding_new ();

  founding->org = g_strdup (org->id);
  founding->kind = g_strdup (org->kind);
  founding->name = g_strdup_printf ("Test %s", org->kind);
  founding->staff = g_strdup (org->admin->actor.staff);
  founding->staff_name = g_strdup ("First Administrator");
  founding->staff_roles = g_strsplit ("administrator", " ", 0);
  founding->sign = nadi_verify_key_to_text (nadi_signing_key_public (org->admin->key));
  founding->seal = g_strdup (org->admin->seal);
  founding->device = g_strdup (org->admin->device);
  founding->device_key = nadi_verify_key_to_text (nadi_signing_key_public (org->admin->device_key));
  if (nadi_test_org_treats (org))
    {
      add_founding_role (network, founding, "clinical", org->clinical);
      add_founding_role (network, founding, "front-desk", org->desk);
    }
  else
    add_founding_role (network, founding, "office", org->desk);
  return nadi_founding_sign (founding, org->admin->key);
}

void
nadi_test_org_init (NadiTestNetwork *network, NadiTestOrg *org, const char *kind)
{
  org->id = nadi_test_uuid (network);
  org->kind = kind;
  org->admin = nadi_test_staff_new (network, org->id);
  org->doctor = nadi_test_staff_new (network, org->id);
  org->nurse = nadi_test_staff_new (network, org->id);
  org->reception = nadi_test_staff_new (network, org->id);
  org->clinical = nadi_test_rsa (network, &org->clinical_kid);
  org->desk = nadi_test_rsa (network, &org->desk_kid);
  org->clinical_epoch = org->desk_epoch = 1;
}

void
nadi_test_org_clear (NadiTestOrg *org)
{
  g_free (org->id);
  g_free (org->clinical);
  g_free (org->clinical_kid);
  g_free (org->desk);
  g_free (org->desk_kid);
}

/* The members that network.genesis and network.update share. */
char *
nadi_test_validators_json (NadiTestNetwork *network)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u.%s", i + 1, NADI_TEST_ORIGIN);
      g_autoptr (NadiNoteKey) key
          = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (network->validators[i]));
      g_autofree char *text = nadi_note_key_print (key);

      g_string_append_printf (json, "%s{'name':'%s','key':'%s','org':'%s'}", i > 0 ? "," : "", name, text,
                              network->orgs[i].id);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

static char *
founders_json (NadiTestNetwork *network, char **statements)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      g_autofree char *digest = NULL;
      NadiHash hash;

      nadi_sha256 ((const guint8 *) statements[i], strlen (statements[i]), &hash);
      digest = nadi_hash_to_text (&hash);
      g_string_append_printf (json, "%s{'org':'%s','digest':'%s'}", i > 0 ? "," : "", network->orgs[i].id, digest);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

static char *
log_key_text (NadiTestNetwork *network)
{
  g_autoptr (NadiNoteKey) key
      = nadi_note_key_new (NADI_TEST_ORIGIN, NADI_NOTE_ED25519, nadi_signing_key_public (network->log));

  return nadi_note_key_print (key);
}

static char *
anchor_digest (void)
{
  NadiHash hash;

  nadi_sha256 ((const guint8 *) "anchor", 6, &hash);
  return nadi_hash_to_text (&hash);
}

static void
make_genesis (NadiTestNetwork *network)
{
  char *statements[NADI_TEST_ORGS + 1] = { NULL };
  g_autofree char *validators = nadi_test_validators_json (network);
  g_autofree char *founders = NULL, *op = NULL, *log = log_key_text (network), *anchor = anchor_digest ();

  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    statements[i] = nadi_test_statement (network, &network->orgs[i]);
  founders = founders_json (network, statements);
  op = nadi_verify_key_to_text (nadi_signing_key_public (network->op->key));
  g_ptr_array_add (network->genesis,
                   nadi_test_event (network, network->op, "network.genesis",
                                    "{'operator':'%s','log':'%s','validators':%s,'quorum':3,'anchor':'%s','founders':%s}",
                                    op, log, validators, anchor, founders));
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      g_ptr_array_add (network->genesis, nadi_test_org_admit (network, &network->orgs[i], statements[i]));
      g_free (statements[i]);
    }
}

/* Everyone's admission, each with a device, and the boxes that their work needs. */
static void
make_setup (NadiTestNetwork *network)
{
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      NadiTestOrg *org = &network->orgs[i];
      const struct
      {
        NadiTestSigner *person;
        const char *name;
        const char *roles;
      } people[] = { { org->doctor, "Doctor", "['doctor']" },
                     { org->nurse, "Nurse", "['nurse']" },
                     { org->reception, "Receptionist", "['reception']" } };

      for (guint j = 0; j < G_N_ELEMENTS (people); j++)
        {
          g_ptr_array_add (network->setup, nadi_test_staff_admit (network, org->admin, people[j].person, people[j].name,
                                                                  people[j].roles));
          g_ptr_array_add (network->setup, nadi_test_device_admit (network, org->admin, people[j].person, "workstation"));
          g_ptr_array_add (network->setup,
                           nadi_test_role_box (network, org->admin, org, "front-desk", people[j].person));
          if (people[j].person != org->reception)
            g_ptr_array_add (network->setup,
                             nadi_test_role_box (network, org->admin, org, "clinical", people[j].person));
        }
    }
}

NadiTestNetwork *
nadi_test_network_new (guint64 seed)
{
  NadiTestNetwork *network = g_new0 (NadiTestNetwork, 1);

  nadi_seeded_random_init (&network->random, seed);
  network->signers = g_ptr_array_new_with_free_func (signer_free);
  network->genesis = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
  network->setup = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
  network->op = new_signer (network);
  network->op->actor.is_operator = TRUE;
  network->op->device = g_strdup ("service");
  network->log = new_key (network);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      network->validators[i] = new_key (network);
      nadi_test_org_init (network, &network->orgs[i], kinds[i]);
    }
  network->state = nadi_map_new ();
  network->time = NADI_TEST_TIME;
  make_genesis (network);
  make_setup (network);
  return network;
}

void
nadi_test_network_free (NadiTestNetwork *network)
{
  g_ptr_array_unref (network->genesis);
  g_ptr_array_unref (network->setup);
  g_ptr_array_unref (network->signers);
  nadi_signing_key_unref (network->log);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      nadi_signing_key_unref (network->validators[i]);
      nadi_test_org_clear (&network->orgs[i]);
    }
  nadi_map_unref (network->state);
  g_free (network);
}

static void
apply_all (NadiTestNetwork *network, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiVerdict) verdict
          = nadi_test_network_apply (network, g_ptr_array_index (events, i), &error);

      g_assert_no_error (error);
    }
  nadi_test_network_next_block (network, 1000);
}

void
nadi_test_network_start (NadiTestNetwork *network)
{
  apply_all (network, network->genesis);
  apply_all (network, network->setup);
}

static void
validator_free (gpointer data)
{
  NadiNetworkValidator *validator = data;

  g_free (validator->url);
  g_free (validator->org);
  nadi_note_key_free (validator->key);
  g_free (validator);
}

NadiNetwork *
nadi_test_network_facts (NadiTestNetwork *network)
{
  g_autoptr (NadiNetwork) facts = g_new0 (NadiNetwork, 1);
  g_autofree char *json = NULL;

  facts->name = g_strdup ("Test network");
  facts->origin = g_strdup (NADI_TEST_ORIGIN);
  facts->service = g_strdup ("https://127.0.0.1:8443");
  facts->log = nadi_note_key_new (NADI_TEST_ORIGIN, NADI_NOTE_ED25519, nadi_signing_key_public (network->log));
  nadi_event_leaf_hash (g_ptr_array_index (network->genesis, 0), &facts->genesis);
  facts->validators = g_ptr_array_new_with_free_func (validator_free);
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    {
      NadiNetworkValidator *validator = g_new0 (NadiNetworkValidator, 1);
      g_autofree char *name = g_strdup_printf ("v%u.%s", i + 1, NADI_TEST_ORIGIN);

      validator->org = g_strdup (network->orgs[i].id);
      validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE,
                                          nadi_signing_key_public (network->validators[i]));
      g_ptr_array_add (facts->validators, validator);
    }
  facts->quorum = 3;
  facts->anchor = g_strdup ("anchor");
  return g_steal_pointer (&facts);
}

NadiVerdict *
nadi_test_network_apply (NadiTestNetwork *network, NadiEvent *event, GError **error)
{
  NadiVerifyKey key;
  NadiVerdict *verdict;
  NadiHash leaf;

  if (!nadi_contract_signer_key (network->state, event, &key, error) || !nadi_event_verify (event, &key, error))
    return NULL;
  verdict = nadi_contract_apply (network->state, event, &key, network->time, network->height, error);
  if (verdict == NULL)
    return NULL;
  nadi_event_leaf_hash (event, &leaf);
  nadi_verdict_apply (verdict, network->state, &leaf);
  return verdict;
}

void
nadi_test_network_next_block (NadiTestNetwork *network, gint64 milliseconds)
{
  NadiMap *next;

  nadi_map_freeze (network->state);
  next = nadi_map_fork (network->state);
  nadi_map_unref (network->state);
  network->state = next;
  network->height++;
  network->time += milliseconds;
}
