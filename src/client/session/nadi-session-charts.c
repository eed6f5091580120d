/* Records: list, read, add, amend, retract. */
#include "nadi-session-records.h"
#include "nadi-session-write.h"

#include <string.h>

#include "nadi-session-book.h"
#include "nadi-session-keys.h"
#include "nadi-session-open-record.h"

#define DESK "doctor,nurse,reception"
#define CLINICIANS "doctor,nurse"

/* --- lists -------------------------------------------------------------------------------------------------------- */

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  const NadiRecordInfo *one = *(NadiRecordInfo *const *) a;
  const NadiRecordInfo *other = *(NadiRecordInfo *const *) b;

  if (one->day != other->day)
    return one->day > other->day ? -1 : 1;
  if (one->time != other->time)
    return one->time > other->time ? -1 : 1;
  return strcmp (one->version, other->version);
}

static GPtrArray *
list (NadiSession *self, const char *patient, const NadiSection *section, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) opened = NULL;
  g_auto (NadiInfoSource) source = { 0 };
  GPtrArray *infos;

  if (!nadi_session_lock (self, error))
    return NULL;
  rows = nadi_session_chart_rows (self, patient, error);
  opened = rows != NULL ? nadi_session_open_rows (self, rows, all, error) : NULL;
  if (opened == NULL)
    {
      nadi_session_unlock (self);
      return NULL;
    }
  nadi_info_source_init (&source, self, rows);
  infos = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  for (guint i = 0; i < opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (opened, i);
      NadiRecordInfo *info = nadi_session_info_from (self, one->row, one->resource, &source, TRUE);

      if (section == NULL || (info->has_section && info->section == *section))
        g_ptr_array_add (infos, info);
      else
        nadi_record_info_free (info);
    }
  nadi_session_unlock (self);
  g_ptr_array_sort (infos, compare_infos);
  return infos;
}

GPtrArray *
nadi_session_list_records (NadiSession *self, const char *patient, const NadiSection *section, gboolean all, GError **error)
{
  return list (self, patient, section, all, error);
}

GPtrArray *
nadi_session_list_directory (NadiSession *self, GError **error)
{
  return list (self, NULL, NULL, FALSE, error);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

NadiFhirResource *
nadi_session_read_row (NadiSession *self, NadiCacheRecord *row, GError **error)
{
  g_autoptr (GPtrArray) shelves = g_ptr_array_new ();
  NadiFhirResource *resource = NULL;

  g_ptr_array_add (shelves, row->shelf);
  if (row->patient != NULL && !nadi_session_write_read (self, shelves, error))
    return NULL;
  if (!nadi_session_open_version (self, row, &resource, error))
    return NULL;
  if (resource == NULL && row->state == NADI_CACHE_STATE_DAMAGED)
    nadi_session_fail (NADI_SESSION_ERROR_DAMAGED, "the record is not what its author signed", error);
  else if (resource == NULL)
    nadi_session_fail (NADI_SESSION_ERROR_CLOSED, "the record's contents or key are not here", error);
  return resource;
}

NadiFhirResource *
nadi_session_read_record (NadiSession *self, const char *id, NadiRecordInfo **info, GError **error)
{
  g_autoptr (NadiCacheRecord) row = NULL;
  NadiFhirResource *resource = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  if (nadi_session_find_row (self, id, &row, error))
    resource = nadi_session_read_row (self, row, error);
  if (info != NULL)
    *info = row != NULL ? nadi_session_info_of (self, row, resource) : NULL;
  nadi_session_unlock (self);
  return resource;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static const char *
writers_of (NadiFhirResource *resource)
{
  NadiSection section = nadi_fhir_resource_get_section (resource);

  return section == NADI_SECTION_IDENTITY || section == NADI_SECTION_DIRECTORY ? DESK : CLINICIANS;
}

static gboolean
check_patient (NadiSession *self, const char *patient, NadiFhirResource *resource, GError **error)
{
  gboolean directory = nadi_fhir_resource_get_section (resource) == NADI_SECTION_DIRECTORY;
  g_autoptr (NadiBookPatient) book = NULL;

  if (directory != (patient == NULL))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this resource does not belong where it is put", error);
  if (patient == NULL)
    return TRUE;
  if (!nadi_book_get_patient (self->cache, patient, &book, error))
    return FALSE;
  return book != NULL || nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
}

static gboolean
write_one (NadiSession *self, const NadiNewVersion *about, NadiFhirResource *resource, NadiRecordInfo **info, GError **error)
{
  g_autoptr (NadiCacheRecord) row = NULL;

  if (!nadi_session_write_begin (self, error) ||
      !nadi_session_write_end (self, nadi_session_write_version (self, about, resource, &row, error), error))
    return FALSE;
  if (info != NULL)
    *info = nadi_session_info_of (self, row, resource);
  return TRUE;
}

gboolean
nadi_session_add_record (NadiSession *self, const char *patient, NadiFhirResource *resource, NadiRecordInfo **info, GError **error)
{
  const NadiNewVersion about = { .patient = patient, .form = "record", .keep_typed = TRUE };
  gboolean good;

  if (!nadi_session_lock_to_write (self, writers_of (resource), error))
    return FALSE;
  good = check_patient (self, patient, resource, error) && write_one (self, &about, resource, info, error);
  nadi_session_unlock (self);
  return good;
}

/* All of one record, on a shelf that takes this resource. */
static gboolean
find_replaced (NadiSession *self, const char *const *replaces, NadiFhirResource *resource, NadiCacheRecord **first, GError **error)
{
  for (guint i = 0; replaces[i] != NULL; i++)
    {
      g_autoptr (NadiCacheRecord) row = NULL;

      if (!nadi_cache_get_record (self->cache, replaces[i], &row, error))
        return FALSE;
      if (row == NULL)
        return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such version here", error);
      if (*first != NULL && !g_str_equal (row->record, (*first)->record))
        return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "versions of different records", error);
      if (*first == NULL)
        *first = g_steal_pointer (&row);
    }
  if (*first == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "nothing to replace", error);
  if (g_strcmp0 ((*first)->section, nadi_section_name (nadi_fhir_resource_get_section (resource))) != 0)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "the resource belongs to another section than the record", error);
  return TRUE;
}

gboolean
nadi_session_amend_record (NadiSession *self, const char *const *replaces, NadiFhirResource *resource, NadiRecordInfo **info, GError **error)
{
  g_autoptr (NadiCacheRecord) first = NULL;
  NadiNewVersion about = { .replaces = replaces, .form = "record", .keep_typed = TRUE };
  gboolean good;

  if (!nadi_session_lock_to_write (self, writers_of (resource), error))
    return FALSE;
  good = find_replaced (self, replaces, resource, &first, error);
  if (good)
    {
      about.patient = first->patient;
      about.record = first->record;
      good = write_one (self, &about, resource, info, error);
    }
  nadi_session_unlock (self);
  return good;
}

gboolean
nadi_session_retract_record (NadiSession *self, const char *version, GError **error)
{
  g_autoptr (NadiCacheRecord) row = NULL;
  gboolean good;

  if (!nadi_session_lock_to_write (self, DESK, error))
    return FALSE;
  good = nadi_session_find_row (self, version, &row, error);
  if (good && row->compartment == NADI_COMPARTMENT_CLINICAL && !nadi_session_has_role (self, CLINICIANS))
    good = nadi_session_fail (NADI_SESSION_ERROR_ROLE, "this person's role may not do that", error);
  if (good && row->status != NADI_CACHE_STATUS_CURRENT)
    good = nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this version is no longer current", error);
  if (good)
    good = nadi_session_write_begin (self, error) &&
           nadi_session_write_end (self, nadi_session_write_retraction (self, row, "record", error), error);
  nadi_session_unlock (self);
  return good;
}
