/* The summary of a chart: one pass over the cases from the oldest to the newest, with a table for each kind of thing, so that the newest
 * mention of anything is the one that counts. */
#include "nadi-summary.h"

#include <string.h>

#include "nadi-text.h"

#define CHRONIC_DAYS 90
/* mg/dL of glucose in 1 mmol/L, thousandths. */
#define GLUCOSE_FACTOR 18016

struct _NadiSummary
{
  gatomicrefcount references;
  NadiPatient *patient;
  GPtrArray *cases;
  GPtrArray *loose;
  GPtrArray *held;           /* allergies as they came */
  GArray *problems;
  GArray *medicines;
  GPtrArray *allergies;
  GArray *results;
  NadiVitalSeries vitals[NADI_N_VITALS];
  guint n_cases;
};

/* --- chronic ------------------------------------------------------------------------------------------------------ */

/* First and last category, letter and two digits. */
static const char chronic[][2][4] = {
  { "B18", "B18" }, { "B20", "B24" }, { "C00", "C97" }, { "D55", "D58" }, { "D66", "D68" }, { "E00", "E07" }, { "E10", "E14" },
  { "E66", "E66" }, { "E78", "E78" }, { "G20", "G20" }, { "G30", "G30" }, { "G35", "G35" }, { "G40", "G40" }, { "I05", "I09" },
  { "I10", "I15" }, { "I20", "I25" }, { "I42", "I42" }, { "I48", "I48" }, { "I50", "I50" }, { "J41", "J45" }, { "K50", "K51" },
  { "K70", "K70" }, { "K73", "K74" }, { "L40", "L40" }, { "M05", "M06" }, { "M10", "M10" }, { "M15", "M19" }, { "M32", "M32" },
  { "M81", "M81" }, { "N18", "N18" },
};

gboolean
nadi_icd10_is_chronic (const char *code)
{
  if (code == NULL || !nadi_icd10_shaped (code))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (chronic); i++)
    if (strncmp (code, chronic[i][0], 3) >= 0 && strncmp (code, chronic[i][1], 3) <= 0)
      return TRUE;
  return FALSE;
}

/* --- one pass ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiSummaryProblem shown;
  gboolean active;
} Problem;

typedef struct
{
  NadiSummaryMedicine shown;
  gboolean stopped;
} Medicine;

typedef struct
{
  GHashTable *problems;      /* key → Problem */
  GHashTable *medicines;     /* key → Medicine */
  GHashTable *results;       /* key → NadiSummaryResult */
} Tables;

static gint32
day_of (const NadiCase *visit)
{
  return visit->start != 0 ? nadi_day_from_time (visit->start) : G_MININT32;
}

/* The same thing has the same code, or the same words. (transfer full) */
static char *
key_of (const char *code, const char *text)
{
  g_autofree char *folded = NULL;

  if (code != NULL && code[0] != '\0')
    return g_strconcat ("#", code, NULL);
  folded = nadi_text_fold (text != NULL ? text : "");
  return folded[0] != '\0' ? g_steal_pointer (&folded) : g_strdup (text != NULL ? text : "");
}

/* TRUE if a may begin before b. */
static gboolean
begins_before (const NadiDate *a, const NadiDate *b)
{
  return b->precision == NADI_DATE_NONE || nadi_date_first_day (a) < nadi_date_first_day (b);
}

static void
take_problem (Tables *tables, const NadiCase *visit, const NadiProblem *problem)
{
  g_autofree char *key = key_of (problem->code, problem->text);
  Problem *known = g_hash_table_lookup (tables->problems, key);
  NadiDate since = problem->onset;
  gint32 day = day_of (visit);

  if (key[0] == '\0')
    return;
  if (since.precision == NADI_DATE_NONE && day != G_MININT32)
    nadi_date_from_day (day, &since);
  if (known == NULL)
    {
      known = g_new0 (Problem, 1);
      g_hash_table_insert (tables->problems, g_steal_pointer (&key), known);
    }
  /* What was over and came back began again. */
  if (!known->active || (since.precision != NADI_DATE_NONE && begins_before (&since, &known->shown.since)))
    known->shown.since = since;
  known->shown.text = problem->text != NULL && problem->text[0] != '\0' ? problem->text : problem->code;
  known->shown.code = problem->code;
  known->shown.last = day;
  known->shown.times++;
  known->shown.visit = visit;
  known->active = problem->status == NADI_PROBLEM_ACTIVE;
}

static void
take_prescription (Tables *tables, const NadiCase *visit, const NadiPrescription *line)
{
  g_autofree char *key = key_of (NULL, line->medicine);
  Medicine *known = g_hash_table_lookup (tables->medicines, key);
  gint32 day = day_of (visit);

  if (key[0] == '\0')
    return;
  if (known == NULL)
    {
      known = g_new0 (Medicine, 1);
      g_hash_table_insert (tables->medicines, g_steal_pointer (&key), known);
    }
  known->shown.medicine = line->medicine;
  known->shown.dose = line->dose;
  known->shown.day = day;
  known->shown.until = line->days > 0 && day != G_MININT32 ? day + (gint32) MIN (line->days, 100000) - 1 : G_MAXINT32;
  known->shown.as_needed = line->as_needed;
  known->shown.visit = visit;
  known->stopped = line->stopped;
}

static void
take_result (Tables *tables, const NadiCase *visit, const NadiResult *result)
{
  g_autofree char *key = key_of (result->code, result->text);
  NadiSummaryResult *known = g_hash_table_lookup (tables->results, key);
  const char *before;

  if (key[0] == '\0' || result->value == NULL || result->value[0] == '\0')
    return;
  if (known == NULL)
    {
      known = g_new0 (NadiSummaryResult, 1);
      g_hash_table_insert (tables->results, g_steal_pointer (&key), known);
    }
  before = known->value != NULL && g_strcmp0 (known->unit, result->unit) == 0 ? known->value : NULL;
  known->text = result->text != NULL && result->text[0] != '\0' ? result->text : result->code;
  known->code = result->code;
  known->value = result->value;
  known->unit = result->unit;
  known->before = before;
  known->day = day_of (visit);
  known->abnormal = result->abnormal;
  known->times++;
  known->visit = visit;
}

/* Glucose comes in two units; a series has one: that of its newest point. */
static gint32
convert (gint32 value, NadiUnit from, NadiUnit to)
{
  if (from == NADI_UNIT_MMOL_L && to == NADI_UNIT_MG_DL)
    return (gint32) (((gint64) value * GLUCOSE_FACTOR + 500) / 1000);
  if (from == NADI_UNIT_MG_DL && to == NADI_UNIT_MMOL_L)
    return (gint32) (((gint64) value * 1000 + GLUCOSE_FACTOR / 2) / GLUCOSE_FACTOR);
  return value;
}

static void
take_vitals (NadiSummary *self, const NadiCase *visit)
{
  for (guint kind = 0; visit->start != 0 && kind < NADI_N_VITALS; kind++)
    {
      const NadiVital *vital = &visit->vitals.at[kind];
      NadiVitalSeries *series = &self->vitals[kind];
      const NadiVitalPoint point = { visit->start, convert (vital->value, vital->unit, series->unit), visit };

      if (vital->known)
        g_array_append_val (series->points, point);
    }
}

static void
take_case (NadiSummary *self, Tables *tables, const NadiCase *visit)
{
  for (guint i = 0; i < visit->problems->len; i++)
    take_problem (tables, visit, g_ptr_array_index (visit->problems, i));
  for (guint i = 0; i < visit->prescriptions->len; i++)
    take_prescription (tables, visit, g_ptr_array_index (visit->prescriptions, i));
  for (guint i = 0; i < visit->results->len; i++)
    take_result (tables, visit, g_ptr_array_index (visit->results, i));
  take_vitals (self, visit);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const NadiCase *one = *(const NadiCase *const *) a;
  const NadiCase *other = *(const NadiCase *const *) b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return g_strcmp0 (one->id, other->id);
}

static GPtrArray *
oldest_first (NadiSummary *self)
{
  GPtrArray *all = g_ptr_array_new ();
  GPtrArray *const from[] = { self->loose, self->cases };

  for (guint i = 0; i < G_N_ELEMENTS (from); i++)
    for (guint j = 0; from[i] != NULL && j < from[i]->len; j++)
      {
        NadiCase *visit = g_ptr_array_index (from[i], j);

        if (!visit->in_error)
          g_ptr_array_add (all, visit);
        if (!visit->in_error && from[i] == self->cases)
          self->n_cases++;
      }
  g_ptr_array_sort (all, compare_times);
  return all;
}

/* The unit of each series is that of its newest point. */
static void
choose_units (NadiSummary *self, GPtrArray *visits)
{
  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    self->vitals[kind].unit = nadi_vital_unit ((NadiVitalKind) kind);
  for (guint i = 0; i < visits->len; i++)
    {
      const NadiVital *glucose = &((NadiCase *) g_ptr_array_index (visits, i))->vitals.at[NADI_VITAL_GLUCOSE];

      if (glucose->known)
        self->vitals[NADI_VITAL_GLUCOSE].unit = glucose->unit;
    }
}

/* --- what is shown of it ------------------------------------------------------------------------------------------ */

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const NadiSummaryProblem *one = a, *other = b;

  if (one->chronic != other->chronic)
    return one->chronic ? -1 : 1;
  if (one->last != other->last)
    return one->last > other->last ? -1 : 1;
  return g_strcmp0 (one->text, other->text);
}

static int
compare_medicines (gconstpointer a, gconstpointer b)
{
  const NadiSummaryMedicine *one = a, *other = b;

  if (one->day != other->day)
    return one->day > other->day ? -1 : 1;
  return g_strcmp0 (one->medicine, other->medicine);
}

static int
compare_results (gconstpointer a, gconstpointer b)
{
  const NadiSummaryResult *one = a, *other = b;

  if (one->day != other->day)
    return one->day > other->day ? -1 : 1;
  if (one->abnormal != other->abnormal)
    return one->abnormal ? -1 : 1;
  return g_strcmp0 (one->text, other->text);
}

static void
keep (NadiSummary *self, Tables *tables, gint32 today)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, tables->problems);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Problem *problem = value;
      const NadiDate *since = &problem->shown.since;

      problem->shown.chronic = nadi_icd10_is_chronic (problem->shown.code) ||
                               (since->precision != NADI_DATE_NONE && problem->shown.last != G_MININT32 &&
                                problem->shown.last - nadi_date_last_day (since) >= CHRONIC_DAYS);
      if (problem->active)
        g_array_append_val (self->problems, problem->shown);
    }
  g_hash_table_iter_init (&iter, tables->medicines);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Medicine *medicine = value;

      if (!medicine->stopped && medicine->shown.until >= today)
        g_array_append_val (self->medicines, medicine->shown);
    }
  g_hash_table_iter_init (&iter, tables->results);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_vals (self->results, value, 1);
  g_array_sort (self->problems, compare_problems);
  g_array_sort (self->medicines, compare_medicines);
  g_array_sort (self->results, compare_results);
}

static int
compare_allergies (gconstpointer a, gconstpointer b)
{
  const NadiAllergy *one = *(NadiAllergy *const *) a;
  const NadiAllergy *other = *(NadiAllergy *const *) b;

  if (one->high_risk != other->high_risk)
    return one->high_risk ? -1 : 1;
  return g_strcmp0 (one->substance, other->substance);
}

/* The same substance may have been written by several clinics. */
static void
take_allergies (NadiSummary *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; self->held != NULL && i < self->held->len; i++)
    if (!((NadiAllergy *) g_ptr_array_index (self->held, i))->resolved)
      g_ptr_array_add (sorted, g_ptr_array_index (self->held, i));
  g_ptr_array_sort (sorted, compare_allergies);
  for (guint i = 0; i < sorted->len; i++)
    {
      NadiAllergy *allergy = g_ptr_array_index (sorted, i);

      if (g_hash_table_add (seen, key_of (NULL, allergy->substance)))
        g_ptr_array_add (self->allergies, allergy);
    }
}

/* --- making ------------------------------------------------------------------------------------------------------- */

NadiSummary *
nadi_summary_new (NadiPatient *patient, GPtrArray *cases, GPtrArray *loose, GPtrArray *allergies, gint32 today)
{
  NadiSummary *self = g_new0 (NadiSummary, 1);
  g_autoptr (GPtrArray) visits = NULL;
  Tables tables = {
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };

  g_atomic_ref_count_init (&self->references);
  self->patient = patient != NULL ? nadi_patient_ref (patient) : NULL;
  self->cases = cases != NULL ? g_ptr_array_ref (cases) : NULL;
  self->loose = loose != NULL ? g_ptr_array_ref (loose) : NULL;
  self->held = allergies != NULL ? g_ptr_array_ref (allergies) : NULL;
  self->problems = g_array_new (FALSE, FALSE, sizeof (NadiSummaryProblem));
  self->medicines = g_array_new (FALSE, FALSE, sizeof (NadiSummaryMedicine));
  self->results = g_array_new (FALSE, FALSE, sizeof (NadiSummaryResult));
  self->allergies = g_ptr_array_new ();
  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    self->vitals[kind].points = g_array_new (FALSE, FALSE, sizeof (NadiVitalPoint));
  visits = oldest_first (self);
  choose_units (self, visits);
  for (guint i = 0; i < visits->len; i++)
    take_case (self, &tables, g_ptr_array_index (visits, i));
  keep (self, &tables, today);
  take_allergies (self);
  g_hash_table_unref (tables.problems);
  g_hash_table_unref (tables.medicines);
  g_hash_table_unref (tables.results);
  return self;
}

NadiSummary *
nadi_summary_ref (NadiSummary *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
nadi_summary_unref (NadiSummary *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->patient, nadi_patient_unref);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->loose, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_array_unref (self->problems);
  g_array_unref (self->medicines);
  g_array_unref (self->results);
  g_ptr_array_unref (self->allergies);
  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    g_array_unref (self->vitals[kind].points);
  g_free (self);
}

NadiPatient *
nadi_summary_patient (const NadiSummary *self)
{
  return self->patient;
}

GArray *
nadi_summary_problems (const NadiSummary *self)
{
  return self->problems;
}

GArray *
nadi_summary_medicines (const NadiSummary *self)
{
  return self->medicines;
}

GPtrArray *
nadi_summary_allergies (const NadiSummary *self)
{
  return self->allergies;
}

GArray *
nadi_summary_results (const NadiSummary *self)
{
  return self->results;
}

const NadiVitalSeries *
nadi_summary_vital (const NadiSummary *self, NadiVitalKind kind)
{
  return &self->vitals[kind];
}

NadiSummaryCounts
nadi_summary_counts (const NadiSummary *self)
{
  NadiSummaryCounts counts = { 0 };

  counts.cases = self->n_cases;
  counts.problems = self->problems->len;
  counts.medicines = self->medicines->len;
  counts.allergies = self->allergies->len;
  counts.results = self->results->len;
  for (guint i = 0; i < self->results->len; i++)
    counts.abnormal += g_array_index (self->results, NadiSummaryResult, i).abnormal ? 1 : 0;
  for (guint kind = 0; kind < NADI_N_VITALS; kind++)
    counts.measurements += self->vitals[kind].points->len;
  return counts;
}
