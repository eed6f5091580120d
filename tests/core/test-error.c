/* Classes of errors. */
#include "nadi-error.h"

static void
test_class (void)
{
  g_autoptr (GError) input = g_error_new_literal (NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_RANGE, "range");
  g_assert_cmpint (nadi_error_class (input), ==, NADI_ERROR_CLASS_INPUT);

  g_autoptr (GError) refused = g_error_new_literal (g_quark_from_static_string ("nadi-some-error"),
                                                    NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7), "refused");
  g_assert_cmpint (nadi_error_class (refused), ==, NADI_ERROR_CLASS_REFUSED);
}

static void
test_foreign (void)
{
  g_autoptr (GError) file = g_error_new_literal (G_FILE_ERROR, NADI_FORMAT_ERROR_RANGE, "foreign");
  g_assert_cmpint (nadi_error_class (file), ==, NADI_ERROR_CLASS_FOREIGN);

  GQuark domain = g_quark_from_static_string ("nadi-some-error");
  g_autoptr (GError) low = g_error_new_literal (domain, 3, "no class");
  g_assert_cmpint (nadi_error_class (low), ==, NADI_ERROR_CLASS_FOREIGN);
  g_autoptr (GError) high = g_error_new_literal (domain, NADI_ERROR_CODE (99, 1), "no class");
  g_assert_cmpint (nadi_error_class (high), ==, NADI_ERROR_CLASS_FOREIGN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/class", test_class);
  g_test_add_func ("/error/foreign", test_foreign);
  return g_test_run ();
}
