/* A walk over JSON text, and its compact copy with references settled. */
#include "nadi-fhir-raw.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-json-tree.h"

typedef struct
{
  GString *out;
  NadiFhirResolve resolve;
  gpointer data;
  GPtrArray *references;
  GHashTable *seen;
} Writer;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && is_space (*p))
    p++;
  return p;
}

/* p stands on the opening quote; gives the place behind the closing one. */
static const char *
skip_string (const char *p, const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    {
      if (*p == '\\' && p + 1 < end)
        p++;
    }
  return p < end ? p + 1 : end;
}

static const char *
skip_value (const char *p, const char *end)
{
  guint depth = 0;

  while (p < end)
    {
      if (*p == '"')
        {
          p = skip_string (p, end);
        }
      else if (*p == '{' || *p == '[')
        {
          depth++;
          p++;
        }
      else if (*p == '}' || *p == ']')
        {
          if (depth == 0)
            return p;
          depth--;
          p++;
        }
      else if (depth == 0 && *p == ',')
        {
          return p;
        }
      else
        {
          p++;
          continue;
        }
      if (depth == 0)
        return p;
    }
  return end;
}

NadiFhirSpan
nadi_fhir_span_trim (NadiFhirSpan span)
{
  span.start = skip_space (span.start, span.end);
  while (span.end > span.start && is_space (span.end[-1]))
    span.end--;
  return span;
}

static gboolean
walk_brackets (NadiFhirSpan span, char open, NadiFhirWalk *walk)
{
  span = nadi_fhir_span_trim (span);
  if (span.end - span.start < 2 || *span.start != open)
    return FALSE;
  *walk = (NadiFhirWalk) { span.start + 1, span.end - 1 };
  return TRUE;
}

gboolean
nadi_fhir_walk_object (NadiFhirSpan span, NadiFhirWalk *walk)
{
  return walk_brackets (span, '{', walk);
}

gboolean
nadi_fhir_walk_array (NadiFhirSpan span, NadiFhirWalk *walk)
{
  return walk_brackets (span, '[', walk);
}

gboolean
nadi_fhir_next_element (NadiFhirWalk *walk, NadiFhirSpan *value)
{
  walk->at = skip_space (walk->at, walk->end);
  if (walk->at < walk->end && *walk->at == ',')
    walk->at = skip_space (walk->at + 1, walk->end);
  if (walk->at >= walk->end)
    return FALSE;
  value->start = walk->at;
  value->end = walk->at = skip_value (walk->at, walk->end);
  *value = nadi_fhir_span_trim (*value);
  return TRUE;
}

gboolean
nadi_fhir_next_member (NadiFhirWalk *walk, NadiFhirSpan *name, NadiFhirSpan *value)
{
  const char *behind;

  walk->at = skip_space (walk->at, walk->end);
  if (walk->at < walk->end && *walk->at == ',')
    walk->at = skip_space (walk->at + 1, walk->end);
  if (walk->at >= walk->end || *walk->at != '"')
    return FALSE;
  behind = skip_string (walk->at, walk->end);
  *name = (NadiFhirSpan) { walk->at + 1, MAX (behind - 1, walk->at + 1) };
  walk->at = skip_space (behind, walk->end);
  if (walk->at >= walk->end || *walk->at != ':')
    return FALSE;
  walk->at = skip_space (walk->at + 1, walk->end);
  value->start = walk->at;
  value->end = walk->at = skip_value (walk->at, walk->end);
  *value = nadi_fhir_span_trim (*value);
  return TRUE;
}

char *
nadi_fhir_span_string (NadiFhirSpan value)
{
  gsize length = (gsize) (value.end - value.start);
  g_autofree NadiJsonValue *tree = NULL;

  if (length < 2 || *value.start != '"')
    return NULL;
  if (memchr (value.start, '\\', length) == NULL)
    return g_strndup (value.start + 1, length - 2);
  if (!nadi_json_scan (value.start, length, length, NULL))
    return NULL;
  tree = nadi_json_tree_new (value.start, length);
  return g_strdup (tree->text);
}

gboolean
nadi_fhir_span_is_name (NadiFhirSpan name, const char *expected)
{
  gsize length = (gsize) (name.end - name.start);
  g_autofree char *plain = NULL;

  if (memchr (name.start, '\\', length) == NULL)
    return length == strlen (expected) && memcmp (name.start, expected, length) == 0;
  plain = nadi_fhir_span_string ((NadiFhirSpan) { name.start - 1, name.end + 1 });
  return plain != NULL && g_str_equal (plain, expected);
}

static void
note_reference (Writer *writer, const char *reference)
{
  char *copy;

  if (writer->references == NULL || g_hash_table_contains (writer->seen, reference))
    return;
  copy = g_strdup (reference);
  g_ptr_array_add (writer->references, copy);
  g_hash_table_add (writer->seen, copy);
}

/* What resolve gives is "Type/id", which needs no escaping. */
static void
write_reference (Writer *writer, NadiFhirSpan value)
{
  g_autofree char *reference = nadi_fhir_span_string (value);
  g_autofree char *resolved = NULL;

  if (reference != NULL && writer->resolve != NULL)
    resolved = writer->resolve (reference, writer->data);
  if (resolved != NULL)
    g_string_append_printf (writer->out, "\"%s\"", resolved);
  else
    g_string_append_len (writer->out, value.start, value.end - value.start);
  if (reference != NULL)
    note_reference (writer, resolved != NULL ? resolved : reference);
}

static void write_value (Writer *writer, NadiFhirSpan value, gboolean references_inside);

static void
write_array (Writer *writer, NadiFhirWalk walk, gboolean references_inside)
{
  NadiFhirSpan element;
  gboolean first = TRUE;

  g_string_append_c (writer->out, '[');
  for (; nadi_fhir_next_element (&walk, &element); first = FALSE)
    {
      if (!first)
        g_string_append_c (writer->out, ',');
      write_value (writer, element, references_inside);
    }
  g_string_append_c (writer->out, ']');
}

static void
write_member (Writer *writer, NadiFhirSpan name, NadiFhirSpan value, gboolean references_inside)
{
  g_string_append_len (writer->out, name.start - 1, name.end - name.start + 2);
  g_string_append_c (writer->out, ':');
  if (references_inside && *value.start == '"' && nadi_fhir_span_is_name (name, "reference"))
    write_reference (writer, value);
  else /* Immunization.education.reference is a uri of a document, no Reference. */
    write_value (writer, value, references_inside && !nadi_fhir_span_is_name (name, "education"));
}

static void
write_object (Writer *writer, NadiFhirWalk walk, const char *id, gboolean references_inside)
{
  NadiFhirSpan name, value;
  gboolean first = TRUE;

  g_string_append_c (writer->out, '{');
  for (; nadi_fhir_next_member (&walk, &name, &value); first = FALSE)
    {
      if (!first)
        g_string_append_c (writer->out, ',');
      write_member (writer, name, value, references_inside);
      if (id != NULL && nadi_fhir_span_is_name (name, "resourceType"))
        g_string_append_printf (writer->out, ",\"id\":\"%s\"", id);
    }
  g_string_append_c (writer->out, '}');
}

/* Recursion ends: nadi_json_scan() lets at most NADI_JSON_MAX_DEPTH brackets through. */
static void
write_value (Writer *writer, NadiFhirSpan value, gboolean references_inside)
{
  NadiFhirWalk walk;

  if (nadi_fhir_walk_object (value, &walk))
    write_object (writer, walk, NULL, references_inside);
  else if (nadi_fhir_walk_array (value, &walk))
    write_array (writer, walk, references_inside);
  else
    g_string_append_len (writer->out, value.start, value.end - value.start);
}

static gboolean
has_member (NadiFhirWalk walk, const char *expected)
{
  NadiFhirSpan name, value;

  while (nadi_fhir_next_member (&walk, &name, &value))
    {
      if (nadi_fhir_span_is_name (name, expected))
        return TRUE;
    }
  return FALSE;
}

gboolean
nadi_fhir_span_has (NadiFhirSpan value, const char *name)
{
  NadiFhirWalk walk;

  return nadi_fhir_walk_object (value, &walk) && has_member (walk, name);
}

GString *
nadi_fhir_compact (NadiFhirSpan value, const char *id, NadiFhirResolve resolve, gpointer data, GPtrArray *references)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Writer writer = { NULL, resolve, data, references, seen };
  NadiFhirWalk walk;

  if (!nadi_fhir_walk_object (value, &walk) || !has_member (walk, "resourceType"))
    return NULL;
  writer.out = g_string_sized_new ((gsize) (value.end - value.start) + 64);
  write_object (&writer, walk, id != NULL && !has_member (walk, "id") ? id : NULL, TRUE);
  return writer.out;
}
