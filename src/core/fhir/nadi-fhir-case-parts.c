/* From a case to its records: vital signs, results, notes, plan, prescriptions. */
#include <string.h>

#include "nadi-fhir-case-private.h"
#include "nadi-fhir-vital.h"

#define INTERPRETATION NADI_FHIR_TERMINOLOGY "v3-ObservationInterpretation"

const char *
nadi_fhir_observation_status (const NadiCase *visit)
{
  return visit->in_error ? NADI_FHIR_ENTERED_IN_ERROR : "final";
}

static NadiJsonWriter *
begin_observation (const NadiCase *visit, const char *id, const char *category, const char *category_display)
{
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_OBSERVATION, id);

  nadi_json_put_string (writer, "status", nadi_fhir_observation_status (visit));
  nadi_fhir_put_concepts (writer, "category", NADI_FHIR_CATEGORY, category, category_display, NULL);
  return writer;
}

void
nadi_fhir_put_observed (NadiJsonWriter *writer, const NadiCase *visit)
{
  nadi_fhir_put_context (writer, visit, "performer", TRUE);
  nadi_fhir_put_time (writer, "effectiveDateTime", visit->start);
}

void
nadi_fhir_put_measured (NadiJsonWriter *writer, NadiVitalKind kind, const NadiVital *vital)
{
  nadi_fhir_put_concept (writer, "code", NADI_FHIR_LOINC, nadi_fhir_vital_code (kind, vital->unit),
                         nadi_fhir_vital_display (kind, vital->unit), nadi_vital_label (kind));
  nadi_fhir_put_quantity (writer, "valueQuantity", vital->value, nadi_unit_code (vital->unit), nadi_unit_label (vital->unit));
}

static void
write_pressure (NadiFhirCaseWriter *self)
{
  const NadiCase *visit = self->visit;
  g_autofree char *id = nadi_fhir_part_id (self, NULL, "vital", NADI_FHIR_PRESSURE);
  NadiJsonWriter *writer = begin_observation (visit, id, "vital-signs", "Vital Signs");

  nadi_fhir_put_concept (writer, "code", NADI_FHIR_LOINC, NADI_FHIR_PRESSURE, NADI_FHIR_PRESSURE_DISPLAY, "Blood pressure");
  nadi_fhir_put_observed (writer, visit);
  nadi_json_name (writer, "component");
  nadi_json_begin_array (writer);
  for (guint kind = NADI_VITAL_SYSTOLIC; kind <= NADI_VITAL_DIASTOLIC; kind++)
    {
      if (!visit->vitals.at[kind].known)
        continue;
      nadi_json_begin_object (writer);
      nadi_fhir_put_measured (writer, (NadiVitalKind) kind, &visit->vitals.at[kind]);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  nadi_fhir_add_draft (self, NADI_FHIR_OBSERVATION, id, writer);
}

static void
write_vital (NadiFhirCaseWriter *self, NadiVitalKind kind)
{
  const NadiCase *visit = self->visit;
  const NadiVital *vital = &visit->vitals.at[kind];
  g_autofree char *id = nadi_fhir_part_id (self, NULL, "vital", nadi_vital_label (kind));
  NadiJsonWriter *writer = begin_observation (visit, id, "vital-signs", "Vital Signs");

  nadi_fhir_put_measured (writer, kind, vital);
  nadi_fhir_put_observed (writer, visit);
  nadi_fhir_add_draft (self, NADI_FHIR_OBSERVATION, id, writer);
}

static void
write_text (NadiFhirCaseWriter *self, const char *loinc, const char *display, const char *text)
{
  const NadiCase *visit = self->visit;
  g_autofree char *id = nadi_fhir_part_id (self, NULL, "text", loinc);
  NadiJsonWriter *writer = begin_observation (visit, id, "exam", "Exam");

  nadi_fhir_put_concept (writer, "code", NADI_FHIR_LOINC, loinc, display, NULL);
  nadi_fhir_put_observed (writer, visit);
  nadi_json_put_string (writer, "valueString", text);
  nadi_fhir_add_draft (self, NADI_FHIR_OBSERVATION, id, writer);
}

/* A JSON number as it may stand in a decimal: [-]digits[.digits], no leading zeros. */
static gboolean
is_decimal (const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  gsize whole = strspn (p, "0123456789");
  gsize fraction = p[whole] == '.' ? strspn (p + whole + 1, "0123456789") : 0;

  if (whole == 0 || whole > 15 || (whole > 1 && *p == '0') || fraction > 15)
    return FALSE;
  return p[whole] == '\0' || (fraction > 0 && p[whole + 1 + fraction] == '\0');
}

static void
put_result_value (NadiJsonWriter *writer, const NadiResult *result)
{
  if (result->unit == NULL || !is_decimal (result->value))
    {
      nadi_json_put_string (writer, "valueString", result->value);
      return;
    }
  nadi_json_name (writer, "valueQuantity");
  nadi_json_begin_object (writer);
  nadi_json_put_raw (writer, "value", result->value);
  nadi_json_put_string (writer, "unit", result->unit);
  nadi_json_put_string (writer, "system", NADI_FHIR_UCUM);
  nadi_json_put_string (writer, "code", result->unit);
  nadi_json_end_object (writer);
}

static void
write_result (NadiFhirCaseWriter *self, const NadiResult *result)
{
  const NadiCase *visit = self->visit;
  g_autofree char *id = nadi_fhir_part_id (self, result->id, "result", result->text);
  NadiJsonWriter *writer = begin_observation (visit, id, "laboratory", "Laboratory");

  nadi_fhir_put_concept (writer, "code", nadi_fhir_has_text (result->code) ? NADI_FHIR_LOINC : NULL, result->code, NULL, result->text);
  nadi_fhir_put_observed (writer, visit);
  if (nadi_fhir_has_text (result->value))
    put_result_value (writer, result);
  if (result->abnormal)
    nadi_fhir_put_concepts (writer, "interpretation", INTERPRETATION, "A", "Abnormal", NULL);
  nadi_fhir_add_draft (self, NADI_FHIR_OBSERVATION, id, writer);
}

static void
write_vitals (NadiFhirCaseWriter *self)
{
  const NadiVital *vitals = self->visit->vitals.at;

  if (vitals[NADI_VITAL_SYSTOLIC].known || vitals[NADI_VITAL_DIASTOLIC].known)
    write_pressure (self);
  for (guint kind = NADI_VITAL_PULSE; kind < NADI_N_VITALS; kind++)
    {
      if (vitals[kind].known)
        write_vital (self, (NadiVitalKind) kind);
    }
}

void
nadi_fhir_write_observations (NadiFhirCaseWriter *self)
{
  const NadiCase *visit = self->visit;

  write_vitals (self);
  for (guint i = 0; i < visit->results->len; i++)
    write_result (self, visit->results->pdata[i]);
  if (nadi_fhir_has_text (visit->notes))
    write_text (self, NADI_FHIR_NOTES, "Progress note", visit->notes);
  if (nadi_fhir_has_text (visit->plan))
    write_text (self, NADI_FHIR_PLAN, "Plan of care note", visit->plan);
}

static void
put_timing (NadiJsonWriter *writer, const NadiPrescription *line)
{
  if (line->times_per_day == 0 && line->days == 0)
    return;
  nadi_json_name (writer, "timing");
  nadi_json_begin_object (writer);
  nadi_json_name (writer, "repeat");
  nadi_json_begin_object (writer);
  if (line->days != 0)
    nadi_fhir_put_quantity (writer, "boundsDuration", (gint32) MIN (line->days, 2000) * 1000, "d", "days");
  if (line->times_per_day != 0)
    {
      nadi_json_put_int (writer, "frequency", MIN (line->times_per_day, 1000));
      nadi_json_put_int (writer, "period", 1);
      nadi_json_put_string (writer, "periodUnit", "d");
    }
  nadi_json_end_object (writer);
  nadi_json_end_object (writer);
}

static void
put_dosage (NadiJsonWriter *writer, const NadiPrescription *line)
{
  if (!nadi_fhir_has_text (line->dose) && line->times_per_day == 0 && line->days == 0 && !line->as_needed)
    return;
  nadi_json_name (writer, "dosageInstruction");
  nadi_json_begin_array (writer);
  nadi_json_begin_object (writer);
  nadi_fhir_put_text (writer, "text", line->dose);
  put_timing (writer, line);
  if (line->as_needed)
    nadi_json_put_boolean (writer, "asNeededBoolean", TRUE);
  nadi_json_end_object (writer);
  nadi_json_end_array (writer);
}

static void
write_prescription (NadiFhirCaseWriter *self, const NadiPrescription *line)
{
  const NadiCase *visit = self->visit;
  g_autofree char *id = nadi_fhir_part_id (self, line->id, "prescription", line->medicine);
  NadiJsonWriter *writer = nadi_fhir_begin (NADI_FHIR_MEDICATION_REQUEST, id);
  const char *status = visit->in_error ? NADI_FHIR_ENTERED_IN_ERROR : line->stopped ? "stopped" : "active";

  nadi_json_put_string (writer, "status", status);
  nadi_json_put_string (writer, "intent", "order");
  nadi_fhir_put_concept (writer, "medicationCodeableConcept", NULL, NULL, NULL, line->medicine);
  nadi_fhir_put_context (writer, visit, "requester", FALSE);
  nadi_fhir_put_time (writer, "authoredOn", visit->start);
  put_dosage (writer, line);
  nadi_fhir_add_draft (self, NADI_FHIR_MEDICATION_REQUEST, id, writer);
}

void
nadi_fhir_write_prescriptions (NadiFhirCaseWriter *self)
{
  const GPtrArray *lines = self->visit->prescriptions;

  for (guint i = 0; i < lines->len; i++)
    write_prescription (self, lines->pdata[i]);
}
