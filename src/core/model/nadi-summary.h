/* What a doctor wants to know of a chart before reading it: problems that are active, medicines that are being taken, allergies, the
 * latest result of each test, and the course of each vital sign.
 *
 * Pure: made once from cases and allergies, never changed, and the same for the same input. Its cost grows with the number of
 * parts of all cases. References may be taken and dropped in any thread; texts are borrowed from the cases and allergies, which
 * it holds. A day is a day number (nadi-date.h), G_MININT32 if not known. */
#pragma once

#include "nadi-allergy.h"
#include "nadi-case.h"
#include "nadi-patient.h"

/* One problem, however often it was written: the same ICD-10 code, or the same words. */
typedef struct
{
  const char *text;          /* as it was written last */
  const char *code;          /* ICD-10, or NULL */
  NadiDate since;            /* the earliest onset, or the day of the first case that names it */
  gint32 last;               /* day of the last case that names it */
  guint times;               /* in how many cases */
  gboolean chronic;          /* lasts by its nature, or has been active for 90 days */
  const NadiCase *visit;     /* that named it last */
} NadiSummaryProblem;

/* One medicine, as it was prescribed last. */
typedef struct
{
  const char *medicine;
  const char *dose;          /* or NULL */
  gint32 day;                /* when it was prescribed */
  gint32 until;              /* the last day of it; G_MAXINT32 if it is not limited */
  gboolean as_needed;
  const NadiCase *visit;
} NadiSummaryMedicine;

/* One test: its latest value, and the one before. */
typedef struct
{
  const char *text;
  const char *code;          /* LOINC, or NULL */
  const char *value;
  const char *unit;          /* or NULL */
  const char *before;        /* the value before, in the same unit; NULL if there was none */
  gint32 day;
  gboolean abnormal;
  guint times;
  const NadiCase *visit;
} NadiSummaryResult;

/* One measurement. */
typedef struct
{
  gint64 time;               /* ms */
  gint32 value;              /* thousandths of the series' unit */
  const NadiCase *visit;
} NadiVitalPoint;

typedef struct
{
  NadiUnit unit;             /* of all points */
  GArray *points;            /* of NadiVitalPoint, oldest first */
} NadiVitalSeries;

typedef struct _NadiSummary NadiSummary;

/* cases: of NadiCase; loose: of NadiCase without id, parts of a chart that belong to no case, each with its time in start; allergies: of
 * NadiAllergy. Each may be NULL; the arrays are not changed by anyone any more. patient may be NULL. Cases entered in error are
 * passed over. today: of whoever asks; it decides which limited prescriptions still run. */
NadiSummary *nadi_summary_new (NadiPatient *patient, GPtrArray *cases, GPtrArray *loose, GPtrArray *allergies, gint32 today);
NadiSummary *nadi_summary_ref (NadiSummary *summary);
void nadi_summary_unref (NadiSummary *summary);

/* NULL if the identity is not known. */
NadiPatient *nadi_summary_patient (const NadiSummary *summary);
/* Of NadiSummaryProblem: active ones, the chronic first, then the latest. */
GArray *nadi_summary_problems (const NadiSummary *summary);
/* Of NadiSummaryMedicine: not stopped and not over, the latest prescribed first. */
GArray *nadi_summary_medicines (const NadiSummary *summary);
/* Of NadiAllergy, borrowed: not resolved, high risk first. */
GPtrArray *nadi_summary_allergies (const NadiSummary *summary);
/* Of NadiSummaryResult: the latest first. */
GArray *nadi_summary_results (const NadiSummary *summary);
const NadiVitalSeries *nadi_summary_vital (const NadiSummary *summary, NadiVitalKind kind);

typedef struct
{
  guint cases;
  guint problems;            /* active */
  guint medicines;           /* current */
  guint allergies;           /* not resolved */
  guint results;             /* tests, each once */
  guint abnormal;            /* of these */
  guint measurements;        /* points of all vital signs */
} NadiSummaryCounts;

NadiSummaryCounts nadi_summary_counts (const NadiSummary *summary);

/* TRUE for ICD-10 codes of what lasts: diabetes, hypertension, asthma, epilepsy, … */
gboolean nadi_icd10_is_chronic (const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSummary, nadi_summary_unref)
