/* Random staff, devices, keys and organisations. */
#include "contract-random.h"

void
do_approve (World *world)
{
  const char *id = pick (world, world->pending);
  NadiTestSigner *by = pick_staff (world, pick_org (world), "aadnr");

  if (id != NULL)
    post (world, by, "approve", "{'event':'%s'}", id);
}

void
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
void
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

void
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

void
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

void
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

void
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
        nadi_test_org_init (world->network, new, chance (world, 2) ? "insurer" : "hospital");
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
