/* The sample bundles of ../shared/samples/fhir-r4, read and compared with what
 * a program makes of them that shares no code with the reader. */
#include <glib/gstdio.h>
#include <string.h>

#include "nadi-fhir-bundle.h"
#include "nadi-test.h"

static NadiFhirBundle *
open_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
  g_autoptr (GError) error = NULL;
  NadiFhirBundle *bundle = nadi_fhir_bundle_open (bytes, NULL, &error);
  g_assert_no_error (error);
  return bundle;
}

static void
read_bundle (const char *name, NadiFhirBundle *bundle, GString *out, GHashTable *taken)
{
  NadiFhirType last = NADI_FHIR_PATIENT;
  for (guint i = 0; i < nadi_fhir_bundle_get_length (bundle); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NadiFhirResource) resource = nadi_fhir_bundle_read (bundle, i, &error);
      const char *type = nadi_fhir_bundle_get_type_name (bundle, i);
      g_auto (GStrv) references = NULL;
      g_string_append_printf (out, "%s\t%u\t%s%s\n", name, nadi_fhir_bundle_get_index (bundle, i),
                              resource != NULL ? "" : "!",
                              resource != NULL ? nadi_fhir_resource_get_json (resource) : nadi_fhir_error_name (error->code));
      if (resource == NULL)
        continue;
      g_hash_table_insert (taken, (gpointer) g_intern_string (type),
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (taken, type)) + 1));
      g_assert_cmpint (nadi_fhir_resource_get_type (resource), >=, last);
      last = nadi_fhir_resource_get_type (resource);
      references = nadi_fhir_resource_list_references (resource);
      for (char **r = references; *r != NULL; r++)
        g_assert_false (g_str_has_prefix (*r, "urn:uuid:"));
    }
}

static char *
count_by_python (const char *folder, const GString *read)
{
  g_autofree char *script = g_build_filename (NADI_TEST_FOLDER, "..", "fhir", "check_samples.py", NULL);
  g_autofree char *temporary = g_dir_make_tmp ("nadi-samples-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (temporary, "read", NULL);
  const char *argv[] = { "python3", script, folder, file, NULL };
  g_autoptr (GError) error = NULL;
  char *counts = NULL;
  gint status;
  g_assert_true (g_file_set_contents (file, read->str, (gssize) read->len, NULL));
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &counts, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_unlink (file);
  g_rmdir (temporary);
  return counts;
}

static void
test_samples (void)
{
  g_autofree char *folder = nadi_test_sample_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) again = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *counts = NULL;
  GHashTableIter iter;
  gpointer type, count;
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_autoptr (NadiFhirBundle) bundle = open_file (folder, name);
      g_autoptr (NadiFhirBundle) reopened = open_file (folder, name);
      read_bundle (name, bundle, first, taken);
      read_bundle (name, reopened, second, again);
    }
  g_assert_cmpstr (first->str, ==, second->str);
  counts = count_by_python (folder, first);
  g_assert_cmpuint (g_hash_table_size (taken), >, 0);
  g_hash_table_iter_init (&iter, taken);
  while (g_hash_table_iter_next (&iter, &type, &count))
    {
      g_autofree char *line = g_strdup_printf ("taken %s %u\n", (const char *) type, GPOINTER_TO_UINT (count));
      g_assert_nonnull (strstr (counts, line));
    }
  g_test_message ("%s", counts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/samples", test_samples);
  return g_test_run ();
}
