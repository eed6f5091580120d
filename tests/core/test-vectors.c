/* The project's own vectors in tests/vectors: made again byte for byte, read back, and checked by a program that shares
 * no code with Nadi (check-vectors.py).
 *
 * `test-vectors --write` makes the files again; see tests/vectors/README.md. */
#include <string.h>

#include "nadi-encoding.h"
#include "nadi-enrolment.h"
#include "nadi-event.h"
#include "nadi-founding.h"
#include "nadi-http-signature.h"
#include "nadi-cid.h"
#include "nadi-jwe.h"
#include "nadi-jwk.h"
#include "nadi-test-program.h"
#include "nadi-test.h"
#include "nadi-wire-fixture.h"

#define ORG "0b4c0000-0000-4000-8000-000000000001"
#define STAFF "0b4c0000-0000-4000-8000-000000000002"
#define DEVICE "0b4c0000-0000-4000-8000-000000000003"
#define PATIENT "0b4c0000-0000-4000-8000-000000000021"
#define SHELF "0b4c0000-0000-4000-8000-000000000022"
#define RECORD "0b4c0000-0000-4000-8000-000000000023"
#define VERSION "0b4c0000-0000-4000-8000-000000000024"

static const NadiRecordBinding binding = { PATIENT, SHELF, 2, RECORD, VERSION };

static NadiRandom *
seeded (NadiSeededRandom *random, guint64 seed)
{
  nadi_seeded_random_init (random, seed);
  return &random->random;
}

static NadiJsonWriter *
begin (void)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  return writer;
}

static char *
end (NadiJsonWriter *writer)
{
  g_autoptr (NadiJsonWriter) owned = writer;
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

static void
put_secret (NadiJsonWriter *writer, const char *name, NadiSecret *secret)
{
  nadi_json_put_base64url (writer, name, nadi_secret_data (secret), nadi_secret_size (secret));
}

static void
put_seed (NadiJsonWriter *writer, const char *name, NadiSigningKey *key)
{
  g_autoptr (NadiSecret) seed = nadi_signing_key_seed (key);
  put_secret (writer, name, seed);
}

static char *
make_record (void)
{
  static const char resource[] = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"note\":[{\"text\":"
                                 "\"\303\251 \\\"quoted\\\"\"}]}";
  NadiSeededRandom source;
  NadiRandom *random = seeded (&source, 1);
  guint8 key[32], salt[32];
  nadi_random_fill (random, key, sizeof key);
  nadi_random_fill (random, salt, sizeof salt);
  g_autofree char *kid = nadi_symmetric_kid (key);
  g_autoptr (NadiSecret) content = nadi_record_content_print (resource, strlen (resource), salt);
  g_autofree char *jwe = nadi_jwe_seal_record (random, "nadi-record", &binding, kid, key,
                                               nadi_secret_data (content), nadi_secret_size (content));
  g_autofree char *cid = nadi_cid_of ((const guint8 *) jwe, strlen (jwe));
  NadiHash commitment;
  nadi_record_commitment (resource, strlen (resource), salt, &commitment);

  NadiJsonWriter *writer = begin ();
  nadi_json_put_base64url (writer, "key", key, sizeof key);
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_put_string (writer, "patient", PATIENT);
  nadi_json_put_string (writer, "shelf", SHELF);
  nadi_json_put_int (writer, "epoch", binding.epoch);
  nadi_json_put_string (writer, "record", RECORD);
  nadi_json_put_string (writer, "version", VERSION);
  nadi_json_put_string (writer, "resource", resource);
  nadi_json_put_base64url (writer, "salt", salt, sizeof salt);
  nadi_json_put_hash (writer, "commitment", commitment.bytes);
  nadi_json_put_string (writer, "jwe", jwe);
  nadi_json_put_string (writer, "cid", cid);
  return end (writer);
}

static char *
make_event (void)
{
  NadiSeededRandom source;
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (seeded (&source, 2));
  NadiActor actor = { .org = (char *) ORG, .staff = (char *) STAFF };
  NadiEventHead head = { "org.update", RECORD, "fixture.nadi.example", &actor, DEVICE, 7, 1767225600123 };
  NadiJsonWriter *payload = nadi_event_begin (&head, NULL);
  nadi_json_put_string (payload, "name", "Riverside Clinic");
  nadi_json_put_string (payload, "profile", NULL);
  g_autofree char *jws = nadi_event_sign (payload, key, NULL);
  g_autofree char *kid = nadi_verify_key_kid (nadi_signing_key_public (key));
  NadiHash leaf;
  nadi_merkle_leaf ((const guint8 *) jws, strlen (jws), &leaf);

  NadiJsonWriter *writer = begin ();
  put_seed (writer, "seed", key);
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_put_string (writer, "jws", jws);
  nadi_json_put_hash (writer, "leaf", leaf.bytes);
  return end (writer);
}

static char *
make_paper_code (void)
{
  NadiSeededRandom source;
  NadiRandom *random = seeded (&source, 3);
  NadiJsonWriter *writer = begin ();
  nadi_json_name (writer, "codes");
  nadi_json_begin_array (writer);
  for (gsize size = 1; size <= 32; size++)
    {
      guint8 data[32];
      nadi_random_fill (random, data, size);
      g_autofree char *code = nadi_paper_code_print (data, size);
      g_autofree char *hex = nadi_hex_encode (data, size);
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "data", hex);
      nadi_json_put_string (writer, "code", code);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  return end (writer);
}

static char *
make_enrolment (void)
{
  static const char body[] = "{\"type\":\"enrol.request\",\"sign\":\"\303\251\"}";
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (4);
  g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_new (&fixture->random.random, fixture->network);
  g_autofree char *network = nadi_network_print (fixture->network);
  g_autofree char *code = nadi_enrolment_print (enrolment);
  g_autofree char *request = nadi_enrolment_seal (enrolment, "request", body);
  g_autofree char *reply = nadi_enrolment_seal (enrolment, "reply", body);

  NadiJsonWriter *writer = begin ();
  nadi_json_put_string (writer, "network", network);
  nadi_json_put_string (writer, "code", code);
  nadi_json_put_base64url (writer, "secret", nadi_secret_data (enrolment->code), 10);
  nadi_json_put_string (writer, "mailbox", enrolment->mailbox);
  put_secret (writer, "mac_key", enrolment->mac_key);
  nadi_json_put_string (writer, "body", body);
  nadi_json_put_string (writer, "request", request);
  nadi_json_put_string (writer, "reply", reply);
  return end (writer);
}

static void
put_signed_request (NadiJsonWriter *writer, const NadiHttpMessage *request, const NadiHttpSigner *signer,
                    NadiRandom *random)
{
  g_autoptr (NadiHttpSignature) signature = nadi_http_sign (request, signer, NADI_FIXTURE_TIME, random);
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "method", request->method);
  nadi_json_put_string (writer, "authority", request->authority);
  nadi_json_put_string (writer, "path", request->path);
  nadi_json_put_string (writer, "query", request->query);
  nadi_json_put_string (writer, "body", (const char *) request->body);
  nadi_json_put_int (writer, "created", NADI_FIXTURE_TIME);
  nadi_json_put_string (writer, "device_id", signer->device_id);
  put_seed (writer, "device_seed", signer->device);
  nadi_json_put_string (writer, "person_id", signer->person_id);
  if (signer->person != NULL)
    put_seed (writer, "person_seed", signer->person);
  nadi_json_put_string (writer, "content_digest", signature->content_digest);
  nadi_json_put_string (writer, "signature_input", signature->signature_input);
  nadi_json_put_string (writer, "signature", signature->signature);
  nadi_json_end_object (writer);
}

static char *
make_http_signature (void)
{
  NadiSeededRandom source;
  NadiRandom *random = seeded (&source, 5);
  g_autoptr (NadiSigningKey) device = nadi_signing_key_new (random);
  g_autoptr (NadiSigningKey) person = nadi_signing_key_new (random);
  const NadiHttpMessage post
      = { "POST", "127.0.0.1:8443", "/v1/events", "?", (const guint8 *) "one\ntwo\n", 8 };
  const NadiHttpMessage get = { "GET", "ledger.example", "/v1/state", "?key=net&from=4", NULL, 0 };
  const NadiHttpSigner alone = { "validator/v1.fixture.nadi.example", device, NULL, NULL };
  const NadiHttpSigner staff = { ORG "/" DEVICE, device, ORG "/" STAFF, person };
  const NadiHttpSigner patient = { ORG "/" DEVICE, device, "patient/" PATIENT, person };

  NadiJsonWriter *writer = begin ();
  nadi_json_name (writer, "requests");
  nadi_json_begin_array (writer);
  put_signed_request (writer, &post, &staff, random);
  put_signed_request (writer, &get, &alone, random);
  put_signed_request (writer, &get, &patient, random);
  nadi_json_end_array (writer);
  return end (writer);
}

static char *
make_network (void)
{
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (6);
  g_autofree char *network = nadi_network_print (fixture->network);
  NadiJsonWriter *writer = begin ();
  nadi_json_put_string (writer, "network", network);
  nadi_json_put_hash (writer, "fingerprint", fixture->network->fingerprint.bytes);
  return end (writer);
}

static char *
make_receipt (void)
{
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (7);
  for (guint n = 1; n <= 4; n++)
    g_free (nadi_wire_fixture_append_block (fixture, n * 2));
  g_autofree char *network = nadi_network_print (fixture->network);
  g_autoptr (NadiReceipt) receipt = nadi_wire_fixture_receipt (fixture, 11);
  g_autofree char *text = nadi_receipt_print (receipt);
  NadiJsonWriter *writer = begin ();
  nadi_json_put_string (writer, "network", network);
  nadi_json_put_int (writer, "freshness", NADI_FIXTURE_TIME + 1);
  nadi_json_put_string (writer, "receipt", text);
  return end (writer);
}

static char *
make_stream_page (void)
{
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (8);
  g_free (nadi_wire_fixture_append_block (fixture, 3));
  NadiHash root;
  guint64 from = nadi_tree_size (fixture->tree);
  nadi_tree_root (fixture->tree, from, &root);
  g_free (nadi_wire_fixture_append_block (fixture, 2));
  g_autofree char *network = nadi_network_print (fixture->network);
  g_autoptr (NadiStreamPage) page = nadi_wire_fixture_page (fixture, 0, from);
  g_autoptr (GBytes) body = nadi_stream_page_print (page);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  NadiJsonWriter *writer = begin ();
  nadi_json_put_string (writer, "network", network);
  nadi_json_put_int (writer, "from", (gint64) from);
  nadi_json_put_hash (writer, "from_root", root.bytes);
  nadi_json_put_string (writer, "stream", NADI_FIXTURE_STREAM);
  nadi_json_put_base64url (writer, "body", bytes, length);
  return end (writer);
}

static char *vector_folder;

static JsonNode *
load (const char *name, char **text)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (vector_folder, file, NULL);
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  JsonNode *node = nadi_json_load (contents, length, 1 << 20, &error);
  g_assert_no_error (error);
  if (text != NULL)
    *text = g_steal_pointer (&contents);
  return node;
}

/* The fixed RSA key that boxes and statements are made with. */
static NadiJwkSet *
load_rsa (void)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = load ("rsa-key", &text);
  g_autoptr (GError) error = NULL;
  NadiJwkSet *set = nadi_jwk_set_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return set;
}

static char *
make_founding (void)
{
  static const char *const names[] = { "clinical", "front-desk" };
  static const char *const roles[] = { "administrator", "doctor", NULL };
  NadiSeededRandom source;
  NadiRandom *random = seeded (&source, 9);
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (random);
  g_autoptr (NadiSigningKey) device = nadi_signing_key_new (random);
  g_autoptr (NadiJwkSet) set = load_rsa ();
  g_autoptr (NadiFounding) founding = nadi_founding_new ();
  founding->org = g_strdup (ORG);
  founding->kind = g_strdup ("hospital");
  founding->name = g_strdup ("Riverside Hospital");
  founding->staff = g_strdup (STAFF);
  founding->staff_name = g_strdup ("First Administrator");
  founding->staff_roles = g_strdupv ((char **) roles);
  founding->sign = nadi_verify_key_to_text (nadi_signing_key_public (key));
  founding->seal = nadi_rsa_public_to_text (nadi_rsa_private_public (nadi_jwk_set_get (set, 0)->rsa));
  founding->device = g_strdup (DEVICE);
  founding->device_key = nadi_verify_key_to_text (nadi_signing_key_public (device));
  for (guint i = 0; i < 2; i++)
    {
      NadiFoundingRole *role = g_new0 (NadiFoundingRole, 1);
      role->role = g_strdup (names[i]);
      role->key = g_strdup (founding->seal);
      role->box = nadi_cid_of ((const guint8 *) names[i], strlen (names[i]));
      g_ptr_array_add (founding->roles, role);
    }
  g_autofree char *jws = nadi_founding_sign (founding, key);
  NadiJsonWriter *writer = begin ();
  put_seed (writer, "seed", key);
  nadi_json_put_string (writer, "name", founding->name);
  nadi_json_put_string (writer, "jws", jws);
  return end (writer);
}

/* RSA-OAEP draws its own randomness, so a box never comes out the same twice: it is opened, not compared. */
static char *
make_box (void)
{
  NadiSeededRandom source;
  NadiRandom *random = seeded (&source, 10);
  g_autoptr (NadiJwkSet) recipients = load_rsa ();
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_new ();
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (NadiSecret) key = nadi_secret_new_random (random, 32);
      nadi_jwk_set_add_symmetric (set, i, key);
    }
  g_autoptr (NadiSecret) content = nadi_jwk_set_print (set);
  NadiRsaPublic *recipient = nadi_rsa_private_public (nadi_jwk_set_get (recipients, 0)->rsa);
  g_autofree char *jwe = nadi_jwe_seal_box (random, &recipient, 1, nadi_secret_data (content),
                                            nadi_secret_size (content), NULL);
  NadiJsonWriter *writer = begin ();
  put_secret (writer, "content", content);
  nadi_json_put_string (writer, "jwe", jwe);
  return end (writer);
}

static const struct
{
  const char *name;
  char *(*make) (void);
  gboolean same_each_time;
} vectors[] = {
  { "record", make_record, TRUE },
  { "box", make_box, FALSE },
  { "event", make_event, TRUE },
  { "founding", make_founding, TRUE },
  { "paper-code", make_paper_code, TRUE },
  { "enrolment", make_enrolment, TRUE },
  { "http-signature", make_http_signature, TRUE },
  { "network", make_network, TRUE },
  { "receipt", make_receipt, TRUE },
  { "stream-page", make_stream_page, TRUE },
};

/* As it stands in the file: one member a line, for reading. */
static char *
make_file (guint i)
{
  g_autofree char *compact = vectors[i].make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = nadi_json_load (compact, strlen (compact), 1 << 20, &error);
  g_assert_no_error (error);
  g_autofree char *pretty = json_to_string (node, TRUE);
  return g_strconcat (pretty, "\n", NULL);
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *stored = NULL;
      g_autoptr (JsonNode) node = load (vectors[i].name, &stored);
      g_autofree char *made = make_file (i);
      if (vectors[i].same_each_time)
        g_assert_cmpstr (made, ==, stored);
      else
        g_assert_cmpuint (strlen (made), ==, strlen (stored));
    }
}

static void
test_box (void)
{
  g_autoptr (JsonNode) node = load ("box", NULL);
  g_autoptr (NadiJwkSet) set = load_rsa ();
  const char *jwe = json_object_get_string_member (json_node_get_object (node), "jwe");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) content
      = nadi_jwe_open_box (jwe, strlen (jwe), nadi_jwk_set_get (set, 0)->rsa, &error);
  g_assert_no_error (error);
  g_autofree char *text = nadi_base64url_encode (nadi_secret_data (content), nadi_secret_size (content));
  g_assert_cmpstr (text, ==, json_object_get_string_member (json_node_get_object (node), "content"));
}

static void
test_receipt (void)
{
  g_autoptr (JsonNode) node = load ("receipt", NULL);
  JsonObject *object = json_node_get_object (node);
  const char *json = json_object_get_string_member (object, "network");
  const char *text = json_object_get_string_member (object, "receipt");
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiNetwork) network = nadi_network_parse (json, strlen (json), &error);
  g_autoptr (NadiReceipt) receipt = nadi_receipt_parse (text, strlen (text), &error);
  gint64 freshness;
  g_assert_true (nadi_receipt_check (receipt, network, &freshness, &error));
  g_assert_no_error (error);
  g_assert_cmpint (freshness, ==, json_object_get_int_member (object, "freshness"));
}

/* Another implementation agrees on every file. */
static void
test_other_implementation (void)
{
  g_autofree char *request = g_strdup_printf ("{\"folder\":\"%s\"}", vector_folder);
  g_autoptr (JsonNode) answer = nadi_test_program_ask ("check-vectors.py", request);
  JsonObject *checked = json_node_get_object (answer);
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_test_message ("%s: %" G_GINT64_FORMAT " checks", vectors[i].name,
                      json_object_get_int_member (checked, vectors[i].name));
      g_assert_cmpint (json_object_get_int_member (checked, vectors[i].name), >, 0);
    }
}

static int
write_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *text = make_file (i);
      g_autofree char *file = g_strconcat (vectors[i].name, ".json", NULL);
      g_autofree char *path = g_build_filename (vector_folder, file, NULL);
      g_autoptr (GError) error = NULL;
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
    }
  return 0;
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_build_filename (NADI_TEST_FOLDER, "..", "vectors", NULL);
  vector_folder = folder;
  if (argc == 2 && strcmp (argv[1], "--write") == 0)
    return write_files ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vectors/same", test_same);
  g_test_add_func ("/vectors/box", test_box);
  g_test_add_func ("/vectors/receipt", test_receipt);
  g_test_add_func ("/vectors/other-implementation", test_other_implementation);
  return g_test_run ();
}
