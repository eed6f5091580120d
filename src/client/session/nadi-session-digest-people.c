/* Organisations, staff, role keys and the network's keys, as events make them. */
#include "nadi-session-digest-private.h"

#include <string.h>

#include "nadi-session-keys.h"

static const char *
text_of (NadiEvent *event, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (nadi_event_payload (event), member, &text, NULL);
  return text;
}

static char **
texts_of (NadiEvent *event, const char *member)
{
  char **texts = NULL;

  return nadi_json_get_strings (nadi_event_payload (event), member, 4096, &texts, NULL) ? texts : g_new0 (char *, 1);
}

/* --- what a batch remembers of staff ------------------------------------------------------------------------------ */

gboolean
nadi_digest_get_staff (NadiDigest *digest, const char *signer, const NadiBookStaff **staff, GError **error)
{
  gpointer known = NULL;
  NadiBookStaff *found;

  if (g_hash_table_lookup_extended (digest->staff, signer, NULL, &known))
    {
      *staff = known;
      return TRUE;
    }
  if (!nadi_book_get_staff (digest->self->cache, signer, &found, error))
    return FALSE;
  g_hash_table_insert (digest->staff, g_strdup (signer), found);
  *staff = found;
  return TRUE;
}

static gboolean
put_staff (NadiDigest *digest, const char *signer, const NadiBookStaff *staff, GError **error)
{
  g_hash_table_remove (digest->staff, signer);
  return nadi_book_put_staff (digest->self->cache, signer, staff, error);
}

/* --- organisations ------------------------------------------------------------------------------------------------ */

static gboolean
put_founder (NadiDigest *digest, const NadiFounding *founding, GError **error)
{
  NadiCache *cache = digest->self->cache;
  g_autofree char *signer = g_strdup_printf ("%s/%s", founding->org, founding->staff);
  char *keys[] = { founding->sign, NULL };
  const NadiBookStaff staff = { founding->staff_name, founding->staff_roles, keys, FALSE };

  if (!put_staff (digest, signer, &staff, error) || !nadi_digest_founding_device (digest, founding, error))
    return FALSE;
  for (guint i = 0; i < founding->roles->len; i++)
    {
      const NadiFoundingRole *role = g_ptr_array_index (founding->roles, i);
      g_autoptr (NadiRsaPublic) key = nadi_rsa_public_from_text (role->key, NULL);
      g_autofree char *kid = key != NULL ? nadi_rsa_public_kid (key) : NULL;
      gboolean ours = g_str_equal (founding->staff, digest->self->staff);
      const NadiBookRole entry = { role->role, 1, kid, role->key, ours ? role->box : NULL };

      if (kid == NULL)
        continue;
      if (!nadi_book_put_role (cache, &entry, error) || (ours && !nadi_book_want (cache, role->box, error)))
        return FALSE;
    }
  return TRUE;
}

/* Founders count from block 0 on, later ones when they were approved: what the state says of each is asked for by name. */
gboolean
nadi_digest_organisation (NadiDigest *digest, NadiEvent *event, GError **error)
{
  const char *statement = text_of (event, "founding");
  g_autoptr (NadiFounding) founding = statement != NULL ? nadi_founding_parse (statement, strlen (statement), NULL) : NULL;
  NadiBookOrg org;

  if (founding == NULL || g_strcmp0 (founding->org, text_of (event, "org")) != 0)
    return TRUE;
  if (digest->own)
    return !g_str_equal (founding->org, digest->self->org) || put_founder (digest, founding, error);
  org.name = founding->name;
  org.kind = founding->kind;
  return nadi_book_put_org (digest->self->cache, founding->org, &org, error);
}

gboolean
nadi_digest_organisation_name (NadiDigest *digest, NadiEvent *event, GError **error)
{
  const char *id = nadi_event_actor (event)->org;
  const char *name = text_of (event, "name");
  g_autoptr (NadiBookOrg) org = NULL;

  if (id == NULL || name == NULL)
    return TRUE;
  if (!nadi_book_get_org (digest->self->cache, id, &org, error))
    return FALSE;
  if (org == NULL)
    return TRUE;
  g_free (org->name);
  org->name = g_strdup (name);
  return nadi_book_put_org (digest->self->cache, id, org, error);
}

/* --- staff -------------------------------------------------------------------------------------------------------- */

static char **
with_key (char **keys, const char *key)
{
  guint n = keys != NULL ? g_strv_length (keys) : 0;
  char **more;

  if (n > 0 && g_str_equal (keys[n - 1], key))
    return g_strdupv (keys);
  more = g_new0 (char *, n + 2);
  for (guint i = 0; i < n; i++)
    more[i] = g_strdup (keys[i]);
  more[n] = g_strdup (key);
  return more;
}

static char *
subject_of (NadiDigest *digest, NadiEvent *event)
{
  const char *staff = text_of (event, "staff");

  return staff != NULL ? g_strdup_printf ("%s/%s", digest->self->org, staff) : NULL;
}

gboolean
nadi_digest_staff (NadiDigest *digest, NadiEvent *event, GError **error)
{
  g_autofree char *subject = subject_of (digest, event);
  g_autoptr (NadiBookStaff) before = NULL;
  g_autoptr (NadiBookStaff) staff = NULL;

  if (subject == NULL || text_of (event, "sign") == NULL)
    return TRUE;
  if (!nadi_book_get_staff (digest->self->cache, subject, &before, error))
    return FALSE;
  staff = g_new0 (NadiBookStaff, 1);
  staff->name = g_strdup (text_of (event, "name"));
  staff->roles = texts_of (event, "roles");
  staff->keys = with_key (before != NULL ? before->keys : NULL, text_of (event, "sign"));
  return put_staff (digest, subject, staff, error);
}

gboolean
nadi_digest_staff_removal (NadiDigest *digest, NadiEvent *event, GError **error)
{
  g_autofree char *subject = subject_of (digest, event);
  g_autoptr (NadiBookStaff) staff = NULL;

  if (subject == NULL)
    return TRUE;
  if (!nadi_book_get_staff (digest->self->cache, subject, &staff, error))
    return FALSE;
  if (staff == NULL)
    return TRUE;
  staff->removed = TRUE;
  return put_staff (digest, subject, staff, error);
}

gboolean
nadi_digest_is_signers_key (NadiDigest *digest, NadiEvent *event, gboolean *is, GError **error)
{
  const NadiBookStaff *staff;
  NadiVerifyKey key;
  guint n;

  *is = FALSE;
  if (!nadi_digest_get_staff (digest, nadi_event_signer (event), &staff, error))
    return FALSE;
  n = staff != NULL ? g_strv_length (staff->keys) : 0;
  if (n > 0 && nadi_verify_key_from_text (staff->keys[n - 1], &key, NULL))
    {
      g_autofree char *kid = nadi_verify_key_kid (&key);

      *is = g_strcmp0 (kid, nadi_event_kid (event)) == 0;
    }
  return TRUE;
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

gboolean
nadi_digest_role_key (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiSession *self = digest->self;
  g_auto (GStrv) recipients = texts_of (event, "recipients");
  const char *kid = text_of (event, "kid");
  const char *box = text_of (event, "box");
  g_autoptr (NadiBookRole) role = NULL;
  gint64 epoch;

  if (kid == NULL || box == NULL || text_of (event, "role") == NULL ||
      !nadi_json_get_int (nadi_event_payload (event), "epoch", 1, G_MAXINT32, &epoch, NULL))
    return TRUE;
  if (!nadi_book_get_role (self->cache, kid, &role, error))
    return FALSE;
  if (role == NULL)
    {
      self->state_read = 0; /* the current epoch may have moved on: the state is asked at once */
      role = g_new0 (NadiBookRole, 1);
      role->role = g_strdup (text_of (event, "role"));
      role->kid = g_strdup (kid);
      role->key = g_strdup (text_of (event, "key"));
    }
  role->epoch = epoch;
  if (!nadi_session_note_role_box (self, kid, box, (const char *const *) recipients, error))
    return FALSE;
  if (g_strv_contains ((const char *const *) recipients, self->seal_kid))
    {
      if (role->box == NULL)
        role->box = g_strdup (box);
      if (!nadi_book_want (self->cache, box, error))
        return FALSE;
    }
  return nadi_book_put_role (self->cache, role, error);
}

/* Only the box that one of our roles can open is of use. */
gboolean
nadi_digest_network_key (NadiDigest *digest, NadiEvent *event, GError **error)
{
  NadiCache *cache = digest->self->cache;
  g_auto (GStrv) recipients = texts_of (event, "recipients");
  const char *purpose = text_of (event, "purpose");
  const char *box = text_of (event, "box");
  gboolean ours = FALSE;
  gint64 epoch;

  if (purpose == NULL || box == NULL || text_of (event, "kid") == NULL ||
      !nadi_json_get_int (nadi_event_payload (event), "epoch", 1, G_MAXINT32, &epoch, NULL))
    return TRUE;
  for (guint i = 0; recipients[i] != NULL && !ours; i++)
    {
      g_autoptr (NadiBookRole) role = NULL;

      if (!nadi_book_get_role (cache, recipients[i], &role, error))
        return FALSE;
      ours = role != NULL;
    }
  if (ours)
    {
      g_autofree char *names = g_strjoinv (" ", recipients);
      g_autofree char *text =
        g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %s", epoch, text_of (event, "kid"), box, names);

      return nadi_book_put_text (cache, "network-key", purpose, text, error) && nadi_book_want (cache, box, error);
    }
  return TRUE;
}
