/* Charts, claims and keys of patients, and shelf keys. */
#include <string.h>

#include "nadi-jwk.h"
#include "nadi-test-network.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name
#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org, *other;
  char *patient, *identity;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (41);

  nadi_test_network_start (network);
  fixture->org = &network->orgs[0];
  fixture->other = &network->orgs[1];
  fixture->patient = nadi_test_uuid (network);
  fixture->identity = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->org->reception, fixture->patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->reception, fixture->org, fixture->identity,
                                                  fixture->patient, "identity", 1, NULL), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
  g_free (fixture->patient);
  g_free (fixture->identity);
}

static NadiEvent *
update_patient (Fixture *fixture, NadiTestSigner *by, const char *patient, NadiSigningKey *sign, const char *seal)
{
  g_autofree char *text = nadi_verify_key_to_text (nadi_signing_key_public (sign));

  return nadi_test_event (fixture->network, by, "patient.update",
                          "{'patient':'%s','sign':'%s','seal':'%s','vault':null}", patient, text, seal);
}

/* A card is issued: the patient's own key signs, and a desk that knows the patient says so. */
static void
test_claim (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *patient = nadi_test_patient_new (network, fixture->patient, org->reception->device);
  NadiTestSigner *thief = nadi_test_patient_new (network, fixture->patient, fixture->other->reception->device);
  g_autofree char *streams = g_strdup_printf ("p:%s o:%s", fixture->patient, org->id), *value = NULL;
  g_autofree char *shelf = nadi_test_uuid (network);
  NadiEvent *event;

  nadi_test_refuse (network, nadi_test_access_read (network, patient, fixture->identity), ERROR (SIGNER));
  event = update_patient (fixture, thief, fixture->patient, thief->key, thief->seal);
  g_autofree char *false_claim = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, event, streams);
  event = update_patient (fixture, patient, fixture->patient, patient->key, patient->seal);
  g_autofree char *claim = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, event, streams);
  /* A stranger with an identity shelf of its own making can't say who the patient is, but hears of new keys. */
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->other->doctor, fixture->other, shelf,
                                                  fixture->patient, "identity", 1, NULL), NULL);
  nadi_test_refuse (network, nadi_test_approve (network, fixture->other->reception, false_claim), ERROR (OWNER));
  g_free (streams);
  streams = g_strdup_printf ("p:%s o:%s o:%s", fixture->patient, org->id, fixture->other->id);
  nadi_test_refuse (network, nadi_test_approve (network, org->admin, claim), ERROR (ROLE));
  value = nadi_test_value (network, "patient/%s", fixture->patient);
  g_assert_nonnull (strstr (value, "\"sign\":null"));
  nadi_test_accept (network, nadi_test_approve (network, org->reception, claim), streams);
  g_free (value);
  value = nadi_test_value (network, "patient/%s", fixture->patient);
  g_assert_nonnull (strstr (value, patient->seal));
  nadi_test_refuse (network, nadi_test_approve (network, org->reception, false_claim), ERROR (STATE));
  nadi_test_accept (network, nadi_test_access_read (network, patient, fixture->identity), NULL);
  g_autofree char *keyid = g_strdup_printf ("patient/%s", fixture->patient);
  NadiVerifyKey key;
  g_assert_true (nadi_contract_person_key (network->state, keyid, network->time, &key, NULL));
}

static void
test_claim_without_owner (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *id = nadi_test_uuid (network), *shelf = nadi_test_uuid (network);
  NadiTestSigner *patient = nadi_test_patient_new (network, id, fixture->org->reception->device);

  nadi_test_refuse (network, update_patient (fixture, patient, id, patient->key, patient->seal), ERROR (SIGNER));
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->org->reception, id), NULL);
  nadi_test_refuse (network, update_patient (fixture, patient, id, patient->key, patient->seal), ERROR (UNKNOWN));
  /* Another organisation's identity shelf is no help. */
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->other->reception, fixture->other, shelf, id,
                                                  "identity", 1, NULL), NULL);
  nadi_test_refuse (network, update_patient (fixture, patient, id, patient->key, patient->seal), ERROR (UNKNOWN));
}

/* Strangers with keys of their own fill no list but that of the organisation whose device they used. */
static void
test_false_claims (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *thief = nadi_test_patient_new (network, fixture->patient, fixture->other->reception->device);
  NadiTestSigner *patient = nadi_test_patient_new (network, fixture->patient, fixture->org->reception->device);

  for (guint i = 0; i < 256; i++)
    nadi_test_accept (network, update_patient (fixture, thief, fixture->patient, thief->key, thief->seal), NULL);
  nadi_test_refuse (network, update_patient (fixture, thief, fixture->patient, thief->key, thief->seal), ERROR (LIMIT));
  NadiEvent *event = update_patient (fixture, patient, fixture->patient, patient->key, patient->seal);
  g_autofree char *claim = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, event, NULL);
  g_autofree char *list = nadi_test_value (network, "waiting/%s", fixture->org->id);
  g_assert_nonnull (strstr (list, claim));
  nadi_test_accept (network, nadi_test_approve (network, fixture->org->reception, claim), NULL);
  g_assert_null (nadi_test_value (network, "waiting/%s", fixture->org->id));
}

/* Registers and claims in one, for tests that need a patient with keys. */
static NadiTestSigner *
claimed (Fixture *fixture)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *patient = nadi_test_patient_new (network, fixture->patient, fixture->org->reception->device);
  NadiEvent *event = update_patient (fixture, patient, fixture->patient, patient->key, patient->seal);
  g_autofree char *id = g_strdup (nadi_event_id (event));

  nadi_test_accept (network, event, NULL);
  nadi_test_accept (network, nadi_test_approve (network, fixture->org->reception, id), NULL);
  return patient;
}

static void
test_new_keys (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *patient = claimed (fixture);
  g_autoptr (NadiSigningKey) next = nadi_signing_key_new (&network->random.random);
  g_autofree char *kid = NULL, *seal = nadi_test_rsa (network, &kid), *stranger = nadi_test_uuid (network);
  g_autofree char *streams = g_strdup_printf ("p:%s o:%s", fixture->patient, fixture->org->id);

  nadi_test_refuse (network, update_patient (fixture, patient, stranger, next, seal), ERROR (OWNER));
  nadi_test_refuse (network, nadi_test_event (network, patient, "patient.update",
                                              "{'patient':'%s','sign':null,'seal':null,'vault':null}",
                                              fixture->patient), ERROR (FORM));
  nadi_test_accept (network, update_patient (fixture, patient, fixture->patient, next, seal), streams);
  /* The old key signs nothing any more. */
  g_autoptr (NadiEvent) event = nadi_test_access_read (network, patient, fixture->identity);
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_contract_apply (network->state, event, nadi_signing_key_public (patient->key), network->time,
                                      network->height, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (SIGNER));
}

/* A patient acts at a desk, whose device must be in use. */
static void
test_patients_device (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *patient = claimed (fixture);
  g_autofree char *unknown = nadi_test_uuid (network);
  char *own = patient->device;

  patient->device = unknown;
  nadi_test_refuse (network, nadi_test_access_read (network, patient, fixture->identity), ERROR (DEVICE));
  patient->device = own;
  nadi_test_accept (network, nadi_test_event (network, fixture->org->admin, "device.remove",
                                              "{'subject':'%s','compromised':1}", own), NULL);
  nadi_test_refuse (network, nadi_test_access_read (network, patient, fixture->identity), ERROR (DEVICE));
  patient->device = fixture->other->reception->device;
  nadi_test_accept (network, nadi_test_access_read (network, patient, fixture->identity), NULL);
  patient->device = own;
}

typedef struct
{
  const char *shelf, *patient, *section;
  gint64 epoch;
  const char *kid, *box, *recipients;
} Key;

static NadiEvent *
shelf_key (Fixture *fixture, NadiTestSigner *by, Key key)
{
  g_autofree char *kid = nadi_test_hash (fixture->network), *box = nadi_test_cid (fixture->network);
  g_autofree char *patient = key.patient == NULL ? g_strdup ("null") : g_strdup_printf ("'%s'", key.patient);

  return nadi_test_event (fixture->network, by, "shelf.key",
                          "{'shelf':'%s','patient':%s,'section':'%s','epoch':%" G_GINT64_FORMAT
                          ",'kid':'%s','box':'%s','recipients':[%s]}",
                          key.shelf, patient, key.section, key.epoch, key.kid != NULL ? key.kid : kid,
                          key.box != NULL ? key.box : box, key.recipients);
}

static void
test_new_shelf (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *shelf = nadi_test_uuid (network), *nobody = nadi_test_uuid (network), *again = nadi_test_uuid (network);
  g_autofree char *section = nadi_test_hash (network), *entry = NULL, *chart = NULL;
  g_autofree char *clinical = g_strdup_printf ("'%s'", org->clinical_kid);

#define SHELF(...)                                                                                                   \
  ({                                                                                                                 \
    Key k = { shelf, fixture->patient, section, 1, NULL, NULL, clinical };                                           \
    __VA_ARGS__;                                                                                                     \
    shelf_key (fixture, org->doctor, k);                                                                             \
  })
  nadi_test_refuse (network, SHELF (k.section = "encounters"), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.section = "directory"), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.patient = NULL), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.patient = nobody), ERROR (UNKNOWN));
  nadi_test_refuse (network, SHELF (k.epoch = 2), ERROR (EPOCH));
  nadi_test_refuse (network, SHELF (k.epoch = 0), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.recipients = ""), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.kid = "short"), ERROR (FORM));
  nadi_test_refuse (network, SHELF (k.box = "short"), ERROR (FORM));
  /* Reception makes no clinical shelf, nobody but clinicians does. */
  nadi_test_refuse (network, shelf_key (fixture, org->reception,
                                        (Key){ shelf, fixture->patient, section, 1, NULL, NULL, clinical }), ERROR (ROLE));
  nadi_test_refuse (network, shelf_key (fixture, org->reception,
                                        (Key){ shelf, fixture->patient, "emergency", 1, NULL, NULL, clinical }),
                    ERROR (ROLE));
  nadi_test_refuse (network, shelf_key (fixture, org->admin,
                                        (Key){ shelf, fixture->patient, section, 1, NULL, NULL, clinical }), ERROR (ROLE));
  nadi_test_accept (network, SHELF (k.epoch = 1), NULL);
  nadi_test_refuse (network, SHELF (k.shelf = again), ERROR (EXISTS));
  entry = g_strdup_printf ("{\"shelf\":\"%s\",\"section\":\"%s\",\"owner\":\"%s\"}]}", shelf, section, org->id);
  chart = nadi_test_value (network, "chart/%s", fixture->patient);
  g_assert_true (g_str_has_suffix (chart, entry));
#undef SHELF
}

static void
test_entitlement (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *patient = claimed (fixture);
  g_autofree char *shelf = nadi_test_uuid (network), *section = nadi_test_hash (network), *unknown = nadi_test_hash (network);
  const struct
  {
    const char *first, *second, *third;
  } wrong[] = {
    { org->clinical_kid, patient->seal_kid, org->desk_kid },                     /* desk on a clinical shelf */
    { org->clinical_kid, patient->seal_kid, fixture->other->clinical_kid },      /* another organisation */
    { org->clinical_kid, patient->seal_kid, unknown },
    { org->clinical_kid, patient->seal_kid, org->doctor->seal_kid },             /* a person instead of a role */
    { org->clinical_kid, NULL, NULL },                                           /* the patient is left out */
    { patient->seal_kid, NULL, NULL },                                           /* the clinic is left out */
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GString) list = g_string_new (NULL);

      g_string_append_printf (list, "'%s'", wrong[i].first);
      if (wrong[i].second != NULL)
        g_string_append_printf (list, ",'%s'", wrong[i].second);
      if (wrong[i].third != NULL)
        g_string_append_printf (list, ",'%s'", wrong[i].third);
      nadi_test_refuse (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                         list->str }), ERROR (RECIPIENT));
    }
  g_autofree char *both = g_strdup_printf ("'%s','%s'", patient->seal_kid, org->clinical_kid);
  g_autofree char *twice = g_strdup_printf ("'%s','%s'", org->clinical_kid, org->clinical_kid);
  nadi_test_refuse (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                     twice }), ERROR (FORM));
  nadi_test_accept (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                     both }), NULL);
}

/* After a claim the patient's box is added to the epoch that is; after new keys, to old epochs too. */
static void
test_more_boxes (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *shelf = nadi_test_uuid (network), *section = nadi_test_hash (network);
  g_autofree char *first = nadi_test_hash (network), *second = nadi_test_hash (network), *value = NULL;
  g_autofree char *clinical = g_strdup_printf ("'%s'", org->clinical_kid), *box = nadi_test_cid (network);
  NadiTestSigner *patient;

#define BOX(...)                                                                                                     \
  ({                                                                                                                 \
    Key k = { shelf, fixture->patient, section, 1, first, NULL, clinical };                                          \
    __VA_ARGS__;                                                                                                     \
    shelf_key (fixture, org->doctor, k);                                                                             \
  })
  nadi_test_accept (network, BOX (k.epoch = 1), NULL);
  patient = claimed (fixture);
  g_autofree char *his = g_strdup_printf ("'%s'", patient->seal_kid);
  g_autofree char *both = g_strdup_printf ("'%s',%s", patient->seal_kid, clinical);
  nadi_test_accept (network, BOX (k.recipients = his, k.box = box), NULL);
  value = nadi_test_value (network, "shelf/%s/1", shelf);
  g_assert_nonnull (strstr (value, patient->seal_kid));
  nadi_test_refuse (network, BOX (k.kid = second, k.recipients = his), ERROR (EXISTS));
  nadi_test_refuse (network, BOX (k.epoch = 3, k.kid = second, k.recipients = both), ERROR (EPOCH));
  nadi_test_refuse (network, BOX (k.epoch = 2, k.recipients = both), ERROR (EXISTS));
  nadi_test_refuse (network, BOX (k.epoch = 2, k.kid = second), ERROR (RECIPIENT));
  nadi_test_accept (network, BOX (k.epoch = 2, k.kid = second, k.recipients = both), NULL);
  nadi_test_accept (network, BOX (k.recipients = his), NULL);
  /* The same shelf under another name, and someone else's. */
  nadi_test_refuse (network, BOX (k.section = "emergency", k.recipients = his), ERROR (STATE));
  g_autofree char *stranger = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_patient_register (network, org->doctor, stranger), NULL);
  nadi_test_refuse (network, BOX (k.patient = stranger), ERROR (STATE));
  g_autofree char *theirs = g_strdup_printf ("'%s'", fixture->other->clinical_kid);
  nadi_test_refuse (network, shelf_key (fixture, fixture->other->doctor,
                                        (Key){ shelf, fixture->patient, section, 1, first, NULL, theirs }), ERROR (OWNER));
  /* A box that is another shelf's. */
  g_autofree char *other_shelf = nadi_test_uuid (network), *other_section = nadi_test_hash (network);
  nadi_test_refuse (network, BOX (k.shelf = other_shelf, k.section = other_section, k.box = box, k.recipients = both),
                    ERROR (EXISTS));
#undef BOX
}

/* A recipient must hold the key that is current. */
static void
test_stale_recipients (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *patient = claimed (fixture);
  g_autofree char *shelf = nadi_test_uuid (network), *section = nadi_test_hash (network);
  g_autofree char *old = g_strdup_printf ("'%s','%s'", patient->seal_kid, org->clinical_kid);
  g_autofree char *kid = NULL, *seal = nadi_test_rsa (network, &kid);

  nadi_test_accept (network, nadi_test_role_next (network, org->nurse, org, "clinical", org->doctor), NULL);
  nadi_test_refuse (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                     old }), ERROR (RECIPIENT));
  nadi_test_accept (network, update_patient (fixture, patient, fixture->patient, patient->key, seal), NULL);
  g_autofree char *stale = g_strdup_printf ("'%s','%s'", patient->seal_kid, org->clinical_kid);
  nadi_test_refuse (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                     stale }), ERROR (RECIPIENT));
  g_autofree char *now = g_strdup_printf ("'%s','%s'", kid, org->clinical_kid);
  nadi_test_accept (network, shelf_key (fixture, org->doctor, (Key){ shelf, fixture->patient, section, 1, NULL, NULL,
                                                                     now }), NULL);
}

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *shelf = nadi_test_uuid (network), *again = nadi_test_uuid (network), *value = NULL, *expected = NULL;
  g_autofree char *streams = g_strdup_printf ("h:%s o:%s", shelf, org->id);

  nadi_test_accept (network, nadi_test_shelf_key (network, org->reception, org, shelf, NULL, "directory", 1, NULL),
                    streams);
  nadi_test_refuse (network, nadi_test_shelf_key (network, org->reception, org, again, NULL, "directory", 1, NULL),
                    ERROR (EXISTS));
  value = nadi_test_value (network, "directory/%s", org->id);
  expected = g_strdup_printf ("{\"shelf\":\"%s\"}", shelf);
  g_assert_cmpstr (value, ==, expected);
  nadi_test_accept (network, nadi_test_record_add (network, org->reception, shelf, 1, NULL, NULL, NULL), streams);
}

static void
test_shelf_limits (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *clinical = g_strdup_printf ("'%s'", org->clinical_kid);

  /* The identity shelf is the first of sixteen. */
  for (guint i = 1; i <= 16; i++)
    {
      g_autofree char *shelf = nadi_test_uuid (network), *section = nadi_test_hash (network);
      NadiEvent *event = shelf_key (fixture, org->doctor,
                                    (Key){ shelf, fixture->patient, section, 1, NULL, NULL, clinical });

      if (i < 16)
        nadi_test_accept (network, event, NULL);
      else
        nadi_test_refuse (network, event, ERROR (LIMIT));
    }
  /* Others are not shut out by that. */
  g_autofree char *shelf = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->other->doctor, fixture->other, shelf,
                                                  fixture->patient, "results", 1, NULL), NULL);
}

static void
test_shelf_boxes (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *shelf = nadi_test_uuid (network), *section = nadi_test_hash (network), *kid = nadi_test_hash (network);
  g_autofree char *clinical = g_strdup_printf ("'%s'", org->clinical_kid);
  const Key key = { shelf, fixture->patient, section, 1, kid, NULL, clinical };

  for (guint i = 0; i < 512; i++)
    nadi_test_accept (network, shelf_key (fixture, org->doctor, key), NULL);
  nadi_test_refuse (network, shelf_key (fixture, org->doctor, key), ERROR (LIMIT));
}

#define ADD(path, test) g_test_add ("/contract/patient/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("claim", test_claim);
  ADD ("claim-without-owner", test_claim_without_owner);
  ADD ("false-claims", test_false_claims);
  ADD ("new-keys", test_new_keys);
  ADD ("patients-device", test_patients_device);
  ADD ("new-shelf", test_new_shelf);
  ADD ("entitlement", test_entitlement);
  ADD ("more-boxes", test_more_boxes);
  ADD ("stale-recipients", test_stale_recipients);
  ADD ("directory", test_directory);
  ADD ("shelf-limits", test_shelf_limits);
  ADD ("shelf-boxes", test_shelf_boxes);
  return g_test_run ();
}
