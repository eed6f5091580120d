/* SECURITY's case 32: names with markup, with a right-to-left override, and of 10,000 characters, on every page that shows a name. */
#include <string.h>

#include "nadi-palette.h"
#include "nadi-print-window.h"
#include "nadi-register-window.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-widgets.h"
#include "nadi-window-private.h"

#define OVERRIDE "\xE2\x80\xAE"
#define REPLACEMENT "\xEF\xBF\xBD"

static NadiTestClinic *clinic;
static NadiDesk *desk;
static NadiWindow *window;

/* --- what shows --------------------------------------------------------------------------------------------------- */

/* Nothing that shows may turn round what stands beside it. */
static void
assert_harmless (const char *text)
{
  static const char *const controls[] = { "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", OVERRIDE };

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    g_assert_null (strstr (text, controls[i]));
}

/* How many labels below have it in them. */
static guint
count_labels (GtkWidget *widget, const char *wanted)
{
  guint count = 0;

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return 0;
  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      assert_harmless (text);
      return strstr (text, wanted) != NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    count += count_labels (child, wanted);
  return count;
}

/* It shows, and the window is no larger for it. */
static void
assert_shown (gpointer root, const char *wanted)
{
  int width, height;

  nadi_test_settle ();
  g_assert_cmpuint (count_labels (root, wanted), >, 0);
  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (root, GTK_ORIENTATION_VERTICAL, 1280, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 1280);
  g_assert_cmpint (height, <=, 800);
}

/* --- the pages ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWidget *root;
  const char *wanted;
} Shows;

static gboolean
is_shown (gpointer data)
{
  const Shows *shows = data;

  return gtk_widget_get_mapped (shows->root) && count_labels (shows->root, shows->wanted) > 0;
}

static void
wait_shown (gpointer root, const char *wanted)
{
  Shows shows = { GTK_WIDGET (root), wanted };

  nadi_test_wait (is_shown, &shows);
  assert_shown (root, wanted);
}

/* name: as somebody wrote it. word: what it is found by. wanted: what must show of it, letter for letter. */
static void
check (const char *name, const char *word, const char *wanted)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiSessionChart) chart = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *palette, *print, *edit;

  nadi_person_name_set (&patient->name, name);
  nadi_person_name_set (&patient->name_local, name);
  patient->address.line = g_strdup (name);
  patient->address.region = g_strdup (name);
  patient->guardian.name = g_strdup (name);
  nadi_session_add_patient (nadi_desk_get_session (desk), patient, &row, &error);
  g_assert_no_error (error);
  assert_harmless (row->name);

  /* The list, with the search marked in it, and the card. */
  adw_view_stack_set_visible_child_name (window->pages, "patients");
  nadi_patients_page_focus_search (window->patients);
  gtk_editable_set_text (GTK_EDITABLE (nadi_test_find (GTK_WIDGET (window->patients), "search")), word);
  wait_shown (nadi_test_find (GTK_WIDGET (window->patients), "list"), wanted);
  nadi_patients_page_select (window->patients, row->id);
  wait_shown (nadi_test_find_type (GTK_WIDGET (window), NADI_TYPE_PATIENT_CARD), wanted);
  assert_shown (window, wanted);
  /* The chart's head, the window's title. */
  nadi_window_open_chart (window, row->id);
  wait_shown (window, wanted);
  assert_harmless (gtk_window_get_title (GTK_WINDOW (window)));
  nadi_notices_tell (window->notices, row->name);
  wait_shown (window, wanted);
  while (nadi_window_go_back (window))
    nadi_test_settle ();
  /* The palette. */
  nadi_window_open_palette (window);
  palette = GTK_WIDGET (window->palette);
  nadi_palette_search (window->palette, word);
  wait_shown (palette, wanted);
  gtk_window_close (GTK_WINDOW (palette));
  /* Paper. */
  chart = nadi_session_get_chart (nadi_desk_get_session (desk), row->id, nadi_desk_today (desk), &error);
  g_assert_no_error (error);
  print = GTK_WIDGET (nadi_print_window_new (NULL, desk, chart, NULL));
  gtk_window_present (GTK_WINDOW (print));
  nadi_test_settle ();
  gtk_window_destroy (GTK_WINDOW (print));
  /* Who is here already, told to whoever registers the same again. */
  edit = GTK_WIDGET (nadi_register_window_new (NULL, NULL, desk));
  gtk_window_present (GTK_WINDOW (edit));
  gtk_editable_set_text (GTK_EDITABLE (nadi_test_find_type (nadi_test_find (edit, "name"), GTK_TYPE_ENTRY)), name);
  /* Longer words than people have are not compared with anybody's. */
  if (strlen (name) < 1000)
    wait_shown (edit, wanted);
  nadi_test_settle ();
  gtk_window_destroy (GTK_WINDOW (edit));
  nadi_test_settle ();
}

static void
test_markup (void)
{
  check ("<b>Asha</b> &amp; <span size=\"999999\">Rao</span> %s%n", "asha", "<b>Asha</b> &amp; <span size=\"999999\">Rao</span> %s%n");
}

static void
test_override (void)
{
  check ("Kavita " OVERRIDE "enihS", "kavita", "Kavita " REPLACEMENT "enihS");
}

static void
test_long (void)
{
  g_autofree char *filler = g_strnfill (10000, 'W');
  g_autofree char *name = g_strconcat ("Leela ", filler, NULL);

  check (name, "leela", "Leela WWWWWWWW");
}

static void
test_lines (void)
{
  check ("Mohan\n\n\tDas\r\nX", "mohan", "Mohan");
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR);
  desk = nadi_desk_new (clinic->doctor, NULL);
  window = nadi_window_new (NULL, desk);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (is_mapped, window);
  nadi_test_desk_sign_in (desk);
  nadi_test_sync (nadi_desk_get_session (desk));
  g_test_add_func ("/hostile-names/case-32/markup", test_markup);
  g_test_add_func ("/hostile-names/case-32/right-to-left-override", test_override);
  g_test_add_func ("/hostile-names/case-32/ten-thousand", test_long);
  g_test_add_func ("/hostile-names/case-32/lines", test_lines);
  result = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  nadi_test_desk_close (desk);
  nadi_test_clinic_free (clinic);
  return result;
}
