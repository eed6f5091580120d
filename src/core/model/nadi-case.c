/* The case as a plain value: making and dropping. */
#include "nadi-case.h"

#include <string.h>

static void
free_problem (gpointer data)
{
  NadiProblem *problem = data;

  g_free (problem->id);
  g_free (problem->text);
  g_free (problem->code);
  g_free (problem);
}

static void
free_prescription (gpointer data)
{
  NadiPrescription *prescription = data;

  g_free (prescription->id);
  g_free (prescription->medicine);
  g_free (prescription->dose);
  g_free (prescription);
}

static void
free_result (gpointer data)
{
  NadiResult *result = data;

  g_free (result->id);
  g_free (result->text);
  g_free (result->code);
  g_free (result->value);
  g_free (result->unit);
  g_free (result);
}

static void
clear_case (gpointer data)
{
  NadiCase *visit = data;

  g_free (visit->id);
  g_free (visit->patient);
  g_free (visit->organisation);
  g_free (visit->organisation_name);
  g_free (visit->practitioner);
  g_free (visit->practitioner_name);
  g_free (visit->kind);
  g_free (visit->symptoms);
  g_ptr_array_unref (visit->problems);
  g_ptr_array_unref (visit->prescriptions);
  g_ptr_array_unref (visit->results);
  g_free (visit->notes);
  g_free (visit->plan);
}

NadiCase *
nadi_case_new (void)
{
  NadiCase *visit = g_atomic_rc_box_new0 (NadiCase);

  visit->problems = g_ptr_array_new_with_free_func (free_problem);
  visit->prescriptions = g_ptr_array_new_with_free_func (free_prescription);
  visit->results = g_ptr_array_new_with_free_func (free_result);
  return visit;
}

NadiCase *
nadi_case_ref (NadiCase *visit)
{
  return g_atomic_rc_box_acquire (visit);
}

void
nadi_case_unref (NadiCase *visit)
{
  g_atomic_rc_box_release_full (visit, clear_case);
}

NadiProblem *
nadi_case_add_problem (NadiCase *visit)
{
  NadiProblem *problem = g_new0 (NadiProblem, 1);

  g_ptr_array_add (visit->problems, problem);
  return problem;
}

NadiPrescription *
nadi_case_add_prescription (NadiCase *visit)
{
  NadiPrescription *prescription = g_new0 (NadiPrescription, 1);

  g_ptr_array_add (visit->prescriptions, prescription);
  return prescription;
}

NadiResult *
nadi_case_add_result (NadiCase *visit)
{
  NadiResult *result = g_new0 (NadiResult, 1);

  g_ptr_array_add (visit->results, result);
  return result;
}

const char *
nadi_case_title (const NadiCase *visit)
{
  if (visit->problems->len > 0)
    return ((const NadiProblem *) visit->problems->pdata[0])->text;
  return visit->symptoms != NULL ? visit->symptoms : visit->kind;
}

gboolean
nadi_icd10_shaped (const char *code)
{
  gsize rest;

  if (!g_ascii_isupper (code[0]) || !g_ascii_isdigit (code[1]))
    return FALSE;
  if (!g_ascii_isdigit (code[2]) && code[2] != 'A' && code[2] != 'B')
    return FALSE;
  if (code[3] == '\0')
    return TRUE;
  rest = strspn (code + 4, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return code[3] == '.' && rest >= 1 && rest <= 4 && code[4 + rest] == '\0';
}
