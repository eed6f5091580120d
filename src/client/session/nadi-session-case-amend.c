/* Amending a case, against what its writer had before their eyes. */
#include "nadi-fhir-case.h"
#include "nadi-session-case-private.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-open-record.h"
#include "nadi-session-records.h"
#include "nadi-session-write.h"

#define CLINICIANS "doctor,nurse"

/* One amendment under way. */
typedef struct
{
  NadiSession *session;
  const char *patient;
  GPtrArray *current;        /* of NadiOpened: what the chart shows */
  GPtrArray *seen;           /* of NadiOpened; NULL: what is current */
  GPtrArray *base;           /* of NadiOpened, not owned: the chart as its writer saw it */
  GPtrArray *gone;           /* of char *, not owned: versions that were replaced or withdrawn now */
  GPtrArray *written;        /* of char *: versions that were written now */
  gboolean beside;
} Amendment;

static void
opened_free (gpointer data)
{
  NadiOpened *one = data;

  g_clear_pointer (&one->row, nadi_cache_record_free);
  g_clear_pointer (&one->resource, nadi_fhir_resource_unref);
  g_free (one);
}

static gboolean
same_thing (NadiFhirResource *a, NadiFhirResource *b)
{
  return nadi_fhir_resource_get_type (a) == nadi_fhir_resource_get_type (b) &&
         g_str_equal (nadi_fhir_resource_get_id (a), nadi_fhir_resource_get_id (b));
}

static gboolean
has_case (GPtrArray *opened, const char *id)
{
  for (guint i = 0; i < opened->len; i++)
    {
      NadiFhirResource *resource = ((NadiOpened *) g_ptr_array_index (opened, i))->resource;

      if (resource != NULL && nadi_fhir_resource_get_type (resource) == NADI_FHIR_ENCOUNTER &&
          g_str_equal (nadi_fhir_resource_get_id (resource), id))
        return TRUE;
    }
  return FALSE;
}

/* --- what was seen ------------------------------------------------------------------------------------------------ */

/* Array of NadiOpened. A version that is not here (any more) is passed over. */
static GPtrArray *
open_seen (NadiSession *self, const char *const *seen, GError **error)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (opened_free);

  for (guint i = 0; seen[i] != NULL; i++)
    {
      NadiOpened *one = g_new0 (NadiOpened, 1);

      g_ptr_array_add (opened, one);
      if (!nadi_cache_get_record (self->cache, seen[i], &one->row, error) ||
          (one->row != NULL && !nadi_session_open_version (self, one->row, &one->resource, error)))
        return NULL;
    }
  return g_steal_pointer (&opened);
}

/* The chart with the case as it was seen in the place of what it is by now. */
static GPtrArray *
base_of (GPtrArray *current, GPtrArray *seen, const char *id)
{
  GPtrArray *base = g_ptr_array_new ();

  for (guint i = 0; i < current->len; i++)
    {
      NadiOpened *one = g_ptr_array_index (current, i);

      if (seen == NULL || one->resource == NULL || !nadi_session_case_has (one->resource, id))
        g_ptr_array_add (base, one);
    }
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    g_ptr_array_add (base, g_ptr_array_index (seen, i));
  return base;
}

NadiCase *
nadi_session_get_seen_case (NadiSession *self, const char *id, const char *const *seen, GError **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  g_autoptr (GPtrArray) resources = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  opened = open_seen (self, seen, error);
  nadi_session_unlock (self);
  if (opened == NULL)
    return NULL;
  resources = nadi_session_resources_of (opened);
  cases = nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);
  for (guint i = 0; i < cases->len; i++)
    if (g_strcmp0 (((NadiCase *) g_ptr_array_index (cases, i))->id, id) == 0)
      return nadi_case_ref (g_ptr_array_index (cases, i));
  nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
  return NULL;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static gboolean
is_current (const Amendment *amendment, const char *version)
{
  for (guint i = 0; i < amendment->current->len; i++)
    if (g_str_equal (((NadiOpened *) g_ptr_array_index (amendment->current, i))->row->version, version))
      return TRUE;
  return FALSE;
}

/* Somebody has changed the record to what its writer did not see. */
static gboolean
has_other (const Amendment *amendment, const char *record, GPtrArray *heads)
{
  for (guint i = 0; i < amendment->current->len; i++)
    {
      const NadiCacheRecord *row = ((NadiOpened *) g_ptr_array_index (amendment->current, i))->row;

      if (g_str_equal (row->record, record) && !g_ptr_array_find_with_equal_func (heads, row->version, g_str_equal, NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
withdraw (Amendment *amendment, GPtrArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (amendment->gone, row->version);
      if (is_current (amendment, row->version) && !nadi_session_write_retraction (amendment->session, row, "case", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
replace (Amendment *amendment, GPtrArray *heads, const char *record, NadiFhirResource *resource, GError **error)
{
  NadiNewVersion about = { .patient = amendment->patient, .form = "case", .keep_typed = TRUE, .record = record };
  g_autoptr (NadiCacheRecord) row = NULL;

  for (guint i = 0; i < heads->len; i++)
    g_ptr_array_add (amendment->gone, g_ptr_array_index (heads, i));
  g_ptr_array_add (heads, NULL);
  about.replaces = heads->len > 1 ? (const char *const *) heads->pdata : NULL;
  if (!nadi_session_write_version (amendment->session, &about, resource, &row, error))
    return FALSE;
  g_ptr_array_add (amendment->written, g_strdup (row->version));
  return TRUE;
}

/* Every version that was seen of what is changed is replaced, or withdrawn. What somebody else made of it meanwhile stays beside it; what
 * somebody else has withdrawn can't be replaced any more, and is written anew. */
static gboolean
write_change (Amendment *amendment, const NadiFhirChange *change, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) heads = g_ptr_array_new ();
  const char *record = NULL;

  for (guint i = 0; change->base != NULL && i < amendment->base->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (amendment->base, i);

      if (one->resource == NULL || !same_thing (one->resource, change->base) || one->row->status == NADI_CACHE_STATUS_RETRACTED)
        continue;
      record = one->row->record;
      g_ptr_array_add (rows, one->row);
      g_ptr_array_add (heads, one->row->version);
    }
  if (record != NULL && has_other (amendment, record, heads))
    amendment->beside = TRUE;
  if (change->resource == NULL)
    return withdraw (amendment, rows, error);
  return replace (amendment, heads, record, change->resource, error);
}

static gboolean
write_changes (Amendment *amendment, GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!write_change (amendment, g_ptr_array_index (changes, i), error))
      return FALSE;
  return TRUE;
}

/* What the case is made of as its writer sees it now. */
static char **
versions_after (const Amendment *amendment, const char *id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < amendment->base->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (amendment->base, i);

      if (one->resource != NULL && nadi_session_case_has (one->resource, id) &&
          !g_ptr_array_find_with_equal_func (amendment->gone, one->row->version, g_str_equal, NULL))
        g_strv_builder_add (builder, one->row->version);
    }
  for (guint i = 0; i < amendment->written->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (amendment->written, i));
  return g_strv_builder_end (builder);
}

static gboolean
amend (Amendment *amendment, const NadiCase *visit, GError **error)
{
  NadiSession *self = amendment->session;
  g_autoptr (GPtrArray) resources = nadi_session_resources_of (amendment->base);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) failure = NULL;

  changes = nadi_fhir_case_amend (visit, (NadiFhirResource *const *) resources->pdata, resources->len, &failure);
  if (changes != NULL)
    return nadi_session_write_begin (self, error) && nadi_session_write_end (self, write_changes (amendment, changes, error), error);
  if (g_error_matches (failure, NADI_FHIR_ERROR, NADI_FHIR_ERROR_MISSING) && !has_case (amendment->base, visit->id))
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
amend_seen (Amendment *amendment, const NadiCase *visit, const char *const *seen, GError **error)
{
  amendment->current = nadi_session_open_current (amendment->session, amendment->patient, error);
  if (amendment->current == NULL)
    return FALSE;
  /* Withdrawn as a whole meanwhile. */
  if (!has_case (amendment->current, visit->id))
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such case here", error);
  amendment->seen = seen != NULL ? open_seen (amendment->session, seen, error) : NULL;
  if (seen != NULL && amendment->seen == NULL)
    return FALSE;
  amendment->base = base_of (amendment->current, amendment->seen, visit->id);
  amendment->gone = g_ptr_array_new ();
  amendment->written = g_ptr_array_new_with_free_func (g_free);
  return amend (amendment, visit, error);
}

gboolean
nadi_session_amend_seen_case (NadiSession *self, const char *patient, const NadiCase *visit, const char *const *seen, gboolean *beside,
                              char ***after, GError **error)
{
  Amendment amendment = { .session = self, .patient = patient };
  gboolean good;

  if (visit->id == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this case was never written", error);
  if (!nadi_session_lock_to_write (self, CLINICIANS, error))
    return FALSE;
  good = amend_seen (&amendment, visit, seen, error);
  nadi_session_unlock (self);
  if (good && after != NULL)
    *after = versions_after (&amendment, visit->id);
  if (good && beside != NULL)
    *beside = amendment.beside;
  g_clear_pointer (&amendment.base, g_ptr_array_unref);
  g_clear_pointer (&amendment.gone, g_ptr_array_unref);
  g_clear_pointer (&amendment.written, g_ptr_array_unref);
  g_clear_pointer (&amendment.seen, g_ptr_array_unref);
  g_clear_pointer (&amendment.current, g_ptr_array_unref);
  return good;
}

gboolean
nadi_session_amend_case (NadiSession *self, const char *patient, const NadiCase *visit, GError **error)
{
  return nadi_session_amend_seen_case (self, patient, visit, NULL, NULL, NULL, error);
}
