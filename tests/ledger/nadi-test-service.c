/* The service of the test network, and its clients' pens. */
#include "nadi-test-service.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-http-signature.h"
#include "nadi-random-system.h"
#include "nadi-store-memory.h"
#include "nadi-test.h"

static void
make_certificate (NadiTestService *test)
{
  const char *const names[] = { "127.0.0.1", NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  test->authority = nadi_certificate_new_authority ("Test authority", now - 60, now + 3600, NULL);
  test->certificate = nadi_certificate_new_server (test->authority, names, now - 60, now + 3600, NULL);
  g_assert_nonnull (test->certificate);
}

static NadiTestService *
make (NadiStore *store, gboolean strict, NadiTestServiceConfigure configure)
{
  NadiTestService *test = g_new0 (NadiTestService, 1);
  g_autoptr (GError) error = NULL;
  NadiServiceOptions options;
  char *json;

  test->log = nadi_test_log_new (7, store);
  nadi_test_log_open (test->log);
  nadi_test_log_set_up (test->log);
  test->folder = g_dir_make_tmp ("nadi-service-XXXXXX", NULL);
  test->blobs = nadi_blobs_open (test->folder, &test->log->clock.clock, &error);
  g_assert_no_error (error);
  if (strict)
    {
      nadi_test_log_close (test->log);
      test->log->blobs = test->blobs;
      nadi_test_log_open (test->log);
    }
  json = nadi_network_print (test->log->network);
  test->network_json = g_bytes_new_take (json, strlen (json));
  make_certificate (test);
  options = (NadiServiceOptions) {
    .log = test->log->log,
    .store = test->log->store,
    .blobs = test->blobs,
    .network = test->log->network,
    .network_json = test->network_json,
    .certificate = test->certificate,
    .clock = &test->log->clock.clock,
    .random = nadi_random_system (),
  };
  if (configure != NULL)
    configure (&options);
  test->service = nadi_service_start (&options, &error);
  g_assert_no_error (error);
  test->host = g_strdup_printf ("127.0.0.1:%u", nadi_service_port (test->service));
  test->client = nadi_test_client_new_tls (nadi_service_port (test->service), NULL, NULL);
  nadi_test_service_finalise (test);
  return test;
}

NadiTestService *
nadi_test_service_new (NadiTestServiceConfigure configure)
{
  return make (nadi_store_memory_new (), FALSE, configure);
}

NadiTestService *
nadi_test_service_new_strict (NadiTestServiceConfigure configure)
{
  return make (nadi_store_memory_new (), TRUE, configure);
}

NadiTestService *
nadi_test_service_new_on (NadiStore *store, NadiTestServiceConfigure configure)
{
  return make (store, FALSE, configure);
}

void
nadi_test_service_free (NadiTestService *test)
{
  nadi_test_client_free (test->client);
  nadi_service_stop (test->service);
  nadi_test_log_close (test->log);
  nadi_blobs_close (test->blobs);
  nadi_test_log_free (test->log);
  nadi_test_remove_tree (test->folder);
  g_free (test->folder);
  nadi_certificate_free (test->authority);
  nadi_certificate_free (test->certificate);
  g_bytes_unref (test->network_json);
  g_free (test->host);
  g_free (test);
}

void
nadi_test_service_finalise (NadiTestService *test)
{
  test->cosigned = MAX (test->cosigned + 1, test->log->clock.time / 1000);
  nadi_test_log_finalise (test->log, test->log->network->quorum, test->cosigned);
}

/* The signer whose device this is. */
static NadiSigningKey *
device_key (NadiTestService *test, const char *device)
{
  GPtrArray *signers = test->log->people->signers;

  for (guint i = 0; i < signers->len; i++)
    {
      NadiTestSigner *signer = signers->pdata[i];

      if (signer->device_key != NULL && g_str_equal (signer->device, device))
        return signer->device_key;
    }
  g_assert_not_reached ();
}

GString *
nadi_test_service_request (NadiTestService *test, NadiTestSigner *device, NadiTestSigner *person, const char *method,
                           const char *target, GBytes *body, gint64 created)
{
  const char *mark = strchr (target, '?');
  g_autofree char *path = mark != NULL ? g_strndup (target, (gsize) (mark - target)) : g_strdup (target);
  NadiHttpMessage message = { .method = method, .authority = test->host, .path = path,
                              .query = mark != NULL ? mark : "?" };
  g_autofree char *device_id = NULL;
  g_autofree char *person_id = NULL;
  g_autoptr (NadiHttpSignature) signature = NULL;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, target, test->host);
  if (body != NULL)
    {
      message.body = g_bytes_get_data (body, &message.body_length);
      message.body = message.body != NULL ? message.body : (const guint8 *) "";
      g_string_append_printf (text, "Content-Length: %u\r\n", (guint) message.body_length);
    }
  if (device != NULL)
    {
      NadiHttpSigner signer = { .device = device_key (test, device->device) };

      signer.device_id = device_id = g_strdup_printf ("%s/%s", device->actor.org, device->device);
      if (person != NULL)
        {
          signer.person_id = person_id
              = person->actor.patient != NULL ? g_strdup_printf ("patient/%s", person->actor.patient)
                                              : g_strdup_printf ("%s/%s", person->actor.org, person->actor.staff);
          signer.person = person->key;
        }
      signature = nadi_http_sign (&message, &signer, test->log->clock.time / 1000 + created, nadi_random_system ());
      if (signature->content_digest != NULL)
        g_string_append_printf (text, "Content-Digest: %s\r\n", signature->content_digest);
      g_string_append_printf (text, "Signature-Input: %s\r\nSignature: %s\r\n", signature->signature_input,
                              signature->signature);
    }
  g_string_append (text, "\r\n");
  if (body != NULL)
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  return text;
}

NadiTestReply *
nadi_test_service_send (NadiTestService *test, const GString *request)
{
  g_autoptr (NadiTestClient) client = nadi_test_client_new_tls (nadi_service_port (test->service), NULL, NULL);

  nadi_test_client_send (client, request->str, (gssize) request->len);
  return nadi_test_client_answer (client, !g_str_has_prefix (request->str, "HEAD "));
}

NadiTestReply *
nadi_test_service_ask (NadiTestService *test, NadiTestSigner *device, NadiTestSigner *person, const char *method,
                       const char *target, GBytes *body)
{
  g_autoptr (GString) request = nadi_test_service_request (test, device, person, method, target, body, 0);
  NadiTestReply *reply;

  nadi_test_client_send (test->client, request->str, (gssize) request->len);
  reply = nadi_test_client_answer (test->client, !g_str_equal (method, "HEAD"));
  if (reply->status == 0 || strstr (reply->head, "Connection: close") != NULL)
    {
      nadi_test_client_free (test->client);
      test->client = nadi_test_client_new_tls (nadi_service_port (test->service), NULL, NULL);
    }
  return reply;
}

NadiTestReply *
nadi_test_service_get (NadiTestService *test, NadiTestSigner *signer, const char *target)
{
  return nadi_test_service_ask (test, signer, signer, "GET", target, NULL);
}

NadiTestReply *
nadi_test_service_post (NadiTestService *test, NadiTestSigner *signer, const char *target, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return nadi_test_service_ask (test, signer, NULL, "POST", target, body);
}

NadiTestReply *
nadi_test_service_post_event (NadiTestService *test, NadiTestSigner *signer, NadiEvent *event)
{
  return nadi_test_service_ask (test, signer, NULL, "POST", "/v1/events", nadi_event_bytes (event));
}

NadiTestReply *
nadi_test_service_ask_admin (NadiTestService *test, const char *method, const char *target, const char *text)
{
  guint16 port = nadi_service_admin_port (test->service);
  g_autoptr (NadiTestClient) client = nadi_test_client_new (port, NULL);
  g_autoptr (GString) request = g_string_new (NULL);

  g_string_printf (request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n", method, target, port);
  if (text != NULL)
    g_string_append_printf (request, "Content-Length: %u\r\n", (guint) strlen (text));
  g_string_append_printf (request, "\r\n%s", text != NULL ? text : "");
  return nadi_test_client_ask (client, request->str);
}

char *
nadi_test_reply_text (NadiTestReply *reply)
{
  if (reply->body == NULL)
    return g_strdup ("");
  return g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
}

gboolean
nadi_test_reply_contains (NadiTestReply *reply, const char *text)
{
  gsize length = reply->body != NULL ? g_bytes_get_size (reply->body) : 0;

  return (reply->head != NULL && strstr (reply->head, text) != NULL)
         || (length > 0 && memmem (g_bytes_get_data (reply->body, NULL), length, text, strlen (text)) != NULL);
}

NadiEvent *
nadi_test_service_record (NadiTestService *test, guint org, const char *content, char **cid)
{
  NadiTestNetwork *people = test->log->people;
  g_autofree char *record = nadi_test_uuid (people), *version = nadi_test_uuid (people);
  g_autoptr (GBytes) blob = g_bytes_new (content, strlen (content));

  *cid = nadi_cid_of ((const guint8 *) content, strlen (content));
  g_assert_true (nadi_blobs_put (test->blobs, *cid, blob, NULL));
  return nadi_test_record_add (people, people->orgs[org].doctor, test->log->shelves[org], 1, record, version, *cid);
}

NadiTestOrg *
nadi_test_service_org (NadiTestService *test, guint i)
{
  return &test->log->people->orgs[i];
}

guint64
nadi_test_service_size (NadiTestService *test)
{
  g_autoptr (NadiView) view = nadi_log_view (test->log->log);

  return nadi_view_admitted_size (view);
}

void
nadi_test_assert_status (NadiTestReply *reply, guint status)
{
  if (reply->status != status)
    {
      g_autofree char *text = nadi_test_reply_text (reply);

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (reply->status, ==, status);
}

void
nadi_test_service_admit (NadiTestService *test, NadiTestSigner *signer, NadiEvent *event)
{
  g_autoptr (NadiTestReply) reply = nadi_test_service_post_event (test, signer, event);

  nadi_test_assert_status (reply, 200);
  g_assert_true (nadi_test_reply_contains (reply, "\"index\":"));
}

NadiTestReply *
nadi_test_service_put (NadiTestService *test, NadiTestSigner *signer, const char *target, const char *text, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new (text, length);

  return nadi_test_service_ask (test, signer, NULL, "PUT", target, body);
}
