/* The form of a JWE, checked before any key is touched: what is refused here is refused without a secret.
 *
 * RFC 7516 §7.2.1, general. A JWE with one recipient is read in the flattened syntax of §7.2.2 too, since other programs
 * write that one; Nadi writes the general one only. */
#include "nadi-jwe-private.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-wire-private.h"

/* A blob is at most 1 MiB; exports are somewhat larger. */
#define MAX_JWE_LENGTH (2 * 1024 * 1024)
#define MAX_HEADER_LENGTH 4096
#define MAX_NUMBER ((G_GINT64_CONSTANT (1) << 53) - 1)
#define CONTENT_KEY_SIZE 32

static void
recipient_free (gpointer data)
{
  NadiJweRecipient *recipient = data;
  g_clear_pointer (&recipient->encrypted_key, g_bytes_unref);
  g_free (recipient);
}

void
nadi_jwe_free (NadiJwe *jwe)
{
  g_clear_pointer (&jwe->node, json_node_unref);
  g_clear_pointer (&jwe->protected_json, g_bytes_unref);
  g_clear_pointer (&jwe->header_node, json_node_unref);
  g_clear_pointer (&jwe->recipients, g_ptr_array_unref);
  g_clear_pointer (&jwe->ciphertext, g_bytes_unref);
  g_free (jwe);
}

static gboolean
outside_profile (GError **error)
{
  return nadi_wire_fail (error, NADI_WIRE_ERROR_ALGORITHM, "A JWE outside the profile");
}

static gboolean
get_bytes (JsonObject *object, const char *member, GBytes **bytes, GError **error)
{
  const char *text;
  if (!nadi_json_get_string (object, member, &text, error))
    return FALSE;
  *bytes = nadi_base64url_decode (text, -1, error);
  return *bytes != NULL;
}

static gboolean
get_bytes_into (JsonObject *object, const char *member, guint8 *buffer, gsize size, GError **error)
{
  const char *text;
  return nadi_json_get_string (object, member, &text, error)
         && nadi_base64url_decode_into (text, -1, buffer, size, error);
}

/* The binding's members are of the right types; their values are compared when the record is opened. */
static gboolean
check_record_header (JsonObject *header, GError **error)
{
  static const char *const members[]
      = { "enc", "typ", "patient", "shelf", "epoch", "record", "version", NULL };
  const char *text;
  gint64 epoch;
  return (nadi_json_only_members (header, members, NULL) || outside_profile (error))
         && (json_object_has_member (header, "patient")
             || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A record's header without its patient"))
         && nadi_json_get_optional_string (header, "patient", &text, error)
         && nadi_json_get_string (header, "shelf", &text, error)
         && nadi_json_get_int (header, "epoch", 0, MAX_NUMBER, &epoch, error)
         && nadi_json_get_string (header, "record", &text, error)
         && nadi_json_get_string (header, "version", &text, error);
}

static gboolean
check_box_header (JsonObject *header, GError **error)
{
  static const char *const members[] = { "enc", "typ", NULL };
  return nadi_json_only_members (header, members, NULL) || outside_profile (error);
}

static gboolean
read_protected (NadiJwe *jwe, JsonObject *object, GError **error)
{
  const char *enc;
  if (!nadi_json_get_string (object, "protected", &jwe->protected_text, error)
      || !get_bytes (object, "protected", &jwe->protected_json, error))
    return FALSE;
  gsize length;
  const char *json = g_bytes_get_data (jwe->protected_json, &length);
  jwe->header = nadi_json_load_object (json, length, MAX_HEADER_LENGTH, &jwe->header_node, error);
  if (jwe->header == NULL)
    return FALSE;
  if (!nadi_json_get_string (jwe->header, "enc", &enc, NULL) || strcmp (enc, "A256GCM") != 0
      || !nadi_json_get_string (jwe->header, "typ", &jwe->typ, NULL))
    return outside_profile (error);

  if (strcmp (jwe->typ, "nadi-record") == 0 || strcmp (jwe->typ, "nadi-piece") == 0)
    {
      jwe->form = NADI_JWE_RECORD;
      return check_record_header (jwe->header, error);
    }
  jwe->form = NADI_JWE_KEY_BOX;
  return strcmp (jwe->typ, "nadi-box") == 0 ? check_box_header (jwe->header, error) : outside_profile (error);
}

/* header and encrypted_key stand in object: a member of `recipients`, or the flattened JWE itself. */
static gboolean
read_recipient (NadiJwe *jwe, JsonObject *object, GError **error)
{
  static const char *const record_members[] = { "alg", "kid", "iv", "tag", NULL };
  static const char *const box_members[] = { "alg", "kid", NULL };
  gboolean is_record = jwe->form == NADI_JWE_RECORD;
  NadiJweRecipient *recipient = g_new0 (NadiJweRecipient, 1);
  g_ptr_array_add (jwe->recipients, recipient);

  JsonObject *header;
  const char *alg;
  if (!nadi_json_get_object (object, "header", &header, error))
    return FALSE;
  if (!nadi_json_only_members (header, is_record ? record_members : box_members, NULL)
      || !nadi_json_get_string (header, "alg", &alg, NULL)
      || strcmp (alg, is_record ? "A256GCMKW" : "RSA-OAEP-256") != 0)
    return outside_profile (error);
  if (!nadi_json_get_string (header, "kid", &recipient->kid, error)
      || !get_bytes (object, "encrypted_key", &recipient->encrypted_key, error))
    return FALSE;
  if (!is_record)
    return TRUE;
  /* RFC 7518 §4.7.1. */
  return get_bytes_into (header, "iv", recipient->iv, sizeof recipient->iv, error)
         && get_bytes_into (header, "tag", recipient->tag, sizeof recipient->tag, error)
         && (g_bytes_get_size (recipient->encrypted_key) == CONTENT_KEY_SIZE
             || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A wrapped key of another length"));
}

static gboolean
kids_differ (const GPtrArray *recipients)
{
  for (guint i = 0; i < recipients->len; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (((NadiJweRecipient *) recipients->pdata[i])->kid,
                  ((NadiJweRecipient *) recipients->pdata[j])->kid)
          == 0)
        return FALSE;
  return TRUE;
}

static gboolean
read_recipients (NadiJwe *jwe, JsonObject *object, GError **error)
{
  static const char *const members[] = { "header", "encrypted_key", NULL };
  JsonArray *array;
  if (!nadi_json_get_array (object, "recipients", &array, error))
    return FALSE;
  guint n = json_array_get_length (array);
  if (n == 0 || n > (jwe->form == NADI_JWE_RECORD ? 1 : NADI_JWE_MAX_RECIPIENTS))
    return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A JWE with no or too many recipients");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A recipient that is no object");
      JsonObject *recipient = json_node_get_object (node);
      if (!nadi_json_only_members (recipient, members, error) || !read_recipient (jwe, recipient, error))
        return FALSE;
    }
  return kids_differ (jwe->recipients)
         || nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "A JWE names a recipient twice");
}

NadiJwe *
nadi_jwe_read (const char *text, gsize length, GError **error)
{
  static const char *const general[] = { "protected", "recipients", "iv", "ciphertext", "tag", NULL };
  static const char *const flattened[]
      = { "protected", "header", "encrypted_key", "iv", "ciphertext", "tag", NULL };
  g_autoptr (NadiJwe) jwe = g_new0 (NadiJwe, 1);
  jwe->recipients = g_ptr_array_new_with_free_func (recipient_free);
  JsonObject *object = nadi_json_load_object (text, length, MAX_JWE_LENGTH, &jwe->node, error);
  if (object == NULL)
    return NULL;

  gboolean is_flattened = !json_object_has_member (object, "recipients");
  if (!nadi_json_only_members (object, is_flattened ? flattened : general, NULL))
    {
      outside_profile (error);
      return NULL;
    }
  if (!read_protected (jwe, object, error)
      || !(is_flattened ? read_recipient (jwe, object, error) : read_recipients (jwe, object, error))
      || !get_bytes_into (object, "iv", jwe->iv, sizeof jwe->iv, error)
      || !get_bytes (object, "ciphertext", &jwe->ciphertext, error)
      || !get_bytes_into (object, "tag", jwe->tag, sizeof jwe->tag, error))
    return NULL;
  return g_steal_pointer (&jwe);
}

NadiJweInfo *
nadi_jwe_inspect (const char *text, gsize length, GError **error)
{
  g_autoptr (NadiJwe) jwe = nadi_jwe_read (text, length, error);
  if (jwe == NULL)
    return NULL;
  gsize header_length;
  const char *header = g_bytes_get_data (jwe->protected_json, &header_length);
  NadiJweInfo *info = g_new0 (NadiJweInfo, 1);
  info->form = jwe->form;
  info->protected_header = g_strndup (header, header_length);
  info->recipients = g_new0 (char *, jwe->recipients->len + 1);
  for (guint i = 0; i < jwe->recipients->len; i++)
    info->recipients[i] = g_strdup (((NadiJweRecipient *) jwe->recipients->pdata[i])->kid);
  return info;
}

void
nadi_jwe_info_free (NadiJweInfo *info)
{
  g_free (info->protected_header);
  g_strfreev (info->recipients);
  g_free (info);
}
