/* Pictures and PDFs as they are painted, and the viewer by keys. */
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>

#include "nadi-document-page.h"
#include "nadi-picture.h"
#include "nadi-test-files.h"
#include "nadi-test-widgets.h"

/* --- decoding ----------------------------------------------------------------------------------------------------- */

static void
assert_decoded (GBytes *bytes, guint most, int width, int height, guint pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiPicture) picture = nadi_picture_new (bytes, 0, most, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (picture->texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (picture->texture), ==, height);
  g_assert_cmpuint (picture->n_pages, ==, pages);
  g_bytes_unref (bytes);
}

static void
test_decodes (void)
{
  assert_decoded (nadi_test_picture_file ("png", 640, 480), 4096, 640, 480, 1);
  assert_decoded (nadi_test_picture_file ("png", 640, 480), 64, 64, 48, 1);
  assert_decoded (nadi_test_picture_file ("jpeg", 1000, 400), 100, 100, 40, 1);
  assert_decoded (nadi_test_pdf_file (3), 842, 595, 842, 3);
}

static void
assert_refused (GBytes *bytes, gint code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nadi_picture_new (bytes, 0, 200, &error));
  g_assert_error (error, NADI_MEDIA_ERROR, code);
  g_bytes_unref (bytes);
}

/* The first bytes of a good file, and one whose bits are turned. */
static void
test_refuses (void)
{
  static const guint8 huge[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x9c\x40\0\0\x9c\x40\x08\x02\0\0\0";
  g_autoptr (GBytes) png = nadi_test_picture_file ("png", 64, 64);
  g_autoptr (GBytes) jpeg = nadi_test_picture_file ("jpeg", 64, 64);
  g_autoptr (GBytes) pdf = nadi_test_pdf_file (1);

  assert_refused (g_bytes_new_static (huge, sizeof huge - 1), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (g_bytes_new_static ("GIF89a", 6), NADI_MEDIA_ERROR_UNKNOWN);
  assert_refused (g_bytes_new_from_bytes (png, 0, 33), NADI_MEDIA_ERROR_DAMAGED);
  assert_refused (g_bytes_new_from_bytes (pdf, 0, 60), NADI_MEDIA_ERROR_DAMAGED);
  for (gsize cut = 3; cut < g_bytes_get_size (jpeg); cut += 61)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (jpeg, 0, cut);
      g_autoptr (NadiPicture) picture = nadi_picture_new (part, 0, 200, NULL);
    }
}

/* --- bombs -------------------------------------------------------------------------------------------------------- */

static GBytes *
deflated (gconstpointer line, gsize row, guint rows)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);

  for (guint i = 0; i < rows; i++)
    g_assert_true (g_output_stream_write_all (stream, line, row, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
deflated_rows (gsize row, guint rows)
{
  g_autofree guint8 *line = g_malloc0 (row);

  return deflated (line, row, rows);
}

/* One page of that size, with one picture of that many grey pixels all over it. */
static GBytes *
pdf_of (double page, guint side)
{
  g_autoptr (GBytes) pixels = deflated_rows (side, side);
  GByteArray *out = g_byte_array_new ();
  g_autofree char *content = g_strdup_printf ("q %.0f 0 0 %.0f 0 0 cm /I Do Q", page, page);
  g_autofree char *head =
    g_strdup_printf ("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                     "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.0f %.0f]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n"
                     "4 0 obj<</Length %u>>stream\n%s\nendstream endobj\n"
                     "5 0 obj<</Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
                     "/Length %u>>stream\n",
                     page, page, (guint) strlen (content), content, side, side, (guint) g_bytes_get_size (pixels));
  static const char tail[] = "\nendstream endobj\ntrailer<</Size 6/Root 1 0 R>>\n%%EOF\n";

  g_byte_array_append (out, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (out, g_bytes_get_data (pixels, NULL), (guint) g_bytes_get_size (pixels));
  g_byte_array_append (out, (const guint8 *) tail, sizeof tail - 1);
  return g_byte_array_free_to_bytes (out);
}

/* A header that says little, and data that become much. */
static GBytes *
png_of (guint side, guint rows)
{
  static const guint8 start[] = "\x89PNG\r\n\x1a\n";
  guint8 header[] = { 'I', 'H', 'D', 'R', 0, 0, 0, (guint8) side, 0, 0, 0, (guint8) side, 8, 0, 0, 0, 0 };
  g_autoptr (GBytes) pixels = deflated_rows (side + 1, rows);
  GByteArray *out = g_byte_array_append (g_byte_array_new (), start, 8);
  struct
  {
    const guint8 *data;
    gsize length;
  } chunks[] = { { header, sizeof header }, { NULL, 0 }, { (const guint8 *) "IEND", 4 } };
  g_autoptr (GByteArray) data = g_byte_array_append (g_byte_array_new (), (const guint8 *) "IDAT", 4);

  g_byte_array_append (data, g_bytes_get_data (pixels, NULL), (guint) g_bytes_get_size (pixels));
  chunks[1].data = data->data;
  chunks[1].length = data->len;
  for (guint i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      guint32 length = GUINT32_TO_BE ((guint32) chunks[i].length - 4);
      guint32 sum = GUINT32_TO_BE ((guint32) crc32 (0, chunks[i].data, (uInt) chunks[i].length));

      g_byte_array_append (out, (const guint8 *) &length, 4);
      g_byte_array_append (out, chunks[i].data, (guint) chunks[i].length);
      g_byte_array_append (out, (const guint8 *) &sum, 4);
    }
  return g_byte_array_free_to_bytes (out);
}

/* A picture of so many grey pixels that stands in the packed text of the page itself, where nothing can be read of it. */
static GBytes *
pdf_inline_of (guint side)
{
  g_autoptr (GBytes) pixels = deflated_rows (side, side);
  const guint8 *data = g_bytes_get_data (pixels, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) packed = NULL;
  GByteArray *out = g_byte_array_new ();
  g_autofree char *head = NULL;
  static const char tail[] = "\nendstream endobj\ntrailer<</Size 5/Root 1 0 R>>\n%%EOF\n";

  g_string_append_printf (text, "q 595 0 0 595 0 0 cm BI /W %u /H %u /CS/G /BPC 8 /F[/AHx/Fl] ID ", side, side);
  for (gsize i = 0; i < g_bytes_get_size (pixels); i++)
    g_string_append_printf (text, "%02x", data[i]);
  g_string_append (text, ">\nEI Q\n");
  packed = deflated (text->str, text->len, 1);
  head = g_strdup_printf ("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                          "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 595]/Contents 4 0 R/Resources<<>>>>endobj\n"
                          "4 0 obj<</Filter/FlateDecode/Length %u>>stream\n",
                          (guint) g_bytes_get_size (packed));
  g_byte_array_append (out, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (out, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
  g_byte_array_append (out, (const guint8 *) tail, sizeof tail - 1);
  return g_byte_array_free_to_bytes (out);
}

static glong
peak_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss; /* KiB */
}

/* SECURITY's case 31: a small file that wants gigabytes is refused, or shown small, and takes little memory either way. */
static void
test_bombs (void)
{
  static const guint8 jpeg[] = "\xff\xd8\xff\xc0\x00\x11\x08\x9c\x40\x9c\x40\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00\xff\xd9";
  glong before = peak_memory ();

  assert_refused (g_bytes_new_static (jpeg, sizeof jpeg - 1), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (pdf_of (595, 20000), NADI_MEDIA_ERROR_PIXELS);
  assert_refused (pdf_of (1e7, 10), NADI_MEDIA_ERROR_DAMAGED);
  assert_decoded (pdf_of (14400, 100), 200, 200, 200, 1);
  {
    g_autoptr (GBytes) bytes = png_of (100, 2000000); /* 200 MB where 10 kB are announced */
    g_autoptr (NadiPicture) picture = nadi_picture_new (bytes, 0, 200, NULL);

    if (picture != NULL)
      g_assert_cmpint (gdk_texture_get_width (picture->texture), ==, 100);
  }
  assert_decoded (png_of (100, 100), 200, 100, 100, 1);
  assert_decoded (pdf_inline_of (100), 200, 200, 200, 1);
#ifndef __SANITIZE_ADDRESS__
  /* Three kilobytes that want one and a half gigabytes: the page comes without its picture, or not at all. */
  {
    g_autoptr (GBytes) bytes = pdf_inline_of (20000);
    g_autoptr (NadiPicture) picture = nadi_picture_new (bytes, 0, 200, NULL);
    struct rusage usage;

    g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
    g_test_message ("peak %ld KiB in the process that draws", usage.ru_maxrss);
    g_assert_cmpint (usage.ru_maxrss, <, 512 * 1024);
  }
#endif
  g_test_message ("peak %ld KiB more", peak_memory () - before);
  g_assert_cmpint (peak_memory () - before, <, 150 * 1024);
}

/* --- the viewer --------------------------------------------------------------------------------------------------- */

static gboolean
has_pages (gpointer data)
{
  guint pages;

  nadi_document_page_get_place (data, &pages);
  return pages > 0;
}

static GtkEventController *
find_keys (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        return controller;
    }
  return NULL;
}

static void
press (GtkWidget *page, guint key)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_keys (nadi_test_find_type (page, GTK_TYPE_SCROLLED_WINDOW)), "key-pressed", key, 0, 0, &taken);
  g_assert_true (taken);
}

typedef struct
{
  NadiDocumentPage *page;
  guint place;
} Place;

static gboolean
is_at (gpointer data)
{
  Place *place = data;

  return gtk_widget_get_visible (GTK_WIDGET (place->page)) && nadi_document_page_get_place (place->page, NULL) == place->place;
}

static void
go (NadiDocumentPage *page, guint key, guint expected)
{
  Place place = { page, expected };

  press (GTK_WIDGET (page), key);
  nadi_test_wait (is_at, &place);
  nadi_test_settle ();
}

static void
test_viewer (void)
{
  g_autoptr (NadiDesk) desk = nadi_desk_new ("no-such-profile", NULL);
  g_autoptr (GBytes) pdf = nadi_test_pdf_file (3);
  g_autoptr (GBytes) picture = nadi_test_picture_file ("jpeg", 1600, 1200);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = nadi_document_page_new ();
  NadiDocumentPage *self = NADI_DOCUMENT_PAGE (page);
  g_autofree char *unnamed = NULL;
  gpointer seen = page;

  g_object_add_weak_pointer (G_OBJECT (page), &seen);
  nadi_document_page_set_desk (self, desk);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  nadi_document_page_show_bytes (self, pdf, "Discharge letter");
  nadi_test_wait (has_pages, page);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 0);
  go (self, GDK_KEY_Page_Down, 1);
  go (self, GDK_KEY_End, 2);
  press (page, GDK_KEY_Page_Down);
  g_assert_cmpuint (nadi_document_page_get_place (self, NULL), ==, 2);
  go (self, GDK_KEY_Home, 0);
  nadi_test_picture (window, "viewer-pdf");
  unnamed = nadi_test_unnamed (page);
  g_assert_cmpstr (unnamed, ==, "");
  nadi_document_page_show_bytes (self, picture, "X-ray of the left hand");
  nadi_test_wait (has_pages, page);
  nadi_test_picture (window, "viewer-picture");
  press (page, GDK_KEY_1);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 100);
  for (guint i = 0; i < 20; i++)
    press (page, GDK_KEY_plus);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 800);
  for (guint i = 0; i < 40; i++)
    press (page, GDK_KEY_minus);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), >=, 10);
  press (page, GDK_KEY_1);
  nadi_test_picture (window, "viewer-zoomed");
  press (page, GDK_KEY_0);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

static gboolean
shows_trouble (gpointer data)
{
  GtkWidget *stack = nadi_test_find_type (data, GTK_TYPE_STACK);

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "trouble") == 0;
}

static void
test_viewer_says_damage (void)
{
  g_autoptr (NadiDesk) desk = nadi_desk_new ("no-such-profile", NULL);
  g_autoptr (GBytes) broken = g_bytes_new_static ("%PDF-1.7 and no more", 20);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = nadi_document_page_new ();

  nadi_document_page_set_desk (NADI_DOCUMENT_PAGE (page), desk);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  nadi_document_page_show_bytes (NADI_DOCUMENT_PAGE (page), broken, NULL);
  nadi_test_wait (shows_trouble, page);
  nadi_test_picture (window, "viewer-damaged");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

int
main (int argc, char *argv[])
{
  if (nadi_picture_is_drawer (argc, argv))
    return nadi_picture_draw (argc, argv);
  nadi_picture_set_program ("/proc/self/exe");
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/documents/decodes", test_decodes);
  g_test_add_func ("/documents/refuses", test_refuses);
  g_test_add_func ("/documents/case-31-bombs", test_bombs);
  g_test_add_data_func ("/documents/page-lives", nadi_document_page_get_type, nadi_test_lives);
  g_test_add_func ("/documents/viewer", test_viewer);
  g_test_add_func ("/documents/viewer-says-damage", test_viewer_says_damage);
  return g_test_run ();
}
