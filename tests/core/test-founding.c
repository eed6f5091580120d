/* Founding statements: all members, signed by the key inside. */
#include "nadi-founding.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-json.h"
#include "nadi-test.h"
#include "nadi-text.h"

typedef struct
{
  NadiSigningKey *key;
  char *rsa; /* a modulus as text */
  char *jws;
  char *payload;
} Fixture;

static void
add_role (NadiFounding *founding, const char *name, const char *key)
{
  NadiFoundingRole *role = g_new0 (NadiFoundingRole, 1);
  role->role = g_strdup (name);
  role->key = g_strdup (key);
  role->box = nadi_cid_of ((const guint8 *) name, strlen (name));
  g_ptr_array_add (founding->roles, role);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 95);
  f->key = nadi_signing_key_new (&random.random);
  g_autoptr (NadiSigningKey) device = nadi_signing_key_new (&random.random);
  g_autoptr (NadiRsaPrivate) rsa = nadi_rsa_private_generate (3072, &error);
  g_assert_no_error (error);
  f->rsa = nadi_rsa_public_to_text (nadi_rsa_private_public (rsa));

  static const char *const roles[] = { "administrator", "doctor", NULL };
  g_autoptr (NadiFounding) founding = nadi_founding_new ();
  founding->org = g_strdup ("0b4c0000-0000-4000-8000-000000000001");
  founding->kind = g_strdup ("clinic");
  founding->name = g_strdup ("Riverside Clinic");
  founding->staff = g_strdup ("0b4c0000-0000-4000-8000-000000000002");
  founding->staff_name = g_strdup ("First Administrator");
  founding->staff_roles = g_strdupv ((char **) roles);
  founding->sign = nadi_verify_key_to_text (nadi_signing_key_public (f->key));
  founding->seal = g_strdup (f->rsa);
  founding->device = g_strdup ("0b4c0000-0000-4000-8000-000000000003");
  founding->device_key = nadi_verify_key_to_text (nadi_signing_key_public (device));
  add_role (founding, "clinical", f->rsa);
  add_role (founding, "front-desk", f->rsa);
  f->jws = nadi_founding_sign (founding, f->key);
  g_autoptr (NadiJws) jws = nadi_jws_parse (f->jws, strlen (f->jws), 65536, "nadi-founding", &error);
  g_assert_no_error (error);
  f->payload = g_strdup (jws->payload);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  nadi_signing_key_unref (f->key);
  g_free (f->rsa);
  g_free (f->jws);
  g_free (f->payload);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiFounding) founding = nadi_founding_parse (f->jws, strlen (f->jws), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (founding->kind, ==, "clinic");
  g_assert_cmpstr (founding->name, ==, "Riverside Clinic");
  g_assert_cmpstr (founding->staff_name, ==, "First Administrator");
  g_assert_cmpstr (founding->staff_roles[1], ==, "doctor");
  g_assert_cmpuint (founding->roles->len, ==, 2);
  g_assert_cmpstr (((NadiFoundingRole *) founding->roles->pdata[1])->role, ==, "front-desk");
  g_autofree char *again = nadi_founding_sign (founding, f->key);
  g_assert_cmpstr (again, ==, f->jws);
  /* With two role keys of 3072 bits it leaves room in an event of 16 KiB. */
  g_assert_cmpuint (strlen (f->jws), <, 4096);
}

static void
test_forged (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NadiSeededRandom random;
  nadi_seeded_random_init (&random, 96);
  g_autoptr (NadiSigningKey) other = nadi_signing_key_new (&random.random);
  g_autofree char *forged = nadi_jws_sign ("nadi-founding", other, f->payload, strlen (f->payload));
  g_assert_null (nadi_founding_parse (forged, strlen (forged), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);

  g_autofree char *event = nadi_jws_sign ("nadi-event", f->key, f->payload, strlen (f->payload));
  g_assert_null (nadi_founding_parse (event, strlen (event), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_ALGORITHM);

  for (gsize i = 0; i < strlen (f->jws); i += 3)
    {
      f->jws[i] ^= 1;
      g_assert_null (nadi_founding_parse (f->jws, strlen (f->jws), NULL));
      f->jws[i] ^= 1;
    }
}

static void
test_members (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = {
    { "{\"org\"", "{\"more\":1,\"org\"" },
    { "\"org\":\"0b4c", "\"org\":\"0B4C" },
    { "\"kind\":\"clinic\"", "\"kind\":\"bank\"" },
    { "\"kind\":\"clinic\",", "" },
    { "\"name\":\"Riverside Clinic\"", "\"name\":\"\"" },
    { "\"name\":\"Riverside Clinic\"", "\"name\":null" },
    { "\"administrator\",\"doctor\"", "\"doctor\"" },
    { "\"administrator\",\"doctor\"", "\"administrator\",\"Doctor\"" },
    { "\"administrator\",\"doctor\"", "\"administrator\",1" },
    { "\"staff\":\"0b4c", "\"staff\":\"x" },
    { "\"device\":\"0b4c", "\"device\":\"x" },
    { "\"sign\":\"", "\"sign\":\"A" },
    { "\"seal\":\"", "\"seal\":\"A" },
    { "\"device_key\":\"", "\"device_key\":\"A" },
    { "\"role\":\"front-desk\"", "\"role\":\"clinical\"" },
    { "\"role\":\"front-desk\"", "\"role\":\"\"" },
    { "\"role\":\"front-desk\"", "\"role\":\"front desk\"" },
    { "\"role\":\"front-desk\"", "\"more\":1,\"role\":\"front-desk\"" },
    { "\"box\":\"bafkrei", "\"box\":\"bafybei" },
    { "\"roles\":[", "\"roles\":[1," },
    { "\"roles\":[", "\"roles\":[],\"r\":[" },
    { "\"roles\":[", "\"Roles\":[" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *payload = nadi_text_replace (f->payload, changes[i].from, changes[i].to);
      g_autofree char *jws = nadi_jws_sign ("nadi-founding", f->key, payload, strlen (payload));
      g_assert_null (nadi_founding_parse (jws, strlen (jws), &error));
      g_assert_nonnull (error);
    }
  g_autofree char *filler = g_strnfill (12000, 'x');
  g_autofree char *long_payload = nadi_text_replace (f->payload, "Riverside", filler);
  g_autofree char *large = nadi_jws_sign ("nadi-founding", f->key, long_payload, strlen (long_payload));
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_founding_parse (large, strlen (large), &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_TOO_LARGE);
}

#define ADD(name, function) g_test_add ("/founding/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("forged", test_forged);
  ADD ("members", test_members);
  return g_test_run ();
}
