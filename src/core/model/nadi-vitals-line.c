/* The line of vital signs: a small scanner over plain lower-case text, one sign after the other. */
#include "nadi-vitals.h"

#include <string.h>

#include "nadi-text.h"

#define LINE_LIMIT 500
#define NUMBER_LIMIT 12

typedef struct
{
  const char *at;
  NadiUnit glucose;
  NadiVitals vitals;
} Line;

/* Longest first where one word begins another. */
static const struct
{
  const char *word;
  NadiVitalKind kind;
} words[] = {
  { "glucose", NADI_VITAL_GLUCOSE },  { "height", NADI_VITAL_HEIGHT },     { "weight", NADI_VITAL_WEIGHT },
  { "pulse", NADI_VITAL_PULSE },      { "temp", NADI_VITAL_TEMPERATURE },  { "spo2", NADI_VITAL_SPO2 },
  { "resp", NADI_VITAL_RESPIRATION }, { "bp", NADI_VITAL_SYSTOLIC },       { "hr", NADI_VITAL_PULSE },
  { "ht", NADI_VITAL_HEIGHT },        { "wt", NADI_VITAL_WEIGHT },         { "rr", NADI_VITAL_RESPIRATION },
  { "p", NADI_VITAL_PULSE },          { "t", NADI_VITAL_TEMPERATURE },     { "g", NADI_VITAL_GLUCOSE },
  { "s", NADI_VITAL_SPO2 },           { "w", NADI_VITAL_WEIGHT },          { "h", NADI_VITAL_HEIGHT },
  { "r", NADI_VITAL_RESPIRATION },
};

/* (value - subtract) × multiply / divide gives thousandths of `unit`. */
typedef struct
{
  NadiVitalKind kind;
  const char *word;
  NadiUnit unit;
  gint64 multiply;
  gint64 divide;
  gint64 subtract; /* thousandths, before the factor */
} LineUnit;

static const LineUnit line_units[] = {
  { NADI_VITAL_SYSTOLIC, "mmhg", NADI_UNIT_MMHG, 1, 1, 0 },
  { NADI_VITAL_PULSE, "bpm", NADI_UNIT_PER_MINUTE, 1, 1, 0 },
  { NADI_VITAL_PULSE, "/min", NADI_UNIT_PER_MINUTE, 1, 1, 0 },
  { NADI_VITAL_RESPIRATION, "/min", NADI_UNIT_PER_MINUTE, 1, 1, 0 },
  { NADI_VITAL_TEMPERATURE, "°c", NADI_UNIT_CELSIUS, 1, 1, 0 },
  { NADI_VITAL_TEMPERATURE, "c", NADI_UNIT_CELSIUS, 1, 1, 0 },
  { NADI_VITAL_TEMPERATURE, "°f", NADI_UNIT_CELSIUS, 5, 9, 32000 },
  { NADI_VITAL_TEMPERATURE, "f", NADI_UNIT_CELSIUS, 5, 9, 32000 },
  { NADI_VITAL_GLUCOSE, "mmol/l", NADI_UNIT_MMOL_L, 1, 1, 0 },
  { NADI_VITAL_GLUCOSE, "mmol", NADI_UNIT_MMOL_L, 1, 1, 0 },
  { NADI_VITAL_GLUCOSE, "mg/dl", NADI_UNIT_MG_DL, 1, 1, 0 },
  { NADI_VITAL_GLUCOSE, "mg", NADI_UNIT_MG_DL, 1, 1, 0 },
  { NADI_VITAL_SPO2, "%", NADI_UNIT_PERCENT, 1, 1, 0 },
  { NADI_VITAL_WEIGHT, "kg", NADI_UNIT_KG, 1, 1, 0 },
  { NADI_VITAL_WEIGHT, "lbs", NADI_UNIT_KG, 45359237, 100000000, 0 },
  { NADI_VITAL_WEIGHT, "lb", NADI_UNIT_KG, 45359237, 100000000, 0 },
  { NADI_VITAL_HEIGHT, "cm", NADI_UNIT_CM, 1, 1, 0 },
  { NADI_VITAL_HEIGHT, "m", NADI_UNIT_CM, 100, 1, 0 },
  { NADI_VITAL_HEIGHT, "in", NADI_UNIT_CM, 254, 100, 0 },
};

static gboolean
refuse (GError **error, NadiModelError code, const char *message)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, code, message);
  return FALSE;
}

static void
skip_spaces (Line *line)
{
  while (*line->at == ' ')
    line->at++;
}

/* Digits with at most one decimal point or comma. A comma that no digit follows separates signs. */
static gboolean
read_number (Line *line, gint32 *value, GError **error)
{
  char number[NUMBER_LIMIT + 1];
  gsize length = 0;
  gboolean point = FALSE;

  skip_spaces (line);
  for (; length < NUMBER_LIMIT; line->at++)
    {
      gboolean decimal = (*line->at == '.' || *line->at == ',') && !point && length > 0 && g_ascii_isdigit (line->at[1]);
      if (!g_ascii_isdigit (*line->at) && !decimal)
        break;
      number[length++] = decimal ? '.' : *line->at;
      point = point || decimal;
    }
  number[length] = '\0';
  if (length == NUMBER_LIMIT || !nadi_thousandths_from_text (number, value))
    return refuse (error, NADI_MODEL_ERROR_NUMBER, "a vital sign has no number");
  return TRUE;
}

/* TRUE where a sign may end: at the end of the line or before a separator. */
static gboolean
at_end_of_sign (const char *p)
{
  return *p == '\0' || *p == ' ' || *p == ',' || *p == ';';
}

static const LineUnit *
read_unit (Line *line, NadiVitalKind kind)
{
  const char *p = line->at + strspn (line->at, " ");

  for (guint i = 0; i < G_N_ELEMENTS (line_units); i++)
    {
      gsize length = strlen (line_units[i].word);
      if (line_units[i].kind == kind && strncmp (p, line_units[i].word, length) == 0 && at_end_of_sign (p + length))
        {
          line->at = p + length;
          return &line_units[i];
        }
    }
  return NULL;
}

static gboolean
set_vital (Line *line, NadiVitalKind kind, NadiUnit unit, gint64 value, GError **error)
{
  NadiVital *vital = &line->vitals.at[kind];

  if (vital->known)
    return refuse (error, NADI_MODEL_ERROR_DUPLICATE, "a vital sign is there twice");
  if (value > G_MAXINT32 || !nadi_vital_in_range (kind, unit, (gint32) value))
    return refuse (error, NADI_MODEL_ERROR_RANGE, "a vital sign is out of range");
  *vital = (NadiVital) { TRUE, (gint32) value, unit };
  return TRUE;
}

/* "15095" is 150/95: four digits are two and two, five three and two, six three and three; every other way the lower one would be
 * the higher, or no pressure at all. FALSE if no such figure stands here. */
static gboolean
read_joined_pressure (Line *line, gint32 *systolic, gint32 *diastolic)
{
  gsize digits = strspn (line->at, "0123456789");
  gsize first = digits == 4 ? 2 : 3;
  const char *after = line->at + digits + strspn (line->at + digits, " ");

  if (digits < 4 || digits > 6 || *after == '/' || (line->at[digits] == '.' && g_ascii_isdigit (line->at[digits + 1])))
    return FALSE;
  *systolic = *diastolic = 0;
  for (gsize i = 0; i < digits; i++)
    {
      gint32 *part = i < first ? systolic : diastolic;
      *part = *part * 10 + (line->at[i] - '0') * 1000;
    }
  line->at += digits;
  return TRUE;
}

static gboolean
set_pressure (Line *line, gint32 systolic, gint32 diastolic, GError **error)
{
  read_unit (line, NADI_VITAL_SYSTOLIC);
  if (!set_vital (line, NADI_VITAL_SYSTOLIC, NADI_UNIT_MMHG, systolic, error) ||
      !set_vital (line, NADI_VITAL_DIASTOLIC, NADI_UNIT_MMHG, diastolic, error))
    return FALSE;
  if (diastolic >= systolic)
    return refuse (error, NADI_MODEL_ERROR_RANGE, "the diastolic pressure is not below the systolic one");
  return TRUE;
}

static gboolean
read_pressure (Line *line, GError **error)
{
  gint32 systolic, diastolic;

  skip_spaces (line);
  if (read_joined_pressure (line, &systolic, &diastolic))
    return set_pressure (line, systolic, diastolic, error);
  if (!read_number (line, &systolic, error))
    return FALSE;
  skip_spaces (line);
  if (*line->at != '/')
    return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "a number belongs to no vital sign");
  line->at++;
  return read_number (line, &diastolic, error) && set_pressure (line, systolic, diastolic, error);
}

/* A temperature without a unit that no body has in °C but every clinic's °F thermometer shows. */
static gboolean
is_bare_fahrenheit (NadiVitalKind kind, gint32 value)
{
  return kind == NADI_VITAL_TEMPERATURE && value >= 90000 && value <= 113000;
}

static gboolean
convert (Line *line, NadiVitalKind kind, gint32 value, const LineUnit *unit, GError **error)
{
  NadiUnit kept = kind == NADI_VITAL_GLUCOSE ? line->glucose : nadi_vital_unit (kind);
  gint64 scaled = value;

  if (unit != NULL)
    {
      gint64 product = (value - unit->subtract) * unit->multiply;
      if (product < 0)
        return refuse (error, NADI_MODEL_ERROR_RANGE, "a vital sign is out of range");
      scaled = (product + unit->divide / 2) / unit->divide;
      kept = unit->unit;
    }
  /* What was typed in another unit has no more than one true decimal in ours. */
  if (unit != NULL && unit->divide != 1)
    scaled = (scaled + 50) / 100 * 100;
  return set_vital (line, kind, kept, scaled, error);
}

static gboolean
read_sign (Line *line, GError **error)
{
  static const LineUnit fahrenheit = { NADI_VITAL_TEMPERATURE, "f", NADI_UNIT_CELSIUS, 5, 9, 32000 };
  const LineUnit *unit;
  NadiVitalKind kind = NADI_VITAL_SYSTOLIC;
  gint32 value;

  if (!g_ascii_isdigit (*line->at))
    {
      guint i = 0;
      while (i < G_N_ELEMENTS (words) && !g_str_has_prefix (line->at, words[i].word))
        i++;
      if (i == G_N_ELEMENTS (words))
        return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "a word is no vital sign");
      kind = words[i].kind;
      line->at += strlen (words[i].word);
    }
  skip_spaces (line);
  if (*line->at == ':' || *line->at == '=')
    line->at++;
  if (kind == NADI_VITAL_SYSTOLIC)
    return read_pressure (line, error);
  if (!read_number (line, &value, error))
    return FALSE;
  unit = read_unit (line, kind);
  if (unit == NULL && is_bare_fahrenheit (kind, value))
    unit = &fahrenheit;
  return convert (line, kind, value, unit, error);
}

/* "150/95p88": the next sign's word and its figure stand right behind the last figure. */
static gboolean
at_next_sign (const Line *line)
{
  if (!g_ascii_isdigit (line->at[-1]))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (line->at, words[i].word) && g_ascii_isdigit (line->at[strlen (words[i].word)]))
      return TRUE;
  return FALSE;
}

static gboolean
read_signs (Line *line, const char **word, GError **error)
{
  for (;;)
    {
      line->at += strspn (line->at, " ,;");
      *word = line->at;
      if (*line->at == '\0')
        return TRUE;
      if (!read_sign (line, error))
        return FALSE;
      if (!at_end_of_sign (line->at) && !at_next_sign (line))
        return refuse (error, NADI_MODEL_ERROR_CHARACTER, "a vital sign ends in something that is no unit of it");
    }
}

/* Plain digits, lower case, every kind of space a space. Offsets into the result are mapped back by origin[]. */
static char *
normalize (const char *text, GArray *origin)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));
      gsize offset = (gsize) (p - text);
      gsize before = out->len;
      int digit = g_unichar_digit_value (c);

      if (digit >= 0)
        g_string_append_c (out, (char) ('0' + digit));
      else if (g_unichar_isspace (c))
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, c);
      for (; before < out->len; before++)
        g_array_append_val (origin, offset);
    }
  return g_string_free (out, FALSE);
}

gboolean
nadi_vitals_parse (const char *text, NadiUnit glucose, NadiVitals *vitals, gsize *position, GError **error)
{
  g_autoptr (GArray) origin = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *plain = NULL;
  const char *word = NULL;
  Line line = { .glucose = glucose == NADI_UNIT_MMOL_L ? NADI_UNIT_MMOL_L : NADI_UNIT_MG_DL };
  gsize length = strlen (text);

  if (position != NULL)
    *position = 0;
  if (length > LINE_LIMIT)
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "the line of vital signs is too long");
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return refuse (error, NADI_MODEL_ERROR_CHARACTER, "the line of vital signs is not text");
  plain = normalize (text, origin);
  line.at = plain;
  if (!read_signs (&line, &word, error))
    {
      gsize offset = (gsize) (word - plain);
      if (position != NULL)
        *position = offset < origin->len ? g_array_index (origin, gsize, offset) : length;
      return FALSE;
    }
  *vitals = line.vitals;
  return TRUE;
}
