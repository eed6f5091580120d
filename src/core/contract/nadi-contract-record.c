/* Records: versions with content addresses and a commitment, and the heads that nothing has replaced. */
#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-contract-shelf.h"

#define MAX_CIDS 128
#define MAX_REPLACES 16
#define MAX_HEADS 16
/* Days since 1970-01-01: from the year 1800 to 2299. */
#define MIN_DATE (-62091)
#define MAX_DATE 120529

static const char *
record_path (NadiCall *call, const char *record)
{
  return nadi_overlay_path (call->state, "record", record, NULL);
}

static const char *
version_path (NadiCall *call, const char *version)
{
  return nadi_overlay_path (call->state, "version", version, NULL);
}

static gboolean
own_cids (NadiCall *call, const char *shelf, NadiList cids, gint64 date, GError **error)
{
  NadiBlobState owner = { .shelf = shelf, .date = date };

  for (guint i = 0; i < cids.n; i++)
    if (!nadi_call_own_blob (call, NADI_TEXT (cids, i), &owner, error))
      return FALSE;
  return TRUE;
}

typedef struct
{
  const char *id;
  NadiVersionState version;
  NadiShelfState shelf;
  NadiList cids;
} NewVersion;

/* What record.add and record.amend share. */
static gboolean
take_version (NadiCall *call, NewVersion *new, GError **error)
{
  NadiVersionState *version = &new->version;
  const char *commitment;
  gint64 epoch;

  if (!nadi_form_uuid (call, "shelf", &version->shelf, error)
      || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &epoch, error)
      || !nadi_form_uuid (call, "record", &version->record, error)
      || !nadi_form_uuid (call, "version", &new->id, error)
      || !nadi_form_int_or_null (call, "date", MIN_DATE, MAX_DATE, &version->date, error)
      || !nadi_form_cids (call, "cids", MAX_CIDS, &new->cids, error)
      || !nadi_form_hash (call, "commitment", &commitment, error)
      || !nadi_call_load_own_shelf (call, version->shelf, &new->shelf, error)
      || !nadi_call_check_epoch (call, &new->shelf, epoch, error))
    return FALSE;
  if (nadi_overlay_has (call->state, version_path (call, new->id)))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The version is there already");
  version->author = nadi_event_signer (call->event);
  version->status = NADI_STATUS_CURRENT;
  return own_cids (call, version->shelf, new->cids, version->date, error);
}

gboolean
nadi_apply_record_add (NadiCall *call, GError **error)
{
  NadiRecordState record = { 0 };
  NewVersion new = { 0 };
  const char *path;

  if (!take_version (call, &new, error))
    return FALSE;
  path = record_path (call, new.version.record);
  if (nadi_overlay_has (call->state, path))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The record is there already");
  record.shelf = new.version.shelf;
  record.heads = nadi_list_with_text (call->state, record.heads, new.id);
  nadi_state_save_record (call->state, path, &record);
  nadi_state_save_version (call->state, version_path (call, new.id), &new.version);
  return TRUE;
}

static NadiList
without (NadiCall *call, NadiList heads, const char *version)
{
  NadiList left = { NULL, 0 };

  for (guint i = 0; i < heads.n; i++)
    if (!g_str_equal (NADI_TEXT (heads, i), version))
      left = nadi_list_with_text (call->state, left, NADI_TEXT (heads, i));
  return left;
}

/* One that someone else has replaced meanwhile may still be named: then both replacements stand side by side. */
static gboolean
replace (NadiCall *call, const NewVersion *new, const char *id, NadiRecordState *record, GError **error)
{
  const char *path = version_path (call, id);
  NadiVersionState version;

  if (!nadi_state_load_version (call->state, path, &version, error))
    return FALSE;
  if (!g_str_equal (version.record, new->version.record))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_UNKNOWN, "A version of another record");
  if (g_str_equal (version.status, NADI_STATUS_RETRACTED))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "A version that has been retracted");
  if (g_str_equal (version.status, NADI_STATUS_CURRENT))
    {
      version.status = NADI_STATUS_REPLACED;
      nadi_state_save_version (call->state, path, &version);
      record->heads = without (call, record->heads, id);
    }
  return TRUE;
}

gboolean
nadi_apply_record_amend (NadiCall *call, GError **error)
{
  NewVersion new = { 0 };
  NadiRecordState record;
  NadiList replaces;

  if (!nadi_form_uuids (call, "replaces", MAX_REPLACES, &replaces, error) || !take_version (call, &new, error)
      || !nadi_state_load_record (call->state, record_path (call, new.version.record), &record, error))
    return FALSE;
  if (!g_str_equal (record.shelf, new.version.shelf))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The record is on another shelf");
  for (guint i = 0; i < replaces.n; i++)
    if (!replace (call, &new, NADI_TEXT (replaces, i), &record, error))
      return FALSE;
  if (record.heads.n >= MAX_HEADS)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many versions side by side");
  record.heads = nadi_list_with_text (call->state, record.heads, new.id);
  nadi_state_save_record (call->state, record_path (call, new.version.record), &record);
  nadi_state_save_version (call->state, version_path (call, new.id), &new.version);
  return TRUE;
}

/* A version that is there, on the shelf that the event names. */
static gboolean
load_version (NadiCall *call, const char *shelf, const char *id, NadiVersionState *version, GError **error)
{
  if (!nadi_state_load_version (call->state, version_path (call, id), version, error))
    return FALSE;
  if (!g_str_equal (version->shelf, shelf))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "The version is on another shelf");
  return TRUE;
}

gboolean
nadi_apply_record_reseal (NadiCall *call, GError **error)
{
  const char *shelf_id, *id;
  NadiVersionState version;
  NadiShelfState shelf;
  NadiList cids;
  gint64 epoch;

  if (!nadi_form_uuid (call, "shelf", &shelf_id, error)
      || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &epoch, error)
      || !nadi_form_uuid (call, "version", &id, error) || !nadi_form_cids (call, "cids", MAX_CIDS, &cids, error)
      || !nadi_call_load_own_shelf (call, shelf_id, &shelf, error)
      || !nadi_call_check_epoch (call, &shelf, epoch, error)
      || !load_version (call, shelf_id, id, &version, error))
    return FALSE;
  if (g_str_equal (version.status, NADI_STATUS_RETRACTED))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "A version that has been retracted");
  return own_cids (call, shelf_id, cids, version.date, error);
}

gboolean
nadi_apply_record_retract (NadiCall *call, GError **error)
{
  const char *shelf_id, *id;
  NadiVersionState version;
  NadiRecordState record;
  NadiShelfState shelf;

  if (!nadi_form_uuid (call, "shelf", &shelf_id, error) || !nadi_form_uuid (call, "version", &id, error)
      || !nadi_call_load_own_shelf (call, shelf_id, &shelf, error)
      || !load_version (call, shelf_id, id, &version, error))
    return FALSE;
  if (!g_str_equal (version.status, NADI_STATUS_CURRENT))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "A version that is no longer current");
  if (!nadi_state_load_record (call->state, record_path (call, version.record), &record, error))
    return FALSE;
  version.status = NADI_STATUS_RETRACTED;
  record.heads = without (call, record.heads, id);
  nadi_state_save_version (call->state, version_path (call, id), &version);
  nadi_state_save_record (call->state, record_path (call, version.record), &record);
  return TRUE;
}
