/* Files that a person chose: whole though they come in parts, and no more of them than is allowed. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "nadi-chosen-file.h"

static char *folder;

static GFile *
file_of (const char *name, char **path)
{
  *path = g_build_filename (folder, name, NULL);
  return g_file_new_for_path (*path);
}

static gpointer
write_in_parts (gpointer path)
{
  FILE *pipe = fopen (path, "w");

  for (guint i = 0; i < 3; i++)
    {
      fputs ("part", pipe);
      fflush (pipe);
      g_usleep (50000);
    }
  fclose (pipe);
  return NULL;
}

/* As over a network: each read gives what has come, not what was asked for. */
static void
test_parts (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = file_of ("pipe", &path);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  thread = g_thread_new ("parts", write_in_parts, path);
  bytes = nadi_chosen_file_read (file, 100, NULL, &error);
  g_thread_join (thread);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "partpartpart", 12);
  g_remove (path);
}

static void
test_limit (void)
{
  static const guint expected[] = { 0, 9, 10, 11, 11 };
  static const guint sizes[] = { 0, 9, 10, 11, 500 };
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = file_of ("file", &path);
  char text[500];

  memset (text, 'x', sizeof text);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, text, sizes[i], NULL));
      bytes = nadi_chosen_file_read (file, 10, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, expected[i]);
    }
  g_remove (path);
}

static void
test_refused (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = file_of ("nothing", &path);
  g_autoptr (GFile) none = g_file_new_for_path (folder);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_chosen_file_read (file, 10, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (nadi_chosen_file_read (none, 10, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (nadi_chosen_file_read (file, 10, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nadi-file-XXXXXX", NULL);
  g_test_add_func ("/chosen-file/parts", test_parts);
  g_test_add_func ("/chosen-file/limit", test_limit);
  g_test_add_func ("/chosen-file/refused", test_refused);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
