/* The course of a vital sign, ready to be drawn: points, where they should lie, and where an axis has its marks. Pure; values are thousandths
 * of the unit as in nadi-vitals.h. */
#pragma once

#include "nadi-summary.h"

/* What can be chosen: blood pressure is one of them, with two values a point. */
typedef enum
{
  NADI_SIGN_PRESSURE,
  NADI_SIGN_PULSE,
  NADI_SIGN_TEMPERATURE,
  NADI_SIGN_GLUCOSE,
  NADI_SIGN_SPO2,
  NADI_SIGN_WEIGHT,
  NADI_SIGN_HEIGHT,
  NADI_SIGN_RESPIRATION,
} NadiSign;

#define NADI_N_SIGNS 8

typedef enum
{
  NADI_TARGET_UNKNOWN,       /* there is none for this sign or this person */
  NADI_TARGET_WITHIN,
  NADI_TARGET_BELOW,
  NADI_TARGET_ABOVE,
} NadiTargetPlace;

typedef struct
{
  gint64 time;               /* ms */
  gint32 value;              /* systolic for blood pressure */
  gboolean paired;           /* second is known */
  gint32 second;             /* diastolic */
  NadiTargetPlace place;     /* ABOVE or BELOW if either of the two is */
  const NadiCase *visit;
} NadiTrendPoint;

typedef struct
{
  gint32 low;
  gint32 high;
} NadiTrendBand;

typedef struct
{
  NadiSign sign;
  NadiUnit unit;
  GArray *points;            /* of NadiTrendPoint, oldest first */
  guint n_bands;             /* 0: no target; 2: of both pressures */
  NadiTrendBand bands[2];
  gint32 lowest;             /* of all values and bands; what an axis must reach */
  gint32 highest;
  NadiSummary *summary;      /* holds the visits */
} NadiTrend;

NadiTrend *nadi_trend_new (NadiSummary *summary, NadiSign sign, gint32 today);
void nadi_trend_free (NadiTrend *trend);

/* The kind that the sign's value is; systolic for blood pressure. */
NadiVitalKind nadi_sign_kind (NadiSign sign);
/* How many points the sign has in a summary. */
guint nadi_sign_count (const NadiSummary *summary, NadiSign sign);

/* What is aimed at in an adult at rest. FALSE if there is none: for weight and height, and save for temperature and oxygen for
 * children and people of unknown age. */
gboolean nadi_vital_target (NadiVitalKind kind, NadiUnit unit, const NadiDate *birth, gint32 today, NadiTrendBand *band);

/* Round values from at or below low to at or above high: 1, 2 or 5 times a power of ten apart, at most `most` steps (at least 1). At least
 * two. (element-type gint32, transfer full) */
GArray *nadi_trend_value_marks (gint32 low, gint32 high, guint most);

typedef enum
{
  NADI_MARK_DAY,             /* say day and month */
  NADI_MARK_MONTH,           /* say month and year */
  NADI_MARK_YEAR,
} NadiMarkKind;

/* Days within first … last that begin days, weeks, months or years, at most `most` (at least 1) of them. (element-type gint32,
 * transfer full) */
GArray *nadi_trend_day_marks (gint32 first, gint32 last, guint most, NadiMarkKind *kind);

/* Date (ISO, UTC), value(s), unit and place against the target, a line each, as RFC 4180 has it. (transfer full) */
char *nadi_trend_to_csv (const NadiTrend *trend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTrend, nadi_trend_free)
