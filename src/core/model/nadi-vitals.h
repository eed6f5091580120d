/* Vital signs: what is measured, in which unit, and the one line that they are typed as ("150/95 p88 t37.2").
 *
 * Values are thousandths of the unit as whole numbers, so that 37.2 is 37200 on every machine and comes
 * back as it was typed. All functions may be called from any thread. */
#pragma once

#include <glib.h>

#include "nadi-model-error.h"

typedef enum
{
  NADI_VITAL_SYSTOLIC,
  NADI_VITAL_DIASTOLIC,
  NADI_VITAL_PULSE,
  NADI_VITAL_TEMPERATURE,
  NADI_VITAL_GLUCOSE,
  NADI_VITAL_SPO2,
  NADI_VITAL_WEIGHT,
  NADI_VITAL_HEIGHT,
  NADI_VITAL_RESPIRATION,
} NadiVitalKind;

#define NADI_N_VITALS 9

typedef enum
{
  NADI_UNIT_MMHG,
  NADI_UNIT_PER_MINUTE,
  NADI_UNIT_CELSIUS,
  NADI_UNIT_MG_DL,
  NADI_UNIT_MMOL_L,
  NADI_UNIT_PERCENT,
  NADI_UNIT_KG,
  NADI_UNIT_CM,
} NadiUnit;

typedef struct
{
  gboolean known;
  gint32 value; /* thousandths of unit */
  NadiUnit unit;
} NadiVital;

/* One set, indexed by NadiVitalKind. Zeroed = nothing measured. Temperature is kept in °C, weight in kg,
 * height in cm; glucose in the unit that it came in. */
typedef struct
{
  NadiVital at[NADI_N_VITALS];
} NadiVitals;

/* Reads a line of vital signs in any order, separated by spaces, commas or semicolons, in either case and
 * with digits of any script:
 *
 *   150/95 or bp150/95   blood pressure, mmHg (systolic above diastolic); 15095 is the same, no other cut of it could be one
 *   p88, hr88            pulse, /min
 *   t37.2, t98.6f        temperature, °C; with f, or from 90 to 113, °F
 *   g142, g7.8mmol       glucose, mg/dL or mmol/L; bare figures are in `glucose`
 *   s98, spo2 98%        oxygen saturation, %
 *   w62.5, w138lb        weight, kg or lb
 *   h170, h1.70m, h67in  height, cm, m or inches
 *   r16, rr16            respiration, /min
 *
 * A sign may stand right behind the figure of the one before: 150/95p88g142. A comma between two digits is a decimal comma. Nothing is guessed: what is not understood, repeated or
 * outside the range of a living person refuses the line, and *position is the byte offset of that word.
 * An empty line is an empty set. vitals is only written on success; position may be NULL.
 * Error: NADI_MODEL_ERROR_UNKNOWN, _NUMBER, _CHARACTER (unit), _RANGE, _DUPLICATE, _LENGTH (above 500 bytes). */
gboolean nadi_vitals_parse (const char *line, NadiUnit glucose, NadiVitals *vitals, gsize *position, GError **error);

/* The same line back: what nadi_vitals_parse() reads as the same set. "" for an empty set. (transfer full) */
char *nadi_vitals_format (const NadiVitals *vitals);

gboolean nadi_vitals_empty (const NadiVitals *vitals);

/* TRUE if a living person can have it: the widest limits, to catch slips of the hand. */
gboolean nadi_vital_in_range (NadiVitalKind kind, NadiUnit unit, gint32 value);

/* Decimal text without trailing zeros: 37200 is "37.2". (transfer full) */
char *nadi_thousandths_to_text (gint32 value);

/* The way back: digits with at most one point and any number of decimals, rounded half up to thousandths;
 * FALSE if it is no number or outside 0 … 2,000,000. */
gboolean nadi_thousandths_from_text (const char *text, gint32 *value);

/* "mm[Hg]", "/min", "Cel", "mg/dL", "mmol/L", "%", "kg", "cm": the UCUM code; static. */
const char *nadi_unit_code (NadiUnit unit);
/* "mmHg", "/min", "°C", …: what people read; static. */
const char *nadi_unit_label (NadiUnit unit);
gboolean nadi_unit_from_code (const char *code, NadiUnit *unit);

/* "Pulse", …: English, for translation by the caller; static. */
const char *nadi_vital_label (NadiVitalKind kind);
/* The unit that a kind is kept in (for glucose mg/dL, which is not the only one). */
NadiUnit nadi_vital_unit (NadiVitalKind kind);
