/* The patient, both ways. */
#include "nadi-fhir-patient.h"

#include <string.h>

#include "nadi-test-fhir.h"

static NadiFhirResource *
write_patient (const NadiPatient *patient, const NadiFhirResource *base)
{
  g_autoptr (GError) error = NULL;
  NadiFhirResource *resource = nadi_fhir_patient_write (patient, base, &error);
  g_assert_no_error (error);
  return resource;
}

static NadiPatient *
make_patient (void)
{
  NadiPatient *patient = nadi_patient_new ();
  patient->id = g_strdup ("p-1");
  g_assert_true (nadi_patient_number_parse ("00000000079444", &patient->number, NULL));
  patient->name.text = g_strdup ("<b>Asha</b> \"Rani\" Rao \\");
  patient->name.given = g_strdup ("Asha  Rani");
  patient->name.family = g_strdup ("Rao");
  patient->name.prefix = g_strdup ("Dr.");
  patient->name_local.text = g_strdup ("आशा राव");
  patient->sex = NADI_SEX_FEMALE;
  g_assert_true (nadi_date_parse ("1984", &patient->birth, NULL));
  patient->deceased = TRUE;
  g_assert_true (nadi_date_parse ("2026-01-05", &patient->deceased_on, NULL));
  patient->phone = g_strdup ("+91 98200 00000");
  patient->email = g_strdup ("asha@example.org");
  patient->address.line = g_strdup ("12, Lane 3\n\nNear the well");
  patient->address.city = g_strdup ("Pune");
  patient->address.district = g_strdup ("Pune");
  patient->address.region = g_strdup ("Maharashtra");
  patient->address.postal_code = g_strdup ("411001");
  patient->address.country = g_strdup ("IN");
  patient->language = g_strdup ("mr");
  patient->guardian.name = g_strdup ("Meera Rao");
  patient->guardian.relation = g_strdup ("mother");
  patient->emergency.name = g_strdup ("Vijay Rao");
  patient->emergency.phone = g_strdup ("+91 98200 00001");
  return patient;
}

static void
assert_same (const NadiPatient *a, const NadiPatient *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->number.digits, ==, b->number.digits);
  g_assert_cmpstr (a->name.text, ==, b->name.text);
  g_assert_cmpstr (a->name.family, ==, b->name.family);
  g_assert_cmpstr (a->name.prefix, ==, b->name.prefix);
  g_assert_cmpstr (a->name_local.text, ==, b->name_local.text);
  g_assert_cmpint (a->sex, ==, b->sex);
  g_assert_true (nadi_date_equal (&a->birth, &b->birth));
  g_assert_true (a->deceased == b->deceased);
  g_assert_true (nadi_date_equal (&a->deceased_on, &b->deceased_on));
  g_assert_cmpstr (a->phone, ==, b->phone);
  g_assert_cmpstr (a->email, ==, b->email);
  g_assert_cmpstr (a->address.city, ==, b->address.city);
  g_assert_cmpstr (a->address.district, ==, b->address.district);
  g_assert_cmpstr (a->address.region, ==, b->address.region);
  g_assert_cmpstr (a->address.postal_code, ==, b->address.postal_code);
  g_assert_cmpstr (a->address.country, ==, b->address.country);
  g_assert_cmpstr (a->language, ==, b->language);
  g_assert_cmpstr (a->guardian.name, ==, b->guardian.name);
  g_assert_cmpstr (a->guardian.relation, ==, b->guardian.relation);
  g_assert_cmpstr (a->emergency.name, ==, b->emergency.name);
  g_assert_cmpstr (a->emergency.phone, ==, b->emergency.phone);
}

static void
test_round_trip (void)
{
  g_autoptr (NadiPatient) patient = make_patient ();
  g_autoptr (NadiFhirResource) resource = write_patient (patient, NULL);
  g_autoptr (NadiPatient) read = nadi_fhir_patient_read (resource, NULL);
  g_autoptr (NadiFhirResource) again = write_patient (read, resource);
  assert_same (patient, read);
  g_assert_cmpstr (read->name.given, ==, "Asha Rani");
  g_assert_cmpstr (read->address.line, ==, "12, Lane 3\nNear the well");
  g_assert_cmpstr (nadi_fhir_resource_get_json (again), ==, nadi_fhir_resource_get_json (resource));
  g_assert_cmpint (nadi_fhir_resource_get_section (resource), ==, NADI_SECTION_IDENTITY);
}

static void
test_exact (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiFhirResource) resource = NULL;
  patient->id = g_strdup ("p");
  patient->name.text = g_strdup ("Asha");
  patient->name.family = g_strdup ("  ");
  patient->sex = NADI_SEX_OTHER;
  patient->phone = g_strdup ("");
  resource = write_patient (patient, NULL);
  g_assert_cmpstr (nadi_fhir_resource_get_json (resource), ==,
                   "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"use\":\"official\",\"text\":\"Asha\"}],\"gender\":\"other\"}");
}

static void
test_unnamed (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiPatient) read = NULL;
  patient->id = g_strdup ("p");
  resource = write_patient (patient, NULL);
  read = nadi_fhir_patient_read (resource, NULL);
  g_assert_true (nadi_person_name_empty (&read->name));
  g_assert_cmpint (read->birth.precision, ==, NADI_DATE_NONE);
  g_assert_cmpint (read->sex, ==, NADI_SEX_NONE);
  g_assert_false (read->deceased);
}

static const char rich[] =
  "{\"resourceType\":\"Patient\",\"id\":\"p\",\"meta\":{\"tag\":[{\"code\":\"x\"}]},"
  "\"text\":{\"status\":\"generated\",\"div\":\"<div>old</div>\"},"
  "\"extension\":[{\"url\":\"u\",\"valueDecimal\":1.50}],"
  "\"identifier\":[{\"system\":\"http://other\",\"value\":\"7\"}],"
  "\"name\":[{\"use\":\"maiden\",\"family\":\"Old\"},{\"use\":\"official\",\"family\":\"New\",\"given\":[\"A\"]},{\"use\":\"nickname\",\"text\":\"Nick\"}],"
  "\"telecom\":[{\"system\":\"phone\",\"value\":\"1\",\"use\":\"old\"},{\"system\":\"phone\",\"value\":\"2\"},{\"system\":\"fax\",\"value\":\"3\"}],"
  "\"gender\":\"male\",\"birthDate\":\"1950-01-01\",\"_birthDate\":{\"extension\":[{\"url\":\"t\",\"valueDateTime\":\"1950-01-01T10:00:00Z\"}]},"
  "\"address\":[{\"use\":\"old\",\"city\":\"A\"},{\"city\":\"B\"}],\"maritalStatus\":{\"text\":\"m\"}}";

static void
test_amend_keeps (void)
{
  g_autoptr (NadiFhirResource) base = nadi_test_fhir_take (rich);
  g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (base, NULL);
  g_autoptr (NadiFhirResource) amended = NULL;
  static const char *const kept[] = { "\"meta\":{\"tag\":[{\"code\":\"x\"}]}", "\"valueDecimal\":1.50",
                                      "{\"system\":\"http://other\",\"value\":\"7\"}", "{\"use\":\"maiden\",\"family\":\"Old\"}",
                                      "{\"use\":\"nickname\",\"text\":\"Nick\"}", "{\"system\":\"phone\",\"value\":\"1\",\"use\":\"old\"}",
                                      "{\"system\":\"fax\",\"value\":\"3\"}", "{\"use\":\"old\",\"city\":\"A\"}",
                                      "\"maritalStatus\":{\"text\":\"m\"}", "\"value\":\"00000000079444\"", "\"city\":\"C\"" };
  static const char *const gone[] = { "<div>old</div>", "\"value\":\"2\"", "\"city\":\"B\"", "1950-01-01T10:00:00Z" };
  g_assert_cmpstr (patient->name.family, ==, "New");
  g_assert_cmpstr (patient->phone, ==, "2");
  g_assert_cmpstr (patient->address.city, ==, "B");
  g_assert_true (nadi_patient_number_parse ("00000000079444", &patient->number, NULL));
  g_free (patient->phone);
  patient->phone = g_strdup ("9");
  g_free (patient->address.city);
  patient->address.city = g_strdup ("C");
  g_assert_true (nadi_date_parse ("1951", &patient->birth, NULL));
  amended = write_patient (patient, base);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_nonnull (strstr (nadi_fhir_resource_get_json (amended), kept[i]));
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_null (strstr (nadi_fhir_resource_get_json (amended), gone[i]));
}

static void
test_refusals (void)
{
  g_autoptr (NadiFhirResource) other = nadi_test_fhir_take ("{\"resourceType\":\"Practitioner\",\"id\":\"a\"}");
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (GError) error = NULL;
  g_assert_null (nadi_fhir_patient_read (other, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_TYPE_NOT_KEPT);
  g_clear_error (&error);
  patient->id = g_strdup ("not an id");
  g_assert_null (nadi_fhir_patient_write (patient, NULL, &error));
  g_assert_error (error, NADI_FHIR_ERROR, NADI_FHIR_ERROR_VALUE);
}

static void
test_odd_patients (void)
{
  static const char *const jsons[] = {
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"_text\":{\"id\":\"x\"},\"given\":[null],\"_given\":[{\"id\":\"y\"}]}]}",
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"given\":[null,\"b\"]}],\"contact\":[{\"name\":{\"text\":\"x\"},\"relationship\":[{\"text\":\"y\"}]}]}",
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"communication\":[{\"language\":{\"text\":\"x\"}}],\"deceasedDateTime\":\"2020-01-01T10:00:00Z\"}",
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"identifier\":[{\"system\":\"https://nadihealth.org/fhir/sid/patient-number\",\"value\":\"12\"}]}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (jsons); i++)
    {
      g_autoptr (NadiFhirResource) resource = nadi_test_fhir_take (jsons[i]);
      g_autoptr (NadiPatient) patient = nadi_fhir_patient_read (resource, NULL);
      g_autoptr (NadiFhirResource) again = write_patient (patient, resource);
      g_assert_cmpstr (patient->number.digits, ==, "");
      g_assert_nonnull (again);
    }
}

/* A photo goes in and out; what else a source had of photos stays, and what is none is not shown. */
static void
test_photo (void)
{
  static const guint8 jpeg[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0x00 };
  g_autoptr (NadiFhirResource) base = nadi_test_fhir_take ("{\"resourceType\":\"Patient\",\"id\":\"p-1\",\"photo\":[{\"url\":\"https://example.org/a.jpg\"},"
                                            "{\"contentType\":\"image/png\",\"data\":\"AAAA\"}]}");
  g_autoptr (NadiPatient) before = nadi_fhir_patient_read (base, NULL);
  g_autoptr (NadiPatient) patient = make_patient ();
  g_autoptr (NadiPatient) with = NULL, without = NULL;
  g_autoptr (NadiFhirResource) first = NULL, second = NULL;

  g_assert_null (before->photo);
  patient->photo = g_bytes_new (jpeg, sizeof jpeg);
  first = write_patient (patient, base);
  with = nadi_fhir_patient_read (first, NULL);
  g_assert_true (g_bytes_equal (with->photo, patient->photo));
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (first), "example.org/a.jpg"));
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (first), "image/png"));
  g_clear_pointer (&patient->photo, g_bytes_unref);
  second = write_patient (patient, first);
  without = nadi_fhir_patient_read (second, NULL);
  g_assert_null (without->photo);
  g_assert_null (strstr (nadi_fhir_resource_get_json (second), "image/jpeg"));
  g_assert_nonnull (strstr (nadi_fhir_resource_get_json (second), "example.org/a.jpg"));
}

static void
test_photo_too_large (void)
{
  gsize length = NADI_PHOTO_MOST + 1;
  g_autofree guint8 *bytes = g_malloc0 (length);
  g_autoptr (NadiPatient) patient = make_patient ();
  g_autoptr (NadiPatient) read = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;

  patient->photo = g_bytes_new (bytes, length);
  resource = write_patient (patient, NULL);
  read = nadi_fhir_patient_read (resource, NULL);
  g_assert_null (read->photo);
}

static void
test_temporary_name (void)
{
  g_autoptr (NadiPatient) patient = make_patient ();
  g_autoptr (NadiPatient) read = NULL, named = NULL;
  g_autoptr (NadiFhirResource) first = NULL, second = NULL;

  patient->name_temporary = TRUE;
  first = write_patient (patient, NULL);
  read = nadi_fhir_patient_read (first, NULL);
  g_assert_true (read->name_temporary);
  patient->name_temporary = FALSE;
  second = write_patient (patient, first);
  named = nadi_fhir_patient_read (second, NULL);
  g_assert_false (named->name_temporary);
  g_assert_null (strstr (nadi_fhir_resource_get_json (second), "\"temp\""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/patient/round-trip", test_round_trip);
  g_test_add_func ("/fhir/patient/exact", test_exact);
  g_test_add_func ("/fhir/patient/unnamed", test_unnamed);
  g_test_add_func ("/fhir/patient/amend-keeps", test_amend_keeps);
  g_test_add_func ("/fhir/patient/refusals", test_refusals);
  g_test_add_func ("/fhir/patient/odd", test_odd_patients);
  g_test_add_func ("/fhir/patient/photo", test_photo);
  g_test_add_func ("/fhir/patient/photo-too-large", test_photo_too_large);
  g_test_add_func ("/fhir/patient/temporary-name", test_temporary_name);
  return g_test_run ();
}
