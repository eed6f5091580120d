/* What a record's JWE holds: {"resource":"…","salt":"…"}, and the commitment that its author signs. */
#include "nadi-jwe.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-wire-private.h"

#define SALT_SIZE 32
#define MAX_CONTENT_LENGTH (2 * 1024 * 1024)

/* One character of a JSON string (RFC 8259 §7); gives the number of bytes written. */
static gsize
escape (char c, char out[6])
{
  static const char digits[] = "0123456789abcdef";
  static const char letters[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  const char *meaning = strchr (meanings, c);
  guchar byte = (guchar) c;
  out[0] = '\\';
  if (c == '"' || c == '\\')
    out[1] = c;
  else if (c != '\0' && meaning != NULL)
    out[1] = letters[meaning - meanings];
  else if (byte < 0x20)
    {
      memcpy (out + 1, "u00", 3);
      out[4] = digits[byte >> 4];
      out[5] = digits[byte & 15];
      return 6;
    }
  else
    {
      out[0] = c;
      return 1;
    }
  return 2;
}

/* Written straight into the secret, so that no copy stays behind elsewhere. */
NadiSecret *
nadi_record_content_print (const char *resource, gsize length, const guint8 salt[32])
{
  static const char before[] = "{\"resource\":\"";
  static const char between[] = "\",\"salt\":\"";
  static const char after[] = "\"}";
  char escaped[6];
  g_autofree char *salt_text = nadi_base64url_encode (salt, SALT_SIZE);
  gsize size = strlen (before) + strlen (between) + strlen (salt_text) + strlen (after);
  for (gsize i = 0; i < length; i++)
    size += escape (resource[i], escaped);

  NadiSecret *content = nadi_secret_new (size);
  char *at = (char *) nadi_secret_data (content);
  at = mempcpy (at, before, strlen (before));
  for (gsize i = 0; i < length; i++)
    {
      gsize n = escape (resource[i], escaped);
      at = mempcpy (at, escaped, n);
    }
  at = mempcpy (at, between, strlen (between));
  at = mempcpy (at, salt_text, strlen (salt_text));
  memcpy (at, after, strlen (after));
  nadi_wipe (salt_text, strlen (salt_text));
  return content;
}

gboolean
nadi_record_content_parse (const char *json, gsize length, char **resource, gsize *resource_length,
                           guint8 salt[32], GError **error)
{
  static const char *const members[] = { "resource", "salt", NULL };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, MAX_CONTENT_LENGTH, &node, error);
  const char *text, *salt_text;
  if (object == NULL || !nadi_json_only_members (object, members, error)
      || !nadi_json_get_string (object, "resource", &text, error)
      || !nadi_json_get_string (object, "salt", &salt_text, error)
      || !nadi_base64url_decode_into (salt_text, -1, salt, SALT_SIZE, error))
    return FALSE;
  *resource_length = strlen (text);
  *resource = g_memdup2 (text, *resource_length + 1);
  return TRUE;
}

void
nadi_record_commitment (const char *resource, gsize length, const guint8 salt[32], NadiHash *out)
{
  const NadiPart parts[] = { { salt, SALT_SIZE }, { resource, length } };
  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), out);
}
