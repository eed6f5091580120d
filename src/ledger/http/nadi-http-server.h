/* An HTTPS server for hostile clients, on libmicrohttpd: TLS 1.3 only, HTTP/1.1 only. It knows nothing of a ledger.
 *
 * Refused before a handler sees it, each with a problem document where an answer can still be sent, and cut
 * otherwise: a head over 16 KiB (431); a head not complete 10 s after the connection was accepted; a body that is
 * announced as longer than its route allows (413), has no length (411: chunked bodies are not taken) or is not complete in
 * time; more than one Host, Content-Length, Content-Type or signature header, Content-Length with Transfer-Encoding, a
 * body where none belongs, a target not in the one accepted form (400); another authority than its own (421);
 * HTTP/1.0 (505); a method that the path does not have (405 with Allow); too many connections, in all or from one
 * address (closed at once).
 *
 * Two threads do the network; handlers run in threads of their own and may block. */
#pragma once

#include <glib.h>

#include "nadi-certificate.h"
#include "nadi-http-error.h"
#include "nadi-http-request.h"
#include "nadi-source.h"

typedef struct _NadiHttpServer NadiHttpServer;

/* (transfer full) request: see nadi-http-request.h. */
typedef void (*NadiHttpHandler) (NadiHttpRequest *request, gpointer user_data);

typedef struct
{
  const char *method;        /* GET answers HEAD too */
  const char *path;          /* "/v1/blobs/<cid>": one variable segment; or "/tile/" and a "*" for all that follows */
  gsize body_limit;          /* bytes; 0: a request with a body is refused */
  NadiHttpHandler handler;
} NadiHttpRoute;

/* One JSON object, without line end: time, route (the pattern), status, us, support and, when a handler noted
 * one, cause. No address, name or query value. */
typedef void (*NadiHttpLog) (const char *line, gpointer data);

/* Texts and certificate are copied. */
typedef struct
{
  const char *address;                /* numeric; default 127.0.0.1 */
  guint16 port;                       /* 0: any free one */
  gboolean own_authority;             /* answer no Host but address:port, from the first request on */
  const NadiCertificate *certificate; /* NULL: plain HTTP, which only a loopback address may have */
  NadiClock *clock;                   /* for Date and the log; deadlines use the machine's monotonic clock */
  NadiRandom *random;                 /* support codes */
  guint max_connections;              /* 1024 */
  guint max_per_address;              /* 256; IPv6: per /64 */
  guint max_waiting;                  /* requests waiting for a handler thread, 512; more get 503 */
  guint handler_threads;              /* 4 */
  gsize max_body_bytes;               /* of all unfinished bodies together, 128 MiB */
  guint head_ms;                      /* 10,000 from accept to complete head */
  guint body_ms;                      /* 60,000 from complete head to complete body */
  guint idle_ms;                      /* 60,000 from an answer to the next complete head */
  guint send_ms;                      /* 120,000 to read an answer */
  guint heartbeat_ms;                 /* 15,000 */
  NadiHttpLog log;                    /* NULL: nothing is logged */
  gpointer log_data;
} NadiHttpConfig;

/* Fills in the defaults; clock and random are the system's to set by the caller. */
void nadi_http_config_init (NadiHttpConfig *config, NadiClock *clock, NadiRandom *random);
/* For NadiHttpConfig.log: one line on standard error. */
void nadi_http_log_stderr (const char *line, gpointer data);

/* Listens and serves at once. routes: texts are string literals or outlive the server; the table is copied. */
NadiHttpServer *nadi_http_server_new (const NadiHttpConfig *config, const NadiHttpRoute *routes, guint n_routes,
                                      gpointer user_data, GError **error);
guint16 nadi_http_server_port (NadiHttpServer *server);
/* The only Host that is answered, lower case ("127.0.0.1:8443"); NULL (the default): any. Others get 421. */
void nadi_http_server_set_authority (NadiHttpServer *server, const char *authority);

/* Takes no new connection; requests that wait for an answer get 503, streams end; returns when handlers have returned. */
void nadi_http_server_stop (NadiHttpServer *server);
/* Stops first. Requests still held by others stay valid. */
void nadi_http_server_free (NadiHttpServer *server);

typedef struct
{
  guint connections;         /* open now */
  guint streams;             /* open now */
  guint64 answers[6];        /* by first digit of the status; [0]: cut without an answer */
} NadiHttpStatistics;

void nadi_http_server_statistics (NadiHttpServer *server, NadiHttpStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpServer, nadi_http_server_free)
