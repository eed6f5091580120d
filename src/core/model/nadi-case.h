/* One visit as a doctor writes and reads it: a view over an Encounter and the records that point to it.
 *
 * core/fhir makes records of a case and a case of records (nadi-fhir-case.h). A NadiCase is filled by whoever
 * makes it and from then on only read; references may be taken and dropped in any thread. Strings may be
 * NULL and are kept exactly as they came. Times are Unix milliseconds. */
#pragma once

#include <glib.h>

#include "nadi-date.h"
#include "nadi-vitals.h"

typedef enum
{
  NADI_PROBLEM_ACTIVE,
  NADI_PROBLEM_RESOLVED,
} NadiProblemStatus;

/* A diagnosis or complaint. Text is what the doctor wrote and is always there. */
typedef struct
{
  char *id;   /* of the Condition; NULL until it is written */
  char *text;
  char *code; /* ICD-10, "A90", or NULL */
  NadiProblemStatus status;
  NadiDate onset;
} NadiProblem;

typedef struct
{
  char *id;       /* of the MedicationRequest; NULL until it is written */
  char *medicine; /* "Paracetamol 500 mg tablet" */
  char *dose;     /* as it reads on paper: "1-0-1 after food for 5 days" */
  guint times_per_day; /* 0 if the text says all there is */
  guint days;          /* 0 if not limited */
  gboolean as_needed;
  gboolean stopped;
} NadiPrescription;

/* A laboratory value, or any other observation that is no vital sign. */
typedef struct
{
  char *id;
  char *text;  /* "Haemoglobin" */
  char *code;  /* LOINC, or NULL */
  char *value; /* "11.2" or words */
  char *unit;  /* UCUM, or NULL if the value is words */
  gboolean abnormal;
} NadiResult;

typedef struct
{
  char *id; /* of the Encounter */
  char *patient;      /* logical id of the Patient */
  char *organisation; /* logical id, and the name to show */
  char *organisation_name;
  char *practitioner;
  char *practitioner_name;
  gint64 start;
  gint64 end; /* 0 while it is open */
  gboolean in_error; /* entered in error: kept, shown struck out */
  char *kind; /* what sort of visit the source calls it, or NULL */
  char *symptoms;
  NadiVitals vitals;
  GPtrArray *problems;      /* of NadiProblem */
  GPtrArray *prescriptions; /* of NadiPrescription */
  GPtrArray *results;       /* of NadiResult */
  char *notes;
  char *plan;
  NadiDate follow_up;
} NadiCase;

NadiCase *nadi_case_new (void);
NadiCase *nadi_case_ref (NadiCase *visit);
void nadi_case_unref (NadiCase *visit);

/* Adds an empty one, owned by the case, for the caller to fill. */
NadiProblem *nadi_case_add_problem (NadiCase *visit);
NadiPrescription *nadi_case_add_prescription (NadiCase *visit);
NadiResult *nadi_case_add_result (NadiCase *visit);

/* What a list shows for the case: its first problem's text, else the symptoms, else the kind of
 * visit, else NULL. Owned by the case. */
const char *nadi_case_title (const NadiCase *visit);

/* TRUE for text shaped like an ICD-10 code: letter, two digits (the second may be a letter A or B), and up to
 * four characters after a point. Case matters. */
gboolean nadi_icd10_shaped (const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCase, nadi_case_unref)
