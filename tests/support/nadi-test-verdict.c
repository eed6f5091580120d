/* What a test expects of the contract's verdict, and a look into the state. */
#include "nadi-stream-head.h"
#include "nadi-test-network.h"

static void
fail (NadiEvent *event, const char *where, const char *what, const char *found)
{
  g_error ("%s: %s: %s, found %s", where, nadi_event_type (event), what, found);
}

static char *
join_streams (NadiVerdict *verdict)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < verdict->streams->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (verdict->streams, i));
  return g_string_free (joined, FALSE);
}

void
nadi_test_expect (NadiTestNetwork *network, NadiEvent *event, int code, gboolean late, const char *streams,
                  const char *where)
{
  g_autoptr (NadiEvent) owned = event;
  guint64 size = nadi_map_size (network->state);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiVerdict) verdict = nadi_test_network_apply (network, event, &error);
  g_autofree char *joined = NULL;

  if (code != 0)
    {
      if (verdict != NULL || !g_error_matches (error, NADI_CONTRACT_ERROR, code))
        fail (event, where, "expected another refusal", verdict != NULL ? "accepted" : error->message);
      g_assert_cmpuint (nadi_map_size (network->state), ==, size);
      return;
    }
  if (verdict == NULL)
    fail (event, where, "expected to be accepted", error->message);
  if (verdict->late != late)
    fail (event, where, "late flag", verdict->late ? "set" : "not set");
  joined = join_streams (verdict);
  if (streams != NULL && g_strcmp0 (joined, streams) != 0)
    fail (event, where, streams, joined);
}

char *
nadi_test_value (NadiTestNetwork *network, const char *format, ...)
{
  g_autofree char *key = NULL;
  GBytes *value;
  va_list args;

  va_start (args, format);
  key = g_strdup_vprintf (format, args);
  va_end (args);
  value = nadi_map_lookup (network->state, key);
  return value == NULL ? NULL : g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
}

guint64
nadi_test_stream_count (NadiTestNetwork *network, const char *kind, const char *id)
{
  g_autofree char *key = id == NULL ? g_strdup (kind) : g_strdup_printf ("%s:%s", kind, id);
  GBytes *value = nadi_map_lookup (network->state, key);
  NadiStreamHead head;

  if (value == NULL)
    return 0;
  g_assert_true (nadi_stream_head_decode (g_bytes_get_data (value, NULL), g_bytes_get_size (value), &head));
  return head.count;
}

char *
nadi_test_accept_waiting (NadiTestNetwork *network, NadiEvent *event, const char *streams)
{
  char *id = g_strdup (nadi_event_id (event));

  nadi_test_accept (network, event, streams);
  return id;
}
