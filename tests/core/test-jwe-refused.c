/* JWE: what is outside the profile, changed, or moved elsewhere. Refused, with one error, and never another plaintext. */
#include "nadi-jwe-fixture.h"

#include <string.h>

#include "nadi-aead.h"
#include "nadi-encoding.h"
#include "nadi-jwk.h"
#include "nadi-test.h"
#include "nadi-test-program.h"
#include "nadi-text.h"

/* Refused by its form: nadi_jwe_inspect(), which is given no key at all, refuses it with the same code. */
static void
assert_refused_without_key (NadiJweFixture *f, const char *text, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_jwe_inspect (text, strlen (text), &error));
  if (code != 0)
    g_assert_error (error, NADI_WIRE_ERROR, code);
  g_assert_true (nadi_error_class (error) == NADI_ERROR_CLASS_INPUT
                 || nadi_error_class (error) == NADI_ERROR_CLASS_REFUSED);
  g_clear_error (&error);
  g_assert_null (nadi_jwe_fixture_open (f, text, &nadi_jwe_fixture_binding, &error));
  if (code != 0)
    g_assert_error (error, NADI_WIRE_ERROR, code);
  g_clear_error (&error);
  g_assert_null (nadi_jwe_open_box (text, strlen (text), f->rsa[0], &error));
  g_assert_nonnull (error);
}

/* text with the protected header changed and written again. */
static char *
with_protected (const char *text, const char *from, const char *to)
{
  const char *start = strstr (text, "\"protected\":\"") + strlen ("\"protected\":\"");
  g_autofree char *encoded = g_strndup (start, strcspn (start, "\""));
  g_autoptr (GBytes) bytes = nadi_base64url_decode (encoded, -1, NULL);
  g_autofree char *header = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *changed = nadi_text_replace (header, from, to);
  g_autofree char *changed_encoded = nadi_base64url_encode ((const guint8 *) changed, strlen (changed));
  return nadi_text_replace (text, encoded, changed_encoded);
}

static void
test_algorithms (NadiJweFixture *f, gconstpointer data)
{
  static const char *const algorithms[]
      = { "RSA1_5",      "RSA-OAEP",       "dir",       "PBES2-HS256+A128KW", "PBES2-HS512+A256KW",
          "ECDH-ES",     "ECDH-ES+A256KW", "A128GCMKW", "A192GCMKW",          "A256KW",
          "A128KW",      "none",           "",          "a256gcmkw",          "A256GCMKW ",
          "rsa-oaep-256" };
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *record = nadi_text_replace (f->record, "A256GCMKW", algorithms[i]);
      assert_refused_without_key (f, record, NADI_WIRE_ERROR_ALGORITHM);
      g_autofree char *box = nadi_text_replace (f->box, "RSA-OAEP-256", algorithms[i]);
      assert_refused_without_key (f, box, NADI_WIRE_ERROR_ALGORITHM);
    }
  /* One form's algorithm in the other. */
  g_autofree char *record = nadi_text_replace (f->record, "A256GCMKW", "RSA-OAEP-256");
  assert_refused_without_key (f, record, NADI_WIRE_ERROR_ALGORITHM);
  g_autofree char *box = nadi_text_replace (f->box, "RSA-OAEP-256", "A256GCMKW");
  assert_refused_without_key (f, box, NADI_WIRE_ERROR_ALGORITHM);
}

static void
test_protected_header (NadiJweFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = {
    { "\"enc\":\"A256GCM\"", "\"enc\":\"A128GCM\"" },
    { "\"enc\":\"A256GCM\"", "\"enc\":\"A256CBC-HS512\"" },
    { "\"enc\":\"A256GCM\"", "\"enc\":\"none\"" },
    { "\"enc\":\"A256GCM\"", "\"enc\":null" },
    { "\"enc\":\"A256GCM\",", "" },
    { "\"enc\"", "\"zip\":\"DEF\",\"enc\"" },
    { "\"enc\"", "\"crit\":[\"exp\"],\"exp\":1,\"enc\"" },
    { "\"enc\"", "\"crit\":[],\"enc\"" },
    { "\"enc\"", "\"alg\":\"A256GCMKW\",\"enc\"" },
    { "\"enc\"", "\"alg\":\"none\",\"enc\"" },
    { "\"enc\"", "\"jku\":\"https://example.com\",\"enc\"" },
    { "\"enc\"", "\"kid\":\"x\",\"enc\"" },
    { "nadi-", "NADI-" },
    { "\"typ\"", "\"type\"" },
  };
  const char *const texts[] = { f->record, f->box };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    for (guint t = 0; t < 2; t++)
      {
        g_autofree char *changed = with_protected (texts[t], changes[i].from, changes[i].to);
        assert_refused_without_key (f, changed, NADI_WIRE_ERROR_ALGORITHM);
      }
  static const struct
  {
    const char *from;
    const char *to;
  } malformed[] = {
    { "\"patient\":\"" NADI_JWE_PATIENT "\",", "" }, { "\"patient\":\"" NADI_JWE_PATIENT "\"", "\"patient\":1" },
    { "\"shelf\":\"" NADI_JWE_SHELF "\",", "" },     { "\"epoch\":3", "\"epoch\":3.5" },
    { "\"epoch\":3", "\"epoch\":\"3\"" },   { "\"record\"", "\"record\":null,\"version\"" },
    { "{", "{\"enc\":\"A256GCM\"," },       { "{", "[{" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *changed = with_protected (f->record, malformed[i].from, malformed[i].to);
      assert_refused_without_key (f, changed, 0);
    }
  /* White space is JSON, but not what was sealed. */
  g_autofree char *spaced = with_protected (f->record, "{", " {");
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_jwe_fixture_open (f, spaced, &nadi_jwe_fixture_binding, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

static void
test_members (NadiJweFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
    int code;
  } changes[] = {
    { "\"protected\"", "\"unprotected\":{\"x\":1},\"protected\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"protected\"", "\"aad\":\"AAAA\",\"protected\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"protected\"", "\"header\":{},\"protected\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"protected\"", "\"more\":0,\"protected\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"protected\"", "\"Protected\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"alg\"", "\"enc\":\"A256GCM\",\"alg\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"alg\"", "\"zip\":\"DEF\",\"alg\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"alg\"", "\"crit\":[\"b64\"],\"alg\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"alg\"", "\"p2c\":1,\"alg\"", NADI_WIRE_ERROR_ALGORITHM },
    { "\"encrypted_key\"", "\"x\":1,\"encrypted_key\"", 0 },
    { "\"encrypted_key\"", "\"encrypted_keys\"", 0 },
    { "\"recipients\":[", "\"recipients\":[1,", 0 },
    { "\"kid\"", "\"kid\":1,\"kid\"", 0 },
    { "\"kid\":\"", "\"kid\":[],\"tag\":\"", 0 },
    { "\"iv\"", "\"tag\":\"\",\"iv\"", 0 },
    { "{\"protected\"", "[{\"protected\"", 0 },
  };
  const char *const texts[] = { f->record, f->box };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    for (guint t = 0; t < 2; t++)
      {
        g_autofree char *changed = nadi_text_replace (texts[t], changes[i].from, changes[i].to);
        assert_refused_without_key (f, changed, changes[i].code);
      }
  /* A second recipient of a record, a recipient named twice, none, and the compact form. */
  const char *start = strstr (f->record, "{\"header\"");
  g_autofree char *recipient = g_strndup (start, (gsize) (strstr (start, "]") - start));
  g_autofree char *two = g_strconcat (recipient, ",", recipient, NULL);
  g_autofree char *doubled = nadi_text_replace (f->record, recipient, two);
  assert_refused_without_key (f, doubled, NADI_WIRE_ERROR_FORMAT);
  g_autofree char *none = nadi_text_replace (f->record, recipient, "");
  assert_refused_without_key (f, none, NADI_WIRE_ERROR_FORMAT);
  g_autofree char *first = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[0]));
  g_autofree char *second = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[1]));
  g_autofree char *same = nadi_text_replace (f->box, second, first);
  assert_refused_without_key (f, same, NADI_WIRE_ERROR_FORMAT);
  assert_refused_without_key (f, "eyJhbGciOiJBMjU2R0NNS1ciLCJlbmMiOiJBMjU2R0NNIn0.AA.AA.AA.AA", 0);
  assert_refused_without_key (f, "", 0);

  GString *many = g_string_new (NULL);
  for (guint i = 0; i < 65; i++)
    g_string_append_printf (
        many, "%s{\"header\":{\"alg\":\"RSA-OAEP-256\",\"kid\":\"%u\"},\"encrypted_key\":\"AA\"}",
        i > 0 ? "," : "", i);
  g_autofree char *list = g_string_free (many, FALSE);
  const char *box_start = strstr (f->box, "{\"header\"");
  g_autofree char *box_recipients = g_strndup (box_start, (gsize) (strstr (box_start, "]") - box_start));
  g_autofree char *crowd = nadi_text_replace (f->box, box_recipients, list);
  assert_refused_without_key (f, crowd, NADI_WIRE_ERROR_FORMAT);
}

/* Every byte, changed in four ways: either refused, or a byte that this reader does not use, and the same plaintext. */
static void
test_every_byte (NadiJweFixture *f, gconstpointer data)
{
  static const char flips[] = { 0x01, 0x02, 0x20, (char) 0x80 };
  gsize length = strlen (f->box);
  guint opened = 0, refused = 0;
  for (gsize i = 0; i < length; i++)
    for (guint j = 0; j < sizeof flips; j++)
      for (guint who = 0; who < 2; who++)
        {
          g_autofree char *changed = g_memdup2 (f->box, length);
          changed[i] ^= flips[j];
          g_autoptr (GError) error = NULL;
          g_autoptr (NadiSecret) plaintext = nadi_jwe_open_box (changed, length, f->rsa[who], &error);
          if (plaintext == NULL)
            {
              refused++;
              g_assert_nonnull (error);
              continue;
            }
          opened++;
          g_assert_cmpmem (nadi_secret_data (plaintext), nadi_secret_size (plaintext), NADI_JWE_CONTENT,
                           strlen (NADI_JWE_CONTENT));
          /* Only the other recipient's part may change. */
          g_autofree char *other = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[1 - who]));
          const char *part = strstr (f->box, other);
          const char *end = strstr (strstr (part, "encrypted_key"), "\"}") + 2;
          g_assert_cmpuint (i, >=, (gsize) (part - f->box));
          g_assert_cmpuint (i, <, (gsize) (end - f->box));
        }
  g_test_message ("%u refused, %u opened to the same plaintext", refused, opened);
  g_assert_cmpuint (refused, >, length * 4);

  length = strlen (f->record);
  for (gsize i = 0; i < length; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *changed = g_memdup2 (f->record, length);
        changed[i] ^= (char) (1 << bit);
        g_assert_null (nadi_jwe_open_record (changed, length, "nadi-record", &nadi_jwe_fixture_binding, f->kid, f->key, NULL));
      }
  for (gsize n = 0; n < length; n++)
    g_assert_null (nadi_jwe_open_record (f->record, n, "nadi-record", &nadi_jwe_fixture_binding, f->kid, f->key, NULL));
}

/* What is wrong is not told: the same domain, code and words, whichever part was changed. */
static void
test_one_error (NadiJweFixture *f, gconstpointer data)
{
  static const char *const members[]
      = { "\"encrypted_key\":\"", "\"iv\":\"", "\"tag\":\"", "\"ciphertext\":\"", "\"kid\":\"" };
  const char *const texts[] = { f->record, f->box };
  for (guint t = 0; t < 2; t++)
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *changed = g_strdup (texts[t]);
        char *at = strstr (changed, members[i]) + strlen (members[i]);
        *at = *at == 'A' ? 'B' : 'A';
        if (t == 0)
          g_assert_null (nadi_jwe_fixture_open (f, changed, &nadi_jwe_fixture_binding, &error));
        else
          g_assert_null (nadi_jwe_open_box (changed, strlen (changed), f->rsa[0], &error));
        g_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
        g_assert_cmpstr (error->message, ==, "A sealed text does not open");
      }
}

static char *
seal_other (NadiJweFixture *f, const char *content, const NadiRecordBinding *bound)
{
  return nadi_jwe_seal_record (&f->random.random, "nadi-record", bound, f->kid, f->key,
                               (const guint8 *) content, strlen (content));
}

/* The member's value in one text put into another. */
static char *
swap (const char *into, const char *from, const char *member)
{
  g_autofree char *name = g_strdup_printf ("\"%s\":\"", member);
  const char *theirs = strstr (from, name), *ours = strstr (into, name);
  g_autofree char *their_part = g_strndup (theirs, strcspn (theirs + strlen (name), "\"") + strlen (name));
  g_autofree char *our_part = g_strndup (ours, strcspn (ours + strlen (name), "\"") + strlen (name));
  return nadi_text_replace (into, our_part, their_part);
}

static void
test_swapped (NadiJweFixture *f, gconstpointer data)
{
  const NadiRecordBinding others[] = {
    { NADI_JWE_OTHER, NADI_JWE_SHELF, 3, NADI_JWE_RECORD_ID, NADI_JWE_VERSION },
    { NULL, NADI_JWE_SHELF, 3, NADI_JWE_RECORD_ID, NADI_JWE_VERSION },
    { NADI_JWE_PATIENT, NADI_JWE_OTHER, 3, NADI_JWE_RECORD_ID, NADI_JWE_VERSION },
    { NADI_JWE_PATIENT, NADI_JWE_SHELF, 4, NADI_JWE_RECORD_ID, NADI_JWE_VERSION },
    { NADI_JWE_PATIENT, NADI_JWE_SHELF, 3, NADI_JWE_OTHER, NADI_JWE_VERSION },
    { NADI_JWE_PATIENT, NADI_JWE_SHELF, 3, NADI_JWE_RECORD_ID, NADI_JWE_OTHER },
  };
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      /* A whole record presented as another's, both ways round. */
      g_autoptr (GError) error = NULL;
      g_autofree char *other = seal_other (f, "other content", &others[i]);
      g_autoptr (NadiSecret) opens = nadi_jwe_fixture_open (f, other, &others[i], &error);
      g_assert_no_error (error);
      g_assert_null (nadi_jwe_fixture_open (f, other, &nadi_jwe_fixture_binding, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
      g_assert_null (nadi_jwe_fixture_open (f, f->record, &others[i], &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
      /* Its parts in this one. */
      static const char *const members[] = { "protected", "encrypted_key", "ciphertext" };
      for (guint m = 0; m < G_N_ELEMENTS (members); m++)
        {
          g_autofree char *mixed = swap (f->record, other, members[m]);
          g_assert_null (nadi_jwe_fixture_open (f, mixed, &nadi_jwe_fixture_binding, NULL));
          g_assert_null (nadi_jwe_fixture_open (f, mixed, &others[i], NULL));
        }
    }

  /* Same record, sealed again: still other keys. */
  g_autofree char *again = seal_other (f, NADI_JWE_CONTENT, &nadi_jwe_fixture_binding);
  g_autofree char *mixed = swap (f->record, again, "encrypted_key");
  g_assert_null (nadi_jwe_fixture_open (f, mixed, &nadi_jwe_fixture_binding, NULL));
}

static void
test_other_key (NadiJweFixture *f, gconstpointer data)
{
  guint8 key[32] = { 1 };
  g_autofree char *kid = nadi_symmetric_kid (key);
  g_autoptr (GError) error = NULL;
  const struct
  {
    const char *kid;
    const guint8 *key;
  } wrong[] = { { kid, key }, { f->kid, key }, { kid, f->key }, { "", f->key } };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (nadi_jwe_open_record (f->record, strlen (f->record), "nadi-record", &nadi_jwe_fixture_binding,
                                           wrong[i].kid, wrong[i].key, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
    }
  /* Sealed under a name that is not the key's: it does not open, though every tag holds. */
  g_autofree char *misnamed = nadi_jwe_seal_record (&f->random.random, "nadi-record", &nadi_jwe_fixture_binding, "name",
                                                    f->key, (const guint8 *) NADI_JWE_CONTENT, strlen (NADI_JWE_CONTENT));
  g_assert_null (
      nadi_jwe_open_record (misnamed, strlen (misnamed), "nadi-record", &nadi_jwe_fixture_binding, "name", f->key, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

/* A recipient's part put into another box, whose content is under another key. */
static void
test_swapped_boxes (NadiJweFixture *f, gconstpointer data)
{
  NadiRsaPublic *recipient = nadi_rsa_private_public (f->rsa[0]);
  g_autoptr (GError) error = NULL;
  g_autofree char *other
      = nadi_jwe_seal_box (&f->random.random, &recipient, 1, (const guint8 *) "other", 5, &error);
  static const char *const members[] = { "encrypted_key", "ciphertext", "iv", "tag" };
  for (guint m = 0; m < G_N_ELEMENTS (members); m++)
    {
      g_autofree char *mixed = swap (f->box, other, members[m]);
      g_assert_null (nadi_jwe_open_box (mixed, strlen (mixed), f->rsa[0], &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
    }
  /* The two recipients' wrapped keys exchanged under their names. */
  g_autofree char *first = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[0]));
  g_autofree char *second = nadi_rsa_public_kid (nadi_rsa_private_public (f->rsa[1]));
  g_autofree char *a = nadi_text_replace (f->box, first, "-");
  g_autofree char *b = nadi_text_replace (a, second, first);
  g_autofree char *exchanged = nadi_text_replace (b, "\"-\"", "\"+\"");
  g_assert_null (nadi_jwe_open_box (exchanged, strlen (exchanged), f->rsa[0], &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);

  /* A content key of another length. */
  g_autoptr (GBytes) wrapped
      = nadi_rsa_oaep_encrypt (recipient, NULL, 0, (const guint8 *) "sixteen bytes key", 16, NULL);
  g_autofree char *encoded
      = nadi_base64url_encode (g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  const char *at = strstr (other, "\"encrypted_key\":\"") + strlen ("\"encrypted_key\":\"");
  g_autofree char *old = g_strndup (at, strcspn (at, "\""));
  g_autofree char *shorter = nadi_text_replace (other, old, encoded);
  g_assert_null (nadi_jwe_open_box (shorter, strlen (shorter), f->rsa[0], &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

/* One ciphertext that opens, tags and all, under two shelf keys. */
static void
test_two_keys (NadiJweFixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) answer = nadi_test_program_ask (
      "jwcrypto-two-keys.py",
      "{\"header\":{\"enc\":\"A256GCM\",\"typ\":\"nadi-record\",\"patient\":\"" NADI_JWE_PATIENT
      "\",\"shelf\":\"" NADI_JWE_SHELF "\",\"epoch\":3,\"record\":\"" NADI_JWE_RECORD_ID "\",\"version\":\"" NADI_JWE_VERSION "\"}}");
  JsonObject *object = json_node_get_object (answer);
  JsonArray *keys = json_object_get_array_member (object, "keys");
  JsonArray *texts = json_object_get_array_member (object, "jwe");
  JsonArray *plaintexts = json_object_get_array_member (object, "plaintexts");
  NadiHash commitments[2];
  for (guint named = 0; named < 2; named++)
    for (guint used = 0; used < 2; used++)
      {
        g_autoptr (GError) error = NULL;
        guint8 key[32], named_key[32];
        nadi_base64url_decode_into (json_array_get_string_element (keys, used), -1, key, 32, NULL);
        nadi_base64url_decode_into (json_array_get_string_element (keys, named), -1, named_key, 32, NULL);
        g_autofree char *kid = nadi_symmetric_kid (named_key);
        const char *text = json_array_get_string_element (texts, named);
        g_autoptr (NadiSecret) content
            = nadi_jwe_open_record (text, strlen (text), "nadi-record", &nadi_jwe_fixture_binding, kid, key, &error);
        if (named != used)
          {
            /* The name commits to the key. */
            g_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
            continue;
          }
        g_assert_no_error (error);
        g_autofree char *encoded
            = nadi_base64url_encode (nadi_secret_data (content), nadi_secret_size (content));
        g_assert_cmpstr (encoded, ==, json_array_get_string_element (plaintexts, used));
        const guint8 salt[32] = { 0 };
        nadi_record_commitment ((const char *) nadi_secret_data (content), nadi_secret_size (content), salt,
                                &commitments[used]);
      }
  /* Whoever renames the recipient gets other words, and those the author did not commit to. */
  g_assert_false (nadi_hash_equal (&commitments[0], &commitments[1]));
}

#define ADD(name, function) \
  g_test_add ("/jwe-refused/" name, NadiJweFixture, GUINT_TO_POINTER (43), nadi_jwe_fixture_set_up, function, nadi_jwe_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("algorithms", test_algorithms);
  ADD ("protected-header", test_protected_header);
  ADD ("members", test_members);
  ADD ("every-byte", test_every_byte);
  ADD ("one-error", test_one_error);
  ADD ("swapped", test_swapped);
  ADD ("other-key", test_other_key);
  ADD ("swapped-boxes", test_swapped_boxes);
  ADD ("two-keys", test_two_keys);
  return g_test_run ();
}
