/* Sockets and TLS sessions that say exactly what they are told. */
#include "nadi-test-client.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _NadiTestClient
{
  int fd;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  GString *left;             /* read, but not asked for yet */
};

NadiTestClient *
nadi_test_client_new (guint16 port, const char *from)
{
  NadiTestClient *client = g_new0 (NadiTestClient, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };

  client->left = g_string_new (NULL);
  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (client->fd, >=, 0);
  if (from != NULL)
    {
      g_assert_cmpint (inet_pton (AF_INET, from, &address.sin_addr), ==, 1);
      g_assert_cmpint (bind (client->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
    }
  address.sin_port = g_htons (port);
  address.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  setsockopt (client->fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  g_assert_cmpint (connect (client->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return client;
}

NadiTestClient *
nadi_test_client_new_tls (guint16 port, const char *from, const char *priorities)
{
  NadiTestClient *client = nadi_test_client_new (port, from);
  int result;

  gnutls_certificate_allocate_credentials (&client->credentials);
  gnutls_init (&client->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
  g_assert_cmpint (gnutls_priority_set_direct (client->session,
                                               priorities != NULL ? priorities : "NORMAL:-VERS-ALL:+VERS-TLS1.3",
                                               NULL), ==, 0);
  gnutls_credentials_set (client->session, GNUTLS_CRD_CERTIFICATE, client->credentials);
  gnutls_transport_set_int (client->session, client->fd);
  gnutls_handshake_set_timeout (client->session, 5000);
  do
    result = gnutls_handshake (client->session);
  while (result < 0 && !gnutls_error_is_fatal (result));
  if (result == 0)
    return client;
  nadi_test_client_free (client);
  return NULL;
}

void
nadi_test_client_free (NadiTestClient *client)
{
  close (client->fd);
  g_clear_pointer (&client->session, gnutls_deinit);
  g_clear_pointer (&client->credentials, gnutls_certificate_free_credentials);
  g_string_free (client->left, TRUE);
  g_free (client);
}

gboolean
nadi_test_client_send (NadiTestClient *client, const char *data, gssize length)
{
  gsize left = length < 0 ? strlen (data) : (gsize) length;

  while (left > 0)
    {
      gssize sent = client->session != NULL ? gnutls_record_send (client->session, data, left)
                                            : send (client->fd, data, left, MSG_NOSIGNAL);

      if (client->session != NULL && (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED))
        continue;
      if (sent <= 0)
        return FALSE;
      data += sent;
      left -= (gsize) sent;
    }
  return TRUE;
}

/* More bytes onto left: 1; the end: 0; nothing before the deadline: -1. */
static int
read_some (NadiTestClient *client, gint64 deadline)
{
  char buffer[16384];
  gssize got;

  if (client->session == NULL || gnutls_record_check_pending (client->session) == 0)
    {
      gint64 wait = (deadline - g_get_monotonic_time ()) / 1000;
      struct pollfd poll_fd = { .fd = client->fd, .events = POLLIN };

      if (poll (&poll_fd, 1, (int) MAX (wait, 0)) <= 0)
        return -1;
    }
  if (client->session == NULL)
    got = recv (client->fd, buffer, sizeof buffer, 0);
  else
    do
      got = gnutls_record_recv (client->session, buffer, sizeof buffer);
    while (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
  if (got <= 0)
    return 0;
  g_string_append_len (client->left, buffer, got);
  return 1;
}

GString *
nadi_test_client_read (NadiTestClient *client, gsize n, guint ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) ms * 1000;
  GString *text;

  while (client->left->len < n && read_some (client, deadline) == 1)
    ;
  text = g_string_new_len (client->left->str, (gssize) MIN (n, client->left->len));
  g_string_erase (client->left, 0, (gssize) text->len);
  return text;
}

gboolean
nadi_test_client_closed (NadiTestClient *client, guint ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) ms * 1000;
  int more;

  do
    {
      more = read_some (client, deadline);
      g_string_truncate (client->left, 0);
    }
  while (more == 1);
  return more == 0;
}

NadiTestReply *
nadi_test_client_answer (NadiTestClient *client, gboolean has_body)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  NadiTestReply *answer = g_new0 (NadiTestReply, 1);
  g_autofree char *length = NULL;
  GString *body;
  char *end;

  while ((end = strstr (client->left->str, "\r\n\r\n")) == NULL && read_some (client, deadline) == 1)
    ;
  if (end == NULL)
    return answer;
  answer->head = g_strndup (client->left->str, (gsize) (end + 2 - client->left->str));
  g_string_erase (client->left, 0, end + 4 - client->left->str);
  g_assert_true (g_str_has_prefix (answer->head, "HTTP/1.1 "));
  answer->status = (guint) g_ascii_strtoull (answer->head + 9, NULL, 10);
  length = nadi_test_reply_header (answer, "Content-Length");
  if (length == NULL || !has_body)
    return answer;
  body = nadi_test_client_read (client, (gsize) g_ascii_strtoull (length, NULL, 10), 5000);
  g_assert_cmpuint (body->len, ==, g_ascii_strtoull (length, NULL, 10));
  answer->body = g_string_free_to_bytes (body);
  return answer;
}

NadiTestReply *
nadi_test_client_ask (NadiTestClient *client, const char *request)
{
  nadi_test_client_send (client, request, -1);
  return nadi_test_client_answer (client, !g_str_has_prefix (request, "HEAD "));
}

void
nadi_test_reply_free (NadiTestReply *answer)
{
  g_free (answer->head);
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer);
}

char *
nadi_test_reply_header (NadiTestReply *answer, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (answer->head != NULL ? answer->head : "", "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && g_str_has_prefix (lines[i] + length, ": "))
      return g_strdup (lines[i] + length + 2);
  return NULL;
}
