/* Compact JSON, written front to back. Its text always passes nadi_json_scan() but for repeated names. */
#include "nadi-json.h"

#include <string.h>

#include "nadi-encoding.h"

typedef enum
{
  LEVEL_ARRAY,
  LEVEL_OBJECT,
} Level;

struct _NadiJsonWriter
{
  GString *text;
  guint depth;
  Level levels[NADI_JSON_MAX_DEPTH];
  gboolean named;  /* a name stands, its value does not yet */
  gboolean filled; /* something stands in the level before the next name or value */
};

NadiJsonWriter *
nadi_json_writer_new (void)
{
  NadiJsonWriter *writer = g_new0 (NadiJsonWriter, 1);
  writer->text = g_string_sized_new (256);
  return writer;
}

void
nadi_json_writer_free (NadiJsonWriter *writer)
{
  if (writer == NULL)
    return;
  if (writer->text != NULL)
    g_string_free (writer->text, TRUE);
  g_free (writer);
}

static gboolean
in_object (const NadiJsonWriter *writer)
{
  return writer->depth > 0 && writer->levels[writer->depth - 1] == LEVEL_OBJECT;
}

/* Everything that a value may not follow is a mistake of the program. */
static void
before_value (NadiJsonWriter *writer)
{
  g_assert (writer->named == in_object (writer));
  g_assert (writer->depth > 0 || !writer->filled);
  if (writer->filled && !writer->named)
    g_string_append_c (writer->text, ',');
  writer->named = FALSE;
  writer->filled = TRUE;
}

static void
begin (NadiJsonWriter *writer, Level level, char bracket)
{
  before_value (writer);
  g_assert (writer->depth < NADI_JSON_MAX_DEPTH);
  writer->levels[writer->depth++] = level;
  writer->filled = FALSE;
  g_string_append_c (writer->text, bracket);
}

static void
end (NadiJsonWriter *writer, Level level, char bracket)
{
  g_assert (writer->depth > 0 && writer->levels[writer->depth - 1] == level && !writer->named);
  writer->depth--;
  writer->filled = TRUE;
  g_string_append_c (writer->text, bracket);
}

static void
append_escaped (GString *out, guchar c)
{
  static const char controls[] = "\b\f\n\r\t";
  static const char letters[] = "bfnrt";
  const char *control = strchr (controls, c);
  if (control == NULL && c < 0x20)
    {
      g_string_append_printf (out, "\\u%04x", c);
      return;
    }
  g_string_append_c (out, '\\');
  g_string_append_c (out, control != NULL ? letters[control - controls] : (char) c);
}

static void
append_quoted (GString *out, const char *value)
{
  g_autofree char *repaired = NULL;
  /* Bytes that are no UTF-8 have no place in JSON; a replacement character shows that they were there. */
  if (!g_utf8_validate (value, -1, NULL))
    value = repaired = g_utf8_make_valid (value, -1);

  g_string_append_c (out, '"');
  const char *plain = value;
  const char *p = value;
  for (; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == '"' || *p == '\\')
      {
        g_string_append_len (out, plain, p - plain);
        append_escaped (out, (guchar) *p);
        plain = p + 1;
      }
  g_string_append_len (out, plain, p - plain);
  g_string_append_c (out, '"');
}

void
nadi_json_begin_object (NadiJsonWriter *writer)
{
  begin (writer, LEVEL_OBJECT, '{');
}

void
nadi_json_end_object (NadiJsonWriter *writer)
{
  end (writer, LEVEL_OBJECT, '}');
}

void
nadi_json_begin_array (NadiJsonWriter *writer)
{
  begin (writer, LEVEL_ARRAY, '[');
}

void
nadi_json_end_array (NadiJsonWriter *writer)
{
  end (writer, LEVEL_ARRAY, ']');
}

void
nadi_json_name (NadiJsonWriter *writer, const char *name)
{
  g_assert (in_object (writer) && !writer->named);
  if (writer->filled)
    g_string_append_c (writer->text, ',');
  append_quoted (writer->text, name);
  g_string_append_c (writer->text, ':');
  writer->named = TRUE;
}

void
nadi_json_string (NadiJsonWriter *writer, const char *value)
{
  before_value (writer);
  if (value == NULL)
    g_string_append (writer->text, "null");
  else
    append_quoted (writer->text, value);
}

void
nadi_json_int (NadiJsonWriter *writer, gint64 value)
{
  before_value (writer);
  g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, value);
}

void
nadi_json_boolean (NadiJsonWriter *writer, gboolean value)
{
  before_value (writer);
  g_string_append (writer->text, value ? "true" : "false");
}

void
nadi_json_null (NadiJsonWriter *writer)
{
  nadi_json_string (writer, NULL);
}

void
nadi_json_raw (NadiJsonWriter *writer, const char *json)
{
  before_value (writer);
  g_string_append (writer->text, json);
}

void
nadi_json_put_string (NadiJsonWriter *writer, const char *name, const char *value)
{
  nadi_json_name (writer, name);
  nadi_json_string (writer, value);
}

void
nadi_json_put_int (NadiJsonWriter *writer, const char *name, gint64 value)
{
  nadi_json_name (writer, name);
  nadi_json_int (writer, value);
}

void
nadi_json_put_boolean (NadiJsonWriter *writer, const char *name, gboolean value)
{
  nadi_json_name (writer, name);
  nadi_json_boolean (writer, value);
}

void
nadi_json_put_hash (NadiJsonWriter *writer, const char *name, const guint8 hash[32])
{
  nadi_json_put_base64url (writer, name, hash, 32);
}

void
nadi_json_put_base64url (NadiJsonWriter *writer, const char *name, const guint8 *data, gsize length)
{
  g_autofree char *text = nadi_base64url_encode (data, length);
  nadi_json_put_string (writer, name, text);
}

void
nadi_json_put_strings (NadiJsonWriter *writer, const char *name, const char *const *values)
{
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    nadi_json_string (writer, values[i]);
  nadi_json_end_array (writer);
}

void
nadi_json_put_raw (NadiJsonWriter *writer, const char *name, const char *json)
{
  nadi_json_name (writer, name);
  nadi_json_raw (writer, json);
}

char *
nadi_json_writer_finish (NadiJsonWriter *writer, gsize *length)
{
  g_assert (writer->text != NULL && writer->depth == 0 && writer->filled);
  if (length != NULL)
    *length = writer->text->len;
  return g_string_free (g_steal_pointer (&writer->text), FALSE);
}
