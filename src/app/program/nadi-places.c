/* Places. */
#include "nadi-places.h"

#include <gio/gio.h>

static char *
own_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

/* path below the build folder, if the program runs from there and the file exists. */
static char *
built (const char *path)
{
  g_autofree char *folder = own_folder ();
  g_autofree char *full = NULL;

  if (folder == NULL || !g_str_has_suffix (folder, "/src/app/program"))
    return NULL;
  full = g_build_filename (folder, "..", "..", "..", path, NULL);
  return g_file_test (full, G_FILE_TEST_EXISTS) ? g_canonicalize_filename (full, NULL) : NULL;
}

char *
nadi_places_locale (void)
{
  const char *told = g_getenv ("NADI_LOCALEDIR");
  g_autofree char *here = told == NULL ? built ("po/hi/LC_MESSAGES/" GETTEXT_PACKAGE ".mo") : NULL;

  if (told != NULL)
    return g_strdup (told);
  return here != NULL ? built ("po") : g_strdup (NADI_LOCALEDIR);
}

char *
nadi_places_schema (void)
{
  g_autofree char *compiled = built ("data/desktop/gschemas.compiled");

  return compiled != NULL ? g_path_get_dirname (compiled) : NULL;
}

char *
nadi_places_program (const char *name)
{
  g_autofree char *folder = own_folder ();
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  char *path = built (g_str_equal (name, "nadictl") ? "src/ctl/nadictl" : "src/ledger/program/nadi-ledger");

  if (path == NULL && beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    path = g_steal_pointer (&beside);
  return path;
}
