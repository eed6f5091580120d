/* Path and query: what is accepted, and everything near it that is not. */
#include <string.h>

#include "nadi-http-route.h"
#include "nadi-http-target.h"

static void
test_accepted (void)
{
  const char *text = "/v1/state?from=7&key=staff/a%2Fb&key=h:0b4c&empty=&name=%E0%A4%85%20x";
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiHttpTarget) target = nadi_http_target_parse (text, strlen (text), &error);
  const char *expected[] = { "from", "7", "key", "staff/a/b", "key", "h:0b4c", "empty", "", "name", "अ x" };

  g_assert_no_error (error);
  g_assert_cmpstr (target->path, ==, "/v1/state");
  g_assert_cmpstr (target->query, ==, strchr (text, '?'));
  g_assert_cmpuint (target->parameters->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      NadiHttpParameter *parameter = &g_array_index (target->parameters, NadiHttpParameter, i);

      g_assert_cmpstr (parameter->name, ==, expected[2 * i]);
      g_assert_cmpstr (parameter->value, ==, expected[2 * i + 1]);
    }
}

static void
test_without_query (void)
{
  const char *const paths[] = { "/", "/v1/blobs/bafkrei", "/tile/entries/x001/234.p/7", "/a?", "/h:x@y~z_-" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (NadiHttpTarget) target = nadi_http_target_parse (paths[i], strlen (paths[i]), NULL);

      g_assert_nonnull (target);
      g_assert_cmpstr (target->query, ==, "?");
      g_assert_cmpuint (target->parameters->len, ==, 0);
    }
}

static void
test_refused (void)
{
  const char *const targets[] = {
    "", "v1", "*", "http://host/path", "//", "//v1", "/v1//x", "/v1/", "/.", "/..", "/a/./b", "/a/../b", "/a/..",
    "/%2e%2e/x", "/a%2fb", "/a%00", "/a b", "/a\tb", "/a#b", "/a;b", "/\xc3\xa9", "/a\\b", "/a+b", "/<x>",
    "/a?b", "/a?=b", "/a?b=c&", "/a?&b=c", "/a?b=c&&d=e", "/a?b=%", "/a?b=%4", "/a?b=%zz", "/a?b=%00", "/a?b=%0a",
    "/a?b=%7f", "/a?b=%ff", "/a?b=%c0%80", "/a?b=%ed%a0%80", "/a?b=c+d", "/a?b=c d", "/a?b=c#d", "/a?b=c=d", "/a?B=c",
    "/a?b%20=c", "/a?b=c?d", "/a?b=\xc3\xa9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", targets[i]);
      g_assert_null (nadi_http_target_parse (targets[i], strlen (targets[i]), &error));
      g_assert_error (error, NADI_HTTP_ERROR, NADI_HTTP_ERROR_TARGET);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) path = g_string_new ("/");
  g_autoptr (GString) query = g_string_new ("/?a=b");
  NadiHttpTarget *target;

  while (path->len < NADI_HTTP_MAX_PATH)
    g_string_append_c (path, 'a');
  target = nadi_http_target_parse (path->str, path->len, NULL);
  g_assert_nonnull (target);
  nadi_http_target_free (target);
  g_string_append_c (path, 'a');
  g_assert_null (nadi_http_target_parse (path->str, path->len, NULL));
  for (guint i = 1; i < NADI_HTTP_MAX_PARAMETERS; i++)
    g_string_append (query, "&a=b");
  target = nadi_http_target_parse (query->str, query->len, NULL);
  g_assert_nonnull (target);
  nadi_http_target_free (target);
  g_string_append (query, "&a=b");
  g_assert_null (nadi_http_target_parse (query->str, query->len, NULL));
}

static void
test_encode (void)
{
  const char *values[] = { "", "h:0b4c/x@y,z", "a b+c&d=e%f#g?h", "नदी", "\"<>\\" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *encoded = nadi_http_query_encode (values[i]);
      g_autofree char *text = g_strconcat ("/x?v=", encoded, NULL);
      g_autoptr (NadiHttpTarget) target = nadi_http_target_parse (text, strlen (text), NULL);

      g_assert_nonnull (target);
      g_assert_cmpstr (g_array_index (target->parameters, NadiHttpParameter, 0).value, ==, values[i]);
    }
}

static void
test_authority (void)
{
  const char *cases[][2] = {
    { "https://127.0.0.1:8443", "127.0.0.1:8443" }, { "https://Ledger.Example", "ledger.example" },
    { "https://ledger.example:443", "ledger.example" }, { "http://127.0.0.1:80", "127.0.0.1" },
    { "https://[::1]:8443", "[::1]:8443" }, { "https://host/path", NULL }, { "ftp://host", NULL }, { "host", NULL },
    { "https://", NULL }, { "https://user@host", NULL }, { "https://host?x", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *authority = nadi_http_authority_of_url (cases[i][0]);

      g_assert_cmpstr (authority, ==, cases[i][1]);
    }
}

static void
test_routes (void)
{
  const NadiHttpRoute routes[] = {
    { "POST", "/v1/blobs/fetch" }, { "GET", "/v1/blobs/<cid>" }, { "PUT", "/v1/blobs/<cid>" },
    { "GET", "/v1/enrol/<id>/reply" }, { "GET", "/tile/*" }, { "GET", "/checkpoint" },
  };
  const struct
  {
    const char *method, *path;
    int route;
    const char *segment, *allow;
  } cases[] = {
    { "POST", "/v1/blobs/fetch", 0, NULL, NULL },
    { "GET", "/v1/blobs/abc", 1, "abc", NULL },
    { "HEAD", "/v1/blobs/abc", 1, "abc", NULL },
    { "PUT", "/v1/blobs/abc", 2, "abc", NULL },
    { "DELETE", "/v1/blobs/abc", -1, NULL, "GET, HEAD, PUT" },
    { "GET", "/v1/blobs/", -1, NULL, NULL },
    { "GET", "/v1/blobs", -1, NULL, NULL },
    { "GET", "/v1/blobs/abc/d", -1, NULL, NULL },
    { "GET", "/v1/enrol/42/reply", 3, "42", NULL },
    { "GET", "/v1/enrol//reply", -1, NULL, NULL },
    { "GET", "/tile/0/x001/234", 4, "0/x001/234", NULL },
    { "GET", "/tile/", -1, NULL, NULL },
    { "get", "/checkpoint", -1, NULL, "GET, HEAD" },
    { "GET", "/checkpoint/", -1, NULL, NULL },
    { "GET", "/CHECKPOINT", -1, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *segment = NULL;
      g_autofree char *allow = NULL;
      const NadiHttpRoute *route = nadi_http_route_find (routes, G_N_ELEMENTS (routes), cases[i].method, cases[i].path,
                                                         &segment, &allow);

      g_assert_true (route == (cases[i].route < 0 ? NULL : &routes[cases[i].route]));
      g_assert_cmpstr (segment, ==, cases[i].segment);
      g_assert_cmpstr (allow, ==, cases[i].allow);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/target/accepted", test_accepted);
  g_test_add_func ("/http/target/without-query", test_without_query);
  g_test_add_func ("/http/target/refused", test_refused);
  g_test_add_func ("/http/target/limits", test_limits);
  g_test_add_func ("/http/target/encode", test_encode);
  g_test_add_func ("/http/target/authority", test_authority);
  g_test_add_func ("/http/route/find", test_routes);
  return g_test_run ();
}
