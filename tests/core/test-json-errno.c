/* Numbers of JSON texts whatever stands in errno: a call that succeeds may leave anything there.
 *
 * GLib's conversion does, when two threads of a process come to it for the first time at once and one waits for the other. The one below stands
 * in its place for this program and always does. */
#include "nadi-json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-test.h"

gint64
g_ascii_strtoll (const gchar *text, gchar **end, guint base)
{
  gint64 number;

  errno = 0;
  number = strtoll (text, end, (int) base);
  if (errno == 0)
    errno = EAGAIN;
  return number;
}

static void
test_numbers (void)
{
  static const char text[] = "{\"most\":9223372036854775807,\"least\":-9223372036854775808,\"over\":9223372036854775808}";
  g_autoptr (JsonNode) node = NULL;
  GError *error = NULL;
  JsonObject *object = nadi_json_load_object (text, strlen (text), sizeof text, &node, &error);
  gint64 value;

  g_assert_no_error (error);
  g_assert_true (nadi_json_get_int (object, "most", G_MININT64, G_MAXINT64, &value, &error));
  g_assert_cmpint (value, ==, G_MAXINT64);
  g_assert_true (nadi_json_get_int (object, "least", G_MININT64, G_MAXINT64, &value, &error));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_false (nadi_json_get_int (object, "over", G_MININT64, G_MAXINT64, &value, &error));
  nadi_test_assert_error (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/errno/numbers", test_numbers);
  return g_test_run ();
}
