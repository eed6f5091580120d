/* The line of a test. */
#include "nadi-result-line.h"

#include <string.h>

#include "nadi-text.h"

#define LINE_LIMIT 500

static const char *const units[] = { "g/dL", "mg/dL", "mmol/L", "umol/L", "mEq/L", "g/L", "mg/L", "ng/mL", "pg/mL", "ug/dL", "ng/dL",
                                     "U/L", "IU/L", "IU/mL", "mIU/L", "%", "mm/h", "/uL", "10*3/uL", "10*6/uL", "fL", "pg", "s", "mm[Hg]" };

static gboolean
refuse (GError **error, NadiModelError code, const char *message)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, code, message);
  return FALSE;
}

static const char *
unit_of (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (word, units[i]) == 0)
      return units[i];
  return NULL;
}

static gboolean
is_figure (const char *word)
{
  return g_ascii_isdigit (*word) && word[strspn (word, "0123456789.")] == '\0' && g_ascii_isdigit (word[strlen (word) - 1]);
}

/* Where the value begins in a line without a colon: a blank, then a figure that ends the line or is followed by a blank. */
static const char *
find_figure (const char *line)
{
  for (const char *p = line; (p = strchr (p, ' ')) != NULL; p++)
    {
      gsize length = strcspn (p + 1, " ");
      g_autofree char *word = g_strndup (p + 1, length);

      if (p > line && length > 0 && is_figure (word))
        return p;
    }
  return NULL;
}

static void
set_value (NadiResult *result, char *value)
{
  char *blank = strchr (value, ' ');
  const char *unit = NULL;

  if (blank != NULL)
    {
      *blank = '\0';
      unit = is_figure (value) ? unit_of (g_strstrip (blank + 1)) : NULL;
      if (unit == NULL)
        *blank = ' ';
    }
  result->value = *value != '\0' ? g_strdup (value) : NULL;
  result->unit = g_strdup (unit);
}

static gboolean
take_mark (char *text)
{
  gsize length = strlen (text);

  if (length == 0 || (text[length - 1] != '!' && text[length - 1] != '*'))
    return FALSE;
  text[length - 1] = '\0';
  g_strchomp (text);
  return TRUE;
}

gboolean
nadi_result_parse (const char *line, NadiResult *result, GError **error)
{
  g_autofree char *plain = NULL;
  gboolean abnormal;
  char *value;

  if (strlen (line) > LINE_LIMIT)
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "a test is too long");
  if (!g_utf8_validate (line, -1, NULL))
    return refuse (error, NADI_MODEL_ERROR_CHARACTER, "a test is not text");
  plain = g_strstrip (nadi_text_plain_digits (line));
  abnormal = take_mark (plain);
  value = strchr (plain, ':');
  if (value == NULL)
    value = (char *) find_figure (plain);
  if (value != NULL)
    *value++ = '\0';
  g_strstrip (plain);
  if (*plain == '\0')
    return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "a result names no test");
  g_free (result->text);
  g_free (result->value);
  g_free (result->unit);
  result->text = g_strdup (plain);
  result->value = result->unit = NULL;
  result->abnormal = abnormal;
  if (value != NULL)
    set_value (result, g_strstrip (value));
  return TRUE;
}

char *
nadi_result_format (const NadiResult *result)
{
  GString *line = g_string_new (result->text);

  if (result->value != NULL)
    g_string_append_printf (line, "%s %s", is_figure (result->value) ? "" : ":", result->value);
  if (result->unit != NULL)
    g_string_append_printf (line, " %s", result->unit);
  if (result->abnormal)
    g_string_append (line, " !");
  return g_string_free (line, FALSE);
}
