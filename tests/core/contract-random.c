/* Random days of a network, mostly right and sometimes wrong, judged by the contract. One line of JSON an event: what was
 * signed, by which key, when, and the verdict. contract-oracle.py judges them again.
 *
 *   contract-random SEED EVENTS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract-random.h"

gboolean
chance (World *world, guint n)
{
  return nadi_random_below (world->random, n) == 0;
}

gpointer
pick (World *world, GPtrArray *array)
{
  return array->len == 0 ? NULL : g_ptr_array_index (array, nadi_random_below (world->random, array->len));
}

char *
keep (GPtrArray *array, char *text)
{
  g_ptr_array_add (array, text);
  return text;
}

NadiTestOrg *
pick_org (World *world)
{
  return pick (world, world->orgs);
}

NadiTestSigner *
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

gint64
or_near (World *world, gint64 right)
{
  return chance (world, 15) ? right + (gint64) nadi_random_below (world->random, 3) - 1 : right;
}

char *
fresh_cid (World *world)
{
  const char *known = chance (world, 20) ? pick (world, world->cids) : NULL;

  return known != NULL ? g_strdup (known) : g_strdup (keep (world->cids, nadi_test_cid (world->network)));
}

const char *
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
gboolean
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
