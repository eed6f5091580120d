/* From the resource Patient to the model. */
#include <string.h>

#include "nadi-encoding.h"
#include "nadi-fhir-build.h"
#include "nadi-fhir-patient-pick.h"
#include "nadi-fhir-patient.h"
#include "nadi-fhir-resource-private.h"

static const NadiJsonValue *
picked (const NadiJsonValue *patient, const char *member, gint place)
{
  return place >= 0 ? nadi_fhir_nth (nadi_fhir_array (patient, member), (guint) place) : NULL;
}

static void
read_name (const NadiJsonValue *object, NadiPersonName *name)
{
  if (object == NULL)
    return;
  name->text = g_strdup (nadi_fhir_string (object, "text"));
  name->prefix = nadi_fhir_join (object, "prefix", " ");
  name->given = nadi_fhir_join (object, "given", " ");
  name->family = g_strdup (nadi_fhir_string (object, "family"));
}

static void
read_address (const NadiJsonValue *object, NadiAddress *address)
{
  address->text = g_strdup (nadi_fhir_string (object, "text"));
  address->line = nadi_fhir_join (object, "line", "\n");
  address->city = g_strdup (nadi_fhir_string (object, "city"));
  address->district = g_strdup (nadi_fhir_string (object, "district"));
  address->region = g_strdup (nadi_fhir_string (object, "state"));
  address->postal_code = g_strdup (nadi_fhir_string (object, "postalCode"));
  address->country = g_strdup (nadi_fhir_string (object, "country"));
}

static void
read_contact (const NadiJsonValue *object, NadiContact *contact)
{
  const NadiJsonValue *relation = nadi_fhir_nth (nadi_fhir_array (object, "relationship"), 0);
  NadiPersonName name = { 0 };
  gint phone = nadi_fhir_pick_telecom (object, "phone");

  if (object == NULL)
    return;
  read_name (nadi_fhir_object (object, "name"), &name);
  if (!nadi_person_name_empty (&name))
    contact->name = nadi_person_name_full (&name);
  nadi_person_name_set (&name, "");
  contact->relation = g_strdup (nadi_fhir_string (relation, "text"));
  contact->phone = g_strdup (nadi_fhir_string (picked (object, "telecom", phone), "value"));
}

static void
read_language (const NadiJsonValue *object, NadiPatient *patient)
{
  const NadiJsonValue *language = nadi_fhir_object (picked (object, "communication", nadi_fhir_pick_language (object)), "language");
  const NadiJsonValue *coding = nadi_fhir_nth (nadi_fhir_array (language, "coding"), 0);

  patient->language = g_strdup (nadi_fhir_string (coding, "code"));
}

static void
read_deceased (const NadiJsonValue *object, NadiPatient *patient)
{
  const char *when = nadi_fhir_string (object, "deceasedDateTime");
  g_autofree char *date = when != NULL ? g_strndup (when, strcspn (when, "T")) : NULL;

  patient->deceased = when != NULL || nadi_fhir_is_true (object, "deceasedBoolean");
  if (date != NULL)
    nadi_date_parse (date, &patient->deceased_on, NULL);
}

static void
read_number (const NadiJsonValue *object, NadiPatient *patient)
{
  const char *value = nadi_fhir_string (picked (object, "identifier", nadi_fhir_pick_number (object)), "value");

  if (value != NULL)
    nadi_patient_number_parse (value, &patient->number, NULL);
}

/* A photo that is none is no reason to refuse who it is of. */
static void
read_photo (const NadiJsonValue *object, NadiPatient *patient)
{
  const char *data = nadi_fhir_string (picked (object, "photo", nadi_fhir_pick_photo (object)), "data");
  g_autoptr (GBytes) photo = data != NULL ? nadi_base64_decode (data, -1, NULL) : NULL;

  if (photo != NULL && g_bytes_get_size (photo) <= NADI_PHOTO_MOST)
    patient->photo = g_steal_pointer (&photo);
}

NadiPatient *
nadi_fhir_patient_read (const NadiFhirResource *resource, GError **error)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  const NadiJsonValue *object = nadi_fhir_resource_get_object (resource);
  const char *birth = nadi_fhir_string (object, "birthDate");

  if (nadi_fhir_resource_get_type (resource) != NADI_FHIR_PATIENT)
    {
      g_set_error_literal (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_TYPE_NOT_KEPT, "the resource is no Patient");
      return NULL;
    }
  patient->id = g_strdup (nadi_fhir_resource_get_id (resource));
  read_number (object, patient);
  read_name (picked (object, "name", nadi_fhir_pick_name (object)), &patient->name);
  read_name (picked (object, "name", nadi_fhir_pick_local_name (object)), &patient->name_local);
  patient->name_temporary = g_strcmp0 (nadi_fhir_string (picked (object, "name", nadi_fhir_pick_name (object)), "use"), "temp") == 0;
  patient->sex = nadi_sex_from_code (nadi_fhir_string (object, "gender"));
  if (birth != NULL)
    nadi_date_parse (birth, &patient->birth, NULL);
  read_deceased (object, patient);
  patient->phone = g_strdup (nadi_fhir_string (picked (object, "telecom", nadi_fhir_pick_telecom (object, "phone")), "value"));
  patient->email = g_strdup (nadi_fhir_string (picked (object, "telecom", nadi_fhir_pick_telecom (object, "email")), "value"));
  read_address (picked (object, "address", nadi_fhir_pick_address (object)), &patient->address);
  read_language (object, patient);
  read_contact (picked (object, "contact", nadi_fhir_pick_contact (object, NADI_FHIR_ROLE_CODE, "GUARD")), &patient->guardian);
  read_contact (picked (object, "contact", nadi_fhir_pick_contact (object, NADI_FHIR_CONTACT_ROLE, "C")), &patient->emergency);
  read_photo (object, patient);
  return g_steal_pointer (&patient);
}
