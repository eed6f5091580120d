/* Opening a file and reading one resource of it. */
#include "nadi-fhir-bundle.h"

#include <string.h>

#include "nadi-fhir-bundle-private.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-json.h"

#define DEFAULT_BYTES ((gsize) 1 << 30)
#define DEFAULT_ENTRIES 100000

static gboolean
refuse (GError **error, NadiFhirError code, const char *element)
{
  g_set_error (error, NADI_FHIR_ERROR, code, "%s: %s", nadi_fhir_error_name (code), element);
  return FALSE;
}

static void
clear_entry (gpointer data)
{
  NadiFhirEntry *entry = data;

  g_free (entry->id);
  g_free (entry->full_url);
}

void
nadi_fhir_bundle_free (NadiFhirBundle *bundle)
{
  g_bytes_unref (bundle->bytes);
  g_array_unref (bundle->entries);
  g_free (bundle->order);
  g_hash_table_unref (bundle->by_url);
  g_hash_table_unref (bundle->by_name);
  g_hash_table_unref (bundle->types);
  g_free (bundle);
}

static NadiFhirBundle *
new_bundle (GBytes *bytes)
{
  NadiFhirBundle *bundle = g_new0 (NadiFhirBundle, 1);

  bundle->bytes = g_bytes_ref (bytes);
  bundle->entries = g_array_new (FALSE, FALSE, sizeof (NadiFhirEntry));
  g_array_set_clear_func (bundle->entries, clear_entry);
  bundle->by_url = g_hash_table_new (g_str_hash, g_str_equal);
  bundle->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bundle->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return bundle;
}

static gboolean
is_kept_bundle_type (const char *type)
{
  static const char *const kept[] = { "transaction", "batch", "collection", "searchset", "document", NULL };

  return type != NULL && g_strv_contains (kept, type);
}

/* Storing is all that an import does: an entry that asks to delete, read or patch is not taken. */
static gboolean
is_storing_request (NadiFhirSpan request)
{
  NadiFhirWalk walk;
  NadiFhirSpan name, value;

  if (!nadi_fhir_walk_object (request, &walk))
    return TRUE;
  while (nadi_fhir_next_member (&walk, &name, &value))
    {
      g_autofree char *method = nadi_fhir_span_is_name (name, "method") ? nadi_fhir_span_string (value) : NULL;
      if (method != NULL)
        return g_str_equal (method, "POST") || g_str_equal (method, "PUT");
    }
  return TRUE;
}

static void
add_entry (NadiFhirBundle *bundle, NadiFhirSpan element)
{
  NadiFhirSpan resource = { NULL, NULL }, name, value;
  g_autofree char *full_url = NULL;
  gint refusal = 0;
  NadiFhirWalk walk;

  if (nadi_fhir_walk_object (element, &walk))
    {
      while (nadi_fhir_next_member (&walk, &name, &value))
        {
          if (nadi_fhir_span_is_name (name, "resource"))
            resource = value;
          else if (nadi_fhir_span_is_name (name, "request") && !is_storing_request (value))
            refusal = NADI_FHIR_ERROR_METHOD;
          else if (full_url == NULL && nadi_fhir_span_is_name (name, "fullUrl"))
            full_url = nadi_fhir_span_string (value);
        }
    }
  nadi_fhir_bundle_add (bundle, resource, g_steal_pointer (&full_url), refusal);
}

static gboolean
add_entries (NadiFhirBundle *bundle, NadiFhirSpan entries, guint limit, GError **error)
{
  NadiFhirWalk walk;
  NadiFhirSpan element;

  if (!nadi_fhir_walk_array (entries, &walk))
    return refuse (error, NADI_FHIR_ERROR_TYPE, "Bundle.entry");
  while (nadi_fhir_next_element (&walk, &element))
    {
      if (bundle->entries->len >= limit)
        return refuse (error, NADI_FHIR_ERROR_TOO_LARGE, "Bundle.entry");
      add_entry (bundle, element);
    }
  return TRUE;
}

static gboolean
read_bundle (NadiFhirBundle *bundle, NadiFhirWalk walk, guint limit, GError **error)
{
  NadiFhirSpan name, value, entries = { NULL, NULL };
  g_autofree char *type = NULL;

  while (nadi_fhir_next_member (&walk, &name, &value))
    {
      if (type == NULL && nadi_fhir_span_is_name (name, "type"))
        type = nadi_fhir_span_string (value);
      else if (nadi_fhir_span_is_name (name, "entry"))
        entries = value;
    }
  if (!is_kept_bundle_type (type))
    return refuse (error, NADI_FHIR_ERROR_BUNDLE_TYPE, "Bundle.type");
  return entries.start == NULL || add_entries (bundle, entries, limit, error);
}

static gboolean
read_whole (NadiFhirBundle *bundle, NadiFhirSpan text, guint limit, GError **error)
{
  g_autofree char *type = NULL;
  NadiFhirSpan name, value;
  NadiFhirWalk walk, members;

  if (!nadi_fhir_walk_object (text, &walk))
    return refuse (error, NADI_FHIR_ERROR_NO_RESOURCE, "file");
  members = walk;
  while (type == NULL && nadi_fhir_next_member (&members, &name, &value))
    {
      if (nadi_fhir_span_is_name (name, "resourceType"))
        type = nadi_fhir_span_string (value);
    }
  if (type == NULL)
    return refuse (error, NADI_FHIR_ERROR_NO_RESOURCE, "file");
  if (g_str_equal (type, "Bundle"))
    return read_bundle (bundle, walk, limit, error);
  bundle->format = NADI_FHIR_FORMAT_RESOURCE;
  nadi_fhir_bundle_add (bundle, text, NULL, 0);
  return TRUE;
}

static const char *
line_end (const char *start, const char *end)
{
  const char *newline = memchr (start, '\n', (gsize) (end - start));

  return newline != NULL ? newline : end;
}

/* A whole file that is NDJSON has a first line that is a value by itself, and something behind it. */
static gboolean
is_ndjson (NadiFhirSpan text)
{
  const char *end = line_end (text.start, text.end);
  NadiFhirSpan rest = nadi_fhir_span_trim ((NadiFhirSpan) { end, text.end });
  gsize length = (gsize) (end - text.start);

  return rest.start < rest.end && nadi_json_scan (text.start, length, length, NULL);
}

static gboolean
read_lines (NadiFhirBundle *bundle, NadiFhirSpan text, guint limit, GError **error)
{
  bundle->format = NADI_FHIR_FORMAT_NDJSON;
  for (const char *p = text.start; p < text.end;)
    {
      NadiFhirSpan line = nadi_fhir_span_trim ((NadiFhirSpan) { p, line_end (p, text.end) });
      gsize length = (gsize) (line.end - line.start);

      p = line_end (p, text.end) + 1;
      if (length == 0)
        continue;
      if (bundle->entries->len >= limit)
        return refuse (error, NADI_FHIR_ERROR_TOO_LARGE, "file");
      if (nadi_json_scan (line.start, length, length, NULL))
        nadi_fhir_bundle_add (bundle, line, NULL, 0);
      else
        nadi_fhir_bundle_add (bundle, (NadiFhirSpan) { NULL, NULL }, NULL, NADI_FHIR_ERROR_JSON);
    }
  return TRUE;
}

static NadiFhirSpan
text_of (GBytes *bytes)
{
  gsize length;
  const char *start = g_bytes_get_data (bytes, &length);

  if (start == NULL)
    start = "";
  if (length >= 3 && memcmp (start, "\xEF\xBB\xBF", 3) == 0)
    return (NadiFhirSpan) { start + 3, start + length };
  return (NadiFhirSpan) { start, start + length };
}

NadiFhirBundle *
nadi_fhir_bundle_open (GBytes *bytes, const NadiFhirLimits *limits, GError **error)
{
  gsize max_bytes = limits != NULL && limits->max_bytes != 0 ? limits->max_bytes : DEFAULT_BYTES;
  guint max_entries = limits != NULL && limits->max_entries != 0 ? limits->max_entries : DEFAULT_ENTRIES;
  g_autoptr (NadiFhirBundle) bundle = NULL;
  NadiFhirSpan text = text_of (bytes);
  gsize length = (gsize) (text.end - text.start);
  gboolean good;

  if (length > max_bytes)
    {
      refuse (error, NADI_FHIR_ERROR_TOO_LARGE, "file");
      return NULL;
    }
  bundle = new_bundle (bytes);
  text = nadi_fhir_span_trim (text);
  if (is_ndjson (text))
    good = read_lines (bundle, text, max_entries, error);
  else if (!nadi_json_scan (text.start, (gsize) (text.end - text.start), max_bytes, NULL))
    good = refuse (error, NADI_FHIR_ERROR_JSON, "file");
  else
    good = read_whole (bundle, text, max_entries, error);
  if (!good)
    return NULL;
  nadi_fhir_bundle_settle (bundle);
  return g_steal_pointer (&bundle);
}

NadiFhirFormat
nadi_fhir_bundle_get_format (const NadiFhirBundle *bundle)
{
  return bundle->format;
}

guint
nadi_fhir_bundle_get_length (const NadiFhirBundle *bundle)
{
  return bundle->entries->len;
}

static const NadiFhirEntry *
entry_at (const NadiFhirBundle *bundle, guint position)
{
  g_return_val_if_fail (position < bundle->entries->len, NULL);
  return &g_array_index (bundle->entries, NadiFhirEntry, bundle->order[position]);
}

/* NadiFhirResolve: the full URL of an entry gives way to its "Type/id". */
static char *
resolve (const char *reference, gpointer data)
{
  const NadiFhirBundle *bundle = data;
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (bundle->by_url, reference));
  const NadiFhirEntry *entry = found != 0 ? &g_array_index (bundle->entries, NadiFhirEntry, found - 1) : NULL;

  if (entry == NULL || entry->id == NULL || *entry->type_name == '?')
    return NULL;
  return g_strdup_printf ("%s/%s", entry->type_name, entry->id);
}

NadiFhirResource *
nadi_fhir_bundle_read (const NadiFhirBundle *bundle, guint position, GError **error)
{
  const NadiFhirEntry *entry = entry_at (bundle, position);

  g_return_val_if_fail (entry != NULL, NULL);
  if (entry->refusal != 0)
    {
      refuse (error, (NadiFhirError) entry->refusal, *entry->type_name == '?' ? "resource" : entry->type_name);
      return NULL;
    }
  return nadi_fhir_resource_new_from_span (entry->resource, entry->id, resolve, (gpointer) bundle, error);
}

const char *
nadi_fhir_bundle_get_type_name (const NadiFhirBundle *bundle, guint position)
{
  const NadiFhirEntry *entry = entry_at (bundle, position);

  return entry != NULL ? entry->type_name : NULL;
}

guint
nadi_fhir_bundle_get_index (const NadiFhirBundle *bundle, guint position)
{
  g_return_val_if_fail (position < bundle->entries->len, 0);
  return bundle->order[position];
}

char *
nadi_fhir_bundle_get_source (const NadiFhirBundle *bundle, guint position)
{
  const NadiFhirEntry *entry = entry_at (bundle, position);
  g_autofree char *middle = NULL;
  const char *found;

  if (entry == NULL || entry->full_url == NULL)
    return NULL;
  if (!g_str_has_prefix (entry->full_url, "http://") && !g_str_has_prefix (entry->full_url, "https://"))
    return NULL;
  middle = g_strdup_printf ("/%s/", entry->type_name);
  found = g_strrstr (entry->full_url, middle);
  return found != NULL ? g_strndup (entry->full_url, (gsize) (found - entry->full_url)) : NULL;
}
