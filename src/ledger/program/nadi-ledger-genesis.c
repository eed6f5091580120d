/* Making a network. */
#include "nadi-ledger-genesis.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-blobs.h"
#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-event.h"
#include "nadi-log.h"

#define AUTHORITY_YEARS 20
#define SERVER_YEARS 2
#define SECONDS_A_YEAR (365 * 24 * 3600)
#define LARGEST_DESCRIPTION 4096

/* --- validator.json ----------------------------------------------------------------------------------------------- */

void
nadi_genesis_validator_free (NadiGenesisValidator *validator)
{
  if (validator == NULL)
    return;
  g_clear_pointer (&validator->key, nadi_note_key_free);
  g_free (validator->org);
  g_free (validator->url);
  g_free (validator);
}

char *
nadi_genesis_validator_print (const NadiGenesisValidator *validator)
{
  g_autofree char *key = nadi_note_key_print (validator->key);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "key", key);
  nadi_json_put_string (writer, "org", validator->org);
  nadi_json_put_string (writer, "url", validator->url);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

NadiGenesisValidator *
nadi_genesis_validator_parse (const char *json, gsize length, GError **error)
{
  static const char *const members[] = { "key", "org", "url", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, LARGEST_DESCRIPTION, &node, error);
  g_autoptr (NadiGenesisValidator) validator = g_new0 (NadiGenesisValidator, 1);
  const char *key, *org, *url;

  if (object == NULL || !nadi_json_only_members (object, members, error) ||
      !nadi_json_get_string (object, "key", &key, error) || !nadi_json_get_string (object, "org", &org, error) ||
      !nadi_json_get_string (object, "url", &url, error))
    return NULL;
  validator->key = nadi_note_key_parse (key, error);
  if (validator->key == NULL)
    return NULL;
  validator->org = g_strdup (org);
  validator->url = g_strdup (url);
  return g_steal_pointer (&validator);
}

/* --- Block 0 ------------------------------------------------------------------------------------------------------ */

static void
put_validators (NadiJsonWriter *writer, GPtrArray *validators)
{
  nadi_json_name (writer, "validators");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < validators->len; i++)
    {
      const NadiGenesisValidator *validator = g_ptr_array_index (validators, i);
      g_autofree char *key = nadi_note_key_print (validator->key);

      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "name", validator->key->name);
      nadi_json_put_string (writer, "key", key);
      nadi_json_put_string (writer, "org", validator->org);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

static void
put_founders (NadiJsonWriter *writer, GPtrArray *founders)
{
  nadi_json_name (writer, "founders");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < founders->len; i++)
    {
      const NadiFounder *founder = g_ptr_array_index (founders, i);
      NadiHash digest;

      nadi_sha256 ((const guint8 *) founder->statement, strlen (founder->statement), &digest);
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "org", founder->founding->org);
      nadi_json_put_hash (writer, "digest", digest.bytes);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
}

typedef struct
{
  const NadiGenesis *genesis;
  const char *folder;
  NadiClock *clock;
  NadiRandom *random;
  gint64 now;                /* ms */
  guint quorum;
  NadiSigningKey *operator;
  NadiSigningKey *log;
  NadiNoteKey *log_name;
  char *anchor;              /* PEM */
} Making;

static NadiJsonWriter *
begin_event (const Making *making, const char *type, gint64 seq)
{
  const NadiActor actor = { .is_operator = TRUE };
  const NadiEventHead head = {
    .type = type,
    .origin = making->genesis->origin,
    .actor = &actor,
    .device = "service",
    .seq = seq,
    .time = making->now,
  };

  return nadi_event_begin (&head, making->random);
}

static NadiEvent *
end_event (const Making *making, NadiJsonWriter *writer, GError **error)
{
  g_autofree char *jws = nadi_event_sign (writer, making->operator, error);

  return jws != NULL ? nadi_event_parse (jws, strlen (jws), error) : NULL;
}

static NadiEvent *
genesis_event (const Making *making, GError **error)
{
  NadiJsonWriter *writer = begin_event (making, "network.genesis", 1);
  g_autofree char *operator = nadi_verify_key_to_text (nadi_signing_key_public (making->operator));
  g_autofree char *log = nadi_note_key_print (making->log_name);
  NadiHash anchor;

  nadi_sha256 ((const guint8 *) making->anchor, strlen (making->anchor), &anchor);
  nadi_json_put_string (writer, "operator", operator);
  nadi_json_put_string (writer, "log", log);
  put_validators (writer, making->genesis->validators);
  nadi_json_put_int (writer, "quorum", making->quorum);
  nadi_json_put_hash (writer, "anchor", anchor.bytes);
  put_founders (writer, making->genesis->founders);
  return end_event (making, writer, error);
}

static NadiEvent *
admit_event (const Making *making, const NadiFounder *founder, gint64 seq, GError **error)
{
  NadiJsonWriter *writer = begin_event (making, "org.admit", seq);

  nadi_json_put_string (writer, "org", founder->founding->org);
  nadi_json_put_string (writer, "founding", founder->statement);
  return end_event (making, writer, error);
}

static gboolean
store_boxes (NadiBlobs *blobs, GPtrArray *founders, GError **error)
{
  for (guint i = 0; i < founders->len; i++)
    {
      const NadiFounder *founder = g_ptr_array_index (founders, i);

      for (guint j = 0; j < founder->boxes->len; j++)
        {
          const char *text = g_ptr_array_index (founder->boxes, j);
          g_autoptr (GBytes) box = g_bytes_new (text, strlen (text));

          if (!nadi_blobs_put (blobs, NULL, box, error))
            return FALSE;
        }
    }
  return TRUE;
}

static NadiNetwork *
network_of (const Making *making, const NadiHash *genesis_leaf)
{
  NadiNetwork *network = nadi_network_new ();

  network->name = g_strdup (making->genesis->name);
  network->origin = g_strdup (making->genesis->origin);
  network->service = g_strdup (making->genesis->service);
  network->log = nadi_note_key_copy (making->log_name);
  network->genesis = *genesis_leaf;
  network->quorum = making->quorum;
  network->anchor = g_strdup (making->anchor);
  for (guint i = 0; i < making->genesis->validators->len; i++)
    {
      const NadiGenesisValidator *from = g_ptr_array_index (making->genesis->validators, i);
      NadiNetworkValidator *to = g_new0 (NadiNetworkValidator, 1);

      to->key = nadi_note_key_copy (from->key);
      to->org = g_strdup (from->org);
      to->url = g_strdup (from->url);
      g_ptr_array_add (network->validators, to);
    }
  return network;
}

static gboolean
make_block (const Making *making, const NadiNetwork *network, GPtrArray *events, GError **error)
{
  g_autofree char *blob_folder = nadi_folder_path (making->folder, "blobs");
  g_autoptr (NadiStore) store = nadi_folder_open_store (making->folder, error);
  g_autoptr (NadiBlobs) blobs = store != NULL ? nadi_blobs_open (blob_folder, making->clock, error) : NULL;
  g_autofree char *checkpoint = NULL;
  const NadiLogOptions options = {
    .store = store,
    .blobs = blobs,
    .clock = making->clock,
    .network = network,
    .key = making->log,
  };

  if (blobs == NULL || !store_boxes (blobs, making->genesis->founders, error))
    return FALSE;
  checkpoint = nadi_log_found (&options, (NadiEvent *const *) events->pdata, events->len, error);
  return checkpoint != NULL;
}

/* network.json may say only what it can read back: what init was told is checked here, by the parser that clients use. */
static gboolean
write_network (const Making *making, const NadiNetwork *network, GError **error)
{
  g_autofree char *text = nadi_network_print (network);
  g_autoptr (NadiNetwork) again = nadi_network_parse (text, strlen (text), error);

  return again != NULL && nadi_folder_write_text (making->folder, "network.json", text, error);
}

static gboolean
found (const Making *making, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
  g_autoptr (NadiNetwork) network = NULL;
  NadiEvent *event = genesis_event (making, error);
  NadiHash leaf;

  if (event == NULL)
    return FALSE;
  g_ptr_array_add (events, event);
  nadi_event_leaf_hash (event, &leaf);
  for (guint i = 0; i < making->genesis->founders->len; i++)
    {
      event = admit_event (making, g_ptr_array_index (making->genesis->founders, i), i + 2, error);
      if (event == NULL)
        return FALSE;
      g_ptr_array_add (events, event);
    }
  network = network_of (making, &leaf);
  return make_block (making, network, events, error) && write_network (making, network, error);
}

/* --- Keys and certificates ---------------------------------------------------------------------------------------- */

static char *
host_of (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, error);

  if (uri == NULL)
    return NULL;
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 || g_uri_get_host (uri) == NULL)
    {
      g_set_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT, _("%s does not begin with https://"), url);
      return NULL;
    }
  return g_strdup (g_uri_get_host (uri));
}

static gboolean
certify (const Making *making, NadiCertificate *authority, const char *url, const char *folder, const char *name, GError **error)
{
  g_autofree char *host = host_of (url, error);
  const char *const names[] = { host, NULL };
  gint64 now = making->now / 1000;
  g_autoptr (NadiCertificate) certificate =
    host != NULL ? nadi_certificate_new_server (authority, names, now - 3600, now + (gint64) SERVER_YEARS * SECONDS_A_YEAR, error) : NULL;

  return certificate != NULL && nadi_folder_write_certificate (folder, name, certificate, error);
}

static gboolean
make_certificates (Making *making, GError **error)
{
  gint64 now = making->now / 1000;
  g_autofree char *folder = nadi_folder_path (making->folder, "validators");
  g_autoptr (NadiCertificate) authority =
    nadi_certificate_new_authority (making->genesis->name, now - 3600, now + (gint64) AUTHORITY_YEARS * SECONDS_A_YEAR, error);

  if (authority == NULL || !nadi_folder_make (folder, error) ||
      !nadi_folder_write_certificate (making->folder, "authority", authority, error) ||
      !certify (making, authority, making->genesis->service, making->folder, "tls", error))
    return FALSE;
  for (guint i = 0; i < making->genesis->validators->len; i++)
    {
      const NadiGenesisValidator *validator = g_ptr_array_index (making->genesis->validators, i);

      if (!certify (making, authority, validator->url, folder, validator->key->name, error))
        return FALSE;
    }
  making->anchor = g_strdup (authority->certificate);
  return TRUE;
}

static gboolean
make_keys (Making *making, GError **error)
{
  making->operator = nadi_signing_key_new (making->random);
  making->log = nadi_signing_key_new (making->random);
  making->log_name = nadi_note_key_new (making->genesis->origin, NADI_NOTE_ED25519, nadi_signing_key_public (making->log));
  return nadi_folder_write_key (making->folder, "operator.key", making->operator, error) &&
         nadi_folder_write_key (making->folder, "log.key", making->log, error);
}

gboolean
nadi_genesis_make (const char *folder, const NadiGenesis *genesis, NadiClock *clock, NadiRandom *random, GError **error)
{
  Making making = {
    .genesis = genesis,
    .folder = folder,
    .clock = clock,
    .random = random,
    .now = nadi_clock_now (clock),
    .quorum = genesis->quorum != 0 ? genesis->quorum : genesis->validators->len * 2 / 3 + 1,
  };
  gboolean made = make_keys (&making, error) && make_certificates (&making, error) && found (&making, error);

  g_clear_pointer (&making.operator, nadi_signing_key_unref);
  g_clear_pointer (&making.log, nadi_signing_key_unref);
  g_clear_pointer (&making.log_name, nadi_note_key_free);
  g_free (making.anchor);
  return made;
}
