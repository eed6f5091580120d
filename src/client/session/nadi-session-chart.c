/* The chart in one look. Rows of the cache are grouped by what they belong to in one pass each; nothing asks the cache twice. */
#include "nadi-session-chart.h"

#include <string.h>

#include "nadi-fhir-allergy.h"
#include "nadi-fhir-case.h"
#include "nadi-fhir-describe.h"
#include "nadi-fhir-figures.h"
#include "nadi-fhir-patient.h"
#include "nadi-session-records.h"

#define CLINICIANS "doctor,nurse"

/* A look in the making. */
typedef struct
{
  NadiSession *session;
  NadiSessionChart *chart;
  GPtrArray *rows;           /* NadiCacheRecord: every version */
  GPtrArray *opened;         /* NadiOpened: current ones */
  NadiInfoSource source;
  GHashTable *cases;         /* Encounter's logical id → NadiChartRow */
  GHashTable *lines;         /* record → NadiChartRow */
  GPtrArray *loose;          /* NadiCase: parts of no case */
  gint64 newest;
} Look;

/* --- lines -------------------------------------------------------------------------------------------------------- */

void
nadi_chart_row_free (NadiChartRow *row)
{
  g_free (row->key);
  g_clear_pointer (&row->visit, nadi_case_unref);
  g_clear_pointer (&row->info, nadi_record_info_free);
  g_free (row->title);
  g_strfreev (row->facts);
  g_ptr_array_unref (row->parts);
  g_ptr_array_unref (row->versions);
  g_free (row);
}

static NadiChartRow *
add_row (Look *look, NadiChartKind kind, const char *key)
{
  NadiChartRow *row = g_new0 (NadiChartRow, 1);

  row->kind = kind;
  row->key = g_strdup (key);
  row->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  row->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_record_info_free);
  row->proof = NADI_PROOF_PROVEN;
  g_ptr_array_add (look->chart->rows, row);
  return row;
}

/* The worse of two. */
static NadiProofState
weaker (NadiProofState a, NadiProofState b)
{
  static const guint strength[] = {
    [NADI_PROOF_PROVEN] = 4, [NADI_PROOF_ADMITTED] = 3, [NADI_PROOF_UNSENT] = 2, [NADI_PROOF_MISSING] = 1, [NADI_PROOF_DAMAGED] = 0,
  };

  return strength[a] < strength[b] ? a : b;
}

static void
add_mark (NadiChartRow *row, const NadiRecordInfo *info)
{
  /* A sum, so that the order in which the cache lists parts does not matter. */
  row->content += g_str_hash (info->version);
  row->mark += g_str_hash (info->version) ^ (((guint) info->proof + 1) * 2654435761u) ^ ((guint) info->state * 40503u) ^ (info->contested ? 97u : 0);
}

static void
add_part (NadiChartRow *row, NadiRecordInfo *info)
{
  if (info->has_section)
    row->sections |= 1u << info->section;
  row->proof = weaker (row->proof, info->proof);
  row->contested |= info->contested;
  add_mark (row, info);
  g_ptr_array_add (row->parts, info);
}

/* The first one of a line speaks for it. */
static void
set_info (Look *look, NadiChartRow *row, const NadiOpened *one)
{
  row->info = nadi_session_info_from (look->session, one->row, one->resource, &look->source, FALSE);
  add_part (row, nadi_session_info_from (look->session, one->row, one->resource, &look->source, FALSE));
  g_hash_table_insert (look->lines, one->row->record, row);
  if (row->time == 0)
    row->time = one->row->date != G_MININT32 ? nadi_day_to_time (one->row->date) : one->row->time;
}

static void
note_proof (Look *look, const NadiOpened *one, const NadiRecordInfo *info)
{
  if (info->proof != NADI_PROOF_PROVEN || one->row->time < look->newest)
    return;
  look->newest = one->row->time;
  g_free (look->chart->newest_event);
  look->chart->newest_event = g_strdup (one->row->event);
}

/* --- cases -------------------------------------------------------------------------------------------------------- */

static void
read_cases (Look *look)
{
  g_autoptr (GPtrArray) resources = g_ptr_array_new ();

  for (guint i = 0; i < look->opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (look->opened, i);

      if (one->resource != NULL)
        g_ptr_array_add (resources, one->resource);
    }
  look->chart->cases = nadi_fhir_cases_read ((NadiFhirResource *const *) resources->pdata, resources->len);
  for (guint i = 0; i < look->chart->cases->len; i++)
    {
      NadiCase *visit = g_ptr_array_index (look->chart->cases, i);
      NadiChartRow *row = add_row (look, NADI_CHART_CASE, visit->id);

      row->visit = nadi_case_ref (visit);
      row->time = visit->start;
      row->has_clock = visit->start != 0;
      g_hash_table_insert (look->cases, visit->id, row);
    }
}

static NadiChartRow *
case_of (Look *look, NadiFhirResource *resource)
{
  const char *reference = nadi_fhir_resource_get_encounter (resource);
  g_autofree char *id = NULL;

  if (nadi_fhir_resource_get_type (resource) == NADI_FHIR_ENCOUNTER)
    return g_hash_table_lookup (look->cases, nadi_fhir_resource_get_id (resource));
  id = reference != NULL ? nadi_fhir_reference_id (reference, NADI_FHIR_ENCOUNTER) : NULL;
  return id != NULL ? g_hash_table_lookup (look->cases, id) : NULL;
}

/* TRUE for what the case itself shows. */
static gboolean
is_part (NadiFhirType type)
{
  return type == NADI_FHIR_ENCOUNTER || type == NADI_FHIR_CONDITION || type == NADI_FHIR_OBSERVATION || type == NADI_FHIR_MEDICATION_REQUEST;
}

/* --- everything else ---------------------------------------------------------------------------------------------- */

static void
take_patient (Look *look, const NadiOpened *one)
{
  NadiSessionChart *chart = look->chart;

  /* Of two versions the one that came last, as everywhere. */
  g_clear_pointer (&chart->patient, nadi_patient_unref);
  chart->patient = nadi_fhir_patient_read (one->resource, NULL);
  if (chart->contested_identity == NULL && GPOINTER_TO_UINT (g_hash_table_lookup (look->source.heads, one->row->record)) > 1)
    {
      chart->contested_identity = g_strdup (one->row->record);
      chart->contested++;
    }
}

/* What the line or its signature says already, and references, which say nothing to people. */
static gboolean
is_said (const char *label)
{
  static const char *const said[] = { "When", "Recorded", "Prescribed", "Added", "By", "Results", "Status", NULL };

  return label != NULL && g_strv_contains (said, label);
}

static void
describe (NadiChartRow *row, NadiFhirResource *resource)
{
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);
  g_autoptr (GStrvBuilder) facts = g_strv_builder_new ();

  row->title = g_strdup (summary->title);
  for (guint i = 0; i < summary->lines->len; i++)
    {
      const NadiFhirLine *line = &g_array_index (summary->lines, NadiFhirLine, i);

      if (is_said (line->label))
        continue;
      g_strv_builder_add (facts, line->label != NULL ? line->label : "");
      g_strv_builder_add (facts, line->value);
    }
  row->facts = g_strv_builder_end (facts);
}

static void
take_loose (Look *look, const NadiOpened *one)
{
  NadiChartRow *row = add_row (look, NADI_CHART_RECORD, one->row->record);

  row->visit = nadi_fhir_part_read (one->resource);
  describe (row, one->resource);
  set_info (look, row, one);
  note_proof (look, one, row->info);
  if (row->visit != NULL)
    g_ptr_array_add (look->loose, nadi_case_ref (row->visit));
}

static void
take_content (Look *look, const NadiOpened *one)
{
  NadiFhirType type = nadi_fhir_resource_get_type (one->resource);
  NadiAllergy *allergy = nadi_fhir_allergy_read (one->resource);
  NadiChartRow *row = is_part (type) ? case_of (look, one->resource) : NULL;

  if (row == NULL)
    row = g_hash_table_lookup (look->lines, one->row->record);
  if (allergy != NULL)
    g_ptr_array_add (look->chart->allergies, allergy);
  if (type == NADI_FHIR_PATIENT)
    take_patient (look, one);
  else if (type == NADI_FHIR_PRACTITIONER || type == NADI_FHIR_ORGANIZATION)
    return;
  else if (row == NULL)
    take_loose (look, one);
  else if (row->info == NULL && type == NADI_FHIR_ENCOUNTER)
    {
      set_info (look, row, one);
      note_proof (look, one, row->info);
    }
  else
    {
      NadiRecordInfo *info = nadi_session_info_from (look->session, one->row, one->resource, &look->source, FALSE);

      g_hash_table_insert (look->lines, one->row->record, row);
      note_proof (look, one, info);
      add_part (row, info);
    }
}

static void
take_unreadable (Look *look, const NadiOpened *one)
{
  NadiChartRow *row = add_row (look, NADI_CHART_UNREADABLE, one->row->version);

  set_info (look, row, one);
  if (row->info->proof == NADI_PROOF_DAMAGED)
    look->chart->damaged++;
  else
    look->chart->missing++;
}

/* Encounters first: the parts of a case may have been put before it. */
static void
take_opened (Look *look)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < look->opened->len; i++)
      {
        const NadiOpened *one = g_ptr_array_index (look->opened, i);
        gboolean encounter = one->resource != NULL && nadi_fhir_resource_get_type (one->resource) == NADI_FHIR_ENCOUNTER;

        if (encounter != (pass == 0))
          continue;
        if (one->resource != NULL)
          take_content (look, one);
        else
          take_unreadable (look, one);
      }
}

static int
compare_signed (gconstpointer a, gconstpointer b)
{
  const NadiRecordInfo *one = *(NadiRecordInfo *const *) a;
  const NadiRecordInfo *other = *(NadiRecordInfo *const *) b;

  if (one->time != other->time)
    return one->time > other->time ? -1 : 1;
  return strcmp (one->version, other->version);
}

/* A visit that was taken back keeps one line; its parts went with it. */
static gboolean
keeps_line (const NadiCacheRecord *row)
{
  NadiFhirType type;

  return row->status == NADI_CACHE_STATUS_RETRACTED && row->type != NULL && nadi_fhir_type_from_name (row->type, &type) &&
         (type == NADI_FHIR_ENCOUNTER || !is_part (type)) && type != NADI_FHIR_PATIENT;
}

static void
take_versions (Look *look)
{
  for (guint i = 0; i < look->rows->len; i++)
    {
      NadiCacheRecord *record = g_ptr_array_index (look->rows, i);
      const NadiOpened alone = { record, NULL };
      NadiChartRow *row;

      if (record->status == NADI_CACHE_STATUS_CURRENT)
        continue;
      row = g_hash_table_lookup (look->lines, record->record);
      if (row != NULL)
        g_ptr_array_add (row->versions, nadi_session_info_from (look->session, record, NULL, &look->source, FALSE));
      else if (keeps_line (record))
        {
          row = add_row (look, NADI_CHART_RETRACTED, record->version);
          set_info (look, row, &alone);
          row->info->type = g_strdup (record->type);
        }
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const NadiChartRow *one = *(NadiChartRow *const *) a;
  const NadiChartRow *other = *(NadiChartRow *const *) b;

  if (one->time != other->time)
    return one->time > other->time ? -1 : 1;
  return strcmp (one->key, other->key);
}

static void
finish_rows (Look *look)
{
  GPtrArray *rows = look->chart->rows;

  for (guint i = 0; i < rows->len; i++)
    {
      NadiChartRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_sort (row->versions, compare_signed);
      row->mark += row->versions->len * 31;
      if (row->contested)
        look->chart->contested++;
    }
  g_ptr_array_sort (rows, compare_rows);
}

/* --- the look ----------------------------------------------------------------------------------------------------- */

static void
take_figures (Look *look)
{
  NadiFhirFigureDays days = NADI_FHIR_FIGURE_DAYS_INIT;

  for (guint i = 0; look->chart->patient != NULL && i < look->opened->len; i++)
    {
      const NadiOpened *one = g_ptr_array_index (look->opened, i);

      if (one->resource != NULL && nadi_fhir_resource_get_type (one->resource) == NADI_FHIR_OBSERVATION)
        nadi_fhir_take_figure (look->chart->patient, one->resource, &days);
    }
}

static void
take_head (Look *look)
{
  NadiSession *session = look->session;
  NadiSessionChart *chart = look->chart;

  chart->clinical = nadi_session_has_role (session, CLINICIANS);
  chart->validators = session->network->validators->len;
  chart->quorum = session->network->quorum;
  g_mutex_lock (&session->status_lock);
  chart->head_size = session->head.size;
  chart->head_time = session->head.block_time;
  chart->freshness = session->head.freshness * 1000;
  g_mutex_unlock (&session->status_lock);
}

static gboolean
open_look (Look *look, const char *id, GError **error)
{
  NadiSession *session = look->session;

  look->rows = nadi_session_chart_rows (session, id, error);
  if (look->rows == NULL)
    return FALSE;
  if (look->rows->len == 0)
    return nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "no such patient here", error);
  look->opened = nadi_session_open_rows (session, look->rows, FALSE, error);
  if (look->opened == NULL)
    return FALSE;
  nadi_info_source_init (&look->source, session, look->rows);
  take_head (look);
  read_cases (look);
  take_opened (look);
  take_versions (look);
  return TRUE;
}

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->rows, g_ptr_array_unref);
  g_clear_pointer (&look->opened, g_ptr_array_unref);
  nadi_info_source_clear (&look->source);
  g_clear_pointer (&look->cases, g_hash_table_unref);
  g_clear_pointer (&look->lines, g_hash_table_unref);
  g_clear_pointer (&look->loose, g_ptr_array_unref);
}

NadiSessionChart *
nadi_session_get_chart (NadiSession *self, const char *id, gint32 today, GError **error)
{
  g_autoptr (NadiSessionChart) chart = g_atomic_rc_box_new0 (NadiSessionChart);
  Look look = { self, chart };
  gboolean good;

  chart->id = g_strdup (id);
  chart->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_chart_row_free);
  chart->allergies = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_allergy_free);
  look.cases = g_hash_table_new (g_str_hash, g_str_equal);
  look.lines = g_hash_table_new (g_str_hash, g_str_equal);
  look.loose = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  good = nadi_session_lock (self, error);
  if (good)
    {
      good = open_look (&look, id, error);
      nadi_session_unlock (self);
    }
  if (good)
    {
      take_figures (&look);
      finish_rows (&look);
      chart->summary = nadi_summary_new (chart->patient, chart->cases, look.loose, chart->allergies, today);
    }
  look_clear (&look);
  return good ? g_steal_pointer (&chart) : NULL;
}

static void
chart_clear (gpointer data)
{
  NadiSessionChart *chart = data;

  g_free (chart->id);
  g_clear_pointer (&chart->patient, nadi_patient_unref);
  g_free (chart->contested_identity);
  g_clear_pointer (&chart->summary, nadi_summary_unref);
  g_clear_pointer (&chart->cases, g_ptr_array_unref);
  g_ptr_array_unref (chart->allergies);
  g_ptr_array_unref (chart->rows);
  g_free (chart->newest_event);
}

NadiSessionChart *
nadi_session_chart_ref (NadiSessionChart *chart)
{
  return g_atomic_rc_box_acquire (chart);
}

void
nadi_session_chart_unref (NadiSessionChart *chart)
{
  g_atomic_rc_box_release_full (chart, chart_clear);
}
