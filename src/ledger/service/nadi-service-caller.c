/* Who asks: the request's signatures (RFC 9421, nadi-http-signature.h) against the keys that the state names. */
#include <string.h>

#include "nadi-http-signature.h"
#include "nadi-note.h"
#include "nadi-service-private.h"
#include "nadi-uuid.h"

void
nadi_caller_free (NadiCaller *caller)
{
  g_free (caller->org);
  g_free (caller->device);
  g_free (caller->staff);
  g_free (caller->patient);
  g_free (caller->validator);
  g_free (caller);
}

NadiCaller *
nadi_caller_copy (const NadiCaller *caller)
{
  NadiCaller *copy = g_new0 (NadiCaller, 1);

  copy->org = g_strdup (caller->org);
  copy->device = g_strdup (caller->device);
  copy->staff = g_strdup (caller->staff);
  copy->patient = g_strdup (caller->patient);
  copy->validator = g_strdup (caller->validator);
  return copy;
}

/* "<uuid>/<uuid>" */
static gboolean
split_ids (const char *keyid, char **first, char **second)
{
  g_auto (GStrv) parts = g_strsplit (keyid, "/", 3);

  if (g_strv_length (parts) != 2 || !nadi_uuid_valid (parts[0]) || !nadi_uuid_valid (parts[1]))
    return FALSE;
  *first = g_strdup (parts[0]);
  *second = g_strdup (parts[1]);
  return TRUE;
}

/* The person belongs to the device's organisation, or is a patient. */
static gboolean
take_person (NadiCaller *caller, const char *keyid)
{
  g_autofree char *org = NULL;

  if (g_str_has_prefix (keyid, "patient/"))
    {
      caller->patient = g_strdup (keyid + strlen ("patient/"));
      return nadi_uuid_valid (caller->patient);
    }
  return split_ids (keyid, &org, &caller->staff) && g_str_equal (org, caller->org);
}

/* A validator's key in `net` of a state, which may be NULL. */
static gboolean
validator_key (NadiMap *state, const char *name, NadiVerifyKey *key)
{
  GBytes *net = state != NULL ? nadi_map_lookup (state, "net") : NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *validators;

  if (net == NULL)
    return FALSE;
  object = nadi_json_load_object (g_bytes_get_data (net, NULL), g_bytes_get_size (net), 1 << 20, &node, NULL);
  if (object == NULL || !nadi_json_get_array (object, "validators", &validators, NULL))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (validators); i++)
    {
      JsonObject *validator = json_array_get_object_element (validators, i);
      g_autoptr (NadiNoteKey) note_key = NULL;
      const char *text;

      if (validator == NULL || !nadi_json_get_string (validator, "key", &text, NULL))
        continue;
      note_key = nadi_note_key_parse (text, NULL);
      if (note_key == NULL || !g_str_equal (note_key->name, name))
        continue;
      *key = note_key->key;
      return TRUE;
    }
  return FALSE;
}

static gboolean
fits (const NadiHttpClaim *claim, const NadiVerifyKey *key)
{
  return claim == NULL || nadi_http_claim_verify (claim, key, NULL, NULL);
}

static gboolean
pinned_key (const NadiNetwork *network, const char *name, NadiVerifyKey *key)
{
  for (guint i = 0; i < network->validators->len; i++)
    {
      const NadiNetworkValidator *validator = network->validators->pdata[i];

      if (!g_str_equal (validator->key->name, name))
        continue;
      *key = validator->key->key;
      return TRUE;
    }
  return FALSE;
}

/* "network.update events count when the *old* quorum cosigned their block": those whom an admitted update drops must read that
 * block to cosign it, and until network.json is changed the log counts the cosignatures of those that it names. claim NULL: any
 * key of that name will do. */
static gboolean
find_validator (NadiService *service, NadiMap *state, const char *name, const NadiHttpClaim *claim)
{
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  NadiVerifyKey key;

  return (pinned_key (service->options.network, name, &key) && fits (claim, &key))
         || (validator_key (state, name, &key) && fits (claim, &key))
         || (validator_key (nadi_view_map (view), name, &key) && fits (claim, &key));
}

/* FALSE: the signatures do not hold, or their makers may not. */
static gboolean
verify (NadiService *service, NadiMap *state, const NadiHttpClaim *claim, NadiCaller *caller, NadiCallerFlags flags)
{
  gint64 now = nadi_clock_now (service->options.clock);
  NadiVerifyKey device, person;
  gint64 age = now / 1000 - claim->created;

  if (age > NADI_NONCES_WINDOW || age < -NADI_NONCES_WINDOW)
    return FALSE;
  if ((flags & NADI_CALLER_VALIDATES) != 0)
    {
      if (!g_str_has_prefix (claim->device_id, "validator/") || claim->person_id != NULL)
        return FALSE;
      caller->validator = g_strdup (claim->device_id + strlen ("validator/"));
      return find_validator (service, state, caller->validator, claim);
    }
  if (!split_ids (claim->device_id, &caller->org, &caller->device)
      || !nadi_contract_device_key (state, claim->device_id, now, (flags & NADI_CALLER_POSTS) != 0, &device, NULL))
    return FALSE;
  if (claim->person_id == NULL)
    return nadi_http_claim_verify (claim, &device, NULL, NULL);
  return take_person (caller, claim->person_id)
         && nadi_contract_person_key (state, claim->person_id, now, &person, NULL)
         && nadi_http_claim_verify (claim, &device, &person, NULL);
}

static void
message_of (NadiHttpRequest *request, NadiHttpMessage *message)
{
  GBytes *body = nadi_http_request_body (request);

  *message = (NadiHttpMessage){
    .method = nadi_http_request_method (request),
    .authority = nadi_http_request_authority (request),
    .path = nadi_http_request_path (request),
    .query = nadi_http_request_query (request),
  };
  if (body == NULL)
    return;
  message->body = g_bytes_get_data (body, &message->body_length);
  if (message->body == NULL)
    message->body = (const guint8 *) "";
}

/* Whether there is such a device or validator, in force or not. */
static gboolean
is_known (NadiService *service, NadiMap *state, const char *device_id)
{
  g_autofree char *key = NULL;

  if (g_str_has_prefix (device_id, "validator/"))
    return find_validator (service, state, device_id + strlen ("validator/"), NULL);
  key = g_strconcat ("device/", device_id, NULL);
  return nadi_map_lookup (state, key) != NULL;
}

static void
reply_unauthorised (NadiHttpRequest *request)
{
  nadi_http_request_reply_problem (request, 401, "unauthorised",
                                   "The request is not signed by a device and person that are known here.", NULL, NULL);
}

/* What nobody known has signed counts for its address, before anything is spent on it. FALSE: answered. */
static gboolean
has_known_signer (NadiService *service, NadiHttpRequest *request, NadiMap *state, const NadiHttpClaim *claim)
{
  if (claim != NULL && is_known (service, state, claim->device_id))
    return TRUE;
  if (nadi_service_admit_unsigned (service, request))
    reply_unauthorised (request);
  return FALSE;
}

/* Whoever keeps sending signatures that don't hold is not worth another verification. The device is part of the name, so
 * that a broken one does not lock out its whole clinic behind one address. The body is hashed last. FALSE: answered. */
static gboolean
has_good_signature (NadiService *service, NadiHttpRequest *request, NadiMap *state, const NadiHttpMessage *message,
                    const NadiHttpClaim *claim, NadiCaller *caller, NadiCallerFlags flags)
{
  g_autofree char *origin = g_strconcat (nadi_http_request_peer (request), " ", claim->device_id, NULL);

  if (!nadi_rates_allows (service->failure_rates, origin))
    {
      nadi_service_reply_later (request, 429, "too-many-requests", "Too many requests that were refused.", 1);
      return FALSE;
    }
  if (verify (service, state, claim, caller, flags)
      && nadi_http_claim_check_body (message, nadi_http_request_header (request, "content-digest")))
    return TRUE;
  nadi_rates_take (service->failure_rates, origin, NULL);
  reply_unauthorised (request);
  return FALSE;
}

NadiCaller *
nadi_service_identify (NadiService *service, NadiHttpRequest *request, NadiMap *state, NadiCallerFlags flags)
{
  g_autoptr (NadiHttpClaim) claim = NULL;
  g_autoptr (NadiCaller) caller = g_new0 (NadiCaller, 1);
  NadiNonceVerdict nonce = NADI_NONCE_FRESH;
  NadiHttpMessage message;
  guint wait = 1;

  message_of (request, &message);
  claim = nadi_http_claim_read (&message, nadi_http_request_header (request, "content-digest"),
                                nadi_http_request_header (request, "signature-input"),
                                nadi_http_request_header (request, "signature"), NULL);
  if (!has_known_signer (service, request, state, claim)
      || !has_good_signature (service, request, state, &message, claim, caller, flags))
    return NULL;
  if (!nadi_rates_take (service->device_rates, claim->device_id, &wait))
    {
      nadi_service_reply_later (request, 429, "too-many-requests", "This device asks too often.", wait);
      return NULL;
    }
  if ((flags & NADI_CALLER_ONCE) != 0)
    nonce = nadi_nonces_take (service->nonces, claim->device_id, claim->nonce,
                              nadi_clock_now (service->options.clock) / 1000);
  if (nonce == NADI_NONCE_FRESH)
    return g_steal_pointer (&caller);
  if (nonce == NADI_NONCE_SEEN)
    reply_unauthorised (request);
  else
    nadi_service_reply_later (request, 503, "busy", "Too many requests to remember.", 60);
  return NULL;
}

static gboolean
knows_person (NadiMap *state, const char *first, const char *second, gint64 now)
{
  g_autofree char *keyid = g_strconcat (first, "/", second, NULL);
  NadiVerifyKey key;

  return second == NULL || nadi_contract_person_key (state, keyid, now, &key, NULL);
}

gboolean
nadi_service_still_knows (NadiService *service, NadiMap *state, const NadiCaller *caller)
{
  g_autofree char *device = g_strconcat (caller->org, "/", caller->device, NULL);
  gint64 now = nadi_clock_now (service->options.clock);
  NadiVerifyKey key;

  return nadi_contract_device_key (state, device, now, FALSE, &key, NULL)
         && knows_person (state, caller->org, caller->staff, now) && knows_person (state, "patient", caller->patient, now);
}

gboolean
nadi_service_admit_unsigned (NadiService *service, NadiHttpRequest *request)
{
  guint wait = 1;

  if (nadi_rates_take (service->address_rates, nadi_http_request_peer (request), &wait))
    return TRUE;
  nadi_service_reply_later (request, 429, "too-many-requests", "Too many requests from this address.", wait);
  return FALSE;
}

gboolean
nadi_service_may_read (NadiService *service, NadiMap *state, const NadiCaller *caller, NadiReadKind kind,
                       const char *name)
{
  const NadiReader reader = { .org = caller->org, .device = caller->device, .staff = caller->staff,
                              .patient = caller->patient };

  return nadi_contract_may_read (state, &reader, kind, name, nadi_clock_now (service->options.clock), NULL);
}
