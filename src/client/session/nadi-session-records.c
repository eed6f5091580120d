/* Listing and reading: only what was checked, and the read is recorded first. */
#include "nadi-session-records.h"

#include <string.h>

#include "nadi-fhir-describe.h"
#include "nadi-session-book.h"
#include "nadi-session-keys.h"
#include "nadi-session-open-record.h"
#include "nadi-session-write.h"

const char *
nadi_proof_state_word (NadiProofState state)
{
  static const char *const words[] = { "unsent", "admitted", "proven", "damaged", "missing" };

  return words[state];
}

const char *
nadi_record_state_word (NadiRecordState state)
{
  static const char *const words[] = { "current", "replaced", "retracted" };

  return words[state];
}

void
nadi_record_info_free (NadiRecordInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->record);
  g_free (info->version);
  g_free (info->event);
  g_free (info->patient);
  g_free (info->type);
  g_free (info->resource_id);
  g_free (info->summary);
  g_free (info->author);
  g_free (info->author_id);
  g_free (info->organisation);
  g_strfreev (info->replaces);
  g_free (info->problem);
  g_free (info);
}

char *
nadi_session_summary_of (NadiFhirResource *resource)
{
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);
  GString *line = g_string_new (summary->title);

  for (guint i = 0; i < summary->lines->len && i < 2; i++)
    {
      const char *value = g_array_index (summary->lines, NadiFhirLine, i).value;

      if (g_str_equal (value, summary->title))
        continue;
      if (line->len > 0)
        g_string_append (line, " · ");
      g_string_append (line, value);
    }
  return g_string_free (line, FALSE);
}

/* --- rows as people see them -------------------------------------------------------------------------------------- */

typedef struct
{
  char *author;
  char *organisation;        /* NULL if it is not known */
} Names;

static void
names_free (gpointer data)
{
  Names *names = data;

  g_free (names->author);
  g_free (names->organisation);
  g_free (names);
}

static Names *
load_names (NadiSession *self, const char *author)
{
  Names *names = g_new0 (Names, 1);
  const char *slash = author != NULL ? strchr (author, '/') : NULL;
  g_autofree char *org_id = slash != NULL ? g_strndup (author, (gsize) (slash - author)) : NULL;
  g_autoptr (NadiBookOrg) org = NULL;

  names->author = nadi_book_name_of (self->cache, author);
  if (org_id != NULL && nadi_book_get_org (self->cache, org_id, &org, NULL) && org != NULL)
    names->organisation = g_strdup (org->name);
  return names;
}

void
nadi_info_source_init (NadiInfoSource *source, NadiSession *self, GPtrArray *rows)
{
  NadiOutboxCounts counts;

  source->waiting = !nadi_outbox_count (self->outbox, &counts, NULL) || counts.queued + counts.admitted > 0;
  source->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, names_free);
  source->heads = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < rows->len; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);
      guint heads = GPOINTER_TO_UINT (g_hash_table_lookup (source->heads, row->record));

      if (row->status == NADI_CACHE_STATUS_CURRENT)
        g_hash_table_insert (source->heads, row->record, GUINT_TO_POINTER (heads + 1));
    }
}

void
nadi_info_source_clear (NadiInfoSource *source)
{
  g_clear_pointer (&source->names, g_hash_table_unref);
  g_clear_pointer (&source->heads, g_hash_table_unref);
}

static NadiProofState
proof_of (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource, const NadiInfoSource *source)
{
  g_autoptr (NadiOutboxItem) item = NULL;

  if (row->state == NADI_CACHE_STATE_DAMAGED)
    return NADI_PROOF_DAMAGED;
  if (source->waiting && nadi_outbox_get (self->outbox, row->event, &item, NULL) && item != NULL)
    return item->state == NADI_OUTBOX_QUEUED ? NADI_PROOF_UNSENT : NADI_PROOF_ADMITTED;
  return resource != NULL ? NADI_PROOF_PROVEN : NADI_PROOF_MISSING;
}

static void
set_author (NadiSession *self, NadiRecordInfo *info, const char *author, const NadiInfoSource *source)
{
  const char *slash = author != NULL ? strchr (author, '/') : NULL;
  const char *key = author != NULL ? author : "";
  Names *names = g_hash_table_lookup (source->names, key);

  if (names == NULL)
    {
      names = load_names (self, author);
      g_hash_table_insert (source->names, g_strdup (key), names);
    }
  info->author = g_strdup (names->author);
  info->author_id = g_strdup (slash != NULL ? slash + 1 : author);
  info->organisation = g_strdup (names->organisation);
}

NadiRecordInfo *
nadi_session_info_from (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource, const NadiInfoSource *source,
                        gboolean summary)
{
  NadiRecordInfo *info = g_new0 (NadiRecordInfo, 1);

  info->record = g_strdup (row->record);
  info->version = g_strdup (row->version);
  info->event = g_strdup (row->event);
  info->patient = g_strdup (row->patient);
  info->has_section = nadi_section_from_name (row->section, &info->section);
  if (resource != NULL)
    {
      info->type = g_strdup (nadi_fhir_type_name (nadi_fhir_resource_get_type (resource)));
      info->resource_id = g_strdup (nadi_fhir_resource_get_id (resource));
      info->summary = summary ? nadi_session_summary_of (resource) : NULL;
    }
  info->day = row->date;
  info->time = row->time;
  info->state = (NadiRecordState) row->status;
  info->proof = proof_of (self, row, resource, source);
  info->contested = row->status == NADI_CACHE_STATUS_CURRENT && GPOINTER_TO_UINT (g_hash_table_lookup (source->heads, row->record)) > 1;
  info->replaces = row->replaces != NULL ? g_strdupv (row->replaces) : g_new0 (char *, 1);
  if (row->state == NADI_CACHE_STATE_DAMAGED)
    info->problem = nadi_session_damage_of (self, row->version);
  set_author (self, info, row->author, source);
  return info;
}

NadiRecordInfo *
nadi_session_info_of (NadiSession *self, const NadiCacheRecord *row, NadiFhirResource *resource)
{
  g_auto (NadiInfoSource) source = { 0 };
  g_autoptr (GPtrArray) versions = NULL;

  if (!nadi_cache_list_records (self->cache, NADI_CACHE_BY_RECORD, row->record, 0, &versions, NULL))
    versions = g_ptr_array_new ();
  nadi_info_source_init (&source, self, versions);
  return nadi_session_info_from (self, row, resource, &source, TRUE);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

static void
opened_free (gpointer data)
{
  NadiOpened *opened = data;

  nadi_cache_record_free (opened->row);
  g_clear_pointer (&opened->resource, nadi_fhir_resource_unref);
  g_free (opened);
}

static GPtrArray *
list_rows (NadiSession *self, const char *patient, GError **error)
{
  g_auto (GStrv) shelves = NULL;
  GPtrArray *rows = NULL;

  if (patient != NULL)
    return nadi_cache_list_records (self->cache, NADI_CACHE_BY_PATIENT, patient, 0, &rows, error) ? rows : NULL;
  if (!nadi_book_get_chart (self->cache, NULL, &shelves, error))
    return NULL;
  if (shelves[0] == NULL)
    return g_ptr_array_new ();
  return nadi_cache_list_records (self->cache, NADI_CACHE_BY_SHELF, shelves[0], 0, &rows, error) ? rows : NULL;
}

/* Damage of one row is that row's alone, and named there. */
static gboolean
open_row (NadiSession *self, NadiCacheRecord *row, NadiFhirResource **resource, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (nadi_session_open_version (self, row, resource, &failure))
    return TRUE;
  if (g_error_matches (failure, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED))
    {
      row->state = NADI_CACHE_STATE_WANTED;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

GPtrArray *
nadi_session_open_rows (NadiSession *self, GPtrArray *rows, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func (opened_free);
  gboolean good = nadi_cache_begin (self->cache, error);

  for (guint i = 0; good && i < rows->len; i++)
    {
      NadiCacheRecord *row = g_ptr_array_index (rows, i);
      NadiOpened *opened;

      if (!all && row->status != NADI_CACHE_STATUS_CURRENT)
        continue;
      opened = g_new0 (NadiOpened, 1);
      opened->row = nadi_cache_record_copy (row);
      g_ptr_array_add (result, opened);
      good = open_row (self, opened->row, &opened->resource, error);
    }
  if (!good && !nadi_cache_in_transaction (self->cache))
    return NULL;
  return nadi_session_write_end (self, good, error) ? g_steal_pointer (&result) : NULL;
}

static gboolean
record_read (NadiSession *self, GPtrArray *rows, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) shelves = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      const NadiCacheRecord *row = g_ptr_array_index (rows, i);

      if (g_hash_table_add (seen, row->shelf) && shelves->len < 64)
        g_ptr_array_add (shelves, row->shelf);
    }
  return nadi_session_write_read (self, shelves, error);
}

GPtrArray *
nadi_session_chart_rows (NadiSession *self, const char *patient, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (self, patient, error);

  if (rows == NULL || (patient != NULL && !record_read (self, rows, error)))
    return NULL;
  return g_steal_pointer (&rows);
}

GPtrArray *
nadi_session_open_chart (NadiSession *self, const char *patient, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) rows = nadi_session_chart_rows (self, patient, error);

  return rows != NULL ? nadi_session_open_rows (self, rows, all, error) : NULL;
}

GPtrArray *
nadi_session_open_current (NadiSession *self, const char *patient, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (self, patient, error);

  return rows != NULL ? nadi_session_open_rows (self, rows, FALSE, error) : NULL;
}

gboolean
nadi_session_find_row (NadiSession *self, const char *id, NadiCacheRecord **row, GError **error)
{
  g_autoptr (GPtrArray) versions = NULL;

  if (!nadi_cache_get_record (self->cache, id, row, error))
    return FALSE;
  if (*row != NULL)
    return TRUE;
  if (!nadi_cache_list_records (self->cache, NADI_CACHE_BY_RECORD, id, 0, &versions, error))
    return FALSE;
  for (guint i = versions->len; i > 0 && *row == NULL; i--)
    if (((NadiCacheRecord *) g_ptr_array_index (versions, i - 1))->status == NADI_CACHE_STATUS_CURRENT)
      *row = nadi_cache_record_copy (g_ptr_array_index (versions, i - 1));
  return *row != NULL || nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such record here", error);
}
