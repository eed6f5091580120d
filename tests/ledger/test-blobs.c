/* Contents in a folder: what is handed out is what the address says, whatever happens to the files. */
#include "nadi-blobs.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

#include "nadi-cid.h"
#include "nadi-test.h"

#define NOW G_GINT64_CONSTANT (1767225600000)
#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  char *folder;
  NadiFixedClock clock;
  NadiBlobs *blobs;
} Fixture;

static void
open_blobs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->blobs, nadi_blobs_close);
  fixture->blobs = nadi_blobs_open (fixture->folder, &fixture->clock.clock, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_dir_make_tmp ("nadi-blobs-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->folder = g_build_filename (base, "blobs", NULL);
  nadi_fixed_clock_init (&fixture->clock, NOW);
  open_blobs (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *base = g_path_get_dirname (fixture->folder);

  nadi_blobs_close (fixture->blobs);
  nadi_test_remove_tree (base);
  g_free (fixture->folder);
}

static GBytes *
content (guint n, gsize length)
{
  guint8 *data = g_malloc0 (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (n * 31 + i);
  return g_bytes_new_take (data, length);
}

static char *
cid_of (GBytes *data)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (data, &length);

  return nadi_cid_of (bytes, length);
}

static char *
path_of (Fixture *fixture, const char *cid)
{
  const char first[] = { cid[8], 0 }, second[] = { cid[9], 0 };

  return g_build_filename (fixture->folder, first, second, cid, NULL);
}

static void
test_put (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = content (1, 700), back = NULL, again = NULL;
  g_autofree char *cid = cid_of (data);

  g_assert_false (nadi_blobs_has (fixture->blobs, cid));
  g_assert_null (nadi_blobs_get (fixture->blobs, cid, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_NOT_FOUND);
  g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
  g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 1);
  g_assert_true (nadi_blobs_has (fixture->blobs, cid));
  back = nadi_blobs_get (fixture->blobs, cid, &error);
  g_assert_true (g_bytes_equal (back, data));
  open_blobs (fixture);
  g_assert_true (nadi_blobs_has (fixture->blobs, cid));
  again = nadi_blobs_get (fixture->blobs, cid, &error);
  g_assert_true (g_bytes_equal (again, data));
}

static void
test_refusals (Fixture *fixture, gconstpointer unused)
{
  static const char *const addresses[] = { "", "../../../etc/passwd", "bafkrei", "BAFKREI", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk/" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = content (1, 10), other = content (2, 10), empty = content (0, 0);
  g_autoptr (GBytes) largest = content (3, NADI_BLOBS_MAX_SIZE), large = content (3, NADI_BLOBS_MAX_SIZE + 1);
  g_autofree char *cid = cid_of (data);

  g_assert_false (nadi_blobs_put (fixture->blobs, cid, other, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_MISMATCH);
  g_assert_false (nadi_blobs_put (fixture->blobs, NULL, large, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_TOO_LARGE);
  g_assert_true (nadi_blobs_put (fixture->blobs, NULL, largest, &error));
  g_assert_true (nadi_blobs_put (fixture->blobs, NULL, empty, &error));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_assert_false (nadi_blobs_has (fixture->blobs, addresses[i]));
      g_assert_false (nadi_blobs_put (fixture->blobs, addresses[i], data, &error));
      nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_ADDRESS);
      g_assert_null (nadi_blobs_get (fixture->blobs, addresses[i], &error));
      nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_ADDRESS);
    }
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 2);
}

static void
test_many (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) data = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_auto (GStrv) cids = NULL;

  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (data, content (i, 500 + i));
  /* The same twice in one batch is one. */
  g_ptr_array_add (data, g_bytes_ref (g_ptr_array_index (data, 7)));
  g_assert_true (nadi_blobs_put_many (fixture->blobs, (GBytes *const *) data->pdata, data->len, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 100);
  open_blobs (fixture);
  cids = nadi_blobs_list (fixture->blobs);
  g_assert_cmpuint (g_strv_length (cids), ==, 100);
  for (guint i = 0; i < data->len; i++)
    {
      g_autofree char *cid = cid_of (g_ptr_array_index (data, i));
      g_autoptr (GBytes) back = nadi_blobs_get (fixture->blobs, cid, &error);

      g_assert_true (g_bytes_equal (back, g_ptr_array_index (data, i)));
      g_assert_true (g_strv_contains ((const char *const *) cids, cid));
    }
}

static void
test_flipped_bytes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = content (1, 300), back = NULL;
  g_autofree char *cid = cid_of (data), *path = path_of (fixture, cid), *text = NULL;
  gsize length;

  g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  for (gsize i = 0; i < length; i++)
    {
      text[i] ^= 1;
      g_assert_true (g_file_set_contents (path, text, (gssize) length, &error));
      g_assert_null (nadi_blobs_get (fixture->blobs, cid, &error));
      nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_DAMAGED);
      text[i] ^= 1;
    }
  /* What was found damaged does not count as stored, and storing it again repairs it. */
  g_assert_false (nadi_blobs_has (fixture->blobs, cid));
  g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
  g_assert_true (nadi_blobs_has (fixture->blobs, cid));
  back = nadi_blobs_get (fixture->blobs, cid, &error);
  g_assert_true (g_bytes_equal (back, data));
}

static void
test_cut_and_gone (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = content (1, 300);
  g_autofree char *cid = cid_of (data), *path = path_of (fixture, cid);

  g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
  g_assert_cmpint (truncate (path, 100), ==, 0);
  g_assert_null (nadi_blobs_get (fixture->blobs, cid, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_DAMAGED);
  g_assert_cmpint (truncate (path, NADI_BLOBS_MAX_SIZE + 1), ==, 0);
  g_assert_null (nadi_blobs_get (fixture->blobs, cid, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_DAMAGED);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (nadi_blobs_get (fixture->blobs, cid, &error));
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_DAMAGED);
}

/* What an interrupted write left is cleared at the next start and never listed. */
static void
test_leftovers (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *half = g_build_filename (fixture->folder, "new", "abcdef", NULL);

  g_assert_true (g_file_set_contents (half, "half", 4, &error));
  open_blobs (fixture);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 0);
}

/* A file size limit stands for a disk without space: nothing counts, reading goes on, and space that comes back helps. */
static void
test_full (Fixture *fixture, gconstpointer many)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) small = content (1, 100), back = NULL;
  g_autoptr (GPtrArray) large = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *cid = cid_of (small);
  g_autofree char *fresh = g_build_filename (fixture->folder, "new", NULL);
  guint n = GPOINTER_TO_UINT (many);
  struct rlimit before, limit;
  GDir *dir;

  g_assert_true (nadi_blobs_put (fixture->blobs, cid, small, &error));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (large, content (i, i + 1 < n ? 2000 : 100000));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (nadi_blobs_put_many (fixture->blobs, (GBytes *const *) large->pdata, n, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  nadi_test_assert_error (error, NADI_BLOBS_ERROR, NADI_BLOBS_ERROR_FULL);
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 1);
  dir = g_dir_open (fresh, 0, &error);
  g_assert_null (g_dir_read_name (dir));
  g_dir_close (dir);
  back = nadi_blobs_get (fixture->blobs, cid, &error);
  g_assert_true (g_bytes_equal (back, small));
  g_assert_true (nadi_blobs_put_many (fixture->blobs, (GBytes *const *) large->pdata, n, &error));
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 1 + n);
}

static gboolean
is_kept (const char *cid, gpointer kept)
{
  return g_str_equal (cid, kept);
}

static void
make_old (Fixture *fixture, const char *cid)
{
  g_autofree char *path = path_of (fixture, cid);
  struct utimbuf times = { (time_t) ((NOW - 2 * DAY) / 1000), (time_t) ((NOW - 2 * DAY) / 1000) };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static void
test_sweep (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *named = NULL, *asked = NULL, *young = NULL, *stray = NULL;
  char **cids[] = { &named, &asked, &young, &stray };

  for (guint i = 0; i < G_N_ELEMENTS (cids); i++)
    {
      g_autoptr (GBytes) data = content (i, 50);

      *cids[i] = cid_of (data);
      g_assert_true (nadi_blobs_put (fixture->blobs, NULL, data, &error));
      make_old (fixture, *cids[i]);
    }
  /* Stored a moment ago, whatever the file's own time says. */
  g_assert_cmpuint (nadi_blobs_sweep (fixture->blobs, DAY, is_kept, named), ==, 0);
  open_blobs (fixture);
  g_assert_true (nadi_blobs_has (fixture->blobs, asked));
  {
    g_autofree char *path = path_of (fixture, young);
    struct utimbuf times = { (time_t) (NOW / 1000), (time_t) (NOW / 1000) };

    g_assert_cmpint (utime (path, &times), ==, 0);
  }
  g_assert_cmpuint (nadi_blobs_sweep (fixture->blobs, DAY, is_kept, named), ==, 1);
  g_assert_false (nadi_blobs_has (fixture->blobs, stray));
  g_assert_true (nadi_blobs_has (fixture->blobs, named));
  g_assert_true (nadi_blobs_has (fixture->blobs, asked));
  g_assert_true (nadi_blobs_has (fixture->blobs, young));
  open_blobs (fixture);
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 3);
}

static gpointer
put_same (gpointer user_data)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) data = content (i, 100 + i), back = NULL;
      g_autofree char *cid = cid_of (data);

      g_assert_true (nadi_blobs_put (fixture->blobs, cid, data, &error));
      g_assert_true (nadi_blobs_has (fixture->blobs, cid));
      back = nadi_blobs_get (fixture->blobs, cid, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (back, data));
    }
  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer unused)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("put", put_same, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (nadi_blobs_count (fixture->blobs), ==, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/blobs/put", Fixture, NULL, set_up, test_put, tear_down);
  g_test_add ("/blobs/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/blobs/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/blobs/flipped-bytes", Fixture, NULL, set_up, test_flipped_bytes, tear_down);
  g_test_add ("/blobs/cut-and-gone", Fixture, NULL, set_up, test_cut_and_gone, tear_down);
  g_test_add ("/blobs/leftovers", Fixture, NULL, set_up, test_leftovers, tear_down);
  g_test_add ("/blobs/full/one", Fixture, GUINT_TO_POINTER (1), set_up, test_full, tear_down);
  g_test_add ("/blobs/full/many", Fixture, GUINT_TO_POINTER (20), set_up, test_full, tear_down);
  g_test_add ("/blobs/sweep", Fixture, NULL, set_up, test_sweep, tear_down);
  g_test_add ("/blobs/threads", Fixture, NULL, set_up, test_threads, tear_down);
  return g_test_run ();
}
