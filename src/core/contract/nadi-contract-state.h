/* The values that the contract keeps, each read and written here and nowhere else. Tables: src/DESIGN.md, "State".
 * Internal to core/contract.
 *
 * Loading: FALSE with NADI_CONTRACT_ERROR_UNKNOWN when the key is absent, NADI_CONTRACT_ERROR_DAMAGED when its value
 * does not read back. What is loaded lives as long as the overlay. */
#pragma once

#include "nadi-contract-value.h"

typedef struct
{
  const char *name;
  const char *key;           /* verifier key, type 04 */
  const char *org;
} NadiValidatorState;

typedef struct
{
  const char *org;
  const char *digest;
} NadiFounderState;

typedef struct
{
  const char *origin;
  const char *op;            /* the operator's Ed25519 key */
  const char *log;
  NadiList validators;       /* NadiValidatorState */
  gint64 quorum;
  const char *anchor;
  NadiList founders;         /* NadiFounderState */
} NadiNetState;

#define NADI_STATUS_ACTIVE "active"
#define NADI_STATUS_REMOVED "removed"
#define NADI_STATUS_SUSPENDED "suspended"

typedef struct
{
  const char *status;
  const char *kind;
  const char *name;
  const char *profile;
  gint64 admitted;
  gint64 administrators;
} NadiOrgState;

typedef struct
{
  const char *status;
  gint64 removed;            /* NADI_NO_TIME unless set */
  gint64 compromised;
  const char *sign;
  NadiList roles;
  const char *name;
  const char *seal;
} NadiStaffState;

typedef struct
{
  const char *status;
  gint64 removed;
  gint64 compromised;
  const char *key;
  const char *kind;
} NadiDeviceState;

typedef struct
{
  const char *kid;
  const char *key;
  NadiList boxes;
} NadiRoleKeyState;

typedef struct
{
  const char *org;
  const char *role;
  gint64 epoch;
} NadiRoleKidState;

typedef struct
{
  gint64 epoch;
  const char *kid;
  gint64 since;              /* when this epoch began */
} NadiNetKeyState;

typedef struct
{
  const char *kid;           /* of the role key that opens it */
  const char *box;
} NadiNetBox;

/* Of one organisation: for each of its role keys the box that came first. */
typedef struct
{
  gint64 epoch;
  NadiList boxes;            /* NadiNetBox */
} NadiNetShareState;

typedef struct
{
  const char *org;
  const char *patient;       /* NULL while reserved */
} NadiNumberState;

typedef struct
{
  const char *org;
  const char *sign;          /* NULL while unclaimed */
  const char *seal;
  const char *label;
  const char *number;
} NadiPatientState;

typedef struct
{
  const char *shelf;
  const char *section;
  const char *owner;
} NadiChartShelf;

typedef struct
{
  NadiList shelves;          /* NadiChartShelf */
} NadiChartState;

typedef struct
{
  const char *patient;       /* NULL on directory */
  const char *section;
  const char *owner;
  gint64 epoch;
  gint64 since;
  gint64 clinical;
  gint64 desk;
} NadiShelfState;

typedef struct
{
  const char *kid;
  NadiList boxes;
  NadiList recipients;
} NadiShelfKeyState;

typedef struct
{
  const char *shelf;
  NadiList heads;
} NadiRecordState;

#define NADI_STATUS_CURRENT "current"
#define NADI_STATUS_REPLACED "replaced"
#define NADI_STATUS_RETRACTED "retracted"

typedef struct
{
  const char *shelf;
  const char *record;
  const char *author;
  gint64 date;               /* NADI_NO_TIME for none */
  const char *status;
} NadiVersionState;

typedef struct
{
  const char *shelf;
  const char *org;
  const char *patient;
  gint64 date;
  const char *waiting;       /* the event that named it and waits, or NULL */
} NadiBlobState;

typedef struct
{
  gint64 time;
  const char *purpose;
} NadiReadState;

typedef struct
{
  gint64 time;
  NadiList approvals;        /* "<org>/<staff>" */
  NadiList blobs;            /* cids that it holds while it waits */
  const char *event;
} NadiPendingState;

typedef struct
{
  const char *id;
  gint64 time;
} NadiWaitingEvent;

typedef struct
{
  NadiList events;           /* NadiWaitingEvent, oldest first */
} NadiWaitingState;

/* A load and a save per value; the key's parts follow the overlay. */
#define NADI_STATE_VALUES(V)                                                                                         \
  V (org, NadiOrgState)                                                                                              \
  V (staff, NadiStaffState)                                                                                          \
  V (device, NadiDeviceState)                                                                                        \
  V (role_key, NadiRoleKeyState)                                                                                     \
  V (role_kid, NadiRoleKidState)                                                                                     \
  V (net, NadiNetState)                                                                                              \
  V (net_share, NadiNetShareState)                                                                                   \
  V (net_key, NadiNetKeyState)                                                                                       \
  V (number, NadiNumberState)                                                                                        \
  V (patient, NadiPatientState)                                                                                      \
  V (chart, NadiChartState)                                                                                          \
  V (shelf, NadiShelfState)                                                                                          \
  V (shelf_key, NadiShelfKeyState)                                                                                   \
  V (record, NadiRecordState)                                                                                        \
  V (version, NadiVersionState)                                                                                      \
  V (blob, NadiBlobState)                                                                                            \
  V (read, NadiReadState)                                                                                            \
  V (pending, NadiPendingState)                                                                                      \
  V (waiting, NadiWaitingState)

#define NADI_STATE_DECLARE(name, Type)                                                                               \
  gboolean nadi_state_load_##name (NadiOverlay *overlay, const char *key, Type *value, GError **error);              \
  void nadi_state_save_##name (NadiOverlay *overlay, const char *key, const Type *value);

NADI_STATE_VALUES (NADI_STATE_DECLARE)

/* The network's origin, of a network that has its genesis. */
gboolean nadi_state_load_origin (NadiOverlay *overlay, const char **origin, GError **error);

/* Values of one member: {"org":…}, {"staff":…}, {"shelf":…}, {"epoch":…}. */
gboolean nadi_state_load_name (NadiOverlay *overlay, const char *key, const char *member, const char **name, GError **error);
void nadi_state_save_name (NadiOverlay *overlay, const char *key, const char *member, const char *name);
gboolean nadi_state_load_epoch (NadiOverlay *overlay, const char *key, gint64 *epoch, GError **error);
void nadi_state_save_epoch (NadiOverlay *overlay, const char *key, gint64 epoch);
/* Decimal texts; absent is 0. Saving 0 removes. */
gboolean nadi_state_load_count (NadiOverlay *overlay, const char *key, gint64 *count, GError **error);
void nadi_state_save_count (NadiOverlay *overlay, const char *key, gint64 count);
/* The epoch of a role key, 0 when the organisation has none. */
gboolean nadi_state_role_epoch (NadiOverlay *overlay, const char *org, const char *role, gint64 *epoch, GError **error);
/* The same of the key that a desk's people hold: "front-desk", or "office" where that is the organisation's only one. */
gboolean nadi_state_desk_epoch (NadiOverlay *overlay, const char *org, gint64 *epoch, GError **error);
/* A chart without shelves yet is an empty one. */
gboolean nadi_state_load_chart_or_none (NadiOverlay *overlay, const char *patient, NadiChartState *chart, GError **error);

/* A signer of whom nothing waits has an empty list. */
gboolean nadi_state_load_waiting_or_none (NadiOverlay *overlay, const char *key, NadiWaitingState *waiting, GError **error);

/* FALSE, so that it can be returned. */
gboolean nadi_state_damaged (GError **error);
