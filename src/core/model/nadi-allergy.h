/* An allergy or intolerance, as a chart's header and the emergency summary show it. */
#pragma once

#include <glib.h>

#include "nadi-date.h"

typedef enum
{
  NADI_ALLERGY_KIND_UNKNOWN,
  NADI_ALLERGY_FOOD,
  NADI_ALLERGY_MEDICATION,
  NADI_ALLERGY_ENVIRONMENT,
  NADI_ALLERGY_BIOLOGIC,
} NadiAllergyKind;

/* Strings may be NULL, except the substance; kept exactly as they came. */
typedef struct
{
  char *id;        /* of the AllergyIntolerance */
  char *patient;   /* logical id of the Patient */
  char *substance; /* "Penicillin" */
  char *reaction;  /* "Rash" */
  NadiAllergyKind kind;
  gboolean high_risk;
  gboolean resolved; /* also inactive, refuted or entered in error: not to be warned of */
  NadiDate recorded;
} NadiAllergy;

NadiAllergy *nadi_allergy_new (void);
void nadi_allergy_free (NadiAllergy *allergy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiAllergy, nadi_allergy_free)
