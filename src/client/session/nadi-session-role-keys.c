/* Role keys to their holders. */
#include "nadi-session-role-keys.h"

#include <string.h>

#include "nadi-jwk.h"
#include "nadi-session-keys.h"
#include "nadi-session-setup-private.h"
#include "nadi-session-write.h"

#define RECIPIENTS_AT_ONCE 64

gboolean
nadi_role_key_held_by (const char *role_key, const char *const *staff_roles)
{
  if (g_strv_contains (staff_roles, "administrator") || nadi_setup_is_clinical (staff_roles))
    return TRUE;
  return !g_str_equal (role_key, "clinical") && g_strv_contains (staff_roles, "reception");
}

/* All epochs of a role that are ours to give, in one set. */
static gboolean
collect (NadiSession *self, GPtrArray *known, const char *name, NadiJwkSet *keys, GError **error)
{
  for (guint i = 0; i < known->len; i++)
    {
      const NadiBookRole *role = g_ptr_array_index (known, i);
      NadiRsaPrivate *key;

      if (!g_str_equal (role->role, name))
        continue;
      if (!nadi_session_role_private (self, role->kid, &key, error))
        return FALSE;
      if (key != NULL)
        nadi_jwk_set_add_rsa (keys, role->epoch, key);
    }
  return TRUE;
}

/* role->kid and ->key: of the epoch that the event is about. */
static gboolean
write_box (NadiSession *self, const NadiBookRole *role, NadiJwkSet *keys, NadiRsaPublic *const *to, guint n, GError **error)
{
  g_autofree char *id = NULL;
  g_auto (NadiBox) box = { 0 };
  const char *cids[] = { NULL, NULL };
  NadiWritePurpose purpose = { .form = "setup", .compartment = NADI_COMPARTMENT_DESK, .cids = cids };
  NadiJsonWriter *writer;

  if (!nadi_session_box_to (self, to, n, keys, &box, error) ||
      !nadi_cache_put_blob (self->cache, box.cid, (const guint8 *) box.text, strlen (box.text), TRUE, error))
    return FALSE;
  cids[0] = box.cid;
  writer = nadi_session_event_begin (self, "role.key", &id, error);
  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "role", role->role);
  nadi_json_put_int (writer, "epoch", role->epoch);
  nadi_json_put_string (writer, "key", role->key);
  nadi_json_put_string (writer, "kid", role->kid);
  nadi_json_put_string (writer, "box", box.cid);
  nadi_json_put_strings (writer, "recipients", (const char *const *) box.recipients);
  return nadi_session_event_end (self, writer, id, &purpose, error);
}

static gboolean
prepare (NadiSession *self, GPtrArray *known, const char *name, NadiBookRole **current, NadiJwkSet *keys, GError **error)
{
  if (!nadi_book_get_current_role (self->cache, name, current, error) || !collect (self, known, name, keys, error))
    return FALSE;
  if (*current == NULL || nadi_jwk_set_size (keys) == 0)
    return nadi_session_fail (NADI_SESSION_ERROR_KEYS, "a role key that is to be given has not come yet", error);
  return TRUE;
}

gboolean
nadi_session_box_role (NadiSession *self, GPtrArray *known, const char *name, NadiRsaPublic *to, GError **error)
{
  g_autoptr (NadiBookRole) current = NULL;
  g_autoptr (NadiJwkSet) keys = nadi_jwk_set_new ();

  return prepare (self, known, name, &current, keys, error) && write_box (self, current, keys, &to, 1, error);
}

gboolean
nadi_session_renew_role (NadiSession *self, GPtrArray *known, const char *name, NadiRsaPrivate *fresh, NadiRsaPublic *const *holders,
                         guint n_holders, GError **error)
{
  g_autoptr (NadiBookRole) current = NULL;
  g_autoptr (NadiJwkSet) keys = nadi_jwk_set_new ();
  g_autofree char *kid = nadi_rsa_public_kid (nadi_rsa_private_public (fresh));
  g_autofree char *key = nadi_rsa_public_to_text (nadi_rsa_private_public (fresh));
  NadiBookRole next = { .role = (char *) name, .kid = kid, .key = key };
  NadiRsaPrivate *present;

  if (!prepare (self, known, name, &current, keys, error) || !nadi_session_role_private (self, current->kid, &present, error))
    return FALSE;
  if (present == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_KEYS, "the role's present key has not come yet", error);
  next.epoch = current->epoch + 1;
  nadi_jwk_set_add_rsa (keys, next.epoch, fresh);
  for (guint from = 0; from < n_holders; from += RECIPIENTS_AT_ONCE)
    if (!write_box (self, &next, keys, holders + from, MIN (RECIPIENTS_AT_ONCE, n_holders - from), error))
      return FALSE;
  return TRUE;
}
