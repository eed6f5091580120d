/* The palette: what a query finds, that it opens and goes without a trace, and that the keys reach its rows. */
#include "nadi-palette-item.h"
#include "nadi-palette.h"
#include "nadi-test-widgets.h"

static const char *const names[] = { "win.lock", "win.undo", "app.shortcuts", NULL };

static guint
count (const char *query)
{
  g_autoptr (GPtrArray) found = nadi_palette_find_actions (names, query);

  return found->len;
}

static void
test_finds_actions (void)
{
  g_autoptr (GPtrArray) found = nadi_palette_find_actions (names, "loc");

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (nadi_palette_item_get_action (found->pdata[0])->name, ==, "win.lock");
  g_assert_cmpuint (count (""), ==, 3);
  g_assert_cmpuint (count ("SHORT key"), ==, 1);
  g_assert_cmpuint (count ("ock"), ==, 0);
  /* Not among those that can be done now. */
  g_assert_cmpuint (count ("quit"), ==, 0);
}

typedef struct
{
  GtkWindow *parent;
  NadiDesk *desk;
  NadiPalette *palette;
  char *acted;
} Fixture;

static void
on_act (NadiPalette *palette, const char *name, Fixture *fixture)
{
  fixture->acted = g_strdup (name);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->desk = nadi_desk_new ("no-such-profile", NULL);
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (fixture->parent);
  fixture->palette = nadi_palette_new (fixture->parent, fixture->desk, names);
  g_signal_connect (fixture->palette, "act", G_CALLBACK (on_act), fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->palette), (gpointer *) &fixture->palette);
  gtk_window_present (GTK_WINDOW (fixture->palette));
  nadi_test_wait (is_mapped, fixture->palette);
  nadi_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->palette != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->palette));
  nadi_test_settle ();
  g_assert_null (fixture->palette);
  gtk_window_destroy (fixture->parent);
  nadi_test_settle ();
  g_assert_finalize_object (fixture->desk);
  g_free (fixture->acted);
}

static void
test_narrows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *unnamed = nadi_test_unnamed (GTK_WIDGET (fixture->palette));

  g_assert_cmpstr (unnamed, ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (nadi_palette_get_found (fixture->palette)), ==, 3);
  nadi_palette_search (fixture->palette, "undo");
  g_assert_cmpuint (g_list_model_get_n_items (nadi_palette_get_found (fixture->palette)), ==, 1);
  nadi_palette_search (fixture->palette, "<b>&");
  g_assert_cmpuint (g_list_model_get_n_items (nadi_palette_get_found (fixture->palette)), ==, 0);
  nadi_test_settle ();
}

/* Enter in the box takes the first row, and the palette is gone. */
static void
test_chooses (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = GTK_WIDGET (gtk_root_get_focus (GTK_ROOT (fixture->palette)));

  nadi_palette_search (fixture->palette, "lock");
  g_assert_true (GTK_IS_TEXT (entry));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture->acted, ==, "win.lock");
  nadi_test_settle ();
  g_assert_null (fixture->palette);
}

static void
test_chooses_nothing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = GTK_WIDGET (gtk_root_get_focus (GTK_ROOT (fixture->palette)));

  nadi_palette_search (fixture->palette, "nothing of this kind");
  g_signal_emit_by_name (entry, "activate");
  nadi_test_settle ();
  g_assert_null (fixture->acted);
  g_assert_nonnull (fixture->palette);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/palette/finds-actions", test_finds_actions);
  g_test_add ("/palette/narrows", Fixture, NULL, set_up, test_narrows, tear_down);
  g_test_add ("/palette/chooses", Fixture, NULL, set_up, test_chooses, tear_down);
  g_test_add ("/palette/chooses-nothing", Fixture, NULL, set_up, test_chooses_nothing, tear_down);
  return g_test_run ();
}
