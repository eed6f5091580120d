/* Builds json-glib's tree from a text that has passed the scan.
 *
 * Not through JsonParser: it wraps integers beyond 64 bits around without a word, and a second reader with
 * its own ideas of the grammar is what the scan is there to prevent. A number without fraction and exponent
 * that fits 64 bits becomes an integer, any other a double. */
#include "nadi-json-private.h"

#include <errno.h>
#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Reader;

static JsonNode *read_value (Reader *reader);

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

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \n\t\r", *reader->at) != NULL)
    reader->at++;
}

/* at is on the opening quotation mark. */
static char *
read_string (Reader *reader)
{
  const char *raw = ++reader->at;
  gboolean escaped = FALSE;
  while (*reader->at != '"')
    {
      gboolean escape = *reader->at == '\\';
      escaped |= escape;
      reader->at += escape ? 2 : 1;
    }
  gsize length = (gsize) (reader->at++ - raw);
  char *text = g_malloc (length + 1);
  if (escaped)
    length = nadi_json_unescape (raw, length, text);
  else
    memcpy (text, raw, length);
  text[length] = '\0';
  return text;
}

static JsonNode *
take_string (char *text)
{
  JsonNode *node = json_node_init_string (json_node_alloc (), text);
  g_free (text);
  return node;
}

static JsonNode *
read_number (Reader *reader)
{
  const char *start = reader->at;
  gboolean integer = TRUE;
  for (; reader->at < reader->end && strchr ("+-.0123456789Ee", *reader->at) != NULL && *reader->at != '\0';
       reader->at++)
    integer &= *reader->at != '.' && *reader->at != 'e' && *reader->at != 'E';

  g_autofree char *text = g_strndup (start, (gsize) (reader->at - start));
  if (integer)
    {
      errno = 0;
      gint64 value = g_ascii_strtoll (text, NULL, 10);
      if (errno == 0)
        return json_node_init_int (json_node_alloc (), value);
    }
  return json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
}

static JsonNode *
read_object (Reader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();
  reader->at++;
  for (;;)
    {
      skip_space (reader);
      if (*reader->at == '}')
        break;
      if (*reader->at == ',')
        {
          reader->at++;
          skip_space (reader);
        }
      g_autofree char *name = read_string (reader);
      skip_space (reader);
      reader->at++; /* colon */
      json_object_set_member (object, name, read_value (reader));
    }
  reader->at++;
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_array (Reader *reader)
{
  g_autoptr (JsonArray) array = json_array_new ();
  reader->at++;
  for (;;)
    {
      skip_space (reader);
      if (*reader->at == ']')
        break;
      if (*reader->at == ',')
        reader->at++;
      json_array_add_element (array, read_value (reader));
    }
  reader->at++;
  return json_node_init_array (json_node_alloc (), array);
}

/* Recursion ends at NADI_JSON_MAX_DEPTH, which the scan has checked. */
static JsonNode *
read_value (Reader *reader)
{
  skip_space (reader);
  switch (*reader->at)
    {
    case '{':
      return read_object (reader);
    case '[':
      return read_array (reader);
    case '"':
      return take_string (read_string (reader));
    case 't':
      reader->at += strlen ("true");
      return json_node_init_boolean (json_node_alloc (), TRUE);
    case 'f':
      reader->at += strlen ("false");
      return json_node_init_boolean (json_node_alloc (), FALSE);
    case 'n':
      reader->at += strlen ("null");
      return json_node_init_null (json_node_alloc ());
    default:
      return read_number (reader);
    }
}

JsonNode *
nadi_json_load (const char *text, gsize length, gsize limit, GError **error)
{
  if (!nadi_json_scan (text, length, limit, error))
    return NULL;
  Reader reader = { text, text + length };
  return read_value (&reader);
}

JsonObject *
nadi_json_load_object (const char *text, gsize length, gsize limit, JsonNode **node, GError **error)
{
  g_autoptr (JsonNode) root = nadi_json_load (text, length, limit, error);
  *node = NULL;
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TYPE, "JSON: the root is no object");
      return NULL;
    }
  *node = g_steal_pointer (&root);
  return json_node_get_object (*node);
}
