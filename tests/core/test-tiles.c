/* Tile paths, entry bundles, add-checkpoint requests. */
#include "nadi-tiles.h"

#include <string.h>

#include "nadi-test.h"
#include "nadi-text.h"
#include "nadi-wire-fixture.h"

static const struct
{
  NadiTilePath tile;
  const char *path;
} paths[] = {
  { { FALSE, 0, 0, 256 }, "/tile/0/000" },
  { { FALSE, 0, 999, 256 }, "/tile/0/999" },
  { { FALSE, 0, 1000, 256 }, "/tile/0/x001/000" },
  { { FALSE, 0, 1234067, 256 }, "/tile/0/x001/x234/067" },
  { { FALSE, 3, 1234067, 1 }, "/tile/3/x001/x234/067.p/1" },
  { { FALSE, 5, 5, 255 }, "/tile/5/005.p/255" },
  { { TRUE, 0, 0, 256 }, "/tile/entries/000" },
  { { TRUE, 0, 1234067, 17 }, "/tile/entries/x001/x234/067.p/17" },
  { { FALSE, 0, 999999999, 256 }, "/tile/0/x999/x999/999" },
  { { FALSE, 0, 1000000000, 256 }, "/tile/0/x001/x000/x000/000" },
  { { FALSE, 0, G_MAXUINT64 >> 8, 256 }, "/tile/0/x072/x057/x594/x037/x927/935" },
  /* A tree of 70,000: its right edge. */
  { { FALSE, 0, 272, 256 }, "/tile/0/272" },
  { { FALSE, 0, 273, 112 }, "/tile/0/273.p/112" },
  { { FALSE, 1, 0, 256 }, "/tile/1/000" },
  { { FALSE, 1, 1, 17 }, "/tile/1/001.p/17" },
  { { FALSE, 2, 0, 1 }, "/tile/2/000.p/1" },
};

static void
test_paths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = nadi_tile_path_print (&paths[i].tile);
      g_assert_cmpstr (path, ==, paths[i].path);
      NadiTilePath tile;
      g_assert_true (nadi_tile_path_parse (path, &tile, &error));
      g_assert_cmpint (tile.entries, ==, paths[i].tile.entries);
      g_assert_cmpuint (tile.level, ==, paths[i].tile.level);
      g_assert_cmpuint (tile.n, ==, paths[i].tile.n);
      g_assert_cmpuint (tile.width, ==, paths[i].tile.width);
    }
}

static void
test_refused_paths (void)
{
  /* clang-format off */
  static const char *const bad[] = {
    "", "/", "/tile", "/tile/", "/tile/0", "/tile/0/", "/tile/0/0", "/tile/0/00", "/tile/0/0000",
    "/tile/0/1000", "/tile/0/001/000", "/tile/0/x000/001", "/tile/0/x001/0", "/tile/0/x001/x000",
    "/tile/0/x1/000", "/tile/0/X001/000", "/tile/6/000", "/tile/63/000", "/tile/00/000", "/tile/-1/000",
    "/tile/x/000", "/tile/8/0/000", "/tile/entries", "/tile/entries/", "/tile/entries/0",
    "/tile/Entries/000", "/tile/0/000.p", "/tile/0/000.p/", "/tile/0/000.p/0", "/tile/0/000.p/00",
    "/tile/0/000.p/01", "/tile/0/000.p/256", "/tile/0/000.p/1/", "/tile/0/000.p/+1", "/tile/0/000.p1",
    "/tile/0/000.", "/tile/0/000/", "/tile/0/ 000", "/tile/0/000 ", "tile/0/000", "//tile/0/000",
    "/tile//0/000", "/tile/0/../0/000", "/tile/0/%30%30%30", "/tile/0/x072/x057/x594/x037/x927/936",
    "/tile/0/x999/x999/x999/x999/x999/x999/x999/999", "/tile/0/0\n00",
  };
  /* clang-format on */
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      NadiTilePath tile;
      g_assert_false (nadi_tile_path_parse (bad[i], &tile, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }
}

/* Every tile of a tree of 70,000 has a path that comes back, and no two share one. */
static void
test_tree_of_70000 (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 hashes = 70000;
  for (guint level = 0; hashes > 0; level++, hashes /= 256)
    for (guint64 n = 0; n * 256 < hashes; n++)
      {
        NadiTilePath tile = { FALSE, level, n, (guint) MIN (256, hashes - n * 256) }, back;
        char *path = nadi_tile_path_print (&tile);
        g_assert_true (nadi_tile_path_parse (path, &back, NULL));
        g_assert_true (!back.entries && back.level == level && back.n == n && back.width == tile.width);
        g_assert_true (g_hash_table_add (seen, path));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 274 + 2 + 1);
}

static gboolean
on_entry (const guint8 *entry, gsize length, gpointer user_data, GError **error)
{
  GPtrArray *entries = user_data;
  if (length == 3 && memcmp (entry, "bad", 3) == 0)
    {
      g_set_error_literal (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED, "bad");
      return FALSE;
    }
  g_ptr_array_add (entries, g_bytes_new (entry, length));
  return TRUE;
}

static void
test_bundle (void)
{
  g_autofree guint8 *longest = g_malloc0 (65535);
  g_autoptr (GByteArray) bundle = g_byte_array_new ();
  nadi_bundle_add (bundle, (const guint8 *) "first", 5);
  nadi_bundle_add (bundle, NULL, 0);
  nadi_bundle_add (bundle, longest, 65535);
  g_assert_cmpuint (bundle->len, ==, 7 + 2 + 65537);
  g_assert_cmpmem (bundle->data, 9, "\0\5first\0\0", 9);

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_assert_true (nadi_bundle_read (bundle->data, bundle->len, on_entry, entries, &error));
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (entries->pdata[2]), ==, 65535);
  g_assert_true (nadi_bundle_read (NULL, 0, on_entry, entries, &error));

  const gsize whole[] = { 0, 7, 9, bundle->len };
  for (gsize n = 0; n < bundle->len; n += n < 20 ? 1 : 1000)
    {
      gboolean ends = n == whole[0] || n == whole[1] || n == whole[2];
      g_assert_cmpint (nadi_bundle_read (bundle->data, n, on_entry, entries, NULL), ==, ends);
    }
  nadi_bundle_add (bundle, (const guint8 *) "bad", 3);
  g_assert_false (nadi_bundle_read (bundle->data, bundle->len, on_entry, entries, &error));
  nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_REFUSED);
}

static NadiAddCheckpoint *
parse_body (const char *body, GError **error)
{
  return nadi_add_checkpoint_parse (body, strlen (body), error);
}

static void
test_add_checkpoint (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiWireFixture) fixture = nadi_wire_fixture_new (71);
  for (guint i = 0; i < 5; i++)
    g_free (nadi_wire_fixture_append_block (fixture, i));
  NadiAddCheckpoint request = { .old_size = 4 };
  request.proof = nadi_tree_consistency (fixture->tree, 4, nadi_tree_size (fixture->tree));
  request.checkpoint = nadi_wire_fixture_checkpoint (fixture, 0, 0);
  g_autofree char *body = nadi_add_checkpoint_print (&request);
  g_assert_true (g_str_has_prefix (body, "old 4\n"));
  g_autoptr (NadiAddCheckpoint) back = parse_body (body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->old_size, ==, 4);
  g_assert_cmpmem (back->proof->data, back->proof->len * 32, request.proof->data, request.proof->len * 32);
  g_assert_cmpstr (back->checkpoint, ==, request.checkpoint);
  g_autofree char *again = nadi_add_checkpoint_print (back);
  g_assert_cmpstr (again, ==, body);

  for (gsize n = 0; n < strlen (body); n++)
    g_assert_null (nadi_add_checkpoint_parse (body, n, NULL));
  static const struct
  {
    const char *from;
    const char *to;
  } changes[] = { { "old 4\n", "old 04\n" },  { "old 4\n", "old  4\n" },
                  { "old 4\n", "Old 4\n" },   { "old 4\n", "old -4\n" },
                  { "old 4\n", "old 4\r\n" }, { "old 4\n", "old\n" },
                  { "old 4\n", "" },          { "old 4\n", "old 4\nAAAA\n" },
                  { "\n\n", "\n" },           { "=\n", "\n" } };
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *changed = nadi_text_replace (body, changes[i].from, changes[i].to);
      g_assert_null (parse_body (changed, &error));
      nadi_test_assert_error (error, NADI_WIRE_ERROR, NADI_WIRE_ERROR_FORMAT);
    }

  /* 63 hashes, and one more. */
  for (guint n = 63; n <= 64; n++)
    {
      g_array_set_size (request.proof, n);
      memset (request.proof->data, 0, n * sizeof (NadiHash));
      g_autofree char *long_body = nadi_add_checkpoint_print (&request);
      g_autoptr (NadiAddCheckpoint) long_request = parse_body (long_body, NULL);
      g_assert_cmpint (long_request != NULL, ==, n == 63);
    }
  g_array_set_size (request.proof, 0);
  g_autofree char *empty = nadi_add_checkpoint_print (&request);
  g_autoptr (NadiAddCheckpoint) without = parse_body (empty, &error);
  g_assert_cmpuint (without->proof->len, ==, 0);

  g_array_unref (request.proof);
  g_free (request.checkpoint);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tiles/paths", test_paths);
  g_test_add_func ("/tiles/refused-paths", test_refused_paths);
  g_test_add_func ("/tiles/tree-of-70000", test_tree_of_70000);
  g_test_add_func ("/tiles/bundle", test_bundle);
  g_test_add_func ("/tiles/add-checkpoint", test_add_checkpoint);
  return g_test_run ();
}
