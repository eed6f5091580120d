/* RSA-OAEP-256: the Wycheproof cases, every message length at every size, and which keys are refused. */
#include "nadi-rsa.h"

#include <string.h>

#include "nadi-test.h"

#define DATA(bytes) g_bytes_get_data (bytes, NULL)
#define SIZE(bytes) g_bytes_get_size (bytes)

static const guint sizes[] = { 2048, 3072, 4096 };
static NadiRsaPrivate *keys[G_N_ELEMENTS (sizes)]; /* made once for all cases */

static NadiRsaPrivate *
key_of (guint bits)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] == bits)
      {
        g_autoptr (GError) error = NULL;
        if (keys[i] == NULL)
          keys[i] = nadi_rsa_private_generate (bits, &error);
        g_assert_no_error (error);
        return keys[i];
      }
  g_assert_not_reached ();
}

static gboolean
run_oaep (JsonObject *group, JsonObject *test, gboolean must_hold, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = nadi_test_member_bytes (group, "privateKeyPkcs8");
  g_autoptr (GBytes) expected = nadi_test_member_bytes (test, "msg");
  g_autoptr (GBytes) ciphertext = nadi_test_member_bytes (test, "ct");
  g_autoptr (GBytes) label = nadi_test_member_bytes (test, "label");
  g_autoptr (NadiRsaPrivate) key = nadi_rsa_private_from_der (DATA (der), SIZE (der), &error);
  g_assert_no_error (error);
  g_autoptr (NadiSecret) message
      = nadi_rsa_oaep_decrypt (key, DATA (label), SIZE (label), DATA (ciphertext), SIZE (ciphertext), &error);
  if (message == NULL || !must_hold)
    return message == NULL && !must_hold
           && g_error_matches (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
  return nadi_secret_size (message) == SIZE (expected)
         && nadi_equal_secret (nadi_secret_data (message), DATA (expected), SIZE (expected));
}

static void
test_wycheproof (void)
{
  nadi_test_wycheproof ("rsa_oaep_2048_sha256_mgf1sha256_test.json", 37, run_oaep, NULL);
}

/* Every length from nothing to modulus - 66; one byte more is refused. */
static void
test_every_length (gconstpointer data)
{
  guint bits = GPOINTER_TO_UINT (data);
  NadiRsaPrivate *key = key_of (bits);
  guint8 message[512];
  g_autoptr (GError) error = NULL;
  gsize longest = bits / 8 - 66;
  for (gsize i = 0; i < sizeof message; i++)
    message[i] = (guint8) (i * 11);
  for (gsize length = 0; length <= longest; length++)
    {
      g_autoptr (GBytes) wrapped
          = nadi_rsa_oaep_encrypt (nadi_rsa_private_public (key), NULL, 0, message, length, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (SIZE (wrapped), ==, bits / 8);
      g_autoptr (NadiSecret) opened
          = nadi_rsa_oaep_decrypt (key, NULL, 0, DATA (wrapped), SIZE (wrapped), &error);
      g_assert_no_error (error);
      g_assert_cmpmem (nadi_secret_data (opened), nadi_secret_size (opened), message, length);
    }
  for (gsize length = longest + 1; length <= sizeof message; length++)
    {
      g_assert_null (nadi_rsa_oaep_encrypt (nadi_rsa_private_public (key), NULL, 0, message, length, &error));
      nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS);
    }
}

static void
assert_does_not_open (NadiRsaPrivate *key, const char *label, const guint8 *ciphertext, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (
      nadi_rsa_oaep_decrypt (key, (const guint8 *) label, strlen (label), ciphertext, length, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_REFUSED);
}

static void
test_refused (void)
{
  NadiRsaPrivate *key = key_of (2048);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wrapped = nadi_rsa_oaep_encrypt (nadi_rsa_private_public (key), (const guint8 *) "label",
                                                      5, (const guint8 *) "key", 3, &error);
  g_assert_no_error (error);
  g_autoptr (NadiSecret) opened
      = nadi_rsa_oaep_decrypt (key, (const guint8 *) "label", 5, DATA (wrapped), SIZE (wrapped), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (opened), nadi_secret_size (opened), "key", 3);

  assert_does_not_open (key, "", DATA (wrapped), SIZE (wrapped));
  assert_does_not_open (key, "labem", DATA (wrapped), SIZE (wrapped));
  assert_does_not_open (key_of (3072), "label", DATA (wrapped), SIZE (wrapped));
  assert_does_not_open (key, "label", DATA (wrapped), SIZE (wrapped) - 1);
  assert_does_not_open (key, "label", DATA (wrapped), 0);

  guint8 longer[257] = { 0 };
  memcpy (longer + 1, DATA (wrapped), 256);
  assert_does_not_open (key, "label", longer, sizeof longer);
  for (gsize i = 0; i < SIZE (wrapped); i += 5)
    {
      g_autofree guint8 *flipped = g_memdup2 (DATA (wrapped), SIZE (wrapped));
      flipped[i] ^= 1;
      assert_does_not_open (key, "label", flipped, SIZE (wrapped));
    }
  guint8 all_ones[256];
  memset (all_ones, 0xff, sizeof all_ones);
  assert_does_not_open (key, "label", all_ones, sizeof all_ones);
}

static void
assert_no_public_key (const guint8 *modulus, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_rsa_public_new (modulus, length, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_KEY);
}

static void
test_public_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) modulus = nadi_rsa_public_modulus (nadi_rsa_private_public (key_of (2048)));
  g_autoptr (NadiRsaPublic) key = nadi_rsa_public_new (DATA (modulus), SIZE (modulus), &error);
  g_assert_no_error (error);
  g_autoptr (NadiRsaPublic) same = nadi_rsa_public_ref (key);
  g_autoptr (GBytes) again = nadi_rsa_public_modulus (same);
  g_assert_true (g_bytes_equal (modulus, again));
  g_autoptr (GBytes) wrapped = nadi_rsa_oaep_encrypt (key, NULL, 0, (const guint8 *) "x", 1, &error);
  g_autoptr (NadiSecret) opened
      = nadi_rsa_oaep_decrypt (key_of (2048), NULL, 0, DATA (wrapped), SIZE (wrapped), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (opened), nadi_secret_size (opened), "x", 1);

  guint8 wrong[1024];
  memset (wrong, 0xff, sizeof wrong);
  static const gsize lengths[] = { 0, 1, 64, 128, 192, 255, 257, 320, 383, 385, 511, 513, 1024 };
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    assert_no_public_key (wrong, lengths[i]);
  memcpy (wrong, DATA (modulus), 256);
  wrong[0] &= 0x7f; /* 2047 bits */
  assert_no_public_key (wrong, 256);
  memcpy (wrong, DATA (modulus), 256);
  wrong[255] &= 0xfe; /* even */
  assert_no_public_key (wrong, 256);
  wrong[0] = 0; /* a leading zero before a whole modulus */
  memcpy (wrong + 1, DATA (modulus), 256);
  assert_no_public_key (wrong, 257);
}

static void
assert_no_private_key (const guint8 *der, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_rsa_private_from_der (der, length, &error));
  nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_KEY);
}

static void
test_der (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) der = nadi_rsa_private_to_der (key_of (3072));
  const guint8 *data = nadi_secret_data (der);
  gsize length = nadi_secret_size (der);
  g_autoptr (NadiRsaPrivate) key = nadi_rsa_private_from_der (data, length, &error);
  g_assert_no_error (error);
  g_autoptr (NadiRsaPrivate) same = nadi_rsa_private_ref (key);
  g_autoptr (NadiSecret) again = nadi_rsa_private_to_der (same);
  g_assert_cmpmem (nadi_secret_data (again), nadi_secret_size (again), data, length);
  g_autoptr (GBytes) one = nadi_rsa_public_modulus (nadi_rsa_private_public (key));
  g_autoptr (GBytes) other = nadi_rsa_public_modulus (nadi_rsa_private_public (key_of (3072)));
  g_assert_true (g_bytes_equal (one, other));

  for (gsize cut = 0; cut < length; cut += 97)
    {
      g_autofree guint8 *exact = g_memdup2 (data, MAX (cut, 1));
      assert_no_private_key (exact, cut);
    }
  g_autofree guint8 *longer = g_malloc0 (length + 1);
  memcpy (longer, data, length);
  assert_no_private_key (longer, length + 1);
  assert_no_private_key ((const guint8 *) "no key", 6);
}

/* The private exponent of one key with the modulus of another: found by the check of the pair. */
static void
test_halves (void)
{
  NadiSecret *parts[8], *other_parts[8];
  g_autoptr (NadiRsaPrivate) other = nadi_rsa_private_generate (2048, NULL);
  g_autoptr (NadiSecret) der = nadi_rsa_private_to_der (key_of (2048));
  g_assert_true (nadi_rsa_private_components (key_of (2048), parts, NULL));
  g_assert_true (nadi_rsa_private_components (other, other_parts, NULL));
  guint8 *data = nadi_secret_data (der);
  guint8 *place
      = memmem (data, nadi_secret_size (der), nadi_secret_data (parts[0]), nadi_secret_size (parts[0]));
  g_assert_nonnull (place);
  memcpy (place, nadi_secret_data (other_parts[0]), nadi_secret_size (other_parts[0]));
  assert_no_private_key (data, nadi_secret_size (der));
  for (guint i = 0; i < 8; i++)
    {
      nadi_secret_unref (parts[i]);
      nadi_secret_unref (other_parts[i]);
    }
}

/* Whole keys of kinds that Nadi does not take. */
static void
test_foreign_keys (void)
{
  static const char ed25519[] = "302e020100300506032b657004220420"
                                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  g_autoptr (GBytes) der = nadi_test_unhex (ed25519);
  assert_no_private_key (DATA (der), SIZE (der));
  static const char rsa_1024[]
      = "30820276020100300d06092a864886f70d0101010500048202603082025c02010002818100d390c84f495e65902dff9276b6"
        "4a452824a476fff7df23b1b6817c1d1c2b6394282180e1208f266b5f6c314b601fb6a36dd99e16a9dd5bf97b6997243f2397"
        "c62d58cd54fe89ccc3821ca173b3b1b9a7825a8ebfc3660f9fedf30d846e3151405b8d26769d6e7c58b117566a78d5cb5b04"
        "c0906097c9a8eb0ad4b1a8404fb6d902030100010281805c2606a94a1a9c801518e9315daab1be8f5f3719bc5beb8f1f1ffc"
        "f02cf1d51895f629cd64c21508d57229725c36d3f51106a52dd7e4bb87c9b22f0bb1988e250f8bfb22c04c5b63d674c097de"
        "7c73b3d9003b0c3848af0adf6969a4b4fc03b9cd8681219a1291a8aaac0d3407ff2f824b7a7d08a83a424a0725e6f96e61b0"
        "35024100f0314016bca1d14552924a1375e915c420a8df81dcffcaf1afb26bf4424c463ca467d3fcd1be9a96efa028c27bf6"
        "065458fc3379f3b264dc40a94e46bbe3314f024100e17d3a8c8761f1ee539f9f650e7db558c77e149d88f115ea3a602777bc"
        "7753d6b5d31f31b05073e00c336c8a88bb93f9614bd7a3c561c75e75cbdff047c77b5702403e2b513e5156c4f6df7773eaf3"
        "93000a42b5d31c26daa269ca23316408a0fb7108d0c302e63b22823cc5c4a70a34d4d09233bd132cab9905954afd32bbc103"
        "6b024100945ee54ea0aa77199dd6b378386fc90af0c16a693a3980750e1245060971ef2da19898b7064ff9df1bc81e8c8d69"
        "f7f528eb51aa066fcf52bd69f8214fe9d7a3024030de4adc23e94ea7b978b0babac81f2a8bb727a699c1952bad043eddcd89"
        "a9882c1a7f48a1b465f5eff9efaddb9fcbb245de461d76564b2200bd90ec2ef9328a";
  g_autoptr (GBytes) small = nadi_test_unhex (rsa_1024);
  assert_no_private_key (DATA (small), SIZE (small));
  static const char exponent_3[]
      = "308204bd020100300d06092a864886f70d0101010500048204a7308204a30201000282010100f5be8187b302ef4bacf8de41"
        "8451af57a145356cd79349d8b875cf7f7e51e4fb37ec885cb6910d461fbc0b617578ea1653560bb1375682917fa80629320a"
        "60dbdb48ae559fc43b3376dd2a71d2122f77518367158337f8d692823a4222a2c085ec97092ab265aa5c0503d47e470b93ae"
        "47c38f40e7db4b3d4bbc0ed068cde4b44ddc4743ac1ccdc5ac8a3bee6dbb581f791a026121b100edfae6105e93b5adf0bca6"
        "74d6a8d54f1b6e70396b648a1be4be2623658c72bc26ed2b006a66e640d45b6b18277760a070efdb0defb020ce298d6b880a"
        "5a2c3607ffcb1934a552310fc36473edb5c71dd69f9dae9bad934f94b2077fb04a3de31397343361fe0bd2bb020103028201"
        "0100a3d4565a77574a327350942bad8bca3a6b8378f33a62313b25a3dfaa543698a77a9db03dcf0b5e2ebfd2b240f8fb46b9"
        "8ce407cb7a39ac60ffc55970cc06eb3d3cdb1ee3bfd82777a49371a136b6ca4f8bacef63accffb39b7017c2c17172b03f30f"
        "5b71cc43c6e80357e2feda07b7c9852d0a2b453cdcd387d2b48af0894321901570b124e4997cbc348eb181e56e3486098fe4"
        "affa4176bf5a67462e64b4ebcbf8c6e3d67b4e3d3e0c66fe199fae7ca126cf034033e6458567d49bbdb8964354a6285f1698"
        "91f6da930eb2a5ae5736383f904debff95d6231ea63e506c2ccd83afb04c1468ef06f688cb0383f5af46df9cbde78dec2640"
        "606486eaf20cce7b02818100ffc308ca8a87dba02d6b448e8b62479ae9f7137d91352286819813767d4e1ee8448aa2d1a3bb"
        "822aabe28e49640574fe2c047443212713a38c8c0a2cd96f166015c7facdf7a1322a1bab21cf53431cbbaa392f60eff94839"
        "e95590cbef72e09a2742707ae256ef202151c8075c0ac0575316db360c8943b2299761b43f08c89f02818100f5f9156f6a3e"
        "0bea64d021559f80eb35c614970c88847c355a4661fed0d07fa6c626a7af4360d794e57b10a4da15212ba067789d8afdcf1b"
        "18833753f0e2490f46a9e0caddda93548c53561464582e9c8ed3003488338d0ce1c78f0b3d3d0d41569a7b00b4d2c82c0c7e"
        "b60f0b9808530f85879ee8d26600dd06074d53efd46502818100aa8205dc5c5a926ac8f22db45cec2fbc9bfa0cfe60ce1704"
        "5665624efe34149ad85c6c8bc27d0171c7ec5edb9803a3541d584d82161a0d17b30806c890f4b99563daa733fa6b76c6bd1c"
        "c134e22cbdd2717b74eb4aa630269b8e6087f4f74066c4d6f5a7418f4a156b8bdaaf92b1d58f8cb9e7795db0d7cc1bba4122"
        "d4b085bf02818100a3fb639f9c295d46ede0163915009cce840dba085b02fd78e6d996a9e08affc48419c51f82408fb898fc"
        "b5c33c0e161d159a50690753df6765accf8d4b41860a2f1beb31e93c62385d8ce40d983ac9bdb48caacdb0225e0896850a07"
        "7e28b380e466fcab2337301d5da9ceb4b2655ae20a5905149b36eeab3e0404de37f538430281800ae02bc126c28b0c35e38a"
        "6faa498759a88282c91249274bfedd65ff7c5980ecef77df6d55a15e8dd5e2bf72076623b909d4056011a8cdb69b8da41deb"
        "2e3b7d8500b98dea2018f9010223f29b39650dbb5dc8e63648c5e07cb23ceb1a6c451dd202fa5d7c854a190e2b7327dc356e"
        "ead70543a87391cf684c8d0b0bc207682d";
  g_autoptr (GBytes) three = nadi_test_unhex (exponent_3);
  assert_no_private_key (DATA (three), SIZE (three));

  static const guint refused_bits[] = { 0, 512, 1024, 2047, 2049, 2560, 8192, G_MAXUINT };
  for (gsize i = 0; i < G_N_ELEMENTS (refused_bits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nadi_rsa_private_generate (refused_bits[i], &error));
      nadi_test_assert_error (error, NADI_CRYPTO_ERROR, NADI_CRYPTO_ERROR_PARAMETERS);
    }
}

static void
test_components (void)
{
  NadiSecret *parts[8];
  g_autoptr (GError) error = NULL;
  g_assert_true (nadi_rsa_private_components (key_of (2048), parts, &error));
  g_assert_no_error (error);
  g_autoptr (GBytes) modulus = nadi_rsa_public_modulus (nadi_rsa_private_public (key_of (2048)));
  g_assert_cmpmem (nadi_secret_data (parts[0]), nadi_secret_size (parts[0]), DATA (modulus), SIZE (modulus));
  g_assert_cmpmem (nadi_secret_data (parts[1]), nadi_secret_size (parts[1]), "\x01\x00\x01", 3);
  g_assert_cmpuint (nadi_secret_size (parts[3]), ==, 128);
  g_assert_cmpuint (nadi_secret_size (parts[4]), ==, 128);
  for (guint i = 0; i < 8; i++)
    {
      /* Base64urlUInt: no leading zero. */
      g_assert_cmpuint (nadi_secret_data (parts[i])[0], !=, 0);
      nadi_secret_unref (parts[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rsa/wycheproof", test_wycheproof);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rsa/every-length/%u", sizes[i]);
      g_test_add_data_func (path, GUINT_TO_POINTER (sizes[i]), test_every_length);
    }
  g_test_add_func ("/rsa/refused", test_refused);
  g_test_add_func ("/rsa/public-keys", test_public_keys);
  g_test_add_func ("/rsa/der", test_der);
  g_test_add_func ("/rsa/halves", test_halves);
  g_test_add_func ("/rsa/foreign-keys", test_foreign_keys);
  g_test_add_func ("/rsa/components", test_components);
  int result = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    nadi_rsa_private_unref (keys[i]);
  return result;
}
