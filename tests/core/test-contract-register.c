/* Numbers of patients, reserved and used, and their registration. */
#include "nadi-test-network.h"

#define ERROR(name) NADI_CONTRACT_ERROR_##name

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *org, *other;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (42);

  nadi_test_network_start (network);
  fixture->org = &network->orgs[0];
  fixture->other = &network->orgs[1];
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nadi_test_network_free (fixture->network);
}

static NadiEvent *
register_with (Fixture *fixture, NadiTestSigner *by, const char *patient, const char *number, const char *keys)
{
  g_autofree char *label = nadi_test_hash (fixture->network);

  return nadi_test_event (fixture->network, by, "patient.register",
                          "{'patient':'%s','number':'%s','label':'%s',%s}", patient, number, label, keys);
}

#define UNCLAIMED "'sign':null,'seal':null,'vault':null"

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *here = fixture->org->reception, *there = fixture->other->reception;
  g_autofree char *one = nadi_test_hash (network), *two = nadi_test_hash (network), *three = nadi_test_hash (network);
  g_autofree char *first = nadi_test_uuid (network), *second = nadi_test_uuid (network), *value = NULL, *expected = NULL;
  g_autoptr (GString) many = g_string_new (NULL);

  nadi_test_accept (network, nadi_test_event (network, here, "number.reserve", "{'tags':['%s','%s']}", one, two), NULL);
  nadi_test_refuse (network, nadi_test_event (network, there, "number.reserve", "{'tags':['%s','%s']}", three, one),
                    ERROR (EXISTS));
  nadi_test_refuse (network, nadi_test_event (network, here, "number.reserve", "{'tags':['%s']}", one), ERROR (EXISTS));
  nadi_test_refuse (network, nadi_test_event (network, here, "number.reserve", "{'tags':['%s','%s']}", three, three),
                    ERROR (FORM));
  nadi_test_refuse (network, register_with (fixture, there, first, one, UNCLAIMED), ERROR (OWNER));
  nadi_test_accept (network, register_with (fixture, here, first, one, UNCLAIMED), NULL);
  value = nadi_test_value (network, "number/%s", one);
  expected = g_strdup_printf ("{\"org\":\"%s\",\"patient\":\"%s\"}", fixture->org->id, first);
  g_assert_cmpstr (value, ==, expected);
  nadi_test_refuse (network, register_with (fixture, here, second, one, UNCLAIMED), ERROR (EXISTS));
  nadi_test_refuse (network, register_with (fixture, there, second, one, UNCLAIMED), ERROR (EXISTS));
  nadi_test_refuse (network, register_with (fixture, here, first, two, UNCLAIMED), ERROR (EXISTS));
  /* A number that nobody reserved. */
  nadi_test_accept (network, register_with (fixture, there, second, three, UNCLAIMED), NULL);
  for (guint i = 0; i < 65; i++)
    {
      g_autofree char *tag = nadi_test_hash (network);

      g_string_append_printf (many, "%s'%s'", i > 0 ? "," : "", tag);
    }
  nadi_test_refuse (network, nadi_test_event (network, here, "number.reserve", "{'tags':[%s]}", many->str), ERROR (FORM));
}

/* Numbers are kept back only as far as they are used up. */
static void
test_numbers_limit (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *by = fixture->org->reception;
  g_autofree char *patient = nadi_test_uuid (network), *last = NULL, *other = nadi_test_hash (network), *count = NULL;

  for (guint i = 0; i < 1024; i += 64)
    {
      g_autoptr (GString) tags = g_string_new (NULL);

      for (guint j = 0; j < 64; j++)
        {
          g_free (last);
          last = nadi_test_hash (network);
          g_string_append_printf (tags, "%s'%s'", j > 0 ? "," : "", last);
        }
      nadi_test_accept (network, nadi_test_event (network, by, "number.reserve", "{'tags':[%s]}", tags->str), NULL);
    }
  nadi_test_refuse (network, nadi_test_event (network, by, "number.reserve", "{'tags':['%s']}", other), ERROR (LIMIT));
  nadi_test_accept (network, register_with (fixture, by, patient, last, UNCLAIMED), NULL);
  count = nadi_test_value (network, "reserved/%s", fixture->org->id);
  g_assert_cmpstr (count, ==, "1023");
  nadi_test_accept (network, nadi_test_event (network, by, "number.reserve", "{'tags':['%s']}", other), NULL);
}

static void
test_register (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *by = fixture->org->nurse;
  g_autofree char *patient = nadi_test_uuid (network), *number = nadi_test_hash (network);
  g_autofree char *sign = nadi_test_hash (network), *kid = NULL, *seal = nadi_test_rsa (network, &kid);
  g_autofree char *cid = nadi_test_cid (network);
  g_autofree char *half = g_strdup_printf ("'sign':'%s','seal':null,'vault':null", sign);
  g_autofree char *other_half = g_strdup_printf ("'sign':null,'seal':'%s','vault':null", seal);
  g_autofree char *keys = g_strdup_printf ("'sign':'%s','seal':'%s','vault':'%s'", sign, seal, cid);
  g_autofree char *blob = NULL, *expected = NULL;

  nadi_test_refuse (network, register_with (fixture, by, "someone", number, UNCLAIMED), ERROR (FORM));
  nadi_test_refuse (network, register_with (fixture, by, patient, "12345678901234", UNCLAIMED), ERROR (FORM));
  nadi_test_refuse (network, register_with (fixture, by, patient, number, half), ERROR (FORM));
  nadi_test_refuse (network, register_with (fixture, by, patient, number, other_half), ERROR (FORM));
  nadi_test_accept (network, register_with (fixture, by, patient, number, keys), NULL);
  blob = nadi_test_value (network, "blob/%s", cid);
  expected = g_strdup_printf ("{\"shelf\":null,\"org\":null,\"patient\":\"%s\",\"date\":null,\"waiting\":null}", patient);
  g_assert_cmpstr (blob, ==, expected);
}

#define ADD(path, test) g_test_add ("/contract/register/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("numbers", test_numbers);
  ADD ("numbers-limit", test_numbers_limit);
  ADD ("register", test_register);
  return g_test_run ();
}
