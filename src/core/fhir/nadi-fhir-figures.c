/* A patient's figures from and to observations. */
#include "nadi-fhir-figures.h"

#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-build.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-show.h"
#include "nadi-fhir-vital.h"

static gboolean
is_settled (const NadiJsonValue *object)
{
  static const char *const settled[] = { "final", "amended", "corrected", NULL };

  return g_strv_contains (settled, nadi_fhir_string (object, "status"));
}

/* "A", "Group A", "O Rh(D) positive", "AB+": sources write it in many ways; the first word that is a group counts. */
static NadiBloodGroup
read_group (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ,;/()+-", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      NadiBloodGroup group = nadi_blood_group_from_code (words[i]);
      if (group != NADI_BLOOD_UNKNOWN)
        return group;
    }
  return NADI_BLOOD_UNKNOWN;
}

static NadiRhesus
read_rhesus (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (strstr (lower, "pos") != NULL || strchr (lower, '+') != NULL)
    return NADI_RHESUS_POSITIVE;
  if (strstr (lower, "neg") != NULL || strchr (lower, '-') != NULL)
    return NADI_RHESUS_NEGATIVE;
  return NADI_RHESUS_UNKNOWN;
}

static gboolean
take_blood (NadiPatient *patient, const NadiJsonValue *object, gint32 day, NadiFhirFigureDays *days)
{
  const char *loinc = nadi_fhir_loinc (nadi_fhir_object (object, "code"));
  g_autofree char *text = nadi_fhir_value_text (object);

  if (text == NULL || loinc == NULL)
    return FALSE;
  if (g_str_equal (loinc, NADI_FHIR_ABO) && day >= days->blood_group && read_group (text) != NADI_BLOOD_UNKNOWN)
    {
      patient->blood_group = read_group (text);
      days->blood_group = day;
      return TRUE;
    }
  if (g_str_equal (loinc, NADI_FHIR_RH) && day >= days->rhesus && read_rhesus (text) != NADI_RHESUS_UNKNOWN)
    {
      patient->rhesus = read_rhesus (text);
      days->rhesus = day;
      return TRUE;
    }
  return FALSE;
}

static gboolean
take_size (gint32 *figure, const NadiVital *vital, gint32 day, gint32 *figure_day)
{
  if (!vital->known || day < *figure_day)
    return FALSE;
  *figure = vital->value;
  *figure_day = day;
  return TRUE;
}

gboolean
nadi_fhir_take_figure (NadiPatient *patient, const NadiFhirResource *observation, NadiFhirFigureDays *days)
{
  const NadiJsonValue *object;
  NadiVitals vitals = { 0 };
  gint32 day = G_MININT32;
  gboolean taken;

  if (nadi_fhir_resource_get_type (observation) != NADI_FHIR_OBSERVATION)
    return FALSE;
  object = nadi_fhir_resource_get_object (observation);
  nadi_fhir_resource_get_day (observation, &day);
  if (!is_settled (object))
    return FALSE;
  nadi_fhir_take_vitals (&vitals, object);
  taken = take_size (&patient->height, &vitals.at[NADI_VITAL_HEIGHT], day, &days->height);
  taken = take_size (&patient->weight, &vitals.at[NADI_VITAL_WEIGHT], day, &days->weight) || taken;
  return take_blood (patient, object, day, days) || taken;
}

static NadiJsonWriter *
begin_figure (const NadiPatient *patient, const char *loinc, const char *display, const char *label,
              const char *category, gint64 time)
{
  g_autofree char *day = nadi_day_to_text (nadi_day_from_time (time));
  g_autofree char *name = g_strdup_printf ("%s\nfigure\n%s\n%s", patient->id, loinc, day);
  g_autofree char *id = nadi_fhir_id_from_content (name, strlen (name));
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_OBSERVATION, id);

  nadi_json_put_string (writer, "status", "final");
  nadi_fhir_put_concepts (writer, "category", NADI_FHIR_CATEGORY, category, NULL, NULL);
  nadi_fhir_put_concept (writer, "code", NADI_FHIR_LOINC, loinc, display, label);
  nadi_fhir_put_reference (writer, "subject", NADI_FHIR_PATIENT, patient->id, NULL);
  nadi_fhir_put_time (writer, "effectiveDateTime", time);
  return writer;
}

static NadiFhirResource *
write_size (const NadiPatient *patient, NadiVitalKind kind, gint32 value, gint64 time, GError **error)
{
  NadiUnit unit = nadi_vital_unit (kind);
  NadiJsonWriter *writer = begin_figure (patient, nadi_fhir_vital_code (kind, unit), nadi_fhir_vital_display (kind, unit),
                                         nadi_vital_label (kind), "vital-signs", time);

  nadi_fhir_put_quantity (writer, "valueQuantity", value, nadi_unit_code (unit), nadi_unit_label (unit));
  return nadi_fhir_finish (writer, error);
}

static NadiFhirResource *
write_blood (const NadiPatient *patient, const char *loinc, const char *display, const char *label, const char *value,
             gint64 time, GError **error)
{
  NadiJsonWriter *writer = begin_figure (patient, loinc, display, label, "laboratory", time);

  nadi_fhir_put_concept (writer, "valueCodeableConcept", NULL, NULL, NULL, value);
  return nadi_fhir_finish (writer, error);
}

static gboolean
add (GPtrArray *records, NadiFhirResource *resource)
{
  if (resource != NULL)
    g_ptr_array_add (records, resource);
  return resource != NULL;
}

GPtrArray *
nadi_fhir_write_figures (const NadiPatient *patient, gint64 time, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  const char *rhesus = patient->rhesus == NADI_RHESUS_POSITIVE ? "Positive" : "Negative";

  if (patient->height != 0 && !add (records, write_size (patient, NADI_VITAL_HEIGHT, patient->height, time, error)))
    return NULL;
  if (patient->weight != 0 && !add (records, write_size (patient, NADI_VITAL_WEIGHT, patient->weight, time, error)))
    return NULL;
  if (patient->blood_group != NADI_BLOOD_UNKNOWN &&
      !add (records, write_blood (patient, NADI_FHIR_ABO, "ABO group [Type] in Blood", "Blood group",
                                  nadi_blood_group_code (patient->blood_group), time, error)))
    return NULL;
  if (patient->rhesus != NADI_RHESUS_UNKNOWN &&
      !add (records, write_blood (patient, NADI_FHIR_RH, "Rh [Type] in Blood", "Rhesus factor", rhesus, time, error)))
    return NULL;
  return g_steal_pointer (&records);
}
