/* Programs that are killed at their work, and the databases that they leave. */
#pragma once

#include <glib.h>

/* Work in pieces on a database, each there as a whole or not at all. */
typedef struct
{
  gpointer (*open) (const char *path, GError **error);
  gboolean (*work) (gpointer database);   /* one piece; TRUE reports it as done */
  gint64 (*count) (gpointer database);    /* asserts that all is as it should be: how many pieces there are */
  void (*close) (gpointer database);
} NadiTestWorker;

/* A child process works until SIGKILL meets it, again and again, each time after least microseconds and up to spread more. What
 * it reported as done is there, and at most one piece besides. */
void nadi_test_survive_kills (const NadiTestWorker *worker, guint64 seed, guint rounds, guint least, guint spread);

/* Removes an SQLite database with its log and index, and its folder: asserts that nothing else is left in it. */
void nadi_test_remove_database (const char *path);
