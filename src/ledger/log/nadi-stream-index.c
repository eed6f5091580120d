/* A growing array of entry indexes for each stream id. */
#include "nadi-stream-index.h"

#define FIRST_CAPACITY 4

typedef struct
{
  guint64 *entries;
  gsize length;
  gsize capacity;
} Stream;

struct _NadiStreamIndex
{
  GHashTable *streams; /* of Stream by id */
};

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  g_free (stream->entries);
  g_free (stream);
}

NadiStreamIndex *
nadi_stream_index_new (void)
{
  NadiStreamIndex *self = g_new0 (NadiStreamIndex, 1);

  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stream_free);
  return self;
}

void
nadi_stream_index_free (NadiStreamIndex *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->streams);
  g_free (self);
}

void
nadi_stream_index_add (NadiStreamIndex *self, const char *id, guint64 entry)
{
  Stream *stream = g_hash_table_lookup (self->streams, id);

  if (stream == NULL)
    {
      stream = g_new0 (Stream, 1);
      g_hash_table_insert (self->streams, g_strdup (id), stream);
    }
  if (stream->length == stream->capacity)
    {
      stream->capacity = MAX (FIRST_CAPACITY, stream->capacity * 2);
      stream->entries = g_renew (guint64, stream->entries, stream->capacity);
    }
  stream->entries[stream->length++] = entry;
}

GArray *
nadi_stream_index_read (NadiStreamIndex *self, const char *id, guint64 after, guint limit, guint64 size)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (guint64));
  Stream *stream = g_hash_table_lookup (self->streams, id);

  for (guint64 i = after; stream != NULL && i < stream->length && entries->len < limit && stream->entries[i] < size; i++)
    g_array_append_val (entries, stream->entries[i]);
  return entries;
}
