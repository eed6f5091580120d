/* Drafts come back word for word, and what is none is refused. */
#include <string.h>

#include "nadi-case-draft.h"
#include "nadi-error.h"

static NadiCaseDraft *
some_draft (void)
{
  NadiCaseDraft *draft = nadi_case_draft_new ();
  NadiProblem *problem = nadi_case_add_problem (draft->visit);
  NadiPrescription *prescription = nadi_case_add_prescription (draft->visit);
  NadiResult *result = nadi_case_add_result (draft->visit);

  draft->base = g_strdup ("11111111-1111-4111-8111-111111111111");
  draft->visit->symptoms = g_strdup ("fever \"three\" days\nबुखार");
  g_free (draft->vitals);
  draft->vitals = g_strdup ("150/95 p88 x");
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  problem->status = NADI_PROBLEM_RESOLVED;
  nadi_date_parse ("2026-11", &problem->onset, NULL);
  prescription->id = g_strdup ("p1");
  prescription->medicine = g_strdup ("Paracetamol 500 mg tablet");
  prescription->dose = g_strdup ("1-0-1 for 5 days");
  prescription->times_per_day = 2;
  prescription->days = 5;
  prescription->as_needed = TRUE;
  nadi_case_draft_add_reason (draft, "taken before without trouble");
  result->text = g_strdup ("Platelets");
  result->value = g_strdup ("95");
  result->abnormal = TRUE;
  return draft;
}

static void
test_comes_back (void)
{
  g_autoptr (NadiCaseDraft) draft = some_draft ();
  g_autoptr (GBytes) bytes = nadi_case_draft_write (draft);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCaseDraft) again = nadi_case_draft_read (bytes, &error);
  g_autoptr (GBytes) same = NULL;

  g_assert_no_error (error);
  same = nadi_case_draft_write (again);
  g_assert_true (g_bytes_equal (bytes, same));
  g_assert_cmpstr (again->vitals, ==, "150/95 p88 x");
  g_assert_cmpstr (g_ptr_array_index (again->reasons, 0), ==, "taken before without trouble");
  g_assert_cmpint (((NadiProblem *) g_ptr_array_index (again->visit->problems, 0))->status, ==, NADI_PROBLEM_RESOLVED);
  g_assert_false (nadi_case_draft_is_empty (again));
}

static void
test_empty (void)
{
  g_autoptr (NadiCaseDraft) draft = nadi_case_draft_new ();

  g_assert_true (nadi_case_draft_is_empty (draft));
  draft->visit->plan = g_strdup ("");
  g_assert_true (nadi_case_draft_is_empty (draft));
  g_free (draft->prescription);
  draft->prescription = g_strdup ("par");
  g_assert_false (nadi_case_draft_is_empty (draft));
}

static void
test_from_case (void)
{
  g_autoptr (NadiCaseDraft) first = some_draft ();
  g_autoptr (NadiCaseDraft) form = NULL;

  first->visit->id = g_strdup ("case");
  g_assert_true (nadi_vitals_parse ("150/95 p88", NADI_UNIT_MG_DL, &first->visit->vitals, NULL, NULL));
  nadi_date_parse ("2026-12-07", &first->visit->follow_up, NULL);
  form = nadi_case_draft_new_from (first->visit);
  g_assert_cmpstr (form->base, ==, "case");
  g_assert_cmpstr (form->vitals, ==, "150/95 p88");
  g_assert_cmpstr (form->follow_up, ==, "2026-12-07");
  g_assert_cmpstr (((NadiPrescription *) g_ptr_array_index (form->visit->prescriptions, 0))->id, ==, "p1");
  g_assert_cmpuint (form->reasons->len, ==, 1);
}

static void
test_bad (void)
{
  g_autoptr (NadiCaseDraft) draft = some_draft ();
  g_autoptr (GBytes) bytes = nadi_case_draft_write (draft);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *copy = g_strndup (text, length);
  g_autoptr (GBytes) newer = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new (text, cut);

      g_assert_null (nadi_case_draft_read (part, NULL));
    }
  *strchr (copy, '1') = '2';
  newer = g_bytes_new (copy, length);
  g_assert_null (nadi_case_draft_read (newer, &error));
  g_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-draft/comes-back", test_comes_back);
  g_test_add_func ("/case-draft/empty", test_empty);
  g_test_add_func ("/case-draft/from-case", test_from_case);
  g_test_add_func ("/case-draft/bad", test_bad);
  return g_test_run ();
}
