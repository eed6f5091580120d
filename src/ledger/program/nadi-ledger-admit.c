/* nadi-ledger admit: proposes an organisation that applied. It counts when two organisations with validators approve. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-cid.h"
#include "nadi-durable-file.h"
#include "nadi-event.h"
#include "nadi-founder.h"
#include "nadi-json.h"
#include "nadi-ledger-command.h"
#include "nadi-ledger-folder.h"
#include "nadi-peer.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

#define LARGEST_ANSWER 65536

/* The clock serves as seq: it is above that of every earlier proposal, and nothing need be remembered. */
static char *
make_event (const NadiNetwork *network, NadiSigningKey *operator, const NadiFounder *founder, const char *id, GError **error)
{
  const NadiActor actor = { .is_operator = TRUE };
  gint64 now = nadi_clock_now (nadi_system_clock ());
  const NadiEventHead head = {
    .type = "org.admit",
    .id = id,
    .origin = network->origin,
    .actor = &actor,
    .device = "service",
    .seq = now,
    .time = now,
  };
  NadiJsonWriter *writer = nadi_event_begin (&head, nadi_random_system ());

  nadi_json_put_string (writer, "org", founder->founding->org);
  nadi_json_put_string (writer, "founding", founder->statement);
  return nadi_event_sign (writer, operator, error);
}

static gboolean
read_result (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *answer = nadi_json_load_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), LARGEST_ANSWER, &node, error);
  JsonArray *results;
  JsonObject *result;
  const char *refused, *detail;

  if (answer == NULL || !nadi_json_get_array (answer, "results", &results, error))
    return FALSE;
  if (json_array_get_length (results) != 1 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (results, 0)))
    {
      g_set_error_literal (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE, _("the service's answer makes no sense"));
      return FALSE;
    }
  result = json_array_get_object_element (results, 0);
  if (!nadi_json_get_optional_string (result, "refused", &refused, error) ||
      !nadi_json_get_optional_string (result, "detail", &detail, error))
    return FALSE;
  if (refused == NULL)
    return TRUE;
  g_set_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED, _("the ledger refuses it (%s): %s"), refused,
               detail != NULL ? detail : "");
  return FALSE;
}

/* A request to the administration listener that must succeed. */
static NadiPeerAnswer *
post (NadiPeer *peer, const char *target, const char *content_type, GBytes *body, GError **error)
{
  g_autoptr (NadiPeerAnswer) answer = nadi_peer_post (peer, target, content_type, body, LARGEST_ANSWER, error);

  if (answer == NULL || answer->status == 200)
    return g_steal_pointer (&answer);
  g_set_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE, _("the service answered %u"), answer->status);
  return NULL;
}

static gboolean
post_event (NadiPeer *peer, const char *event, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (event, strlen (event));
  g_autoptr (NadiPeerAnswer) answer = post (peer, "/v1/events", "text/plain", body, error);

  return answer != NULL && read_result (answer->body, error);
}

/* The service admits nothing whose contents it has not: the boxes of the statement's role keys go first. */
static gboolean
post_boxes (NadiPeer *peer, const NadiFounder *founder, GError **error)
{
  g_autoptr (GByteArray) car = nadi_car_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (NadiPeerAnswer) answer = NULL;

  for (guint i = 0; i < founder->boxes->len; i++)
    {
      const char *box = g_ptr_array_index (founder->boxes, i);

      nadi_car_add (car, (const guint8 *) box, strlen (box));
    }
  body = g_bytes_new (car->data, car->len);
  answer = post (peer, "/v1/blobs", "application/vnd.ipld.car", body, error);
  return answer != NULL;
}

static NadiPeer *
service_of (const NadiLedgerSettings *settings, GError **error)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", settings->admin_port);
  const NadiPeerConfig config = { .url = url, .clock = nadi_system_clock (), .random = nadi_random_system () };

  return nadi_peer_new (&config, error);
}

/* The event's id on success. */
static char *
admit (const char *folder, const char *statement, GError **error)
{
  g_autoptr (NadiNetwork) network = nadi_folder_read_network (folder, error);
  g_autoptr (NadiSigningKey) operator = network != NULL ? nadi_folder_read_key (folder, "operator.key", error) : NULL;
  g_auto (NadiLedgerSettings) settings = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (NadiFounder) founder = NULL;
  g_autoptr (NadiPeer) peer = NULL;
  g_autofree char *event = NULL;
  g_autofree char *id = nadi_random_uuid (nadi_random_system ());

  if (operator == NULL || !nadi_folder_read_settings (folder, &settings, error))
    return NULL;
  bytes = nadi_file_read (statement, 1024 * 1024, error);
  founder = bytes != NULL ? nadi_founder_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error) : NULL;
  if (founder == NULL)
    return NULL;
  event = make_event (network, operator, founder, id, error);
  peer = event != NULL ? service_of (&settings, error) : NULL;
  if (peer == NULL || !post_boxes (peer, founder, error) || !post_event (peer, event, error))
    return NULL;
  return g_steal_pointer (&id);
}

int
nadi_ledger_admit_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  GError *error = NULL;
  g_autofree char *id = NULL;

  if (!nadi_ledger_parse (_("Proposes the organisation whose statement FILE is. It is admitted when two organisations that run validators\n"
                            "approve: \"nadictl approve EVENT\". The service of DIR must be running."), "DIR FILE", 2, entries, &argc, &argv))
    return NADI_EXIT_USAGE;
  id = admit (argv[1], argv[2], &error);
  if (id == NULL)
    return nadi_ledger_fail (error);
  g_print (_("Proposed as event %s. Two organisations that run validators must approve it.\n"), id);
  return NADI_EXIT_DONE;
}
