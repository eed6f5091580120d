/* Drawing visits: when, with what, what was measured, prescribed and found. */
#include <stdlib.h>
#include <string.h>

#include "nadi-demo-private.h"
#include "nadi-icd10.h"

#define OPENING_MS G_GINT64_CONSTANT (12600000) /* 09:00 in India is 03:30 UTC */
#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define CLUSTER_DAYS 21

/* Per cent of the yearly mean, by distance in months from the peak of the season. */
static const guint16 seasons[] = { 280, 220, 120, 60, 30, 20, 15 };

static guint
season_percent (const NadiDemoProblem *problem, gint32 day)
{
  NadiDate date;
  guint distance;

  if (problem->peak == 0)
    return 100;
  nadi_date_from_day (day, &date);
  distance = (guint) abs ((gint) date.month - (gint) problem->peak);
  return seasons[MIN (distance, 12 - distance)];
}

/* A hill over the last three weeks, highest ten days ago, in one town. */
static guint
cluster_weight (const NadiDemoDraw *draw, const NadiDemoProblem *problem, gint32 day)
{
  gint32 ago = draw->generator->today - day;
  gboolean here = g_strcmp0 (draw->patient->address.city, draw->generator->cluster_city) == 0;

  if (problem != draw->generator->cluster || !here || ago > CLUSTER_DAYS)
    return 0;
  return (guint) MAX (CLUSTER_DAYS - 2 * abs (ago - 10), 0) * 3000;
}

static gboolean
is_possible (const NadiDemoDraw *draw, const NadiDemoProblem *problem)
{
  if (draw->age < problem->from_age || draw->age > problem->to_age)
    return FALSE;
  if (problem->sex == 'f')
    return draw->patient->sex == NADI_SEX_FEMALE;
  return problem->sex != 'm' || draw->patient->sex == NADI_SEX_MALE;
}

static guint
weight_of (const NadiDemoDraw *draw, const NadiDemoProblem *problem, gint32 day)
{
  if (!is_possible (draw, problem))
    return 0;
  return problem->weight * season_percent (problem, day) + cluster_weight (draw, problem, day);
}

static const NadiDemoProblem *
draw_problem (NadiDemoDraw *draw, gint32 day)
{
  guint total = 0, roll;

  for (guint i = 0; i < nadi_demo_n_problems; i++)
    total += weight_of (draw, &nadi_demo_problems[i], day);
  roll = (guint) nadi_random_below (draw->random, total);
  for (guint i = 0; i < nadi_demo_n_problems; i++)
    {
      guint weight = weight_of (draw, &nadi_demo_problems[i], day);
      if (roll < weight)
        return &nadi_demo_problems[i];
      roll -= weight;
    }
  return &nadi_demo_problems[0];
}

static void
set (NadiVitals *vitals, NadiVitalKind kind, guint thousandths)
{
  vitals->at[kind] = (NadiVital) { TRUE, (gint32) thousandths, nadi_vital_unit (kind) };
}

static void
draw_vitals (NadiDemoDraw *draw, const NadiDemoProblem *problem, NadiVitals *vitals)
{
  NadiRandom *random = draw->random;
  guint fever = problem->fever > 0 ? nadi_demo_between (random, (guint) problem->fever / 2, (guint) problem->fever) : 0;
  guint child = draw->age < 12 ? 12 - draw->age : 0;

  set (vitals, NADI_VITAL_PULSE, (nadi_demo_between (random, 66, 88) + fever / 2 + child * 3) * 1000);
  set (vitals, NADI_VITAL_TEMPERATURE, 36400 + nadi_demo_between (random, 0, 6) * 100 + fever * 100);
  if (draw->age >= 14)
    {
      guint systolic = nadi_demo_between (random, 104, 128) + draw->age / 6 + nadi_demo_between (random, problem->pressure / 2, problem->pressure);
      guint diastolic = systolic * 5 / 8 + nadi_demo_between (random, 0, 8);
      set (vitals, NADI_VITAL_SYSTOLIC, systolic * 1000);
      set (vitals, NADI_VITAL_DIASTOLIC, diastolic * 1000);
    }
  if (problem->glucose > 0 || nadi_demo_chance (random, 12))
    set (vitals, NADI_VITAL_GLUCOSE, (nadi_demo_between (random, 84, 128) + nadi_demo_between (random, problem->glucose / 3u, problem->glucose)) * 1000);
  if (problem->saturation > 0 || nadi_demo_chance (random, 35))
    set (vitals, NADI_VITAL_SPO2, (99 - nadi_demo_between (random, 0, 1u + problem->saturation)) * 1000);
  if (nadi_demo_chance (random, 60))
    set (vitals, NADI_VITAL_WEIGHT, (guint) draw->patient->weight);
  if (problem->saturation > 0 || child > 6)
    set (vitals, NADI_VITAL_RESPIRATION, (nadi_demo_between (random, 14, 20) + child + problem->saturation * 2) * 1000);
}

static void
add_prescriptions (NadiCase *visit, const NadiDemoProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (problem->medicines) && problem->medicines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (problem->medicines[i], "|", 4);
      NadiPrescription *line = nadi_case_add_prescription (visit);
      line->medicine = g_strdup (parts[0]);
      line->dose = g_strdup (parts[1]);
      line->times_per_day = (guint) g_ascii_strtoull (parts[2], NULL, 10);
      line->days = (guint) g_ascii_strtoull (parts[3], NULL, 10);
      line->as_needed = line->times_per_day == 0 && line->days == 0;
    }
}

/* "name|code|words" or "name|code|low|high|decimals|unit", low and high without their decimal point. */
static void
draw_results (NadiDemoDraw *draw, NadiCase *visit, const NadiDemoProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (problem->results) && problem->results[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (problem->results[i], "|", 6);
      NadiResult *result = nadi_case_add_result (visit);
      guint value;
      result->text = g_strdup (parts[0]);
      result->code = g_strdup (parts[1]);
      if (parts[3] == NULL)
        {
          result->value = g_strdup (parts[2]);
          result->abnormal = TRUE;
          continue;
        }
      value = nadi_demo_between (draw->random, (guint) atoi (parts[2]), (guint) atoi (parts[3]));
      result->value = *parts[4] == '1' ? g_strdup_printf ("%u.%u", value / 10, value % 10) : g_strdup_printf ("%u", value);
      result->unit = g_strdup (parts[5]);
      result->abnormal = problem->peak != 0 || problem->chronic;
    }
}

static void
add_problem (NadiCase *visit, const NadiDemoProblem *problem, gint32 since)
{
  const NadiIcd10 *entry = nadi_icd10_find (problem->code);
  NadiProblem *added = nadi_case_add_problem (visit);

  added->code = g_strdup (problem->code);
  added->text = g_strdup (entry != NULL ? entry->name : problem->symptoms);
  nadi_date_from_day (since, &added->onset);
  if (problem->chronic)
    added->onset = (NadiDate) { .year = added->onset.year, .precision = NADI_DATE_YEAR };
}

static NadiCase *
draw_case (NadiDemoDraw *draw, const NadiDemoProblem *problem, gint32 day, gboolean first)
{
  const NadiChartClinic *clinic = draw->clinic;
  guint n_doctors = g_strv_length ((char **) clinic->practitioners);
  guint doctor = (guint) nadi_random_below (draw->random, n_doctors);
  NadiCase *visit = nadi_case_new ();
  gboolean acute = !problem->chronic;

  visit->id = nadi_demo_id (draw->random);
  visit->patient = g_strdup (draw->patient->id);
  visit->organisation = g_strdup (clinic->organisation);
  visit->organisation_name = g_strdup (clinic->organisation_name);
  visit->practitioner = g_strdup (clinic->practitioners[doctor]);
  visit->practitioner_name = g_strdup (clinic->practitioner_names[doctor]);
  visit->start = nadi_day_to_time (day) + OPENING_MS + nadi_demo_between (draw->random, 0, 105) * 5 * MINUTE_MS;
  visit->end = visit->start + nadi_demo_between (draw->random, 5, 25) * MINUTE_MS;
  visit->symptoms = g_strdup (first || acute ? problem->symptoms : "Follow-up");
  draw_vitals (draw, problem, &visit->vitals);
  add_problem (visit, problem, day - (gint32) nadi_demo_between (draw->random, 1, acute ? 6 : 2500));
  add_prescriptions (visit, problem);
  if (first && nadi_demo_chance (draw->random, acute ? 80 : 50))
    draw_results (draw, visit, problem);
  visit->plan = g_strdup (problem->plan);
  if (problem->follow_up != 0)
    nadi_date_from_day (day + problem->follow_up, &visit->follow_up);
  return visit;
}

/* Days of the sixty, oldest first, none on a Sunday (day 3 was one: 1970-01-04). */
static guint
draw_days (NadiDemoDraw *draw, gint32 days[4])
{
  static const guint8 shares[] = { 52, 80, 93, 100 };
  guint roll = nadi_demo_between (draw->random, 0, 99), n = 1;

  while (roll >= shares[n - 1])
    n++;
  for (guint i = 0; i < n; i++)
    {
      gint32 day = draw->generator->today - (gint32) nadi_demo_between (draw->random, 0, NADI_CHART_DAYS - 1);
      guint place = i;
      if (((day - 3) % 7 + 7) % 7 == 0)
        day--;
      for (; place > 0 && days[place - 1] > day; place--)
        days[place] = days[place - 1];
      days[place] = day;
    }
  return n;
}

GPtrArray *
nadi_demo_draw_cases (NadiDemoDraw *draw)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  const NadiDemoProblem *chronic = NULL;
  gint32 days[4];
  guint n = draw_days (draw, days);

  for (guint i = 0; i < n; i++)
    {
      gboolean again = chronic != NULL && nadi_demo_chance (draw->random, 70);
      const NadiDemoProblem *problem = again ? chronic : draw_problem (draw, days[i]);
      if (problem->chronic)
        chronic = problem;
      g_ptr_array_add (cases, draw_case (draw, problem, days[i], !again));
    }
  return cases;
}
