/* The form of a registration: what is typed, in which order, what is wrong with it, and what becomes of it. */
#include "nadi-register-form.h"
#include "nadi-register-private.h"
#include "nadi-test-widgets.h"

#define TODAY 20780 /* 2026-11-23 */

static GtkWidget *window;

static NadiRegisterForm *
show_form (void)
{
  NadiRegisterForm *form = g_object_new (NADI_TYPE_REGISTER_FORM, NULL);

  nadi_register_form_set_now (form, TODAY, 14, 5);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (form));
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_settle ();
  return form;
}

static void
close_form (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
}

static void
count (guint *n)
{
  (*n)++;
}

static GtkEditable *
entry_of (NadiField *field)
{
  return GTK_EDITABLE (gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (field))));
}

static void
type (NadiField *field, const char *text)
{
  gtk_editable_set_text (entry_of (field), text);
}

static void
press_enter (NadiField *field)
{
  gtk_widget_grab_focus (GTK_WIDGET (field));
  g_signal_emit_by_name (entry_of (field), "activate");
}

static void
test_tab_order (void)
{
  NadiRegisterForm *form = show_form ();
  g_autofree char *order = NULL;

  /* With a line below it a field is taller than its neighbour, and GTK walks by the places of middles. */
  type (form->birth, "40");
  nadi_test_settle ();
  order = nadi_test_tab_order (GTK_WIDGET (form));
  g_assert_cmpstr (order, ==, "name native birth sex photo_button phone email line city district region postal language guardian_name guardian_relation "
                              "guardian_phone emergency_name emergency_relation emergency_phone");
  close_form ();
}

static gboolean
has_focus (gpointer widget)
{
  return gtk_widget_get_focus_child (widget) != NULL && gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), widget);
}

/* Enter moves on, to the choice of sex too; in the last field it saves. */
static void
test_enter (void)
{
  NadiRegisterForm *form = show_form ();
  guint finished = 0;

  g_signal_connect_swapped (form, "finished", G_CALLBACK (count), &finished);
  press_enter (form->name);
  g_assert_true (has_focus (form->native));
  press_enter (form->birth);
  g_assert_true (has_focus (form->sex));
  press_enter (form->texts[TEXT_EMERGENCY_PHONE]);
  g_assert_cmpuint (finished, ==, 1);
  close_form ();
}

static void
test_take (void)
{
  NadiRegisterForm *form = show_form ();
  g_autoptr (NadiPatient) patient = NULL;

  type (form->name, " Asha  Rao ");
  type (form->native, "आशा राव");
  type (form->birth, "४०");
  nadi_sex_choice_set (form->sex, NADI_SEX_FEMALE);
  type (form->texts[TEXT_PHONE], "+91 98200 12345");
  type (form->texts[TEXT_REGION], "mah");
  press_enter (form->texts[TEXT_REGION]);
  type (form->language, "mar");
  patient = nadi_register_form_take (form, NULL);
  g_assert_nonnull (patient);
  g_assert_cmpstr (patient->name.family, ==, "Rao");
  g_assert_cmpstr (patient->name_local.given, ==, "आशा");
  g_assert_false (patient->name_temporary);
  g_assert_cmpuint (patient->birth.year, ==, 1986);
  g_assert_cmpint (patient->birth.precision, ==, NADI_DATE_YEAR);
  g_assert_cmpint (patient->sex, ==, NADI_SEX_FEMALE);
  g_assert_cmpstr (patient->address.region, ==, "Maharashtra");
  g_assert_cmpstr (patient->language, ==, "mr");
  g_assert_null (patient->email);
  close_form ();
}

/* What can't be right is named beside its field, stays as it was typed, and the first of it has the focus. */
static void
test_wrong (void)
{
  NadiRegisterForm *form = show_form ();

  type (form->birth, "31/2/1980");
  type (form->texts[TEXT_PHONE], "12a");
  type (form->texts[TEXT_EMAIL], "somewhere");
  type (form->texts[TEXT_POSTAL], "4110");
  type (form->language, "Klingon");
  g_assert_null (nadi_register_form_take (form, NULL));
  g_assert_true (has_focus (form->name));
  g_assert_true (nadi_field_has_error (form->name));
  g_assert_true (nadi_field_has_error (form->birth));
  g_assert_true (nadi_field_has_error (form->texts[TEXT_PHONE]));
  g_assert_true (nadi_field_has_error (form->texts[TEXT_EMAIL]));
  g_assert_true (nadi_field_has_error (form->texts[TEXT_POSTAL]));
  g_assert_true (nadi_field_has_error (form->language));
  g_assert_cmpstr (nadi_field_get_text (form->birth), ==, "31/2/1980");
  type (form->name, "Asha");
  g_assert_false (nadi_field_has_error (form->name));
  g_assert_null (nadi_register_form_take (form, NULL));
  g_assert_true (has_focus (form->birth));
  close_form ();
}

static void
test_unidentified (void)
{
  NadiRegisterForm *form = show_form ();
  g_autoptr (NadiPatient) patient = NULL;

  nadi_register_form_set_kind (form, NADI_REGISTER_UNIDENTIFIED);
  type (form->birth, "40");
  nadi_sex_choice_set (form->sex, NADI_SEX_MALE);
  patient = nadi_register_form_take (form, NULL);
  g_assert_cmpstr (patient->name.text, ==, "Unidentified man, about 40, 2026-11-23 14:05");
  g_assert_null (patient->name.family);
  g_assert_true (patient->name_temporary);
  close_form ();
}

/* A newborn has its mother's address and guardian; renamed, the name is its own. */
static void
test_newborn (void)
{
  NadiRegisterForm *form = show_form ();
  g_autoptr (NadiPatient) mother = nadi_patient_new ();
  g_autoptr (NadiPatient) baby = NULL;
  g_autoptr (NadiPatient) named = NULL;

  nadi_person_name_set (&mother->name, "Asha Rao");
  mother->phone = g_strdup ("9820012345");
  mother->address.city = g_strdup ("Pune");
  nadi_register_form_set_kind (form, NADI_REGISTER_NEWBORN);
  nadi_register_form_show_mother (form, mother, 2);
  baby = nadi_register_form_take (form, NULL);
  g_assert_cmpstr (baby->name.text, ==, "Baby 2 of Asha Rao");
  g_assert_true (baby->name_temporary);
  g_assert_cmpint (nadi_date_first_day (&baby->birth), ==, TODAY);
  g_assert_cmpstr (baby->guardian.name, ==, "Asha Rao");
  g_assert_cmpstr (baby->guardian.phone, ==, "9820012345");
  g_assert_cmpstr (baby->address.city, ==, "Pune");
  type (form->name, "Ravi Rao");
  named = nadi_register_form_take (form, NULL);
  g_assert_false (named->name_temporary);
  g_assert_cmpstr (named->name.family, ==, "Rao");
  close_form ();
}

/* Shown and taken without a key pressed, a patient is what it was: prefix, lines of the address, a day of birth, a language of elsewhere. */
static void
test_unchanged (void)
{
  NadiRegisterForm *form = show_form ();
  g_autoptr (NadiPatient) before = nadi_patient_new ();
  g_autoptr (NadiPatient) after = NULL;

  before->name.prefix = g_strdup ("Dr.");
  before->name.given = g_strdup ("Asha Rani");
  before->name.family = g_strdup ("Rao");
  before->address.line = g_strdup ("12\nLane 3");
  before->language = g_strdup ("mr");
  g_assert_true (nadi_date_parse ("1984-05-09", &before->birth, NULL));
  nadi_register_form_show (form, before);
  g_assert_false (nadi_register_form_is_dirty (form));
  after = nadi_register_form_take (form, before);
  g_assert_nonnull (after);
  g_assert_cmpstr (after->name.prefix, ==, "Dr.");
  g_assert_cmpstr (after->name.given, ==, "Asha Rani");
  g_assert_cmpstr (after->address.line, ==, "12\nLane 3");
  g_assert_true (nadi_date_equal (&after->birth, &before->birth));
  g_assert_cmpstr (after->language, ==, "mr");
  type (form->name, "Asha Joshi");
  g_assert_true (nadi_register_form_is_dirty (form));
  close_form ();
}

int
main (int argc, char **argv)
{
  nadi_test_widgets_init (&argc, &argv);
  g_test_add_func ("/register/tab-order", test_tab_order);
  g_test_add_func ("/register/enter", test_enter);
  g_test_add_func ("/register/take", test_take);
  g_test_add_func ("/register/wrong", test_wrong);
  g_test_add_func ("/register/unidentified", test_unidentified);
  g_test_add_func ("/register/newborn", test_newborn);
  g_test_add_func ("/register/unchanged", test_unchanged);
  return g_test_run ();
}
