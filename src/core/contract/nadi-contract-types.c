/* Every event type: who may sign it, whose work it is, what members it has, and which function judges it. */
#include <string.h>

#include "nadi-contract-call.h"
#include "nadi-json.h"

#define MEMBERS(...)                                                                                                 \
  (const char *const[]) { "type", "id", "origin", "actor", "device", "seq", "time", __VA_ARGS__, NULL }

static const NadiEventType types[] = {
  /* type, roles of staff, signers, late from the removed, function, members */
  { "record.add", 0, NADI_BY_STAFF, TRUE, nadi_apply_record_add,
    MEMBERS ("shelf", "epoch", "record", "version", "date", "cids", "commitment") },
  { "access.read", 0, NADI_BY_STAFF | NADI_BY_PATIENT, TRUE, nadi_apply_access_read,
    MEMBERS ("shelves", "purpose", "offline") },
  { "record.amend", 0, NADI_BY_STAFF, TRUE, nadi_apply_record_amend,
    MEMBERS ("shelf", "epoch", "record", "version", "date", "cids", "commitment", "replaces") },
  { "record.reseal", 0, NADI_BY_STAFF, FALSE, nadi_apply_record_reseal,
    MEMBERS ("shelf", "epoch", "version", "cids") },
  { "record.retract", 0, NADI_BY_STAFF, TRUE, nadi_apply_record_retract,
    MEMBERS ("shelf", "version") },
  { "shelf.key", 0, NADI_BY_STAFF, TRUE, nadi_apply_shelf_key,
    MEMBERS ("shelf", "patient", "section", "epoch", "kid", "box", "recipients") },
  { "patient.register", NADI_STAFF_DESK, NADI_BY_STAFF, TRUE, nadi_apply_patient_register,
    MEMBERS ("patient", "number", "label", "sign", "seal", "vault") },
  { "patient.update", 0, NADI_BY_PATIENT, FALSE, nadi_apply_patient_update,
    MEMBERS ("patient", "sign", "seal", "vault") },
  { "number.reserve", NADI_STAFF_DESK, NADI_BY_STAFF, FALSE, nadi_apply_number_reserve,
    MEMBERS ("tags") },
  { "approve", 0, NADI_BY_STAFF, FALSE, nadi_apply_approve,
    MEMBERS ("event") },
  { "role.key", 0, NADI_BY_STAFF, FALSE, nadi_apply_role_key,
    MEMBERS ("role", "epoch", "key", "kid", "box", "recipients") },
  { "staff.admit", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_staff_admit,
    MEMBERS ("staff", "name", "sign", "seal", "roles") },
  { "staff.update", 0, NADI_BY_STAFF, FALSE, nadi_apply_staff_update,
    MEMBERS ("staff", "name", "sign", "seal", "roles") },
  { "staff.remove", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_staff_remove,
    MEMBERS ("staff", "compromised") },
  { "device.admit", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_device_admit,
    MEMBERS ("subject", "key", "kind") },
  { "device.update", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_device_update,
    MEMBERS ("subject", "key", "kind") },
  { "device.remove", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_device_remove,
    MEMBERS ("subject", "compromised") },
  { "org.admit", 0, NADI_BY_OPERATOR, FALSE, nadi_apply_org_admit,
    MEMBERS ("org", "founding") },
  { "org.update", NADI_STAFF_ADMINISTRATOR, NADI_BY_STAFF, FALSE, nadi_apply_org_update,
    MEMBERS ("name", "profile") },
  { "org.suspend", 0, NADI_BY_OPERATOR, FALSE, nadi_apply_org_suspend,
    MEMBERS ("org", "suspended") },
  { "network.key", NADI_STAFF_DESK, NADI_BY_STAFF, FALSE, nadi_apply_network_key,
    MEMBERS ("purpose", "epoch", "kid", "box", "recipients") },
  { "network.update", 0, NADI_BY_OPERATOR, FALSE, nadi_apply_network_update,
    MEMBERS ("validators", "quorum", "anchor") },
  { "network.genesis", 0, NADI_BY_OPERATOR, FALSE, nadi_apply_network_genesis,
    MEMBERS ("operator", "log", "validators", "quorum", "anchor", "founders") },
};

static guint8
signer_kind (const NadiActor *actor)
{
  return actor->is_operator ? NADI_BY_OPERATOR : actor->staff != NULL ? NADI_BY_STAFF : NADI_BY_PATIENT;
}

const NadiEventType *
nadi_event_type_of (NadiEvent *event, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (!g_str_equal (types[i].type, nadi_event_type (event)))
        continue;
      if (!nadi_json_only_members (nadi_event_payload (event), types[i].members, NULL)
          || json_object_get_size (nadi_event_payload (event)) != g_strv_length ((char **) types[i].members))
        {
          nadi_refuse (error, NADI_CONTRACT_ERROR_FORM, "The event's members are not those of its type");
          return NULL;
        }
      if ((types[i].signers & signer_kind (nadi_event_actor (event))) == 0)
        {
          nadi_refuse (error, NADI_CONTRACT_ERROR_ROLE, "Such a signer does not sign this type of event");
          return NULL;
        }
      return &types[i];
    }
  nadi_refuse (error, NADI_CONTRACT_ERROR_FORM, "There is no such type of event");
  return NULL;
}
