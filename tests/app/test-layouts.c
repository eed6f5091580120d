/* What has no room goes into the next line, or leaves: nothing is cut. */
#include "nadi-column-layout.h"
#include "nadi-test-widgets.h"
#include "nadi-wrap-layout.h"

#define N 3

static GtkWidget *
box_of (GtkLayoutManager *layout, GtkWidget *children[N], const int widths[N])
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (int i = 0; i < N; i++)
    {
      children[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (children[i], widths[i], 20);
      gtk_box_append (GTK_BOX (box), children[i]);
    }
  gtk_widget_set_layout_manager (box, layout);
  return g_object_ref_sink (box);
}

static int
height_for (GtkWidget *box, int width)
{
  int height;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static void
allocate (GtkWidget *box, int width)
{
  int minimum;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (width, >=, minimum);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, width, height_for (box, width) }, -1);
}

static graphene_rect_t
place_of (GtkWidget *box, GtkWidget *child)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (child, box, &place));
  return place;
}

static void
test_wrap (void)
{
  static const int widths[N] = { 100, 100, 60 };
  GtkWidget *children[N];
  GtkWidget *box = box_of (nadi_wrap_layout_new (10, 5), children, widths);

  g_assert_cmpint (height_for (box, 280), ==, 20);
  g_assert_cmpint (height_for (box, 279), ==, 45);
  g_assert_cmpint (height_for (box, 100), ==, 70);
  allocate (box, 220);
  g_assert_cmpfloat (place_of (box, children[1]).origin.x, ==, 110);
  g_assert_cmpfloat (place_of (box, children[2]).origin.x, ==, 0);
  g_assert_cmpfloat (place_of (box, children[2]).origin.y, ==, 25);
  /* What does not show takes no room. */
  gtk_widget_set_visible (children[0], FALSE);
  g_assert_cmpint (height_for (box, 220), ==, 20);
  g_object_unref (box);
}

static void
test_wrap_from_right (void)
{
  static const int widths[N] = { 100, 100, 60 };
  GtkWidget *children[N];
  GtkWidget *box = box_of (nadi_wrap_layout_new (10, 5), children, widths);

  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  gtk_widget_set_hexpand (children[1], TRUE);
  allocate (box, 240);
  g_assert_cmpfloat (place_of (box, children[0]).origin.x, ==, 140);
  g_assert_cmpfloat (place_of (box, children[1]).origin.x, ==, 0);
  g_assert_cmpfloat (place_of (box, children[1]).size.width, ==, 130);
  g_assert_cmpfloat (place_of (box, children[2]).origin.x, ==, 180);
  g_object_unref (box);
}

static void
test_columns (void)
{
  static const int widths[N] = { 1, 100, 60 };
  static const int leaving[] = { 2, 1, -1 };
  GtkWidget *children[N];
  GtkWidget *box = box_of (nadi_column_layout_new (10, 10, leaving), children, widths);
  int minimum, natural, first;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  first = natural - 100 - 60 - 20;
  g_assert_cmpint (minimum, ==, first);
  allocate (box, natural + 30);
  g_assert_cmpfloat (place_of (box, children[0]).size.width, ==, first + 30);
  g_assert_cmpfloat (place_of (box, children[2]).origin.x, ==, natural + 30 - 60);
  allocate (box, natural - 1);
  g_assert_true (gtk_widget_get_child_visible (children[1]));
  g_assert_false (gtk_widget_get_child_visible (children[2]));
  allocate (box, minimum);
  g_assert_false (gtk_widget_get_child_visible (children[1]));
  g_object_unref (box);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/layouts/wrap", test_wrap);
  g_test_add_func ("/layouts/wrap-from-right", test_wrap_from_right);
  g_test_add_func ("/layouts/columns", test_columns);
  return g_test_run ();
}
