/* Staff, devices and role keys; and what comes late from those who have gone. */
#include <string.h>

#include "nadi-jwk.h"
#include "nadi-test-network.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name
#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org, *other;
  char *patient, *shelf, *record, *version;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (31);

  nadi_test_network_start (network);
  fixture->org = &network->orgs[0];
  fixture->other = &network->orgs[1];
  fixture->patient = nadi_test_uuid (network);
  fixture->shelf = nadi_test_uuid (network);
  fixture->record = nadi_test_uuid (network);
  fixture->version = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_patient_register (network, fixture->org->reception, fixture->patient), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, fixture->org->doctor, fixture->org, fixture->shelf,
                                                  fixture->patient, "results", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, fixture->org->doctor, fixture->shelf, 1, fixture->record,
                                                   fixture->version, NULL), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
  g_free (fixture->patient);
  g_free (fixture->shelf);
  g_free (fixture->record);
  g_free (fixture->version);
}

static NadiEvent *
update (Fixture *fixture, NadiTestSigner *by, NadiTestSigner *person, const char *name, const char *roles,
        NadiSigningKey *sign, const char *seal)
{
  g_autofree char *text = nadi_verify_key_to_text (nadi_signing_key_public (sign));

  return nadi_test_event (fixture->network, by, "staff.update",
                          "{'staff':'%s','name':'%s','sign':'%s','seal':'%s','roles':%s}", person->actor.staff, name,
                          text, seal, roles);
}

static NadiEvent *
remove_staff (Fixture *fixture, NadiTestSigner *person, const char *compromised)
{
  return nadi_test_event (fixture->network, fixture->org->admin, "staff.remove", "{'staff':'%s','compromised':%s}",
                          person->actor.staff, compromised);
}

static NadiEvent *
remove_device (Fixture *fixture, const char *device, const char *compromised)
{
  return nadi_test_event (fixture->network, fixture->org->admin, "device.remove", "{'subject':'%s','compromised':%s}",
                          device, compromised);
}

static void
test_admit (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *admin = fixture->org->admin, *person = nadi_test_staff_new (network, fixture->org->id);
  NadiTestSigner *twin = nadi_test_staff_new (network, fixture->org->id);
  g_autofree char *streams = g_strdup_printf ("o:%s", fixture->org->id), *seal = g_strdup (person->seal);

  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "[]"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "['surgeon']"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "['nurse','nurse']"), ERROR (FORM));
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "", "['nurse']"), ERROR (FORM));
  person->seal[511] = 'A'; /* even */
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "['nurse']"), ERROR (FORM));
  person->seal[342] = '\0'; /* 2048 bits */
  person->seal[341] = 'B';
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "['nurse']"), ERROR (FORM));
  memcpy (person->seal, seal, 513);
  nadi_test_accept (network, nadi_test_staff_admit (network, admin, person, "New", "['nurse','machine']"), streams);
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, person, "New", "['nurse']"), ERROR (EXISTS));
  /* The same person with other keys, another person with the same key. */
  memcpy (twin->actor.staff, person->actor.staff, 36);
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, twin, "Twin", "['nurse']"), ERROR (EXISTS));
  g_free (twin->actor.staff);
  twin->actor.staff = nadi_test_uuid (network);
  g_free (twin->seal);
  twin->seal = g_strdup (person->seal);
  nadi_test_refuse (network, nadi_test_staff_admit (network, admin, twin, "Twin", "['nurse']"), ERROR (EXISTS));
  /* Another organisation may have a key of the same name: it opens nothing of this one. */
  nadi_test_accept (network, nadi_test_staff_admit (network, fixture->other->admin, twin, "Twin", "['nurse']"), NULL);
}

static void
test_update (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *nurse = org->nurse;
  g_autofree char *kid = NULL, *seal = nadi_test_rsa (network, &kid), *old = NULL, *new = NULL;
  g_autoptr (NadiSigningKey) sign = nadi_signing_key_new (&network->random.random);
  NadiTestSigner *stranger = nadi_test_staff_new (network, org->id);

  nadi_test_refuse (network, update (fixture, org->admin, stranger, "X", "['nurse']", sign, seal), ERROR (UNKNOWN));
  nadi_test_refuse (network, update (fixture, org->doctor, nurse, "Nurse", "['nurse']", sign, seal), ERROR (ROLE));
  nadi_test_refuse (network, update (fixture, nurse, nurse, "Doctor", "['nurse']", sign, seal), ERROR (ROLE));
  nadi_test_refuse (network, update (fixture, nurse, nurse, "Nurse", "['doctor']", sign, seal), ERROR (ROLE));
  nadi_test_refuse (network, update (fixture, nurse, nurse, "Nurse", "['nurse']", sign, org->doctor->seal),
                    ERROR (EXISTS));
  old = g_strdup_printf ("seal/%s/%s", org->id, nurse->seal_kid);
  new = g_strdup_printf ("seal/%s/%s", org->id, kid);
  g_assert_nonnull (nadi_map_lookup (network->state, old));
  nadi_test_accept (network, update (fixture, nurse, nurse, "Nurse", "['nurse']", sign, seal), NULL);
  g_assert_null (nadi_map_lookup (network->state, old));
  g_assert_nonnull (nadi_map_lookup (network->state, new));
  /* The old key is nobody's now. */
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiEvent) event = nadi_test_access_read (network, nurse, fixture->shelf);
  g_assert_null (nadi_contract_apply (network->state, event, nadi_signing_key_public (nurse->key), network->time,
                                      network->height, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (SIGNER));
  nadi_signing_key_unref (nurse->key);
  nurse->key = nadi_signing_key_ref (sign);
  nadi_test_accept (network, nadi_test_access_read (network, nurse, fixture->shelf), NULL);
  /* An administrator gives another role, and the person may do its work at once. */
  nadi_test_accept (network, update (fixture, org->admin, nurse, "Clerk", "['reception']", sign, seal), NULL);
  nadi_test_refuse (network, nadi_test_access_read (network, nurse, fixture->shelf), ERROR (ROLE));
}

static void
test_last_administrator (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;

  nadi_test_refuse (network, remove_staff (fixture, org->admin, "null"), ERROR (STATE));
  nadi_test_refuse (network, remove_staff (fixture, org->admin, "1"), ERROR (STATE));
  nadi_test_refuse (network, update (fixture, org->admin, org->admin, "A", "['doctor']", org->admin->key,
                                     org->admin->seal), ERROR (STATE));
  nadi_test_accept (network, update (fixture, org->admin, org->doctor, "D", "['doctor','administrator']",
                                     org->doctor->key, org->doctor->seal), NULL);
  nadi_test_accept (network, update (fixture, org->doctor, org->admin, "A", "['auditor']", org->admin->key,
                                     org->admin->seal), NULL);
  nadi_test_refuse (network, remove_staff (fixture, org->nurse, "null"), ERROR (ROLE));
  nadi_test_refuse (network, update (fixture, org->doctor, org->doctor, "D", "['doctor']", org->doctor->key,
                                     org->doctor->seal), ERROR (STATE));
  nadi_test_accept (network, nadi_test_event (network, org->doctor, "staff.remove", "{'staff':'%s','compromised':null}",
                                              org->admin->actor.staff), NULL);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *future = g_strdup_printf ("%" G_GINT64_FORMAT, network->time + 1);
  g_autofree char *keyid = g_strdup_printf ("%s/%s", fixture->org->id, fixture->org->nurse->actor.staff);
  NadiVerifyKey key;

  nadi_test_refuse (network, remove_staff (fixture, fixture->other->nurse, "null"), ERROR (UNKNOWN));
  nadi_test_refuse (network, remove_staff (fixture, fixture->org->nurse, future), ERROR (FORM));
  nadi_test_refuse (network, remove_staff (fixture, fixture->org->nurse, "'now'"), ERROR (FORM));
  g_assert_true (nadi_contract_person_key (network->state, keyid, network->time, &key, NULL));
  nadi_test_accept (network, remove_staff (fixture, fixture->org->nurse, "null"), NULL);
  g_assert_false (nadi_contract_person_key (network->state, keyid, network->time, &key, NULL));
  nadi_test_refuse (network, remove_staff (fixture, fixture->org->nurse, "null"), ERROR (STATE));
  nadi_test_refuse (network, update (fixture, fixture->org->admin, fixture->org->nurse, "N", "['nurse']",
                                     fixture->org->nurse->key, fixture->org->nurse->seal), ERROR (STATE));
  /* Found out later that the key was stolen. */
  nadi_test_accept (network, remove_staff (fixture, fixture->org->nurse, "1"), NULL);
  nadi_test_refuse (network, remove_staff (fixture, fixture->org->nurse, "2"), ERROR (STATE));
}

/* A removed author's record waits for a colleague, then it is there, under whatever epoch it was sealed. */
static void
test_countersigned (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *record = nadi_test_uuid (network), *version = nadi_test_uuid (network);
  g_autofree char *streams = g_strdup_printf ("h:%s p:%s o:%s", fixture->shelf, fixture->patient, org->id);
  g_autofree char *value = NULL, *author = NULL;
  NadiEvent *event;

  nadi_test_accept (network, remove_staff (fixture, org->doctor, "null"), NULL);
  nadi_test_accept (network, nadi_test_role_next (network, org->admin, org, "clinical", org->nurse), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, org->nurse, org, fixture->shelf, fixture->patient, "results",
                                                  2, NULL), NULL);
  nadi_test_network_next_block (network, 7 * DAY);
  event = nadi_test_record_add (network, org->doctor, fixture->shelf, 1, record, version, NULL);
  g_autofree char *id = g_strdup (nadi_event_id (event));
  nadi_test_accept_late (network, event, streams);
  g_assert_null (nadi_test_value (network, "version/%s", version));
  nadi_test_refuse (network, nadi_test_approve (network, org->doctor, id), ERROR (SIGNER));
  nadi_test_refuse (network, nadi_test_approve (network, org->reception, id), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_approve (network, org->admin, id), ERROR (ROLE));
  nadi_test_refuse (network, nadi_test_approve (network, fixture->other->doctor, id), ERROR (OWNER));
  nadi_test_accept_late (network, nadi_test_approve (network, org->nurse, id), streams);
  value = nadi_test_value (network, "version/%s", version);
  author = g_strdup_printf ("\"author\":\"%s/%s\"", org->id, org->doctor->actor.staff);
  g_assert_nonnull (strstr (value, author));
  nadi_test_refuse (network, nadi_test_approve (network, org->nurse, id), ERROR (UNKNOWN));
  /* The same content for the present epoch, by the countersigner. */
  g_autofree char *cid = nadi_test_cid (network);
  nadi_test_accept (network, nadi_test_event (network, org->nurse, "record.reseal",
                                              "{'shelf':'%s','epoch':2,'version':'%s','cids':['%s']}", fixture->shelf,
                                              version, cid), streams);
  nadi_test_network_next_block (network, 1);
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL),
                    ERROR (SIGNER));
}

static void
test_late_rules_hold (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *cid = nadi_test_cid (network), *patient = nadi_test_uuid (network), *tag = nadi_test_hash (network);

  nadi_test_accept (network, remove_staff (fixture, org->doctor, "null"), NULL);
  /* Only what someone without a connection may have done. */
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "record.reseal",
                                              "{'shelf':'%s','epoch':1,'version':'%s','cids':['%s']}", fixture->shelf,
                                              fixture->version, cid), ERROR (SIGNER));
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "number.reserve", "{'tags':['%s']}", tag),
                    ERROR (SIGNER));
  /* The rules of the type hold, and an epoch that never was is none. */
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 2, NULL, NULL, NULL),
                    ERROR (EPOCH));
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, fixture->record, NULL, NULL),
                    ERROR (EXISTS));
  nadi_test_accept_late (network, nadi_test_patient_register (network, org->doctor, patient), NULL);
  g_assert_null (nadi_test_value (network, "patient/%s", patient));
  /* Reads: those made offline only. */
  nadi_test_refuse (network, nadi_test_access_read (network, org->doctor, fixture->shelf), ERROR (SIGNER));
  nadi_test_accept_late (network, nadi_test_event (network, org->doctor, "access.read",
                                                   "{'shelves':['%s'],'purpose':'CAREMGT','offline':true}",
                                                   fixture->shelf), NULL);
}

/* A shelf that was made offline, with a role key that has moved on since. */
static void
test_late_shelf (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *shelf = nadi_test_uuid (network);
  NadiEvent *event;

  event = nadi_test_shelf_key (network, org->doctor, org, shelf, fixture->patient, "documents", 1, NULL);
  g_autofree char *id = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, remove_staff (fixture, org->doctor, "null"), NULL);
  nadi_test_accept (network, nadi_test_role_next (network, org->admin, org, "clinical", org->nurse), NULL);
  nadi_test_accept_late (network, event, NULL);
  nadi_test_accept_late (network, nadi_test_approve (network, org->nurse, id), NULL);
  /* The next epoch is due at once. */
  nadi_test_refuse (network, nadi_test_record_add (network, org->nurse, shelf, 1, NULL, NULL, NULL), ERROR (EPOCH));
  nadi_test_accept (network, nadi_test_shelf_key (network, org->nurse, org, shelf, fixture->patient, "documents", 2,
                                                  NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, org->nurse, shelf, 2, NULL, NULL, NULL), NULL);
}

static void
test_compromised (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiEvent *event = nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL);
  g_autofree char *id = g_strdup (nadi_event_id (event));

  nadi_test_accept (network, remove_staff (fixture, org->doctor, "null"), NULL);
  nadi_test_accept_late (network, event, NULL);
  nadi_test_accept (network, remove_staff (fixture, org->doctor, "0"), NULL);
  /* What waits, waits for ever; what comes is refused. */
  nadi_test_refuse (network, nadi_test_approve (network, org->nurse, id), ERROR (SIGNER));
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL),
                    ERROR (SIGNER));
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "access.read",
                                              "{'shelves':['%s'],'purpose':'CAREMGT','offline':true}", fixture->shelf),
                    ERROR (SIGNER));
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  NadiTestSigner *person = nadi_test_staff_new (network, org->id);
  g_autofree char *key = nadi_test_hash (network), *value = NULL, *unknown = nadi_test_uuid (network);

  nadi_test_refuse (network, nadi_test_device_admit (network, org->admin, person, "toaster"), ERROR (FORM));
  nadi_test_accept (network, nadi_test_device_admit (network, org->admin, person, "kiosk"), NULL);
  nadi_test_refuse (network, nadi_test_device_admit (network, org->admin, person, "kiosk"), ERROR (EXISTS));
  /* Device ids are of the whole network: a patient signs with one, and it must say whose desk that was. */
  nadi_test_refuse (network, nadi_test_device_admit (network, fixture->other->admin, person, "kiosk"), ERROR (EXISTS));
  nadi_test_accept (network, nadi_test_event (network, org->admin, "device.update",
                                              "{'subject':'%s','key':'%s','kind':'server'}", person->device, key), NULL);
  value = nadi_test_value (network, "device/%s/%s", org->id, person->device);
  g_assert_nonnull (strstr (value, key));
  nadi_test_refuse (network, nadi_test_event (network, org->admin, "device.update",
                                              "{'subject':'%s','key':'%s','kind':'server'}", unknown, key),
                    ERROR (UNKNOWN));
  nadi_test_refuse (network, nadi_test_event (network, org->admin, "device.update",
                                              "{'subject':'%s','key':'%s','kind':'server'}",
                                              fixture->other->doctor->device, key), ERROR (UNKNOWN));
  nadi_test_accept (network, remove_device (fixture, person->device, "null"), NULL);
  nadi_test_refuse (network, remove_device (fixture, person->device, "null"), ERROR (STATE));
  nadi_test_refuse (network, nadi_test_event (network, org->admin, "device.update",
                                              "{'subject':'%s','key':'%s','kind':'server'}", person->device, key),
                    ERROR (STATE));
  nadi_test_refuse (network, remove_device (fixture, unknown, "null"), ERROR (UNKNOWN));
}

static void
assert_device_key (Fixture *fixture, gboolean reading, gboolean posting)
{
  NadiTestNetwork *network = fixture->network;
  g_autofree char *keyid = g_strdup_printf ("%s/%s", fixture->org->id, fixture->org->doctor->device);
  NadiVerifyKey key;

  g_assert_cmpint (nadi_contract_device_key (network->state, keyid, network->time, FALSE, &key, NULL), ==, reading);
  g_assert_cmpint (nadi_contract_device_key (network->state, keyid, network->time, TRUE, &key, NULL), ==, posting);
  if (reading || posting)
    g_assert_cmpmem (key.bytes, 32, nadi_signing_key_public (fixture->org->doctor->device_key)->bytes, 32);
}

/* Seven days for what was done before, and for nothing else. */
static void
test_removed_device (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *tag = nadi_test_hash (network);

  assert_device_key (fixture, TRUE, TRUE);
  nadi_test_accept (network, remove_device (fixture, org->doctor->device, "null"), NULL);
  assert_device_key (fixture, FALSE, TRUE);
  nadi_test_accept_late (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL), NULL);
  nadi_test_refuse (network, nadi_test_event (network, org->doctor, "number.reserve", "{'tags':['%s']}", tag),
                    ERROR (DEVICE));
  nadi_test_network_next_block (network, 7 * DAY);
  assert_device_key (fixture, FALSE, TRUE);
  nadi_test_accept_late (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL), NULL);
  nadi_test_network_next_block (network, 1);
  assert_device_key (fixture, FALSE, FALSE);
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL),
                    ERROR (DEVICE));
}

static void
test_compromised_device (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;

  nadi_test_accept (network, remove_device (fixture, org->doctor->device, "null"), NULL);
  nadi_test_accept (network, remove_device (fixture, org->doctor->device, "5"), NULL);
  assert_device_key (fixture, FALSE, FALSE);
  nadi_test_refuse (network, nadi_test_record_add (network, org->doctor, fixture->shelf, 1, NULL, NULL, NULL),
                    ERROR (DEVICE));
}

static void
test_keyids (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "", "/", "patient/", "org/x", "../net", "patient/../net", "validator/v1" };
  NadiMap *state = fixture->network->state;
  NadiVerifyKey key;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (nadi_contract_device_key (state, wrong[i], 1, TRUE, &key, &error));
      g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (FORM));
      g_clear_error (&error);
      g_assert_false (nadi_contract_person_key (state, wrong[i], 1, &key, &error));
      g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (FORM));
    }
  g_autofree char *unclaimed = g_strdup_printf ("patient/%s", fixture->patient);
  g_autoptr (GError) error = NULL;
  g_assert_false (nadi_contract_person_key (state, unclaimed, 1, &key, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, ERROR (SIGNER));
}

static NadiEvent *
role_key (Fixture *fixture, NadiTestSigner *by, const char *role, gint64 epoch, const char *key, const char *kid,
          const char *recipient)
{
  g_autofree char *box = nadi_test_cid (fixture->network);

  return nadi_test_event (fixture->network, by, "role.key",
                          "{'role':'%s','epoch':%" G_GINT64_FORMAT ",'key':'%s','kid':'%s','box':'%s','recipients':['%s']}",
                          role, epoch, key, kid, box, recipient);
}

static void
test_role_key (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  const char *nurse = org->nurse->seal_kid;
  g_autofree char *kid = NULL, *key = nadi_test_rsa (network, &kid), *unknown = nadi_test_hash (network);
  g_autofree char *streams = g_strdup_printf ("o:%s", org->id);

  nadi_test_refuse (network, role_key (fixture, org->doctor, "office", 2, key, kid, nurse), ERROR (FORM));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, key, unknown, nurse), ERROR (FORM));
  nadi_test_refuse (network, role_key (fixture, org->reception, "clinical", 2, key, kid, nurse), ERROR (ROLE));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, key, kid, unknown), ERROR (RECIPIENT));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, key, kid, org->reception->seal_kid),
                    ERROR (RECIPIENT));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, key, kid, fixture->other->nurse->seal_kid),
                    ERROR (RECIPIENT));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 3, key, kid, nurse), ERROR (EPOCH));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 1, key, kid, nurse), ERROR (EXISTS));
  /* Another organisation's key, and another role's. */
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, fixture->other->clinical,
                                       fixture->other->clinical_kid, nurse), ERROR (EXISTS));
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, org->desk, org->desk_kid, nurse),
                    ERROR (EXISTS));
  nadi_test_accept (network, role_key (fixture, org->doctor, "clinical", 2, key, kid, nurse), streams);
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 1, org->clinical, org->clinical_kid, nurse),
                    ERROR (EPOCH));
  nadi_test_accept (network, role_key (fixture, org->nurse, "clinical", 2, key, kid, org->admin->seal_kid), streams);
  nadi_test_accept (network, role_key (fixture, org->reception, "front-desk", 1, org->desk, org->desk_kid,
                                       org->reception->seal_kid), NULL);
  /* Someone removed is no recipient. */
  nadi_test_accept (network, remove_staff (fixture, org->nurse, "null"), NULL);
  nadi_test_refuse (network, role_key (fixture, org->doctor, "clinical", 2, key, kid, nurse), ERROR (RECIPIENT));
}

static void
test_role_key_boxes (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *org = fixture->org;
  g_autofree char *value = nadi_test_value (network, "role/%s/clinical/1", org->id);
  guint boxes = 0;

  for (const char *p = value; (p = strstr (p, "bafkrei")) != NULL; p++)
    boxes++;
  for (; boxes < 512; boxes++)
    nadi_test_accept (network, nadi_test_role_box (network, org->doctor, org, "clinical", org->nurse), NULL);
  nadi_test_refuse (network, nadi_test_role_box (network, org->doctor, org, "clinical", org->nurse), ERROR (LIMIT));
}

#define ADD(path, test) g_test_add ("/contract/staff/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("admit", test_admit);
  ADD ("update", test_update);
  ADD ("last-administrator", test_last_administrator);
  ADD ("remove", test_remove);
  ADD ("countersigned", test_countersigned);
  ADD ("late-rules-hold", test_late_rules_hold);
  ADD ("late-shelf", test_late_shelf);
  ADD ("compromised", test_compromised);
  ADD ("devices", test_devices);
  ADD ("removed-device", test_removed_device);
  ADD ("compromised-device", test_compromised_device);
  ADD ("keyids", test_keyids);
  ADD ("role-key", test_role_key);
  ADD ("role-key-boxes", test_role_key_boxes);
  return g_test_run ();
}
