/* The last case, allergies, and what runs. */
#include "nadi-session-case-context.h"

#include "nadi-fhir-allergy.h"
#include "nadi-fhir-case.h"
#include "nadi-session-records.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

void
nadi_case_context_free (NadiCaseContext *context)
{
  g_clear_pointer (&context->last, nadi_case_unref);
  g_ptr_array_unref (context->allergies);
  g_ptr_array_unref (context->running);
  g_free (context);
}

static void
free_allergy (gpointer data)
{
  nadi_allergy_free (data);
}

static void
add_running (GPtrArray *running, const NadiCase *visit, gint64 now)
{
  for (guint i = 0; i < visit->prescriptions->len; i++)
    {
      const NadiPrescription *line = g_ptr_array_index (visit->prescriptions, i);
      gint64 days = line->days > 0 ? line->days : NADI_RUNNING_DAYS;

      if (line->medicine != NULL && !line->stopped && visit->start + days * DAY_MS >= now &&
          !g_ptr_array_find_with_equal_func (running, line->medicine, g_str_equal, NULL))
        g_ptr_array_add (running, g_strdup (line->medicine));
    }
}

static NadiCaseContext *
context_of (GPtrArray *opened, const char *leave_out, gint64 now)
{
  NadiCaseContext *context = g_new0 (NadiCaseContext, 1);
  g_autoptr (GPtrArray) resources = g_ptr_array_new ();
  g_autoptr (GPtrArray) cases = NULL;

  context->allergies = g_ptr_array_new_with_free_func (free_allergy);
  context->running = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);
      NadiAllergy *allergy = one->resource != NULL ? nadi_fhir_allergy_read (one->resource) : NULL;

      if (one->resource != NULL)
        g_ptr_array_add (resources, one->resource);
      if (allergy != NULL)
        g_ptr_array_add (context->allergies, allergy);
    }
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);
  for (guint i = 0; i < cases->len; i++)
    {
      NadiCase *visit = g_ptr_array_index (cases, i);

      if (visit->in_error || (leave_out != NULL && g_strcmp0 (visit->id, leave_out) == 0))
        continue;
      if (context->last == NULL)
        context->last = nadi_case_ref (visit);
      add_running (context->running, visit, now);
    }
  return context;
}

NadiCaseContext *
nadi_session_get_case_context (NadiSession *self, const char *patient, const char *leave_out, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, FALSE, error);
  nadi_session_unlock (self);
  return opened != NULL ? context_of (opened, leave_out, nadi_session_now (self)) : NULL;
}
