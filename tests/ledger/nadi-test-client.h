/* A client that says exactly the bytes it is told, over TCP or TLS, for tests of what a server does with them. */
#pragma once

#include <glib.h>

typedef struct _NadiTestClient NadiTestClient;

/* from: the own address (127.0.0.x), NULL for any. Aborts when the server does not listen. */
NadiTestClient *nadi_test_client_new (guint16 port, const char *from);
/* TLS without looking at the certificate; priorities NULL: TLS 1.3. NULL when the handshake fails. */
NadiTestClient *nadi_test_client_new_tls (guint16 port, const char *from, const char *priorities);
void nadi_test_client_free (NadiTestClient *client);

/* FALSE when the server has closed. */
gboolean nadi_test_client_send (NadiTestClient *client, const char *data, gssize length);
/* What comes until n bytes are there, the server closes, or ms have passed. */
GString *nadi_test_client_read (NadiTestClient *client, gsize n, guint ms);
/* TRUE when the server closes within ms; what it still says is dropped. */
gboolean nadi_test_client_closed (NadiTestClient *client, guint ms);

/* One answer, read by its Content-Length. head holds all header lines. status 0: closed or silent for 5 s. */
typedef struct
{
  guint status;
  char *head;
  GBytes *body;
} NadiTestReply;

NadiTestReply *nadi_test_client_answer (NadiTestClient *client, gboolean has_body);
/* Sends and reads. */
NadiTestReply *nadi_test_client_ask (NadiTestClient *client, const char *request);
void nadi_test_reply_free (NadiTestReply *answer);
/* Value of a header of the answer, or NULL. (transfer full) */
char *nadi_test_reply_header (NadiTestReply *answer, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestClient, nadi_test_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestReply, nadi_test_reply_free)
