/* Random patients, shelves, records and reads. */
#include "contract-random.h"

void
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

void
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

void
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

void
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

void
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

void
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

void
do_retract (World *world)
{
  Version *version = pick (world, world->versions);

  if (version == NULL)
    return;
  Shelf *shelf = chance (world, 15) ? pick (world, world->shelves) : version->shelf;

  post (world, writer_of (world, shelf), "record.retract", "{'shelf':'%s','version':'%s'}", shelf->id, version->version);
}

void
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

void
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
