/* The real transport: HTTPS with libsoup, TLS 1.3 or nothing, and no authority but the network's own. */
#pragma once

#include "nadi-transport.h"

/* service: https://host:port. anchor: PEM of the network's authority. */
NadiTransport *nadi_soup_transport_new (const char *service, const char *anchor, GError **error);

/* A certificate whose only fault is its date is judged by this time (Unix seconds, of the last verified
 * checkpoint) instead of the machine's clock; 0 forgets it. */
void nadi_soup_transport_set_time (NadiTransport *transport, gint64 time);
