/* Events and block leaves. */
#include "nadi-event.h"

#include <string.h>

#include "nadi-block.h"
#include "nadi-jwk.h"
#include "nadi-merkle.h"
#include "nadi-test.h"

#define ORG "0b4c0000-0000-4000-8000-000000000001"
#define STAFF "0b4c0000-0000-4000-8000-000000000002"
#define DEVICE "0b4c0000-0000-4000-8000-000000000003"
#define ID "0b4c0000-0000-4000-8000-000000000004"

static NadiSigningKey *
new_key (void)
{
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 3);
  return nadi_signing_key_new (&random.random);
}

static NadiEvent *
parse_payload (const char *payload, GError **error)
{
  g_autoptr (NadiSigningKey) key = new_key ();
  g_autofree char *jws = nadi_jws_sign (NADI_EVENT_TYP, key, payload, strlen (payload));
  return nadi_event_parse (jws, strlen (jws), error);
}

static void
test_round_trip (void)
{
  g_autoptr (NadiSigningKey) key = new_key ();
  NadiActor actor = { .org = (char *) ORG, .staff = (char *) STAFF };
  NadiEventHead head = { "org.update", ID, "demo.nadi.example", &actor, DEVICE, 7, 1767225600123 };
  g_autoptr (GError) error = NULL;
  NadiJsonWriter *writer = nadi_event_begin (&head, NULL);
  nadi_json_put_string (writer, "name", "Clinic");
  g_autofree char *jws = nadi_event_sign (writer, key, &error);
  g_assert_no_error (error);

  g_autoptr (NadiEvent) event = nadi_event_parse (jws, strlen (jws), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nadi_event_type (event), ==, "org.update");
  g_assert_cmpstr (nadi_event_id (event), ==, ID);
  g_assert_cmpstr (nadi_event_origin (event), ==, "demo.nadi.example");
  g_assert_cmpstr (nadi_event_actor (event)->org, ==, ORG);
  g_assert_cmpstr (nadi_event_actor (event)->staff, ==, STAFF);
  g_assert_null (nadi_event_actor (event)->patient);
  g_assert_false (nadi_event_actor (event)->is_operator);
  g_assert_cmpstr (nadi_event_device (event), ==, DEVICE);
  g_assert_cmpint (nadi_event_seq (event), ==, 7);
  g_assert_cmpint (nadi_event_time (event), ==, 1767225600123);
  g_assert_cmpstr (nadi_event_signer (event), ==, ORG "/" STAFF);
  g_assert_cmpstr (json_object_get_string_member (nadi_event_payload (event), "name"), ==, "Clinic");
  g_autofree char *kid = nadi_verify_key_kid (nadi_signing_key_public (key));
  g_assert_cmpstr (nadi_event_kid (event), ==, kid);
  gsize length;
  const char *bytes = g_bytes_get_data (nadi_event_bytes (event), &length);
  g_assert_cmpmem (bytes, length, jws, strlen (jws));
  NadiHash leaf, expected;
  nadi_event_leaf_hash (event, &leaf);
  nadi_merkle_leaf ((const guint8 *) jws, strlen (jws), &expected);
  g_assert_true (nadi_hash_equal (&leaf, &expected));

  g_assert_true (nadi_event_verify (event, nadi_signing_key_public (key), &error));
  NadiVerifyKey other = { { 9 } };
  g_assert_false (nadi_event_verify (event, &other, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

static void
test_actors (void)
{
  static const struct
  {
    const char *actor;
    const char *device;
    const char *signer;
  } good[] = {
    { "{\"org\":\"" ORG "\",\"staff\":\"" STAFF "\"}", DEVICE, ORG "/" STAFF },
    { "{\"patient\":\"" ORG "\"}", DEVICE, "patient/" ORG },
    { "{\"operator\":true}", "service", "operator" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *payload = g_strdup_printf ("{\"type\":\"a.b\",\"id\":\"" ID
                                                  "\",\"origin\":\"o\",\"actor\":%s,\"device\":\"%s\","
                                                  "\"seq\":0,\"time\":0}",
                                                  good[i].actor, good[i].device);
      g_autoptr (NadiEvent) event = parse_payload (payload, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (nadi_event_signer (event), ==, good[i].signer);
    }
}

static void
test_writes_every_actor (void)
{
  const NadiActor actors[] = { { .patient = (char *) ORG }, { .is_operator = TRUE } };
  const char *const devices[] = { DEVICE, "service" };
  g_autoptr (NadiSigningKey) key = new_key ();
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 5);
  for (guint i = 0; i < 2; i++)
    {
      NadiEventHead head = { "a.b", NULL, "o", &actors[i], devices[i], 1, 2 };
      g_autoptr (GError) error = NULL;
      g_autofree char *jws = nadi_event_sign (nadi_event_begin (&head, &random.random), key, &error);
      g_assert_no_error (error);
      g_autoptr (NadiEvent) event = nadi_event_parse (jws, strlen (jws), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (nadi_event_actor (event)->patient, ==, actors[i].patient);
      g_assert_cmpint (nadi_event_actor (event)->is_operator, ==, actors[i].is_operator);
    }
}

#define HEAD "\"type\":\"a.b\",\"id\":\"" ID "\",\"origin\":\"o\","
#define ACTOR "\"actor\":{\"org\":\"" ORG "\",\"staff\":\"" STAFF "\"},"
#define TAIL "\"device\":\"" DEVICE "\",\"seq\":1,\"time\":2"

static void
test_refused_payloads (void)
{
  static const char *const payloads[] = {
    "{" HEAD TAIL "}",
    "{" ACTOR TAIL "}",
    "{" HEAD ACTOR "\"seq\":1,\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"seq\":1}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"seq\":-1,\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"seq\":1.5,\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"seq\":\"1\",\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"" DEVICE "\",\"seq\":9007199254740992,\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"service\",\"seq\":1,\"time\":2}",
    "{" HEAD ACTOR "\"device\":\"0B4C0000-0000-4000-8000-000000000003\",\"seq\":1,\"time\":2}",
    "{" HEAD "\"actor\":{}," TAIL "}",
    "{" HEAD "\"actor\":null," TAIL "}",
    "{" HEAD "\"actor\":{\"operator\":true}," TAIL "}",
    "{" HEAD "\"actor\":{\"operator\":false},\"device\":\"service\",\"seq\":1,\"time\":2}",
    "{" HEAD "\"actor\":{\"operator\":true,\"patient\":\"" ORG
    "\"},\"device\":\"service\",\"seq\":1,\"time\":2}",
    "{" HEAD "\"actor\":{\"patient\":\"x\"}," TAIL "}",
    "{" HEAD "\"actor\":{\"org\":\"" ORG "\"}," TAIL "}",
    "{" HEAD "\"actor\":{\"org\":\"" ORG "\",\"staff\":\"" STAFF "\",\"patient\":\"" ORG "\"}," TAIL "}",
    "{\"type\":\"A\",\"id\":\"" ID "\",\"origin\":\"o\"," ACTOR TAIL "}",
    "{\"type\":\"\",\"id\":\"" ID "\",\"origin\":\"o\"," ACTOR TAIL "}",
    "{\"type\":\"a.b\",\"id\":\"1\",\"origin\":\"o\"," ACTOR TAIL "}",
    "{\"type\":\"a.b\",\"id\":\"" ID "\",\"origin\":\"\"," ACTOR TAIL "}",
    "{" HEAD ACTOR TAIL ",\"seq\":3}",
    "{" HEAD ACTOR TAIL "} ,",
    "[]",
    "",
  };
  g_autoptr (NadiEvent) good = parse_payload ("{" HEAD ACTOR TAIL "}", NULL);
  g_assert_nonnull (good);
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parse_payload (payloads[i], &error));
      g_assert_cmpint (nadi_error_class (error), ==, NADI_ERROR_CLASS_INPUT);
    }
}

static void
test_too_large (void)
{
  g_autoptr (NadiSigningKey) key = new_key ();
  g_autofree char *filler = g_strnfill (NADI_EVENT_MAX_SIZE, 'x');
  NadiActor actor = { .is_operator = TRUE };
  NadiEventHead head = { "a.b", ID, "o", &actor, "service", 1, 2 };
  g_autoptr (GError) error = NULL;
  NadiJsonWriter *writer = nadi_event_begin (&head, NULL);
  nadi_json_put_string (writer, "name", filler);
  g_assert_null (nadi_event_sign (writer, key, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);

  g_autofree char *jws = nadi_jws_sign (NADI_EVENT_TYP, key, filler, strlen (filler));
  g_assert_null (nadi_event_parse (jws, strlen (jws), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
}

static void
test_block (void)
{
  NadiBlock block = { .height = 3, .first = 12, .count = 5, .time = 1767225600000 };
  memset (block.previous.bytes, 1, 32);
  memset (block.events.bytes, 2, 32);
  memset (block.state.bytes, 3, 32);
  g_autofree char *text = nadi_block_print (&block);
  g_assert_cmpstr (
      text, ==,
      "{\"type\":\"block\",\"height\":3,\"previous\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\","
      "\"first\":12,\"count\":5,\"events\":\"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\","
      "\"state\":\"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM\",\"time\":1767225600000}");
  g_assert_true (nadi_entry_is_block ((const guint8 *) text, strlen (text)));
  g_assert_false (nadi_entry_is_block ((const guint8 *) "eyJ", 3));
  g_assert_false (nadi_entry_is_block ((const guint8 *) "", 0));

  NadiBlock back;
  g_autoptr (GError) error = NULL;
  g_assert_true (nadi_block_parse (text, strlen (text), &back, &error));
  g_assert_no_error (error);
  g_autofree char *again = nadi_block_print (&back);
  g_assert_cmpstr (again, ==, text);
  for (gsize n = 0; n < strlen (text); n++)
    g_assert_false (nadi_block_parse (text, n, &back, NULL));

  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = { { "\"height\":3", "\"height\": 3" },
                  { "\"height\":3", "\"height\":3.0" },
                  { "\"height\":3", "\"height\":-3" },
                  { "\"time\":1", "\"extra\":0,\"time\":1" },
                  { "\"count\":5", "\"count\":70000" },
                  { "\"first\":12,\"count\":5", "\"count\":5,\"first\":12" },
                  { "block", "blocks" },
                  { "AwMDAw", "AwMDA" },
                  { "\"type\"", "\"ty\\u0070e\"" } };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, changes[i].from, 2);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_autofree char *changed = g_strjoinv (changes[i].to, parts);
      g_assert_false (nadi_block_parse (changed, strlen (changed), &back, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/round-trip", test_round_trip);
  g_test_add_func ("/event/actors", test_actors);
  g_test_add_func ("/event/writes-every-actor", test_writes_every_actor);
  g_test_add_func ("/event/refused-payloads", test_refused_payloads);
  g_test_add_func ("/event/too-large", test_too_large);
  g_test_add_func ("/block/form", test_block);
  return g_test_run ();
}
