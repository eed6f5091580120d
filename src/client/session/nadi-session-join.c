/* Joining with a code on paper. */
#include "nadi-session-join-private.h"

#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-enrolment.h"
#include "nadi-jwk.h"
#include "nadi-json.h"
#include "nadi-uuid.h"

#define LARGEST_MESSAGE 16384
#define LONGEST_WAIT_MS 20000
#define PAUSE_US (200 * 1000)

void
nadi_join_clear (NadiJoin *join)
{
  g_clear_pointer (&join->net, nadi_net_free);
  g_clear_pointer (&join->bundle, nadi_bundle_free);
  if (join->colleague == NULL)
    g_clear_pointer (&join->profile, nadi_profile_free);
  g_clear_pointer (&join->enrolment, nadi_enrolment_free);
  g_clear_pointer (&join->network, nadi_network_free);
  g_free (join->account);
}

static void
tell (NadiJoin *join, const char *stage)
{
  if (join->progress != NULL)
    join->progress (stage, 0, 0, join->user_data);
}

static gint64
left_ms (NadiJoin *join)
{
  return (join->until - nadi_clock_monotonic (nadi_setup_clock (join->plan))) / 1000;
}

/* --- the code ----------------------------------------------------------------------------------------------------- */

NadiEnrolment *
nadi_join_parse_code (const char *code, const NadiNetwork *network, GError **error)
{
  g_autoptr (GError) failure = NULL;
  NadiEnrolment *enrolment = nadi_enrolment_parse (code, network, &failure);

  if (enrolment != NULL)
    return enrolment;
  if (g_error_matches (failure, NADI_WIRE_ERROR, NADI_WIRE_ERROR_MISMATCH))
    nadi_session_fail (NADI_SESSION_ERROR_CODE_NETWORK, "this code was made for another network", error);
  else
    nadi_session_fail (NADI_SESSION_ERROR_CODE, "this is no enrolment code: a letter is wrong or missing", error);
  return NULL;
}

gboolean
nadi_setup_check_code (const char *network, gsize network_length, const char *code, GError **error)
{
  g_autoptr (NadiNetwork) parsed = nadi_setup_parse_network (network, network_length, error);
  g_autoptr (NadiEnrolment) enrolment = parsed != NULL ? nadi_join_parse_code (code, parsed, error) : NULL;

  return enrolment != NULL;
}

/* --- the profile -------------------------------------------------------------------------------------------------- */

gboolean
nadi_join_make_keys (NadiJoin *join, NadiSigningKey *device, GError **error)
{
  tell (join, "keys");
  join->bundle = g_new0 (NadiBundle, 1);
  join->bundle->sign = nadi_signing_key_new (nadi_setup_random (join->plan));
  join->bundle->device = device;
  join->bundle->seal = nadi_rsa_private_generate (NADI_RSA_BITS, error);
  return join->bundle->seal != NULL;
}

static gboolean
make_profile (NadiJoin *join, const char *network, gsize network_length, GError **error)
{
  if (!nadi_join_make_keys (join, nadi_signing_key_new (nadi_setup_random (join->plan)), error))
    return FALSE;
  join->profile = nadi_setup_make_profile (join->plan, network, network_length, join->bundle, FALSE, "Staff", &join->account, error);
  return join->profile != NULL;
}

static gboolean
fail_exists (GError **error)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_EXISTS, "there is another profile in this folder");
  return FALSE;
}

/* A join that was begun: its keys are the ones that were posted. */
static gboolean
resume (NadiJoin *join, const char *network, gsize network_length, GError **error)
{
  g_autoptr (GBytes) given = g_bytes_new (network, network_length);

  join->profile = nadi_profile_open (join->plan->folder, error);
  if (join->profile == NULL)
    return FALSE;
  if (nadi_profile_org (join->profile) != NULL || nadi_profile_n_accounts (join->profile) != 1 ||
      !g_bytes_equal (given, nadi_profile_network_bytes (join->profile)))
    return fail_exists (error);
  join->account = g_strdup (nadi_profile_account (join->profile, 0)->id);
  if (!nadi_profile_lock (join->profile, error))
    return FALSE;
  join->bundle = nadi_profile_unlock (join->profile, join->account, join->plan->passphrase, join->keyring, join->cancellable, error);
  join->resumed = TRUE;
  return join->bundle != NULL;
}

static gboolean
prepare (NadiJoin *join, const char *network, gsize network_length, GError **error)
{
  g_autofree char *description = g_build_filename (join->plan->folder, "profile.json", NULL);

  return g_file_test (description, G_FILE_TEST_EXISTS) ? resume (join, network, network_length, error)
                                                        : make_profile (join, network, network_length, error);
}

/* --- the mailbox -------------------------------------------------------------------------------------------------- */

static char *
request_text (NadiJoin *join)
{
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (join->bundle->sign));
  g_autofree char *seal = nadi_rsa_public_to_text (nadi_rsa_private_public (join->bundle->seal));
  g_autofree char *device = nadi_verify_key_to_text (nadi_signing_key_public (join->bundle->device));
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *body = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "type", "enrol.request");
  nadi_json_put_string (writer, "sign", sign);
  nadi_json_put_string (writer, "seal", seal);
  nadi_json_put_string (writer, "device", device);
  nadi_json_put_string (writer, "kind", "workstation");
  if (join->colleague != NULL)
    nadi_json_put_string (writer, "existing", nadi_profile_device (join->profile));
  nadi_json_end_object (writer);
  body = nadi_json_writer_finish (writer, NULL);
  return nadi_enrolment_seal (join->enrolment, "request", body);
}

static gboolean
fail_unknown (GError **error)
{
  return nadi_session_fail (NADI_SESSION_ERROR_CODE_UNKNOWN, "this code is used up, too old, or nobody's", error);
}

/* A mailbox that has a request already holds ours, when this join was begun before; else the code was used by somebody else. */
static gboolean
post_request (NadiJoin *join, GError **error)
{
  g_autofree char *target = g_strdup_printf ("/v1/enrol/%s/request", join->enrolment->mailbox);
  g_autofree char *text = request_text (join);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) answer = nadi_net_request (join->net, "PUT", target, "application/json", body, LARGEST_MESSAGE, join->cancellable, &failure);

  if (answer != NULL || (join->resumed && g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT)))
    return TRUE;
  if (g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND) ||
      g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT))
    return fail_unknown (error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static GBytes *
get_reply (NadiJoin *join, GError **error)
{
  for (;;)
    {
      gint64 wait = CLAMP (left_ms (join), 0, LONGEST_WAIT_MS);
      g_autofree char *target = g_strdup_printf ("/v1/enrol/%s/reply?wait=%" G_GINT64_FORMAT, join->enrolment->mailbox, MIN (wait, 5000));
      g_autoptr (GError) failure = NULL;
      GBytes *answer;

      tell (join, "wait");
      answer = nadi_net_get (join->net, target, LARGEST_MESSAGE, join->cancellable, &failure);
      if (answer != NULL)
        return answer;
      if (g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND))
        {
          fail_unknown (error);
          return NULL;
        }
      if (!g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (left_ms (join) <= 0)
        {
          nadi_session_fail (NADI_SESSION_ERROR_WAITING, "the administrator has not let this device in yet", error);
          return NULL;
        }
    }
}

typedef struct
{
  char *org;
  char *staff;
  char *device;
} Reply;

static void
reply_clear (Reply *reply)
{
  g_free (reply->org);
  g_free (reply->staff);
  g_free (reply->device);
}

static gboolean
read_reply (NadiJoin *join, GBytes *answer, Reply *reply, GError **error)
{
  g_autofree char *body = nadi_enrolment_open (join->enrolment, "reply", g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = body != NULL ? nadi_json_load_object (body, strlen (body), LARGEST_MESSAGE, &node, NULL) : NULL;
  const char *type, *org, *staff, *device;

  if (object == NULL || !nadi_json_get_string (object, "type", &type, NULL) || !g_str_equal (type, "enrol.reply") ||
      !nadi_json_get_string (object, "org", &org, NULL) || !nadi_uuid_valid (org) ||
      !nadi_json_get_string (object, "staff", &staff, NULL) || !nadi_uuid_valid (staff) ||
      !nadi_json_get_string (object, "device", &device, NULL) || !nadi_uuid_valid (device))
    return fail_unknown (error);
  *reply = (Reply) { g_strdup (org), g_strdup (staff), g_strdup (device) };
  return TRUE;
}

/* --- the proof ---------------------------------------------------------------------------------------------------- */

/* A store for a moment: what the state proves of us needs no memory. */
typedef struct
{
  NadiSyncStore store;
  NadiTrustedHead trusted;
} Moment;

static gboolean
moment_begin (NadiSyncStore *store, GError **error)
{
  return TRUE;
}

static void
moment_rollback (NadiSyncStore *store)
{
}

static gboolean
moment_load_trusted (NadiSyncStore *store, NadiTrustedHead *trusted, GError **error)
{
  *trusted = ((Moment *) store)->trusted;
  return TRUE;
}

static gboolean
moment_save_trusted (NadiSyncStore *store, const NadiTrustedHead *trusted, GError **error)
{
  ((Moment *) store)->trusted = *trusted;
  return TRUE;
}

static void
moment_keep_evidence (NadiSyncStore *store, const char *error_word, GBytes *answer)
{
}

static gboolean
is_active_key (GBytes *value, const char *member, const char *expected, JsonNode **node)
{
  JsonObject *object = value != NULL ? nadi_json_load_object (g_bytes_get_data (value, NULL), g_bytes_get_size (value), 65536, node, NULL) : NULL;
  const char *status, *text;

  return object != NULL && nadi_json_get_string (object, "status", &status, NULL) && g_str_equal (status, "active") &&
         nadi_json_get_string (object, member, &text, NULL) && g_str_equal (text, expected);
}

/* Both our keys, active, under the ids of the reply. *clinical: what the roles open. */
static gboolean
check_proof (NadiJoin *join, GBytes *const values[2], gboolean *clinical)
{
  g_autofree char *sign = nadi_verify_key_to_text (nadi_signing_key_public (join->bundle->sign));
  g_autofree char *device = nadi_verify_key_to_text (nadi_signing_key_public (join->bundle->device));
  g_autofree char *seal = nadi_rsa_public_to_text (nadi_rsa_private_public (join->bundle->seal));
  g_autoptr (JsonNode) staff_node = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (JsonNode) device_node = NULL;
  g_auto (GStrv) roles = NULL;

  if (!is_active_key (values[0], "sign", sign, &staff_node) || !is_active_key (values[0], "seal", seal, &again) ||
      !is_active_key (values[1], "key", device, &device_node) ||
      !nadi_json_get_strings (json_node_get_object (staff_node), "roles", 16, &roles, NULL))
    return FALSE;
  *clinical = nadi_setup_is_clinical ((const char *const *) roles);
  return TRUE;
}

static NadiNet *
signed_net (NadiJoin *join, const Reply *reply, GError **error)
{
  const NadiSessionOptions *options = join->plan->options;
  NadiTransport *transport =
    nadi_session_new_transport (options != NULL ? options->connect : NULL, options != NULL ? options->connect_data : NULL, join->network, error);
  g_autofree char *device = g_strdup_printf ("%s/%s", reply->org, reply->device);
  g_autofree char *person = g_strdup_printf ("%s/%s", reply->org, reply->staff);
  const NadiHttpSigner signer = { device, join->bundle->device, person, join->bundle->sign };

  return transport != NULL ? nadi_net_new (transport, &signer, nadi_setup_clock (join->plan), nadi_setup_random (join->plan)) : NULL;
}

static gboolean
prove (NadiJoin *join, const Reply *reply, gboolean *clinical, GError **error)
{
  Moment moment = { .store = { moment_begin, moment_begin, moment_rollback, moment_load_trusted, moment_save_trusted,
                               NULL, NULL, NULL, moment_keep_evidence } };
  g_autofree char *staff = g_strdup_printf ("staff/%s/%s", reply->org, reply->staff);
  g_autofree char *device = g_strdup_printf ("device/%s/%s", reply->org, reply->device);
  const char *const keys[] = { staff, device, NULL };
  NadiNet *net = signed_net (join, reply, error);
  NadiSync *sync;
  gboolean good = FALSE;

  if (net == NULL)
    return FALSE;
  sync = nadi_sync_new (join->network, net, &moment.store, nadi_setup_clock (join->plan));
  do
    {
      GBytes *values[2] = { NULL, NULL };
      g_autoptr (GError) failure = NULL;
      gboolean answered = nadi_sync_state (sync, keys, values, join->cancellable, &failure);

      good = answered && check_proof (join, values, clinical);
      g_clear_pointer (&values[0], g_bytes_unref);
      g_clear_pointer (&values[1], g_bytes_unref);
      if (good)
        break;
      /* 401 until our own admission is final at the service that we ask. */
      if (failure != NULL && !g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_UNAUTHORISED))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          break;
        }
      if (left_ms (join) <= 0)
        {
          nadi_session_fail (NADI_SESSION_ERROR_UNPROVEN, "the ledger does not prove what the reply says", error);
          break;
        }
      g_usleep (PAUSE_US);
    }
  while (TRUE);
  nadi_sync_free (sync);
  nadi_net_free (net);
  return good;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static gboolean
finish (NadiJoin *join, const Reply *reply, gboolean clinical, GError **error)
{
  NadiRandom *random = nadi_setup_random (join->plan);

  if (clinical && join->bundle->clinical == NULL)
    {
      join->bundle->clinical =
        join->colleague != NULL ? nadi_join_clinical_key (join, error) : nadi_secret_new_random (random, NADI_COMPARTMENT_KEY_SIZE);
      if (join->bundle->clinical == NULL ||
          !nadi_profile_save_bundle (join->profile, join->account, join->bundle, join->plan->passphrase, join->keyring, random, error))
        return FALSE;
    }
  return nadi_profile_set_staff (join->profile, join->account, reply->staff, error) &&
         nadi_profile_set_enrolled (join->profile, reply->org, reply->device, error);
}

static gboolean
connect_unsigned (NadiJoin *join, GError **error)
{
  const NadiSessionOptions *options = join->plan->options;
  NadiTransport *transport =
    nadi_session_new_transport (options != NULL ? options->connect : NULL, options != NULL ? options->connect_data : NULL, join->network, error);

  if (transport == NULL)
    return FALSE;
  join->net = nadi_net_new (transport, NULL, nadi_setup_clock (join->plan), nadi_setup_random (join->plan));
  return TRUE;
}

/* The colleague's session goes on meanwhile; what is theirs is touched under their lock. */
static gboolean
finish_locked (NadiJoin *join, const Reply *reply, gboolean clinical, GError **error)
{
  gboolean good;

  if (join->colleague == NULL)
    return finish (join, reply, clinical, error);
  if (!nadi_session_lock (join->colleague, error))
    return FALSE;
  good = finish (join, reply, clinical, error);
  nadi_session_unlock (join->colleague);
  return good;
}

gboolean
nadi_join_enrol (NadiJoin *join, GError **error)
{
  g_autoptr (GBytes) answer = NULL;
  Reply reply = { 0 };
  gboolean clinical = FALSE;
  gboolean good;

  if (!connect_unsigned (join, error) || !post_request (join, error))
    return FALSE;
  answer = get_reply (join, error);
  if (answer == NULL || !read_reply (join, answer, &reply, error))
    return FALSE;
  good = prove (join, &reply, &clinical, error) && finish_locked (join, &reply, clinical, error);
  reply_clear (&reply);
  return good;
}

static gboolean
first_sync (const NadiProfilePlan *plan, NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSession) session = nadi_session_open (plan->folder, NULL, plan->passphrase, plan->options, cancellable, error);

  return session != NULL && nadi_session_sync (session, NULL, progress, user_data, cancellable, error);
}

gboolean
nadi_setup_join (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *code, guint wait_ms,
                 NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  NadiJoin join = { .plan = plan, .progress = progress, .user_data = user_data, .cancellable = cancellable };
  g_autoptr (NadiKeyring) owned = NULL;
  gboolean good = FALSE;

  join.until = nadi_clock_monotonic (nadi_setup_clock (plan)) + (gint64) wait_ms * 1000;
  join.network = nadi_setup_parse_network (network, network_length, error);
  if (join.network != NULL)
    join.enrolment = nadi_join_parse_code (code, join.network, error);
  if (join.enrolment != NULL)
    {
      join.keyring = nadi_setup_keyring (plan, &owned);
      good = prepare (&join, network, network_length, error) && nadi_join_enrol (&join, error);
    }
  nadi_join_clear (&join);
  return good && first_sync (plan, progress, user_data, cancellable, error);
}
