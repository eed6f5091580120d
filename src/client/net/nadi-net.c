/* Signed requests. */
#include "nadi-net.h"

#include <string.h>

#include "nadi-problem.h"

/* A difference that the 300 s of a signature would not forgive, with room to spare. */
#define OFFSET_THAT_MATTERS 60

struct _NadiNet
{
  NadiTransport *transport;
  char *device_id;
  char *person_id;
  NadiSigningKey *device;
  NadiSigningKey *person;
  NadiClock *clock;
  NadiRandom *random;
  gint64 offset; /* seconds */
};

NadiNet *
nadi_net_new (NadiTransport *transport, const NadiHttpSigner *signer, NadiClock *clock, NadiRandom *random)
{
  NadiNet *net = g_new0 (NadiNet, 1);

  net->transport = transport;
  net->clock = clock;
  net->random = random;
  if (signer != NULL)
    {
      net->device_id = g_strdup (signer->device_id);
      net->device = nadi_signing_key_ref (signer->device);
      net->person_id = g_strdup (signer->person_id);
      net->person = signer->person != NULL ? nadi_signing_key_ref (signer->person) : NULL;
    }
  return net;
}

void
nadi_net_free (NadiNet *net)
{
  if (net == NULL)
    return;
  nadi_transport_free (net->transport);
  g_free (net->device_id);
  g_free (net->person_id);
  g_clear_pointer (&net->device, nadi_signing_key_unref);
  g_clear_pointer (&net->person, nadi_signing_key_unref);
  g_free (net);
}

NadiTransport *
nadi_net_transport (NadiNet *net)
{
  return net->transport;
}

gint64
nadi_net_service_time (NadiNet *net)
{
  return nadi_clock_now (net->clock) + net->offset * 1000;
}

gint64
nadi_net_clock_offset (NadiNet *net)
{
  return net->offset;
}

void
nadi_net_set_clock_offset (NadiNet *net, gint64 seconds)
{
  net->offset = seconds;
}

static NadiHttpSignature *
sign (NadiNet *net, const char *method, const char *target, GBytes *body)
{
  const char *mark = strchr (target, '?');
  g_autofree char *path = mark != NULL ? g_strndup (target, mark - target) : g_strdup (target);
  NadiHttpMessage request = { 0 };
  NadiHttpSigner signer = { net->device_id, net->device, net->person_id, net->person };

  request.method = method;
  request.authority = net->transport->authority (net->transport);
  request.path = path;
  request.query = mark != NULL ? mark : "?";
  if (body != NULL)
    request.body = g_bytes_get_data (body, &request.body_length);
  if (body != NULL && request.body == NULL)
    request.body = (const guint8 *) "";
  return nadi_http_sign (&request, &signer, nadi_net_service_time (net) / 1000, net->random);
}

static NadiNetError
meaning_of_status (guint status)
{
  switch (status)
    {
    case 401: return NADI_NET_ERROR_UNAUTHORISED;
    case 403:
    case 404: return NADI_NET_ERROR_NOT_FOUND;
    case 409:
    case 422: return NADI_NET_ERROR_CONFLICT;
    case 429:
    case 503: return NADI_NET_ERROR_BUSY;
    default: return status >= 500 ? NADI_NET_ERROR_SERVER : NADI_NET_ERROR_REQUEST;
    }
}

static void
set_problem (GError **error, const NadiTransportAnswer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  g_autoptr (NadiProblem) problem = text != NULL ? nadi_problem_parse (text, length, NULL) : NULL;

  if (problem != NULL)
    g_set_error (error, NADI_NET_ERROR, meaning_of_status (answer->status), "%s: %s (support code %s)", problem->code,
                 problem->title, problem->support);
  else
    g_set_error (error, NADI_NET_ERROR, meaning_of_status (answer->status), "http-%u: the service gave no reason", answer->status);
}

/* TRUE when the answer showed that our idea of the service's clock was wrong. */
static gboolean
learn_offset (NadiNet *net, gint64 date)
{
  gint64 offset = date - nadi_clock_now (net->clock) / 1000;

  if (date == 0 || ABS (offset - net->offset) < OFFSET_THAT_MATTERS)
    return FALSE;
  net->offset = offset;
  return TRUE;
}

static gboolean
exchange_once (NadiNet *net, const char *method, const char *target, const char *content_type, GBytes *body, gsize limit,
               NadiTransportAnswer *answer, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiHttpSignature) signature = net->device != NULL ? sign (net, method, target, body) : NULL;
  NadiTransportRequest request = { .method = method, .target = target, .content_type = content_type, .body = body };

  if (signature != NULL)
    {
      request.content_digest = signature->content_digest;
      request.signature_input = signature->signature_input;
      request.signature = signature->signature;
    }
  return net->transport->exchange (net->transport, &request, limit, answer, cancellable, error);
}

GBytes *
nadi_net_request (NadiNet *net, const char *method, const char *target, const char *content_type, GBytes *body, gsize limit,
                  GCancellable *cancellable, GError **error)
{
  g_auto (NadiTransportAnswer) answer = { 0 };

  if (!exchange_once (net, method, target, content_type, body, limit, &answer, cancellable, error))
    return NULL;
  if (learn_offset (net, answer.date) && answer.status == 401)
    {
      nadi_transport_answer_clear (&answer);
      if (!exchange_once (net, method, target, content_type, body, limit, &answer, cancellable, error))
        return NULL;
    }
  if (answer.status < 200 || answer.status > 299)
    {
      set_problem (error, &answer);
      return NULL;
    }
  return g_steal_pointer (&answer.body);
}

GBytes *
nadi_net_get (NadiNet *net, const char *target, gsize limit, GCancellable *cancellable, GError **error)
{
  return nadi_net_request (net, "GET", target, NULL, NULL, limit, cancellable, error);
}

GInputStream *
nadi_net_open_stream (NadiNet *net, const char *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiHttpSignature) signature = net->device != NULL ? sign (net, "GET", target, NULL) : NULL;
  NadiTransportRequest request = { .method = "GET", .target = target };

  if (signature != NULL)
    {
      request.signature_input = signature->signature_input;
      request.signature = signature->signature;
    }
  return net->transport->stream (net->transport, &request, cancellable, error);
}
