/* Height, weight and blood group of a patient, as the observations that they are in FHIR. */
#pragma once

#include "nadi-fhir-resource.h"
#include "nadi-patient.h"

/* The day of each figure that was taken so far; G_MININT32 before. */
typedef struct
{
  gint32 height;
  gint32 weight;
  gint32 blood_group;
  gint32 rhesus;
} NadiFhirFigureDays;

#define NADI_FHIR_FIGURE_DAYS_INIT { G_MININT32, G_MININT32, G_MININT32, G_MININT32 }

/* Takes height (8302-2), weight (29463-7), ABO group (883-9) or rhesus (10331-7) from an Observation that is final,
 * amended or corrected and no older than what was taken before. An observation without a day counts as oldest. To be
 * called while the patient is still being filled. TRUE if something was taken. */
gboolean nadi_fhir_take_figure (NadiPatient *patient, const NadiFhirResource *observation, NadiFhirFigureDays *days);

/* Observations of the figures that the patient has, at a time: height and weight as vital signs, blood group as
 * laboratory results. Ids follow from the patient's id, the code and the day. Errors: NADI_FHIR_ERROR.
 * (element-type NadiFhirResource, transfer full) */
GPtrArray *nadi_fhir_write_figures (const NadiPatient *patient, gint64 time, GError **error);
