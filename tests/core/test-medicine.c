/* The list of medicines: completion, recognition, warnings. */
#include <string.h>

#include "nadi-medicine.h"
#include "nadi-prescription-line.h"
#include "nadi-result-line.h"

static void
test_list (void)
{
  gsize length;
  const NadiMedicine *list = nadi_medicine_list (&length);

  g_assert_cmpuint (length, >=, 250);
  for (gsize i = 0; i < length; i++)
    {
      g_assert_cmpstr (list[i].name, !=, "");
      g_assert_cmpstr (list[i].forms, !=, "");
      g_assert_cmpstr (list[i].classes, !=, "");
      g_assert_cmpstr (list[i].dose, !=, "");
      if (i > 0)
        g_assert_cmpint (g_ascii_strcasecmp (list[i - 1].name, list[i].name), <, 0);
      /* Each is found by its own name. */
      g_assert_true (nadi_medicine_find (list[i].name) == &list[i]);
    }
}

static const struct
{
  const char *typed;
  const char *first;
} searches[] = {
  { "para 500", "Paracetamol 500 mg tablet" },   { "para500", "Paracetamol 500 mg tablet" },
  { "PARA 650 tab", "Paracetamol 650 mg tablet" }, { "amox 500", "Amoxicillin 500 mg capsule" },
  { "amlo 5", "Amlodipine 5 mg tablet" },        { "acetamin 650", "Paracetamol 650 mg tablet" },
  { "metro 400", "Metronidazole 400 mg tablet" }, { "ors", "Oral rehydration salts 21.8 g sachet" },
  { "amoxi clav 625", "Amoxicillin + clavulanic acid 625 mg tablet" }, { "telmi 40", "Telmisartan 40 mg tablet" },
};

static void
test_search (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GPtrArray) found = nadi_medicine_search (searches[i].typed, 8);

      g_test_message ("%s", searches[i].typed);
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpuint (found->len, <=, 8);
      g_assert_cmpstr (((NadiMedicineMatch *) g_ptr_array_index (found, 0))->product, ==, searches[i].first);
    }
}

static void
test_search_nothing (void)
{
  static const char *const typed[] = { "", "  ", "xyzzy", "500", "para xyzzy", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GPtrArray) found = nadi_medicine_search (typed[i], 8);

      g_assert_cmpuint (found->len, ==, 0);
    }
}

static void
test_find (void)
{
  g_assert_cmpstr (nadi_medicine_find ("Tab. PARACETAMOL 500mg 1-0-1")->name, ==, "Paracetamol");
  g_assert_cmpstr (nadi_medicine_find ("Amoxicillin + clavulanic acid 625 mg tablet")->name, ==, "Amoxicillin + clavulanic acid");
  g_assert_cmpstr (nadi_medicine_find ("acetaminophen")->name, ==, "Paracetamol");
  g_assert_null (nadi_medicine_find ("herbal tea"));
  g_assert_null (nadi_medicine_find (""));
}

/* --- warnings ----------------------------------------------------------------------------------------------------- */

static void
free_allergy (gpointer data)
{
  nadi_allergy_free (data);
}

static GPtrArray *
allergic_to (const char *substance)
{
  GPtrArray *allergies = g_ptr_array_new_with_free_func (free_allergy);
  NadiAllergy *allergy = nadi_allergy_new ();

  allergy->substance = g_strdup (substance);
  allergy->high_risk = TRUE;
  g_ptr_array_add (allergies, allergy);
  return allergies;
}

static const struct
{
  const char *allergy;
  const char *medicine;
  int kind;                  /* -1: none */
  const char *group;
} allergies[] = {
  { "Penicillin", "Amoxicillin 500 mg capsule", NADI_MEDICINE_ALLERGY_CLASS, "penicillin" },
  { "penicillins (rash)", "Amoxicillin + clavulanic acid 625 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "penicillin" },
  { "Amoxicillin", "Amoxicillin 250 mg capsule", NADI_MEDICINE_ALLERGY, NULL },
  { "Amoxicillin", "Ampicillin 500 mg capsule", NADI_MEDICINE_ALLERGY_CLASS, "penicillin" },
  { "Penicillin", "Cefixime 200 mg tablet", NADI_MEDICINE_ALLERGY_CROSS, "cephalosporin" },
  { "Penicillin", "Azithromycin 500 mg tablet", -1, NULL },
  { "Sulfa drugs", "Co-trimoxazole 960 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "sulfonamide" },
  { "sulpha", "Dapsone 100 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "sulfone" },
  { "Aspirin", "Ibuprofen 400 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "NSAID" },
  { "Ibuprofen", "Aspirin 75 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "NSAID" },
  { "NSAIDs", "Diclofenac 50 mg tablet", NADI_MEDICINE_ALLERGY_CLASS, "NSAID" },
  { "Ibuprofen", "Paracetamol 500 mg tablet", -1, NULL },
  { "Peanut", "Paracetamol 500 mg tablet", -1, NULL },
  { "Herbal tea", "Herbal tea 1 cup", NADI_MEDICINE_ALLERGY, NULL },
  { "Folic acid", "Cyanocobalamin 1500 mcg tablet", -1, NULL },
};

static void
test_allergies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (allergies); i++)
    {
      g_autoptr (GPtrArray) known = allergic_to (allergies[i].allergy);
      g_autoptr (GPtrArray) warnings = nadi_medicine_warnings (allergies[i].medicine, known, NULL);
      const NadiMedicineWarning *first;

      g_test_message ("%s, %s", allergies[i].allergy, allergies[i].medicine);
      g_assert_cmpuint (warnings->len, ==, allergies[i].kind < 0 ? 0 : 1);
      if (allergies[i].kind < 0)
        continue;
      first = g_ptr_array_index (warnings, 0);
      g_assert_cmpint (first->kind, ==, allergies[i].kind);
      g_assert_cmpstr (first->group, ==, allergies[i].group);
      g_assert_cmpstr (first->with, ==, allergies[i].allergy);
      g_assert_true (first->high_risk);
    }
}

static void
test_resolved (void)
{
  g_autoptr (GPtrArray) known = allergic_to ("Penicillin");
  g_autoptr (GPtrArray) warnings = NULL;

  ((NadiAllergy *) g_ptr_array_index (known, 0))->resolved = TRUE;
  warnings = nadi_medicine_warnings ("Amoxicillin 500 mg capsule", known, NULL);
  g_assert_cmpuint (warnings->len, ==, 0);
}

static void
test_running (void)
{
  g_autoptr (GPtrArray) running = g_ptr_array_new ();
  g_autoptr (GPtrArray) known = allergic_to ("Atorvastatin");
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_ptr_array_add (running, (gpointer) "Amlodipine 5 mg tablet");
  g_ptr_array_add (running, (gpointer) "Rosuvastatin 10 mg tablet");
  g_ptr_array_add (running, (gpointer) "Atorvastatin 20 mg tablet");
  warnings = nadi_medicine_warnings ("Atorvastatin 10 mg tablet", known, running);
  g_assert_cmpuint (warnings->len, ==, 3);
  g_assert_cmpint (((NadiMedicineWarning *) g_ptr_array_index (warnings, 0))->kind, ==, NADI_MEDICINE_ALLERGY);
  g_assert_cmpint (((NadiMedicineWarning *) g_ptr_array_index (warnings, 1))->kind, ==, NADI_MEDICINE_DUPLICATE);
  g_assert_cmpint (((NadiMedicineWarning *) g_ptr_array_index (warnings, 2))->kind, ==, NADI_MEDICINE_SAME_CLASS);
  none = nadi_medicine_warnings ("Paracetamol 500 mg tablet", NULL, running);
  g_assert_cmpuint (none->len, ==, 0);
}

/* --- the prescription line ---------------------------------------------------------------------------------------- */

static const struct
{
  const char *line;
  const char *medicine;
  const char *dose;
  guint times;
  guint days;
  gboolean as_needed;
} good[] = {
  { "para 500 1-0-1 5d after food", "Paracetamol 500 mg tablet", "1-0-1 after food for 5 days", 2, 5, FALSE },
  { "amox 500 tds 7d", "Amoxicillin 500 mg capsule", "3 times a day for 7 days", 3, 7, FALSE },
  { "amlo 5 od", "Amlodipine 5 mg tablet", "once a day", 1, 0, FALSE },
  { "para 500 sos", "Paracetamol 500 mg tablet", "as needed", 0, 0, TRUE },
  { "para 650 q6h prn 2d", "Paracetamol 650 mg tablet", "every 6 hours as needed for 2 days", 4, 2, TRUE },
  { "Para 500 1 tab bd x5d pc", "Paracetamol 500 mg tablet", "1 tab twice a day after food for 5 days", 2, 5, FALSE },
  { "para 500 2 bd", "Paracetamol 500 mg tablet", "2 twice a day", 2, 0, FALSE },
  { "para 500 1od", "Paracetamol 500 mg tablet", "1 once a day", 1, 0, FALSE },
  { "pantop 40 od ac 2w", "Pantoprazole 40 mg tablet", "once a day before food for 14 days", 1, 14, FALSE },
  { "herbal tea 1-1-1 for 3 days", "herbal tea", "1-1-1 for 3 days", 3, 3, FALSE },
  { "herbal tea", "herbal tea", NULL, 0, 0, FALSE },
  { "para", "Paracetamol", NULL, 0, 0, FALSE },
  { "atorva 10 hs 1m", "Atorvastatin 10 mg tablet", "at night for 30 days", 1, 30, FALSE },
  { "para ५०० १-०-१ ५d", "Paracetamol 500 mg tablet", "1-0-1 for 5 days", 2, 5, FALSE },
  { "pred 5 ½-0-½ 3d", "Prednisolone 5 mg tablet", "½-0-½ for 3 days", 2, 3, FALSE },
  { "methotrexate 7.5 weekly", "Methotrexate 7.5 mg tablet", "once a week", 0, 0, FALSE },
  { "salbutamol 100 2 puffs sos with spacer", "Salbutamol 100 mcg inhaler", "2 puffs as needed with spacer", 0, 0, TRUE },
  { "met 500 bd", "met 500", "twice a day", 2, 0, FALSE },
};

static void
clear (NadiPrescription *prescription)
{
  g_free (prescription->medicine);
  g_free (prescription->dose);
}

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      NadiPrescription read = { 0 }, again = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *line = NULL;

      g_test_message ("%s", good[i].line);
      g_assert_true (nadi_prescription_parse (good[i].line, &read, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (read.medicine, ==, good[i].medicine);
      g_assert_cmpstr (read.dose, ==, good[i].dose);
      g_assert_cmpuint (read.times_per_day, ==, good[i].times);
      g_assert_cmpuint (read.days, ==, good[i].days);
      g_assert_cmpint (read.as_needed, ==, good[i].as_needed);
      line = nadi_prescription_format (&read);
      g_assert_true (nadi_prescription_parse (line, &again, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (again.times_per_day, ==, read.times_per_day);
      g_assert_cmpuint (again.days, ==, read.days);
      g_assert_cmpstr (again.medicine, ==, read.medicine);
      g_assert_cmpstr (again.dose, ==, read.dose);
      clear (&read);
      clear (&again);
    }
}

static const struct
{
  const char *line;
  int code;
  gsize position;
} bad[] = {
  { "", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "1-0-1", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "5d para", NADI_MODEL_ERROR_UNKNOWN, 0 },
  { "para 500 1-0-1 bd", NADI_MODEL_ERROR_DUPLICATE, 15 },
  { "para 500 bd 5d 7d", NADI_MODEL_ERROR_DUPLICATE, 15 },
  { "para 500 bd 0d", NADI_MODEL_ERROR_NUMBER, 12 },
  { "para 500 bd 500d", NADI_MODEL_ERROR_RANGE, 12 },
  { "para 500 bd 99999999999d", NADI_MODEL_ERROR_RANGE, 12 },
  { "para 500 99 times a day", NADI_MODEL_ERROR_RANGE, 9 },
  { "para \xff", NADI_MODEL_ERROR_CHARACTER, 0 },
};

static void
test_bad_lines (void)
{
  g_autofree char *lng = g_strnfill (501, 'a');
  NadiPrescription kept = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) failure = NULL;
      gsize position = 99;

      g_test_message ("case %u", i);
      g_assert_false (nadi_prescription_parse (bad[i].line, &kept, &position, &failure));
      g_assert_error (failure, NADI_MODEL_ERROR, bad[i].code);
      g_assert_cmpuint (position, ==, bad[i].position);
      g_assert_null (kept.medicine);
    }
  g_assert_false (nadi_prescription_parse (lng, &kept, NULL, &error));
  g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH);
}

static void
test_medicine_length (void)
{
  g_assert_cmpuint (nadi_prescription_medicine_length ("para 500 1-0-1 5d"), ==, 8);
  g_assert_cmpuint (nadi_prescription_medicine_length ("para 500"), ==, 8);
  g_assert_cmpuint (nadi_prescription_medicine_length ("1-0-1"), ==, 0);
  g_assert_cmpuint (nadi_prescription_medicine_length (""), ==, 0);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *line;
  const char *text;
  const char *value;
  const char *unit;
  gboolean abnormal;
} results[] = {
  { "Hb 9.2 g/dl !", "Hb", "9.2", "g/dL", TRUE },
  { "Hb 9.2", "Hb", "9.2", NULL, FALSE },
  { "Malaria slide: negative", "Malaria slide", "negative", NULL, FALSE },
  { "Chest X-ray", "Chest X-ray", NULL, NULL, FALSE },
  { "Platelets 1.5 lakh *", "Platelets", "1.5 lakh", NULL, TRUE },
  { "HbA1c 8.1 %", "HbA1c", "8.1", "%", FALSE },
  { "Vitamin B12: 180 pg/mL", "Vitamin B12", "180", "pg/mL", FALSE },
};

static void
test_results (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      NadiResult read = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *line = NULL;

      for (guint round = 0; round < 2; round++)
        {
          g_test_message ("%s", results[i].line);
          g_assert_true (nadi_result_parse (line != NULL ? line : results[i].line, &read, &error));
          g_assert_no_error (error);
          g_assert_cmpstr (read.text, ==, results[i].text);
          g_assert_cmpstr (read.value, ==, results[i].value);
          g_assert_cmpstr (read.unit, ==, results[i].unit);
          g_assert_cmpint (read.abnormal, ==, results[i].abnormal);
          g_free (line);
          line = nadi_result_format (&read);
        }
      g_free (read.text);
      g_free (read.value);
      g_free (read.unit);
    }
}

static void
test_bad_results (void)
{
  static const char *const wrong[] = { "", "  ", "!", ": 9", "\xff" };
  NadiResult read = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (nadi_result_parse (wrong[i], &read, NULL));
  g_assert_null (read.text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/medicine/list", test_list);
  g_test_add_func ("/medicine/search", test_search);
  g_test_add_func ("/medicine/search-nothing", test_search_nothing);
  g_test_add_func ("/medicine/find", test_find);
  g_test_add_func ("/medicine/allergies", test_allergies);
  g_test_add_func ("/medicine/resolved", test_resolved);
  g_test_add_func ("/medicine/running", test_running);
  g_test_add_func ("/prescription/lines", test_lines);
  g_test_add_func ("/prescription/bad", test_bad_lines);
  g_test_add_func ("/prescription/medicine-length", test_medicine_length);
  g_test_add_func ("/result/lines", test_results);
  g_test_add_func ("/result/bad", test_bad_results);
  return g_test_run ();
}
