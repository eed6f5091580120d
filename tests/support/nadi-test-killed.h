/* A program that is killed at its work, and the database that it leaves. */
#pragma once

#include <glib.h>

/* Opens what lies at the path; NULL when it can't. */
typedef gpointer (*NadiTestOpen) (const char *path);
/* One piece of work. TRUE reports it as done. */
typedef gboolean (*NadiTestWork) (gpointer subject);

/* A child process opens and works until SIGKILL meets it after so many microseconds. How many pieces it reported as done. */
gint64 nadi_test_work_killed (const char *path, NadiTestOpen open, NadiTestWork work, gulong microseconds);

/* Removes an SQLite database with its log and index, and its folder: asserts that nothing else is left in it. */
void nadi_test_remove_database (const char *path);
