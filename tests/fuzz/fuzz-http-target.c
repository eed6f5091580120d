/* Request targets: whatever is accepted has the one form, and says the same when it is read again. */
#include <string.h>

#include "nadi-http-target.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (NadiHttpTarget) target = nadi_http_target_parse ((const char *) data, size, NULL);

  if (target == NULL)
    return 0;
  g_assert_true (target->path[0] == '/');
  g_assert_null (strstr (target->path, "//"));
  g_assert_null (strstr (target->path, "/../"));
  g_assert_null (strpbrk (target->path, "%?#\\ "));
  g_assert_true (target->query[0] == '?');
  for (guint i = 0; i < target->parameters->len; i++)
    {
      NadiHttpParameter *parameter = &g_array_index (target->parameters, NadiHttpParameter, i);
      g_autofree char *encoded = nadi_http_query_encode (parameter->value);
      g_autofree char *again = g_strdup_printf ("/?%s=%s", parameter->name, encoded);
      g_autoptr (NadiHttpTarget) read = nadi_http_target_parse (again, strlen (again), NULL);

      g_assert_nonnull (read);
      g_assert_cmpstr (g_array_index (read->parameters, NadiHttpParameter, 0).value, ==, parameter->value);
    }
  return 0;
}
