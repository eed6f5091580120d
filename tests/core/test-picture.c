/* Headers of pictures, and what only claims to be one. */
#include <string.h>

#include "nadi-picture.h"

#define SIDE 8000
#define PIXELS 32000000

static const guint8 small_png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 1, 0, 0, 0, 0, 64, 8, 2, 0, 0, 0 };
static const guint8 huge_png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 2, 0, 0, 0 };
static const guint8 empty_png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 64, 8, 2, 0, 0, 0 };
/* An APP0, a table that is no frame, fill bytes, then a progressive frame of 300 by 200. */
static const guint8 small_jpeg[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 200, 1, 44, 1 };
static const guint8 huge_jpeg[] = { 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0x9C, 0x40, 0x9C, 0x40, 3 };
static const guint8 scan_first[] = { 0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1 };
static const guint8 short_segment[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1 };
static const guint8 no_marker[] = { 0xFF, 0xD8, 0x00, 0xE0, 0, 4, 1, 2 };
static const guint8 gif[] = { 'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0 };

static void
test_sizes (void)
{
  NadiPictureInfo info;

  g_assert_true (nadi_picture_check (small_png, sizeof small_png, SIDE, PIXELS, &info, NULL));
  g_assert_cmpint (info.kind, ==, NADI_PICTURE_PNG);
  g_assert_cmpuint (info.width, ==, 256);
  g_assert_cmpuint (info.height, ==, 64);
  g_assert_true (nadi_picture_check (small_jpeg, sizeof small_jpeg, SIDE, PIXELS, &info, NULL));
  g_assert_cmpint (info.kind, ==, NADI_PICTURE_JPEG);
  g_assert_cmpuint (info.width, ==, 300);
  g_assert_cmpuint (info.height, ==, 200);
}

static void
test_refused (void)
{
  static const struct
  {
    const guint8 *data;
    gsize length;
    int code;
  } cases[] = {
    { huge_png, sizeof huge_png, NADI_MODEL_ERROR_PICTURE_SIZE },   { huge_jpeg, sizeof huge_jpeg, NADI_MODEL_ERROR_PICTURE_SIZE },
    { empty_png, sizeof empty_png, NADI_MODEL_ERROR_PICTURE_SIZE }, { scan_first, sizeof scan_first, NADI_MODEL_ERROR_PICTURE },
    { short_segment, sizeof short_segment, NADI_MODEL_ERROR_PICTURE }, { no_marker, sizeof no_marker, NADI_MODEL_ERROR_PICTURE },
    { gif, sizeof gif, NADI_MODEL_ERROR_PICTURE },                  { gif, 0, NADI_MODEL_ERROR_PICTURE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      NadiPictureInfo info;

      g_assert_false (nadi_picture_check (cases[i].data, cases[i].length, SIDE, PIXELS, &info, &error));
      g_assert_error (error, NADI_MODEL_ERROR, cases[i].code);
    }
}

/* Cut anywhere, from a buffer of just that length. */
static void
test_cut (void)
{
  static const struct
  {
    const guint8 *data;
    gsize needed;
  } cases[] = { { small_png, 24 }, { small_jpeg, 24 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; length < cases[i].needed; length++)
      {
        g_autofree guint8 *part = g_memdup2 (cases[i].data, length);
        NadiPictureInfo info;

        g_assert_false (nadi_picture_read (part, length, &info, NULL));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/sizes", test_sizes);
  g_test_add_func ("/picture/refused", test_refused);
  g_test_add_func ("/picture/cut", test_cut);
  return g_test_run ();
}
