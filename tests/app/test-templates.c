/* Every type of ours: each template is built, drawn and destroyed, under fatal warnings; what can be acted on has a name; and in the end no
 * object of ours is left, of any type. */
#include <gio/gio.h>
#include <string.h>

#include "nadi-demo-window.h"
#include "nadi-help-window.h"
#include "nadi-palette.h"
#include "nadi-passphrase-window.h"
#include "nadi-print-window.h"
#include "nadi-register-window.h"
#include "nadi-staff-window.h"
#include "nadi-test-widgets.h"
#include "nadi-window.h"
#include "nadi-withdrawn-page.h"

#define TEMPLATES "/org/nadihealth/Nadi/"

/* Whatever src/app defines; the program's own application is in no library. tests/lint/templates.py looks that none is missing. */
#define TYPES(X) \
  X (nadi_camera_window) \
  X (nadi_case_page) \
  X (nadi_case_view) \
  X (nadi_chart_aside) \
  X (nadi_chart_foot) \
  X (nadi_chart_head) \
  X (nadi_chart_item) \
  X (nadi_chart_line) \
  X (nadi_chart_page) \
  X (nadi_column_layout) \
  X (nadi_completion_entry) \
  X (nadi_conflict_page) \
  X (nadi_withdrawn_page) \
  X (nadi_demo_window) \
  X (nadi_desk) \
  X (nadi_document_item) \
  X (nadi_document_page) \
  X (nadi_document_strip) \
  X (nadi_field) \
  X (nadi_file_row) \
  X (nadi_first_run_page) \
  X (nadi_found_form) \
  X (nadi_found_wait) \
  X (nadi_help_window) \
  X (nadi_idle) \
  X (nadi_import_job) \
  X (nadi_import_page) \
  X (nadi_invite_pane) \
  X (nadi_join_form) \
  X (nadi_join_wait) \
  X (nadi_likely_list) \
  X (nadi_new_passphrase) \
  X (nadi_notices) \
  X (nadi_palette) \
  X (nadi_palette_item) \
  X (nadi_palette_line) \
  X (nadi_passphrase_window) \
  X (nadi_patient_card) \
  X (nadi_patient_item) \
  X (nadi_patient_line) \
  X (nadi_patients_page) \
  X (nadi_prescription_list) \
  X (nadi_print_window) \
  X (nadi_problem_list) \
  X (nadi_register_form) \
  X (nadi_register_window) \
  X (nadi_result_list) \
  X (nadi_saved_page) \
  X (nadi_screen_lock) \
  X (nadi_sex_choice) \
  X (nadi_staff_window) \
  X (nadi_task_line) \
  X (nadi_tasks_page) \
  X (nadi_trouble) \
  X (nadi_undo) \
  X (nadi_unlock_page) \
  X (nadi_vitals_entry) \
  X (nadi_vitals_plot) \
  X (nadi_vitals_point) \
  X (nadi_vitals_row) \
  X (nadi_vitals_table) \
  X (nadi_vitals_trend) \
  X (nadi_window) \
  X (nadi_wrap_layout) \

#define DECLARE(name) GType name##_get_type (void);
TYPES (DECLARE)

#define LIST(name) name##_get_type,
static GType (*const get_types[]) (void) = { TYPES (LIST) };

/* --- counting ----------------------------------------------------------------------------------------------------- */

/* GLib counts instances in debug builds only, so we do: our classes are final, and each constructed and finalize is ours to put something in
 * front of. */
typedef struct
{
  void (*constructed) (GObject *object);
  void (*finalize) (GObject *object);
  guint made, gone;
} Count;

static GHashTable *counts; /* of Count by type */

static Count *
count_of (GObject *object)
{
  return g_hash_table_lookup (counts, GSIZE_TO_POINTER (G_OBJECT_TYPE (object)));
}

static void
on_constructed (GObject *object)
{
  g_atomic_int_inc (&count_of (object)->made);
  count_of (object)->constructed (object);
}

static void
on_finalize (GObject *object)
{
  g_atomic_int_inc (&count_of (object)->gone);
  count_of (object)->finalize (object);
}

/* Classes stay for good, so that what is put into them does too. */
static void
start_counting (void)
{
  counts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (get_types); i++)
    {
      GType type = get_types[i] ();
      GObjectClass *klass = g_type_class_ref (type);
      Count *count = g_new0 (Count, 1);

      count->constructed = klass->constructed;
      count->finalize = klass->finalize;
      klass->constructed = on_constructed;
      klass->finalize = on_finalize;
      g_hash_table_insert (counts, GSIZE_TO_POINTER (type), count);
    }
}

static guint
count_left (void)
{
  GHashTableIter iter;
  gpointer type, value;
  guint left = 0;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &type, &value))
    {
      const Count *count = value;

      if (count->made != count->gone)
        g_test_message ("%s: %u made, %u gone", g_type_name (GPOINTER_TO_SIZE (type)), count->made, count->gone);
      left += count->made - count->gone;
    }
  return left;
}

/* --- every template ----------------------------------------------------------------------------------------------- */

/* No template without a type in the table. */
static void
test_all_listed (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children (TEMPLATES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint templates = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (TEMPLATES, names[i], NULL);
      g_autoptr (GBytes) text = g_str_has_suffix (names[i], ".ui") ? g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL) : NULL;
      const char *begin = text != NULL ? strstr (g_bytes_get_data (text, NULL), "<template class=\"") : NULL;
      g_autofree char *name = NULL;

      if (begin == NULL)
        continue;
      begin += strlen ("<template class=\"");
      name = g_strndup (begin, strcspn (begin, "\""));
      g_test_message ("%s", name);
      g_assert_true (g_hash_table_contains (counts, GSIZE_TO_POINTER (g_type_from_name (name))));
      templates++;
    }
  g_assert_cmpuint (templates, >, 30);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
check_window (gpointer window)
{
  g_autofree char *unnamed = NULL;
  gpointer seen = window;

  g_object_add_weak_pointer (G_OBJECT (window), &seen);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (is_mapped, window);
  nadi_test_settle ();
  unnamed = nadi_test_unnamed (window);
  g_assert_cmpstr (unnamed, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

static gboolean
is_alone (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

/* The desk goes with the window: when the last work has ended, nobody holds it. */
static void
check_desk_window (gconstpointer data)
{
  gpointer (*make) (NadiDesk *desk) = (gpointer (*) (NadiDesk *)) data;
  NadiDesk *desk = nadi_desk_new ("no-such-profile", NULL);

  check_window (make (desk));
  nadi_test_wait (is_alone, desk);
  g_assert_finalize_object (desk);
}

static gpointer
make_window (NadiDesk *desk)
{
  return nadi_window_new (NULL, desk);
}

static gpointer
make_passphrase (NadiDesk *desk)
{
  return nadi_passphrase_window_new (NULL, desk);
}

static gpointer
make_register (NadiDesk *desk)
{
  return nadi_register_window_new (NULL, NULL, desk);
}

static gpointer
make_staff (NadiDesk *desk)
{
  return nadi_staff_window_new (NULL, desk);
}

static gpointer
make_print (NadiDesk *desk)
{
  g_autoptr (NadiSessionChart) chart = g_atomic_rc_box_new0 (NadiSessionChart);

  chart->patient = nadi_patient_new ();
  chart->cases = g_ptr_array_new ();
  chart->allergies = g_ptr_array_new ();
  chart->rows = g_ptr_array_new ();
  chart->summary = nadi_summary_new (chart->patient, chart->cases, NULL, chart->allergies, 20000);
  return nadi_print_window_new (NULL, desk, chart, NULL);
}

static gpointer
make_palette (NadiDesk *desk)
{
  static const char *const actions[] = { "win.lock", "app.help", NULL };

  return nadi_palette_new (NULL, desk, actions);
}

static void
test_demo_window (void)
{
  check_window (nadi_demo_window_new (NULL, "/bin/false", "/bin/false", FALSE));
}

static void
test_help_window (void)
{
  check_window (nadi_help_window_new (NULL));
}

/* After all others. What worked in a thread may let go a little later. */
static gboolean
nothing_left (gpointer data)
{
  return count_left () == 0;
}

static void
test_nothing_left (void)
{
  guint made = 0;
  GHashTableIter iter;
  gpointer value;

  nadi_test_wait (nothing_left, NULL);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    made += ((Count *) value)->made;
  g_assert_cmpuint (made, >, 100);
}

static void
add_widgets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (get_types); i++)
    {
      GType type = get_types[i] ();
      g_autofree char *path = g_strconcat ("/templates/", g_type_name (type), NULL);

      if (g_type_is_a (type, GTK_TYPE_WIDGET) && !g_type_is_a (type, GTK_TYPE_WINDOW))
        g_test_add_data_func (path, (gconstpointer) get_types[i], nadi_test_lives);
    }
}

int
main (int argc, char **argv)
{
  int result;

  nadi_test_widgets_init (&argc, &argv);
  start_counting ();
  g_test_add_func ("/templates/all-listed", test_all_listed);
  add_widgets ();
  g_test_add_data_func ("/templates/window-main", (gconstpointer) make_window, check_desk_window);
  g_test_add_data_func ("/templates/window-passphrase", (gconstpointer) make_passphrase, check_desk_window);
  g_test_add_data_func ("/templates/window-register", (gconstpointer) make_register, check_desk_window);
  g_test_add_data_func ("/templates/window-staff", (gconstpointer) make_staff, check_desk_window);
  g_test_add_data_func ("/templates/window-print", (gconstpointer) make_print, check_desk_window);
  g_test_add_data_func ("/templates/window-palette", (gconstpointer) make_palette, check_desk_window);
  g_test_add_func ("/templates/window-demo", test_demo_window);
  g_test_add_func ("/templates/window-help", test_help_window);
  g_test_add_func ("/templates/nothing-left", test_nothing_left);
  result = g_test_run ();
  g_hash_table_unref (counts);
  return result;
}
