/* What the files of this folder share. A handler owns its request and ends it; see nadi-http-request.h. */
#pragma once

#include "nadi-http-request.h"
#include "nadi-json.h"
#include "nadi-nonces.h"
#include "nadi-rates.h"
#include "nadi-service.h"

typedef struct _NadiRoom NadiRoom;
typedef struct _NadiWatch NadiWatch;

struct _NadiService
{
  NadiServiceOptions options;
  NadiHttpServer *server;
  NadiHttpServer *admin;
  NadiNonces *nonces;
  NadiRates *device_rates;
  NadiRates *address_rates;  /* unsigned requests, and those that nobody known here signed, by address */
  NadiRates *failure_rates;  /* signatures that do not hold, by address and the device they claim */
  NadiWatch *watch;
  NadiRoom *room;
};

/* --- nadi-service-caller.c: who asks ----------------------------------------------------------------------------- */

typedef struct
{
  char *org;                 /* these two NULL for a validator */
  char *device;
  char *staff;               /* or NULL */
  char *patient;             /* or NULL */
  char *validator;           /* or NULL */
} NadiCaller;

typedef enum
{
  NADI_CALLER_READS = 0,
  NADI_CALLER_ONCE = 1 << 0,      /* a replay is refused: writes, and reads of blobs */
  NADI_CALLER_POSTS = 1 << 1,     /* a device removed less than 7 days ago may too */
  NADI_CALLER_VALIDATES = 1 << 2, /* a validator, and nobody else */
} NadiCallerFlags;

/* Who signed, by the keys that the admitted state names. NULL: the request has been answered (401, 429, 503). */
NadiCaller *nadi_service_identify (NadiService *service, NadiHttpRequest *request, NadiMap *state, NadiCallerFlags flags);
NadiCaller *nadi_caller_copy (const NadiCaller *caller);
void nadi_caller_free (NadiCaller *caller);
/* FALSE once the device or the person has been removed. */
gboolean nadi_service_still_knows (NadiService *service, NadiMap *state, const NadiCaller *caller);
/* For what anyone may ask: FALSE when the address has asked too often, and the request has been answered. */
gboolean nadi_service_admit_unsigned (NadiService *service, NadiHttpRequest *request);
gboolean nadi_service_may_read (NadiService *service, NadiMap *state, const NadiCaller *caller, NadiReadKind kind,
                                const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCaller, nadi_caller_free)

/* --- nadi-service-reply.c: answers that many routes give -------------------------------------------------------- */

void nadi_service_reply_text (NadiHttpRequest *request, const char *content_type, const char *text);
/* Ends the writer. */
void nadi_service_reply_json (NadiHttpRequest *request, NadiJsonWriter *writer);
/* One answer for what is not there and for what is not allowed. */
void nadi_service_reply_not_found (NadiHttpRequest *request);
void nadi_service_reply_malformed (NadiHttpRequest *request, const char *detail);
void nadi_service_reply_later (NadiHttpRequest *request, guint status, const char *code, const char *title, guint seconds);
/* By the error's meaning; frees it. */
void nadi_service_reply_error (NadiHttpRequest *request, GError *error);

/* --- nadi-service-watch.c: what happens later -------------------------------------------------------------------- */

/* Answers and consumes the request if it can, and returns TRUE; when last it must. In a thread of the service. */
typedef gboolean (*NadiWatchTry) (NadiService *service, NadiHttpRequest *request, gpointer data, gboolean last);

NadiWatch *nadi_watch_new (NadiService *service);
/* The servers have stopped; the log has not. */
void nadi_watch_free (NadiWatch *watch);
/* Tries at once, each time something has changed, and for the last time after ms. Takes data. */
void nadi_watch_wait (NadiWatch *watch, NadiHttpRequest *request, NadiWatchTry try, gpointer data,
                      GDestroyNotify free_data, guint64 ms);
/* Something has changed that is not the log. */
void nadi_watch_poke (NadiWatch *watch);
/* Sends the heads of these streams now and whenever they grow, as long as the caller may read them. Takes all three. */
void nadi_watch_follow (NadiWatch *watch, NadiHttpStream *stream, NadiCaller *caller, char **streams);

#define NADI_LONGEST_WAIT_MS 30000

/* --- nadi-service-room.c: contents that nobody names yet --------------------------------------------------------- */

typedef struct
{
  const char *cid;
  gsize size;
} NadiRoomItem;

NadiRoom *nadi_room_new (NadiService *service);
/* Ends the sweeping thread after the sweep in hand. */
void nadi_room_free (NadiRoom *room);
/* Charges the organisation for those that are not stored yet. FALSE: it has too many bytes that no event names. */
gboolean nadi_room_take (NadiRoom *room, const char *org, const NadiRoomItem *items, guint n_items);
/* They could not be stored: those that are not there after all are charged no more. */
void nadi_room_give_back (NadiRoom *room, const char *org, const NadiRoomItem *items, guint n_items);
guint64 nadi_room_swept (NadiRoom *room);

/* --- Routes; data is the service -------------------------------------------------------------------------------- */

void nadi_service_on_events (NadiHttpRequest *request, gpointer data);
void nadi_service_on_operator_events (NadiHttpRequest *request, gpointer data);
void nadi_service_on_state (NadiHttpRequest *request, gpointer data);
void nadi_service_on_stream (NadiHttpRequest *request, gpointer data);
void nadi_service_on_receipt (NadiHttpRequest *request, gpointer data);
void nadi_service_on_live (NadiHttpRequest *request, gpointer data);
void nadi_service_on_put_blob (NadiHttpRequest *request, gpointer data);
void nadi_service_on_get_blob (NadiHttpRequest *request, gpointer data);
void nadi_service_on_put_blobs (NadiHttpRequest *request, gpointer data);
void nadi_service_on_operator_blobs (NadiHttpRequest *request, gpointer data);
void nadi_service_on_fetch_blobs (NadiHttpRequest *request, gpointer data);
void nadi_service_on_open_mailbox (NadiHttpRequest *request, gpointer data);
void nadi_service_on_put_enrol_request (NadiHttpRequest *request, gpointer data);
void nadi_service_on_get_enrol_request (NadiHttpRequest *request, gpointer data);
void nadi_service_on_put_enrol_reply (NadiHttpRequest *request, gpointer data);
void nadi_service_on_get_enrol_reply (NadiHttpRequest *request, gpointer data);
void nadi_service_on_network (NadiHttpRequest *request, gpointer data);
void nadi_service_on_checkpoint (NadiHttpRequest *request, gpointer data);
void nadi_service_on_tile (NadiHttpRequest *request, gpointer data);
void nadi_service_on_admin_network (NadiHttpRequest *request, gpointer data);
void nadi_service_on_admin_checkpoint (NadiHttpRequest *request, gpointer data);
void nadi_service_on_admin_tile (NadiHttpRequest *request, gpointer data);
void nadi_service_on_health (NadiHttpRequest *request, gpointer data);
void nadi_service_on_ready (NadiHttpRequest *request, gpointer data);
void nadi_service_on_metrics (NadiHttpRequest *request, gpointer data);
