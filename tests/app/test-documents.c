/* Pictures and PDFs as they are painted, the viewer by keys, and the strip on a real service. */
#include <cairo-pdf.h>
#include <string.h>

#include "nadi-document-item.h"
#include "nadi-document-page.h"
#include "nadi-document-strip.h"
#include "nadi-notices.h"
#include "nadi-picture.h"
#include "nadi-print-window.h"
#include "nadi-session-patients.h"
#include "nadi-test-widgets.h"
#include "nadi-test-world.h"

/* --- files -------------------------------------------------------------------------------------------------------- */

static GBytes *
new_picture (const char *type, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < 3 * width; x++)
      pixels[y * gdk_pixbuf_get_rowstride (pixbuf) + x] = (guint8) ((x / 3) * 255 / width / (1 + x % 3) + y * 60 / height);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
new_pdf (guint pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, 595, 842);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < pages; i++)
    {
      g_autofree char *text = g_strdup_printf ("Discharge letter, page %u", i + 1);

      cairo_move_to (cr, 72, 100);
      cairo_set_font_size (cr, 28);
      cairo_show_text (cr, text);
      for (guint line = 0; line < 30; line++)
        cairo_rectangle (cr, 72, 140 + 20 * line, 420 - (line * 37) % 120, 6);
      cairo_fill (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

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
  assert_decoded (new_picture ("png", 640, 480), 4096, 640, 480, 1);
  assert_decoded (new_picture ("png", 640, 480), 64, 64, 48, 1);
  assert_decoded (new_picture ("jpeg", 1000, 400), 100, 100, 40, 1);
  assert_decoded (new_pdf (3), 842, 595, 842, 3);
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
  g_autoptr (GBytes) png = new_picture ("png", 64, 64);
  g_autoptr (GBytes) jpeg = new_picture ("jpeg", 64, 64);
  g_autoptr (GBytes) pdf = new_pdf (1);

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

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
press (GtkWidget *page, guint key)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_keys (find_type (page, GTK_TYPE_SCROLLED_WINDOW)), "key-pressed", key, 0, 0, &taken);
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

/* For eyes: the window as it is drawn, if NADI_PICTURES names a folder. */
static void
keep (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("NADI_PICTURES");
  g_autofree char *file = folder != NULL ? g_strconcat (name, ".png", NULL) : NULL;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  GskRenderNode *node;

  if (path == NULL)
    return;
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (10000);
      nadi_test_settle ();
    }
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
  gsk_render_node_unref (node);
}

static void
test_viewer (void)
{
  g_autoptr (NadiDesk) desk = nadi_desk_new ("no-such-profile", NULL);
  g_autoptr (GBytes) pdf = new_pdf (3);
  g_autoptr (GBytes) picture = new_picture ("jpeg", 1600, 1200);
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
  keep (window, "viewer-pdf");
  unnamed = nadi_test_unnamed (page);
  g_assert_cmpstr (unnamed, ==, "");
  nadi_document_page_show_bytes (self, picture, "X-ray of the left hand");
  nadi_test_wait (has_pages, page);
  keep (window, "viewer-picture");
  press (page, GDK_KEY_1);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 100);
  for (guint i = 0; i < 20; i++)
    press (page, GDK_KEY_plus);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 800);
  for (guint i = 0; i < 40; i++)
    press (page, GDK_KEY_minus);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), >=, 10);
  press (page, GDK_KEY_1);
  keep (window, "viewer-zoomed");
  press (page, GDK_KEY_0);
  g_assert_cmpuint (nadi_document_page_get_zoom (self), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

static gboolean
shows_trouble (gpointer data)
{
  GtkWidget *stack = find_type (data, GTK_TYPE_STACK);

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
  keep (window, "viewer-damaged");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

/* --- the strip ---------------------------------------------------------------------------------------------------- */

/* Keys, a service and a desk's work take their time on a busy machine. */
static void
wait_long (gboolean (*condition) (gpointer data), gpointer data)
{
  gint64 until = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

  while (!condition (data) && g_get_monotonic_time () < until)
    {
      nadi_test_settle ();
      g_usleep (10000);
    }
  g_assert_true (condition (data));
}

typedef struct
{
  NadiDesk *desk;
  char *patient;
  NadiDocumentStrip *strip;
  guint expected;
  char *opened;
} Fixture;

static gboolean
is_open (gpointer data)
{
  return nadi_desk_is_open (data);
}

static gboolean
has_patient (gpointer data)
{
  return ((Fixture *) data)->patient != NULL;
}

static gboolean
register_patient (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  NadiPatientRow **row = data;

  nadi_person_name_set (&patient->name, "Asha Rao");
  return nadi_session_sync (session, NULL, NULL, NULL, NULL, error) && nadi_session_add_patient (session, patient, row, error);
}

static Fixture *current;

static void
on_registered (gpointer owner, gpointer data, const GError *error)
{
  NadiPatientRow **row = data;

  g_assert_no_error (error);
  current->patient = g_strdup ((*row)->id);
  g_clear_pointer (row, nadi_patient_row_free);
}

static gboolean
has_count (gpointer data)
{
  Fixture *fixture = data;

  return nadi_document_strip_count (fixture->strip) == fixture->expected;
}

static gboolean
has_thumbnails (gpointer data)
{
  GtkWidget *item = find_type (data, NADI_TYPE_DOCUMENT_ITEM);

  for (; item != NULL; item = gtk_widget_get_next_sibling (item))
    if (!GTK_IS_PICTURE (gtk_stack_get_visible_child (GTK_STACK (find_type (item, GTK_TYPE_STACK)))))
      return FALSE;
  return TRUE;
}

static void
on_open (Fixture *fixture, const char *record, const char *title)
{
  g_free (fixture->opened);
  fixture->opened = g_strdup (title);
}

static void
add_file (Fixture *fixture, GBytes *bytes, const char *name, guint expected)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  nadi_document_strip_add_file (fixture->strip, file);
  fixture->expected = expected;
  wait_long (has_count, fixture);
  g_file_delete (file, NULL, NULL);
  g_bytes_unref (bytes);
}

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  g_assert_no_error (error);
}

static NadiDesk *
open_desk (NadiTestWorld *world)
{
  g_autofree char *folder = nadi_test_world_adopt (world, 0);
  g_autoptr (NadiSession) admin = nadi_test_world_open (folder);
  g_autofree char *profile = NULL;
  NadiDesk *desk;

  g_assert_true (nadi_session_sync (admin, NULL, NULL, NULL, NULL, NULL));
  profile = nadi_test_world_join (world, admin, "Dev Doctor", "doctor");
  desk = nadi_desk_new (profile, NULL);
  nadi_desk_open (desk, NULL, NADI_TEST_PASSPHRASE, desk, on_opened);
  wait_long (is_open, desk);
  return desk;
}

static gboolean
has_paper (gpointer data)
{
  return nadi_print_window_count_pages (data) > 0;
}

/* The chart's summary before a printer, and as a PDF. */
static void
check_print (GtkWidget *parent, const Fixture *fixture)
{
  NadiPrintWindow *print = nadi_print_window_new (GTK_WINDOW (parent), fixture->desk, fixture->patient, NULL);
  g_autofree char *unnamed = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gpointer seen = print;

  g_object_add_weak_pointer (G_OBJECT (print), &seen);
  g_assert_null (nadi_print_window_to_pdf (print, NULL));
  gtk_window_present (GTK_WINDOW (print));
  wait_long (has_paper, print);
  pdf = nadi_print_window_to_pdf (print, NULL);
  g_assert_cmpint (nadi_media_sniff (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf)), ==, NADI_MEDIA_PDF);
  keep (GTK_WIDGET (print), "print");
  unnamed = nadi_test_unnamed (GTK_WIDGET (print));
  g_assert_cmpstr (unnamed, ==, "");
  gtk_window_destroy (GTK_WINDOW (print));
  nadi_test_settle ();
  g_assert_null (seen);
}

static void
test_strip (void)
{
  g_autoptr (NadiTestWorld) world = nadi_test_world_new ();
  Fixture fixture = { .desk = open_desk (world) };
  NadiPatientRow **row = g_new0 (NadiPatientRow *, 1);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *notices = g_object_new (NADI_TYPE_NOTICES, NULL);
  g_autofree char *unnamed = NULL, *order = NULL;
  gpointer seen;

  current = &fixture;
  nadi_desk_run (fixture.desk, register_patient, row, g_free, NULL, fixture.desk, on_registered);
  wait_long (has_patient, &fixture);
  seen = fixture.strip = NADI_DOCUMENT_STRIP (nadi_document_strip_new ());
  g_object_add_weak_pointer (G_OBJECT (fixture.strip), &seen);
  g_signal_connect_swapped (fixture.strip, "open-document", G_CALLBACK (on_open), &fixture);
  nadi_document_strip_set_desk (fixture.strip, fixture.desk);
  gtk_widget_set_valign (GTK_WIDGET (fixture.strip), GTK_ALIGN_START);
  g_object_set (notices, "content", fixture.strip, NULL);
  gtk_window_set_child (GTK_WINDOW (window), notices);
  gtk_window_set_default_size (GTK_WINDOW (window), 760, 260);
  gtk_window_present (GTK_WINDOW (window));
  nadi_document_strip_show (fixture.strip, fixture.patient, NULL, TRUE);
  nadi_test_settle ();
  keep (window, "strip-empty");
  add_file (&fixture, new_picture ("png", 900, 600), "X-ray of the left hand.png", 1);
  add_file (&fixture, new_pdf (2), "Discharge letter with a rather long name of the hospital.pdf", 2);
  add_file (&fixture, new_picture ("jpeg", 300, 900), "घाव.jpg", 3);
  wait_long (has_thumbnails, fixture.strip);
  keep (window, "strip");
  unnamed = nadi_test_unnamed (GTK_WIDGET (fixture.strip));
  g_assert_cmpstr (unnamed, ==, "");
  order = nadi_test_tab_order (GTK_WIDGET (fixture.strip));
  g_assert_true (g_str_has_suffix (order, "add_button"));
  gtk_widget_activate (find_type (GTK_WIDGET (fixture.strip), NADI_TYPE_DOCUMENT_ITEM));
  nadi_test_settle ();
  g_signal_emit_by_name (find_type (GTK_WIDGET (fixture.strip), NADI_TYPE_DOCUMENT_ITEM), "clicked");
  g_assert_cmpstr (fixture.opened, ==, "घाव.jpg");
  check_print (window, &fixture);
  /* Taken back, the last one is gone. */
  g_assert_true (nadi_undo_step (nadi_notices_get_undo (NADI_NOTICES (notices))));
  fixture.expected = 2;
  wait_long (has_count, &fixture);
  nadi_desk_lock (fixture.desk);
  nadi_test_settle ();
  g_assert_cmpuint (nadi_document_strip_count (fixture.strip), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (fixture.opened);
  g_free (fixture.patient);
  g_object_unref (fixture.desk);
}

static void
test_lives (gconstpointer get_type)
{
  nadi_test_widget_lives (((GType (*) (void)) get_type) ());
}

int
main (int argc, char *argv[])
{
  nadi_test_widgets_init (&argc, &argv);
  if (g_getenv ("NADI_PICTURES_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("NADI_PICTURES_LARGE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  g_test_add_func ("/documents/decodes", test_decodes);
  g_test_add_func ("/documents/refuses", test_refuses);
  g_test_add_data_func ("/documents/strip-lives", nadi_document_strip_get_type, test_lives);
  g_test_add_data_func ("/documents/page-lives", nadi_document_page_get_type, test_lives);
  g_test_add_func ("/documents/viewer", test_viewer);
  g_test_add_func ("/documents/viewer-says-damage", test_viewer_says_damage);
  g_test_add_func ("/documents/strip", test_strip);
  return g_test_run ();
}
