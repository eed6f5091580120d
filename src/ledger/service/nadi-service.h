/* The service: the routes of src/DESIGN.md ("Service answers", "Enrolment") over a log, on two listeners.
 *
 * The public one is HTTPS. Every request but those that anyone may make is signed by an admitted device (RFC 9421),
 * and nothing is given before nadi_contract_may_read() has allowed it. The administration listener is plain HTTP on
 * loopback: /healthz, /readyz, /metrics, /checkpoint, /tile/…, /v1/network, and for the operator POST /v1/events, and
 * POST /v1/blobs for the boxes that a founding statement names. */
#pragma once

#include "nadi-http-server.h"
#include "nadi-log.h"

typedef struct _NadiService NadiService;

/* Adds lines of its own to /metrics (Prometheus text format). Any thread. */
typedef void (*NadiServiceMetrics) (GString *text, gpointer user_data);

/* log, store, blobs and network outlive the service; texts are copied. Zero stands for the default. */
typedef struct
{
  NadiLog *log;
  NadiStore *store;          /* the log's: mailboxes lie in its area of keys, under "enrol/" */
  NadiBlobs *blobs;
  const NadiNetwork *network;
  GBytes *network_json;      /* network.json as it was written */
  const NadiCertificate *certificate;
  const char *address;       /* numeric; NULL: 127.0.0.1 */
  guint16 port;              /* 0: any free one; then the only Host that is answered is address:port, else network->service's */
  guint16 admin_port;        /* on 127.0.0.1; 0: any free one */
  NadiClock *clock;
  NadiRandom *random;
  guint device_rate;         /* requests a second of one device, 200; ten times as many at once */
  guint address_rate;        /* unsigned requests a second from one address, 20; ten times as many at once; and as many
                              * signatures that do not hold from one address for one device */
  guint64 unnamed_bytes;     /* that one organisation may have stored and no event names, 2 GiB: a day of a clinic's scans that is
                              * sent before its events, and thirty organisations gone wrong still fit a common disk */
  gint64 keep_unnamed_ms;    /* 7 days: as long as late events are taken */
  guint first_sweep_ms;      /* after the start, 10 minutes */
  guint sweep_ms;            /* between sweeps, a day */
  guint check_ms;            /* between looks at whether those who follow live updates still may, 15,000 */
  guint max_connections;     /* 1024 */
  guint max_per_address;     /* 256 */
  NadiHttpLog log_line;      /* NULL: nothing is logged */
  gpointer log_data;
  NadiServiceMetrics metrics; /* may be NULL */
  gpointer metrics_data;
} NadiServiceOptions;

NadiService *nadi_service_start (const NadiServiceOptions *options, GError **error);
guint16 nadi_service_port (NadiService *service);
guint16 nadi_service_admin_port (NadiService *service);
/* Answers or drops what is open, and frees. The log must still be open. */
void nadi_service_stop (NadiService *service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiService, nadi_service_stop)
