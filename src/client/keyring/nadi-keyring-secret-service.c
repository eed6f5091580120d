/* The desktop's keyring through libsecret. Only nadi_keyring_unlock() may make it ask the person: look-ups search without
 * unlocking, and a locked collection is looked at before anything is written to it. */
#include <libsecret/secret.h>
#include <string.h>

#include "nadi-keyring.h"

#define APPLICATION "org.nadihealth.Nadi"
#define VERSION "1"
#define CONTENT_TYPE "application/octet-stream"

typedef struct
{
  NadiKeyring keyring;
  SecretService *service;    /* NULL until it is needed, and after it went away */
} ServiceKeyring;

#define ATTRIBUTES                                                                                                    \
  {                                                                                                                   \
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },                 \
    { "version", SECRET_SCHEMA_ATTRIBUTE_INTEGER }, { NULL, 0 },                                                      \
  }

static const SecretSchema schemas[] = {
  [NADI_KEYRING_DEVICE_SECRET] = { "org.nadihealth.DeviceSecret", SECRET_SCHEMA_NONE, ATTRIBUTES, 0, 0, 0, 0, 0, 0, 0, 0 },
  [NADI_KEYRING_TREE_HEAD] = { "org.nadihealth.TreeHead", SECRET_SCHEMA_NONE, ATTRIBUTES, 0, 0, 0, 0, 0, 0, 0, 0 },
  [NADI_KEYRING_SESSION] = { "org.nadihealth.Session", SECRET_SCHEMA_NONE, ATTRIBUTES, 0, 0, 0, 0, 0, 0, 0, 0 },
};

/* What the keyring's own window shows. */
static const char *const labels[] = {
  [NADI_KEYRING_DEVICE_SECRET] = "Nadi: this device",
  [NADI_KEYRING_TREE_HEAD] = "Nadi: last confirmed state",
  [NADI_KEYRING_SESSION] = "Nadi: session",
};

static gboolean
fail (GError **error, NadiKeyringError code, const char *message)
{
  g_set_error_literal (error, NADI_KEYRING_ERROR, code, message);
  return FALSE;
}

/* What a failed call means: no bus and no service is one thing for the person, a locked keyring another. */
static gboolean
fail_call (ServiceKeyring *self, GError *cause, GError **error)
{
  g_autoptr (GError) taken = cause;

  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&taken));
      return FALSE;
    }
  if (g_error_matches (taken, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is locked");
  if (taken->domain == SECRET_ERROR)
    return fail (error, NADI_KEYRING_ERROR_FAILED, "The keyring refused");
  /* Everything else comes from the bus: it is not there, or nobody answers. Try a fresh connection next time. */
  g_clear_object (&self->service);
  return fail (error, NADI_KEYRING_ERROR_UNAVAILABLE, "There is no keyring service");
}

static gboolean
connect_service (ServiceKeyring *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (self->service != NULL)
    return TRUE;
  self->service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, cancellable, &local);
  return self->service != NULL || fail_call (self, g_steal_pointer (&local), error);
}

static GHashTable *
attributes_of (const char *profile)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "application", g_strdup (APPLICATION));
  g_hash_table_insert (attributes, (gpointer) "profile", g_strdup (profile));
  g_hash_table_insert (attributes, (gpointer) "version", g_strdup (VERSION));
  return attributes;
}

static void
free_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

/* The items of that kind, locked ones too; *found NULL when there are none. */
static gboolean
search (ServiceKeyring *self, const char *profile, NadiKeyringItem item, SecretSearchFlags flags, GList **found,
        GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = attributes_of (profile);
  g_autoptr (GError) local = NULL;

  *found = NULL;
  if (!connect_service (self, cancellable, error))
    return FALSE;
  *found = secret_service_search_sync (self->service, &schemas[item], attributes, SECRET_SEARCH_ALL | flags, cancellable, &local);
  return local == NULL || fail_call (self, g_steal_pointer (&local), error);
}

static NadiSecret *
read_item (SecretItem *item, GError **error)
{
  SecretValue *value = secret_item_get_secret (item);
  NadiSecret *secret;
  const char *data;
  gsize length;

  if (value == NULL)
    {
      fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is locked");
      return NULL;
    }
  data = secret_value_get (value, &length);
  secret = nadi_secret_new_copy ((const guint8 *) data, length);
  secret_value_unref (value);
  return secret;
}

static NadiSecret *
service_lookup (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  NadiSecret *secret = NULL;
  GList *items;

  if (!search ((ServiceKeyring *) keyring, profile, item, SECRET_SEARCH_LOAD_SECRETS, &items, cancellable, error))
    return NULL;
  if (items == NULL)
    fail (error, NADI_KEYRING_ERROR_MISSING, "The keyring has no such secret");
  else if (secret_item_get_locked (items->data))
    fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is locked");
  else
    secret = read_item (items->data, error);
  free_items (items);
  return secret;
}

/* Where new secrets go. *collection NULL when the person has no keyring yet. */
static gboolean
find_default (ServiceKeyring *self, SecretCollection **collection, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  *collection = NULL;
  if (!connect_service (self, cancellable, error))
    return FALSE;
  *collection = secret_collection_for_alias_sync (self->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable, &local);
  return local == NULL || fail_call (self, g_steal_pointer (&local), error);
}

static gboolean
service_store (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable,
               GError **error)
{
  ServiceKeyring *self = (ServiceKeyring *) keyring;
  g_autoptr (GHashTable) attributes = attributes_of (profile);
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GError) local = NULL;
  SecretValue *value;
  gboolean good;

  if (!find_default (self, &collection, cancellable, error))
    return FALSE;
  if (collection == NULL || secret_collection_get_locked (collection))
    return fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is locked");
  value = secret_value_new ((const char *) nadi_secret_data (secret), (gssize) nadi_secret_size (secret), CONTENT_TYPE);
  good = secret_service_store_sync (self->service, &schemas[item], attributes, SECRET_COLLECTION_DEFAULT, labels[item], value,
                                    cancellable, &local);
  secret_value_unref (value);
  return good || fail_call (self, g_steal_pointer (&local), error);
}

static gboolean
service_clear (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  ServiceKeyring *self = (ServiceKeyring *) keyring;
  g_autoptr (GError) local = NULL;
  gboolean good = TRUE;
  GList *items;

  if (!search (self, profile, item, SECRET_SEARCH_NONE, &items, cancellable, error))
    return FALSE;
  if (items == NULL)
    return fail (error, NADI_KEYRING_ERROR_MISSING, "The keyring has no such secret");
  for (GList *i = items; good && i != NULL; i = i->next)
    {
      if (secret_item_get_locked (i->data))
        good = fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is locked");
      else if (!secret_item_delete_sync (i->data, cancellable, &local))
        good = fail_call (self, g_steal_pointer (&local), error);
    }
  free_items (items);
  return good;
}

static gboolean
service_unlock (NadiKeyring *keyring, GCancellable *cancellable, GError **error)
{
  ServiceKeyring *self = (ServiceKeyring *) keyring;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GList) objects = NULL;

  if (!find_default (self, &collection, cancellable, error))
    return FALSE;
  if (collection == NULL)
    {
      collection = secret_collection_create_sync (self->service, "Login", SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_CREATE_NONE,
                                                  cancellable, &local);
      if (collection != NULL)
        return TRUE;
    }
  else if (!secret_collection_get_locked (collection))
    return TRUE;
  else
    {
      objects = g_list_append (NULL, collection);
      if (secret_service_unlock_sync (self->service, objects, cancellable, NULL, &local) > 0)
        return TRUE;
    }
  if (local != NULL && local->domain != G_DBUS_ERROR && local->domain != SECRET_ERROR)
    return fail_call (self, g_steal_pointer (&local), error);
  /* The person said no, or nobody could be asked. */
  return fail (error, NADI_KEYRING_ERROR_LOCKED, "The keyring is still locked");
}

static void
service_free (NadiKeyring *keyring)
{
  g_clear_object (&((ServiceKeyring *) keyring)->service);
  g_free (keyring);
}

NadiKeyring *
nadi_keyring_secret_service_new (void)
{
  ServiceKeyring *self = g_new0 (ServiceKeyring, 1);

  self->keyring = (NadiKeyring) { service_lookup, service_store, service_clear, service_unlock, service_free };
  return &self->keyring;
}
