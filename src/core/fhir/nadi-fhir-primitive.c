/* The formats of FHIR R4's primitive types (http://hl7.org/fhir/R4/datatypes.html#primitive). */
#include "nadi-fhir-check.h"

#include <string.h>

#include "nadi-fhir-schema.h"
#include "nadi-fhir-time.h"

#define ID_LIMIT 64

static gboolean
valid_id (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

  return length >= 1 && length <= ID_LIMIT && text[length] == '\0';
}

/* [^\s]+(\s[^\s]+)*: no space at either end, none doubled. */
static gboolean
valid_code (const char *text)
{
  gboolean after_space = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean space = g_ascii_isspace (*p);
      if (space && after_space)
        return FALSE;
      after_space = space;
    }
  return !after_space;
}

static gboolean
valid_uri (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        return FALSE;
    }
  return TRUE;
}

/* White space is allowed between the groups. */
static gboolean
valid_base64 (const char *text)
{
  gsize digits = 0, padding = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        continue;
      if (*p == '=')
        padding++;
      else if (padding > 0 || (!g_ascii_isalnum (*p) && *p != '+' && *p != '/'))
        return FALSE;
      else
        digits++;
    }
  return padding <= 2 && (digits + padding) % 4 == 0 && digits > 0;
}

static gboolean
valid_text (guint primitive, const char *text)
{
  gboolean has_time;
  NadiDate date;

  switch (primitive)
    {
    case NADI_FHIR_PRIMITIVE_ID:
      return valid_id (text);
    case NADI_FHIR_PRIMITIVE_CODE:
      return valid_code (text);
    case NADI_FHIR_PRIMITIVE_URI:
      return valid_uri (text);
    case NADI_FHIR_PRIMITIVE_BASE64:
      return valid_base64 (text);
    case NADI_FHIR_PRIMITIVE_DATE:
      return nadi_date_parse (text, &date, NULL);
    case NADI_FHIR_PRIMITIVE_DATE_TIME:
      return nadi_fhir_parse_date_time (text, NULL, NULL, &has_time);
    case NADI_FHIR_PRIMITIVE_INSTANT:
      return nadi_fhir_parse_instant (text, NULL);
    case NADI_FHIR_PRIMITIVE_TIME:
      return nadi_fhir_valid_time (text);
    default:
      return TRUE;
    }
}

static gboolean
is_temporal (guint primitive)
{
  return primitive == NADI_FHIR_PRIMITIVE_DATE || primitive == NADI_FHIR_PRIMITIVE_DATE_TIME ||
         primitive == NADI_FHIR_PRIMITIVE_INSTANT || primitive == NADI_FHIR_PRIMITIVE_TIME;
}

static gboolean
check_text (NadiFhirCheck *check, guint primitive, const NadiJsonValue *node)
{
  const char *text;

  if (node->kind != NADI_JSON_STRING)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  text = node->text;
  if (*text == '\0')
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_EMPTY, NULL);
  if (!valid_text (primitive, text))
    return nadi_fhir_refuse (check, is_temporal (primitive) ? NADI_FHIR_ERROR_DATE : NADI_FHIR_ERROR_VALUE, NULL);
  return TRUE;
}

static gboolean
check_number (NadiFhirCheck *check, guint primitive, const NadiJsonValue *node)
{
  gint64 min = primitive == NADI_FHIR_PRIMITIVE_POSITIVE_INT   ? 1
               : primitive == NADI_FHIR_PRIMITIVE_UNSIGNED_INT ? 0
                                                               : G_MININT32;
  gint64 value;

  if (node->kind != NADI_JSON_INTEGER && node->kind != NADI_JSON_DOUBLE)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  if (primitive == NADI_FHIR_PRIMITIVE_DECIMAL)
    return TRUE;
  value = node->kind == NADI_JSON_INTEGER ? node->integer : G_MAXINT64;
  if (value < min || value > G_MAXINT32)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_VALUE, NULL);
  return TRUE;
}

static gboolean
check_boolean (NadiFhirCheck *check, const NadiJsonValue *node)
{
  if (node->kind != NADI_JSON_BOOLEAN)
    return nadi_fhir_refuse (check, NADI_FHIR_ERROR_TYPE, NULL);
  return TRUE;
}

gboolean
nadi_fhir_check_primitive (NadiFhirCheck *check, guint primitive, const NadiJsonValue *node)
{
  switch (primitive)
    {
    case NADI_FHIR_PRIMITIVE_ANY:
      return TRUE;
    case NADI_FHIR_PRIMITIVE_BOOLEAN:
      return check_boolean (check, node);
    case NADI_FHIR_PRIMITIVE_DECIMAL:
    case NADI_FHIR_PRIMITIVE_INTEGER:
    case NADI_FHIR_PRIMITIVE_POSITIVE_INT:
    case NADI_FHIR_PRIMITIVE_UNSIGNED_INT:
      return check_number (check, primitive, node);
    default:
      return check_text (check, primitive, node);
    }
}
