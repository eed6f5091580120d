/* A small database whose every row can be foretold: transaction n adds items 3n … 3n+2 and counts itself. */
#pragma once

#include "nadi-database.h"

#define NADI_TEST_ITEMS_APPLICATION 0x4e54db01
#define NADI_TEST_ITEMS_SCHEMA                                                                                        \
  "CREATE TABLE item (id INTEGER PRIMARY KEY, value BLOB NOT NULL);"                                                  \
  "CREATE TABLE total (n INTEGER NOT NULL);"                                                                          \
  "CREATE TABLE spare (value BLOB);"                                                                                  \
  "INSERT INTO total VALUES (0)"

/* One transaction; on an error nothing of it is there. */
gboolean nadi_test_items_add (NadiDatabase *database, GError **error);
/* How many transactions there are, or -1 and an error when the rows can't be read. Asserts that every row is right. */
gint64 nadi_test_items_verify (NadiDatabase *database, GError **error);
