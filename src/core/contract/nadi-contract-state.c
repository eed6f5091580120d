/* The tables of all values that the state holds, members in the order of src/DESIGN.md. */
#include "nadi-contract-state.h"

#include <string.h>

#include "nadi-contract.h"

#define TEXT(Type, name) { #name, NADI_FIELD_TEXT, G_STRUCT_OFFSET (Type, name), NULL }
#define TEXT_OR_NULL(Type, name) { #name, NADI_FIELD_TEXT_OR_NULL, G_STRUCT_OFFSET (Type, name), NULL }
#define INT(Type, name) { #name, NADI_FIELD_INT, G_STRUCT_OFFSET (Type, name), NULL }
#define INT_OR_NULL(Type, name) { #name, NADI_FIELD_INT_OR_NULL, G_STRUCT_OFFSET (Type, name), NULL }
#define TEXTS(Type, name) { #name, NADI_FIELD_TEXTS, G_STRUCT_OFFSET (Type, name), NULL }
#define OBJECTS(Type, name, shape) { #name, NADI_FIELD_OBJECTS, G_STRUCT_OFFSET (Type, name), &shape##_shape }
#define CHECKED_SHAPE(name, Type, valid)                                                                             \
  static const NadiShape name##_shape = { sizeof (Type), G_N_ELEMENTS (name##_fields), name##_fields, valid }
#define SHAPE(name, Type) CHECKED_SHAPE (name, Type, NULL)

static const NadiField validator_fields[] = {
  TEXT (NadiValidatorState, name),
  TEXT (NadiValidatorState, key),
  TEXT (NadiValidatorState, org),
};
SHAPE (validator, NadiValidatorState);

static const NadiField founder_fields[] = {
  TEXT (NadiFounderState, org),
  TEXT (NadiFounderState, digest),
};
SHAPE (founder, NadiFounderState);

static const NadiField net_fields[] = {
  TEXT (NadiNetState, origin),
  { "operator", NADI_FIELD_TEXT, G_STRUCT_OFFSET (NadiNetState, op), NULL },
  TEXT (NadiNetState, log),
  OBJECTS (NadiNetState, validators, validator),
  INT (NadiNetState, quorum),
  TEXT (NadiNetState, anchor),
  OBJECTS (NadiNetState, founders, founder),
};
SHAPE (net, NadiNetState);

static const NadiField org_fields[] = {
  TEXT (NadiOrgState, status),
  TEXT (NadiOrgState, kind),
  TEXT (NadiOrgState, name),
  TEXT_OR_NULL (NadiOrgState, profile),
  INT (NadiOrgState, admitted),
  INT (NadiOrgState, administrators),
};

static gboolean
org_valid (gconstpointer value)
{
  const NadiOrgState *state = value;

  return g_str_equal (state->status, NADI_STATUS_ACTIVE) || g_str_equal (state->status, NADI_STATUS_SUSPENDED);
}

CHECKED_SHAPE (org, NadiOrgState, org_valid);

/* Of a person or a device. */
static gboolean
removal_valid (const char *status, gint64 removed, gint64 compromised)
{
  if (g_str_equal (status, NADI_STATUS_ACTIVE))
    return removed == NADI_NO_TIME && compromised == NADI_NO_TIME;
  return g_str_equal (status, NADI_STATUS_REMOVED) && removed != NADI_NO_TIME;
}

static const NadiField staff_fields[] = {
  TEXT (NadiStaffState, status),
  INT_OR_NULL (NadiStaffState, removed),
  INT_OR_NULL (NadiStaffState, compromised),
  TEXT (NadiStaffState, sign),
  TEXTS (NadiStaffState, roles),
  TEXT (NadiStaffState, name),
  TEXT (NadiStaffState, seal),
};

static gboolean
staff_valid (gconstpointer value)
{
  const NadiStaffState *state = value;

  return removal_valid (state->status, state->removed, state->compromised);
}

CHECKED_SHAPE (staff, NadiStaffState, staff_valid);

static const NadiField device_fields[] = {
  TEXT (NadiDeviceState, status),
  INT_OR_NULL (NadiDeviceState, removed),
  INT_OR_NULL (NadiDeviceState, compromised),
  TEXT (NadiDeviceState, key),
  TEXT (NadiDeviceState, kind),
};

static gboolean
device_valid (gconstpointer value)
{
  const NadiDeviceState *state = value;

  return removal_valid (state->status, state->removed, state->compromised);
}

CHECKED_SHAPE (device, NadiDeviceState, device_valid);

static const NadiField role_key_fields[] = {
  TEXT (NadiRoleKeyState, kid),
  TEXT (NadiRoleKeyState, key),
  TEXTS (NadiRoleKeyState, boxes),
};
SHAPE (role_key, NadiRoleKeyState);

static const NadiField role_kid_fields[] = {
  TEXT (NadiRoleKidState, org),
  TEXT (NadiRoleKidState, role),
  INT (NadiRoleKidState, epoch),
};
SHAPE (role_kid, NadiRoleKidState);

static const NadiField net_key_fields[] = {
  INT (NadiNetKeyState, epoch),
  TEXT (NadiNetKeyState, kid),
  INT (NadiNetKeyState, since),
};
SHAPE (net_key, NadiNetKeyState);

static const NadiField net_box_fields[] = {
  TEXT (NadiNetBox, kid),
  TEXT (NadiNetBox, box),
};
SHAPE (net_box, NadiNetBox);

static const NadiField net_share_fields[] = {
  INT (NadiNetShareState, epoch),
  OBJECTS (NadiNetShareState, boxes, net_box),
};
SHAPE (net_share, NadiNetShareState);

static const NadiField number_fields[] = {
  TEXT (NadiNumberState, org),
  TEXT_OR_NULL (NadiNumberState, patient),
};
SHAPE (number, NadiNumberState);

static const NadiField patient_fields[] = {
  TEXT (NadiPatientState, org),
  TEXT_OR_NULL (NadiPatientState, sign),
  TEXT_OR_NULL (NadiPatientState, seal),
  TEXT (NadiPatientState, label),
  TEXT (NadiPatientState, number),
};
SHAPE (patient, NadiPatientState);

static const NadiField chart_shelf_fields[] = {
  TEXT (NadiChartShelf, shelf),
  TEXT (NadiChartShelf, section),
  TEXT (NadiChartShelf, owner),
};
SHAPE (chart_shelf, NadiChartShelf);

static const NadiField chart_fields[] = {
  OBJECTS (NadiChartState, shelves, chart_shelf),
};
SHAPE (chart, NadiChartState);

static const NadiField shelf_fields[] = {
  TEXT_OR_NULL (NadiShelfState, patient),
  TEXT (NadiShelfState, section),
  TEXT (NadiShelfState, owner),
  INT (NadiShelfState, epoch),
  INT (NadiShelfState, since),
  INT (NadiShelfState, clinical),
  INT (NadiShelfState, desk),
};
SHAPE (shelf, NadiShelfState);

static const NadiField shelf_key_fields[] = {
  TEXT (NadiShelfKeyState, kid),
  TEXTS (NadiShelfKeyState, boxes),
  TEXTS (NadiShelfKeyState, recipients),
};
SHAPE (shelf_key, NadiShelfKeyState);

static const NadiField record_fields[] = {
  TEXT (NadiRecordState, shelf),
  TEXTS (NadiRecordState, heads),
};
SHAPE (record, NadiRecordState);

static const NadiField version_fields[] = {
  TEXT (NadiVersionState, shelf),
  TEXT (NadiVersionState, record),
  TEXT (NadiVersionState, author),
  INT_OR_NULL (NadiVersionState, date),
  TEXT (NadiVersionState, status),
};

static gboolean
version_valid (gconstpointer value)
{
  const NadiVersionState *state = value;

  return g_str_equal (state->status, NADI_STATUS_CURRENT) || g_str_equal (state->status, NADI_STATUS_REPLACED)
         || g_str_equal (state->status, NADI_STATUS_RETRACTED);
}

CHECKED_SHAPE (version, NadiVersionState, version_valid);

static const NadiField blob_fields[] = {
  TEXT_OR_NULL (NadiBlobState, shelf),
  TEXT_OR_NULL (NadiBlobState, org),
  TEXT_OR_NULL (NadiBlobState, patient),
  INT_OR_NULL (NadiBlobState, date),
  TEXT_OR_NULL (NadiBlobState, waiting),
};

static gboolean
blob_valid (gconstpointer value)
{
  const NadiBlobState *state = value;

  return (state->shelf != NULL) + (state->org != NULL) + (state->patient != NULL) == 1;
}

CHECKED_SHAPE (blob, NadiBlobState, blob_valid);

static const NadiField read_fields[] = {
  INT (NadiReadState, time),
  TEXT (NadiReadState, purpose),
};
SHAPE (read, NadiReadState);

static const NadiField pending_fields[] = {
  INT (NadiPendingState, time),
  TEXTS (NadiPendingState, approvals),
  TEXTS (NadiPendingState, blobs),
  TEXT (NadiPendingState, event),
};
SHAPE (pending, NadiPendingState);

static const NadiField waiting_event_fields[] = {
  TEXT (NadiWaitingEvent, id),
  INT (NadiWaitingEvent, time),
};
SHAPE (waiting_event, NadiWaitingEvent);

static const NadiField waiting_fields[] = {
  OBJECTS (NadiWaitingState, events, waiting_event),
};
SHAPE (waiting, NadiWaitingState);

gboolean
nadi_state_damaged (GError **error)
{
  g_set_error_literal (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_DAMAGED, "A value of the state does not read back");
  return FALSE;
}

/* The kind of thing only, never the id. */
static void
set_unknown (const char *key, GError **error)
{
  g_set_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_UNKNOWN, "There is no such %.*s",
               (int) strcspn (key, "/"), key);
}

static gboolean
load (NadiOverlay *overlay, const char *key, const NadiShape *shape, gpointer value, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, key);

  if (bytes == NULL)
    {
      set_unknown (key, error);
      return FALSE;
    }
  if (!nadi_value_read (shape, overlay, bytes, value))
    return nadi_state_damaged (error);
  return TRUE;
}

#define DEFINE(name, Type)                                                                                           \
  gboolean nadi_state_load_##name (NadiOverlay *overlay, const char *key, Type *value, GError **error)               \
  {                                                                                                                  \
    return load (overlay, key, &name##_shape, value, error);                                                                 \
  }                                                                                                                  \
  void nadi_state_save_##name (NadiOverlay *overlay, const char *key, const Type *value)                             \
  {                                                                                                                  \
    nadi_overlay_set (overlay, key, nadi_value_write (&name##_shape, value));                                                \
  }

NADI_STATE_VALUES (DEFINE)

gboolean
nadi_state_load_origin (NadiOverlay *overlay, const char **origin, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, "net");

  if (bytes == NULL)
    {
      set_unknown ("net", error);
      return FALSE;
    }
  return nadi_value_read_first ("origin", overlay, bytes, origin) || nadi_state_damaged (error);
}

gboolean
nadi_state_load_name (NadiOverlay *overlay, const char *key, const char *member, const char **name, GError **error)
{
  const NadiField field = { member, NADI_FIELD_TEXT, 0, NULL };
  const NadiShape shape = { sizeof *name, 1, &field, NULL };

  return load (overlay, key, &shape, name, error);
}

void
nadi_state_save_name (NadiOverlay *overlay, const char *key, const char *member, const char *name)
{
  const NadiField field = { member, NADI_FIELD_TEXT, 0, NULL };
  const NadiShape shape = { sizeof name, 1, &field, NULL };

  nadi_overlay_set (overlay, key, nadi_value_write (&shape, &name));
}

static const NadiField epoch_fields[] = { { "epoch", NADI_FIELD_INT, 0, NULL } };
SHAPE (epoch, gint64);

gboolean
nadi_state_load_epoch (NadiOverlay *overlay, const char *key, gint64 *epoch, GError **error)
{
  return load (overlay, key, &epoch_shape, epoch, error);
}

void
nadi_state_save_epoch (NadiOverlay *overlay, const char *key, gint64 epoch)
{
  nadi_overlay_set (overlay, key, nadi_value_write (&epoch_shape, &epoch));
}

gboolean
nadi_state_load_count (NadiOverlay *overlay, const char *key, gint64 *count, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, key);

  *count = 0;
  if (bytes != NULL && !nadi_value_read_number (bytes, count))
    return nadi_state_damaged (error);
  return TRUE;
}

void
nadi_state_save_count (NadiOverlay *overlay, const char *key, gint64 count)
{
  nadi_overlay_set (overlay, key, count == 0 ? NULL : nadi_value_write_number (count));
}

gboolean
nadi_state_role_epoch (NadiOverlay *overlay, const char *org, const char *role, gint64 *epoch, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, nadi_overlay_path (overlay, "role", org, role, NULL));

  *epoch = 0;
  return bytes == NULL || nadi_value_read (&epoch_shape, overlay, bytes, epoch) || nadi_state_damaged (error);
}

gboolean
nadi_state_desk_epoch (NadiOverlay *overlay, const char *org, gint64 *epoch, GError **error)
{
  return nadi_state_role_epoch (overlay, org, "front-desk", epoch, error)
         && (*epoch != 0 || nadi_state_role_epoch (overlay, org, "office", epoch, error));
}

gboolean
nadi_state_load_chart_or_none (NadiOverlay *overlay, const char *patient, NadiChartState *chart, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, nadi_overlay_path (overlay, "chart", patient, NULL));

  *chart = (NadiChartState){ { NULL, 0 } };
  return bytes == NULL || nadi_value_read (&chart_shape, overlay, bytes, chart) || nadi_state_damaged (error);
}

gboolean
nadi_state_load_waiting_or_none (NadiOverlay *overlay, const char *key, NadiWaitingState *waiting, GError **error)
{
  GBytes *bytes = nadi_overlay_get (overlay, key);

  *waiting = (NadiWaitingState){ { NULL, 0 } };
  return bytes == NULL || nadi_value_read (&waiting_shape, overlay, bytes, waiting) || nadi_state_damaged (error);
}
