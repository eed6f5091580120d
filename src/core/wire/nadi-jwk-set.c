/* JWK sets: what they hold, and how they are written. */
#include "nadi-jwk.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-jwk-private.h"

struct _NadiJwkSet
{
  GPtrArray *entries; /* NadiJwkEntry */
};

static void
entry_free (gpointer data)
{
  NadiJwkEntry *entry = data;
  g_free (entry->kid);
  nadi_secret_unref (entry->symmetric);
  nadi_rsa_private_unref (entry->rsa);
  g_free (entry);
}

NadiJwkSet *
nadi_jwk_set_new (void)
{
  NadiJwkSet *set = g_new (NadiJwkSet, 1);
  set->entries = g_ptr_array_new_with_free_func (entry_free);
  return set;
}

void
nadi_jwk_set_free (NadiJwkSet *set)
{
  g_ptr_array_unref (set->entries);
  g_free (set);
}

void
nadi_jwk_set_add_symmetric (NadiJwkSet *set, gint64 epoch, NadiSecret *key)
{
  g_return_if_fail (nadi_secret_size (key) == 32);
  NadiJwkEntry *entry = g_new0 (NadiJwkEntry, 1);
  entry->kid = nadi_symmetric_kid (nadi_secret_data (key));
  entry->epoch = epoch;
  entry->symmetric = nadi_secret_ref (key);
  g_ptr_array_add (set->entries, entry);
}

void
nadi_jwk_set_add_rsa (NadiJwkSet *set, gint64 epoch, NadiRsaPrivate *key)
{
  NadiJwkEntry *entry = g_new0 (NadiJwkEntry, 1);
  entry->kid = nadi_rsa_public_kid (nadi_rsa_private_public (key));
  entry->epoch = epoch;
  entry->rsa = nadi_rsa_private_ref (key);
  g_ptr_array_add (set->entries, entry);
}

guint
nadi_jwk_set_size (NadiJwkSet *set)
{
  return set->entries->len;
}

const NadiJwkEntry *
nadi_jwk_set_get (NadiJwkSet *set, guint i)
{
  return set->entries->pdata[i];
}

/* Text that grows in secret memory. */
typedef struct
{
  NadiSecret *secret;
  gsize length;
} SecretText;

static void
append (SecretText *out, const char *text)
{
  gsize length = strlen (text);
  if (out->length + length > nadi_secret_size (out->secret))
    {
      NadiSecret *larger = nadi_secret_new (2 * (out->length + length));
      memcpy (nadi_secret_data (larger), nadi_secret_data (out->secret), out->length);
      nadi_secret_unref (out->secret);
      out->secret = larger;
    }
  memcpy (nadi_secret_data (out->secret) + out->length, text, length);
  out->length += length;
}

/* ,"name":"<base64url>" */
static void
append_secret (SecretText *out, const char *name, NadiSecret *value)
{
  g_autofree char *text = nadi_base64url_encode (nadi_secret_data (value), nadi_secret_size (value));
  append (out, ",\"");
  append (out, name);
  append (out, "\":\"");
  append (out, text);
  append (out, "\"");
  nadi_wipe (text, strlen (text));
}

static void
append_rsa_parts (SecretText *out, NadiRsaPrivate *key)
{
  NadiSecret *parts[NADI_RSA_PARTS];
  if (!nadi_rsa_private_components (key, parts, NULL))
    g_error ("A private key without its numbers");
  for (guint i = 0; i < NADI_RSA_PARTS; i++)
    {
      append_secret (out, nadi_rsa_part_names[i], parts[i]);
      nadi_secret_unref (parts[i]);
    }
}

static void
append_head (SecretText *out, const char *kty, const char *kid)
{
  append (out, "{\"kty\":\"");
  append (out, kty);
  append (out, "\",\"kid\":\"");
  append (out, kid);
  append (out, "\"");
}

static void
append_entry (SecretText *out, const NadiJwkEntry *entry)
{
  g_autofree char *epoch = g_strdup_printf (",\"epoch\":%" G_GINT64_FORMAT, entry->epoch);
  append_head (out, entry->symmetric != NULL ? "oct" : "RSA", entry->kid);
  append (out, epoch);
  if (entry->symmetric != NULL)
    append_secret (out, "k", entry->symmetric);
  else
    append_rsa_parts (out, entry->rsa);
  append (out, "}");
}

static NadiSecret *
finish (SecretText *out)
{
  g_autoptr (NadiSecret) secret = out->secret;
  return nadi_secret_new_copy (nadi_secret_data (secret), out->length);
}

NadiSecret *
nadi_jwk_set_print (NadiJwkSet *set)
{
  SecretText out = { nadi_secret_new (1024), 0 };
  append (&out, "{\"keys\":[");
  for (guint i = 0; i < set->entries->len; i++)
    {
      if (i > 0)
        append (&out, ",");
      append_entry (&out, set->entries->pdata[i]);
    }
  append (&out, "]}");
  return finish (&out);
}

NadiSecret *
nadi_rsa_private_to_jwk (NadiRsaPrivate *key)
{
  g_autofree char *kid = nadi_rsa_public_kid (nadi_rsa_private_public (key));
  SecretText out = { nadi_secret_new (4096), 0 };
  append_head (&out, "RSA", kid);
  append_rsa_parts (&out, key);
  append (&out, "}");
  return finish (&out);
}
