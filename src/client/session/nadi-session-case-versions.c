/* A case as it was, and as each of two people left it. */
#include <string.h>

#include "nadi-fhir-case.h"
#include "nadi-session-case-private.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-records.h"

/* What one person signs within so many milliseconds is one signing. */
#define SAME_SIGNING 5000

void
nadi_case_version_free (NadiCaseVersion *version)
{
  g_clear_pointer (&version->visit, nadi_case_unref);
  g_free (version->author);
  g_free (version->organisation);
  g_strfreev (version->versions);
  g_free (version);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const NadiOpened *one = *(NadiOpened *const *) a;
  const NadiOpened *other = *(NadiOpened *const *) b;

  if (one->row->time != other->row->time)
    return one->row->time < other->row->time ? -1 : 1;
  return strcmp (one->row->version, other->row->version);
}

/* Of the case, oldest first. */
static GPtrArray *
parts_of (GPtrArray *opened, const char *id)
{
  GPtrArray *parts = nadi_session_case_parts (opened, id);

  g_ptr_array_sort (parts, compare_times);
  return parts;
}

/* A signing writes a record once. */
static gboolean
is_written_again (GPtrArray *parts, guint first, guint at)
{
  const char *record = ((const NadiOpened *) g_ptr_array_index (parts, at))->row->record;

  for (guint i = first; i < at; i++)
    if (g_str_equal (((const NadiOpened *) g_ptr_array_index (parts, i))->row->record, record))
      return TRUE;
  return FALSE;
}

/* The last that belongs to the same signing as parts[first]. */
static guint
end_of_signing (GPtrArray *parts, guint first)
{
  const NadiOpened *begin = g_ptr_array_index (parts, first);
  guint last = first;

  for (guint i = first + 1; i < parts->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (parts, i);

      if (g_strcmp0 (one->row->author, begin->row->author) != 0 || one->row->time - begin->row->time > SAME_SIGNING ||
          is_written_again (parts, first, i))
        break;
      last = i;
    }
  return last;
}

static NadiCase *
read_case (GHashTable *resources, const char *id)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) cases = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, resources);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (list, ((NadiOpened *) value)->resource);
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) list->pdata, list->len);
  for (guint i = 0; i < cases->len; i++)
    if (g_strcmp0 (((NadiCase *) g_ptr_array_index (cases, i))->id, id) == 0)
      return nadi_case_ref (g_ptr_array_index (cases, i));
  return NULL;
}

static NadiCaseVersion *
version_new (NadiSession *self, GPtrArray *parts, guint first, guint last, NadiCase *visit)
{
  const NadiOpened *one = g_ptr_array_index (parts, last);
  g_autoptr (NadiRecordInfo) info = nadi_session_info_of (self, one->row, one->resource);
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();
  NadiCaseVersion *version = g_new0 (NadiCaseVersion, 1);

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (versions, g_strdup (((NadiOpened *) g_ptr_array_index (parts, i))->row->version));
  g_ptr_array_add (versions, NULL);
  version->visit = visit;
  version->author = g_strdup (info->author);
  version->organisation = g_strdup (info->organisation);
  version->time = one->row->time;
  version->versions = (char **) g_ptr_array_free (g_steal_pointer (&versions), FALSE);
  return version;
}

/* --- versions ----------------------------------------------------------------------------------------------------- */

/* What is current now, of each record the newest. */
static GHashTable *
current_of (GPtrArray *parts)
{
  GHashTable *state = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < parts->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (parts, i);

      if (one->row->status == NADI_CACHE_STATUS_CURRENT)
        g_hash_table_replace (state, one->row->record, one);
    }
  return state;
}

static GPtrArray *
versions_of (NadiSession *self, GPtrArray *parts, const char *id)
{
  g_autoptr (GHashTable) state = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) now = current_of (parts);
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_version_free);

  for (guint first = 0, last; first < parts->len; first = last + 1)
    {
      gboolean newest;
      NadiCase *visit;

      last = end_of_signing (parts, first);
      newest = last + 1 == parts->len && g_hash_table_size (now) > 0;
      for (guint i = first; i <= last; i++)
        {
          NadiOpened *one = g_ptr_array_index (parts, i);
          g_hash_table_replace (state, one->row->record, one);
        }
      visit = read_case (newest ? now : state, id);
      if (visit == NULL)
        continue;
      g_ptr_array_insert (versions, 0, version_new (self, parts, first, last, visit));
      ((NadiCaseVersion *) g_ptr_array_index (versions, 0))->current = newest;
    }
  return versions;
}

GPtrArray *
nadi_session_list_case_versions (NadiSession *self, const char *patient, const char *id, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) versions = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, TRUE, error);
  if (opened != NULL)
    {
      g_autoptr (GPtrArray) parts = parts_of (opened, id);

      versions = versions_of (self, parts, id);
      if (versions->len == 0)
        {
          g_clear_pointer (&versions, g_ptr_array_unref);
          nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
        }
    }
  nadi_session_unlock (self);
  return g_steal_pointer (&versions);
}

/* --- sides -------------------------------------------------------------------------------------------------------- */

static gboolean
is_contested (GPtrArray *parts, const NadiOpened *part)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const NadiOpened *other = g_ptr_array_index (parts, i);

      if (other != part && g_str_equal (other->row->record, part->row->record))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
contested_of (GPtrArray *parts)
{
  GPtrArray *contested = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    if (is_contested (parts, g_ptr_array_index (parts, i)))
      g_ptr_array_add (contested, g_ptr_array_index (parts, i));
  return contested;
}

/* The case with the oldest of each record, but for those of one signing. */
static NadiCase *
side_case (GPtrArray *parts, GPtrArray *contested, guint first, guint last, const char *id)
{
  g_autoptr (GHashTable) state = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < parts->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (parts, i);

      if (!g_hash_table_contains (state, one->row->record))
        g_hash_table_insert (state, one->row->record, one);
    }
  for (guint i = first; i <= last && i < contested->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (contested, i);
      g_hash_table_replace (state, one->row->record, one);
    }
  return read_case (state, id);
}

static GPtrArray *
sides_of (NadiSession *self, GPtrArray *parts, const char *id)
{
  g_autoptr (GPtrArray) contested = contested_of (parts);
  GPtrArray *sides = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_version_free);

  if (contested->len == 0)
    {
      NadiCase *visit = side_case (parts, contested, 0, 0, id);

      if (visit != NULL)
        {
          g_ptr_array_add (sides, version_new (self, parts, 0, parts->len - 1, visit));
          g_clear_pointer (&((NadiCaseVersion *) g_ptr_array_index (sides, 0))->versions, g_strfreev);
          ((NadiCaseVersion *) g_ptr_array_index (sides, 0))->versions = g_new0 (char *, 1);
        }
    }
  for (guint first = 0, last; first < contested->len; first = last + 1)
    {
      NadiCase *visit;

      last = end_of_signing (contested, first);
      visit = side_case (parts, contested, first, last, id);
      if (visit != NULL)
        g_ptr_array_add (sides, version_new (self, contested, first, last, visit));
    }
  for (guint i = 0; i < sides->len; i++)
    ((NadiCaseVersion *) g_ptr_array_index (sides, i))->current = TRUE;
  return sides;
}

GPtrArray *
nadi_session_list_case_sides (NadiSession *self, const char *patient, const char *id, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) sides = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = nadi_session_open_chart (self, patient, FALSE, error);
  if (opened != NULL)
    {
      g_autoptr (GPtrArray) parts = parts_of (opened, id);

      sides = sides_of (self, parts, id);
      if (sides->len == 0)
        {
          g_clear_pointer (&sides, g_ptr_array_unref);
          nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
        }
    }
  nadi_session_unlock (self);
  return g_steal_pointer (&sides);
}

char *
nadi_session_find_case_of (NadiSession *self, const char *id, GError **error)
{
  g_autoptr (NadiFhirResource) resource = nadi_session_read_record (self, id, NULL, error);
  const char *reference;
  char *visit = NULL;

  if (resource == NULL)
    return NULL;
  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_ENCOUNTER)
    return g_strdup (nadi_fhir_resource_get_id (resource));
  reference = nadi_fhir_resource_get_encounter (resource);
  if (reference != NULL)
    visit = nadi_fhir_reference_id (reference, NADI_FHIR_ENCOUNTER);
  if (visit == NULL)
    nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "this record belongs to no case", error);
  return visit;
}
