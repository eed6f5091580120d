/* Every template is built, drawn and destroyed, under fatal warnings; nothing of it is left, and everything that can be acted on has a name. */
#include "nadi-field.h"
#include "nadi-likely-list.h"
#include "nadi-import-page.h"
#include "nadi-palette-line.h"
#include "nadi-passphrase-window.h"
#include "nadi-patient-card.h"
#include "nadi-patient-line.h"
#include "nadi-patients-page.h"
#include "nadi-register-form.h"
#include "nadi-register-window.h"
#include "nadi-saved-page.h"
#include "nadi-sex-choice.h"
#include "nadi-tasks-page.h"
#include "nadi-test-widgets.h"
#include "nadi-window.h"

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* Both go, and nobody holds them. */
static void
check_window (gpointer made, NadiDesk *desk)
{
  GtkWidget *window = made;
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
  g_assert_finalize_object (desk);
}

static void
test_window (void)
{
  NadiDesk *desk = nadi_desk_new ("no-such-profile", NULL);

  check_window (nadi_window_new (NULL, desk), desk);
}

static void
test_passphrase_window (void)
{
  NadiDesk *desk = nadi_desk_new ("no-such-profile", NULL);

  check_window (nadi_passphrase_window_new (NULL, desk), desk);
}

static void
test_register_window (void)
{
  NadiDesk *desk = nadi_desk_new ("no-such-profile", NULL);

  check_window (nadi_register_window_new (NULL, NULL, desk), desk);
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_data_func ("/templates/patient-line", nadi_patient_line_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/patient-card", nadi_patient_card_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/patients-page", nadi_patients_page_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/import-page", nadi_import_page_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/palette-line", nadi_palette_line_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/saved-page", nadi_saved_page_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/tasks-page", nadi_tasks_page_get_type, nadi_test_lives);
  g_test_add_func ("/templates/passphrase-window", test_passphrase_window);
  g_test_add_data_func ("/templates/field", nadi_field_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/sex-choice", nadi_sex_choice_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/likely-list", nadi_likely_list_get_type, nadi_test_lives);
  g_test_add_data_func ("/templates/register-form", nadi_register_form_get_type, nadi_test_lives);
  g_test_add_func ("/templates/register-window", test_register_window);
  g_test_add_func ("/templates/window", test_window);
  return g_test_run ();
}
