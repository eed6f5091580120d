/* Where the person is: pages over pages, the way back, the focus where it was, and what the keys may do meanwhile. */
#include "nadi-test-widgets.h"
#include "nadi-window-private.h"

typedef struct
{
  NadiDesk *desk;
  NadiWindow *window;
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->desk = nadi_desk_new ("no-such-profile", NULL);
  fixture->window = nadi_window_new (NULL, fixture->desk);
  gtk_window_present (GTK_WINDOW (fixture->window));
  nadi_test_wait (is_mapped, fixture->window);
  /* As if somebody had signed in. */
  gtk_stack_set_visible_child_name (fixture->window->root, "work");
  nadi_patients_page_focus_search (fixture->window->patients);
  nadi_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer seen = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &seen);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_assert_finalize_object (fixture->desk);
}

static GtkWidget *
push (Fixture *fixture, const char *title)
{
  GtkWidget *page = gtk_button_new_with_label (title);

  nadi_window_push (fixture->window, page, title);
  nadi_test_settle ();
  return page;
}

static void
test_goes_back (Fixture *fixture, gconstpointer data)
{
  NadiWindow *window = fixture->window;
  GtkWidget *search = gtk_root_get_focus (GTK_ROOT (window));
  GtkWidget *one, *two;

  g_assert_false (nadi_window_go_back (window));
  one = push (fixture, "One & <two>");
  g_assert_true (nadi_window_get_page (window) == one);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == one);
  g_assert_cmpstr (adw_window_title_get_title (window->title), ==, "One & <two>");
  two = push (fixture, "Two");
  nadi_window_retitle (window, two, "Deux");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Deux");
  g_assert_true (nadi_window_go_back (window));
  g_assert_true (nadi_window_get_page (window) == one);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == one);
  g_assert_true (nadi_window_go_back (window));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == search);
  g_assert_false (nadi_window_go_back (window));
}

static void
test_returns (Fixture *fixture, gconstpointer data)
{
  NadiWindow *window = fixture->window;
  GtkWidget *chart = gtk_button_new ();

  nadi_window_push_key (window, chart, "Chart", "chart/1");
  push (fixture, "Case");
  push (fixture, "Conflict");
  g_assert_false (nadi_window_return_to (window, "chart/2"));
  g_assert_cmpuint (window->levels.length, ==, 3);
  g_assert_true (nadi_window_return_to (window, "chart/1"));
  g_assert_true (nadi_window_get_page (window) == chart);
  g_assert_cmpstr (nadi_window_get_patient (window), ==, "1");
}

/* Nobody goes back forty times: the oldest pages go. */
static void
test_forgets_the_oldest (Fixture *fixture, gconstpointer data)
{
  guint back = 0;

  for (guint i = 0; i < 40; i++)
    push (fixture, "Page");
  while (nadi_window_go_back (fixture->window))
    back++;
  g_assert_cmpuint (back, <, 40);
  g_assert_cmpuint (back, >=, 10);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Locked: whatever is open goes from the screen. */
static void
test_locks (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = gtk_label_new ("Chart");
  GtkWindow *form = GTK_WINDOW (g_object_new (GTK_TYPE_WINDOW, "transient-for", fixture->window, NULL));

  nadi_window_push (fixture->window, page, "Chart");
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_present (form);
  nadi_test_settle ();
  g_signal_emit_by_name (fixture->desk, "locked");
  nadi_test_settle ();
  nadi_test_wait (is_gone, &page);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (form)));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->root), !=, "work");
}

static void
test_says_what_is_possible (Fixture *fixture, gconstpointer data)
{
  g_autofree const char **names = nadi_window_list_possible (fixture->window);

  /* Nobody is signed in. */
  g_assert_true (g_strv_contains (names, "app.help"));
  g_assert_false (g_strv_contains (names, "win.import"));
  g_assert_cmpstr (nadi_window_get_help_topic (fixture->window), ==, "signin");
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add ("/window/goes-back", Fixture, NULL, set_up, test_goes_back, tear_down);
  g_test_add ("/window/returns", Fixture, NULL, set_up, test_returns, tear_down);
  g_test_add ("/window/forgets-the-oldest", Fixture, NULL, set_up, test_forgets_the_oldest, tear_down);
  g_test_add ("/window/locks", Fixture, NULL, set_up, test_locks, tear_down);
  g_test_add ("/window/says-what-is-possible", Fixture, NULL, set_up, test_says_what_is_possible, tear_down);
  return g_test_run ();
}
