/* Sealed things and their keys. */
#include "nadi-jwe-fixture.h"

#include <string.h>

#include "nadi-jwk.h"

const NadiRecordBinding nadi_jwe_fixture_binding
    = { NADI_JWE_PATIENT, NADI_JWE_SHELF, 3, NADI_JWE_RECORD_ID, NADI_JWE_VERSION };

void
nadi_jwe_fixture_set_up (NadiJweFixture *fixture, gconstpointer seed)
{
  const guint8 *content = (const guint8 *) NADI_JWE_CONTENT;
  g_autoptr (GError) error = NULL;
  NadiRsaPublic *recipients[2];

  nadi_seeded_random_init (&fixture->random, GPOINTER_TO_UINT (seed));
  nadi_random_fill (&fixture->random.random, fixture->key, sizeof fixture->key);
  fixture->kid = nadi_symmetric_kid (fixture->key);
  for (guint i = 0; i < 2; i++)
    {
      fixture->rsa[i] = nadi_rsa_private_generate (2048, &error);
      g_assert_no_error (error);
      recipients[i] = nadi_rsa_private_public (fixture->rsa[i]);
    }
  fixture->record = nadi_jwe_seal_record (&fixture->random.random, "nadi-record", &nadi_jwe_fixture_binding, fixture->kid,
                                          fixture->key, content, strlen (NADI_JWE_CONTENT));
  fixture->box = nadi_jwe_seal_box (&fixture->random.random, recipients, 2, content, strlen (NADI_JWE_CONTENT), &error);
  g_assert_no_error (error);
}

void
nadi_jwe_fixture_tear_down (NadiJweFixture *fixture, gconstpointer seed)
{
  g_free (fixture->kid);
  for (guint i = 0; i < 2; i++)
    nadi_rsa_private_unref (fixture->rsa[i]);
  g_free (fixture->record);
  g_free (fixture->box);
}

NadiSecret *
nadi_jwe_fixture_open (NadiJweFixture *fixture, const char *text, const NadiRecordBinding *bound, GError **error)
{
  return nadi_jwe_open_record (text, strlen (text), "nadi-record", bound, fixture->kid, fixture->key, error);
}
