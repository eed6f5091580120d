/* Files of a profile that know when they were changed. */
#include "nadi-checked-json.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-profile-error.h"

#define SUM_START ",\"sum\":\""
#define SUM_LENGTH 43
#define TAIL_LENGTH (sizeof SUM_START - 1 + SUM_LENGTH + 2)

NadiJsonWriter *
nadi_checked_json_begin (void)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "nadi", NADI_CHECKED_JSON_VERSION);
  return writer;
}

static char *
tail_of (const char *text, gsize length)
{
  g_autofree char *sum = NULL;
  NadiHash hash;

  nadi_sha256 ((const guint8 *) text, length, &hash);
  sum = nadi_hash_to_text (&hash);
  return g_strconcat (SUM_START, sum, "\"}", NULL);
}

char *
nadi_checked_json_finish (NadiJsonWriter *writer)
{
  g_autofree char *text = NULL, *tail = NULL;
  gsize length;

  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  nadi_json_writer_free (writer);
  text[length - 1] = '\0'; /* the closing brace comes with the sum */
  tail = tail_of (text, length - 1);
  return g_strconcat (text, tail, NULL);
}

static JsonObject *
fail_damaged (GError **error)
{
  g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_DAMAGED, "A file of the profile is not what was written");
  return NULL;
}

JsonObject *
nadi_checked_json_load (const char *text, gsize length, gsize limit, JsonNode **node, GError **error)
{
  g_autoptr (JsonNode) parsed = NULL;
  g_autofree char *tail = NULL;
  JsonObject *object;
  gint64 version;

  if (length < TAIL_LENGTH || length > limit)
    return fail_damaged (error);
  tail = tail_of (text, length - TAIL_LENGTH);
  if (memcmp (tail, text + length - TAIL_LENGTH, TAIL_LENGTH) != 0)
    return fail_damaged (error);
  object = nadi_json_load_object (text, length, limit, &parsed, NULL);
  if (object == NULL || !nadi_json_get_int (object, "nadi", 1, G_MAXINT32, &version, NULL))
    return fail_damaged (error);
  if (version > NADI_CHECKED_JSON_VERSION)
    {
      g_set_error_literal (error, NADI_PROFILE_ERROR, NADI_PROFILE_ERROR_NEWER, "The profile was made by a newer version of Nadi");
      return NULL;
    }
  *node = g_steal_pointer (&parsed);
  return object;
}
