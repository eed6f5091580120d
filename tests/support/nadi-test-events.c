/* Signed events of the test network. */
#include <string.h>

#include "nadi-digest.h"
#include "nadi-jwk.h"
#include "nadi-test-network-private.h"

NadiEvent *
nadi_test_event_as (NadiTestNetwork *network, NadiTestSigner *signer, const char *origin, const char *type,
                    const char *id, gint64 seq, const char *json)
{
  const NadiEventHead head = { type, id, origin, &signer->actor, signer->device, seq, network->time };
  NadiJsonWriter *writer = nadi_event_begin (&head, &network->random.random);
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *jws = NULL;
  g_autoptr (GList) members = NULL;
  JsonObject *object = nadi_json_load_object (text, strlen (text), 65536, &node, &error);
  NadiEvent *event;

  g_assert_no_error (error);
  members = json_object_get_members (object);
  for (GList *member = members; member != NULL; member = member->next)
    {
      g_autofree char *value = json_to_string (json_object_get_member (object, member->data), FALSE);

      nadi_json_put_raw (writer, member->data, value);
    }
  jws = nadi_event_sign (writer, signer->key, &error);
  g_assert_no_error (error);
  event = nadi_event_parse (jws, strlen (jws), &error);
  g_assert_no_error (error);
  return event;
}

NadiEvent *
nadi_test_event (NadiTestNetwork *network, NadiTestSigner *signer, const char *type, const char *members, ...)
{
  g_autofree char *json = NULL;
  va_list args;

  va_start (args, members);
  json = g_strdup_vprintf (members, args);
  va_end (args);
  return nadi_test_event_as (network, signer, NADI_TEST_ORIGIN, type, NULL, ++signer->seq, json);
}

char *
nadi_test_keys_json (const NadiTestSigner *patient)
{
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (patient->key));

  return g_strdup_printf ("{'patient':'%s','sign':'%s','seal':'%s','vault':null}", patient->actor.patient, sign,
                          patient->seal);
}

NadiEvent *
nadi_test_org_admit (NadiTestNetwork *network, const NadiTestOrg *org, const char *statement)
{
  return nadi_test_event (network, network->op, "org.admit", "{'org':'%s','founding':'%s'}", org->id, statement);
}

NadiEvent *
nadi_test_staff_admit (NadiTestNetwork *network, NadiTestSigner *admin, NadiTestSigner *person, const char *name,
                       const char *roles)
{
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (person->key));

  return nadi_test_event (network, admin, "staff.admit",
                          "{'staff':'%s','name':'%s','sign':'%s','seal':'%s','roles':%s}", person->actor.staff, name,
                          sign, person->seal, roles);
}

NadiEvent *
nadi_test_device_admit (NadiTestNetwork *network, NadiTestSigner *admin, NadiTestSigner *person, const char *kind)
{
  g_autofree char *key = nadi_verify_key_to_text (nadi_signing_key_public (person->device_key));

  return nadi_test_event (network, admin, "device.admit", "{'subject':'%s','key':'%s','kind':'%s'}", person->device, key,
                          kind);
}

static NadiEvent *
role_event (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *role, NadiTestSigner *holder)
{
  gboolean is_clinical = g_str_equal (role, "clinical");
  g_autofree char *box = nadi_test_cid (network);

  return nadi_test_event (network, by, "role.key",
                          "{'role':'%s','epoch':%" G_GINT64_FORMAT ",'key':'%s','kid':'%s','box':'%s','recipients':['%s']}",
                          role, is_clinical ? org->clinical_epoch : org->desk_epoch,
                          is_clinical ? org->clinical : org->desk, is_clinical ? org->clinical_kid : org->desk_kid, box,
                          holder->seal_kid);
}

NadiEvent *
nadi_test_role_box (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *role,
                    NadiTestSigner *holder)
{
  return role_event (network, by, org, role, holder);
}

NadiEvent *
nadi_test_role_next (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *role,
                     NadiTestSigner *holder)
{
  gboolean is_clinical = g_str_equal (role, "clinical");
  char **key = is_clinical ? &org->clinical : &org->desk;
  char **kid = is_clinical ? &org->clinical_kid : &org->desk_kid;

  g_clear_pointer (key, g_free);
  g_clear_pointer (kid, g_free);
  *key = nadi_test_rsa (network, kid);
  (*(is_clinical ? &org->clinical_epoch : &org->desk_epoch))++;
  return role_event (network, by, org, role, holder);
}

NadiEvent *
nadi_test_patient_register (NadiTestNetwork *network, NadiTestSigner *by, const char *patient)
{
  g_autofree char *number = nadi_test_hash (network), *label = nadi_test_hash (network);

  return nadi_test_event (network, by, "patient.register",
                          "{'patient':'%s','number':'%s','label':'%s','sign':null,'seal':null,'vault':null}", patient,
                          number, label);
}

static char *
section_name (const char *section)
{
  NadiHash hash;

  if (g_str_equal (section, "identity") || g_str_equal (section, "emergency") || g_str_equal (section, "directory"))
    return g_strdup (section);
  nadi_sha256 ((const guint8 *) section, strlen (section), &hash);
  return nadi_hash_to_text (&hash);
}

NadiEvent *
nadi_test_shelf_key (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *shelf,
                     const char *patient, const char *section, gint64 epoch, NadiTestSigner *claimant)
{
  gboolean treats = nadi_test_org_treats (org);
  gboolean with_desk = g_str_equal (section, "identity") || g_str_equal (section, "directory");
  g_autofree char *kid = nadi_test_hash (network), *box = nadi_test_cid (network), *name = section_name (section);
  g_autofree char *quoted = patient == NULL ? g_strdup ("null") : g_strdup_printf ("'%s'", patient);
  g_autoptr (GString) recipients = g_string_new (NULL);

  if (treats)
    g_string_append_printf (recipients, ",'%s'", org->clinical_kid);
  if (with_desk)
    g_string_append_printf (recipients, ",'%s'", org->desk_kid);
  if (claimant != NULL)
    g_string_append_printf (recipients, ",'%s'", claimant->seal_kid);
  return nadi_test_event (network, by, "shelf.key",
                          "{'shelf':'%s','patient':%s,'section':'%s','epoch':%" G_GINT64_FORMAT
                          ",'kid':'%s','box':'%s','recipients':[%s]}",
                          shelf, quoted, name, epoch, kid, box, recipients->str + 1);
}

/* The members of record.add; NULL ids are made up. */
static char *
record_members (NadiTestNetwork *network, const char *shelf, gint64 epoch, const char *record, const char *version,
                const char *cid)
{
  g_autofree char *new_record = nadi_test_uuid (network), *new_version = nadi_test_uuid (network);
  g_autofree char *new_cid = nadi_test_cid (network), *commitment = nadi_test_hash (network);

  return g_strdup_printf ("'shelf':'%s','epoch':%" G_GINT64_FORMAT
                          ",'record':'%s','version':'%s','date':20454,'cids':['%s'],'commitment':'%s'",
                          shelf, epoch, record != NULL ? record : new_record, version != NULL ? version : new_version,
                          cid != NULL ? cid : new_cid, commitment);
}

NadiEvent *
nadi_test_record_add (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf, gint64 epoch, const char *record,
                      const char *version, const char *cid)
{
  g_autofree char *members = record_members (network, shelf, epoch, record, version, cid);

  return nadi_test_event (network, by, "record.add", "{%s}", members);
}

NadiEvent *
nadi_test_record_amend (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf, gint64 epoch,
                        const char *record, const char *version, const char *replaces)
{
  g_autofree char *members = record_members (network, shelf, epoch, record, version, NULL);

  return nadi_test_event (network, by, "record.amend", "{%s,'replaces':['%s']}", members, replaces);
}

NadiEvent *
nadi_test_access_read (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf)
{
  return nadi_test_event (network, by, "access.read", "{'shelves':['%s'],'purpose':'%s','offline':false}", shelf,
                          by->actor.patient != NULL ? "PATRQT" : "CAREMGT");
}

NadiEvent *
nadi_test_approve (NadiTestNetwork *network, NadiTestSigner *by, const char *event)
{
  return nadi_test_event (network, by, "approve", "{'event':'%s'}", event);
}
