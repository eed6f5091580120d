/* One reader and one writer for every value: compact JSON with members in a fixed order. */
#include "nadi-contract-value.h"

#include <string.h>

#include "nadi-json.h"

typedef struct
{
  const char *at;
  const char *end;
  NadiOverlay *overlay;
} Reader;

static gboolean
take (Reader *reader, const char *text, gsize length)
{
  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, text, length) != 0)
    return FALSE;
  reader->at += length;
  return TRUE;
}

static gboolean
take_char (Reader *reader, char c)
{
  if (reader->at == reader->end || *reader->at != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

/* Without its escapes. The contract lets no control character into the state, so the writer's only ones are \" and \\. */
static gboolean
unescape (char *text, gsize length)
{
  char *out = text;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\\' && text[++i] != '"' && text[i] != '\\')
        return FALSE;
      *out++ = text[i];
    }
  *out = '\0';
  return TRUE;
}

static gboolean
read_text (Reader *reader, const char **text)
{
  const char *from, *quote;
  gboolean escaped = FALSE;
  char *copy;

  if (!take_char (reader, '"'))
    return FALSE;
  from = quote = reader->at;
  while ((quote = memchr (quote, '"', reader->end - quote)) != NULL)
    {
      const char *slash = quote;

      while (slash > from && slash[-1] == '\\')
        slash--;
      if ((quote - slash) % 2 == 0)
        break;
      quote++;
    }
  if (quote == NULL || memchr (from, '\0', quote - from) != NULL)
    return FALSE;
  escaped = memchr (from, '\\', quote - from) != NULL;
  reader->at = quote + 1;
  *text = copy = nadi_overlay_copy (reader->overlay, from, quote - from);
  return !escaped || unescape (copy, quote - from);
}

static gboolean
read_int (Reader *reader, gint64 *number)
{
  const char *start = reader->at;
  gboolean negative = take_char (reader, '-');
  const char *digits = reader->at;
  gint64 value = 0;

  while (reader->at < reader->end && g_ascii_isdigit (*reader->at))
    {
      value = value * 10 + (*reader->at++ - '0');
      if (value > NADI_VALUE_MAX)
        return FALSE;
    }
  if (reader->at == digits || (*digits == '0' && reader->at - start > 1))
    return FALSE;
  *number = negative ? -value : value;
  return TRUE;
}

static gboolean read_object (Reader *reader, const NadiShape *shape, gpointer into);

static gboolean
read_list (Reader *reader, const NadiField *field, NadiList *list)
{
  gsize size = field->kind == NADI_FIELD_TEXTS ? sizeof (char *) : field->items->size;
  g_autoptr (GByteArray) items = g_byte_array_new ();

  if (!take_char (reader, '['))
    return FALSE;
  list->n = 0;
  while (!take_char (reader, ']'))
    {
      gpointer item;

      if (list->n > 0 && !take_char (reader, ','))
        return FALSE;
      g_byte_array_set_size (items, items->len + size);
      item = items->data + items->len - size;
      memset (item, 0, size);
      if (field->kind == NADI_FIELD_TEXTS ? !read_text (reader, item) : !read_object (reader, field->items, item))
        return FALSE;
      list->n++;
    }
  if (items->len > 0)
    list->items = nadi_overlay_copy (reader->overlay, (const char *) items->data, items->len);
  return TRUE;
}

static gboolean
read_field (Reader *reader, const NadiField *field, gpointer into)
{
  switch (field->kind)
    {
    case NADI_FIELD_TEXT_OR_NULL:
      if (take (reader, "null", 4))
        return TRUE;
      return read_text (reader, into);
    case NADI_FIELD_TEXT:
      return read_text (reader, into);
    case NADI_FIELD_INT_OR_NULL:
      if (take (reader, "null", 4))
        {
          *(gint64 *) into = NADI_NO_TIME;
          return TRUE;
        }
      return read_int (reader, into);
    case NADI_FIELD_INT:
      return read_int (reader, into);
    case NADI_FIELD_TEXTS:
    case NADI_FIELD_OBJECTS:
      return read_list (reader, field, into);
    default:
      return FALSE;
    }
}

static gboolean
read_object (Reader *reader, const NadiShape *shape, gpointer into)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const NadiField *field = &shape->fields[i];

      if (!take_char (reader, i == 0 ? '{' : ',') || !take_char (reader, '"')
          || !take (reader, field->name, strlen (field->name)) || !take (reader, "\":", 2)
          || !read_field (reader, field, (guint8 *) into + field->offset))
        return FALSE;
    }
  return take_char (reader, '}') && (shape->valid == NULL || shape->valid (into));
}

gboolean
nadi_value_read (const NadiShape *shape, NadiOverlay *overlay, GBytes *value, gpointer into)
{
  gsize length;
  const char *text = g_bytes_get_data (value, &length);
  Reader reader = { text, text + length, overlay };

  memset (into, 0, shape->size);
  return length > 0 && read_object (&reader, shape, into) && reader.at == reader.end;
}

gboolean
nadi_value_read_first (const char *member, NadiOverlay *overlay, GBytes *value, const char **text)
{
  gsize length;
  const char *data = g_bytes_get_data (value, &length);
  Reader reader = { data, data + length, overlay };

  return length > 0 && take (&reader, "{\"", 2) && take (&reader, member, strlen (member)) && take (&reader, "\":", 2)
         && read_text (&reader, text);
}

static void write_object (NadiJsonWriter *writer, const NadiShape *shape, gconstpointer from);

static void
write_list (NadiJsonWriter *writer, const NadiField *field, const NadiList *list)
{
  nadi_json_begin_array (writer);
  for (guint i = 0; i < list->n; i++)
    if (field->kind == NADI_FIELD_TEXTS)
      nadi_json_string (writer, NADI_TEXT (*list, i));
    else
      write_object (writer, field->items, (const guint8 *) list->items + i * field->items->size);
  nadi_json_end_array (writer);
}

static void
write_field (NadiJsonWriter *writer, const NadiField *field, gconstpointer from)
{
  switch (field->kind)
    {
    case NADI_FIELD_TEXT:
    case NADI_FIELD_TEXT_OR_NULL:
      nadi_json_string (writer, *(const char *const *) from);
      break;
    case NADI_FIELD_INT:
    case NADI_FIELD_INT_OR_NULL:
      if (field->kind == NADI_FIELD_INT_OR_NULL && *(const gint64 *) from == NADI_NO_TIME)
        nadi_json_null (writer);
      else
        nadi_json_int (writer, *(const gint64 *) from);
      break;
    case NADI_FIELD_TEXTS:
    case NADI_FIELD_OBJECTS:
      write_list (writer, field, from);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
write_object (NadiJsonWriter *writer, const NadiShape *shape, gconstpointer from)
{
  nadi_json_begin_object (writer);
  for (guint i = 0; i < shape->n_fields; i++)
    {
      nadi_json_name (writer, shape->fields[i].name);
      write_field (writer, &shape->fields[i], (const guint8 *) from + shape->fields[i].offset);
    }
  nadi_json_end_object (writer);
}

GBytes *
nadi_value_write (const NadiShape *shape, gconstpointer from)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gsize length;
  char *text;

  write_object (writer, shape, from);
  text = nadi_json_writer_finish (writer, &length);
  return g_bytes_new_take (text, length);
}

gboolean
nadi_value_read_number (GBytes *value, gint64 *number)
{
  gsize length;
  const char *text = g_bytes_get_data (value, &length);
  Reader reader = { text, text + length, NULL };

  return length > 0 && read_int (&reader, number) && reader.at == reader.end;
}

GBytes *
nadi_value_write_number (gint64 number)
{
  char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return g_bytes_new_take (text, strlen (text));
}

NadiList
nadi_list_with_item (NadiOverlay *overlay, NadiList list, gconstpointer item, gsize size)
{
  guint8 *items = nadi_overlay_alloc (overlay, (list.n + 1) * size);

  if (list.n > 0)
    memcpy (items, list.items, list.n * size);
  memcpy (items + list.n * size, item, size);
  return (NadiList){ items, list.n + 1 };
}

NadiList
nadi_list_with_text (NadiOverlay *overlay, NadiList list, const char *text)
{
  return nadi_list_with_item (overlay, list, &text, sizeof text);
}

gboolean
nadi_list_has_text (NadiList list, const char *text)
{
  for (guint i = 0; i < list.n; i++)
    if (g_str_equal (NADI_TEXT (list, i), text))
      return TRUE;
  return FALSE;
}
