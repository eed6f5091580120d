/* Events: a JWS whose payload has the common members, and the own ones of its type (src/core/contract). */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "nadi-hash.h"
#include "nadi-json.h"
#include "nadi-jws.h"

#define NADI_EVENT_MAX_SIZE 16384
#define NADI_EVENT_TYP "nadi-event"

/* Exactly one of staff (with org), patient, operator. */
typedef struct
{
  char *org;
  char *staff;
  char *patient;
  gboolean is_operator;
} NadiActor;

typedef struct _NadiEvent NadiEvent;

/* Refcounted, immutable, thread-safe after parsing. Common members checked, the signature not yet. */
NadiEvent *nadi_event_parse (const char *jws, gsize length, GError **error);
NadiEvent *nadi_event_ref (NadiEvent *event);
void nadi_event_unref (NadiEvent *event);

GBytes *nadi_event_bytes (NadiEvent *event);       /* the JWS text, without NUL */
const char *nadi_event_type (NadiEvent *event);
const char *nadi_event_id (NadiEvent *event);
const char *nadi_event_origin (NadiEvent *event);
const NadiActor *nadi_event_actor (NadiEvent *event);
const char *nadi_event_device (NadiEvent *event);
gint64 nadi_event_seq (NadiEvent *event);
gint64 nadi_event_time (NadiEvent *event);         /* ms, a claim */
const char *nadi_event_kid (NadiEvent *event);
JsonObject *nadi_event_payload (NadiEvent *event); /* read only */
/* "<org>/<staff>", "patient/<id>" or "operator". */
const char *nadi_event_signer (NadiEvent *event);
void nadi_event_leaf_hash (NadiEvent *event, NadiHash *hash);
gboolean nadi_event_verify (NadiEvent *event, const NadiVerifyKey *key, GError **error);

/* Starts a payload: the common members are written, the caller adds its own with nadi_json_put_*() and ends with
 * nadi_event_sign(). id may be NULL for a fresh one. */
typedef struct
{
  const char *type;
  const char *id;
  const char *origin;
  const NadiActor *actor;
  const char *device;
  gint64 seq;
  gint64 time;
} NadiEventHead;

NadiJsonWriter *nadi_event_begin (const NadiEventHead *head, NadiRandom *random);
/* Consumes the writer. NULL if it grew over NADI_EVENT_MAX_SIZE. (transfer full) the JWS text */
char *nadi_event_sign (NadiJsonWriter *writer, NadiSigningKey *key, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiEvent, nadi_event_unref)
