/* Shelf keys: who may make one, for whom it may be boxed, and when the next is due. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-contract-shelf.h"

#define MAX_SHELVES_OF_ONE_OWNER 16

typedef struct
{
  const char *shelf;
  const char *patient;
  const char *section;
  gint64 epoch;
  const char *kid;
  const char *box;
  NadiList recipients;
} ShelfKey;

/* What opens a shelf: the epochs of the role keys among the recipients, and whether the patient is. */
typedef struct
{
  gint64 clinical;
  gint64 desk;
  gboolean patient;
} Openers;

static gboolean
valid_section (const char *section, gboolean has_patient)
{
  if (!has_patient)
    return g_str_equal (section, "directory");
  return g_str_equal (section, "identity") || g_str_equal (section, "emergency") || nadi_form_valid_hash (section);
}

static gboolean
take_shelf_key (NadiCall *call, ShelfKey *key, GError **error)
{
  if (!nadi_form_uuid (call, "shelf", &key->shelf, error)
      || !nadi_form_uuid_or_null (call, "patient", &key->patient, error)
      || !nadi_form_int (call, "epoch", 1, G_MAXINT32, &key->epoch, error)
      || !nadi_form_hash (call, "kid", &key->kid, error) || !nadi_form_cid (call, "box", &key->box, error)
      || !nadi_form_hashes (call, "recipients", NADI_MAX_RECIPIENTS, &key->recipients, error)
      || !nadi_form_name (call, "section", &key->section, error))
    return FALSE;
  if (!valid_section (key->section, key->patient != NULL))
    return nadi_form_error (error, "section");
  return TRUE;
}

static gboolean
check_role_recipient (NadiCall *call, const ShelfKey *key, const char *kid, Openers *openers, GError **error)
{
  const char *path = nadi_overlay_path (call->state, "rolekey", kid, NULL);
  NadiRoleKidState role;
  gboolean is_clinical;
  gint64 current;

  if (!nadi_overlay_has (call->state, path))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient who is not entitled");
  if (!nadi_state_load_role_kid (call->state, path, &role, error)
      || !nadi_state_role_epoch (call->state, role.org, role.role, &current, error))
    return FALSE;
  is_clinical = g_str_equal (role.role, "clinical");
  if (!g_str_equal (role.org, call->org)
      || (!is_clinical && (nadi_section_roles (key->section) & NADI_STAFF_RECEPTION) == 0))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient who is not entitled");
  /* The keys that someone knew who has since been removed are old; the next epoch is then due at once. */
  if (role.epoch != current && !call->countersigned)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient key that is no longer current");
  *(is_clinical ? &openers->clinical : &openers->desk) = role.epoch;
  return TRUE;
}

/* seal_kid: the patient's, or NULL. */
static gboolean
check_recipients (NadiCall *call, const ShelfKey *key, const char *seal_kid, Openers *openers, GError **error)
{
  for (guint i = 0; i < key->recipients.n; i++)
    {
      const char *kid = NADI_TEXT (key->recipients, i);

      if (g_strcmp0 (kid, seal_kid) == 0)
        openers->patient = TRUE;
      else if (!check_role_recipient (call, key, kid, openers, error))
        return FALSE;
    }
  return TRUE;
}

/* Nobody who may open a shelf is left out of a new key, the patient least of all. */
static gboolean
check_complete (NadiCall *call, const ShelfKey *key, const char *seal_kid, const Openers *openers, GError **error)
{
  gboolean with_desk = (nadi_section_roles (key->section) & NADI_STAFF_RECEPTION) != 0;
  gint64 clinical, desk;

  if (!nadi_state_role_epoch (call->state, call->org, "clinical", &clinical, error)
      || !nadi_state_desk_epoch (call->state, call->org, &desk, error))
    return FALSE;
  if ((seal_kid != NULL && !openers->patient) || (clinical != 0 && openers->clinical == 0)
      || (with_desk && desk != 0 && openers->desk == 0))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_RECIPIENT, "A recipient who is entitled is left out");
  return TRUE;
}

static gboolean
load_seal_kid (NadiCall *call, const char *patient, const char **kid, GError **error)
{
  NadiPatientState state;

  *kid = NULL;
  if (patient == NULL)
    return TRUE;
  if (!nadi_state_load_patient (call->state, nadi_overlay_path (call->state, "patient", patient, NULL), &state, error))
    return FALSE;
  if (state.seal != NULL && (*kid = nadi_form_rsa_kid (call, state.seal)) == NULL)
    return nadi_state_damaged (error);
  return TRUE;
}

static gboolean
enter_directory (NadiCall *call, const ShelfKey *key, GError **error)
{
  const char *path = nadi_overlay_path (call->state, "directory", call->org, NULL);

  if (nadi_overlay_has (call->state, path))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The organisation has its directory");
  nadi_state_save_name (call->state, path, "shelf", key->shelf);
  return TRUE;
}

static gboolean
enter_chart (NadiCall *call, const ShelfKey *key, GError **error)
{
  NadiChartShelf entry = { key->shelf, key->section, call->org };
  NadiChartState chart;
  guint own = 0;

  if (!nadi_state_load_chart_or_none (call->state, key->patient, &chart, error))
    return FALSE;
  if (nadi_chart_has_owner (&chart, call->org, key->section))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The organisation has a shelf for this section");
  for (guint i = 0; i < chart.shelves.n; i++)
    own += g_str_equal (NADI_ITEM (NadiChartShelf, chart.shelves, i)->owner, call->org);
  if (own >= MAX_SHELVES_OF_ONE_OWNER)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many shelves of one owner on one chart");
  chart.shelves = nadi_list_with_item (call->state, chart.shelves, &entry, sizeof entry);
  nadi_state_save_chart (call->state, nadi_overlay_path (call->state, "chart", key->patient, NULL), &chart);
  return TRUE;
}

static const char *
epoch_path (NadiCall *call, const char *shelf, gint64 epoch)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);

  return nadi_overlay_path (call->state, "shelf", shelf, number, NULL);
}

static gboolean
start_epoch (NadiCall *call, const ShelfKey *key, const char *seal_kid, const Openers *openers, GError **error)
{
  NadiBlobState owner = { .shelf = key->shelf, .date = NADI_NO_TIME };
  NadiShelfKeyState state = { key->kid, nadi_list_with_text (call->state, (NadiList){ NULL, 0 }, key->box),
                              key->recipients };
  NadiShelfState shelf = {
    .patient = key->patient, .section = key->section,      .owner = call->org,     .epoch = key->epoch,
    .since = call->time,     .clinical = openers->clinical, .desk = openers->desk,
  };

  if (!check_complete (call, key, seal_kid, openers, error) || !nadi_call_own_blob (call, key->box, &owner, error))
    return FALSE;
  nadi_state_save_shelf (call->state, nadi_overlay_path (call->state, "shelf", key->shelf, NULL), &shelf);
  nadi_state_save_shelf_key (call->state, epoch_path (call, key->shelf, key->epoch), &state);
  return TRUE;
}

static gboolean
add_box (NadiCall *call, const ShelfKey *key, GError **error)
{
  const char *path = epoch_path (call, key->shelf, key->epoch);
  NadiBlobState owner = { .shelf = key->shelf, .date = NADI_NO_TIME };
  NadiShelfKeyState state;

  if (!nadi_state_load_shelf_key (call->state, path, &state, error))
    return FALSE;
  if (!g_str_equal (state.kid, key->kid))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "This epoch has another key");
  for (guint i = 0; i < key->recipients.n; i++)
    if (!nadi_list_has_text (state.recipients, NADI_TEXT (key->recipients, i)))
      state.recipients = nadi_list_with_text (call->state, state.recipients, NADI_TEXT (key->recipients, i));
  if (!nadi_list_has_text (state.boxes, key->box))
    state.boxes = nadi_list_with_text (call->state, state.boxes, key->box);
  if (state.boxes.n > NADI_MAX_BOXES || state.recipients.n > NADI_MAX_BOXES)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many boxes of one key");
  if (!nadi_call_own_blob (call, key->box, &owner, error))
    return FALSE;
  nadi_state_save_shelf_key (call->state, path, &state);
  return TRUE;
}

static gboolean
check_same_shelf (NadiCall *call, const ShelfKey *key, const NadiShelfState *shelf, GError **error)
{
  if (!g_str_equal (shelf->owner, call->org))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Another organisation's shelf");
  if (g_strcmp0 (shelf->patient, key->patient) != 0 || !g_str_equal (shelf->section, key->section))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_STATE, "The shelf has another patient or section");
  return TRUE;
}

/* A key that was the shelf's before is not made its key again. */
static gboolean
check_next (NadiCall *call, const ShelfKey *key, const NadiShelfState *shelf, GError **error)
{
  NadiShelfKeyState last;

  if (key->epoch != shelf->epoch + 1)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "Not an epoch of the shelf, nor its next");
  if (!nadi_state_load_shelf_key (call->state, epoch_path (call, key->shelf, shelf->epoch), &last, error))
    return FALSE;
  if (g_str_equal (last.kid, key->kid))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The next epoch needs another key");
  return TRUE;
}

gboolean
nadi_apply_shelf_key (NadiCall *call, GError **error)
{
  ShelfKey key = { 0 };
  Openers openers = { 0 };
  const char *path, *seal_kid;
  NadiShelfState shelf;

  if (!take_shelf_key (call, &key, error)
      || !nadi_call_require_role (call, nadi_section_roles (key.section), error)
      || (key.patient != NULL && !nadi_call_require_member (call, error))
      || !load_seal_kid (call, key.patient, &seal_kid, error))
    return FALSE;
  nadi_call_add_stream (call, "h", key.shelf);
  if (key.patient != NULL)
    nadi_call_add_stream (call, "p", key.patient);
  nadi_call_add_stream (call, "o", call->org);
  path = nadi_overlay_path (call->state, "shelf", key.shelf, NULL);
  if (!nadi_overlay_has (call->state, path))
    {
      if (key.epoch != 1)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "The first key of a shelf has epoch 1");
      return check_recipients (call, &key, seal_kid, &openers, error)
             && (key.patient == NULL ? enter_directory (call, &key, error) : enter_chart (call, &key, error))
             && start_epoch (call, &key, seal_kid, &openers, error);
    }
  if (!nadi_state_load_shelf (call->state, path, &shelf, error) || !check_same_shelf (call, &key, &shelf, error)
      || !check_recipients (call, &key, seal_kid, &openers, error))
    return FALSE;
  if (key.epoch <= shelf.epoch)
    return add_box (call, &key, error);
  return check_next (call, &key, &shelf, error) && start_epoch (call, &key, seal_kid, &openers, error);
}

gboolean
nadi_call_load_own_shelf (NadiCall *call, const char *id, NadiShelfState *shelf, GError **error)
{
  if (!nadi_state_load_shelf (call->state, nadi_overlay_path (call->state, "shelf", id, NULL), shelf, error))
    return FALSE;
  if (!g_str_equal (shelf->owner, call->org))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Another organisation's shelf");
  if (!nadi_call_require_role (call, nadi_section_roles (shelf->section), error))
    return FALSE;
  nadi_call_add_stream (call, "h", id);
  if (shelf->patient != NULL)
    nadi_call_add_stream (call, "p", shelf->patient);
  nadi_call_add_stream (call, "o", shelf->owner);
  return TRUE;
}

/* An organisation without clinicians has no clinical key (0), then and now; a desk's counts where it opens the section. */
static gboolean
check_role_epochs (NadiCall *call, const NadiShelfState *shelf, GError **error)
{
  gboolean with_desk = (nadi_section_roles (shelf->section) & NADI_STAFF_RECEPTION) != 0;
  gint64 clinical, desk;

  if (!nadi_state_role_epoch (call->state, shelf->owner, "clinical", &clinical, error)
      || !nadi_state_desk_epoch (call->state, shelf->owner, &desk, error))
    return FALSE;
  if (clinical != shelf->clinical || (with_desk && desk != shelf->desk))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "A role key has moved on since this epoch began");
  return TRUE;
}

gboolean
nadi_call_check_epoch (NadiCall *call, const NadiShelfState *shelf, gint64 epoch, GError **error)
{
  if (call->countersigned && epoch <= shelf->epoch)
    return TRUE;
  if (epoch != shelf->epoch)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "Not the present epoch of the shelf");
  if (call->time - shelf->since >= NADI_SHELF_EPOCH_MS)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EPOCH, "This epoch of the shelf is a year old");
  return check_role_epochs (call, shelf, error);
}
