/* A small server for tests of src/ledger/http: plain or TLS, with deadlines short enough to be waited for. */
#pragma once

#include "nadi-http-server.h"

#include "nadi-test-client.h"

typedef struct
{
  NadiHttpServer *server;
  NadiCertificate *authority;
  NadiCertificate *certificate;  /* NULL: plain */
  guint16 port;
  NadiSeededRandom random;
  GMutex lock;
  GCond changed;
  guint n_handled;               /* requests that reached a handler */
  NadiHttpRequest *held;         /* of GET /hold */
  NadiHttpStream *stream;        /* of GET /events */
  GPtrArray *log;                /* lines */
} NadiTestServer;

typedef void (*NadiTestServerConfigure) (NadiHttpConfig *config);

/* Routes: GET /hello, GET /item/<id>, POST /echo (1 MiB), PUT /small (16 bytes), POST /json (1 MiB; 204 or 400),
 * GET /hold (answered by nobody), GET /later (from another thread), GET /events, GET /large (4 MiB). */
NadiTestServer *nadi_test_server_new (gboolean tls, NadiTestServerConfigure configure);
void nadi_test_server_free (NadiTestServer *server);
NadiTestClient *nadi_test_server_client (NadiTestServer *server, const char *from);
guint nadi_test_server_handled (NadiTestServer *server);
/* Waits until GET /hold or GET /events has come. (transfer full) */
NadiHttpRequest *nadi_test_server_held (NadiTestServer *server);
NadiHttpStream *nadi_test_server_stream (NadiTestServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestServer, nadi_test_server_free)
