/* The strip of documents on a real service, and what is printed of a chart. */
#include "nadi-document-item.h"
#include "nadi-document-strip.h"
#include "nadi-notices.h"
#include "nadi-print-window.h"
#include "nadi-test-clinic.h"
#include "nadi-test-desk.h"
#include "nadi-test-files.h"
#include "nadi-test-widgets.h"

static NadiTestClinic *clinic;
static NadiDesk *desk;
static char *patient;

typedef struct
{
  GtkWidget *window;
  NadiNotices *notices;
  NadiDocumentStrip *strip;
  guint expected;
  char *opened;
} Shown;

static gboolean
has_count (gpointer data)
{
  Shown *shown = data;

  return nadi_document_strip_count (shown->strip) == shown->expected;
}

static gboolean
has_thumbnails (gpointer data)
{
  GtkWidget *item = nadi_test_find_type (data, NADI_TYPE_DOCUMENT_ITEM);

  for (; item != NULL; item = gtk_widget_get_next_sibling (item))
    if (!GTK_IS_PICTURE (gtk_stack_get_visible_child (GTK_STACK (nadi_test_find_type (item, GTK_TYPE_STACK)))))
      return FALSE;
  return TRUE;
}

static void
on_open (Shown *shown, const char *record, const char *title)
{
  g_free (shown->opened);
  shown->opened = g_strdup (title);
}

static void
show (Shown *shown)
{
  shown->window = gtk_window_new ();
  shown->notices = g_object_new (NADI_TYPE_NOTICES, NULL);
  shown->strip = NADI_DOCUMENT_STRIP (nadi_document_strip_new ());
  g_signal_connect_swapped (shown->strip, "open-document", G_CALLBACK (on_open), shown);
  nadi_document_strip_set_desk (shown->strip, desk);
  gtk_widget_set_valign (GTK_WIDGET (shown->strip), GTK_ALIGN_START);
  g_object_set (shown->notices, "content", shown->strip, NULL);
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->notices));
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 760, 260);
  gtk_window_present (GTK_WINDOW (shown->window));
  nadi_document_strip_show (shown->strip, patient, NULL, TRUE);
  nadi_test_settle ();
}

static void
take_down (Shown *shown)
{
  gpointer seen = shown->strip;

  g_object_add_weak_pointer (G_OBJECT (shown->strip), &seen);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  nadi_test_settle ();
  g_assert_null (seen);
  g_free (shown->opened);
}

static void
add_file (Shown *shown, GBytes *bytes, const char *name, guint expected)
{
  g_autofree char *path = g_build_filename (clinic->world->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  nadi_document_strip_add_file (shown->strip, file);
  shown->expected = expected;
  nadi_test_wait (has_count, shown);
  g_bytes_unref (bytes);
}

static void
test_adds (void)
{
  Shown shown = { 0 };
  g_autofree char *unnamed = NULL, *order = NULL;

  show (&shown);
  nadi_test_picture (shown.window, "strip-empty");
  add_file (&shown, nadi_test_picture_file ("png", 900, 600), "X-ray of the left hand.png", 1);
  add_file (&shown, nadi_test_pdf_file (2), "Discharge letter with a rather long name of the hospital.pdf", 2);
  add_file (&shown, nadi_test_picture_file ("jpeg", 300, 900), "घाव.jpg", 3);
  nadi_test_wait (has_thumbnails, shown.strip);
  nadi_test_picture (shown.window, "strip");
  unnamed = nadi_test_unnamed (GTK_WIDGET (shown.strip));
  g_assert_cmpstr (unnamed, ==, "");
  order = nadi_test_tab_order (GTK_WIDGET (shown.strip));
  g_assert_true (g_str_has_suffix (order, "add_button"));
  g_signal_emit_by_name (nadi_test_find_type (GTK_WIDGET (shown.strip), NADI_TYPE_DOCUMENT_ITEM), "clicked");
  g_assert_cmpstr (shown.opened, ==, "घाव.jpg");
  /* Taken back, the last one is gone. */
  g_assert_true (nadi_undo_step (nadi_notices_get_undo (shown.notices)));
  shown.expected = 2;
  nadi_test_wait (has_count, &shown);
  take_down (&shown);
}

static char *
visit_of (const char *title)
{
  g_autoptr (GPtrArray) rows = nadi_session_list_documents (nadi_desk_get_session (desk), patient, NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const NadiDocument *document = ((NadiDocumentRow *) g_ptr_array_index (rows, i))->document;

      if (g_strcmp0 (document->title, title) == 0)
        return g_strdup (document->visit);
    }
  g_error ("no document of that title");
}

/* What is added before the case is signed belongs to it, and comes into sight where the strip stood below the window's edge. */
static void
test_of_new_case (void)
{
  static const char id[] = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  Shown shown = { 0 };
  g_autofree char *visit = NULL;
  GtkWidget *window, *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *above = gtk_label_new ("above");
  GtkAdjustment *place;

  show (&shown);
  shown.expected = 2;
  nadi_test_wait (has_count, &shown);
  window = gtk_window_new ();
  g_object_ref (shown.strip);
  g_object_set (shown.notices, "content", NULL, NULL);
  gtk_widget_set_size_request (above, 100, 500);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (shown.strip));
  g_object_unref (shown.strip);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 300);
  gtk_window_present (GTK_WINDOW (window));
  nadi_document_strip_show_new (shown.strip, patient, TRUE);
  nadi_document_strip_set_visit (shown.strip, id);
  nadi_test_wait (has_count, &shown);
  nadi_test_settle ();
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (place, 0);
  add_file (&shown, nadi_test_picture_file ("png", 300, 200), "of the case.png", 3);
  nadi_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (place) + gtk_adjustment_get_page_size (place), >=, gtk_adjustment_get_upper (place) - 13);
  visit = visit_of ("of the case.png");
  g_assert_cmpstr (visit, ==, id);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (shown.window));
  nadi_test_settle ();
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

/* A new case shows what is new and of no case; another one its own, none here; the button shows all of the chart. */
static void
test_of_cases (void)
{
  Shown shown = { .expected = 2 };
  GtkToggleButton *others;

  show (&shown);
  others = GTK_TOGGLE_BUTTON (gtk_widget_get_template_child (GTK_WIDGET (shown.strip), NADI_TYPE_DOCUMENT_STRIP, "others"));
  nadi_test_wait (has_count, &shown);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (others)));
  nadi_document_strip_show (shown.strip, patient, "0f8fad5b-d9cb-469f-a165-70867728950e", TRUE);
  nadi_test_wait (is_shown, others);
  g_assert_cmpuint (nadi_document_strip_count (shown.strip), ==, 0);
  gtk_toggle_button_set_active (others, TRUE);
  nadi_test_wait (has_count, &shown);
  nadi_document_strip_show_new (shown.strip, patient, TRUE);
  g_assert_false (gtk_toggle_button_get_active (others));
  nadi_test_settle ();
  nadi_test_wait (has_count, &shown);
  take_down (&shown);
}

/* The chart's summary before a printer, and as a PDF. */
static void
test_prints (void)
{
  g_autoptr (NadiSessionChart) chart = nadi_session_get_chart (nadi_desk_get_session (desk), patient, nadi_desk_today (desk), NULL);
  NadiPrintWindow *print = nadi_print_window_new (NULL, desk, chart, NULL);
  g_autofree char *unnamed = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gpointer seen = print;

  g_object_add_weak_pointer (G_OBJECT (print), &seen);
  gtk_window_present (GTK_WINDOW (print));
  nadi_test_settle ();
  g_assert_cmpuint (nadi_print_window_count_pages (print), ==, 1);
  pdf = nadi_print_window_to_pdf (print, NULL);
  g_assert_cmpint (nadi_media_sniff (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf)), ==, NADI_MEDIA_PDF);
  nadi_test_picture (GTK_WIDGET (print), "print");
  unnamed = nadi_test_unnamed (GTK_WIDGET (print));
  g_assert_cmpstr (unnamed, ==, "");
  gtk_window_destroy (GTK_WINDOW (print));
  nadi_test_settle ();
  g_assert_null (seen);
}

/* News come while thumbnails are made: those of the list before are given up, those of the new one come. */
static void
test_refreshes (void)
{
  Shown shown = { .expected = 2 };

  show (&shown);
  nadi_test_wait (has_count, &shown);
  for (guint i = 0; i < 5; i++)
    {
      nadi_document_strip_refresh (shown.strip);
      g_main_context_iteration (NULL, TRUE);
    }
  nadi_test_wait (has_thumbnails, shown.strip);
  take_down (&shown);
}

/* Locked: nothing stays on the screen. */
static void
test_locks (void)
{
  Shown shown = { .expected = 3 };

  show (&shown);
  nadi_test_wait (has_count, &shown);
  nadi_desk_lock (desk);
  nadi_test_settle ();
  g_assert_cmpuint (nadi_document_strip_count (shown.strip), ==, 0);
  take_down (&shown);
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR);
  desk = nadi_test_desk_open (clinic->doctor);
  nadi_test_sync (nadi_desk_get_session (desk));
  patient = nadi_test_add_patient (nadi_desk_get_session (desk), "Asha Rao");
  g_test_add_data_func ("/document-strip/lives", nadi_document_strip_get_type, nadi_test_lives);
  g_test_add_func ("/document-strip/adds", test_adds);
  g_test_add_func ("/document-strip/refreshes", test_refreshes);
  g_test_add_func ("/document-strip/of-cases", test_of_cases);
  g_test_add_func ("/document-strip/prints", test_prints);
  g_test_add_func ("/document-strip/of-new-case", test_of_new_case);
  g_test_add_func ("/document-strip/locks", test_locks);
  result = g_test_run ();
  nadi_test_desk_close (desk);
  nadi_test_clinic_free (clinic);
  g_free (patient);
  return result;
}
