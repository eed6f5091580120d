/* Open addressing with linear probing, 24 bytes a place: millions of ids fit into memory. Ids are chosen by whoever sends
 * the event, so the hash is keyed with a secret of this process. */
#include "nadi-event-index.h"

#include <string.h>

#include "nadi-random-system.h"
#include "nadi-uuid.h"

#define FIRST_CAPACITY 1024 /* a power of two */

typedef struct
{
  guint64 high;
  guint64 low;
  guint64 after; /* the entry's index + 1; 0 is an empty place */
} Place;

struct _NadiEventIndex
{
  Place *places;
  gsize capacity;
  gsize used;
  guint64 secret[2];
};

static void
read_id (const char *id, guint64 *high, guint64 *low)
{
  guint8 bytes[16] = { 0 };

  nadi_uuid_to_bytes (id, bytes);
  memcpy (high, bytes, 8);
  memcpy (low, bytes + 8, 8);
}

static gsize
place_of (NadiEventIndex *self, guint64 high, guint64 low)
{
  unsigned __int128 product = (unsigned __int128) (high ^ self->secret[0]) * (low ^ self->secret[1]);
  guint64 folded = (guint64) product ^ (guint64) (product >> 64);

  product = (unsigned __int128) (folded ^ self->secret[1]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (gsize) ((guint64) product ^ (guint64) (product >> 64)) & (self->capacity - 1);
}

/* The place of this id, or the empty one where it would go. */
static Place *
find_place (NadiEventIndex *self, guint64 high, guint64 low)
{
  gsize at = place_of (self, high, low);

  while (self->places[at].after != 0 && (self->places[at].high != high || self->places[at].low != low))
    at = (at + 1) & (self->capacity - 1);
  return &self->places[at];
}

static void
grow (NadiEventIndex *self)
{
  g_autofree Place *old = self->places;
  gsize old_capacity = self->capacity;

  self->capacity *= 2;
  self->places = g_new0 (Place, self->capacity);
  for (gsize i = 0; i < old_capacity; i++)
    {
      if (old[i].after != 0)
        *find_place (self, old[i].high, old[i].low) = old[i];
    }
}

NadiEventIndex *
nadi_event_index_new (void)
{
  NadiEventIndex *self = g_new0 (NadiEventIndex, 1);

  self->capacity = FIRST_CAPACITY;
  self->places = g_new0 (Place, self->capacity);
  nadi_random_fill (nadi_random_system (), (guint8 *) self->secret, sizeof self->secret);
  return self;
}

void
nadi_event_index_free (NadiEventIndex *self)
{
  if (self == NULL)
    return;
  g_free (self->places);
  g_free (self);
}

void
nadi_event_index_add (NadiEventIndex *self, const char *id, guint64 entry)
{
  guint64 high, low;
  Place *place;

  if ((self->used + 1) * 4 > self->capacity * 3)
    grow (self);
  read_id (id, &high, &low);
  place = find_place (self, high, low);
  self->used += place->after == 0;
  *place = (Place) { high, low, entry + 1 };
}

gboolean
nadi_event_index_find (NadiEventIndex *self, const char *id, guint64 *entry)
{
  guint64 high, low;
  Place *place;

  if (!nadi_uuid_valid (id))
    return FALSE;
  read_id (id, &high, &low);
  place = find_place (self, high, low);
  if (place->after == 0)
    return FALSE;
  *entry = place->after - 1;
  return TRUE;
}
