/* What is asked of one connection, and what is written on it inside a transaction. Errors: NADI_DATABASE_ERROR, or
 * NADI_STORE_ERROR for what is the store's own. */
#pragma once

#include "nadi-database.h"
#include "nadi-store.h"

extern const char *const nadi_store_migrations[];

gboolean nadi_store_query_size (NadiDatabase *database, guint64 *size, GError **error);
GPtrArray *nadi_store_query_range (NadiDatabase *database, guint64 first, guint count, GError **error);
GPtrArray *nadi_store_query_list (NadiDatabase *database, const guint64 *indexes, guint n_indexes, gsize max_bytes,
                                  GError **error);
gboolean nadi_store_query_checkpoint (NadiDatabase *database, guint64 below, NadiStoreCheckpoint **out, GError **error);
gboolean nadi_store_query_item (NadiDatabase *database, const char *key, GBytes **value, GError **error);
char **nadi_store_query_keys (NadiDatabase *database, const char *prefix, GError **error);

gboolean nadi_store_write_batch (NadiDatabase *database, const NadiStoreBatch *batch, GError **error);
gboolean nadi_store_write_item (NadiDatabase *database, const NadiStoreItem *item, GError **error);
