/* Runs a fuzz target without libFuzzer: over each file of its corpus, then over mutations of them that come
 * out the same each time.
 *
 *   fuzz-NAME [TAP options] FOLDER    the test (NADI_FUZZ_ROUNDS sets the number of mutations)
 *   fuzz-NAME FILE…                   these inputs alone, to look at a finding */
#include <glib.h>
#include <string.h>

#include "nadi-source.h"

#define ROUNDS 20000
#define INPUT_MAX 65536

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GPtrArray *corpus; /* of GBytes */

/* In a buffer of its own exact size, so that a read past the end is seen. */
static void
run_input (const guint8 *data, gsize size)
{
  g_autofree guint8 *exact = g_malloc (MAX (size, 1));
  if (size > 0)
    memcpy (exact, data, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, size), ==, 0);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;
  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
test_seed (gconstpointer data)
{
  GBytes *seed = (GBytes *) data;
  run_input (g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
}

static GBytes *
pick_seed (NadiRandom *random)
{
  return g_ptr_array_index (corpus, nadi_random_below (random, corpus->len));
}

static void
insert (GByteArray *input, gsize place, const guint8 *data, gsize size)
{
  gsize old = input->len;
  if (size == 0 || old + size > INPUT_MAX)
    return;
  g_byte_array_set_size (input, (guint) (old + size));
  memmove (input->data + place + size, input->data + place, old - place);
  memcpy (input->data + place, data, size);
}

/* A piece of another seed, or of the input itself. */
static void
insert_piece (GByteArray *input, gsize place, const guint8 *data, gsize size, NadiRandom *random)
{
  if (size == 0)
    return;
  gsize from = nadi_random_below (random, size);
  g_autofree guint8 *piece = g_memdup2 (data + from, size - from);
  insert (input, place, piece, 1 + nadi_random_below (random, MIN (size - from, 64)));
}

static void
mutate (GByteArray *input, NadiRandom *random)
{
  static const guint8 telling[]
      = { 0x00, 0x01, 0x7f, 0x80, 0xff, '"',  '\\', '{', '[', ']', '}', ',', ':',  '.',  '-',
          '=',  '0',  '9',  'A',  'z',  '\n', ' ',  '+', '/', '_', 'e', 'u', 0xc0, 0xed, 0xf4 };
  guint8 byte = telling[nadi_random_below (random, sizeof telling)];
  gsize place = nadi_random_below (random, (guint64) input->len + 1);
  gboolean inside = place < input->len;
  GBytes *other = pick_seed (random);
  switch (nadi_random_below (random, 8))
    {
    case 0:
      if (inside)
        input->data[place] ^= (guint8) (1 << nadi_random_below (random, 8));
      break;
    case 1:
      if (inside)
        input->data[place] = byte;
      break;
    case 2:
      if (inside)
        input->data[place] = (guint8) (input->data[place] + nadi_random_below (random, 9) - 4);
      break;
    case 3:
      insert (input, place, &byte, 1);
      break;
    case 4:
      if (inside)
        g_byte_array_remove_range (input, (guint) place,
                                   (guint) (1 + nadi_random_below (random, MIN (input->len - place, 32))));
      break;
    case 5:
      insert_piece (input, place, input->data, input->len, random);
      break;
    case 6:
      insert_piece (input, place, g_bytes_get_data (other, NULL), g_bytes_get_size (other), random);
      break;
    default:
      if (nadi_random_below (random, 4) == 0)
        g_byte_array_set_size (input, (guint) place);
      break;
    }
}

static guint64
wanted_rounds (void)
{
  const char *text = g_getenv ("NADI_FUZZ_ROUNDS");
  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : ROUNDS;
}

static void
test_mutations (void)
{
  NadiSeededRandom random;
  guint64 rounds = wanted_rounds ();
  nadi_seeded_random_init (&random, 20230610);
  for (guint64 round = 0; round < rounds; round++)
    {
      GBytes *seed = pick_seed (&random.random);
      g_autoptr (GByteArray) input = g_byte_array_new ();
      g_byte_array_append (input, g_bytes_get_data (seed, NULL),
                           (guint) MIN (g_bytes_get_size (seed), INPUT_MAX));
      for (guint64 n = 1 + nadi_random_below (&random.random, 6); n > 0; n--)
        mutate (input, &random.random);
      run_input (input->data, input->len);
    }
  g_test_message ("%" G_GUINT64_FORMAT " mutations of %u seeds", rounds, corpus->len);
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, so that the mutations are the same on every file system. */
static GPtrArray *
names_in (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_text);
  return names;
}

static void
add_folder (const char *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *test_path = g_strdup_printf ("/fuzz/seed/%s", name);
      GBytes *seed = read_file (path);
      g_ptr_array_add (corpus, seed);
      g_test_add_data_func (test_path, seed, test_seed);
    }
  g_assert_cmpuint (corpus->len, >, 0);
  g_test_add_func ("/fuzz/mutations", test_mutations);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  int result = 0;
  if (argc == 2 && g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      add_folder (argv[1]);
      result = g_test_run ();
    }
  else
    for (int i = 1; i < argc; i++)
      {
        g_autoptr (GBytes) input = read_file (argv[i]);
        run_input (g_bytes_get_data (input, NULL), g_bytes_get_size (input));
      }
  g_ptr_array_unref (corpus);
  return result;
}
