/* Reads a text that has passed the scan.
 *
 * One pass counts the values, and one block takes them and their texts: no string is longer unescaped than it stands, and its quotation marks
 * leave room for its end. What stands inside an array or object is collected on a stack until it is complete, so that it lies together. */
#include "nadi-json-tree.h"

#include <errno.h>
#include <string.h>

#include "nadi-json-private.h"

typedef struct
{
  const char *at;
  const char *end;
  NadiJsonValue *free;       /* where the next complete values go */
  char *pool;                /* where the next text goes */
  GArray *open;              /* NadiJsonValue: those inside what is not complete */
} Reader;

static NadiJsonValue read_value (Reader *reader);

gsize
nadi_json_unescape (const char *raw, gsize length, char *out)
{
  static const char letters[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  const char *end = raw + length;
  char *start = out;
  while (raw < end)
    {
      if (*raw != '\\')
        {
          *out++ = *raw++;
          continue;
        }
      if (raw[1] != 'u')
        {
          const char *letter = strchr (letters, raw[1]);
          *out++ = letter != NULL ? meanings[letter - letters] : raw[1];
          raw += 2;
          continue;
        }
      gunichar character = (gunichar) nadi_json_read_hex4 (raw + 2);
      raw += 6;
      if (character >= 0xd800 && character <= 0xdbff)
        {
          character
              = 0x10000 + ((character - 0xd800) << 10) + ((gunichar) nadi_json_read_hex4 (raw + 2) - 0xdc00);
          raw += 6;
        }
      out += g_unichar_to_utf8 (character, out);
    }
  return (gsize) (out - start);
}

/* at is on the opening quotation mark; gives the closing one. */
static const char *
find_quote (const char *at, gboolean *escaped)
{
  *escaped = FALSE;
  for (at++; *at != '"'; at++)
    {
      if (*at != '\\')
        continue;
      *escaped = TRUE;
      at++;
    }
  return at;
}

/* Every value but the first of what is around it stands behind a comma, and every first one behind a bracket. */
static gsize
count_values (const char *text, gsize length)
{
  gsize n = 1;
  gboolean escaped;

  for (const char *at = text; at < text + length; at++)
    {
      if (*at == '"')
        at = find_quote (at, &escaped);
      else
        n += *at == ',' || *at == '[' || *at == '{';
    }
  return n;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && is_space (*reader->at))
    reader->at++;
}

static const char *
read_string (Reader *reader)
{
  const char *raw = reader->at + 1;
  char *text = reader->pool;
  gboolean escaped;
  gsize length;

  reader->at = find_quote (reader->at, &escaped);
  length = (gsize) (reader->at++ - raw);
  if (escaped)
    length = nadi_json_unescape (raw, length, text);
  else
    memcpy (text, raw, length);
  text[length] = '\0';
  reader->pool += length + 1;
  return text;
}

/* The pool lends the room for a copy with an end. */
static NadiJsonValue
read_number (Reader *reader)
{
  NadiJsonValue value = { .kind = NADI_JSON_INTEGER };
  char *copy = reader->pool;

  for (; reader->at < reader->end && (g_ascii_isdigit (*reader->at) || (*reader->at != '\0' && strchr ("+-.Ee", *reader->at) != NULL)); reader->at++)
    {
      if (*reader->at == '.' || *reader->at == 'e' || *reader->at == 'E')
        value.kind = NADI_JSON_DOUBLE;
      *copy++ = *reader->at;
    }
  *copy = '\0';
  errno = 0;
  if (value.kind == NADI_JSON_INTEGER)
    value.integer = g_ascii_strtoll (reader->pool, NULL, 10);
  /* Not any errno: the first call in a process may wait for another thread's, and the wait leaves one of its own. */
  if (value.kind == NADI_JSON_INTEGER && errno != ERANGE)
    return value;
  value.kind = NADI_JSON_DOUBLE;
  value.number = g_ascii_strtod (reader->pool, NULL);
  return value;
}

static NadiJsonValue
read_word (Reader *reader, const char *word, NadiJsonKind kind, gboolean truth)
{
  reader->at += strlen (word);
  return (NadiJsonValue) { .kind = kind, .truth = truth };
}

static NadiJsonValue
read_inside (Reader *reader, NadiJsonKind kind, char closing)
{
  guint first = reader->open->len;
  NadiJsonValue whole = { .kind = kind };

  for (reader->at++, skip_space (reader); *reader->at != closing; skip_space (reader))
    {
      const char *name = NULL;
      NadiJsonValue value;

      if (*reader->at == ',')
        reader->at++;
      skip_space (reader);
      if (kind == NADI_JSON_OBJECT)
        {
          name = read_string (reader);
          skip_space (reader);
          reader->at++; /* colon */
        }
      value = read_value (reader);
      value.name = name;
      g_array_append_val (reader->open, value);
    }
  reader->at++;
  whole.n = reader->open->len - first;
  whole.items = reader->free;
  if (whole.n > 0)
    memcpy (reader->free, &g_array_index (reader->open, NadiJsonValue, first), whole.n * sizeof whole);
  reader->free += whole.n;
  g_array_set_size (reader->open, first);
  return whole;
}

/* Recursion ends at NADI_JSON_MAX_DEPTH, which the scan has checked. */
static NadiJsonValue
read_value (Reader *reader)
{
  skip_space (reader);
  switch (*reader->at)
    {
    case '{':
      return read_inside (reader, NADI_JSON_OBJECT, '}');
    case '[':
      return read_inside (reader, NADI_JSON_ARRAY, ']');
    case '"':
      return (NadiJsonValue) { .kind = NADI_JSON_STRING, .text = read_string (reader) };
    case 't':
      return read_word (reader, "true", NADI_JSON_BOOLEAN, TRUE);
    case 'f':
      return read_word (reader, "false", NADI_JSON_BOOLEAN, FALSE);
    case 'n':
      return read_word (reader, "null", NADI_JSON_NULL, FALSE);
    default:
      return read_number (reader);
    }
}

NadiJsonValue *
nadi_json_tree_new (const char *text, gsize length)
{
  gsize n = count_values (text, length);
  NadiJsonValue *root = g_malloc (n * sizeof *root + length + 1);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof *root);
  Reader reader = { text, text + length, root + 1, (char *) (root + n), open };

  *root = read_value (&reader);
  root->name = NULL;
  return root;
}

const NadiJsonValue *
nadi_json_find (const NadiJsonValue *object, const char *name)
{
  if (object == NULL || object->kind != NADI_JSON_OBJECT)
    return NULL;
  for (guint i = 0; i < object->n; i++)
    {
      /* The first letter tells most names apart without a call. */
      if (object->items[i].name[0] == name[0] && strcmp (object->items[i].name, name) == 0)
        return &object->items[i];
    }
  return NULL;
}

double
nadi_json_value_as_double (const NadiJsonValue *value)
{
  if (value->kind == NADI_JSON_INTEGER)
    return (double) value->integer;
  return value->kind == NADI_JSON_DOUBLE ? value->number : 0;
}
