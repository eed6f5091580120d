/* The camera's window with a camera that is none, one that is missing, and one that breaks; and what cameras give. */
#include "nadi-camera-window.h"
#include "nadi-patient.h"
#include "nadi-photo.h"
#include "nadi-test-widgets.h"

typedef struct
{
  guint given;
} Bars;

static int most = -1;        /* pictures before it breaks; -1: never */
static gint closed;

static gpointer
open_bars (GError **error)
{
  return g_new0 (Bars, 1);
}

/* Wider than high, one colour, a new one every 10 ms. */
static GdkPixbuf *
next_bar (gpointer data, GCancellable *cancellable, GError **error)
{
  Bars *bars = data;
  GdkPixbuf *pixbuf;

  g_usleep (10000);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (most >= 0 && bars->given >= (guint) most)
    {
      g_set_error_literal (error, NADI_CAMERA_ERROR, NADI_CAMERA_ERROR_BROKEN, "unplugged");
      return NULL;
    }
  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640, 480);
  gdk_pixbuf_fill (pixbuf, 0x20406000 + (bars->given++ << 26));
  return pixbuf;
}

static void
close_bars (gpointer data)
{
  g_free (data);
  g_atomic_int_inc (&closed);
}

static gpointer
open_nothing (GError **error)
{
  g_set_error_literal (error, NADI_CAMERA_ERROR, NADI_CAMERA_ERROR_NONE, "no camera");
  return NULL;
}

static const NadiCameraSource bars_source = { open_bars, next_bar, close_bars };
static const NadiCameraSource no_source = { open_nothing, next_bar, close_bars };

static GtkWidget *
part_of (NadiCameraWindow *window, const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), NADI_TYPE_CAMERA_WINDOW, id));
}

static gboolean
sees (gpointer window)
{
  return g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (part_of (window, "stack"))), "picture");
}

static gboolean
sees_none (gpointer window)
{
  return g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (part_of (window, "stack"))), "none");
}

static gboolean
is_closed (gpointer data)
{
  return g_atomic_int_get (&closed) > 0;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
on_taken (NadiCameraWindow *window, GBytes *photo, GBytes **kept)
{
  *kept = g_bytes_ref (photo);
}

static void
test_take (void)
{
  g_autoptr (GBytes) photo = NULL;
  g_autoptr (GdkPaintable) shown = NULL;
  NadiCameraWindow *window;

  most = -1;
  closed = 0;
  window = nadi_camera_window_new (NULL, &bars_source);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_signal_connect (window, "taken", G_CALLBACK (on_taken), &photo);
  g_assert_false (gtk_widget_get_sensitive (part_of (window, "take")));
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (sees, window);
  g_assert_true (gtk_widget_get_sensitive (part_of (window, "take")));
  g_signal_emit_by_name (part_of (window, "take"), "clicked");
  g_assert_nonnull (photo);
  g_assert_cmpuint (g_bytes_get_size (photo), <=, NADI_PHOTO_MOST);
  shown = nadi_photo_paintable (photo);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (shown), ==, NADI_PHOTO_SIDE);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (shown), ==, NADI_PHOTO_SIDE);
  nadi_test_wait (is_gone, &window);
  nadi_test_wait (is_closed, NULL);
}

static void
test_none (void)
{
  NadiCameraWindow *window = nadi_camera_window_new (NULL, &no_source);

  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (sees_none, window);
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (part_of (window, "none"))), ==, "No camera found");
  g_assert_false (gtk_widget_get_sensitive (part_of (window, "take")));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Unplugged while somebody looks. */
static void
test_breaks (void)
{
  NadiCameraWindow *window;

  most = 3;
  closed = 0;
  window = nadi_camera_window_new (NULL, &bars_source);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (sees_none, window);
  g_assert_false (gtk_widget_get_sensitive (part_of (window, "take")));
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_wait (is_closed, NULL);
}

static void
test_yuyv (void)
{
  /* White and black; then red beside red; the second line follows after a gap. */
  static const guint8 data[] = { 235, 128, 16, 128, 0, 0, 81, 90, 81, 240, 0, 0 };
  g_autoptr (GdkPixbuf) pixbuf = nadi_camera_read_yuyv (data, sizeof data, 2, 2, 6);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  const guint8 *second = pixels + gdk_pixbuf_get_rowstride (pixbuf);

  g_assert_cmpmem (pixels, 6, ((guint8[]){ 255, 255, 255, 0, 0, 0 }), 6);
  g_assert_cmpuint (second[0], >=, 254);
  g_assert_cmpuint (second[1], <=, 1);
  g_assert_cmpuint (second[2], <=, 1);
  g_assert_null (nadi_camera_read_yuyv (data, 9, 2, 2, 6));
  g_assert_null (nadi_camera_read_yuyv (data, sizeof data, 3, 1, 8));
  g_assert_null (nadi_camera_read_yuyv (data, sizeof data, 2, 2, 2));
  g_assert_null (nadi_camera_read_yuyv (data, sizeof data, 0, 2, 6));
  g_assert_null (nadi_camera_read_yuyv (data, sizeof data, 70000, 1, 140000));
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/camera/take", test_take);
  g_test_add_func ("/camera/none", test_none);
  g_test_add_func ("/camera/breaks", test_breaks);
  g_test_add_func ("/camera/yuyv", test_yuyv);
  return g_test_run ();
}
