/* Trends: points against their targets, and marks on axes. */
#include "nadi-trend.h"

#include <string.h>

static const NadiVitalKind kinds[NADI_N_SIGNS] = {
  [NADI_SIGN_PRESSURE] = NADI_VITAL_SYSTOLIC,       [NADI_SIGN_PULSE] = NADI_VITAL_PULSE,
  [NADI_SIGN_TEMPERATURE] = NADI_VITAL_TEMPERATURE, [NADI_SIGN_GLUCOSE] = NADI_VITAL_GLUCOSE,
  [NADI_SIGN_SPO2] = NADI_VITAL_SPO2,               [NADI_SIGN_WEIGHT] = NADI_VITAL_WEIGHT,
  [NADI_SIGN_HEIGHT] = NADI_VITAL_HEIGHT,           [NADI_SIGN_RESPIRATION] = NADI_VITAL_RESPIRATION,
};

NadiVitalKind
nadi_sign_kind (NadiSign sign)
{
  return kinds[sign];
}

/* --- targets ------------------------------------------------------------------------------------------------------ */

gboolean
nadi_vital_target (NadiVitalKind kind, NadiUnit unit, const NadiDate *birth, gint32 today, NadiTrendBand *band)
{
  static const struct
  {
    NadiVitalKind kind;
    NadiUnit unit;
    gboolean any_age;
    NadiTrendBand band;
  } targets[] = {
    { NADI_VITAL_SYSTOLIC, NADI_UNIT_MMHG, FALSE, { 90000, 139000 } },
    { NADI_VITAL_DIASTOLIC, NADI_UNIT_MMHG, FALSE, { 60000, 89000 } },
    { NADI_VITAL_PULSE, NADI_UNIT_PER_MINUTE, FALSE, { 60000, 100000 } },
    { NADI_VITAL_TEMPERATURE, NADI_UNIT_CELSIUS, TRUE, { 36000, 37500 } },
    { NADI_VITAL_GLUCOSE, NADI_UNIT_MG_DL, FALSE, { 70000, 140000 } },
    { NADI_VITAL_GLUCOSE, NADI_UNIT_MMOL_L, FALSE, { 3900, 7800 } },
    { NADI_VITAL_SPO2, NADI_UNIT_PERCENT, TRUE, { 95000, 100000 } },
    { NADI_VITAL_RESPIRATION, NADI_UNIT_PER_MINUTE, FALSE, { 12000, 20000 } },
  };
  NadiAge age;
  gboolean adult = birth != NULL && nadi_age_at (birth, today, &age) && age.years >= 18;

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (targets[i].kind == kind && targets[i].unit == unit && (adult || targets[i].any_age))
      {
        *band = targets[i].band;
        return TRUE;
      }
  return FALSE;
}

static NadiTargetPlace
place_of (const NadiTrendBand *band, gint32 value)
{
  return value < band->low ? NADI_TARGET_BELOW : value > band->high ? NADI_TARGET_ABOVE : NADI_TARGET_WITHIN;
}

/* --- points ------------------------------------------------------------------------------------------------------- */

guint
nadi_sign_count (const NadiSummary *summary, NadiSign sign)
{
  guint count = nadi_summary_vital (summary, nadi_sign_kind (sign))->points->len;

  if (sign == NADI_SIGN_PRESSURE)
    count = MAX (count, nadi_summary_vital (summary, NADI_VITAL_DIASTOLIC)->points->len);
  return count;
}

static void
add_second (NadiTrend *self, const NadiVitalSeries *series)
{
  guint at = 0;

  /* Both series run in the same order over the same visits. */
  for (guint i = 0; i < series->points->len; i++)
    {
      const NadiVitalPoint *second = &g_array_index (series->points, NadiVitalPoint, i);

      while (at < self->points->len && g_array_index (self->points, NadiTrendPoint, at).time < second->time)
        at++;
      for (guint j = at; j < self->points->len && g_array_index (self->points, NadiTrendPoint, j).time == second->time; j++)
        {
          NadiTrendPoint *point = &g_array_index (self->points, NadiTrendPoint, j);

          if (point->visit != second->visit)
            continue;
          point->second = second->value;
          point->paired = TRUE;
        }
    }
}

static void
reach (NadiTrend *self, gint32 value)
{
  self->lowest = MIN (self->lowest, value);
  self->highest = MAX (self->highest, value);
}

static void
judge (NadiTrend *self)
{
  self->lowest = G_MAXINT32;
  self->highest = G_MININT32;
  for (guint i = 0; i < self->n_bands; i++)
    {
      reach (self, self->bands[i].low);
      reach (self, self->bands[i].high);
    }
  for (guint i = 0; i < self->points->len; i++)
    {
      NadiTrendPoint *point = &g_array_index (self->points, NadiTrendPoint, i);

      reach (self, point->value);
      if (point->paired)
        reach (self, point->second);
      if (self->n_bands > 0)
        point->place = place_of (&self->bands[0], point->value);
      if (self->n_bands > 1 && point->paired && point->place == NADI_TARGET_WITHIN)
        point->place = place_of (&self->bands[1], point->second);
    }
}

NadiTrend *
nadi_trend_new (NadiSummary *summary, NadiSign sign, gint32 today)
{
  NadiTrend *self = g_new0 (NadiTrend, 1);
  const NadiVitalSeries *series = nadi_summary_vital (summary, nadi_sign_kind (sign));
  NadiPatient *patient = nadi_summary_patient (summary);
  const NadiDate *birth = patient != NULL ? &patient->birth : NULL;

  self->sign = sign;
  self->unit = series->unit;
  self->summary = nadi_summary_ref (summary);
  self->points = g_array_sized_new (FALSE, TRUE, sizeof (NadiTrendPoint), series->points->len);
  for (guint i = 0; i < series->points->len; i++)
    {
      const NadiVitalPoint *point = &g_array_index (series->points, NadiVitalPoint, i);
      const NadiTrendPoint shown = { .time = point->time, .value = point->value, .visit = point->visit };

      g_array_append_val (self->points, shown);
    }
  if (nadi_vital_target (nadi_sign_kind (sign), self->unit, birth, today, &self->bands[0]))
    self->n_bands = 1;
  if (sign == NADI_SIGN_PRESSURE)
    {
      add_second (self, nadi_summary_vital (summary, NADI_VITAL_DIASTOLIC));
      if (self->n_bands == 1 && nadi_vital_target (NADI_VITAL_DIASTOLIC, self->unit, birth, today, &self->bands[1]))
        self->n_bands = 2;
    }
  judge (self);
  return self;
}

void
nadi_trend_free (NadiTrend *self)
{
  g_array_unref (self->points);
  nadi_summary_unref (self->summary);
  g_free (self);
}

/* --- marks -------------------------------------------------------------------------------------------------------- */

static gint64
floor_to (gint64 value, gint64 step)
{
  gint64 rest = value % step;

  return value - (rest < 0 ? rest + step : rest);
}

GArray *
nadi_trend_value_marks (gint32 low, gint32 high, guint most)
{
  static const gint64 leads[] = { 1, 2, 5 };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (gint32));
  gint64 step = 1, first, last;

  if (high <= low)
    high = low < G_MAXINT32 ? low + 1 : low;
  for (guint power = 0; power < 10; power++)
    for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
      {
        step = leads[i];
        for (guint j = 0; j < power; j++)
          step *= 10;
        first = floor_to (low, step);
        last = floor_to ((gint64) high + step - 1, step);
        if ((last - first) / step > MAX (most, 1))
          continue;
        for (gint64 at = first; at <= last; at += step)
          {
            const gint32 mark = (gint32) CLAMP (at, G_MININT32, G_MAXINT32);

            g_array_append_val (marks, mark);
          }
        return marks;
      }
  return marks;
}

/* Months since year 0. */
static gint32
month_of (gint32 day)
{
  NadiDate date;

  nadi_date_from_day (day, &date);
  return date.year * 12 + date.month - 1;
}

static gint32
first_of_month (gint32 month)
{
  const NadiDate date = { (guint16) (month / 12), (guint8) (month % 12 + 1), 1, NADI_DATE_DAY };

  return nadi_date_first_day (&date);
}

static void
add_days (GArray *marks, gint32 first, gint32 last, gint32 step)
{
  for (gint64 at = floor_to ((gint64) first + step - 1, step); at <= last; at += step)
    {
      const gint32 day = (gint32) at;

      g_array_append_val (marks, day);
    }
}

static void
add_months (GArray *marks, gint32 first, gint32 last, gint32 step)
{
  for (gint32 month = (gint32) floor_to (month_of (first), step); month < 9999 * 12; month += step)
    {
      const gint32 day = first_of_month (month);

      if (day > last)
        return;
      if (day >= first)
        g_array_append_val (marks, day);
    }
}

GArray *
nadi_trend_day_marks (gint32 first, gint32 last, guint most, NadiMarkKind *kind)
{
  static const gint32 days[] = { 1, 2, 7, 14 };
  static const gint32 months[] = { 1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000 };
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (gint32));

  most = MAX (most, 1);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (((gint64) last - first) / days[i] + 1 <= most)
      {
        *kind = NADI_MARK_DAY;
        add_days (marks, first, last, days[i]);
        return marks;
      }
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if ((gint64) (month_of (last) - month_of (first)) / months[i] + 1 <= most || i + 1 == G_N_ELEMENTS (months))
      {
        *kind = months[i] < 12 ? NADI_MARK_MONTH : NADI_MARK_YEAR;
        add_months (marks, first, last, months[i]);
        return marks;
      }
  return marks;
}

/* --- CSV ---------------------------------------------------------------------------------------------------------- */

char *
nadi_trend_to_csv (const NadiTrend *self)
{
  static const char *const places[] = { "", "within", "below", "above" };
  gboolean pair = self->sign == NADI_SIGN_PRESSURE;
  GString *text = g_string_new (pair ? "date,systolic,diastolic,unit,target\r\n" : "date,value,unit,target\r\n");

  for (guint i = 0; i < self->points->len; i++)
    {
      const NadiTrendPoint *point = &g_array_index (self->points, NadiTrendPoint, i);
      g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (point->time / 1000);
      g_autofree char *date = moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
      g_autofree char *value = nadi_thousandths_to_text (point->value);
      g_autofree char *second = point->paired ? nadi_thousandths_to_text (point->second) : g_strdup ("");

      g_string_append_printf (text, "%s,%s,", date, value);
      if (pair)
        g_string_append_printf (text, "%s,", second);
      g_string_append_printf (text, "%s,%s\r\n", nadi_unit_label (self->unit), places[point->place]);
    }
  return g_string_free (text, FALSE);
}
