/* POST /v1/events: one compact JWS a line. Signatures are verified here, in the request's own thread; the sequencer answers
 * when everything that it admitted is durable. */
#include <string.h>

#include "nadi-service-private.h"

/* What is remembered of a submission until its results are there. */
typedef struct
{
  NadiHttpRequest *request;
  GPtrArray *ids;            /* char *, NULL for bytes that are no event */
} Submission;

static void
write_result (NadiJsonWriter *writer, const char *id, const NadiLogResult *result)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "id", id);
  if (result->error == NULL)
    nadi_json_put_int (writer, "index", (gint64) result->index);
  else
    {
      nadi_json_put_string (writer, "refused", nadi_log_error_word (result->error));
      nadi_json_put_string (writer, "detail", result->error->message);
    }
  nadi_json_end_object (writer);
}

/* In the log's thread. */
static void
on_done (const NadiLogResult *results, guint n_results, const GError *error, gpointer user_data)
{
  Submission *submission = user_data;
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (error != NULL)
    nadi_service_reply_error (submission->request, g_error_copy (error));
  else
    {
      writer = nadi_json_writer_new ();
      nadi_json_begin_object (writer);
      nadi_json_name (writer, "results");
      nadi_json_begin_array (writer);
      for (guint i = 0; i < n_results; i++)
        write_result (writer, submission->ids->pdata[i], &results[i]);
      nadi_json_end_array (writer);
      nadi_json_end_object (writer);
      nadi_service_reply_json (submission->request, writer);
    }
  g_ptr_array_unref (submission->ids);
  g_free (submission);
}

/* Three parts of base64url with a dot between each, as RFC 7515 §7.1 has them. */
static gboolean
is_compact (const char *line, const char *end)
{
  guint dots = 0;

  for (const char *c = line; c < end; c++)
    if (*c == '.')
      dots++;
    else if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return dots == 2;
}

/* Begin and end of each line, at most 256 of them; the last may end in LF. NULL: this is not a list of events. */
static GPtrArray *
split_lines (const char *text, gsize length)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  const char *end = text + length, *line = text;

  while (line < end)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));

      if (next == NULL)
        next = end;
      if (lines->len >= 2 * NADI_LOG_MAX_SUBMISSION || !is_compact (line, next))
        return NULL;
      g_ptr_array_add (lines, (gpointer) line);
      g_ptr_array_add (lines, (gpointer) next);
      line = next + 1;
    }
  return lines->len > 0 ? g_steal_pointer (&lines) : NULL;
}

/* An event travels by the device that it names: another one's may be forged as little, but need not be helped along. */
static gboolean
device_fits (const NadiCaller *caller, NadiEvent *event)
{
  const NadiActor *actor = nadi_event_actor (event);

  if (caller == NULL)
    return actor->is_operator;
  return g_str_equal (nadi_event_device (event), caller->device)
         && (actor->org == NULL || g_str_equal (actor->org, caller->org)) && !actor->is_operator;
}

static void
prepare_line (NadiView *view, const NadiCaller *caller, const char *line, gsize length, NadiLogItem *item)
{
  nadi_log_prepare (view, line, length, item);
  if (item->event != NULL && item->error == NULL && !device_fits (caller, item->event))
    g_set_error_literal (&item->error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_DEVICE,
                         "the event names another device than the one that sends it");
}

/* caller NULL: the operator, on the administration listener. */
static void
submit (NadiService *service, NadiHttpRequest *request, NadiView *view, const NadiCaller *caller)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (nadi_http_request_body (request), &length);
  g_autoptr (GPtrArray) lines = split_lines (text, length);
  g_autofree NadiLogItem *items = NULL;
  Submission *submission;
  guint n_items;

  if (lines == NULL)
    {
      nadi_service_reply_malformed (request, "The body has one signed event a line, at most 256.");
      return;
    }
  n_items = lines->len / 2;
  items = g_new0 (NadiLogItem, n_items);
  submission = g_new0 (Submission, 1);
  submission->request = request;
  submission->ids = g_ptr_array_new_full (n_items, g_free);
  for (guint i = 0; i < n_items; i++)
    {
      const char *line = lines->pdata[2 * i], *end = lines->pdata[2 * i + 1];

      prepare_line (view, caller, line, (gsize) (end - line), &items[i]);
      g_ptr_array_add (submission->ids, items[i].event != NULL ? g_strdup (nadi_event_id (items[i].event)) : NULL);
    }
  nadi_log_submit (service->options.log, items, n_items, on_done, submission);
}

void
nadi_service_on_events (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);
  g_autoptr (NadiCaller) caller = nadi_service_identify (service, request, nadi_view_admitted_map (view),
                                                         NADI_CALLER_POSTS);

  if (caller != NULL)
    submit (service, request, view, caller);
}

void
nadi_service_on_operator_events (NadiHttpRequest *request, gpointer data)
{
  NadiService *service = data;
  g_autoptr (NadiView) view = nadi_log_view (service->options.log);

  submit (service, request, view, NULL);
}
