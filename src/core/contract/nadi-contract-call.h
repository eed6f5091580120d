/* One event on its way through the rules: who acts, where the changes go, which streams it belongs to.
 * Internal to core/contract. Every apply function checks first and changes last, and says with TRUE that the event is
 * in order; what it has changed counts unless it wants an approval (below) that has not been given. */
#pragma once

#include "nadi-contract.h"
#include "nadi-contract-state.h"

#define NADI_DAY_MS (G_GINT64_CONSTANT (86400) * 1000)
#define NADI_LATE_MS (7 * NADI_DAY_MS)
#define NADI_PENDING_MS (30 * NADI_DAY_MS)
#define NADI_MAX_PENDING 256
#define NADI_SHELF_EPOCH_MS (365 * NADI_DAY_MS)
#define NADI_MAX_BOXES 512
#define NADI_MAX_RECIPIENTS 64

/* Roles of staff, as a set. */
typedef enum
{
  NADI_STAFF_ADMINISTRATOR = 1 << 0,
  NADI_STAFF_DOCTOR = 1 << 1,
  NADI_STAFF_NURSE = 1 << 2,
  NADI_STAFF_RECEPTION = 1 << 3,
  NADI_STAFF_AUDITOR = 1 << 4,
  NADI_STAFF_MACHINE = 1 << 5,
} NadiStaffRoles;

#define NADI_STAFF_CLINICAL (NADI_STAFF_DOCTOR | NADI_STAFF_NURSE)
#define NADI_STAFF_DESK (NADI_STAFF_RECEPTION | NADI_STAFF_CLINICAL)

/* Whose approval an event wants before it counts. */
typedef enum
{
  NADI_APPROVAL_NONE,
  NADI_APPROVAL_TWO_VALIDATORS, /* administrators of two organisations that run validators */
  NADI_APPROVAL_QUORUM,         /* administrators of organisations that run a quorum of validators */
  NADI_APPROVAL_REGISTRAR,      /* front desk of the organisation that registered the patient */
  NADI_APPROVAL_COLLEAGUE,      /* someone of the same organisation who could have done it */
} NadiApproval;

typedef struct
{
  NadiOverlay *state;
  NadiEvent *event;
  JsonObject *payload;
  const NadiActor *actor;
  const char *org;           /* the device's; NULL for the operator */
  gint64 time;
  gint64 height;
  NadiStaffRoles roles;      /* of a staff actor; of the colleague who countersigns */
  gboolean countersigned;    /* the actor was removed: old epochs are accepted */
  gboolean late;
  NadiApproval wants;
  const char *concerns;      /* with NADI_APPROVAL_TWO_VALIDATORS: the organisation whose own approval does not count */
  GPtrArray *streams;        /* char *, owned */
} NadiCall;

void nadi_call_init (NadiCall *call, NadiOverlay *state, NadiEvent *event, gint64 time, gint64 height);
void nadi_call_clear (NadiCall *call);

/* "h", "p", "o" and the id; NULL for "n". Each stream once. */
void nadi_call_add_stream (NadiCall *call, const char *kind, const char *id);

/* Refusals: FALSE, so that they can be returned. Messages are for a log and name no one. */
gboolean nadi_refuse (GError **error, NadiContractError code, const char *why);

/* What staff are allowed by their roles. */
gboolean nadi_roles_from_list (NadiList list, NadiStaffRoles *roles);
gboolean nadi_call_require_role (NadiCall *call, NadiStaffRoles any, GError **error);
/* Charts are kept by those who treat: ROLE for any other kind of organisation. */
gboolean nadi_call_require_member (NadiCall *call, GError **error);
/* Role keys by the kind of organisation, NULL-terminated; NULL for no such kind. */
const char *const *nadi_kind_role_keys (const char *kind);
/* Hospitals, clinics, laboratories, pharmacies. */
gboolean nadi_kind_is_member (const char *kind);
/* Whose work needs that role key. */
NadiStaffRoles nadi_role_key_holders (const char *role);

/* NULL unless the organisation is a founder. */
const NadiFounderState *nadi_net_founder (const NadiNetState *net, const char *org);
/* How many of the network's validators the organisation runs. */
guint nadi_net_validators_of (const NadiNetState *net, const char *org);

/* The row of an event's type, checked for its members. */
typedef gboolean (*NadiApply) (NadiCall *call, GError **error);
typedef struct
{
  const char *type;
  NadiStaffRoles roles;      /* a staff actor needs one of these; 0: any */
  guint8 signers;            /* NADI_BY_… */
  gboolean offline;          /* taken late from removed staff and devices */
  NadiApply apply;
  const char *const *members;
} NadiEventType;

enum
{
  NADI_BY_OPERATOR = 1 << 0,
  NADI_BY_STAFF = 1 << 1,
  NADI_BY_PATIENT = 1 << 2,
};

/* FORM for an unknown type, a member too many, or a signer of another kind (ROLE). */
const NadiEventType *nadi_event_type_of (NadiEvent *event, GError **error);

/* A content address is owned by the first event that names it; from the moment on that it waits, and for good when one counts. */
gboolean nadi_call_own_blob (NadiCall *call, const char *cid, const NadiBlobState *owner, GError **error);

/* Events that wait (nadi-contract-waiting.c). Every rule of the event has been checked: it changes nothing but the list of
 * what waits, and holds the content addresses that it names. Those of the same list that lapsed are forgotten. */
gboolean nadi_call_let_wait (NadiCall *call, GError **error);
/* approved: the call of the event that waits no more. Changes call's state. */
gboolean nadi_call_end_waiting (NadiCall *call, NadiCall *approved, GError **error);
/* Has what waits since then waited too long? */
gboolean nadi_call_lapsed (NadiCall *call, gint64 since);

/* The apply functions, one file per family. */
gboolean nadi_apply_network_genesis (NadiCall *call, GError **error);
gboolean nadi_apply_network_update (NadiCall *call, GError **error);
gboolean nadi_apply_network_key (NadiCall *call, GError **error);
gboolean nadi_apply_org_admit (NadiCall *call, GError **error);
gboolean nadi_apply_org_update (NadiCall *call, GError **error);
gboolean nadi_apply_org_suspend (NadiCall *call, GError **error);
gboolean nadi_apply_approve (NadiCall *call, GError **error);
gboolean nadi_apply_role_key (NadiCall *call, GError **error);
gboolean nadi_apply_staff_admit (NadiCall *call, GError **error);
gboolean nadi_apply_staff_update (NadiCall *call, GError **error);
gboolean nadi_apply_staff_remove (NadiCall *call, GError **error);
gboolean nadi_apply_device_admit (NadiCall *call, GError **error);
gboolean nadi_apply_device_update (NadiCall *call, GError **error);
gboolean nadi_apply_device_remove (NadiCall *call, GError **error);
gboolean nadi_apply_number_reserve (NadiCall *call, GError **error);
gboolean nadi_apply_patient_register (NadiCall *call, GError **error);
gboolean nadi_apply_patient_update (NadiCall *call, GError **error);
gboolean nadi_apply_shelf_key (NadiCall *call, GError **error);
gboolean nadi_apply_record_add (NadiCall *call, GError **error);
gboolean nadi_apply_record_amend (NadiCall *call, GError **error);
gboolean nadi_apply_record_reseal (NadiCall *call, GError **error);
gboolean nadi_apply_record_retract (NadiCall *call, GError **error);
gboolean nadi_apply_access_read (NadiCall *call, GError **error);

/* Who signs (nadi-contract-signer.c). Loads roles, org, late, countersigned and the approval wanted of a late author;
 * checks that verified is the actor's key and that the device may post. */
gboolean nadi_call_check_signer (NadiCall *call, const NadiEventType *type, const NadiVerifyKey *verified, GError **error);
/* The same for an event that has waited: its signature was checked when it came. */
gboolean nadi_call_load_waiting (NadiCall *call, const NadiEventType *type, GError **error);

/* Makes the first entries of a person, a device, a role key: shared by org.admit and the administrator's own events.
 * The forms have been checked. */
typedef struct
{
  const char *staff;
  const char *name;
  const char *sign;
  const char *seal;
  const char *seal_kid;
  NadiList roles;
  NadiStaffRoles role_set;
} NadiNewStaff;
gboolean nadi_call_admit_staff (NadiCall *call, const char *org, const NadiNewStaff *staff, GError **error);
gboolean nadi_call_admit_device (NadiCall *call, const char *org, const char *device, const char *key, const char *kind,
                                 GError **error);
/* Takes `compromised` and marks a person or device as removed; or one that was, as stolen. */
gboolean nadi_call_remove (NadiCall *call, const char **status, gint64 *removed, gint64 *compromised, GError **error);
/* Epoch 1 or the next one; kid and box in the organisation's name. */
gboolean nadi_call_start_role_key (NadiCall *call, const char *org, const char *role, gint64 epoch, const char *key,
                                   const char *kid, const char *box, GError **error);

/* Which roles may write and read a section. */
NadiStaffRoles nadi_section_roles (const char *section);
/* Does org own a shelf with this section (NULL: any)? */
gboolean nadi_chart_has_owner (const NadiChartState *chart, const char *org, const char *section);
