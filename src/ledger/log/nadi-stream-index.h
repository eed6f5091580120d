/* Which entries make up each stream, in their order. Grows only. Not thread-safe. */
#pragma once

#include <glib.h>

typedef struct _NadiStreamIndex NadiStreamIndex;

NadiStreamIndex *nadi_stream_index_new (void);
void nadi_stream_index_free (NadiStreamIndex *index);
void nadi_stream_index_add (NadiStreamIndex *index, const char *stream, guint64 entry);
/* At most limit entries after the first `after` (guint64, transfer full), of those below size. */
GArray *nadi_stream_index_read (NadiStreamIndex *index, const char *stream, guint64 after, guint limit, guint64 size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiStreamIndex, nadi_stream_index_free)
