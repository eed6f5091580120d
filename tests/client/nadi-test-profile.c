/* The profile that tests begin with. */
#include "nadi-test-profile.h"

#include <string.h>

#include "nadi-random-system.h"
#include "nadi-test.h"
#include "nadi-wire-fixture.h"

static NadiRsaPrivate *
shared_rsa_key (void)
{
  static NadiRsaPrivate *key;

  if (key == NULL)
    {
      key = nadi_rsa_private_generate (2048, NULL);
      g_assert_nonnull (key);
    }
  return nadi_rsa_private_ref (key);
}

NadiBundle *
nadi_test_bundle (gboolean clinical)
{
  NadiBundle *bundle = g_new0 (NadiBundle, 1);

  bundle->sign = nadi_signing_key_new (nadi_random_system ());
  bundle->seal = shared_rsa_key ();
  bundle->device = nadi_signing_key_new (nadi_random_system ());
  bundle->desk = nadi_secret_new_random (nadi_random_system (), 32);
  bundle->clinical = clinical ? nadi_secret_new_random (nadi_random_system (), 32) : NULL;
  return bundle;
}

void
nadi_test_profile_set_up (NadiTestProfile *fixture, gconstpointer unused)
{
  g_autoptr (NadiWireFixture) wire = nadi_wire_fixture_new (7);
  g_autofree char *base = g_dir_make_tmp ("nadi-profile-XXXXXX", NULL);

  fixture->folder = g_build_filename (base, "profile", NULL);
  fixture->network = nadi_network_print (wire->network);
  fixture->keyring = nadi_keyring_memory_new ();
  fixture->bundle = nadi_test_bundle (TRUE);
}

void
nadi_test_profile_tear_down (NadiTestProfile *fixture, gconstpointer unused)
{
  g_autofree char *base = g_path_get_dirname (fixture->folder);

  g_assert_no_error (fixture->error);
  nadi_test_remove_tree (base);
  nadi_keyring_free (fixture->keyring);
  nadi_bundle_free (fixture->bundle);
  g_free (fixture->folder);
  g_free (fixture->network);
}

NadiProfile *
nadi_test_profile_create (NadiTestProfile *fixture)
{
  NadiProfile *profile = nadi_profile_create (fixture->folder, fixture->network, strlen (fixture->network), NADI_SECRET_PLACE_MEMORY,
                                              TRUE, fixture->keyring, nadi_random_system (), &fixture->error);

  g_assert_no_error (fixture->error);
  return profile;
}

char *
nadi_test_profile_add (NadiTestProfile *fixture, NadiProfile *profile, const char *label)
{
  char *id = nadi_profile_add_account (profile, label, fixture->bundle, NADI_TEST_PASSPHRASE, NULL, fixture->keyring, nadi_random_system (), &fixture->error);

  g_assert_no_error (fixture->error);
  return id;
}

void
nadi_test_assert_opens (NadiTestProfile *fixture, NadiProfile *profile, const char *account, const char *passphrase)
{
  g_autoptr (NadiBundle) bundle = nadi_profile_unlock (profile, account, passphrase, fixture->keyring, NULL, &fixture->error);
  g_autoptr (NadiSecret) before = NULL, after = NULL;

  g_assert_no_error (fixture->error);
  before = nadi_rsa_private_to_der (fixture->bundle->seal);
  after = nadi_rsa_private_to_der (bundle->seal);
  g_assert_cmpmem (nadi_secret_data (before), nadi_secret_size (before), nadi_secret_data (after), nadi_secret_size (after));
  g_assert_cmpmem (nadi_signing_key_public (bundle->sign), 32, nadi_signing_key_public (fixture->bundle->sign), 32);
  g_assert_cmpmem (nadi_signing_key_public (bundle->device), 32, nadi_signing_key_public (fixture->bundle->device), 32);
  g_assert_cmpmem (nadi_secret_data (bundle->desk), 32, nadi_secret_data (fixture->bundle->desk), 32);
  g_assert_cmpint (bundle->clinical != NULL, ==, fixture->bundle->clinical != NULL);
  if (bundle->clinical != NULL)
    g_assert_cmpmem (nadi_secret_data (bundle->clinical), 32, nadi_secret_data (fixture->bundle->clinical), 32);
}
