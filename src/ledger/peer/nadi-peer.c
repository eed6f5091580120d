/* The peer client on libcurl's easy interface: one handle, kept with its connection between calls. */
#include "nadi-peer.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

G_DEFINE_QUARK (nadi-peer-error, nadi_peer_error)

struct _NadiPeer
{
  GMutex lock;               /* one call at a time */
  CURL *curl;
  char *url;
  char *authority;
  char *keyid;
  NadiSigningKey *key;
  NadiClock *clock;
  NadiRandom *random;
  int anchor;                /* memory file with the authority's PEM; -1: plain HTTP */
  gint cancelled;            /* atomic */
};

/* What one answer has brought so far. */
typedef struct
{
  NadiPeer *peer;
  GByteArray *body;
  gsize limit;
  gboolean too_large;
} Reception;

static gsize
on_body (char *data, gsize size, gsize n, gpointer user_data)
{
  Reception *reception = user_data;

  n *= size;
  if (n > reception->limit - reception->body->len)
    {
      reception->too_large = TRUE;
      return 0;
    }
  g_byte_array_append (reception->body, (const guint8 *) data, (guint) n);
  return n;
}

static int
on_progress (gpointer user_data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  Reception *reception = user_data;

  return g_atomic_int_get (&reception->peer->cancelled);
}

static gpointer
initialise_curl (gpointer data)
{
  curl_global_init (CURL_GLOBAL_DEFAULT);
  return NULL;
}

/* libcurl with GnuTLS takes authorities from a file only: this one has no name that anyone could replace. */
static int
anchor_file (const char *pem)
{
  int fd = memfd_create ("nadi-anchor", MFD_CLOEXEC);
  gsize length = strlen (pem);

  if (fd >= 0 && write (fd, pem, length) != (gssize) length)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static gboolean
set_up (NadiPeer *peer, const NadiPeerConfig *config)
{
  CURL *curl = peer->curl;
  g_autofree char *anchor = NULL;
  gboolean secure = peer->anchor >= 0;
  gboolean good = TRUE;

  if (secure)
    anchor = g_strdup_printf ("/proc/self/fd/%d", peer->anchor);
  good &= curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, secure ? "https" : "http") == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_3) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_CAINFO, anchor) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_CAPATH, NULL) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_PROXY, "") == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT_MS, (long) (config->connect_ms ? config->connect_ms : 5000)) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, (long) (config->total_ms ? config->total_ms : 30000)) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK;
  good &= curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
  return good;
}

/* Plain HTTP is for the administration listener of the same machine. */
static gboolean
address_fits (const char *url, const char *anchor)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' || *g_uri_get_path (uri) != '\0'
      || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return anchor != NULL;
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return g_str_equal (g_uri_get_scheme (uri), "http") && anchor == NULL && address != NULL
         && g_inet_address_get_is_loopback (address);
}

/* What libcurl writes into Host: without the scheme's own port. */
static char *
authority_of (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  gboolean bracketed = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);

  if (port <= 0 || port == (g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80))
    return bracketed ? g_strdup_printf ("[%s]", host) : g_steal_pointer (&host);
  return g_strdup_printf (bracketed ? "[%s]:%d" : "%s:%d", host, port);
}

NadiPeer *
nadi_peer_new (const NadiPeerConfig *config, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (NadiPeer) peer = NULL;

  g_once (&once, initialise_curl, NULL);
  if (!address_fits (config->url, config->anchor))
    {
      g_set_error_literal (error, NADI_PEER_ERROR, NADI_PEER_ERROR_ADDRESS, "not the address of a peer");
      return NULL;
    }
  peer = g_new0 (NadiPeer, 1);
  g_mutex_init (&peer->lock);
  peer->url = g_strdup (config->url);
  peer->authority = authority_of (config->url);
  peer->keyid = g_strdup (config->keyid);
  peer->key = config->keyid != NULL ? nadi_signing_key_ref (config->key) : NULL;
  peer->clock = config->clock;
  peer->random = config->random;
  peer->anchor = config->anchor != NULL ? anchor_file (config->anchor) : -1;
  peer->curl = curl_easy_init ();
  if (peer->curl == NULL || (config->anchor != NULL && peer->anchor < 0) || !set_up (peer, config))
    {
      g_set_error_literal (error, NADI_PEER_ERROR, NADI_PEER_ERROR_TLS, "can't set up TLS for a peer");
      return NULL;
    }
  return g_steal_pointer (&peer);
}

void
nadi_peer_free (NadiPeer *peer)
{
  g_clear_pointer (&peer->curl, curl_easy_cleanup);
  if (peer->anchor >= 0)
    close (peer->anchor);
  g_clear_pointer (&peer->key, nadi_signing_key_unref);
  g_free (peer->url);
  g_free (peer->authority);
  g_free (peer->keyid);
  g_mutex_clear (&peer->lock);
  g_free (peer);
}

void
nadi_peer_cancel (NadiPeer *peer)
{
  g_atomic_int_set (&peer->cancelled, 1);
}

void
nadi_peer_answer_free (NadiPeerAnswer *answer)
{
  g_free (answer->content_type);
  g_bytes_unref (answer->body);
  g_free (answer);
}

static void
add_header (struct curl_slist **headers, const char *name, const char *value)
{
  g_autofree char *line = value != NULL ? g_strdup_printf ("%s: %s", name, value) : NULL;

  if (line != NULL)
    *headers = curl_slist_append (*headers, line);
}

static void
add_signature (NadiPeer *peer, struct curl_slist **headers, const char *method, const char *target, GBytes *body)
{
  const char *mark = strchr (target, '?');
  g_autofree char *path = mark != NULL ? g_strndup (target, (gsize) (mark - target)) : g_strdup (target);
  NadiHttpMessage message = { .method = method, .authority = peer->authority, .path = path,
                              .query = mark != NULL ? mark : "?" };
  NadiHttpSigner signer = { .device_id = peer->keyid, .device = peer->key };
  g_autoptr (NadiHttpSignature) signature = NULL;

  if (body != NULL)
    {
      static const guint8 none = 0;

      message.body = g_bytes_get_data (body, &message.body_length);
      if (message.body == NULL)
        message.body = &none;
    }
  signature = nadi_http_sign (&message, &signer, nadi_clock_now (peer->clock) / 1000, peer->random);
  add_header (headers, "Content-Digest", signature->content_digest);
  add_header (headers, "Signature-Input", signature->signature_input);
  add_header (headers, "Signature", signature->signature);
}

static void
set_call_error (GError **error, CURLcode code, const Reception *reception)
{
  if (reception->too_large)
    g_set_error_literal (error, NADI_PEER_ERROR, NADI_PEER_ERROR_TOO_LARGE, "the peer's answer is too large");
  else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR
           || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR)
    g_set_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_TLS, "the peer's certificate or TLS is not accepted: %s",
                 curl_easy_strerror (code));
  else
    g_set_error (error, NADI_PEER_ERROR, NADI_PEER_ERROR_UNREACHABLE, "the peer can't be reached: %s",
                 curl_easy_strerror (code));
}

static NadiPeerAnswer *
take_answer (NadiPeer *peer, GByteArray *body)
{
  NadiPeerAnswer *answer = g_new0 (NadiPeerAnswer, 1);
  const char *type = NULL;
  long status = 0;

  curl_easy_getinfo (peer->curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (peer->curl, CURLINFO_CONTENT_TYPE, &type);
  answer->status = (guint) status;
  answer->content_type = g_strdup (type);
  answer->body = g_byte_array_free_to_bytes (body);
  return answer;
}

/* The peer's lock is held. */
static NadiPeerAnswer *
perform (NadiPeer *peer, const char *target, struct curl_slist *headers, GBytes *body, gsize limit, GError **error)
{
  g_autofree char *url = g_strconcat (peer->url, target, NULL);
  Reception reception = { .peer = peer, .body = g_byte_array_new (), .limit = limit };
  gsize size = 0;
  gconstpointer data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  CURLcode code;

  curl_easy_setopt (peer->curl, CURLOPT_URL, url);
  curl_easy_setopt (peer->curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (peer->curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (peer->curl, CURLOPT_WRITEDATA, &reception);
  curl_easy_setopt (peer->curl, CURLOPT_XFERINFODATA, &reception);
  if (body == NULL)
    curl_easy_setopt (peer->curl, CURLOPT_HTTPGET, 1L);
  else
    {
      curl_easy_setopt (peer->curl, CURLOPT_POST, 1L);
      curl_easy_setopt (peer->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) size);
      curl_easy_setopt (peer->curl, CURLOPT_POSTFIELDS, data != NULL ? data : "");
    }
  code = curl_easy_perform (peer->curl);
  curl_easy_setopt (peer->curl, CURLOPT_HTTPHEADER, NULL);
  if (code == CURLE_OK)
    return take_answer (peer, reception.body);
  g_byte_array_unref (reception.body);
  set_call_error (error, code, &reception);
  return NULL;
}

static NadiPeerAnswer *
call (NadiPeer *peer, const char *method, const char *target, const char *content_type, GBytes *body, gsize limit,
      GError **error)
{
  struct curl_slist *headers = curl_slist_append (NULL, "Expect:");
  NadiPeerAnswer *answer;

  add_header (&headers, "Content-Type", content_type);
  if (peer->keyid != NULL)
    add_signature (peer, &headers, method, target, body);
  g_mutex_lock (&peer->lock);
  answer = perform (peer, target, headers, body, limit, error);
  g_mutex_unlock (&peer->lock);
  curl_slist_free_all (headers);
  return answer;
}

NadiPeerAnswer *
nadi_peer_get (NadiPeer *peer, const char *target, gsize limit, GError **error)
{
  return call (peer, "GET", target, NULL, NULL, limit, error);
}

NadiPeerAnswer *
nadi_peer_post (NadiPeer *peer, const char *target, const char *content_type, GBytes *body, gsize limit,
                GError **error)
{
  return call (peer, "POST", target, content_type, body, limit, error);
}
