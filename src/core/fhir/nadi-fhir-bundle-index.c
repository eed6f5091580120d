/* The index of a file: who is who, who is there twice, and in which order they are taken. */
#include <string.h>

#include "nadi-fhir-bundle-private.h"
#include "nadi-fhir-resource-private.h"

/* An upper-case letter, then letters: what a resource type looks like. Anything else is not repeated to anyone. */
static gboolean
is_type_name (const char *text)
{
  gsize length = strlen (text);

  if (!g_ascii_isupper (*text) || length >= NADI_FHIR_TYPE_NAME_LIMIT)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalpha (*p))
        return FALSE;
    }
  return TRUE;
}

static const char *
keep_type_name (NadiFhirBundle *bundle, char *name)
{
  gpointer kept;

  if (g_hash_table_lookup_extended (bundle->types, name, &kept, NULL))
    {
      g_free (name);
      return kept;
    }
  g_hash_table_add (bundle->types, name);
  return name;
}

char *
nadi_fhir_full_url_id (const char *full_url, const char *type_name)
{
  static const char *const urns[] = { "urn:uuid:", "urn:oid:" };
  g_autofree char *middle = g_strdup_printf ("/%s/", type_name);
  const char *found = g_strrstr (full_url, middle);
  g_autofree char *id = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (urns); i++)
    {
      if (g_str_has_prefix (full_url, urns[i]))
        id = g_strdup (full_url + strlen (urns[i]));
    }
  if (id == NULL && found != NULL)
    {
      const char *start = found + strlen (middle);
      id = g_strndup (start, strcspn (start, "/"));
    }
  return id != NULL && nadi_fhir_id_valid (id) ? g_steal_pointer (&id) : NULL;
}

/* The resource's type and id, without parsing the rest. */
static void
read_head (NadiFhirSpan resource, char **type, char **id)
{
  NadiFhirSpan name, value;
  NadiFhirWalk walk;

  *type = *id = NULL;
  if (resource.start == NULL || !nadi_fhir_walk_object (resource, &walk))
    return;
  while ((*type == NULL || *id == NULL) && nadi_fhir_next_member (&walk, &name, &value))
    {
      if (*type == NULL && nadi_fhir_span_is_name (name, "resourceType"))
        *type = nadi_fhir_span_string (value);
      else if (*id == NULL && nadi_fhir_span_is_name (name, "id"))
        *id = nadi_fhir_span_string (value);
    }
}

static char *
make_id (const NadiFhirEntry *entry)
{
  char *id = entry->full_url != NULL ? nadi_fhir_full_url_id (entry->full_url, entry->type_name) : NULL;
  g_autoptr (GString) plain = NULL;

  if (id != NULL || entry->resource.end - entry->resource.start > NADI_FHIR_MAX_SOURCE)
    return id;
  plain = nadi_fhir_compact (entry->resource, NULL, NULL, NULL, NULL);
  return plain != NULL ? nadi_fhir_id_from_content (plain->str, plain->len) : NULL;
}

void
nadi_fhir_bundle_add (NadiFhirBundle *bundle, NadiFhirSpan resource, char *full_url, gint refusal)
{
  NadiFhirEntry entry = { .resource = resource, .full_url = full_url, .refusal = refusal, .type_name = "?" };
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;
  NadiFhirType kept;

  read_head (resource, &type, &id);
  entry.rank = NADI_FHIR_N_TYPES;
  if (type != NULL && nadi_fhir_type_from_name (type, &kept))
    entry.rank = kept;
  if (type != NULL && is_type_name (type))
    entry.type_name = keep_type_name (bundle, g_steal_pointer (&type));
  if (entry.refusal == 0 && entry.rank == NADI_FHIR_N_TYPES)
    entry.refusal = *entry.type_name == '?' ? NADI_FHIR_ERROR_NO_RESOURCE : NADI_FHIR_ERROR_TYPE_NOT_KEPT;
  if (id != NULL)
    entry.id = nadi_fhir_id_valid (id) ? g_steal_pointer (&id) : NULL;
  else if (*entry.type_name != '?')
    entry.id = make_id (&entry);
  g_array_append_val (bundle->entries, entry);
}

/* The first of two wins: it alone is what references mean. */
static gboolean
claim (GHashTable *table, char *key, guint index)
{
  if (g_hash_table_contains (table, key))
    return FALSE;
  g_hash_table_insert (table, key, GUINT_TO_POINTER (index + 1));
  return TRUE;
}

static void
tell_duplicates (NadiFhirBundle *bundle)
{
  for (guint i = 0; i < bundle->entries->len; i++)
    {
      NadiFhirEntry *entry = &g_array_index (bundle->entries, NadiFhirEntry, i);
      gboolean first = TRUE;

      if (entry->full_url != NULL)
        first = claim (bundle->by_url, entry->full_url, i);
      if (entry->id != NULL && *entry->type_name != '?')
        {
          char *name = g_strdup_printf ("%s/%s", entry->type_name, entry->id);
          if (!claim (bundle->by_name, name, i))
            {
              g_free (name);
              first = FALSE;
            }
        }
      if (!first && entry->refusal == 0)
        entry->refusal = NADI_FHIR_ERROR_DUPLICATE;
    }
}

/* A counting sort by rank: stable and linear. */
static void
settle_order (NadiFhirBundle *bundle)
{
  guint start[NADI_FHIR_N_TYPES + 2] = { 0 };
  guint length = bundle->entries->len;

  bundle->order = g_new (guint, MAX (length, 1));
  for (guint i = 0; i < length; i++)
    start[g_array_index (bundle->entries, NadiFhirEntry, i).rank + 1]++;
  for (guint rank = 1; rank <= NADI_FHIR_N_TYPES; rank++)
    start[rank] += start[rank - 1];
  for (guint i = 0; i < length; i++)
    bundle->order[start[g_array_index (bundle->entries, NadiFhirEntry, i).rank]++] = i;
}

void
nadi_fhir_bundle_settle (NadiFhirBundle *bundle)
{
  tell_duplicates (bundle);
  settle_order (bundle);
}
