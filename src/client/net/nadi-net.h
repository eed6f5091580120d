/* Signed requests to the service, and its answers as bytes or as errors with a meaning.
 *
 * Signs with the device's key and, when one is signed in, the person's. `created` follows the service's clock: the
 * offset is learned from the Date of its answers, so that a desk whose clock is wrong is not locked out. Blocking;
 * one thread at a time. */
#pragma once

#include "nadi-http-signature.h"
#include "nadi-transport.h"

typedef struct _NadiNet NadiNet;

/* Takes the transport. The ids and keys of signer are copied or referenced; signer NULL: unsigned requests only. */
NadiNet *nadi_net_new (NadiTransport *transport, const NadiHttpSigner *signer, NadiClock *clock, NadiRandom *random);
void nadi_net_free (NadiNet *net);
NadiTransport *nadi_net_transport (NadiNet *net);

/* target: path with query. body NULL: none. limit: largest answer. *status may be NULL; every status but 2xx is an
 * error. The message of such an error is the problem's code, then its title: "out-of-space: …". */
GBytes *nadi_net_request (NadiNet *net, const char *method, const char *target, const char *content_type, GBytes *body,
                          gsize limit, GCancellable *cancellable, GError **error);
GBytes *nadi_net_get (NadiNet *net, const char *target, gsize limit, GCancellable *cancellable, GError **error);
/* A stream of server-sent events. */
GInputStream *nadi_net_open_stream (NadiNet *net, const char *target, GCancellable *cancellable, GError **error);

/* Our clock and the service's: Unix milliseconds there, as far as known. */
gint64 nadi_net_service_time (NadiNet *net);
/* Service's clock minus ours, seconds; 0 until an answer came. */
gint64 nadi_net_clock_offset (NadiNet *net);
/* What another net has learned; streams can't learn it, since they have no second try. */
void nadi_net_set_clock_offset (NadiNet *net, gint64 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNet, nadi_net_free)
