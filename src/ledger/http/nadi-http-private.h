/* What the files of this folder share. One lock, the server's, guards every field marked L.
 *
 * Lock order: server, stream, libmicrohttpd's own. libmicrohttpd's functions that may free a response are never called
 * with one of ours held, since they call back. */
#pragma once

#include <microhttpd.h>
#include <sys/socket.h>

#include "nadi-http-route.h"
#include "nadi-http-server.h"
#include "nadi-http-target.h"
#include "nadi-system-clock.h"

#define NADI_HTTP_MAX_HEAD 16384
#define NADI_HTTP_PEER_SIZE 48

/* One accepted socket. */
typedef struct
{
  NadiHttpServer *server;
  int fd;                         /* open until libmicrohttpd has told of the end */
  char peer[NADI_HTTP_PEER_SIZE];
  gint64 deadline;                /* L; monotonic, microseconds; 0: none */
} NadiHttpConnection;

typedef enum
{
  NADI_HTTP_PHASE_HEAD,           /* until the head is checked */
  NADI_HTTP_PHASE_BODY,
  NADI_HTTP_PHASE_HANDLING,       /* suspended; a handler has it */
  NADI_HTTP_PHASE_ANSWERED,       /* resumed; the network thread takes the answer */
  NADI_HTTP_PHASE_SENDING,
} NadiHttpPhase;

typedef struct
{
  guint status;
  char *content_type;
  GBytes *body;
  char **headers;                 /* name, value, … */
  char *support;                  /* of a problem, for the log */
  gboolean close;                 /* the connection ends with this answer */
} NadiHttpAnswer;

struct _NadiHttpRequest
{
  gatomicrefcount refs;           /* the connection's, and the handler's */
  NadiHttpServer *server;
  NadiHttpConnection *connection; /* valid while mhd is */
  struct MHD_Connection *mhd;     /* L; NULL when the client has gone */
  NadiHttpPhase phase;            /* L from HANDLING on; the network thread's before */
  gint64 started;
  char *target_text;
  NadiHttpTarget *target;
  char *method;
  char *authority;
  char *segment;
  char peer[NADI_HTTP_PEER_SIZE];
  GHashTable *headers;            /* the kept ones */
  const NadiHttpRoute *route;
  guint8 *data;
  gsize expected;
  gsize received;
  GBytes *body;
  NadiHttpAnswer *answer;         /* L */
  NadiHttpStream *stream;         /* L; instead of an answer */
  char *cause;                    /* L */
  guint sent_status;
};

struct _NadiHttpStream
{
  gatomicrefcount refs;
  NadiHttpServer *server;
  NadiHttpConnection *connection; /* L; NULL when the client has gone */
  GMutex lock;                    /* for what follows */
  struct MHD_Connection *mhd;     /* NULL before the answer has begun and after it has ended */
  GByteArray *queue;
  gsize position;                 /* of what the client has not got, in queue */
  gboolean suspended;
  gboolean closed;                /* ends when the queue is empty */
  gboolean dropped;               /* ends at once */
  gint64 moved;                   /* when the queue was last seen empty or got shorter */
  gint64 next_beat;
};

struct _NadiHttpServer
{
  gatomicrefcount refs;
  NadiHttpConfig config;
  NadiHttpRoute *routes;
  guint n_routes;
  gpointer user_data;
  guint16 port;
  struct MHD_Daemon *daemon;
  GThreadPool *handlers;
  GThread *keeper;
  GMutex lock;
  GCond changed;
  char *authority;                /* L */
  GHashTable *connections;        /* L; set of NadiHttpConnection */
  GHashTable *addresses;          /* L; peer → number of connections */
  GHashTable *requests;           /* L; set of requests in phase HANDLING to SENDING */
  GPtrArray *streams;             /* L; NadiHttpStream, referenced */
  gsize body_bytes;               /* L */
  gint64 wake;                    /* L; when the keeper looks next */
  gboolean stopping;              /* L */
  NadiHttpStatistics statistics;  /* L */
};

/* Deadlines of sockets follow the machine, whatever clock was handed in. Microseconds, as GCond counts. */
static inline gint64
nadi_http_now (void)
{
  return nadi_clock_monotonic (nadi_system_clock ());
}

NadiHttpServer *nadi_http_server_ref (NadiHttpServer *server);
void nadi_http_server_unref (NadiHttpServer *server);

/* nadi-http-connections.c: who is connected, and until when. */
gboolean nadi_http_connections_admit (NadiHttpServer *server, const struct sockaddr *address);
NadiHttpConnection *nadi_http_connections_add (NadiHttpServer *server, int fd, const struct sockaddr *address);
void nadi_http_connections_remove (NadiHttpConnection *connection);
/* ms from now; 0: none. */
void nadi_http_connection_deadline (NadiHttpConnection *connection, guint ms);
/* Ends it from any thread; the server's lock is held. */
void nadi_http_connection_cut (NadiHttpConnection *connection);
gpointer nadi_http_keeper_run (gpointer server);

/* nadi-http-daemon.c. FALSE: libmicrohttpd does not take this key and certificate. */
gboolean nadi_http_daemon_start (NadiHttpServer *server, const NadiCertificate *certificate, int fd);

/* nadi-http-head.c: everything that is refused before a body is read. NULL: all is well. */
NadiHttpAnswer *nadi_http_head_check (NadiHttpRequest *request, struct MHD_Connection *mhd, const char *method,
                                      const char *version);

/* nadi-http-answer.c */
NadiHttpAnswer *nadi_http_answer_new (guint status, const char *content_type, GBytes *body, const char *const *headers);
NadiHttpAnswer *nadi_http_answer_problem (NadiHttpServer *server, guint status, const char *code, const char *title,
                                          const char *detail, const char *const *headers);
void nadi_http_answer_free (NadiHttpAnswer *answer);
/* FALSE: the connection must be closed. */
gboolean nadi_http_answer_queue (NadiHttpAnswer *answer, NadiHttpServer *server, struct MHD_Connection *mhd);
gboolean nadi_http_answer_queue_stream (NadiHttpStream *stream, NadiHttpServer *server, struct MHD_Connection *mhd);

/* nadi-http-request.c */
NadiHttpRequest *nadi_http_request_new (NadiHttpConnection *connection, struct MHD_Connection *mhd, const char *target);
NadiHttpRequest *nadi_http_request_ref (NadiHttpRequest *request);
void nadi_http_request_unref (NadiHttpRequest *request);
/* The server's lock is held: takes answer (consumed) or stream (a reference is taken) unless there is one already. */
gboolean nadi_http_request_settle (NadiHttpRequest *request, NadiHttpAnswer *answer, NadiHttpStream *stream);

/* nadi-http-stream.c */
NadiHttpStream *nadi_http_stream_new (NadiHttpServer *server, NadiHttpConnection *connection);
ssize_t nadi_http_stream_read (gpointer stream, uint64_t position, char *buffer, size_t size);
/* The server's lock is held. Sends the heartbeat when it is due; FALSE when the client has not read for too long. */
gboolean nadi_http_stream_beat (NadiHttpStream *stream, gint64 now);
void nadi_http_stream_attach (NadiHttpStream *stream, struct MHD_Connection *mhd);
void nadi_http_stream_detach (gpointer stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpAnswer, nadi_http_answer_free)
