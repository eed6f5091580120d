/* Patients: their numbers, their charts, their keys. */
#include "nadi-contract-call.h"
#include "nadi-contract-form.h"

#define MAX_TAGS 64
/* Numbers that one organisation may have reserved and not used: blocks for its desks' days without a network. */
#define MAX_RESERVED 1024

static const char *
reserved_key (NadiCall *call)
{
  return nadi_overlay_path (call->state, "reserved", call->org, NULL);
}

gboolean
nadi_apply_number_reserve (NadiCall *call, GError **error)
{
  NadiNumberState number = { call->org, NULL };
  NadiList tags;
  gint64 reserved;

  if (!nadi_form_hashes (call, "tags", MAX_TAGS, &tags, error) || !nadi_call_require_member (call, error)
      || !nadi_state_load_count (call->state, reserved_key (call), &reserved, error))
    return FALSE;
  if (reserved + tags.n > MAX_RESERVED)
    return nadi_refuse (error, NADI_CONTRACT_ERROR_LIMIT, "Too many numbers reserved and not used");
  for (guint i = 0; i < tags.n; i++)
    {
      const char *key = nadi_overlay_path (call->state, "number", NADI_TEXT (tags, i), NULL);

      if (nadi_overlay_has (call->state, key))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "A number that is taken");
      nadi_state_save_number (call->state, key, &number);
    }
  nadi_state_save_count (call->state, reserved_key (call), reserved + tags.n);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

static gboolean
use_reserved (NadiCall *call, GError **error)
{
  gint64 reserved;

  if (!nadi_state_load_count (call->state, reserved_key (call), &reserved, error))
    return FALSE;
  if (reserved < 1)
    return nadi_state_damaged (error);
  nadi_state_save_count (call->state, reserved_key (call), reserved - 1);
  return TRUE;
}

/* A number is free, or reserved by this organisation. */
static gboolean
take_number (NadiCall *call, const char *patient, const char *tag, GError **error)
{
  const char *key = nadi_overlay_path (call->state, "number", tag, NULL);
  NadiNumberState number = { call->org, NULL };

  if (nadi_overlay_has (call->state, key))
    {
      if (!nadi_state_load_number (call->state, key, &number, error))
        return FALSE;
      if (number.patient != NULL)
        return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "A number that is a patient's");
      if (!g_str_equal (number.org, call->org))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "A number that another organisation has reserved");
      if (!use_reserved (call, error))
        return FALSE;
    }
  number.patient = patient;
  nadi_state_save_number (call->state, key, &number);
  return TRUE;
}

/* Both keys or none. */
static gboolean
take_keys_or_null (NadiCall *call, NadiPatientState *patient, GError **error)
{
  const char *kid;

  if (nadi_form_is_null (call, "sign") && nadi_form_is_null (call, "seal"))
    return TRUE;
  return nadi_form_hash (call, "sign", &patient->sign, error)
         && nadi_form_rsa (call, "seal", &patient->seal, &kid, error);
}

static gboolean
own_vault (NadiCall *call, const char *patient, GError **error)
{
  NadiBlobState owner = { .patient = patient, .date = NADI_NO_TIME };
  const char *vault;

  return nadi_form_cid_or_null (call, "vault", &vault, error)
         && (vault == NULL || nadi_call_own_blob (call, vault, &owner, error));
}

gboolean
nadi_apply_patient_register (NadiCall *call, GError **error)
{
  NadiPatientState patient = { .org = call->org };
  const char *id, *key;

  if (!nadi_form_uuid (call, "patient", &id, error) || !nadi_form_hash (call, "number", &patient.number, error)
      || !nadi_form_hash (call, "label", &patient.label, error) || !take_keys_or_null (call, &patient, error))
    return FALSE;
  if (!nadi_call_require_member (call, error))
    return FALSE;
  key = nadi_overlay_path (call->state, "patient", id, NULL);
  if (nadi_overlay_has (call->state, key))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_EXISTS, "The patient has been registered");
  if (!take_number (call, id, patient.number, error) || !own_vault (call, id, error))
    return FALSE;
  nadi_state_save_patient (call->state, key, &patient);
  nadi_call_add_stream (call, "p", id);
  nadi_call_add_stream (call, "o", call->org);
  return TRUE;
}

/* Those who keep a part of the chart: their next keys are boxed to the patient's new ones. */
static void
add_owners (NadiCall *call, const NadiPatientState *patient, const NadiChartState *chart)
{
  nadi_call_add_stream (call, "o", patient->org);
  for (guint i = 0; i < chart->shelves.n; i++)
    nadi_call_add_stream (call, "o", NADI_ITEM (NadiChartShelf, chart->shelves, i)->owner);
}

gboolean
nadi_apply_patient_update (NadiCall *call, GError **error)
{
  const char *id, *key, *kid;
  NadiPatientState patient;
  NadiChartState chart;

  if (!nadi_form_uuid (call, "patient", &id, error))
    return FALSE;
  if (!g_str_equal (id, call->actor->patient))
    return nadi_refuse (error, NADI_CONTRACT_ERROR_OWNER, "Another patient's keys");
  key = nadi_overlay_path (call->state, "patient", id, NULL);
  if (!nadi_state_load_patient (call->state, key, &patient, error)
      || !nadi_state_load_chart_or_none (call->state, id, &chart, error))
    return FALSE;
  nadi_call_add_stream (call, "p", id);
  add_owners (call, &patient, &chart);
  if (patient.sign == NULL)
    {
      if (!nadi_chart_has_owner (&chart, patient.org, "identity"))
        return nadi_refuse (error, NADI_CONTRACT_ERROR_UNKNOWN, "Those who registered the patient have no identity shelf");
      call->wants = NADI_APPROVAL_REGISTRAR;
    }
  if (!nadi_form_hash (call, "sign", &patient.sign, error)
      || !nadi_form_rsa (call, "seal", &patient.seal, &kid, error) || !own_vault (call, id, error))
    return FALSE;
  nadi_state_save_patient (call->state, key, &patient);
  return TRUE;
}
