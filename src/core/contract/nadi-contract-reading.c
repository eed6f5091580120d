/* Who may read what: src/DESIGN.md, "Reading". Everything that may not be read is refused in the same words, whether it
 * is there or not. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-uuid.h"

#define READ_WINDOW_MS (G_GINT64_CONSTANT (12) * 3600 * 1000)

typedef struct
{
  NadiOverlay *state;
  const NadiReader *reader;
  gint64 time;
  const char *kind;          /* of the reader's organisation */
  NadiStaffRoles roles;      /* 0 without staff */
  gboolean damaged;
} Reading;

static gboolean
damaged (Reading *reading)
{
  reading->damaged = TRUE;
  return FALSE;
}

/* Loads that tell absence from damage. */
#define DEFINE_FIND(name, Type)                                                                                      \
  static gboolean find_##name (Reading *reading, const char *key, Type *value)                                       \
  {                                                                                                                  \
    if (!nadi_overlay_has (reading->state, key))                                                                     \
      return FALSE;                                                                                                  \
    return nadi_state_load_##name (reading->state, key, value, NULL) || damaged (reading);                           \
  }

DEFINE_FIND (org, NadiOrgState)
DEFINE_FIND (staff, NadiStaffState)
DEFINE_FIND (device, NadiDeviceState)
DEFINE_FIND (patient, NadiPatientState)
DEFINE_FIND (shelf, NadiShelfState)
DEFINE_FIND (record, NadiRecordState)
DEFINE_FIND (version, NadiVersionState)
DEFINE_FIND (blob, NadiBlobState)
DEFINE_FIND (read, NadiReadState)
DEFINE_FIND (pending, NadiPendingState)

/* The device, and the person if there is one, must still be what they say. */
static gboolean
admit_reader (Reading *reading)
{
  const NadiReader *reader = reading->reader;
  NadiPatientState patient;
  NadiDeviceState device;
  NadiStaffState staff;
  NadiOrgState org;

  if (!nadi_uuid_valid (reader->org) || !nadi_uuid_valid (reader->device)
      || !find_org (reading, nadi_overlay_path (reading->state, "org", reader->org, NULL), &org)
      || !g_str_equal (org.status, NADI_STATUS_ACTIVE)
      || !find_device (reading, nadi_overlay_path (reading->state, "device", reader->org, reader->device, NULL), &device)
      || !g_str_equal (device.status, NADI_STATUS_ACTIVE))
    return FALSE;
  reading->kind = org.kind;
  if (reader->patient != NULL)
    return nadi_uuid_valid (reader->patient)
           && find_patient (reading, nadi_overlay_path (reading->state, "patient", reader->patient, NULL), &patient)
           && patient.sign != NULL;
  if (reader->staff == NULL)
    return TRUE;
  if (!nadi_uuid_valid (reader->staff)
      || !find_staff (reading, nadi_overlay_path (reading->state, "staff", reader->org, reader->staff, NULL), &staff)
      || !g_str_equal (staff.status, NADI_STATUS_ACTIVE))
    return FALSE;
  return nadi_roles_from_list (staff.roles, &reading->roles) || damaged (reading);
}

/* Anyone may open a shelf of any chart: that gives the shelf, and nothing of what others keep of the patient. */
static gboolean
may_read_patient (Reading *reading, const char *id)
{
  NadiPatientState patient;

  if (!nadi_uuid_valid (id)
      || !find_patient (reading, nadi_overlay_path (reading->state, "patient", id, NULL), &patient))
    return FALSE;
  if (reading->reader->patient != NULL)
    return g_str_equal (reading->reader->patient, id);
  return g_str_equal (patient.org, reading->reader->org);
}

static gboolean
may_read_shelf (Reading *reading, const char *id)
{
  NadiShelfState shelf;

  if (!nadi_uuid_valid (id) || !find_shelf (reading, nadi_overlay_path (reading->state, "shelf", id, NULL), &shelf))
    return FALSE;
  if (reading->reader->patient != NULL)
    return g_strcmp0 (shelf.patient, reading->reader->patient) == 0;
  return g_str_equal (shelf.owner, reading->reader->org) && (reading->roles & nadi_section_roles (shelf.section)) != 0;
}

/* A patient reads content only after saying so on the ledger, on this device and not long ago. */
static gboolean
has_read (Reading *reading, const char *shelf)
{
  const char *key = nadi_overlay_path (reading->state, "read/patient", reading->reader->patient, reading->reader->device,
                                       shelf, NULL);
  NadiReadState read;

  return find_read (reading, key, &read) && reading->time - read.time < READ_WINDOW_MS;
}

static gboolean
may_read_blob (Reading *reading, const char *cid, gboolean content)
{
  NadiBlobState blob;

  if (strchr (cid, '/') != NULL
      || !find_blob (reading, nadi_overlay_path (reading->state, "blob", cid, NULL), &blob))
    return FALSE;
  if (blob.org != NULL)
    return TRUE;
  if (blob.patient != NULL)
    return may_read_patient (reading, blob.patient);
  return may_read_shelf (reading, blob.shelf)
         && (!content || reading->reader->patient == NULL || has_read (reading, blob.shelf));
}

static gboolean
may_read_stream (Reading *reading, const char *stream)
{
  if (g_str_equal (stream, "n"))
    return TRUE;
  if (g_str_has_prefix (stream, "h:"))
    return may_read_shelf (reading, stream + 2);
  if (g_str_has_prefix (stream, "p:"))
    return may_read_patient (reading, stream + 2);
  if (g_str_has_prefix (stream, "o:"))
    return reading->reader->staff != NULL && g_str_equal (stream + 2, reading->reader->org);
  return FALSE;
}

static gboolean
may_read_shelf_key (Reading *reading, const char *rest)
{
  return may_read_shelf (reading, nadi_overlay_copy (reading->state, rest, strcspn (rest, "/")));
}

static gboolean
may_read_record (Reading *reading, const char *id)
{
  NadiRecordState record;

  return find_record (reading, nadi_overlay_path (reading->state, "record", id, NULL), &record)
         && may_read_shelf (reading, record.shelf);
}

static gboolean
may_read_version (Reading *reading, const char *id)
{
  NadiVersionState version;

  return find_version (reading, nadi_overlay_path (reading->state, "version", id, NULL), &version)
         && may_read_shelf (reading, version.shelf);
}

/* read/<person>/<device>/<shelf>: as the shelf. */
static gboolean
may_read_read (Reading *reading, const char *rest)
{
  const char *slash = strrchr (rest, '/');

  return slash != NULL && may_read_shelf (reading, slash + 1);
}

static gboolean
may_read_pending (Reading *reading, const char *id)
{
  g_autoptr (NadiEvent) event = NULL;
  const NadiActor *actor;
  NadiPendingState pending;

  if (!find_pending (reading, nadi_overlay_path (reading->state, "pending", id, NULL), &pending))
    return FALSE;
  event = nadi_event_parse (pending.event, strlen (pending.event), NULL);
  if (event == NULL)
    return damaged (reading);
  actor = nadi_event_actor (event);
  if (actor->is_operator)
    return TRUE;
  if (actor->patient != NULL)
    return may_read_patient (reading, actor->patient);
  return reading->reader->patient == NULL && g_str_equal (actor->org, reading->reader->org);
}

static gboolean
may_read_number (Reading *reading, const char *rest)
{
  return nadi_kind_is_member (reading->kind);
}

static gboolean
may_read_any (Reading *reading, const char *rest)
{
  return TRUE;
}

/* seq/<signer>/<device>, waiting/<signer>: what a patient does is told to those who may read the patient. */
static gboolean
may_read_signer (Reading *reading, const char *rest)
{
  static const char patient[] = "patient/";

  if (!g_str_has_prefix (rest, patient))
    return TRUE;
  rest += sizeof patient - 1;
  return may_read_patient (reading, nadi_overlay_copy (reading->state, rest, strcspn (rest, "/")));
}

static gboolean
may_read_blob_state (Reading *reading, const char *cid)
{
  return may_read_blob (reading, cid, FALSE);
}

typedef struct
{
  const char *prefix;
  gboolean (*may_read) (Reading *reading, const char *rest);
} StateRule;

static const StateRule state_rules[] = {
  { "org/", may_read_any },        { "staff/", may_read_any },          { "seal/", may_read_any },
  { "device/", may_read_any },     { "home/", may_read_any },           { "role/", may_read_any },
  { "rolekey/", may_read_any },    { "netkey/", may_read_any },         { "directory/", may_read_any },
  { "seq/", may_read_signer },     { "waiting/", may_read_signer },     { "number/", may_read_number },
  { "reserved/", may_read_any },
  { "patient/", may_read_patient }, { "chart/", may_read_patient },     { "shelf/", may_read_shelf_key },
  { "record/", may_read_record },  { "version/", may_read_version },    { "blob/", may_read_blob_state },
  { "read/", may_read_read },      { "pending/", may_read_pending },
};

static gboolean
may_read_state (Reading *reading, const char *key)
{
  if (g_str_equal (key, "net"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (state_rules); i++)
    if (g_str_has_prefix (key, state_rules[i].prefix))
      return state_rules[i].may_read (reading, key + strlen (state_rules[i].prefix));
  return may_read_stream (reading, key);
}

static gboolean
may_read (Reading *reading, NadiReadKind kind, const char *name)
{
  switch (kind)
    {
    case NADI_READ_STREAM:
      return may_read_stream (reading, name);
    case NADI_READ_STATE:
      return may_read_state (reading, name);
    case NADI_READ_BLOB:
      return may_read_blob (reading, name, TRUE);
    default:
      return FALSE;
    }
}

gboolean
nadi_contract_may_read (NadiMap *state, const NadiReader *reader, NadiReadKind kind, const char *name, gint64 time,
                        GError **error)
{
  g_autoptr (NadiOverlay) overlay = nadi_overlay_new (state);
  Reading reading = { overlay, reader, time, NULL, 0, FALSE };

  if (admit_reader (&reading) && may_read (&reading, kind, name))
    return TRUE;
  if (reading.damaged)
    return nadi_state_damaged (error);
  return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "There is nothing here for this reader");
}
