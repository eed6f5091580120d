/* Calls from service to validators and back: HTTPS by libcurl, blocking, for threads without a main loop.
 *
 * TLS 1.3 only; the network's own authority is the only one that counts; no proxy, no redirect, nothing from the
 * environment. When the certificate is not what it should be, not one byte of the request leaves. Every request
 * is signed when there is a signer. The connection is kept between calls.
 *
 * A NadiPeer may be used from any thread; its calls run one after the other. */
#pragma once

#include <gio/gio.h>

#include "nadi-http-signature.h"

#define NADI_PEER_ERROR (nadi_peer_error_quark ())
GQuark nadi_peer_error_quark (void);

typedef enum
{
  NADI_PEER_ERROR_UNREACHABLE = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),   /* no connection, broken off, out of time */
  NADI_PEER_ERROR_TLS = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 2),      /* wrong name, authority, date or version */
  NADI_PEER_ERROR_TOO_LARGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 3),  /* answer over its limit */
  NADI_PEER_ERROR_ADDRESS = NADI_ERROR_CODE (NADI_ERROR_CLASS_CALLER, 4),   /* not an https:// address */
} NadiPeerError;

typedef struct _NadiPeer NadiPeer;

typedef struct
{
  const char *url;           /* "https://host:port", no path; "http://" on a numeric loopback address only */
  const char *anchor;        /* PEM of the network's authority; NULL for http:// */
  const char *keyid;         /* of the signer ("validator/<name>", "<org>/<device>"); NULL: requests are not signed */
  NadiSigningKey *key;       /* reference taken */
  NadiClock *clock;
  NadiRandom *random;
  guint connect_ms;          /* 0: 5,000 */
  guint total_ms;            /* 0: 30,000 */
} NadiPeerConfig;

NadiPeer *nadi_peer_new (const NadiPeerConfig *config, GError **error);
void nadi_peer_free (NadiPeer *peer);

typedef struct
{
  guint status;
  char *content_type;        /* NULL when absent */
  GBytes *body;
} NadiPeerAnswer;

void nadi_peer_answer_free (NadiPeerAnswer *answer);

/* target: path and query as sent. Any status is an answer; limit: of the body, bytes. */
NadiPeerAnswer *nadi_peer_get (NadiPeer *peer, const char *target, gsize limit, GError **error);
NadiPeerAnswer *nadi_peer_post (NadiPeer *peer, const char *target, const char *content_type, GBytes *body,
                                gsize limit, GError **error);
/* From another thread: the call that runs, and every later one, ends with NADI_PEER_ERROR_UNREACHABLE. */
void nadi_peer_cancel (NadiPeer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPeer, nadi_peer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPeerAnswer, nadi_peer_answer_free)
