/* Path and query in their one accepted form. */
#include "nadi-http-target.h"

#include <string.h>

/* RFC 3986 §2.3, and the three of pchar that Nadi's paths have use for. */
static gboolean
is_unreserved (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.' || c == '_' || c == '~';
}

static gboolean
is_path_character (char c)
{
  return is_unreserved (c) || c == ':' || c == '@';
}

static gboolean
is_name_character (char c)
{
  return g_ascii_islower (c) || g_ascii_isdigit (c) || c == '-' || c == '_';
}

static gboolean
is_plain_value_character (char c)
{
  return is_unreserved (c) || c == ':' || c == '/' || c == '@' || c == ',';
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_TARGET, what);
  return FALSE;
}

static gboolean
check_path (const char *path, gsize length, GError **error)
{
  gsize start = 1;

  if (length == 0 || length > NADI_HTTP_MAX_PATH || path[0] != '/')
    return refuse (error, "path does not begin with a slash, or is too long");
  for (gsize i = 1; i <= length; i++)
    {
      gsize segment = i - start;

      if (i < length && path[i] != '/')
        {
          if (!is_path_character (path[i]))
            return refuse (error, "character that a path may not have");
          continue;
        }
      if (segment == 0 && length > 1)
        return refuse (error, "empty path segment");
      if ((segment == 1 && path[start] == '.') || (segment == 2 && path[start] == '.' && path[start + 1] == '.'))
        return refuse (error, "dot segment");
      start = i + 1;
    }
  return TRUE;
}

/* Decodes one value onto text; FALSE for what is not its one form. */
static gboolean
decode_value (const char *data, gsize length, GString *text, GError **error)
{
  for (gsize i = 0; i < length; i++)
    {
      int high, low;

      if (is_plain_value_character (data[i]))
        {
          g_string_append_c (text, data[i]);
          continue;
        }
      if (data[i] != '%' || length - i < 3)
        return refuse (error, "character that a query may not have");
      high = g_ascii_xdigit_value (data[i + 1]);
      low = g_ascii_xdigit_value (data[i + 2]);
      if (high < 0 || low < 0)
        return refuse (error, "percent sign without two hexadecimal digits");
      if (high * 16 + low < 0x20 || high * 16 + low == 0x7f)
        return refuse (error, "control character in a query");
      g_string_append_c (text, (char) (high * 16 + low));
      i += 2;
    }
  if (!g_utf8_validate (text->str, (gssize) text->len, NULL))
    return refuse (error, "query value is not UTF-8");
  return TRUE;
}

static gboolean
parse_parameter (NadiHttpTarget *target, const char *data, gsize length, GError **error)
{
  const char *equals = memchr (data, '=', length);
  g_autoptr (GString) value = NULL;
  NadiHttpParameter parameter;
  gsize name_length;

  if (equals == NULL || equals == data)
    return refuse (error, "query parameter without name or value");
  name_length = (gsize) (equals - data);
  for (gsize i = 0; i < name_length; i++)
    if (!is_name_character (data[i]))
      return refuse (error, "character that a parameter's name may not have");
  if (target->parameters->len >= NADI_HTTP_MAX_PARAMETERS)
    return refuse (error, "too many query parameters");
  value = g_string_new (NULL);
  if (!decode_value (equals + 1, length - name_length - 1, value, error))
    return FALSE;
  parameter.name = g_strndup (data, name_length);
  parameter.value = g_string_free (g_steal_pointer (&value), FALSE);
  g_array_append_val (target->parameters, parameter);
  return TRUE;
}

static gboolean
parse_query (NadiHttpTarget *target, const char *data, gsize length, GError **error)
{
  const char *end = data + length;

  while (TRUE)
    {
      const char *next = memchr (data, '&', (gsize) (end - data));

      if (!parse_parameter (target, data, (gsize) ((next != NULL ? next : end) - data), error))
        return FALSE;
      if (next == NULL)
        return TRUE;
      data = next + 1;
    }
}

static void
parameter_clear (gpointer data)
{
  NadiHttpParameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->value);
}

NadiHttpTarget *
nadi_http_target_parse (const char *text, gsize length, GError **error)
{
  const char *mark = memchr (text, '?', length);
  gsize path_length = mark != NULL ? (gsize) (mark - text) : length;
  g_autoptr (NadiHttpTarget) target = NULL;

  if (!check_path (text, path_length, error))
    return NULL;
  target = g_new0 (NadiHttpTarget, 1);
  target->path = g_strndup (text, path_length);
  target->query = mark != NULL ? g_strndup (mark, length - path_length) : g_strdup ("?");
  target->parameters = g_array_new (FALSE, FALSE, sizeof (NadiHttpParameter));
  g_array_set_clear_func (target->parameters, parameter_clear);
  if (mark != NULL && length - path_length > 1
      && !parse_query (target, mark + 1, length - path_length - 1, error))
    return NULL;
  return g_steal_pointer (&target);
}

void
nadi_http_target_free (NadiHttpTarget *target)
{
  g_free (target->path);
  g_free (target->query);
  g_array_unref (target->parameters);
  g_free (target);
}

char *
nadi_http_query_encode (const char *value)
{
  GString *text = g_string_new (NULL);

  for (const char *c = value; *c != '\0'; c++)
    if (is_plain_value_character (*c))
      g_string_append_c (text, *c);
    else
      g_string_append_printf (text, "%%%02X", (guint8) *c);
  return g_string_free (text, FALSE);
}

char *
nadi_http_authority_of_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;
  const char *scheme;
  gboolean secure, bracketed;
  int port;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  scheme = g_uri_get_scheme (uri);
  secure = g_str_equal (scheme, "https");
  if (!secure && !g_str_equal (scheme, "http"))
    return NULL;
  if (g_uri_get_userinfo (uri) != NULL || *g_uri_get_path (uri) != '\0' || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  bracketed = strchr (host, ':') != NULL;
  port = g_uri_get_port (uri);
  if (port <= 0 || port == (secure ? 443 : 80))
    return bracketed ? g_strdup_printf ("[%s]", host) : g_steal_pointer (&host);
  return g_strdup_printf (bracketed ? "[%s]:%d" : "%s:%d", host, port);
}
