/* How bytes reach the service and come back: an interface, so that tests can put a liar in its place.
 *
 * A transport is used from one thread at a time. exchange blocks. */
#pragma once

#include <gio/gio.h>

#include "nadi-net-error.h"

typedef struct
{
  const char *method;
  const char *target;        /* path with query, from "/" */
  const char *content_type;  /* NULL without a body */
  GBytes *body;              /* NULL without one */
  const char *content_digest;
  const char *signature_input; /* NULL: unsigned */
  const char *signature;
} NadiTransportRequest;

typedef struct
{
  guint status;
  GBytes *body;
  gint64 date;               /* of the Date header, Unix seconds; 0 when there is none */
} NadiTransportAnswer;

void nadi_transport_answer_clear (NadiTransportAnswer *answer);

typedef struct _NadiTransport NadiTransport;
struct _NadiTransport
{
  /* "host:port" as it stands in the Host header. */
  const char *(*authority) (NadiTransport *transport);
  /* limit: largest answer, bytes. FALSE: NADI_NET_ERROR_UNREACHABLE, _CERTIFICATE, _CLOCK, _ANSWER or G_IO_ERROR_CANCELLED. */
  gboolean (*exchange) (NadiTransport *transport, const NadiTransportRequest *request, gsize limit,
                        NadiTransportAnswer *answer, GCancellable *cancellable, GError **error);
  /* Opens an answer that does not end (server-sent events); the status was 200. */
  GInputStream *(*stream) (NadiTransport *transport, const NadiTransportRequest *request,
                           GCancellable *cancellable, GError **error);
  void (*free) (NadiTransport *transport);
};

void nadi_transport_free (NadiTransport *transport);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiTransportAnswer, nadi_transport_answer_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTransport, nadi_transport_free)
