/* SECURITY's case 23 with the desktop's real keyring: locked, emptied, or with another device's secret in it. Each is told apart, nothing is
 * made anew behind anybody's back, and what was written and not sent is there when the keyring is right again. Run by keyring-session. */
#include <gio/gio.h>
#include <string.h>

#include "nadi-keyring.h"
#include "nadi-test-clinic.h"

#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define COLLECTION "/org/freedesktop/secrets/collection/login"

static NadiTestClinic *clinic;
static NadiKeyring *keyring;
static GDBusConnection *bus;
static char *folder;
static char *profile_id;

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
lock_keyring (void)
{
  const char *const paths[] = { COLLECTION, NULL };
  g_autoptr (GVariant) answer = call ("org.freedesktop.Secret.Service", "Lock", g_variant_new ("(^ao)", paths));
}

/* As the login manager does it. */
static void
unlock_keyring (void)
{
  g_autoptr (GVariant) opened = call ("org.freedesktop.Secret.Service", "OpenSession", g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_autoptr (GVariant) answer = NULL;
  const char *session;

  g_variant_get (opened, "(v&o)", NULL, &session);
  answer = call ("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
                 g_variant_new ("(o(o@ay@ays))", COLLECTION, session, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                                g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "pw", 2, 1), "text/plain"));
}

static NadiSession *
open_profile (GError **error)
{
  const NadiSessionOptions options = { .keyring = keyring };

  return nadi_session_open (folder, NULL, NADI_TEST_PASSPHRASE, &options, NULL, error);
}

static void
assert_refused (const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) session = open_profile (&error);

  g_assert_null (session);
  g_assert_cmpstr (nadi_session_error_word (error), ==, word);
}

/* What was written before is here, though it never reached the service. */
static void
assert_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) session = open_profile (&error);
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_assert_no_error (error);
  status = nadi_session_get_status (session);
  g_assert_cmpuint (status->unsent, >, 0);
  found = nadi_session_find_patients (session, "unsent", 5, NULL);
  g_assert_cmpuint (found->len, ==, 1);
}

static NadiSecret *
device_secret (void)
{
  g_autoptr (GError) error = NULL;
  NadiSecret *secret = nadi_keyring_lookup (keyring, profile_id, NADI_KEYRING_DEVICE_SECRET, NULL, &error);

  g_assert_no_error (error);
  return secret;
}

static void
store (NadiSecret *secret)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_keyring_store (keyring, profile_id, NADI_KEYRING_DEVICE_SECRET, secret, NULL, &error));
  g_assert_no_error (error);
}

static void
test_locked (void)
{
  assert_whole ();
  lock_keyring ();
  assert_refused ("keyring-locked");
  assert_refused ("keyring-locked");
  unlock_keyring ();
  assert_whole ();
}

static void
test_missing (void)
{
  g_autoptr (NadiSecret) secret = device_secret ();
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_keyring_clear (keyring, profile_id, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  assert_refused ("keyring-missing");
  /* Never made silently. */
  g_assert_null (nadi_keyring_lookup (keyring, profile_id, NADI_KEYRING_DEVICE_SECRET, NULL, &error));
  g_assert_error (error, NADI_KEYRING_ERROR, NADI_KEYRING_ERROR_MISSING);
  store (secret);
  assert_whole ();
}

static void
test_replaced (void)
{
  g_autoptr (NadiSecret) secret = device_secret ();
  g_autofree guint8 *bytes = g_memdup2 (nadi_secret_data (secret), nadi_secret_size (secret));
  g_autoptr (NadiSecret) other = NULL;
  g_autoptr (NadiSecret) broken = NULL;

  bytes[0] ^= 1;
  other = nadi_secret_new_copy (bytes, nadi_secret_size (secret));
  store (other);
  assert_refused ("device-secret");
  broken = nadi_secret_new_copy ((const guint8 *) "short", 5);
  store (broken);
  assert_refused ("device-secret");
  store (secret);
  assert_whole ();
}

/* The keyring goes while somebody works: what is open stays open, and what is written is kept. */
static void
test_locked_at_work (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) session = open_profile (&error);
  g_autofree char *patient = NULL;

  g_assert_no_error (error);
  lock_keyring ();
  patient = nadi_test_add_patient (session, "Written Meanwhile");
  nadi_test_sync (session);
  nadi_session_close (session);
  g_clear_pointer (&session, nadi_session_unref);
  assert_refused ("keyring-locked");
  unlock_keyring ();
  session = open_profile (&error);
  g_assert_no_error (error);
  nadi_test_sync (session);
  nadi_test_assert_no_tasks (session);
}

typedef struct
{
  char *code;
  GError *error;
} Joining;

static gpointer
run_join (gpointer data)
{
  Joining *joining = data;
  const NadiSessionOptions options = { .keyring = keyring };
  const NadiProfilePlan plan = { .folder = folder, .passphrase = NADI_TEST_PASSPHRASE, .options = &options };
  const char *network = clinic->world->network_json;

  nadi_setup_join (&plan, network, strlen (network), joining->code, 60000, NULL, NULL, NULL, &joining->error);
  return NULL;
}

/* A receptionist whose device's secret lies in the keyring. */
static void
join (void)
{
  static const char *const roles[] = { "reception", NULL };
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  Joining joining = { 0 };
  guint admitted = 0;
  GThread *thread;

  nadi_test_sync (admin);
  g_assert_true (nadi_session_invite (admin, "Rita Desk", roles, &joining.code, NULL, NULL, NULL));
  thread = g_thread_new ("join", run_join, &joining);
  for (guint i = 0; i < 600 && admitted == 0; i++)
    {
      g_assert_true (nadi_session_admit_waiting (admin, &admitted, NULL, NULL));
      g_usleep (100 * 1000);
    }
  g_thread_join (thread);
  g_assert_no_error (joining.error);
  g_free (joining.code);
}

static void
set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiSession) session = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *patient = NULL;
  const char *at;

  clinic = nadi_test_clinic_new (0);
  folder = g_build_filename (clinic->world->folder, "with-keyring", NULL);
  join ();
  path = g_build_filename (folder, "profile.json", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, "\"profile\":\"");
  profile_id = g_strndup (at + strlen ("\"profile\":\""), 36);
  session = open_profile (&error);
  g_assert_no_error (error);
  nadi_test_sync (session);
  patient = nadi_test_add_patient (session, "Unsent Person");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  keyring = nadi_keyring_secret_service_new ();
  set_up ();
  g_test_add_func ("/session-keyring/case-23-locked", test_locked);
  g_test_add_func ("/session-keyring/case-23-missing", test_missing);
  g_test_add_func ("/session-keyring/case-23-replaced", test_replaced);
  g_test_add_func ("/session-keyring/case-23-locked-at-work", test_locked_at_work);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  nadi_keyring_free (keyring);
  g_object_unref (bus);
  g_free (folder);
  g_free (profile_id);
  return result;
}
