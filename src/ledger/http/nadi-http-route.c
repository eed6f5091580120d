/* Patterns against paths: literal text, one <segment>, or a * for the rest. */
#include "nadi-http-route.h"

#include <string.h>

gboolean
nadi_http_route_matches (const char *pattern, const char *path, char **segment)
{
  g_autofree char *found = NULL;

  *segment = NULL;
  while (*pattern != '\0')
    {
      if (*pattern == '*')
        {
          if (*path == '\0')
            return FALSE;
          *segment = g_strdup (path);
          return TRUE;
        }
      if (*pattern == '<')
        {
          gsize length = strcspn (path, "/");

          if (length == 0)
            return FALSE;
          found = g_strndup (path, length);
          path += length;
          pattern = strchr (pattern, '>') + 1;
          continue;
        }
      if (*pattern != *path)
        return FALSE;
      pattern++;
      path++;
    }
  if (*path != '\0')
    return FALSE;
  *segment = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
method_fits (const char *route, const char *method)
{
  return g_str_equal (route, method) || (g_str_equal (route, "GET") && g_str_equal (method, "HEAD"));
}

const NadiHttpRoute *
nadi_http_route_find (const NadiHttpRoute *routes, guint n_routes, const char *method, const char *path,
                      char **segment, char **allow)
{
  g_autoptr (GString) methods = g_string_new (NULL);

  *allow = NULL;
  for (guint i = 0; i < n_routes; i++)
    {
      if (!nadi_http_route_matches (routes[i].path, path, segment))
        continue;
      if (method_fits (routes[i].method, method))
        return &routes[i];
      g_clear_pointer (segment, g_free);
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", routes[i].method);
      if (g_str_equal (routes[i].method, "GET"))
        g_string_append (methods, ", HEAD");
    }
  if (methods->len > 0)
    *allow = g_string_free (g_steal_pointer (&methods), FALSE);
  return NULL;
}
