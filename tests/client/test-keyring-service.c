/* The desktop's keyring, for real: run by keyring-session on a private bus with an unlocked gnome-keyring. */
#include <gio/gio.h>
#include <string.h>

#include "nadi-keyring.h"
#include "nadi-test.h"

#define PROFILE "0b4c1f6e-5d7a-4c39-9a58-1f2e3d4c5b6a"
#define OTHER "91d2c3b4-a596-4788-b9ca-dbecfd0e1f20"
#define COLLECTION "/org/freedesktop/secrets/collection/login"
#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"

static GDBusConnection *bus;
static NadiKeyring *keyring;

static GVariant *
call (const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (bus, SERVICE, SERVICE_PATH, interface, method, arguments, NULL,
                                                  G_DBUS_CALL_FLAGS_NONE, 20000, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static void
lock (void)
{
  const char *const paths[] = { COLLECTION, NULL };
  g_autoptr (GVariant) answer = call ("org.freedesktop.Secret.Service", "Lock", g_variant_new ("(^ao)", paths));
}

/* As the login manager does it. */
static void
unlock (void)
{
  g_autoptr (GVariant) opened = call ("org.freedesktop.Secret.Service", "OpenSession", g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_autoptr (GVariant) answer = NULL;
  const char *session;

  g_variant_get (opened, "(v&o)", NULL, &session);
  answer = call ("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
                 g_variant_new ("(o(o@ay@ays))", COLLECTION, session, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                                g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "pw", 2, 1), "text/plain"));
}

static gboolean
store (const char *profile, NadiKeyringItem item, const void *data, gsize length, GError **error)
{
  g_autoptr (NadiSecret) secret = nadi_secret_new_copy (data, length);

  return nadi_keyring_store (keyring, profile, item, secret, NULL, error);
}

static void
assert_found (const char *profile, NadiKeyringItem item, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSecret) secret = nadi_keyring_lookup (keyring, profile, item, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (nadi_secret_data (secret), nadi_secret_size (secret), data, length);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  guint8 raw[256];

  for (guint i = 0; i < sizeof raw; i++)
    raw[i] = (guint8) i;
  g_assert_null (nadi_keyring_lookup (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
  g_assert_true (store (PROFILE, NADI_KEYRING_DEVICE_SECRET, raw, sizeof raw, &error));
  g_assert_true (store (PROFILE, NADI_KEYRING_TREE_HEAD, "head", 4, &error));
  g_assert_true (store (PROFILE, NADI_KEYRING_TREE_HEAD, "later", 5, &error));
  g_assert_true (store (OTHER, NADI_KEYRING_DEVICE_SECRET, "other", 5, &error));
  g_assert_no_error (error);
  assert_found (PROFILE, NADI_KEYRING_DEVICE_SECRET, raw, sizeof raw);
  assert_found (PROFILE, NADI_KEYRING_TREE_HEAD, "later", 5);
  assert_found (OTHER, NADI_KEYRING_DEVICE_SECRET, "other", 5);
  g_assert_true (nadi_keyring_clear (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  g_assert_null (nadi_keyring_lookup (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
  g_assert_false (nadi_keyring_clear (keyring, OTHER, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
}

/* What the keyring's window and every other program of the session can see: no name of anybody. */
static void
test_attributes (void)
{
  g_autoptr (GVariant) answer = NULL, properties = NULL, attributes = NULL;
  g_autofree const char **paths = NULL;
  g_autofree const char **locked = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder wanted;
  const char *value;

  g_assert_true (store (PROFILE, NADI_KEYRING_DEVICE_SECRET, "x", 1, &error));
  g_variant_builder_init (&wanted, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&wanted, "{ss}", "xdg:schema", "org.nadihealth.DeviceSecret");
  answer = call ("org.freedesktop.Secret.Service", "SearchItems", g_variant_new ("(a{ss})", &wanted));
  g_variant_get (answer, "(^a&o^a&o)", &paths, &locked);
  g_assert_nonnull (paths[0]);
  g_assert_null (paths[1]);
  properties = g_dbus_connection_call_sync (bus, SERVICE, paths[0], "org.freedesktop.DBus.Properties", "Get",
                                            g_variant_new ("(ss)", "org.freedesktop.Secret.Item", "Attributes"),
                                            G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 20000, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (properties, "(v)", &attributes);
  g_assert_cmpuint (g_variant_n_children (attributes), ==, 4);
  g_assert_true (g_variant_lookup (attributes, "application", "&s", &value));
  g_assert_cmpstr (value, ==, "org.nadihealth.Nadi");
  g_assert_true (g_variant_lookup (attributes, "profile", "&s", &value));
  g_assert_cmpstr (value, ==, PROFILE);
  g_assert_true (g_variant_lookup (attributes, "version", "&s", &value));
}

/* Without a display nobody can be asked, so a locked keyring stays locked: and says so, for every call. */
static void
test_locked (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (PROFILE, NADI_KEYRING_DEVICE_SECRET, "secret", 6, &error));
  lock ();
  g_assert_null (nadi_keyring_lookup (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  g_assert_false (store (PROFILE, NADI_KEYRING_DEVICE_SECRET, "other", 5, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  g_assert_false (nadi_keyring_clear (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  g_assert_false (nadi_keyring_unlock (keyring, NULL, &error));
  nadi_test_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_LOCKED);
  unlock ();
  assert_found (PROFILE, NADI_KEYRING_DEVICE_SECRET, "secret", 6);
  g_assert_true (nadi_keyring_unlock (keyring, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (nadi_keyring_lookup (keyring, PROFILE, NADI_KEYRING_DEVICE_SECRET, cancellable, &error));
  nadi_test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (bus);
  keyring = nadi_keyring_secret_service_new ();
  g_test_add_func ("/keyring/service/round-trip", test_round_trip);
  g_test_add_func ("/keyring/service/attributes", test_attributes);
  g_test_add_func ("/keyring/service/locked", test_locked);
  g_test_add_func ("/keyring/service/cancelled", test_cancelled);
  status = g_test_run ();
  nadi_keyring_free (keyring);
  g_object_unref (bus);
  return status;
}
