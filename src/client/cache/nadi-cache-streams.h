/* The cache's copy of the streams: cursors, and events by their place in a stream and by their id. Compartment: desk (events
 * name pseudonyms only). */
#pragma once

#include "nadi-cache.h"
#include "nadi-stream-head.h"

#define NADI_CACHE_NO_INDEX G_MAXUINT64

/* nadi_stream_start() when the stream is new. */
gboolean nadi_cache_load_cursor (NadiCache *cache, const char *stream, NadiStreamHead *cursor, GError **error);
gboolean nadi_cache_save_cursor (NadiCache *cache, const char *stream, const NadiStreamHead *cursor, GError **error);

/* position counts from 0. The event is stored once, however many streams have it. The same position again with another
 * event is NADI_CACHE_ERROR_RANGE. */
gboolean nadi_cache_add_entry (NadiCache *cache, const char *stream, guint64 position, const char *event_id,
                               const guint8 *event, gsize length, GError **error);

/* Entries from position on, at most limit; return FALSE from the callback to stop early (no error). */
typedef gboolean (*NadiCacheEntryFunc) (guint64 position, GBytes *event, gpointer user_data);
gboolean nadi_cache_each_entry (NadiCache *cache, const char *stream, guint64 position, guint limit,
                                NadiCacheEntryFunc callback, gpointer user_data, GError **error);

/* *event NULL when it is not here. index: of the leaf, NADI_CACHE_NO_INDEX while not known; may be NULL. */
gboolean nadi_cache_get_event (NadiCache *cache, const char *event_id, GBytes **event, guint64 *index, GError **error);
/* An event of our own that no stream has brought yet, or the index of one that is here. */
gboolean nadi_cache_put_event (NadiCache *cache, const char *event_id, const guint8 *event, gsize length, guint64 index, GError **error);
gboolean nadi_cache_set_event_index (NadiCache *cache, const char *event_id, guint64 index, GError **error);

/* How far a compartment's tables have been made from a stream: what was synced while clinical was closed is worked through when
 * it opens. 0 at first. */
gboolean nadi_cache_get_mark (NadiCache *cache, NadiCompartment compartment, const char *stream, guint64 *position, GError **error);
gboolean nadi_cache_set_mark (NadiCache *cache, NadiCompartment compartment, const char *stream, guint64 position, GError **error);
