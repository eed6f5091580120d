/* Who may ask: signatures that were made for something else, before, or by someone else; validators and their keys. */
#include <string.h>

#include "nadi-test-service.h"

#include "nadi-http-signature.h"
#include "nadi-random-system.h"

/* Case 12: what was signed for one request does not do for another. */
static void
test_retargeted (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor, *nurse = nadi_test_service_org (test, 0)->nurse;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autofree char *other_id = g_strdup_printf ("%s/%s", nurse->actor.org, nurse->device);
  g_autofree char *own_id = g_strdup_printf ("%s/%s", doctor->actor.org, doctor->device);
  g_autofree char *own_shelf = g_strdup_printf ("/v1/streams/h:%s", test->log->shelves[0]);
  g_autofree char *other_shelf = g_strdup_printf ("/v1/streams/h:%s", test->log->shelves[1]);
  g_autofree char *get = g_strdup_printf ("%s?after=0", own_shelf);
  const struct
  {
    const char *method, *target;
    gboolean body;
    const char *from, *to;
  } cases[] = {
    { "GET", get, FALSE, own_shelf, other_shelf },
    { "GET", get, FALSE, "?after=0", "?after=1" },
    { "GET", get, FALSE, "?after=0", "" },
    { "GET", get, FALSE, "GET ", "HEAD " },
    { "GET", get, FALSE, own_id, other_id },
    { "GET", get, FALSE, "created=", "created=1" },
    { "GET", get, FALSE, "nonce=\"", "nonce=\"A" },
    { "GET", get, FALSE, "\"@query\"", "\"@path\"" },
    { "POST", "/v1/events", TRUE, "/v1/events", "/v1/blobs" },
    { "POST", "/v1/events", TRUE, "\r\n\r\ney", "\r\n\r\neY" },
    { "POST", "/v1/events", TRUE, "Content-Digest", "X-Content-Digest" },
    { "POST", "/v1/events", TRUE, " \"content-digest\"", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, doctor, doctor, cases[i].method, cases[i].target,
                                                               cases[i].body ? nadi_event_bytes (event) : NULL, 0);
      g_autoptr (NadiTestReply) reply = NULL;

      g_assert_cmpuint (g_string_replace (request, cases[i].from, cases[i].to, 1), ==, 1);
      reply = nadi_test_service_send (test, request);
      g_test_message ("case %u", i);
      nadi_test_assert_status (reply, 401);
    }
}

/* The same signature on a body of the same length: the digest no longer fits. */
static void
test_other_body (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autoptr (NadiEvent) event = nadi_test_log_record (test->log, 0);
  g_autoptr (GString) request = nadi_test_service_request (test, doctor, NULL, "POST", "/v1/events",
                                                           nadi_event_bytes (event), 0);
  guint64 size = nadi_test_service_size (test);

  for (guint i = 0; i < 20; i++)
    {
      gsize at = request->len - 1 - i * 7;
      char kept = request->str[at];
      g_autoptr (NadiTestReply) reply = NULL;

      request->str[at] = kept == 'A' ? 'B' : 'A';
      reply = nadi_test_service_send (test, request);
      request->str[at] = kept;
      nadi_test_assert_status (reply, 401);
    }
  g_assert_cmpuint (nadi_test_service_size (test), ==, size);
}

static void
test_replayed (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor;
  g_autofree char *cid = NULL;
  g_autoptr (NadiEvent) event = nadi_test_service_record (test, 0, "sealed", &cid);
  g_autofree char *target = g_strconcat ("/v1/blobs/", cid, NULL);
  g_autoptr (GBytes) content = g_bytes_new ("sealed", 6);
  g_autofree char *opening = g_strdup_printf ("{\"id\":\"00112233445566778899aabbccddeeff\",\"expires\":%" G_GINT64_FORMAT "}",
                                              test->log->clock.time + 60000);
  g_autoptr (GBytes) mailbox = g_bytes_new (opening, strlen (opening));
  g_autoptr (NadiTestReply) admitted = nadi_test_service_post_event (test, doctor, event);
  const struct
  {
    const char *method, *target;
    GBytes *body;
    guint status;
  } cases[] = {
    { "GET", target, NULL, 200 }, { "PUT", target, content, 204 }, { "POST", "/v1/enrol", mailbox, 204 },
  };

  nadi_test_assert_status (admitted, 200);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, doctor, doctor, cases[i].method, cases[i].target,
                                                               cases[i].body, 0);
      g_autoptr (NadiTestReply) first = nadi_test_service_send (test, request);
      g_autoptr (NadiTestReply) second = nadi_test_service_send (test, request);

      nadi_test_assert_status (first, cases[i].status);
      nadi_test_assert_status (second, 401);
    }
}

static void
test_created (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  const struct
  {
    gint64 created;
    guint status;
  } cases[] = { { -301, 401 }, { -300, 200 }, { 0, 200 }, { 300, 200 }, { 301, 401 }, { 86400, 401 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = nadi_test_service_request (test, nadi_test_service_org (test, 0)->doctor, NULL, "GET", "/v1/streams/n",
                                                               NULL, cases[i].created);
      g_autoptr (NadiTestReply) reply = nadi_test_service_send (test, request);

      nadi_test_assert_status (reply, cases[i].status);
    }
}

static void
test_strangers (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestNetwork *people = test->log->people;
  NadiTestSigner *stranger = nadi_test_staff_new (people, nadi_test_service_org (test, 0)->id);
  NadiTestSigner *doctor = nadi_test_service_org (test, 0)->doctor, *other = nadi_test_service_org (test, 1)->doctor;
  const struct
  {
    NadiTestSigner *device, *person;
    guint status;
  } cases[] = {
    { doctor, NULL, 200 },   { doctor, doctor, 200 },   { doctor, nadi_test_service_org (test, 0)->nurse, 200 }, { stranger, NULL, 401 },
    { doctor, stranger, 401 }, { stranger, doctor, 401 }, { doctor, other, 401 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NadiTestReply) reply = nadi_test_service_ask (test, cases[i].device, cases[i].person, "GET",
                                                               "/v1/streams/n", NULL);

      g_test_message ("case %u", i);
      nadi_test_assert_status (reply, cases[i].status);
    }
}

static void
test_removed_device (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiTestOrg *clinic = nadi_test_service_org (test, 0);
  g_autoptr (NadiTestReply) before = nadi_test_service_get (test, clinic->nurse, "/v1/streams/n");
  g_autoptr (NadiEvent) removal = nadi_test_event (test->log->people, clinic->admin, "device.remove",
                                                   "{'subject':'%s','compromised':null}", clinic->nurse->device);
  g_autoptr (NadiTestReply) removed = nadi_test_service_post_event (test, clinic->admin, removal);
  g_autoptr (NadiTestReply) after = nadi_test_service_get (test, clinic->nurse, "/v1/streams/n");

  nadi_test_assert_status (before, 200);
  g_assert_true (nadi_test_reply_contains (removed, "\"index\":"));
  nadi_test_assert_status (after, 401);
}

/* keyid "validator/<name>", signed with the key that cosigns. */
static NadiTestReply *
ask_as_validator (NadiTestService *test, const char *name, NadiSigningKey *key, const char *target)
{
  NadiHttpMessage message = { .method = "GET", .authority = test->host, .path = target, .query = "?" };
  g_autofree char *keyid = g_strconcat ("validator/", name, NULL);
  NadiHttpSigner signer = { .device_id = keyid, .device = key };
  g_autoptr (NadiHttpSignature) signature = nadi_http_sign (&message, &signer, test->log->clock.time / 1000,
                                                            nadi_random_system ());
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_printf (request, "GET %s HTTP/1.1\r\nHost: %s\r\nSignature-Input: %s\r\nSignature: %s\r\n\r\n", target,
                   test->host, signature->signature_input, signature->signature);
  return nadi_test_service_send (test, request);
}

static void
test_validators (void)
{
  g_autoptr (NadiTestService) test = nadi_test_service_new (NULL);
  NadiNetworkValidator *validator = g_ptr_array_index (test->log->network->validators, 1);
  const char *name = validator->key->name, *target = "/tile/entries/000.p/5";
  g_autoptr (NadiTestReply) good = ask_as_validator (test, name, test->log->people->validators[1], target);
  g_autoptr (NadiTestReply) other_key = ask_as_validator (test, name, test->log->people->validators[2], target);
  g_autoptr (NadiTestReply) nobody = ask_as_validator (test, "v9.example", test->log->people->validators[1], target);
  g_autoptr (NadiTestReply) elsewhere = ask_as_validator (test, name, test->log->people->validators[1], "/v1/streams/n");
  g_autoptr (NadiTestReply) device = nadi_test_service_get (test, nadi_test_service_org (test, 0)->doctor, target);
  g_autoptr (NadiTestReply) admin = nadi_test_service_ask_admin (test, "GET", target, NULL);

  nadi_test_assert_status (good, 200);
  nadi_test_assert_status (other_key, 401);
  nadi_test_assert_status (nobody, 401);
  nadi_test_assert_status (elsewhere, 401);
  nadi_test_assert_status (device, 401);
  g_assert_true (g_bytes_equal (good->body, admin->body));
}

/* All but the last validator, as network.update has them. */
static char *
fewer_validators (NadiTestService *test)
{
  GPtrArray *validators = test->log->network->validators;
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i + 1 < validators->len; i++)
    {
      NadiNetworkValidator *validator = g_ptr_array_index (validators, i);
      g_autofree char *key = nadi_note_key_print (validator->key);

      g_string_append_printf (text, "%s{'name':'%s','key':'%s','org':'%s'}", i > 0 ? "," : "", validator->key->name, key,
                              validator->org);
    }
  g_string_append_c (text, ']');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
drop_last_validator (NadiTestService *test)
{
  NadiTestNetwork *people = test->log->people;
  g_autofree char *validators = fewer_validators (test), *anchor = nadi_test_hash (people), *id = NULL;
  NadiEvent *update = nadi_test_event (people, people->op, "network.update",
                                       "{'validators':%s,'quorum':3,'anchor':'%s'}", validators, anchor);

  id = g_strdup (nadi_event_id (update));
  nadi_test_log_admit (test->log, update);
  for (guint i = 0; i < 3; i++)
    nadi_test_log_admit (test->log, nadi_test_approve (people, nadi_test_service_org (test, i)->admin, id));
}

/* The log's network without its last validator; what is in it stays the log's. */
static NadiNetwork shorter;

static void
shorten_network (NadiServiceOptions *options)
{
  shorter = *options->network;
  shorter.validators = g_ptr_array_copy (options->network->validators, NULL, NULL);
  g_ptr_array_set_free_func (shorter.validators, NULL);
  g_ptr_array_remove_index (shorter.validators, 3);
  options->network = &shorter;
}

/* The old quorum must cosign the block that drops one of it: until that is final, and as long as network.json names it, it
 * reads; then no more. */
static void
test_dropped_validator (gconstpointer pinned)
{
  NadiTestService *test = nadi_test_service_new (GPOINTER_TO_INT (pinned) ? NULL : shorten_network);
  const char *name = ((NadiNetworkValidator *) g_ptr_array_index (test->log->network->validators, 3))->key->name;
  const char *target = "/tile/entries/000.p/5";
  NadiSigningKey *key = test->log->people->validators[3], *other = test->log->people->validators[2];
  g_autoptr (NadiTestReply) admitted = NULL, impostor = NULL, final = NULL;

  drop_last_validator (test);
  admitted = ask_as_validator (test, name, key, target);
  nadi_test_assert_status (admitted, 200);
  impostor = ask_as_validator (test, name, other, target);
  nadi_test_assert_status (impostor, 401);
  nadi_test_service_finalise (test);
  final = ask_as_validator (test, name, key, target);
  nadi_test_assert_status (final, GPOINTER_TO_INT (pinned) ? 200 : 401);
  nadi_test_service_free (test);
  g_clear_pointer (&shorter.validators, g_ptr_array_unref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/signature/retargeted", test_retargeted);
  g_test_add_func ("/service/signature/other-body", test_other_body);
  g_test_add_func ("/service/signature/replayed", test_replayed);
  g_test_add_func ("/service/signature/created", test_created);
  g_test_add_func ("/service/signature/strangers", test_strangers);
  g_test_add_func ("/service/signature/removed-device", test_removed_device);
  g_test_add_func ("/service/validators", test_validators);
  g_test_add_data_func ("/service/validators/dropped", GINT_TO_POINTER (FALSE), test_dropped_validator);
  g_test_add_data_func ("/service/validators/dropped-but-named", GINT_TO_POINTER (TRUE), test_dropped_validator);
  return g_test_run ();
}
