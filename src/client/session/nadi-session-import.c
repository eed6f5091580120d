/* Imports: files in, batches of one transaction each, a report out. */
#include "nadi-session-import-private.h"

#include <string.h>

#include "nadi-fhir-bundle.h"
#include "nadi-session-write.h"

#define BATCH 250
#define MOST_FILES 20000
#define DEEPEST_FOLDER 16
#define SEND_EVERY_US (2 * G_USEC_PER_SEC)
#define AFTER_FAILURE_US (10 * G_USEC_PER_SEC)
#define DESK "doctor,nurse,reception"

typedef struct
{
  NadiSession *session;
  NadiImportRun run;
  const char *label;
  gboolean send;
  NadiSessionProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  NadiImportReport *report;
  GPtrArray *bundles;
  guint64 done;
  guint64 total;
  gint64 send_at;            /* monotonic µs */
} Import;

/* --- files -------------------------------------------------------------------------------------------------------- */

static gboolean
has_fhir_name (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".json") || g_str_has_suffix (lower, ".ndjson") || g_str_has_suffix (lower, ".jsonl");
}

static gboolean
fail_file (GError **error)
{
  return nadi_session_fail (NADI_SESSION_ERROR_FILE, "the file or folder can't be read", error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Symbolic links are not followed into folders: a loop would have no end. */
static gboolean
list_folder (const char *path, guint depth, GPtrArray *files, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL || depth > DEEPEST_FOLDER)
    return fail_file (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *child = g_ptr_array_index (names, i);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          if (!g_file_test (child, G_FILE_TEST_IS_SYMLINK) && !list_folder (child, depth + 1, files, error))
            return FALSE;
        }
      else if (has_fhir_name (child) && files->len < MOST_FILES)
        g_ptr_array_add (files, g_strdup (child));
    }
  return TRUE;
}

static gboolean
open_file (Import *import, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  g_autoptr (GError) failure = NULL;
  NadiFhirBundle *bundle;

  if (bytes == NULL)
    return fail_file (error);
  import->report->files++;
  bundle = nadi_fhir_bundle_open (bytes, NULL, &failure);
  if (bundle == NULL)
    {
      nadi_import_report_unreadable (import->report, nadi_fhir_error_name (failure->code));
      return TRUE;
    }
  g_ptr_array_add (import->bundles, bundle);
  import->total += nadi_fhir_bundle_get_length (bundle);
  return TRUE;
}

static gboolean
open_files (Import *import, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      if (!list_folder (path, 0, files, error))
        return FALSE;
    }
  else
    g_ptr_array_add (files, g_strdup (path));
  for (guint i = 0; i < files->len; i++)
    if (g_cancellable_set_error_if_cancelled (import->cancellable, error) ||
        !open_file (import, g_ptr_array_index (files, i), error))
      return FALSE;
  return TRUE;
}

/* --- batches ------------------------------------------------------------------------------------------------------ */

/* Patients and the directory of all files come before what points to them. */
static gboolean
is_first (const char *type)
{
  return g_str_equal (type, "Patient") || g_str_equal (type, "Organization") || g_str_equal (type, "Practitioner");
}

typedef struct
{
  NadiFhirBundle *bundle;
  guint position;
} Place;

static GArray *
order (Import *import)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint first = 0; first < 2; first++)
    for (guint i = 0; i < import->bundles->len; i++)
      {
        NadiFhirBundle *bundle = g_ptr_array_index (import->bundles, i);

        for (guint position = 0; position < nadi_fhir_bundle_get_length (bundle); position++)
          {
            const Place place = { bundle, position };

            if (is_first (nadi_fhir_bundle_get_type_name (bundle, position)) == (first == 0))
              g_array_append_val (places, place);
          }
      }
  return places;
}

static gboolean
import_place (Import *import, const Place *place, NadiImportCount *count, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (NadiFhirResource) resource = nadi_fhir_bundle_read (place->bundle, place->position, &failure);
  g_autofree char *source = nadi_fhir_bundle_get_source (place->bundle, place->position);

  if (resource == NULL)
    {
      *count = (NadiImportCount) { nadi_fhir_bundle_get_type_name (place->bundle, place->position), NADI_IMPORT_REFUSED,
                                   nadi_fhir_error_name (failure->code) };
      return TRUE;
    }
  return nadi_session_import_one (&import->run, resource, import->label != NULL ? import->label : source, count, error);
}

static void
count_all (Import *import, GArray *counts)
{
  for (guint i = 0; i < counts->len; i++)
    {
      const NadiImportCount *count = &g_array_index (counts, NadiImportCount, i);

      nadi_import_report_count (import->report, count->type, count->outcome, count->reason);
    }
  import->done += counts->len;
}

static gboolean
import_batch (Import *import, const Place *places, guint n, GError **error)
{
  NadiSession *self = import->session;
  g_autoptr (GArray) counts = g_array_sized_new (FALSE, TRUE, sizeof (NadiImportCount), n);
  gboolean good;

  if (!nadi_session_lock_to_write (self, DESK, error))
    return FALSE;
  good = nadi_session_write_begin (self, error);
  if (good)
    {
      for (guint i = 0; good && i < n; i++)
        {
          NadiImportCount count = { 0 };

          good = import_place (import, &places[i], &count, error);
          g_array_append_val (counts, count);
        }
      good = nadi_session_write_end (self, good, error);
    }
  nadi_session_unlock (self);
  if (good)
    count_all (import, counts);
  return good;
}

/* A service that is gone does not stop an import: everything waits in the outbox. */
static void
send (Import *import)
{
  gint64 now = nadi_clock_monotonic (import->session->clock);

  if (!import->send || now < import->send_at)
    return;
  import->send_at = now + (nadi_session_sync (import->session, NULL, NULL, NULL, import->cancellable, NULL) ? SEND_EVERY_US : AFTER_FAILURE_US);
}

static gboolean
import_all (Import *import, GError **error)
{
  g_autoptr (GArray) places = order (import);

  for (guint from = 0; from < places->len; from += BATCH)
    {
      if (g_cancellable_set_error_if_cancelled (import->cancellable, error) ||
          !import_batch (import, &g_array_index (places, Place, from), MIN (BATCH, places->len - from), error))
        return FALSE;
      if (import->progress != NULL)
        import->progress ("import", import->done, import->total, import->user_data);
      send (import);
    }
  import->send_at = 0;
  send (import);
  return TRUE;
}

gboolean
nadi_session_import (NadiSession *self, const char *path, const char *label, gboolean send_too, NadiSessionProgress progress,
                     gpointer user_data, NadiImportReport **report, GCancellable *cancellable, GError **error)
{
  Import import = { .session = self, .label = label, .send = send_too, .progress = progress, .user_data = user_data,
                    .cancellable = cancellable, .report = nadi_import_report_new () };
  gboolean good;

  import.bundles = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_bundle_free);
  nadi_import_run_init (&import.run, self);
  good = open_files (&import, path, error) && import_all (&import, error);
  import.report->complete = good;
  g_ptr_array_unref (import.bundles);
  nadi_import_run_clear (&import.run);
  if (report != NULL)
    *report = import.report;
  else
    nadi_import_report_free (import.report);
  return good;
}

/* --- from memory -------------------------------------------------------------------------------------------------- */

static gboolean
import_resources (NadiImportRun *run, GPtrArray *resources, const char *label, GArray *counts, GCancellable *cancellable, GError **error)
{
  gboolean good = nadi_session_write_begin (run->session, error);

  if (!good)
    return FALSE;
  for (guint i = 0; good && i < resources->len; i++)
    {
      NadiImportCount count = { 0 };

      good = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
             nadi_session_import_one (run, g_ptr_array_index (resources, i), label, &count, error);
      g_array_append_val (counts, count);
    }
  return nadi_session_write_end (run->session, good, error);
}

gboolean
nadi_session_import_resources (NadiSession *self, GPtrArray *resources, const char *label, NadiImportReport **report,
                               GCancellable *cancellable, GError **error)
{
  Import import = { .report = nadi_import_report_new () };
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (NadiImportCount));
  gboolean good;

  good = nadi_session_lock_to_write (self, DESK, error);
  if (good)
    {
      nadi_import_run_init (&import.run, self);
      good = import_resources (&import.run, resources, label, counts, cancellable, error);
      nadi_import_run_clear (&import.run);
      nadi_session_unlock (self);
    }
  if (good)
    count_all (&import, counts);
  import.report->complete = good;
  if (report != NULL)
    *report = import.report;
  else
    nadi_import_report_free (import.report);
  return good;
}
