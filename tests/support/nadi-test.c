/* What tests share. */
#include "nadi-test.h"

#include <glib/gstdio.h>
#include <time.h>

#include "nadi-encoding.h"
#include "nadi-json.h"

#define MAX_VECTOR_FILE (16 * 1024 * 1024)

GBytes *
nadi_test_unhex (const char *hex)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = nadi_hex_decode (hex, -1, &error);
  g_assert_no_error (error);
  return bytes;
}

GBytes *
nadi_test_member_bytes (JsonObject *object, const char *member)
{
  return nadi_test_unhex (json_object_get_string_member (object, member));
}

/* What variable names, else what stands beside the source tree. */
static char *
shared_folder (const char *variable, const char *name)
{
  const char *named = g_getenv (variable);
  g_autofree char *folder = named != NULL ? g_strdup (named) : g_build_filename (NADI_TEST_SOURCE_ROOT, "..", "shared", name, NULL);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_error ("the folder of %s is missing: %s names it, or it stands in ../shared/%s", name, variable, name);
  return g_steal_pointer (&folder);
}

char *
nadi_test_vector_folder (void)
{
  return shared_folder ("NADI_VECTORS", "vectors");
}

char *
nadi_test_sample_folder (void)
{
  g_autofree char *samples = shared_folder ("NADI_SAMPLES", "samples");

  return g_build_filename (samples, "fhir-r4", NULL);
}

char *
nadi_test_vector_path (const char *name)
{
  g_autofree char *folder = nadi_test_vector_folder ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  return g_steal_pointer (&path);
}

static guint
run_group (JsonObject *group, NadiTestCase run, gpointer user_data)
{
  JsonArray *tests = json_object_get_array_member (group, "tests");
  guint n_tests = json_array_get_length (tests);
  for (guint i = 0; i < n_tests; i++)
    {
      JsonObject *test = json_array_get_object_element (tests, i);
      const char *result = json_object_get_string_member (test, "result");
      gboolean must_hold = g_str_equal (result, "valid");
      g_assert_true (must_hold || g_str_equal (result, "invalid"));
      if (!run (group, test, must_hold, user_data))
        {
          g_test_message ("case %" G_GINT64_FORMAT " (%s): %s", json_object_get_int_member (test, "tcId"),
                          result, json_object_get_string_member (test, "comment"));
          g_test_fail ();
        }
    }
  return n_tests;
}

void
nadi_test_wycheproof (const char *file, guint expected_cases, NadiTestCase run, gpointer user_data)
{
  g_autofree char *name = g_build_filename ("wycheproof", file, NULL);
  g_autofree char *path = nadi_test_vector_path (name);
  if (path == NULL)
    return;

  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root = nadi_json_load_object (text, length, MAX_VECTOR_FILE, &node, &error);
  g_assert_no_error (error);

  guint n_run = 0;
  JsonArray *groups = json_object_get_array_member (root, "testGroups");
  for (guint i = 0; i < json_array_get_length (groups); i++)
    n_run += run_group (json_array_get_object_element (groups, i), run, user_data);
  g_assert_cmpint (n_run, ==, json_object_get_int_member (root, "numberOfTests"));
  g_assert_cmpuint (n_run, >=, expected_cases);
  g_test_message ("%u cases of %s", n_run, file);
}

void
nadi_test_remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      nadi_test_remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  (void) g_remove (path);
}

gint64
nadi_test_cpu_time (void)
{
  struct timespec used;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used), ==, 0);
  return (gint64) used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}
