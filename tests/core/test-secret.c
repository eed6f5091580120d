/* Secret memory: zero at first, wiped at last, usable without the right to lock. */
#include "nadi-secret.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "nadi-random-system.h"

static gboolean
is_zero (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

static const gsize sizes[] = { 0, 1, 31, 32, 33, 64, 65, 1000, 2048, 4095, 4096, 4097, 100000 };

static void
test_contents (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (NadiSecret) secret = nadi_secret_new (sizes[i]);
      g_assert_cmpuint (nadi_secret_size (secret), ==, sizes[i]);
      g_assert_true (is_zero (nadi_secret_data (secret), sizes[i]));
      memset (nadi_secret_data (secret), 0x5a, sizes[i]);
      g_autoptr (NadiSecret) copy = nadi_secret_new_copy (nadi_secret_data (secret), sizes[i]);
      g_assert_cmpmem (nadi_secret_data (copy), sizes[i], nadi_secret_data (secret), sizes[i]);
      g_assert_true (nadi_secret_data (copy) != nadi_secret_data (secret));
    }
}

static void
test_references (void)
{
  g_autoptr (NadiSecret) secret = nadi_secret_new_copy ((const guint8 *) "abc", 3);
  NadiSecret *other = nadi_secret_ref (secret);
  g_assert_true (other == secret);
  nadi_secret_unref (other);
  g_assert_cmpmem (nadi_secret_data (secret), 3, "abc", 3);
  nadi_secret_unref (NULL);
}

/* nadi_secret_new() clears nothing itself: it hands out memory that was wiped when it came back. So the same
 * slot again, all zero, shows the wipe without a look at memory that belongs to nobody. */
static void
test_wiped (void)
{
  for (gsize size = 16; size <= 4096; size *= 2)
    {
      NadiSecret *first = nadi_secret_new (size);
      guint8 *place = nadi_secret_data (first);
      memset (place, 0xa5, size);
      nadi_secret_unref (first);
      g_autoptr (NadiSecret) second = nadi_secret_new (size);
      g_assert_true (nadi_secret_data (second) == place);
      g_assert_true (is_zero (place, size));
    }
}

/* Many at once, no two of them in one place. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_secret_unref);
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 5000; i++)
        {
          NadiSecret *secret = nadi_secret_new (40 + i % 300);
          memset (nadi_secret_data (secret), (int) (i & 0xff), nadi_secret_size (secret));
          g_ptr_array_add (secrets, secret);
        }
      for (guint i = 0; i < secrets->len; i++)
        {
          NadiSecret *secret = g_ptr_array_index (secrets, i);
          for (gsize k = 0; k < nadi_secret_size (secret); k++)
            g_assert_cmpuint (nadi_secret_data (secret)[k], ==, i & 0xff);
        }
      g_ptr_array_set_size (secrets, 0);
    }
}

static gpointer
churn (gpointer data)
{
  NadiSecret *shared = data;
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (NadiSecret) mine = nadi_secret_new (48);
      g_assert_true (is_zero (nadi_secret_data (mine), 48));
      memset (nadi_secret_data (mine), 0xff, 48);
      nadi_secret_unref (nadi_secret_ref (shared));
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (NadiSecret) shared = nadi_secret_new (1);
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("churn", churn, shared);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* A line of this process's memory map that holds an address has this word among its flags. */
static gboolean
map_has_flag (gconstpointer address, const char *flag)
{
  g_autofree char *maps = NULL;
  gboolean inside = FALSE;
  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (maps, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      char *rest;
      guint64 from = g_ascii_strtoull (*line, &rest, 16);
      if (rest != *line && *rest == '-')
        inside = from <= (guintptr) address && (guintptr) address < g_ascii_strtoull (rest + 1, NULL, 16);
      else if (inside && g_str_has_prefix (*line, "VmFlags:"))
        return strstr (*line, flag) != NULL;
    }
  return FALSE;
}

static void
test_kept_out_of_dumps (void)
{
  g_autoptr (NadiSecret) small = nadi_secret_new (32);
  g_autoptr (NadiSecret) large = nadi_secret_new (50000);
  g_assert_true (map_has_flag (nadi_secret_data (small), " dd"));
  g_assert_true (map_has_flag (nadi_secret_data (large), " dd"));
}

static void
test_no_right_to_lock (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  struct rlimit none = { 0, 0 };
  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
  test_contents ();
  test_wiped ();
  test_many ();
}

static void
test_equal (void)
{
  g_assert_true (nadi_equal_secret ((const guint8 *) "abc", (const guint8 *) "abc", 3));
  g_assert_false (nadi_equal_secret ((const guint8 *) "abc", (const guint8 *) "abd", 3));
  g_assert_false (nadi_equal_secret ((const guint8 *) "abc", (const guint8 *) "xbc", 3));
  g_assert_true (nadi_equal_secret ((const guint8 *) "abc", (const guint8 *) "abd", 2));
  g_assert_true (nadi_equal_secret (NULL, NULL, 0));
}

static void
test_random (void)
{
  g_autoptr (NadiSecret) one = nadi_secret_new_random (nadi_random_system (), 32);
  g_autoptr (NadiSecret) other = nadi_secret_new_random (nadi_random_system (), 32);
  g_assert_false (nadi_equal_secret (nadi_secret_data (one), nadi_secret_data (other), 32));
  g_assert_false (is_zero (nadi_secret_data (one), 32));
}

static void
test_harden (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  struct rlimit limit = { 1, 1 };
  if (setrlimit (RLIMIT_CORE, &limit) != 0)
    g_test_message ("core dumps were off before");
  nadi_harden_process ();
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/contents", test_contents);
  g_test_add_func ("/secret/references", test_references);
  g_test_add_func ("/secret/wiped", test_wiped);
  g_test_add_func ("/secret/many", test_many);
  g_test_add_func ("/secret/threads", test_threads);
  g_test_add_func ("/secret/kept-out-of-dumps", test_kept_out_of_dumps);
  g_test_add_func ("/secret/no-right-to-lock", test_no_right_to_lock);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/random", test_random);
  g_test_add_func ("/secret/harden", test_harden);
  return g_test_run ();
}
