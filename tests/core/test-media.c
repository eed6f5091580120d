/* Kinds of files from their bytes, and the sizes of pictures from their headers. */
#include <string.h>

#include "nadi-document.h"
#include "nadi-media.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
#define PNG_START 16

static GByteArray *
png (guint32 width, guint32 height)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 sides[] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };

  g_byte_array_append (bytes, (const guint8 *) PNG, PNG_START);
  g_byte_array_append (bytes, (const guint8 *) sides, sizeof sides);
  return bytes;
}

/* before: segments in front of the frame. */
static GByteArray *
jpeg (guint8 frame, guint16 width, guint16 height, const char *before, gsize length)
{
  GByteArray *bytes = g_byte_array_new ();
  guint16 sides[] = { GUINT16_TO_BE (height), GUINT16_TO_BE (width) };
  const guint8 start[] = { 0xff, frame, 0x00, 0x11, 0x08 };

  g_byte_array_append (bytes, (const guint8 *) "\xff\xd8", 2);
  g_byte_array_append (bytes, (const guint8 *) before, (guint) length);
  g_byte_array_append (bytes, start, sizeof start);
  g_byte_array_append (bytes, (const guint8 *) sides, sizeof sides);
  return bytes;
}

static void
assert_size (GByteArray *bytes, guint expected_width, guint expected_height)
{
  g_autoptr (GError) error = NULL;
  guint width, height;

  g_assert_true (nadi_media_read_size (bytes->data, bytes->len, &width, &height, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (width, ==, expected_width);
  g_assert_cmpuint (height, ==, expected_height);
  for (guint shorter = 0; shorter < bytes->len; shorter++)
    g_assert_false (nadi_media_read_size (bytes->data, shorter, &width, &height, NULL));
  g_byte_array_unref (bytes);
}

static void
assert_refused (GByteArray *bytes, gint code)
{
  g_autoptr (GError) error = NULL;
  NadiMedia media = NADI_MEDIA_UNKNOWN;

  g_assert_false (nadi_media_check (bytes->data, bytes->len, &media, &error));
  g_assert_error (error, NADI_MEDIA_ERROR, code);
  g_assert_cmpint (media, ==, NADI_MEDIA_UNKNOWN);
  g_byte_array_unref (bytes);
}

static void
assert_kind (const char *text, gsize length, NadiMedia expected)
{
  g_assert_cmpint (nadi_media_sniff ((const guint8 *) text, length), ==, expected);
}

static void
test_kinds (void)
{
  assert_kind ("%PDF-1.7", 8, NADI_MEDIA_PDF);
  assert_kind ("%PDF", 4, NADI_MEDIA_UNKNOWN);
  assert_kind ("\xff\xd8\xff\xe0", 4, NADI_MEDIA_JPEG);
  assert_kind ("\xff\xd8", 2, NADI_MEDIA_UNKNOWN);
  assert_kind (PNG, PNG_START, NADI_MEDIA_PNG);
  assert_kind ("GIF89a", 6, NADI_MEDIA_UNKNOWN);
  assert_kind ("<svg xmlns='x'/>", 16, NADI_MEDIA_UNKNOWN);
  assert_kind ("PK\x03\x04", 4, NADI_MEDIA_UNKNOWN);
  assert_kind ("MZ", 2, NADI_MEDIA_UNKNOWN);
  assert_kind ("", 0, NADI_MEDIA_UNKNOWN);
  g_assert_cmpstr (nadi_media_type (NADI_MEDIA_PDF), ==, "application/pdf");
  g_assert_null (nadi_media_type (NADI_MEDIA_UNKNOWN));
  g_assert_cmpint (nadi_media_from_type ("image/JPEG"), ==, NADI_MEDIA_JPEG);
  g_assert_cmpint (nadi_media_from_type ("image/svg+xml"), ==, NADI_MEDIA_UNKNOWN);
  g_assert_cmpint (nadi_media_from_type (NULL), ==, NADI_MEDIA_UNKNOWN);
}

static void
test_sizes (void)
{
  static const char before[] = "\xff\xe0\x00\x04"
                               "JF"
                               "\xff\xff\xff\xfe\x00\x03"
                               "c"
                               "\xff\xdb\x00\x02";

  assert_size (png (640, 480), 640, 480);
  assert_size (png (40000, 40000), 40000, 40000);
  assert_size (jpeg (0xc0, 4000, 3000, NULL, 0), 4000, 3000);
  assert_size (jpeg (0xc2, 65535, 1, before, sizeof before - 1), 65535, 1);
}

/* A picture of 40,000 x 40,000 pixels takes 6.4 GB decoded; its header alone refuses it. */
static void
test_too_many_pixels (void)
{
  assert_refused (png (40000, 40000), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (png (NADI_MEDIA_MOST_SIDE + 1, 1), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (png (G_MAXINT32, G_MAXINT32), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (jpeg (0xc0, 40000, 40000, NULL, 0), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (jpeg (0xc0, 10000, 5001, NULL, 0), NADI_MEDIA_ERROR_PIXELS);
}

static void
check_pdf (const char *dictionary, gboolean good)
{
  g_autofree char *text = g_strdup_printf ("%%PDF-1.4\n5 0 obj<<%s>>stream\n", dictionary);
  g_autoptr (GError) error = NULL;

  g_assert_true (nadi_media_check ((const guint8 *) text, strlen (text), NULL, &error) == good);
  if (!good)
    g_assert_error (error, NADI_MEDIA_ERROR, NADI_MEDIA_ERROR_PIXELS);
}

/* SECURITY's case 31: what is in a PDF may be a bomb too. */
static void
test_pixels_in_a_pdf (void)
{
  check_pdf ("/Subtype/Image/Width 5000 /Height 7000", TRUE);
  check_pdf ("/Width 40000/Height 40000", FALSE);
  check_pdf ("/Height\n20000\r\n/BitsPerComponent 8/Width\t20000", FALSE);
  check_pdf ("/#57idth 20000/Hei#67#68t 20000", FALSE);
  check_pdf ("/Width 7 0 R/Height 20000", FALSE);
  check_pdf ("/Width 99999999999999999999/Height 1", FALSE);
  check_pdf ("/Width 20000/Height 1>>endobj 6 0 obj<</Width 1/Height 20000", FALSE);
  check_pdf ("/Widths [20000 20000] /AvgWidth 20000 /MissingWidth 20000", TRUE);
  check_pdf ("/Width /Height", TRUE);
  check_pdf ("/Width", TRUE);
}

static void
test_damaged (void)
{
  g_autoptr (GByteArray) other = png (1, 1);

  assert_refused (png (0, 7), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (png (7, 0x80000000u), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (jpeg (0xc0, 100, 0, NULL, 0), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (jpeg (0xc4, 100, 100, NULL, 0), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (jpeg (0xda, 100, 100, NULL, 0), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (jpeg (0xc0, 100, 100, "\xff\xe0\x00\x01", 4), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (jpeg (0xc0, 100, 100, "\xff\xe0\xff\xff", 4), NADI_MEDIA_ERROR_DAMAGED);
  memcpy (other->data + 12, "IDAT", 4);
  assert_refused (g_steal_pointer (&other), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (g_byte_array_append (g_byte_array_new (), (const guint8 *) "BM", 2), NADI_MEDIA_ERROR_UNKNOWN);
}

static void
test_too_large (void)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_set_size (bytes, NADI_MEDIA_MOST_BYTES + 1);
  memset (bytes->data, 0, bytes->len);
  memcpy (bytes->data, "%PDF-", 5);
  g_assert_true (nadi_media_check (bytes->data, NADI_MEDIA_MOST_BYTES, NULL, NULL));
  assert_refused (bytes, NADI_MEDIA_ERROR_LARGE);
}

static void
test_whole (void)
{
  g_autoptr (NadiDocument) document = nadi_document_new ();
  const NadiHash hash = { { 0 } };

  g_assert_false (nadi_document_is_whole (document));
  nadi_document_add_piece (document, "c", NADI_DOCUMENT_PIECE, &hash);
  document->size = NADI_DOCUMENT_PIECE;
  g_assert_true (nadi_document_is_whole (document));
  nadi_document_add_piece (document, "c", 1, &hash);
  g_assert_false (nadi_document_is_whole (document));
  document->size++;
  g_assert_true (nadi_document_is_whole (document));
  nadi_document_add_piece (document, "c", 1, &hash);
  document->size++;
  g_assert_false (nadi_document_is_whole (document));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/kinds", test_kinds);
  g_test_add_func ("/media/sizes", test_sizes);
  g_test_add_func ("/media/too-many-pixels", test_too_many_pixels);
  g_test_add_func ("/media/case-31-pixels-in-a-pdf", test_pixels_in_a_pdf);
  g_test_add_func ("/media/damaged", test_damaged);
  g_test_add_func ("/media/too-large", test_too_large);
  g_test_add_func ("/media/whole-document", test_whole);
  return g_test_run ();
}
