/* What registering needs of a session: likely duplicates, names by rule, photos, and a correction that is taken back. */
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;
static NadiSession *desk;

static NadiPatient *
somebody (const char *name, const char *birth, const char *phone)
{
  NadiPatient *patient = nadi_patient_new ();

  nadi_person_name_set (&patient->name, name);
  g_assert_true (nadi_date_parse (birth, &patient->birth, NULL));
  patient->phone = g_strdup (phone);
  return patient;
}

static char *
add (NadiPatient *patient)
{
  g_autoptr (GError) error = NULL;

  nadi_session_add_patient (desk, patient, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (patient->id);
}

/* The same one first; a twin after all who are likely; others not at all. */
static void
test_likely (void)
{
  g_autoptr (NadiPatient) seeta = somebody ("Seeta Rao", "2001-05-06", "+91 98200 12345");
  g_autoptr (NadiPatient) geeta = somebody ("Geeta Rao", "2001-05-06", "+91 98200 12345");
  g_autoptr (NadiPatient) other = somebody ("Anil Joshi", "1970-01-01", "9999999999");
  g_autoptr (NadiPatient) typed = somebody ("Sita Rao", "2001-05-06", "09820012345");
  g_autoptr (NadiPatient) nothing = nadi_patient_new ();
  g_autofree char *seeta_id = add (seeta);
  g_autofree char *geeta_id = add (geeta);
  g_autofree char *other_id = add (other);
  g_autoptr (GPtrArray) likely = nadi_session_find_likely (desk, typed, NULL, 6);
  g_autoptr (GPtrArray) without = nadi_session_find_likely (desk, typed, seeta_id, 6);
  g_autoptr (GPtrArray) none = nadi_session_find_likely (desk, nothing, NULL, 6);
  const NadiLikelyPatient *first, *second;

  g_assert_cmpuint (likely->len, ==, 2);
  first = g_ptr_array_index (likely, 0);
  second = g_ptr_array_index (likely, 1);
  g_assert_cmpstr (first->row->id, ==, seeta_id);
  g_assert_cmphex (first->reasons, ==, NADI_MATCH_NAME_ALIKE | NADI_MATCH_BIRTH_SAME | NADI_MATCH_PHONE_SAME);
  g_assert_cmpstr (second->row->id, ==, geeta_id);
  g_assert_cmpuint (second->reasons & NADI_MATCH_RELATIVE, !=, 0);
  g_assert_cmpuint (second->score, <, NADI_MATCH_LIKELY);
  g_assert_cmpuint (without->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A name by rule is marked in the list until the real one is known. */
static void
test_unnamed (void)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  patient->name.text = g_strdup ("Unidentified man, about 40, 2026-11-23 14:05");
  patient->name_temporary = TRUE;
  id = add (patient);
  before = nadi_session_lookup_patient (desk, id);
  g_assert_true (before->unnamed);
  nadi_person_name_set (&patient->name, "Arif Mulla");
  patient->name_temporary = FALSE;
  nadi_session_update_patient (desk, id, patient, &error);
  g_assert_no_error (error);
  after = nadi_session_lookup_patient (desk, id);
  g_assert_false (after->unnamed);
  g_assert_cmpstr (after->name, ==, "Arif Mulla");
}

/* What was read before a correction is what taking it back writes: the photo too. */
static void
test_take_back (void)
{
  static const guint8 jpeg[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0x00 };
  g_autoptr (NadiPatient) patient = somebody ("Kavita Das", "1984-05-09", "9820011111");
  g_autoptr (NadiPatient) before = NULL, changed = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  patient->photo = g_bytes_new (jpeg, sizeof jpeg);
  id = add (patient);
  before = nadi_session_get_patient (desk, id, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (before->photo, patient->photo));
  changed = nadi_patient_copy (before);
  nadi_person_name_set (&changed->name, "Kavita Menon");
  g_clear_pointer (&changed->photo, g_bytes_unref);
  nadi_session_update_patient (desk, id, changed, &error);
  g_assert_no_error (error);
  nadi_session_update_patient (desk, id, before, &error);
  g_assert_no_error (error);
  after = nadi_session_get_patient (desk, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->name.text, ==, "Kavita Das");
  g_assert_true (g_bytes_equal (after->photo, patient->photo));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_RECEPTION);
  desk = nadi_test_world_open (clinic->reception);
  nadi_test_sync (desk);
  g_test_add_func ("/session/register/likely", test_likely);
  g_test_add_func ("/session/register/unnamed", test_unnamed);
  g_test_add_func ("/session/register/take-back", test_take_back);
  result = g_test_run ();
  nadi_session_close (desk);
  nadi_session_unref (desk);
  nadi_test_clinic_free (clinic);
  return result;
}
