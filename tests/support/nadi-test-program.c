/* Runs tests/core/<script> with the system's Python, which has python3-jwcrypto. */
#include "nadi-test-program.h"

#include <gio/gio.h>

JsonNode *
nadi_test_program_ask (const char *script, const char *request)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (NADI_PEER_FOLDER, script, NULL);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  g_autoptr (GSubprocess) peer = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3", path, NULL);
  g_assert_no_error (error);
  g_autofree char *answer = NULL;
  g_subprocess_communicate_utf8 (peer, request, NULL, &answer, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (peer))
    g_error ("%s failed; is python3-jwcrypto installed?", script);
  JsonNode *node = json_from_string (answer, &error);
  g_assert_no_error (error);
  return node;
}
