/* Random days of a network, mostly right and sometimes wrong, judged by the contract. One line of JSON an event: what was
 * signed, by which key, when, and the verdict. contract-oracle.py judges them again.
 *
 *   contract-random SEED EVENTS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-jwk.h"
#include "nadi-test-network-private.h"

#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  char *id, *patient, *section, *kid;
  guint org;
  gint64 epoch;
} Shelf;

typedef struct
{
  char *id, *version;
  Shelf *shelf;
} Version;

typedef struct
{
  NadiTestNetwork *network;
  NadiRandom *random;
  GPtrArray *orgs;           /* NadiTestOrg */
  GPtrArray *patients;       /* NadiTestSigner, claimed or not */
  GPtrArray *shelves;        /* Shelf */
  GPtrArray *versions;       /* Version */
  GPtrArray *gone;           /* NadiTestSigner, removed staff */
  GPtrArray *pending, *tags, *cids, *old_kids;
  char *netkid[2];
  gint64 netepoch[2];
} World;

static gboolean
chance (World *world, guint n)
{
  return nadi_random_below (world->random, n) == 0;
}

static gpointer
pick (World *world, GPtrArray *array)
{
  return array->len == 0 ? NULL : g_ptr_array_index (array, nadi_random_below (world->random, array->len));
}

static char *
keep (GPtrArray *array, char *text)
{
  g_ptr_array_add (array, text);
  return text;
}

static NadiTestOrg *
pick_org (World *world)
{
  return pick (world, world->orgs);
}

static NadiTestSigner *
pick_staff (World *world, NadiTestOrg *org, const char *roles)
{
  NadiTestSigner *signers[] = { org->admin, org->doctor, org->nurse, org->reception };
  const char *letters = "adnr";

  if (chance (world, 12))
    return pick (world, world->network->signers);
  if (world->gone->len > 0 && chance (world, 10))
    return pick (world, world->gone);
  for (;;)
    {
      guint i = nadi_random_below (world->random, 4);

      if (strchr (roles, letters[i]) != NULL)
        return signers[i];
    }
}

static gint64
or_near (World *world, gint64 right)
{
  return chance (world, 15) ? right + (gint64) nadi_random_below (world->random, 3) - 1 : right;
}

static char *
fresh_cid (World *world)
{
  const char *known = chance (world, 20) ? pick (world, world->cids) : NULL;

  return known != NULL ? g_strdup (known) : g_strdup (keep (world->cids, nadi_test_cid (world->network)));
}

static const char *
null_or_quoted (World *world, const char *text, char **owned)
{
  return *owned = text == NULL ? g_strdup ("null") : g_strdup_printf ("'%s'", text);
}

/* A member lost, doubled under another name, or of another type. */
static char *
damage (World *world, const char *json)
{
  static const char *const values[] = { "null", "0", "-1", "\"\"", "[]", "{}", "true", "9007199254740992", "\"x\"" };
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (text, strlen (text), 65536, &node, NULL);
  g_autoptr (GList) members = json_object_get_members (object);
  const char *member = g_list_nth_data (members, nadi_random_below (world->random, g_list_length (members)));
  const char *value = values[nadi_random_below (world->random, G_N_ELEMENTS (values))];

  switch (nadi_random_below (world->random, 4))
    {
    case 0:
      json_object_remove_member (object, member);
      break;
    case 1:
      json_object_set_int_member (object, "extra", 1);
      break;
    default:
      json_object_set_member (object, member, json_from_string (value, NULL));
      break;
    }
  return json_to_string (node, FALSE);
}

static void
print_event (World *world, NadiEvent *event, NadiTestSigner *signer, NadiVerdict *verdict, GError *error)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), nadi_event_payload (event));
  g_autofree char *payload = json_to_string (node, FALSE);
  g_autofree char *key = nadi_verify_key_to_text (nadi_signing_key_public (signer->key));

  printf ("{\"payload\":%s,\"key\":\"%s\",\"time\":%" G_GINT64_FORMAT ",\"height\":%" G_GINT64_FORMAT, payload, key,
          world->network->time, world->network->height);
  printf (",\"accepted\":%s,\"word\":\"%s\",\"late\":%s,\"streams\":[", verdict != NULL ? "true" : "false",
          verdict != NULL ? "" : nadi_contract_error_word (error), verdict != NULL && verdict->late ? "true" : "false");
  for (guint i = 0; verdict != NULL && i < verdict->streams->len; i++)
    printf ("%s\"%s\"", i > 0 ? "," : "", (char *) g_ptr_array_index (verdict->streams, i));
  printf ("]}\n");
}

static gboolean
judge (World *world, NadiEvent *event, NadiTestSigner *signer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiVerdict) verdict = nadi_test_network_apply (world->network, event, &error);

  print_event (world, event, signer, verdict, error);
  if (verdict == NULL)
    return FALSE;
  for (guint i = 0; i < verdict->changes->len; i++)
    {
      NadiChange *change = g_ptr_array_index (verdict->changes, i);

      if (g_str_has_prefix (change->key, "pending/") && change->value != NULL)
        keep (world->pending, g_strdup (change->key + 8));
    }
  return TRUE;
}

/* TRUE: accepted. */
static gboolean G_GNUC_PRINTF (4, 5)
post (World *world, NadiTestSigner *signer, const char *type, const char *format, ...)
{
  g_autofree char *json = NULL, *damaged = NULL;
  const char *origin = chance (world, 80) ? "other.example" : NADI_TEST_ORIGIN;
  char *device = signer->device;
  g_autoptr (NadiEvent) event = NULL;
  va_list args;

  va_start (args, format);
  json = g_strdup_vprintf (format, args);
  va_end (args);
  if (chance (world, 25))
    damaged = damage (world, json);
  if (device == NULL || (chance (world, 50) && !signer->actor.is_operator))
    {
      NadiTestSigner *other = pick_org (world)->doctor;

      signer->device = other->device;
    }
  event = nadi_test_event_as (world->network, signer, origin, type, NULL,
                              chance (world, 50) ? signer->seq : ++signer->seq, damaged != NULL ? damaged : json);
  signer->device = device;
  return judge (world, event, signer) && damaged == NULL;
}

static void
do_register (World *world)
{
  NadiTestOrg *org = pick_org (world);
  NadiTestSigner *by = pick_staff (world, org, "dnr"), *known = pick (world, world->patients);
  g_autofree char *id = known != NULL && chance (world, 20) ? g_strdup (known->actor.patient) : nadi_test_uuid (world->network);
  g_autofree char *label = nadi_test_hash (world->network), *sign = NULL, *seal = NULL, *vault = NULL, *cid = NULL;
  const char *tag = chance (world, 3) ? pick (world, world->tags) : NULL;
  NadiTestSigner *patient = nadi_test_patient_new (world->network, id, org->reception->device);
  g_autofree char *key = nadi_verify_key_to_text (nadi_signing_key_public (patient->key));
  gboolean claimed = chance (world, 3);

  if (tag == NULL)
    tag = keep (world->tags, nadi_test_hash (world->network));
  cid = chance (world, 2) ? fresh_cid (world) : NULL;
  if (post (world, by, "patient.register",
            "{'patient':'%s','number':'%s','label':'%s','sign':%s,'seal':%s,'vault':%s}", id, tag, label,
            null_or_quoted (world, claimed ? key : NULL, &sign),
            null_or_quoted (world, claimed || chance (world, 30) ? patient->seal : NULL, &seal),
            null_or_quoted (world, cid, &vault)))
    g_ptr_array_add (world->patients, patient);
}

static void
do_reserve (World *world)
{
  NadiTestSigner *by = pick_staff (world, pick_org (world), "dnr");
  g_autofree char *one = nadi_test_hash (world->network);
  const char *two = chance (world, 6) ? pick (world, world->tags) : NULL;
  g_autofree char *other = two != NULL ? g_strdup (two) : nadi_test_hash (world->network);

  if (post (world, by, "number.reserve", "{'tags':['%s','%s']}", one, other))
    {
      keep (world->tags, g_strdup (one));
      keep (world->tags, g_strdup (other));
    }
}

static char *
recipients_of (World *world, NadiTestOrg *org, NadiTestSigner *patient, const char *section)
{
  GString *list = g_string_new (NULL);
  gboolean desk = g_str_equal (section, "identity") || g_str_equal (section, "directory");

  if (!chance (world, 20))
    g_string_append_printf (list, "'%s',", chance (world, 20) ? pick_org (world)->clinical_kid : org->clinical_kid);
  if (desk != chance (world, 20))
    g_string_append_printf (list, "'%s',", org->desk_kid);
  if (world->old_kids->len > 0 && chance (world, 15))
    g_string_append_printf (list, "'%s',", (char *) pick (world, world->old_kids));
  if (patient != NULL && !chance (world, 4))
    g_string_append_printf (list, "'%s',", patient->seal_kid);
  if (list->len > 0)
    g_string_truncate (list, list->len - 1);
  return g_string_free (list, FALSE);
}

static guint
org_index (World *world, NadiTestOrg *org)
{
  guint i = 0;

  g_ptr_array_find (world->orgs, org, &i);
  return i;
}

static void
do_new_shelf (World *world)
{
  static const char *const plain[] = { "identity", "identity", "emergency", "directory" };
  NadiTestOrg *org = pick_org (world);
  g_autofree char *hash = nadi_test_hash (world->network);
  const char *section = chance (world, 2) ? plain[nadi_random_below (world->random, 4)] : hash;
  NadiTestSigner *patient = g_str_equal (section, "directory") != chance (world, 20) ? NULL : pick (world, world->patients);
  NadiTestSigner *by = pick_staff (world, org, g_str_equal (section, "identity") ? "dnr" : "dn");
  g_autofree char *recipients = recipients_of (world, org, patient, section), *quoted = NULL, *box = fresh_cid (world);
  Shelf *shelf = g_new0 (Shelf, 1);

  *shelf = (Shelf){ nadi_test_uuid (world->network), patient != NULL ? g_strdup (patient->actor.patient) : NULL,
                    g_strdup (section), nadi_test_hash (world->network), org_index (world, org), 1 };
  if (post (world, by, "shelf.key",
            "{'shelf':'%s','patient':%s,'section':'%s','epoch':%" G_GINT64_FORMAT ",'kid':'%s','box':'%s','recipients':[%s]}",
            shelf->id, null_or_quoted (world, shelf->patient, &quoted), section, or_near (world, 1), shelf->kid, box,
            recipients))
    g_ptr_array_add (world->shelves, shelf);
  else
    {
      g_free (shelf->id);
      g_free (shelf->patient);
      g_free (shelf->section);
      g_free (shelf->kid);
      g_free (shelf);
    }
}

static NadiTestSigner *
find_patient (World *world, const char *id)
{
  for (guint i = 0; i < world->patients->len; i++)
    {
      NadiTestSigner *patient = g_ptr_array_index (world->patients, i);

      if (g_strcmp0 (patient->actor.patient, id) == 0)
        return patient;
    }
  return NULL;
}

static void
do_shelf_key (World *world)
{
  Shelf *shelf = pick (world, world->shelves);

  if (shelf == NULL)
    return;
  NadiTestOrg *org = g_ptr_array_index (world->orgs, shelf->org);
  gboolean next = chance (world, 2);
  NadiTestSigner *by = pick_staff (world, chance (world, 12) ? pick_org (world) : org, "dn");
  g_autofree char *kid = next != chance (world, 15) ? nadi_test_hash (world->network) : g_strdup (shelf->kid);
  g_autofree char *recipients = recipients_of (world, org, find_patient (world, shelf->patient), shelf->section);
  g_autofree char *quoted = NULL, *box = fresh_cid (world);
  gint64 epoch = or_near (world, shelf->epoch + next);

  if (post (world, by, "shelf.key",
            "{'shelf':'%s','patient':%s,'section':'%s','epoch':%" G_GINT64_FORMAT ",'kid':'%s','box':'%s','recipients':[%s]}",
            shelf->id, null_or_quoted (world, shelf->patient, &quoted), chance (world, 30) ? "emergency" : shelf->section,
            epoch, kid, box, recipients)
      && epoch > shelf->epoch)
    {
      shelf->epoch = epoch;
      g_free (shelf->kid);
      shelf->kid = g_steal_pointer (&kid);
    }
}

static void
add_version (World *world, const char *record, const char *version, Shelf *shelf)
{
  Version *added = g_new0 (Version, 1);

  *added = (Version){ g_strdup (record), g_strdup (version), shelf };
  g_ptr_array_add (world->versions, added);
}

static NadiTestSigner *
writer_of (World *world, Shelf *shelf)
{
  NadiTestOrg *org = chance (world, 15) ? pick_org (world) : g_ptr_array_index (world->orgs, shelf->org);

  return pick_staff (world, org, g_str_equal (shelf->section, "identity") || chance (world, 15) ? "dnr" : "dn");
}

static void
do_record (World *world, gboolean amend)
{
  Version *old = pick (world, world->versions);
  Shelf *shelf = amend && old != NULL ? old->shelf : pick (world, world->shelves);

  if (shelf == NULL || (amend && old == NULL))
    return;
  NadiTestSigner *by = writer_of (world, shelf);
  gboolean known = chance (world, 25) && old != NULL;
  g_autofree char *record = amend || known ? g_strdup (old->id) : nadi_test_uuid (world->network);
  g_autofree char *version = chance (world, 30) && old != NULL ? g_strdup (old->version) : nadi_test_uuid (world->network);
  g_autofree char *cid = fresh_cid (world), *hash = nadi_test_hash (world->network);
  g_autofree char *members
      = g_strdup_printf ("'shelf':'%s','epoch':%" G_GINT64_FORMAT
                         ",'record':'%s','version':'%s','date':%s,'cids':['%s'],'commitment':'%s'",
                         shelf->id, or_near (world, shelf->epoch), record, version, chance (world, 4) ? "null" : "20000", cid,
                         hash);

  if (amend)
    {
      Version *another = chance (world, 3) ? pick (world, world->versions) : NULL;
      gboolean both = another != NULL && another != old;

      if (post (world, by, "record.amend", "{%s,'replaces':['%s'%s%s%s]}", members, old->version, both ? ",'" : "",
                both ? another->version : "", both ? "'" : ""))
        add_version (world, record, version, shelf);
    }
  else if (post (world, by, "record.add", "{%s}", members))
    add_version (world, record, version, shelf);
}

static void
do_reseal (World *world)
{
  Version *version = pick (world, world->versions);

  if (version == NULL)
    return;
  g_autofree char *cid = fresh_cid (world);
  Shelf *shelf = chance (world, 15) ? pick (world, world->shelves) : version->shelf;

  post (world, writer_of (world, shelf), "record.reseal",
        "{'shelf':'%s','epoch':%" G_GINT64_FORMAT ",'version':'%s','cids':['%s']}", shelf->id,
        or_near (world, shelf->epoch), version->version, cid);
}

static void
do_retract (World *world)
{
  Version *version = pick (world, world->versions);

  if (version == NULL)
    return;
  Shelf *shelf = chance (world, 15) ? pick (world, world->shelves) : version->shelf;

  post (world, writer_of (world, shelf), "record.retract", "{'shelf':'%s','version':'%s'}", shelf->id, version->version);
}

static void
do_read (World *world)
{
  static const char *const purposes[] = { "CAREMGT", "PATRQT", "HPAYMT", "PUBHLTH", "BTG" };
  Shelf *shelf = pick (world, world->shelves);

  if (shelf == NULL)
    return;
  Shelf *other = pick (world, world->shelves);
  NadiTestSigner *patient = chance (world, 3) ? find_patient (world, shelf->patient) : NULL;
  gboolean both = chance (world, 3) && other != shelf;

  post (world, patient != NULL ? patient : writer_of (world, shelf), "access.read",
        "{'shelves':['%s'%s%s%s],'purpose':'%s','offline':%s}", shelf->id, both ? ",'" : "", both ? other->id : "",
        both ? "'" : "", patient != NULL ? "PATRQT" : purposes[nadi_random_below (world->random, chance (world, 10) ? 5 : 4)],
        chance (world, 3) ? "true" : "false");
}

static void
do_approve (World *world)
{
  const char *id = pick (world, world->pending);
  NadiTestSigner *by = pick_staff (world, pick_org (world), "aadnr");

  if (id != NULL)
    post (world, by, "approve", "{'event':'%s'}", id);
}

static void
do_staff (World *world)
{
  static const char *const roles[] = { "['doctor']", "['nurse']", "['reception']", "['doctor','administrator']", "['auditor']",
                                       "['administrator']", "['surgeon']" };
  NadiTestOrg *org = pick_org (world);
  NadiTestSigner *by = pick_staff (world, org, "a"), *person;
  NadiTestSigner **place = chance (world, 2) ? &org->doctor : chance (world, 2) ? &org->nurse : &org->reception;

  switch (nadi_random_below (world->random, 7))
    {
    case 0:
      person = chance (world, 6) ? org->admin : *place;
      if (post (world, by, "staff.remove", "{'staff':'%s','compromised':%s}", person->actor.staff,
                chance (world, 4) ? "1" : "null"))
        g_ptr_array_add (world->gone, person);
      break;
    case 1:
      {
        g_autofree char *key = nadi_verify_key_to_text (nadi_signing_key_public ((*place)->key));

        post (world, chance (world, 4) ? *place : by, "staff.update",
              "{'staff':'%s','name':'Name','sign':'%s','seal':'%s','roles':%s}", (*place)->actor.staff, key, (*place)->seal,
              roles[nadi_random_below (world->random, 7)]);
        break;
      }
    default:
      {
        person = nadi_test_staff_new (world->network, org->id);
        g_autofree char *key = nadi_verify_key_to_text (nadi_signing_key_public (person->key));
        g_autofree char *device = nadi_verify_key_to_text (nadi_signing_key_public (person->device_key));
        guint i = place == &org->doctor ? 0 : place == &org->nurse ? 1 : 2;

        if (post (world, by, "staff.admit", "{'staff':'%s','name':'Someone','sign':'%s','seal':'%s','roles':%s}",
                  person->actor.staff, key, chance (world, 20) ? org->admin->seal : person->seal,
                  roles[chance (world, 10) ? nadi_random_below (world->random, 7) : i])
            && post (world, by, "device.admit", "{'subject':'%s','key':'%s','kind':'workstation'}", person->device, device))
          *place = person;
        break;
      }
    }
}

/* Found out later that a key was stolen. */
static void
do_stolen (World *world)
{
  NadiTestSigner *person = pick (world, world->gone);

  for (guint i = 0; person != NULL && i < world->orgs->len; i++)
    {
      NadiTestOrg *org = g_ptr_array_index (world->orgs, i);

      if (g_strcmp0 (org->id, person->actor.org) == 0)
        post (world, org->admin, "staff.remove", "{'staff':'%s','compromised':2}", person->actor.staff);
    }
}

static void
do_device (World *world)
{
  NadiTestOrg *org = pick_org (world);
  NadiTestSigner *by = pick_staff (world, org, "a"), *of = pick_staff (world, chance (world, 9) ? pick_org (world) : org, "dnr");
  g_autofree char *key = nadi_test_hash (world->network), *fresh = nadi_test_uuid (world->network);
  const char *subject = of->device != NULL ? of->device : fresh;

  switch (nadi_random_below (world->random, 4))
    {
    case 0:
      post (world, by, "device.remove", "{'subject':'%s','compromised':%s}", subject, chance (world, 3) ? "1" : "null");
      break;
    case 1:
      post (world, by, "device.update", "{'subject':'%s','key':'%s','kind':'kiosk'}", subject, key);
      break;
    default:
      post (world, by, "device.admit", "{'subject':'%s','key':'%s','kind':'%s'}", chance (world, 4) ? subject : fresh, key,
            chance (world, 9) ? "toaster" : "kiosk");
      break;
    }
}

static void
do_role_key (World *world)
{
  NadiTestOrg *org = pick_org (world);
  gboolean clinical = chance (world, 2), next = chance (world, 3);
  NadiTestSigner *by = pick_staff (world, org, "adnr"), *to = pick_staff (world, org, clinical ? "dna" : "adnr");
  char **key = clinical ? &org->clinical : &org->desk, **kid = clinical ? &org->clinical_kid : &org->desk_kid;
  gint64 *epoch = clinical ? &org->clinical_epoch : &org->desk_epoch;
  g_autofree char *new_kid = NULL, *new_key = nadi_test_rsa (world->network, &new_kid), *box = fresh_cid (world);
  g_autofree char *hash = nadi_test_hash (world->network);
  gint64 number = or_near (world, *epoch + next);

  if (post (world, by, "role.key",
            "{'role':'%s','epoch':%" G_GINT64_FORMAT ",'key':'%s','kid':'%s','box':'%s','recipients':['%s']}",
            clinical ? "clinical" : "front-desk", number, next ? new_key : *key,
            chance (world, 30) ? hash : next ? new_kid : *kid, box, to->seal_kid != NULL ? to->seal_kid : hash)
      && next)
    {
      keep (world->old_kids, *kid);
      g_free (*key);
      *key = g_steal_pointer (&new_key);
      *kid = g_steal_pointer (&new_kid);
      *epoch = number;
    }
}

static void
do_network_key (World *world)
{
  guint which = nadi_random_below (world->random, 2);
  NadiTestOrg *org = pick_org (world), *to = pick_org (world);
  gboolean next = world->netepoch[which] == 0 || chance (world, 3);
  g_autofree char *kid = next ? nadi_test_hash (world->network) : g_strdup (world->netkid[which]);
  g_autofree char *box = fresh_cid (world);
  gint64 epoch = or_near (world, world->netepoch[which] + next);

  if (post (world, pick_staff (world, org, "dnr"), "network.key",
            "{'purpose':'%s','epoch':%" G_GINT64_FORMAT ",'kid':'%s','box':'%s','recipients':['%s']}",
            which == 0 ? "matching" : "number", epoch, kid, box, chance (world, 2) ? to->desk_kid : to->clinical_kid)
      && next)
    {
      g_free (world->netkid[which]);
      world->netkid[which] = g_steal_pointer (&kid);
      world->netepoch[which] = epoch;
    }
}

static void
do_organisation (World *world)
{
  NadiTestOrg *org = pick_org (world);
  NadiTestSigner *op = chance (world, 15) ? org->admin : world->network->op;
  g_autofree char *cid = fresh_cid (world), *hash = nadi_test_hash (world->network);

  switch (nadi_random_below (world->random, 6))
    {
    case 0:
      {
        g_autofree char *validators = nadi_test_validators_json (world->network);

        post (world, op, "network.update", "{'validators':%s,'quorum':%u,'anchor':'%s'}", validators,
              (guint) or_near (world, 3), hash);
        break;
      }
    case 1:
      post (world, op, "org.suspend", "{'org':'%s','suspended':%s}", org->id, chance (world, 3) ? "true" : "false");
      break;
    case 2:
      {
        NadiTestOrg *new = world->orgs->len < 7 ? g_new0 (NadiTestOrg, 1) : NULL;

        if (new == NULL)
          break;
        nadi_test_org_init (world->network, new, chance (world, 2) ? "clinic" : "hospital");
        g_autofree char *statement = nadi_test_statement (world->network, new);
        post (world, op, "org.admit", "{'org':'%s','founding':'%s'}", chance (world, 15) ? org->id : new->id, statement);
        g_ptr_array_add (world->orgs, new);
        break;
      }
    default:
      post (world, pick_staff (world, org, "a"), "org.update", "{'name':'Name','profile':'%s'}", cid);
      break;
    }
}

static void
do_patient_update (World *world)
{
  NadiTestSigner *patient = pick (world, world->patients), *other = pick (world, world->patients);

  if (patient == NULL)
    return;
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (patient->key));
  g_autofree char *kid = NULL, *seal = chance (world, 3) ? nadi_test_rsa (world->network, &kid) : g_strdup (patient->seal);

  post (world, patient, "patient.update", "{'patient':'%s','sign':'%s','seal':'%s','vault':null}",
        chance (world, 15) ? other->actor.patient : patient->actor.patient, sign, seal);
}

/* Mostly a second; now and then exactly as long as a rule allows, or a day less. */
static gint64
some_time (World *world)
{
  static const gint64 days[] = { 1, 3, 7, 7, 8, 30, 364, 365 };

  return chance (world, 6) ? days[nadi_random_below (world->random, chance (world, 6) ? 8 : 5)] * DAY : 1000;
}

static void
step (World *world)
{
  guint which = nadi_random_below (world->random, 100);

  if (which < 11)
    do_register (world);
  else if (which < 14)
    do_reserve (world);
  else if (which < 25)
    do_new_shelf (world);
  else if (which < 31)
    do_shelf_key (world);
  else if (which < 48)
    do_record (world, FALSE);
  else if (which < 58)
    do_record (world, TRUE);
  else if (which < 62)
    do_reseal (world);
  else if (which < 66)
    do_retract (world);
  else if (which < 73)
    do_read (world);
  else if (which < 82)
    do_approve (world);
  else if (which < 86)
    do_staff (world);
  else if (which < 87)
    do_stolen (world);
  else if (which < 89)
    do_device (world);
  else if (which < 92)
    do_role_key (world);
  else if (which < 94)
    do_network_key (world);
  else if (which < 96)
    do_organisation (world);
  else
    do_patient_update (world);
  if (chance (world, 8))
    nadi_test_network_next_block (world->network, some_time (world));
}

static void
replay (World *world, GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      NadiEvent *event = g_ptr_array_index (events, i);
      NadiTestSigner *signer = NULL;

      for (guint j = 0; signer == NULL; j++)
        {
          NadiTestSigner *candidate = g_ptr_array_index (world->network->signers, j);
          g_autofree char *kid = nadi_verify_key_kid (nadi_signing_key_public (candidate->key));

          if (g_str_equal (kid, nadi_event_kid (event)))
            signer = candidate;
        }
      judge (world, event, signer);
    }
  nadi_test_network_next_block (world->network, 1000);
}

int
main (int argc, char **argv)
{
  static World world; /* what a run makes lives as long as it does */
  guint n = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 400;

  world.network = nadi_test_network_new (argc > 1 ? strtoul (argv[1], NULL, 10) : 1);
  world.random = &world.network->random.random;
  world.orgs = g_ptr_array_new ();
  world.patients = g_ptr_array_new ();
  world.shelves = g_ptr_array_new ();
  world.versions = g_ptr_array_new ();
  world.pending = g_ptr_array_new ();
  world.tags = g_ptr_array_new ();
  world.cids = g_ptr_array_new ();
  world.gone = g_ptr_array_new ();
  world.old_kids = g_ptr_array_new ();
  for (guint i = 0; i < NADI_TEST_ORGS; i++)
    g_ptr_array_add (world.orgs, &world.network->orgs[i]);
  replay (&world, world.network->genesis);
  replay (&world, world.network->setup);
  for (guint i = 0; i < n; i++)
    step (&world);
  return fflush (stdout) == 0 ? 0 : 1;
}
