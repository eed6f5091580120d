/* HTTP message signatures: a signature holds for the request that was signed and no other. */
#include "nadi-http-signature.h"

#include <string.h>

#include "nadi-source.h"
#include "nadi-test.h"

#define DEVICE_ID "0b4c0000-0000-4000-8000-000000000001/0b4c0000-0000-4000-8000-000000000003"
#define PERSON_ID "0b4c0000-0000-4000-8000-000000000001/0b4c0000-0000-4000-8000-000000000002"
#define CREATED G_GINT64_CONSTANT (1767225600)

typedef struct
{
  NadiSeededRandom random;
  NadiSigningKey *device;
  NadiSigningKey *person;
  NadiHttpMessage request;
  NadiHttpSignature *alone;
  NadiHttpSignature *both;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  nadi_seeded_random_init (&f->random, 21);
  f->device = nadi_signing_key_new (&f->random.random);
  f->person = nadi_signing_key_new (&f->random.random);
  f->request = (NadiHttpMessage){ "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "body", 4 };
  NadiHttpSigner signer = { DEVICE_ID, f->device, NULL, NULL };
  f->alone = nadi_http_sign (&f->request, &signer, CREATED, &f->random.random);
  signer.person_id = PERSON_ID;
  signer.person = f->person;
  f->both = nadi_http_sign (&f->request, &signer, CREATED, &f->random.random);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_signing_key_unref (f->device);
  nadi_signing_key_unref (f->person);
  nadi_http_signature_free (f->alone);
  nadi_http_signature_free (f->both);
}

static NadiHttpClaim *
parse (const NadiHttpMessage *request, const NadiHttpSignature *headers, GError **error)
{
  return nadi_http_claim_parse (request, headers->content_digest, headers->signature_input,
                                headers->signature, error);
}

static gboolean
accepts (Fixture *f, const NadiHttpMessage *request, const NadiHttpSignature *headers)
{
  g_autoptr (NadiHttpClaim) claim = parse (request, headers, NULL);
  return claim != NULL
         && nadi_http_claim_verify (claim, nadi_signing_key_public (f->device),
                                    claim->person_id != NULL ? nadi_signing_key_public (f->person) : NULL,
                                    NULL);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiHttpClaim) alone = parse (&f->request, f->alone, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (alone->device_id, ==, DEVICE_ID);
  g_assert_null (alone->person_id);
  g_assert_cmpint (alone->created, ==, CREATED);
  g_assert_cmpuint (strlen (alone->nonce), ==, 22);
  g_assert_true (nadi_http_claim_verify (alone, nadi_signing_key_public (f->device), NULL, &error));

  g_autoptr (NadiHttpClaim) both = parse (&f->request, f->both, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (both->person_id, ==, PERSON_ID);
  g_assert_cmpstr (both->nonce, !=, alone->nonce);
  g_assert_true (nadi_http_claim_verify (both, nadi_signing_key_public (f->device),
                                         nadi_signing_key_public (f->person), &error));
}

/* The exact text of src/DESIGN.md, so that another implementation can be made from it. */
static void
test_form (Fixture *f, gconstpointer data)
{
  g_autoptr (NadiHttpClaim) claim = parse (&f->request, f->alone, NULL);
  g_autofree char *input = g_strdup_printf ("device=(\"@method\" \"@authority\" \"@path\" \"@query\" "
                                            "\"content-digest\");created=1767225600;nonce=\"%s\";"
                                            "keyid=\"" DEVICE_ID "\";alg=\"ed25519\";tag=\"nadi\"",
                                            claim->nonce);
  g_assert_cmpstr (f->alone->signature_input, ==, input);
  g_assert_cmpstr (f->alone->content_digest, ==, "sha-256=:Iw2DWNyOiJC0xY3utikS7i8gNXrpKlzIYbmOaP4xrLU=:");
  g_autofree char *base = g_strdup_printf (
      "\"@method\": POST\n\"@authority\": 127.0.0.1:8443\n\"@path\": /v1/events\n\"@query\": ?\n"
      "\"content-digest\": %s\n\"@signature-params\": %s",
      f->alone->content_digest, input + strlen ("device="));
  g_assert_cmpstr (claim->device_base, ==, base);
}

static void
test_retargeted (Fixture *f, gconstpointer data)
{
  const NadiHttpMessage changed[] = {
    { "PUT", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "body", 4 },
    { "POST", "127.0.0.1:8444", "/v1/events", "?", (const guint8 *) "body", 4 },
    { "POST", "127.0.0.1:8443", "/v1/event", "?", (const guint8 *) "body", 4 },
    { "POST", "127.0.0.1:8443", "/v1/events/", "?", (const guint8 *) "body", 4 },
    { "POST", "127.0.0.1:8443", "/v1/events", "?a", (const guint8 *) "body", 4 },
    { "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "bodY", 4 },
    { "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "body", 3 },
    { "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "body", 0 },
    { "POST", "127.0.0.1:8443", "/v1/events", "?", NULL, 0 },
  };
  g_assert_true (accepts (f, &f->request, f->alone));
  g_assert_true (accepts (f, &f->request, f->both));
  for (guint i = 0; i < G_N_ELEMENTS (changed); i++)
    {
      g_assert_false (accepts (f, &changed[i], f->alone));
      g_assert_false (accepts (f, &changed[i], f->both));
    }
}

static void
test_other_keys (Fixture *f, gconstpointer data)
{
  const NadiVerifyKey *device = nadi_signing_key_public (f->device),
                      *person = nadi_signing_key_public (f->person);
  g_autoptr (NadiHttpClaim) alone = parse (&f->request, f->alone, NULL);
  g_autoptr (NadiHttpClaim) both = parse (&f->request, f->both, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (nadi_http_claim_verify (alone, person, NULL, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
  g_assert_false (nadi_http_claim_verify (both, device, device, NULL));
  g_assert_false (nadi_http_claim_verify (both, person, device, NULL));
  /* A person who is asked for and did not sign, or the other way round. */
  g_assert_false (nadi_http_claim_verify (alone, device, person, NULL));
  g_assert_false (nadi_http_claim_verify (both, device, NULL, NULL));
}

static void
test_every_byte (Fixture *f, gconstpointer data)
{
  const NadiHttpSignature *signatures[] = { f->alone, f->both };
  for (guint s = 0; s < 2; s++)
    {
      char *const headers[]
          = { signatures[s]->content_digest, signatures[s]->signature_input, signatures[s]->signature };
      for (guint h = 0; h < 3; h++)
        for (gsize i = 0; headers[h][i] != '\0'; i++)
          for (guint bit = 0; bit < 8; bit++)
            {
              headers[h][i] ^= (char) (1 << bit);
              g_assert_false (accepts (f, &f->request, signatures[s]));
              headers[h][i] ^= (char) (1 << bit);
            }
      g_assert_true (accepts (f, &f->request, signatures[s]));
    }
}

static void
test_strict_form (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = {
    { "device=", "Device=" },
    { "device=(", "device= (" },
    { "\"@method\" ", "" },
    { "\"@query\" ", "" },
    { " \"content-digest\"", "" },
    { "\"content-digest\"", "\"content-digest\" \"date\"" },
    { "\"@method\" \"@authority\"", "\"@authority\" \"@method\"" },
    { ";created=1767225600", "" },
    { ";created=1767225600", ";created=01767225600" },
    { ";created=1767225600", ";created=-1767225600" },
    { ";created=1767225600", ";created=17672256000000" },
    { ";created=1767225600", ";created=1767225600;expires=1767225900" },
    { ";alg=\"ed25519\"", "" },
    { "ed25519", "hmac-sha256" },
    { ";tag=\"nadi\"", "" },
    { ";tag=\"nadi\"", ";tag=\"nadi\" " },
    { DEVICE_ID, PERSON_ID },
    { DEVICE_ID, "x" },
    { DEVICE_ID, "" },
    { DEVICE_ID, "validator/" },
    { DEVICE_ID, "patient/0b4c0000-0000-4000-8000-000000000002" },
    { DEVICE_ID, DEVICE_ID "/" DEVICE_ID },
  };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (f->alone->signature_input, changes[i].from, 2);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_autofree char *input = g_strjoinv (changes[i].to, parts);
      NadiHttpSignature headers = { f->alone->content_digest, input, f->alone->signature };
      g_assert_false (accepts (f, &f->request, &headers));
    }
}

static void
test_absent (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NadiHttpSignature none = { 0 };
  g_assert_null (parse (&f->request, &none, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_UNSIGNED);

  NadiHttpSignature no_digest = { NULL, f->alone->signature_input, f->alone->signature };
  g_assert_null (parse (&f->request, &no_digest, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH);

  /* One signature's value without its input, and the other way round. */
  NadiHttpSignature halves[]
      = { { f->both->content_digest, f->both->signature_input, f->alone->signature },
          { f->alone->content_digest, f->alone->signature_input, f->both->signature } };
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (parse (&f->request, &halves[i], &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
}

/* Parts of a request that would make the signature base ambiguous are never signed for. */
static void
test_hostile_requests (Fixture *f, gconstpointer data)
{
  const NadiHttpMessage hostile[] = {
    { "GET\n\"@authority\": evil", "a", "/", "?", NULL, 0 },
    { "get", "a", "/", "?", NULL, 0 },
    { "", "a", "/", "?", NULL, 0 },
    { "GET", "", "/", "?", NULL, 0 },
    { "GET", "a\nb", "/", "?", NULL, 0 },
    { "GET", "a", "/\n\"@query\": ?x", "?", NULL, 0 },
    { "GET", "a", "/p?q", "?", NULL, 0 },
    { "GET", "a", "p", "?", NULL, 0 },
    { "GET", "a", "/", "", NULL, 0 },
    { "GET", "a", "/", "x", NULL, 0 },
    { "GET", "a", "/\303\251", "?", NULL, 0 },
  };
  NadiHttpSigner signer = { "validator/v1.example", f->device, NULL, NULL };
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (NadiHttpSignature) headers
          = nadi_http_sign (&hostile[i], &signer, CREATED, &f->random.random);
      g_assert_false (accepts (f, &hostile[i], headers));
    }
  NadiHttpMessage plain = { "GET", "a", "/tile/0/000", "?x=%20", NULL, 0 };
  g_autoptr (NadiHttpSignature) headers = nadi_http_sign (&plain, &signer, CREATED, &f->random.random);
  g_assert_null (headers->content_digest);
  g_assert_true (accepts (f, &plain, headers));
}

#define ADD(name, function) g_test_add ("/http-signature/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("form", test_form);
  ADD ("retargeted", test_retargeted);
  ADD ("other-keys", test_other_keys);
  ADD ("every-byte", test_every_byte);
  ADD ("strict-form", test_strict_form);
  ADD ("absent", test_absent);
  ADD ("hostile-requests", test_hostile_requests);
  return g_test_run ();
}
