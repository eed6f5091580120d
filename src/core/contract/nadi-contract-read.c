/* Reads: put down before anything is shown, by whoever reads. */
#include "nadi-contract-call.h"
#include "nadi-contract-form.h"
#include "nadi-contract-shelf.h"

#define MAX_SHELVES 64

/* Consent codes of FORMATS.md. What other organisations and emergencies need asks for grants. */
static const char *const staff_purposes[] = { "CAREMGT", "HPAYMT", "PUBHLTH", "PATRQT", NULL };
static const char *const patient_purposes[] = { "PATRQT", NULL };

static gboolean
load_patients_shelf (NadiCall *call, const char *id, GError **error)
{
  NadiShelfState shelf;

  if (!nadi_state_load_shelf (call->state, nadi_overlay_path (call->state, "shelf", id, NULL), &shelf, error))
    return FALSE;
  if (g_strcmp0 (shelf.patient, call->actor->patient) != 0)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Another patient's shelf");
  nadi_call_add_stream (call, "h", id);
  nadi_call_add_stream (call, "p", shelf.patient);
  nadi_call_add_stream (call, "o", shelf.owner);
  return TRUE;
}

gboolean
nadi_apply_access_read (NadiCall *call, GError **error)
{
  gboolean is_patient = call->actor->patient != NULL;
  NadiReadState state = { .time = call->time };
  NadiList shelves;
  gboolean offline;

  if (!nadi_form_uuids (call, "shelves", MAX_SHELVES, &shelves, error)
      || !nadi_form_word (call, "purpose", is_patient ? patient_purposes : staff_purposes, &state.purpose, error)
      || !nadi_form_boolean (call, "offline", &offline, error))
    return FALSE;
  for (guint i = 0; i < shelves.n; i++)
    {
      const char *id = NADI_TEXT (shelves, i);
      NadiShelfState shelf;

      if (is_patient ? !load_patients_shelf (call, id, error) : !nadi_call_load_own_shelf (call, id, &shelf, error))
        return FALSE;
      nadi_state_save_read (call->state,
                            nadi_overlay_path (call->state, "read", nadi_event_signer (call->event),
                                               nadi_event_device (call->event), id, NULL),
                            &state);
    }
  call->late = call->late || offline;
  return TRUE;
}
