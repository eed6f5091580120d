/* network.json: strict in, and one form out. */
#include "nadi-network.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-json.h"
#include "nadi-uuid.h"
#include "nadi-wire-private.h"

#define MAX_NETWORK_LENGTH 65536
#define MAX_NAME_LENGTH 200
#define MAX_VALIDATORS 64
#define PEM_BEGIN "-----BEGIN CERTIFICATE-----\n"

static void
validator_free (gpointer data)
{
  NadiNetworkValidator *validator = data;
  g_free (validator->url);
  g_free (validator->org);
  g_clear_pointer (&validator->key, nadi_note_key_free);
  g_free (validator);
}

void
nadi_network_free (NadiNetwork *network)
{
  g_free (network->name);
  g_free (network->origin);
  g_free (network->service);
  g_clear_pointer (&network->log, nadi_note_key_free);
  g_clear_pointer (&network->validators, g_ptr_array_unref);
  g_free (network->anchor);
  g_free (network);
}

NadiNetwork *
nadi_network_new (void)
{
  NadiNetwork *network = g_new0 (NadiNetwork, 1);

  network->validators = g_ptr_array_new_with_free_func (validator_free);
  return network;
}

/* https://host[:port] and nothing behind it. */
static gboolean
is_service_url (const char *url)
{
  if (!g_str_has_prefix (url, "https://"))
    return FALSE;
  const char *host = url + strlen ("https://");
  gsize length = strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]");
  return length > 0 && length <= MAX_NAME_LENGTH && host[length] == '\0';
}

static gboolean
get_key (JsonObject *object, const char *member, NadiNoteType type, NadiNoteKey **key, GError **error)
{
  const char *text;
  if (!nadi_json_get_string (object, member, &text, error))
    return FALSE;
  *key = nadi_note_key_parse (text, error);
  if (*key == NULL)
    return FALSE;
  return (*key)->type == type
         || nadi_wire_fail (error, NADI_WIRE_ERROR_ALGORITHM, "A key of another type than its use");
}

static gboolean
read_validator (JsonObject *object, NadiNetworkValidator *validator, GError **error)
{
  static const char *const members[] = { "name", "key", "url", "org", NULL };
  const char *name, *url, *org;
  if (!nadi_json_only_members (object, members, error) || !nadi_json_get_string (object, "name", &name, error)
      || !get_key (object, "key", NADI_NOTE_COSIGNATURE, &validator->key, error)
      || !nadi_json_get_optional_string (object, "url", &url, error)
      || !nadi_json_get_string (object, "org", &org, error))
    return FALSE;
  if (strcmp (name, validator->key->name) != 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "A validator's key has another name");
  if ((url != NULL && !is_service_url (url)) || !nadi_uuid_valid (org))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A validator's address or organisation is none");
  validator->url = g_strdup (url);
  validator->org = g_strdup (org);
  return TRUE;
}

/* Whether the validator at place shares nothing with those before it: one key under two names would count twice in the
 * quorum. */
static gboolean
is_distinct (const NadiNetwork *network, guint place)
{
  const NadiNoteKey *key = ((NadiNetworkValidator *) network->validators->pdata[place])->key;
  if (memcmp (network->log->key.bytes, key->key.bytes, sizeof key->key.bytes) == 0)
    return FALSE;
  for (guint i = 0; i < place; i++)
    {
      const NadiNoteKey *other = ((NadiNetworkValidator *) network->validators->pdata[i])->key;
      if (strcmp (other->name, key->name) == 0
          || memcmp (other->key.bytes, key->key.bytes, sizeof key->key.bytes) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_validators (JsonObject *object, NadiNetwork *network, GError **error)
{
  JsonArray *array;
  if (!nadi_json_get_array (object, "validators", &array, error))
    return FALSE;
  guint n = json_array_get_length (array);
  if (n == 0 || n > MAX_VALIDATORS)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A network with no or too many validators");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A validator that is no object");
      NadiNetworkValidator *validator = g_new0 (NadiNetworkValidator, 1);
      g_ptr_array_add (network->validators, validator);
      if (!read_validator (json_node_get_object (node), validator, error))
        return FALSE;
      if (!is_distinct (network, i))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Two validators share a name or a key");
    }
  return TRUE;
}

static gboolean
read_facts (JsonObject *object, NadiNetwork *network, GError **error)
{
  static const char *const members[]
      = { "nadi", "name", "origin", "service", "log", "genesis", "validators", "quorum", "anchor", NULL };
  const char *name, *origin, *service, *genesis, *anchor;
  gint64 format;
  if (!nadi_json_only_members (object, members, error)
      || !nadi_json_get_int (object, "nadi", 1, 1, &format, error)
      || !nadi_json_get_string (object, "name", &name, error)
      || !nadi_json_get_string (object, "origin", &origin, error)
      || !nadi_json_get_string (object, "service", &service, error)
      || !get_key (object, "log", NADI_NOTE_ED25519, &network->log, error)
      || !nadi_json_get_string (object, "genesis", &genesis, error)
      || !nadi_hash_from_text (genesis, &network->genesis, error)
      || !nadi_json_get_string (object, "anchor", &anchor, error))
    return FALSE;
  if (strcmp (origin, network->log->name) != 0)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_MISMATCH, "The log's key has another name than the origin");
  if (*name == '\0' || strlen (name) > MAX_NAME_LENGTH || !is_service_url (service)
      || !g_str_has_prefix (anchor, PEM_BEGIN))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A network's name, address or anchor is none");
  network->name = g_strdup (name);
  network->origin = g_strdup (origin);
  network->service = g_strdup (service);
  network->anchor = g_strdup (anchor);
  return TRUE;
}

/* More than two thirds: two quorums then share at least one honest validator. */
static gboolean
read_quorum (JsonObject *object, NadiNetwork *network, GError **error)
{
  gint64 quorum, n = network->validators->len;
  if (!nadi_json_get_int (object, "quorum", 1, n, &quorum, error))
    return FALSE;
  if (quorum * 3 <= n * 2)
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A quorum of two thirds or less");
  network->quorum = (guint) quorum;
  return TRUE;
}

NadiNetwork *
nadi_network_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (NadiNetwork) network = nadi_network_new ();
  JsonObject *object = nadi_json_load_object (json, length, MAX_NETWORK_LENGTH, &node, error);
  if (object == NULL || !read_facts (object, network, error) || !read_validators (object, network, error)
      || !read_quorum (object, network, error))
    return NULL;
  nadi_sha256 ((const guint8 *) json, length, &network->fingerprint);
  return g_steal_pointer (&network);
}

static void
put_key (NadiJsonWriter *writer, const char *name, const NadiNoteKey *key)
{
  g_autofree char *text = nadi_note_key_print (key);
  nadi_json_put_string (writer, name, text);
}

char *
nadi_network_print (const NadiNetwork *network)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "nadi", 1);
  nadi_json_put_string (writer, "name", network->name);
  nadi_json_put_string (writer, "origin", network->origin);
  nadi_json_put_string (writer, "service", network->service);
  put_key (writer, "log", network->log);
  nadi_json_put_hash (writer, "genesis", network->genesis.bytes);
  nadi_json_name (writer, "validators");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < network->validators->len; i++)
    {
      const NadiNetworkValidator *validator = network->validators->pdata[i];
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "name", validator->key->name);
      put_key (writer, "key", validator->key);
      nadi_json_put_string (writer, "url", validator->url);
      nadi_json_put_string (writer, "org", validator->org);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  nadi_json_put_int (writer, "quorum", network->quorum);
  nadi_json_put_string (writer, "anchor", network->anchor);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}
