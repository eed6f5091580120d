/* Problem documents: what went wrong, what to do, and a code to quote. */
#include "nadi-problem.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-source.h"
#include "nadi-wire-private.h"

#define TYPE_PREFIX "urn:nadi:problem:"
#define MAX_PROBLEM_LENGTH 16384
#define SUPPORT_SIZE 5 /* bytes, eight characters */
#define SUPPORT_LENGTH 8

NadiProblem *
nadi_problem_new (guint status, const char *code, const char *title, const char *detail, NadiRandom *random)
{
  guint8 support[SUPPORT_SIZE];
  nadi_random_fill (random, support, sizeof support);
  NadiProblem *problem = g_new0 (NadiProblem, 1);
  problem->status = status;
  problem->code = g_strdup (code);
  problem->title = g_strdup (title);
  problem->detail = g_strdup (detail);
  problem->support = nadi_crockford_encode (support, sizeof support);
  return problem;
}

char *
nadi_problem_print (const NadiProblem *problem)
{
  g_autofree char *type = g_strconcat (TYPE_PREFIX, problem->code, NULL);
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "type", type);
  nadi_json_put_string (writer, "title", problem->title);
  nadi_json_put_int (writer, "status", problem->status);
  if (problem->detail != NULL)
    nadi_json_put_string (writer, "detail", problem->detail);
  nadi_json_put_string (writer, "support", problem->support);
  nadi_json_end_object (writer);
  return nadi_json_writer_finish (writer, NULL);
}

static gboolean
is_code (const char *code)
{
  gsize length = strspn (code, "abcdefghijklmnopqrstuvwxyz-");
  return length > 0 && length <= 64 && code[length] == '\0';
}

static gboolean
is_support (const char *support)
{
  return strlen (support) == SUPPORT_LENGTH
         && strspn (support, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == SUPPORT_LENGTH;
}

/* RFC 9457 §3.2: members that the reader does not know are passed over. */
NadiProblem *
nadi_problem_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (json, length, MAX_PROBLEM_LENGTH, &node, error);
  const char *type, *title, *detail, *support;
  gint64 status;
  if (object == NULL || !nadi_json_get_string (object, "type", &type, error)
      || !nadi_json_get_string (object, "title", &title, error)
      || !nadi_json_get_int (object, "status", 100, 599, &status, error)
      || !nadi_json_get_optional_string (object, "detail", &detail, error)
      || !nadi_json_get_string (object, "support", &support, error))
    return NULL;
  if (!g_str_has_prefix (type, TYPE_PREFIX) || !is_code (type + strlen (TYPE_PREFIX))
      || !is_support (support))
    {
      nadi_wire_fail (error, NADI_WIRE_ERROR_FORMAT, "Not a problem document of Nadi's");
      return NULL;
    }
  NadiProblem *problem = g_new0 (NadiProblem, 1);
  problem->status = (guint) status;
  problem->code = g_strdup (type + strlen (TYPE_PREFIX));
  problem->title = g_strdup (title);
  problem->detail = g_strdup (detail);
  problem->support = g_strdup (support);
  return problem;
}

void
nadi_problem_free (NadiProblem *problem)
{
  g_free (problem->code);
  g_free (problem->title);
  g_free (problem->detail);
  g_free (problem->support);
  g_free (problem);
}
