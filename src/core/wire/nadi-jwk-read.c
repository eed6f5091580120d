/* Reading JWK sets. The text has passed nadi_json_scan(), so its grammar holds; it is walked in place instead of through
 * a JSON tree, which would leave copies of the keys in ordinary memory. */
#include "nadi-jwk.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-jwk-private.h"
#include "nadi-wire-private.h"

#define MAX_SET_LENGTH (1024 * 1024)
#define MAX_ENTRIES 4096
#define MAX_PART_SIZE 512 /* a modulus of 4096 bits */

/* A string's inside, or another value's text. */
typedef struct
{
  const char *text;
  gsize length;
  gboolean is_string;
} Value;

typedef struct
{
  const char *at;
} Reader;

static void
skip_space (Reader *reader)
{
  while (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\t' || *reader->at == '\r')
    reader->at++;
}

/* Behind the string that begins here; *inside is what lies between the quotation marks. */
static void
read_string (Reader *reader, Value *inside)
{
  const char *start = ++reader->at;
  while (*reader->at != '"')
    reader->at += *reader->at == '\\' ? 2 : 1;
  *inside = (Value){ start, (gsize) (reader->at - start), TRUE };
  reader->at++;
}

/* Behind the value that begins here, whatever it is. */
static void
read_value (Reader *reader, Value *value)
{
  guint depth = 0;
  const char *start = reader->at;
  if (*start == '"')
    {
      read_string (reader, value);
      return;
    }
  do
    {
      char c = *reader->at;
      if (c == '"')
        {
          read_string (reader, value);
          continue;
        }
      depth += c == '{' || c == '[';
      depth -= c == '}' || c == ']';
      reader->at++;
    }
  while (depth > 0 || strchr (",]} \n\t\r", *reader->at) == NULL);
  *value = (Value){ start, (gsize) (reader->at - start), FALSE };
}

/* Whether another member or element follows; at is behind the opening bracket or a value. */
static gboolean
next (Reader *reader, char end)
{
  skip_space (reader);
  if (*reader->at == ',')
    reader->at++;
  skip_space (reader);
  return *reader->at != end;
}

static void
read_member (Reader *reader, Value *name, Value *value)
{
  read_string (reader, name);
  skip_space (reader);
  reader->at++; /* colon */
  skip_space (reader);
  read_value (reader, value);
}

static gboolean
equal (const Value *value, const char *text)
{
  return value->is_string && strlen (text) == value->length && memcmp (value->text, text, value->length) == 0;
}

/* The members of one key that Nadi knows; RFC 7517 §4: others are passed over. */
typedef struct
{
  Value kty;
  Value kid;
  Value epoch;
  Value k;
  Value parts[NADI_RSA_PARTS];
} Members;

static void
read_members (const Value *object, Members *members)
{
  Reader reader = { object->text + 1 };
  Value name, value;
  while (next (&reader, '}'))
    {
      read_member (&reader, &name, &value);
      if (equal (&name, "kty"))
        members->kty = value;
      else if (equal (&name, "kid"))
        members->kid = value;
      else if (equal (&name, "epoch"))
        members->epoch = value;
      else if (equal (&name, "k"))
        members->k = value;
      else
        for (guint i = 0; i < NADI_RSA_PARTS; i++)
          if (equal (&name, nadi_rsa_part_names[i]))
            members->parts[i] = value;
    }
}

static NadiSecret *
decode (const Value *value, gsize size)
{
  g_autoptr (NadiSecret) secret = nadi_secret_new (size);
  if (!value->is_string
      || !nadi_base64url_decode_into (value->text, (gssize) value->length, nadi_secret_data (secret), size,
                                      NULL))
    return NULL;
  return g_steal_pointer (&secret);
}

static NadiRsaPrivate *
decode_rsa (const Members *members)
{
  NadiSecret *parts[NADI_RSA_PARTS] = { NULL };
  gboolean complete = TRUE;
  for (guint i = 0; i < NADI_RSA_PARTS && complete; i++)
    {
      gsize size = members->parts[i].length * 3 / 4;
      parts[i] = size > 0 && size <= MAX_PART_SIZE ? decode (&members->parts[i], size) : NULL;
      complete = parts[i] != NULL;
    }
  g_autoptr (NadiSecret) der = complete ? nadi_rsa_parts_to_der (parts) : NULL;
  for (guint i = 0; i < NADI_RSA_PARTS; i++)
    nadi_secret_unref (parts[i]);
  return der != NULL ? nadi_rsa_private_from_der (nadi_secret_data (der), nadi_secret_size (der), NULL)
                     : NULL;
}

static gboolean
read_epoch (const Value *value, gint64 *epoch)
{
  guint64 number = 0;
  NadiLine line = { value->text, value->length };
  if (value->text != NULL
      && (value->is_string || !nadi_line_to_number (&line, &number) || number > G_MAXINT32))
    return FALSE;
  *epoch = (gint64) number;
  return TRUE;
}

static gboolean
add_key (NadiJwkSet *set, const Value *object)
{
  Members members = { 0 };
  gint64 epoch;
  if (object->is_string || object->text[0] != '{')
    return FALSE;
  read_members (object, &members);
  if (!read_epoch (&members.epoch, &epoch))
    return FALSE;
  if (equal (&members.kty, "oct"))
    {
      g_autoptr (NadiSecret) key = decode (&members.k, 32);
      if (key == NULL)
        return FALSE;
      nadi_jwk_set_add_symmetric (set, epoch, key);
    }
  else if (equal (&members.kty, "RSA"))
    {
      g_autoptr (NadiRsaPrivate) key = decode_rsa (&members);
      if (key == NULL)
        return FALSE;
      nadi_jwk_set_add_rsa (set, epoch, key);
    }
  else
    return FALSE;
  /* The set has named the key by what it is; the text must have named it so too. */
  return equal (&members.kid, nadi_jwk_set_get (set, nadi_jwk_set_size (set) - 1)->kid);
}

static gboolean
add_keys (NadiJwkSet *set, const Value *array)
{
  Value key;
  if (array->text == NULL || array->is_string || array->text[0] != '[')
    return FALSE;
  Reader reader = { array->text + 1 };
  while (next (&reader, ']'))
    {
      read_value (&reader, &key);
      if (nadi_jwk_set_size (set) == MAX_ENTRIES || !add_key (set, &key))
        return FALSE;
    }
  return TRUE;
}

NadiJwkSet *
nadi_jwk_set_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (NadiJwkSet) set = nadi_jwk_set_new ();
  Value name, value, keys = { 0 };
  if (!nadi_json_scan (json, length, MAX_SET_LENGTH, error))
    return NULL;
  Reader reader = { json };
  skip_space (&reader);
  if (*reader.at == '{')
    {
      reader.at++;
      while (next (&reader, '}'))
        {
          read_member (&reader, &name, &value);
          if (equal (&name, "keys"))
            keys = value;
        }
    }
  if (!add_keys (set, &keys))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a set of keys that are what their names say");
      return NULL;
    }
  return g_steal_pointer (&set);
}
