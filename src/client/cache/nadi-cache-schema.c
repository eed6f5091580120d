/* The cache's tables. Clear columns are tokens (HMACs of names), small numbers and positions; `value` is sealed. The outbox
 * lies in the same file, so that what is done and what is to be sent are saved in one transaction. */
#include "nadi-cache-private.h"

const char *const nadi_cache_migrations[] = {
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"

  "CREATE TABLE stream (token BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE mark (compartment INTEGER NOT NULL, token BLOB NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (compartment, token)) WITHOUT ROWID;"
  "CREATE TABLE entry (stream BLOB NOT NULL, position INTEGER NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (stream, position)) WITHOUT ROWID;"
  "CREATE TABLE event (token BLOB NOT NULL UNIQUE, leaf INTEGER NOT NULL, value BLOB NOT NULL);"

  "CREATE TABLE record (id INTEGER PRIMARY KEY, compartment INTEGER NOT NULL, version BLOB NOT NULL UNIQUE,"
  " record BLOB NOT NULL, patient BLOB, shelf BLOB NOT NULL, day BLOB, cid BLOB NOT NULL, state INTEGER NOT NULL,"
  " value BLOB NOT NULL);"
  "CREATE INDEX record_record ON record (record);"
  "CREATE INDEX record_patient ON record (patient);"
  "CREATE INDEX record_shelf ON record (shelf);"
  "CREATE INDEX record_day ON record (day);"
  "CREATE INDEX record_cid ON record (cid);"
  "CREATE INDEX record_state ON record (state) WHERE state <> 2;"
  "CREATE TABLE resource (compartment INTEGER NOT NULL, version BLOB NOT NULL UNIQUE, value BLOB NOT NULL);"
  "CREATE TABLE source (compartment INTEGER NOT NULL, token BLOB NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (compartment, token)) WITHOUT ROWID;"
  "CREATE TABLE blob (token BLOB NOT NULL UNIQUE, own INTEGER NOT NULL, value BLOB NOT NULL);"

  "CREATE TABLE patient (token BLOB NOT NULL UNIQUE, value BLOB NOT NULL);"

  "CREATE TABLE key (compartment INTEGER NOT NULL, name BLOB NOT NULL, epoch INTEGER NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (name, epoch)) WITHOUT ROWID;"
  "CREATE TABLE named (id INTEGER PRIMARY KEY AUTOINCREMENT, compartment INTEGER NOT NULL, kind BLOB NOT NULL,"
  " name BLOB NOT NULL UNIQUE, value BLOB NOT NULL);"
  "CREATE INDEX named_kind ON named (kind);"

  "CREATE TABLE typed (compartment INTEGER NOT NULL, token BLOB NOT NULL UNIQUE, value BLOB NOT NULL);"
  "CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, compartment INTEGER NOT NULL, kind INTEGER NOT NULL,"
  " typed BLOB NOT NULL, value BLOB NOT NULL);"

  "CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, compartment INTEGER NOT NULL, token BLOB NOT NULL UNIQUE,"
  " state INTEGER NOT NULL, leaf INTEGER NOT NULL, value BLOB NOT NULL);"
  "CREATE INDEX outbox_state ON outbox (state, id);"
  "CREATE TABLE outbox_blob (event BLOB NOT NULL, cid BLOB NOT NULL, sent INTEGER NOT NULL, value BLOB NOT NULL,"
  " PRIMARY KEY (event, cid)) WITHOUT ROWID;"
  "CREATE INDEX outbox_blob_cid ON outbox_blob (cid);",
  NULL,
};
