/* Writes what Nadi's own mapping makes, one resource a line, for validators that share no code with it:
 * a patient and a case with every field filled, a patient with none, and fifty demo charts. */
#include <stdio.h>

#include "nadi-chart-generator.h"
#include "nadi-fhir-allergy.h"
#include "nadi-fhir-case.h"
#include "nadi-fhir-figures.h"
#include "nadi-fhir-patient.h"

#define TODAY 20780
#define CHARTS 50

static void
print (NadiFhirResource *resource)
{
  g_assert_nonnull (resource);
  puts (nadi_fhir_resource_get_json (resource));
}

static void
print_all (GPtrArray *resources)
{
  g_assert_nonnull (resources);
  for (guint i = 0; i < resources->len; i++)
    print (resources->pdata[i]);
}

static void
write_patients (void)
{
  g_autoptr (NadiPatient) full = nadi_patient_new ();
  g_autoptr (NadiPatient) empty = nadi_patient_new ();
  full->id = g_strdup ("3f0c1f2e-0000-4000-8000-000000000001");
  empty->id = g_strdup ("3f0c1f2e-0000-4000-8000-000000000002");
  nadi_patient_number_parse ("00000000079444", &full->number, NULL);
  nadi_person_name_set (&full->name, "Asha Rani Rao");
  full->name.prefix = g_strdup ("Dr.");
  nadi_person_name_set (&full->name_local, "आशा राव");
  full->sex = NADI_SEX_FEMALE;
  nadi_date_parse ("1984-05", &full->birth, NULL);
  full->deceased = TRUE;
  nadi_date_parse ("2026-01-05", &full->deceased_on, NULL);
  full->phone = g_strdup ("+91 99999 00000");
  full->email = g_strdup ("asha@example.org");
  full->address = (NadiAddress) { NULL, g_strdup ("12, Lane 3\nNear the well"), g_strdup ("Pune"), g_strdup ("Pune"),
                                  g_strdup ("Maharashtra"), g_strdup ("411001"), g_strdup ("IN") };
  full->language = g_strdup ("mr");
  full->guardian = (NadiContact) { g_strdup ("Meera Rao"), g_strdup ("mother"), g_strdup ("+91 99999 00001") };
  full->emergency = (NadiContact) { g_strdup ("Vijay Rao"), NULL, g_strdup ("+91 99999 00002") };
  full->height = 170500;
  full->weight = 62500;
  full->blood_group = NADI_BLOOD_AB;
  full->rhesus = NADI_RHESUS_NEGATIVE;
  g_autoptr (NadiFhirResource) first = nadi_fhir_patient_write (full, NULL, NULL);
  g_autoptr (NadiFhirResource) second = nadi_fhir_patient_write (empty, NULL, NULL);
  g_autoptr (GPtrArray) figures = nadi_fhir_write_figures (full, nadi_day_to_time (TODAY), NULL);
  print (first);
  print (second);
  print_all (figures);
}

static void
write_case (gboolean in_error)
{
  g_autoptr (NadiCase) visit = nadi_case_new ();
  NadiProblem *problem = nadi_case_add_problem (visit);
  NadiPrescription *line = nadi_case_add_prescription (visit);
  NadiResult *result = nadi_case_add_result (visit);
  visit->id = g_strdup (in_error ? "3f0c1f2e-0000-4000-8000-000000000004" : "3f0c1f2e-0000-4000-8000-000000000003");
  visit->patient = g_strdup ("3f0c1f2e-0000-4000-8000-000000000001");
  visit->organisation = g_strdup ("o1");
  visit->organisation_name = g_strdup ("Clinic One");
  visit->practitioner = g_strdup ("d1");
  visit->practitioner_name = g_strdup ("Dr. One");
  visit->start = nadi_day_to_time (TODAY) + 12345678;
  visit->end = in_error ? 0 : visit->start + 900000;
  visit->in_error = in_error;
  visit->kind = g_strdup ("Walk-in");
  visit->symptoms = g_strdup ("fever <b>\n\"rash\"");
  nadi_vitals_parse ("150/95 p88 t38.4 g7.8mmol s98 w62.5 h170 r16", NADI_UNIT_MG_DL, &visit->vitals, NULL, NULL);
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  nadi_date_parse ("2026", &problem->onset, NULL);
  line->medicine = g_strdup ("Paracetamol 500 mg tablet");
  line->dose = g_strdup ("1-1-1");
  line->times_per_day = 3;
  line->days = 5;
  line->as_needed = TRUE;
  result->text = g_strdup ("Platelets");
  result->code = g_strdup ("777-3");
  result->value = g_strdup ("95");
  result->unit = g_strdup ("10*3/uL");
  result->abnormal = TRUE;
  visit->notes = g_strdup ("notes");
  visit->plan = g_strdup ("plan");
  nadi_date_parse ("2026-12-07", &visit->follow_up, NULL);
  g_autoptr (GPtrArray) records = nadi_fhir_case_write (visit, NULL);
  print_all (records);
}

int
main (void)
{
  static const char *const doctors[] = { "d1", "d2", NULL };
  static const char *const doctor_names[] = { "Dr. One", "Dr. Two", NULL };
  static const NadiChartClinic clinic = { "o1", "Clinic One", doctors, doctor_names, "Maharashtra" };
  g_autoptr (NadiChartGenerator) generator = nadi_chart_generator_new (3, TODAY);
  g_autoptr (GPtrArray) directory = nadi_chart_generator_make_directory (&clinic);
  write_patients ();
  write_case (FALSE);
  write_case (TRUE);
  print_all (directory);
  for (guint64 index = 0; index < CHARTS; index++)
    {
      g_autoptr (NadiChart) chart = nadi_chart_generator_make (generator, index, &clinic, NULL);
      print_all (chart->resources);
    }
  return 0;
}
