/* People and devices leave; the role keys that they held get their next epoch. */
#include "nadi-founder.h"
#include "nadi-json.h"
#include "nadi-session-role-keys.h"
#include "nadi-session-setup.h"
#include "nadi-session-state.h"
#include "nadi-session-sync.h"
#include "nadi-session-write.h"

#include <string.h>

#define MOST_STAFF 4096
#define MOST_ROLE_KEYS 4

/* What is done in one transaction, prepared without the lock. */
typedef struct
{
  const char *staff;         /* who leaves; NULL: nobody, the keys are renewed alone */
  gboolean compromised;
  const char *roles[MOST_ROLE_KEYS + 1];
  NadiRsaPrivate *fresh[MOST_ROLE_KEYS];
  GPtrArray *holders[MOST_ROLE_KEYS]; /* of NadiRsaPublic */
} Renewal;

static void
renewal_clear (Renewal *renewal)
{
  for (guint i = 0; i < MOST_ROLE_KEYS; i++)
    {
      g_clear_pointer (&renewal->fresh[i], nadi_rsa_private_unref);
      g_clear_pointer (&renewal->holders[i], g_ptr_array_unref);
    }
}

/* --- who holds what ----------------------------------------------------------------------------------------------- */

/* State keys of everybody, whether still there or not: the proof says. */
static GPtrArray *
staff_keys (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) signers = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  signers = nadi_book_list_names (self->cache, "staff", MOST_STAFF, error);
  nadi_session_unlock (self);
  for (guint i = 0; signers != NULL && signers[i] != NULL; i++)
    g_ptr_array_add (keys, g_strconcat ("staff/", signers[i], NULL));
  return signers != NULL ? g_steal_pointer (&keys) : NULL;
}

/* Somebody's roles and seal key, if they are active. */
static gboolean
read_person (GBytes *value, char ***roles, NadiRsaPublic **seal)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_session_state_object (value, &node);
  const char *status, *key;

  if (object == NULL || !nadi_json_get_string (object, "status", &status, NULL) || !g_str_equal (status, "active") ||
      !nadi_json_get_string (object, "seal", &key, NULL) || !nadi_json_get_strings (object, "roles", 16, roles, NULL))
    return FALSE;
  *seal = nadi_rsa_public_from_text (key, NULL);
  return *seal != NULL;
}

static void
take_holder (Renewal *renewal, const char *const *roles, NadiRsaPublic *seal)
{
  for (guint i = 0; renewal->roles[i] != NULL; i++)
    if (nadi_role_key_held_by (renewal->roles[i], roles))
      g_ptr_array_add (renewal->holders[i], nadi_rsa_public_ref (seal));
}

/* The keys that whoever leaves held; all of them when nobody leaves. */
static void
choose_roles (NadiSession *self, Renewal *renewal, const char *const *theirs)
{
  g_autofree char *kind = NULL;
  const char *const *names;
  guint n = 0;

  g_mutex_lock (&self->status_lock);
  kind = g_strdup (self->kind);
  g_mutex_unlock (&self->status_lock);
  names = nadi_founder_roles_of_kind (kind != NULL ? kind : "clinic");
  for (guint i = 0; names[i] != NULL && n < MOST_ROLE_KEYS; i++)
    if (theirs == NULL || nadi_role_key_held_by (names[i], theirs))
      renewal->roles[n++] = names[i];
}

static gboolean
read_staff (NadiSession *self, Renewal *renewal, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = staff_keys (self, error);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  g_autofree char *leaving = g_strdup_printf ("staff/%s/%s", self->org, renewal->staff != NULL ? renewal->staff : "");
  g_auto (GStrv) theirs = NULL;
  gboolean asked;

  if (keys == NULL)
    return FALSE;
  g_mutex_lock (&self->net_lock);
  asked = nadi_session_connect (self, error) && nadi_session_ask (self, keys, values, cancellable, error);
  g_mutex_unlock (&self->net_lock);
  for (guint i = 0; asked && i < keys->len; i++)
    {
      g_autoptr (NadiRsaPublic) seal = NULL;

      if (g_str_equal (g_ptr_array_index (keys, i), leaving))
        read_person (g_ptr_array_index (values, i), &theirs, &seal);
    }
  if (asked && renewal->staff != NULL && theirs == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "nobody of that id works here", error);
  choose_roles (self, renewal, (const char *const *) theirs);
  for (guint i = 0; renewal->roles[i] != NULL; i++)
    renewal->holders[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_rsa_public_unref);
  for (guint i = 0; asked && i < keys->len; i++)
    {
      g_auto (GStrv) roles = NULL;
      g_autoptr (NadiRsaPublic) seal = NULL;

      if (!g_str_equal (g_ptr_array_index (keys, i), leaving) && read_person (g_ptr_array_index (values, i), &roles, &seal))
        take_holder (renewal, (const char *const *) roles, seal);
    }
  return asked;
}

static gboolean
make_keys (Renewal *renewal, GError **error)
{
  for (guint i = 0; renewal->roles[i] != NULL; i++)
    {
      renewal->fresh[i] = nadi_rsa_private_generate (NADI_RSA_BITS, error);
      if (renewal->fresh[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* --- events ------------------------------------------------------------------------------------------------------- */

/* From the newest block that we know on: no block that follows is older. */
static gboolean
write_removal (NadiSession *self, const char *type, const char *member, const char *id, gboolean compromised, GError **error)
{
  const NadiWritePurpose purpose = { .form = "setup", .compartment = NADI_COMPARTMENT_DESK };
  g_autofree char *event = NULL;
  NadiJsonWriter *writer = nadi_session_event_begin (self, type, &event, error);
  gint64 since;

  if (writer == NULL)
    return FALSE;
  g_mutex_lock (&self->status_lock);
  since = self->head.block_time;
  g_mutex_unlock (&self->status_lock);
  nadi_json_put_string (writer, member, id);
  nadi_json_name (writer, "compromised");
  if (compromised)
    nadi_json_int (writer, since);
  else
    nadi_json_null (writer);
  return nadi_session_event_end (self, writer, event, &purpose, error);
}

static gboolean
write_renewal (NadiSession *self, const Renewal *renewal, GError **error)
{
  g_autoptr (GPtrArray) known = nadi_book_list_roles (self->cache, error);

  if (known == NULL || (renewal->staff != NULL && !write_removal (self, "staff.remove", "staff", renewal->staff, renewal->compromised, error)))
    return FALSE;
  for (guint i = 0; renewal->roles[i] != NULL; i++)
    if (!nadi_session_renew_role (self, known, renewal->roles[i], renewal->fresh[i], (NadiRsaPublic *const *) renewal->holders[i]->pdata,
                                  renewal->holders[i]->len, error))
      return FALSE;
  return TRUE;
}

static gboolean
renew (NadiSession *self, Renewal *renewal, GCancellable *cancellable, GError **error)
{
  gboolean good;

  if (!nadi_session_has_role (self, "administrator"))
    return nadi_session_fail (NADI_SESSION_ERROR_ROLE, "only an administrator does this", error);
  /* The epoch that follows is the proven one's. */
  if (!nadi_session_sync (self, NULL, NULL, NULL, cancellable, error) || !read_staff (self, renewal, cancellable, error) || !make_keys (renewal, error) ||
      !nadi_session_lock_to_write (self, "administrator", error))
    return FALSE;
  good = nadi_session_write_begin (self, error) && nadi_session_write_end (self, write_renewal (self, renewal, error), error);
  nadi_session_unlock (self);
  return good;
}

gboolean
nadi_session_remove_staff (NadiSession *self, const char *staff, gboolean compromised, GCancellable *cancellable, GError **error)
{
  Renewal renewal = { .staff = staff, .compromised = compromised };
  gboolean good;

  if (g_str_equal (staff, self->staff))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "nobody removes themselves", error);
  good = renew (self, &renewal, cancellable, error);
  renewal_clear (&renewal);
  return good;
}

gboolean
nadi_session_renew_role_keys (NadiSession *self, GCancellable *cancellable, GError **error)
{
  Renewal renewal = { .staff = NULL };
  gboolean good = renew (self, &renewal, cancellable, error);

  renewal_clear (&renewal);
  return good;
}

gboolean
nadi_session_remove_device (NadiSession *self, const char *device, gboolean compromised, GError **error)
{
  gboolean good;

  if (g_str_equal (device, self->device))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "a device does not remove itself", error);
  if (!nadi_session_lock_to_write (self, "administrator", error))
    return FALSE;
  good = nadi_session_write_begin (self, error) &&
         nadi_session_write_end (self, write_removal (self, "device.remove", "subject", device, compromised, error), error);
  nadi_session_unlock (self);
  return good;
}
