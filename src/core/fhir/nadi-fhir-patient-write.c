/* From the model to the resource Patient. */
#include <string.h>

#include "nadi-encoding.h"
#include "nadi-fhir-build.h"
#include "nadi-fhir-patient-pick.h"
#include "nadi-fhir-patient.h"
#include "nadi-fhir-resource-private.h"

#define IDENTIFIER_TYPE "http://terminology.hl7.org/CodeSystem/v2-0203"
#define LANGUAGES "urn:ietf:bcp:47"

/* What the writer makes anew; the narrative would say what was. */
static const char *const written[] = { "resourceType", "id", "text", "identifier", "name", "telecom", "gender",
                                       "birthDate", "deceasedBoolean", "deceasedDateTime", "address", "contact",
                                       "communication", "photo", "_gender", "_birthDate", "_deceasedBoolean",
                                       "_deceasedDateTime", NULL };

/* A list of the words of text, nothing if there are none. */
static void
put_words (NadiJsonWriter *writer, const char *name, const char *text, const char *between)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", between, -1);

  if (!nadi_fhir_has_text (text))
    return;
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (nadi_fhir_has_text (words[i]))
        nadi_json_string (writer, words[i]);
    }
  nadi_json_end_array (writer);
}

static gboolean
has_name (const NadiPersonName *name)
{
  return nadi_fhir_has_text (name->text) || nadi_fhir_has_text (name->family) || nadi_fhir_has_text (name->given) ||
         nadi_fhir_has_text (name->prefix);
}

static void
write_name (NadiJsonWriter *writer, const NadiPersonName *name, const char *use)
{
  if (!has_name (name))
    return;
  nadi_json_begin_object (writer);
  nadi_fhir_put_text (writer, "use", use);
  nadi_fhir_put_text (writer, "text", name->text);
  nadi_fhir_put_text (writer, "family", name->family);
  put_words (writer, "given", name->given, " ");
  put_words (writer, "prefix", name->prefix, " ");
  nadi_json_end_object (writer);
}

static void
write_telecom (NadiJsonWriter *writer, const char *system, const char *value)
{
  if (!nadi_fhir_has_text (value))
    return;
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "system", system);
  nadi_json_put_string (writer, "value", value);
  nadi_json_end_object (writer);
}

static void
write_number (NadiJsonWriter *writer, const NadiPatientNumber *number)
{
  if (number->digits[0] == '\0')
    return;
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "use", "usual");
  nadi_fhir_put_concept (writer, "type", IDENTIFIER_TYPE, "MR", "Medical record number", NULL);
  nadi_json_put_string (writer, "system", NADI_FHIR_PATIENT_NUMBER);
  nadi_json_put_string (writer, "value", number->digits);
  nadi_json_end_object (writer);
}

static gboolean
has_address (const NadiAddress *a)
{
  return nadi_fhir_has_text (a->text) || nadi_fhir_has_text (a->line) || nadi_fhir_has_text (a->city) ||
         nadi_fhir_has_text (a->district) || nadi_fhir_has_text (a->region) || nadi_fhir_has_text (a->postal_code) ||
         nadi_fhir_has_text (a->country);
}

static void
write_address (NadiJsonWriter *writer, const NadiAddress *address)
{
  if (!has_address (address))
    return;
  nadi_json_begin_object (writer);
  nadi_fhir_put_text (writer, "text", address->text);
  put_words (writer, "line", address->line, "\n");
  nadi_fhir_put_text (writer, "city", address->city);
  nadi_fhir_put_text (writer, "district", address->district);
  nadi_fhir_put_text (writer, "state", address->region);
  nadi_fhir_put_text (writer, "postalCode", address->postal_code);
  nadi_fhir_put_text (writer, "country", address->country);
  nadi_json_end_object (writer);
}

static void
write_contact (NadiJsonWriter *writer, const NadiContact *contact, const char *system, const char *code, const char *display)
{
  if (!nadi_fhir_has_text (contact->name) && !nadi_fhir_has_text (contact->phone))
    return;
  nadi_json_begin_object (writer);
  nadi_fhir_put_concepts (writer, "relationship", system, code, display, contact->relation);
  if (nadi_fhir_has_text (contact->name))
    {
      nadi_json_name (writer, "name");
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "text", contact->name);
      nadi_json_end_object (writer);
    }
  if (nadi_fhir_has_text (contact->phone))
    {
      nadi_json_name (writer, "telecom");
      nadi_json_begin_array (writer);
      write_telecom (writer, "phone", contact->phone);
      nadi_json_end_array (writer);
    }
  nadi_json_end_object (writer);
}

static void
write_language (NadiJsonWriter *writer, const char *language)
{
  if (!nadi_fhir_has_text (language))
    return;
  nadi_json_begin_object (writer);
  nadi_fhir_put_concept (writer, "language", LANGUAGES, language, NULL, NULL);
  nadi_json_put_boolean (writer, "preferred", TRUE);
  nadi_json_end_object (writer);
}

static void
put_plain_members (NadiJsonWriter *writer, const NadiPatient *patient)
{
  g_autofree char *birth = nadi_date_to_text (&patient->birth);
  g_autofree char *death = nadi_date_to_text (&patient->deceased_on);

  nadi_fhir_put_text (writer, "gender", nadi_sex_code (patient->sex));
  nadi_fhir_put_text (writer, "birthDate", birth);
  if (patient->deceased && death != NULL)
    nadi_json_put_string (writer, "deceasedDateTime", death);
  else if (patient->deceased)
    nadi_json_put_boolean (writer, "deceasedBoolean", TRUE);
}

/* One list after the other: what the model holds, then what only base has. An empty list must not be written,
 * so each is first made by itself. */
typedef void (*WriteList) (NadiJsonWriter *writer, const NadiPatient *patient);

static void
write_identifiers (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_number (writer, &patient->number);
}

static void
write_names (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_name (writer, &patient->name, patient->name_temporary ? "temp" : "official");
  write_name (writer, &patient->name_local, NULL);
}

static void
write_telecoms (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_telecom (writer, "phone", patient->phone);
  write_telecom (writer, "email", patient->email);
}

static void
write_addresses (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_address (writer, &patient->address);
}

static void
write_contacts (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_contact (writer, &patient->guardian, NADI_FHIR_ROLE_CODE, "GUARD", "guardian");
  write_contact (writer, &patient->emergency, NADI_FHIR_CONTACT_ROLE, "C", "Emergency Contact");
}

static void
write_languages (NadiJsonWriter *writer, const NadiPatient *patient)
{
  write_language (writer, patient->language);
}

static void
write_photos (NadiJsonWriter *writer, const NadiPatient *patient)
{
  g_autofree char *data = NULL;
  gsize length;
  const guint8 *bytes;

  if (patient->photo == NULL)
    return;
  bytes = g_bytes_get_data (patient->photo, &length);
  data = nadi_base64_encode (bytes, length);
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "contentType", "image/jpeg");
  nadi_json_put_string (writer, "data", data);
  nadi_json_end_object (writer);
}

static void
put_list (NadiJsonWriter *writer, const char *name, const NadiPatient *patient, WriteList write,
          const NadiFhirResource *base, gint first, gint second)
{
  const gint but[] = { first >= 0 ? first : second, first >= 0 ? second : -1, -1 };
  g_autoptr (NadiJsonWriter) list = nadi_json_writer_new ();
  g_autofree char *text = NULL;

  nadi_json_begin_array (list);
  write (list, patient);
  nadi_fhir_copy_elements (list, base, name, but);
  nadi_json_end_array (list);
  text = nadi_json_writer_finish (list, NULL);
  if (!g_str_equal (text, "[]"))
    nadi_json_put_raw (writer, name, text);
}

NadiFhirResource *
nadi_fhir_patient_write (const NadiPatient *patient, const NadiFhirResource *base, GError **error)
{
  const NadiJsonValue *old = base != NULL ? nadi_fhir_resource_get_object (base) : NULL;
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_PATIENT, patient->id);

  put_list (writer, "identifier", patient, write_identifiers, base, nadi_fhir_pick_number (old), -1);
  put_list (writer, "name", patient, write_names, base, nadi_fhir_pick_name (old), nadi_fhir_pick_local_name (old));
  put_list (writer, "telecom", patient, write_telecoms, base, nadi_fhir_pick_telecom (old, "phone"),
            nadi_fhir_pick_telecom (old, "email"));
  put_plain_members (writer, patient);
  put_list (writer, "address", patient, write_addresses, base, nadi_fhir_pick_address (old), -1);
  put_list (writer, "contact", patient, write_contacts, base, nadi_fhir_pick_contact (old, NADI_FHIR_ROLE_CODE, "GUARD"),
            nadi_fhir_pick_contact (old, NADI_FHIR_CONTACT_ROLE, "C"));
  put_list (writer, "photo", patient, write_photos, base, nadi_fhir_pick_photo (old), -1);
  put_list (writer, "communication", patient, write_languages, base, nadi_fhir_pick_language (old), -1);
  nadi_fhir_copy_others (writer, base, written);
  return nadi_fhir_finish (writer, error);
}
