/* A long list is made as far as it is looked at, and to its end when somebody goes there. */
#include "nadi-growing-list.h"
#include "nadi-test-widgets.h"

#define LINES 100
#define STEP 10
/* Pixels, of the window. */
#define LOW 100
#define HIGH 700

typedef struct
{
  GtkWidget *window;
  GtkWidget *scrolled;
  GtkStringList *model;
  GListModel *growing;
} Shown;

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, gtk_label_new ("A line"));
}

static void
fill (Shown *shown)
{
  for (guint i = 0; i < LINES; i++)
    gtk_string_list_append (shown->model, "line");
}

static gboolean
is_drawn (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static void
set_up (Shown *shown, gconstpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_list_view_new (NULL, factory);
  g_autoptr (GtkNoSelection) selection = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  shown->window = gtk_window_new ();
  shown->scrolled = gtk_scrolled_window_new ();
  shown->model = gtk_string_list_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 200, GPOINTER_TO_INT (data));
  gtk_window_set_child (GTK_WINDOW (shown->window), shown->scrolled);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (shown->scrolled), list);
  fill (shown);
  shown->growing = nadi_growing_list_new (GTK_LIST_VIEW (list), G_LIST_MODEL (shown->model), STEP);
  selection = gtk_no_selection_new (g_object_ref (shown->growing));
  gtk_list_view_set_model (GTK_LIST_VIEW (list), GTK_SELECTION_MODEL (selection));
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), ==, STEP);
  gtk_window_present (GTK_WINDOW (shown->window));
  nadi_test_wait (is_drawn, list);
  nadi_test_settle ();
}

static void
tear_down (Shown *shown, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  nadi_test_settle ();
  g_assert_finalize_object (shown->growing);
  g_assert_finalize_object (shown->model);
}

static gboolean
is_whole (gpointer data)
{
  Shown *shown = data;
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (shown->scrolled));

  gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place));
  return g_list_model_get_n_items (shown->growing) == LINES;
}

static void
test_scrolled (Shown *shown, gconstpointer data)
{
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), <, LINES / 2);
  nadi_test_wait (is_whole, shown);
}

static gboolean
fills_window (gpointer data)
{
  Shown *shown = data;
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (shown->scrolled));

  return gtk_adjustment_get_upper (place) > gtk_adjustment_get_page_size (place) && gtk_adjustment_get_page_size (place) > HIGH / 2;
}

/* In a high window there is no empty room below the lines. */
static void
test_high (Shown *shown, gconstpointer data)
{
  nadi_test_wait (fills_window, shown);
}

static void
test_reached (Shown *shown, gconstpointer data)
{
  nadi_growing_list_reach (shown->growing, 55);
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), >, 55);
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), <, LINES);
}

/* Another list in the same place begins at its beginning. */
static void
test_anew (Shown *shown, gconstpointer data)
{
  nadi_growing_list_reach (shown->growing, LINES - 1);
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), ==, LINES);
  gtk_string_list_splice (shown->model, 0, LINES, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), ==, 0);
  fill (shown);
  g_assert_cmpuint (g_list_model_get_n_items (shown->growing), ==, STEP);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add ("/growing-list/scrolled", Shown, GINT_TO_POINTER (LOW), set_up, test_scrolled, tear_down);
  g_test_add ("/growing-list/high", Shown, GINT_TO_POINTER (HIGH), set_up, test_high, tear_down);
  g_test_add ("/growing-list/reached", Shown, GINT_TO_POINTER (LOW), set_up, test_reached, tear_down);
  g_test_add ("/growing-list/anew", Shown, GINT_TO_POINTER (LOW), set_up, test_anew, tear_down);
  return g_test_run ();
}
