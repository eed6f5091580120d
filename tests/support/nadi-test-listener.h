/* A TLS server that says nothing and counts what it is told after the handshake: for tests that nothing is sent to a server
 * that is not who it should be. */
#pragma once

#include "nadi-certificate.h"

typedef struct _NadiTestListener NadiTestListener;

/* priorities: of GnuTLS, which TLS versions it speaks. */
NadiTestListener *nadi_test_listener_new (NadiCertificate *certificate, const char *priorities);
guint16 nadi_test_listener_port (NadiTestListener *listener);
/* Waits until what is under way has ended; the counts are complete then. */
void nadi_test_listener_stop (NadiTestListener *listener);
guint nadi_test_listener_connections (NadiTestListener *listener);
guint nadi_test_listener_received (NadiTestListener *listener); /* application bytes */
void nadi_test_listener_free (NadiTestListener *listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestListener, nadi_test_listener_free)
