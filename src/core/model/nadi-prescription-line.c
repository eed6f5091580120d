/* The prescription line: words, and what each says of how much, how often, how long and when. */
#include "nadi-prescription-line.h"

#include <string.h>

#include "nadi-medicine.h"
#include "nadi-prescription-words-private.h"
#include "nadi-text.h"

#define LINE_LIMIT 500
#define MAX_DAYS 400
#define MAX_TIMES 24

static gboolean
refuse (GError **error, NadiModelError code, const char *message)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, code, message);
  return FALSE;
}

/* The number of words before the first that says how to take it. */
static guint
medicine_words (const NadiDoseLine *line)
{
  guint at = 0;
  gboolean found = FALSE;

  while (at < line->n && !found)
    {
      NadiDosePiece piece = nadi_dose_look_at (line, at);

      found = piece.sort != NADI_DOSE_OTHER;
      if (!found)
        at++;
      nadi_dose_piece_clear (&piece);
    }
  return at;
}

/* --- the medicine ------------------------------------------------------------------------------------------------- */

static char *
join_words (const NadiDoseLine *line, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", line->words[i].text);
  return g_string_free (text, FALSE);
}

static gboolean
has_digit (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text);

  return strpbrk (plain, "0123456789") != NULL;
}

/* One medicine fits best: its product when the strength was typed or there is but one, else its name. NULL: leave it as it was typed. */
static char *
complete (const char *typed)
{
  g_autoptr (GPtrArray) found = nadi_medicine_search (typed, 60);
  const NadiMedicineMatch *best = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  guint same = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const NadiMedicineMatch *other = g_ptr_array_index (found, i);

      if (other->score < best->score)
        break;
      if (other->medicine != best->medicine)
        return NULL;
      same++;
    }
  if (best == NULL)
    return NULL;
  return g_strdup (same == 1 || has_digit (typed) ? best->product : best->medicine->name);
}

static gboolean
is_small_amount (const char *plain)
{
  return g_str_equal (plain, "1") || g_str_equal (plain, "2") || g_str_equal (plain, "3") || g_str_equal (plain, "½") ||
         g_str_equal (plain, "1/2");
}

static gboolean
is_amount_unit (const char *plain)
{
  static const char *const units[] = { "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules", "puff", "puffs", "drop",
                                       "drops", "ml", "spoon", "spoons", "sachet", "sachets", NULL };

  return g_strv_contains (units, plain);
}

/* "… 1 tab": how much to take stands behind the strength. Gives the words that are left for the medicine. */
static guint
split_amount (NadiDoseLine *line, guint n)
{
  guint words;

  if (n > 2 && is_amount_unit (line->words[n - 1].plain) && is_small_amount (line->words[n - 2].plain))
    words = 2;
  else if (n > 2 && is_small_amount (line->words[n - 1].plain))
    words = 1;
  else
    return n;
  line->how_much = words == 2 ? g_strconcat (line->words[n - 2].text, " ", line->words[n - 1].text, NULL) : g_strdup (line->words[n - 1].text);
  return n - words;
}

static char *
read_medicine (NadiDoseLine *line, guint n)
{
  g_autofree char *all = join_words (line, n);
  g_autofree char *rest = NULL;
  char *product = complete (all);

  if (product != NULL)
    return product;
  rest = join_words (line, split_amount (line, n));
  product = line->how_much != NULL ? complete (rest) : NULL;
  return product != NULL ? product : g_steal_pointer (&rest);
}

/* --- the line ----------------------------------------------------------------------------------------------------- */

static gboolean
take_often (NadiDoseLine *line, NadiDosePiece *piece, GError **error)
{
  if (line->often != NULL)
    return refuse (error, NADI_MODEL_ERROR_DUPLICATE, "how often is said twice");
  if (piece->times > MAX_TIMES)
    return refuse (error, NADI_MODEL_ERROR_RANGE, "more often than a day has hours");
  line->often = g_steal_pointer (&piece->often);
  line->times = piece->times;
  if (piece->how_much != NULL && line->how_much == NULL)
    line->how_much = g_steal_pointer (&piece->how_much);
  return TRUE;
}

static gboolean
take (NadiDoseLine *line, NadiDosePiece *piece, GError **error)
{
  switch (piece->sort)
    {
    case NADI_DOSE_OFTEN:
      return take_often (line, piece, error);
    case NADI_DOSE_DURATION:
      if (line->days > 0)
        return refuse (error, NADI_MODEL_ERROR_DUPLICATE, "how long is said twice");
      if (piece->days == 0)
        return refuse (error, NADI_MODEL_ERROR_NUMBER, "no number of days");
      if (piece->days > MAX_DAYS)
        return refuse (error, NADI_MODEL_ERROR_RANGE, "longer than a prescription lasts");
      line->days = piece->days;
      return TRUE;
    case NADI_DOSE_FOOD:
      line->food = piece->food;
      return TRUE;
    case NADI_DOSE_NEEDED:
      line->as_needed = TRUE;
      return TRUE;
    case NADI_DOSE_OTHER:
    default:
      g_string_append_printf (line->instruction, "%s%s", line->instruction->len > 0 ? " " : "", line->words[line->at].text);
      return TRUE;
    }
}

static void
add_part (GString *text, const char *part)
{
  if (part != NULL && part[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", part);
}

static char *
dose_text (const NadiDoseLine *line)
{
  GString *text = g_string_new (NULL);

  add_part (text, line->how_much);
  add_part (text, line->often);
  add_part (text, line->as_needed ? "as needed" : NULL);
  add_part (text, line->food);
  add_part (text, line->instruction->str);
  if (line->days > 0)
    g_string_append_printf (text, "%sfor %u day%s", text->len > 0 ? " " : "", line->days, line->days == 1 ? "" : "s");
  return g_string_free (text, text->len == 0);
}

static gboolean
read_line (NadiDoseLine *line, NadiPrescription *prescription, GError **error)
{
  guint n = medicine_words (line);
  g_autofree char *medicine = NULL;

  line->at = 0;
  if (n == 0)
    return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "a prescription names no medicine");
  medicine = read_medicine (line, n);
  for (line->at = n; line->at < line->n;)
    {
      NadiDosePiece piece = nadi_dose_look_at (line, line->at);
      guint used = piece.used;
      gboolean good = take (line, &piece, error);

      nadi_dose_piece_clear (&piece);
      if (!good)
        return FALSE;
      line->at += used;
    }
  g_free (prescription->medicine);
  g_free (prescription->dose);
  prescription->medicine = g_steal_pointer (&medicine);
  prescription->dose = dose_text (line);
  prescription->times_per_day = line->times;
  prescription->days = line->days;
  prescription->as_needed = line->as_needed;
  return TRUE;
}

gboolean
nadi_prescription_parse (const char *text, NadiPrescription *prescription, gsize *position, GError **error)
{
  NadiDoseLine line = { 0 };
  gboolean good;

  if (position != NULL)
    *position = 0;
  if (strlen (text) > LINE_LIMIT)
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "a prescription is too long");
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, NADI_MODEL_ERROR_CHARACTER, "a prescription is not text");
  nadi_dose_line_init (&line, text);
  good = read_line (&line, prescription, error);
  if (!good && position != NULL && line.at < line.n)
    *position = line.words[line.at].offset;
  nadi_dose_line_clear (&line);
  return good;
}

gsize
nadi_prescription_medicine_length (const char *text)
{
  NadiDoseLine line = { 0 };
  gsize length = 0;
  guint n;

  if (strlen (text) > LINE_LIMIT || !g_utf8_validate (text, -1, NULL))
    return 0;
  nadi_dose_line_init (&line, text);
  n = medicine_words (&line);
  if (n > 0)
    length = line.words[n - 1].offset + strlen (line.words[n - 1].text);
  nadi_dose_line_clear (&line);
  return length;
}

char *
nadi_prescription_format (const NadiPrescription *prescription)
{
  if (prescription->dose == NULL || prescription->dose[0] == '\0')
    return g_strdup (prescription->medicine != NULL ? prescription->medicine : "");
  return g_strconcat (prescription->medicine != NULL ? prescription->medicine : "", " ", prescription->dose, NULL);
}
