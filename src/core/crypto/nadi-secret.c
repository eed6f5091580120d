/* Secret memory.
 *
 * Small secrets share blocks of locked pages, because mlock() works on pages and the limit for an ordinary
 * user is a few thousand of them; larger ones have pages of their own. A slot is wiped when it is given back
 * and blocks come zeroed from the system, so a slot that is handed out is always zero. Where locking is
 * refused (a tiny RLIMIT_MEMLOCK, a container) the memory is used unlocked: still wiped, still out of core
 * dumps. */
#include "nadi-secret.h"

#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define BLOCK_SIZE (64 * 1024)
#define SMALLEST_SLOT 32
#define N_CLASSES 8 /* slots of 32, 64, … 4096 bytes */

struct _NadiSecret
{
  gint references;
  gint slot_class; /* N_CLASSES: pages of its own */
  gsize size;
  guint8 *data;
};

/* Lies in a free slot; cleared before the slot is handed out. */
typedef struct _FreeSlot FreeSlot;
struct _FreeSlot
{
  FreeSlot *next;
};

static GMutex pool_lock;
static FreeSlot *pool[N_CLASSES];

static gsize
slot_size (gint slot_class)
{
  return (gsize) SMALLEST_SLOT << slot_class;
}

static gint
class_for (gsize size)
{
  gint slot_class = 0;
  while (slot_class < N_CLASSES && slot_size (slot_class) < size)
    slot_class++;
  return slot_class;
}

static guint8 *
map_pages (gsize size)
{
  void *pages = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  /* As with g_malloc(), no program goes on from here. */
  if (pages == MAP_FAILED)
    g_error ("No memory for a secret of %" G_GSIZE_FORMAT " bytes", size);
  madvise (pages, size, MADV_DONTDUMP);
  mlock (pages, size);
  return pages;
}

static void
give_slot (gint slot_class, guint8 *data)
{
  FreeSlot *slot = (FreeSlot *) (void *) data;
  slot->next = pool[slot_class];
  pool[slot_class] = slot;
}

static guint8 *
take_slot (gint slot_class)
{
  g_mutex_lock (&pool_lock);
  if (pool[slot_class] == NULL)
    {
      guint8 *block = map_pages (BLOCK_SIZE);
      for (gsize offset = BLOCK_SIZE; offset > 0; offset -= slot_size (slot_class))
        give_slot (slot_class, block + offset - slot_size (slot_class));
    }
  FreeSlot *slot = pool[slot_class];
  pool[slot_class] = slot->next;
  slot->next = NULL;
  g_mutex_unlock (&pool_lock);
  return (guint8 *) slot;
}

NadiSecret *
nadi_secret_new (gsize size)
{
  NadiSecret *secret = g_new (NadiSecret, 1);
  secret->references = 1;
  secret->size = size;
  secret->slot_class = class_for (size);
  secret->data = secret->slot_class < N_CLASSES ? take_slot (secret->slot_class) : map_pages (size);
  return secret;
}

NadiSecret *
nadi_secret_new_copy (const guint8 *data, gsize size)
{
  NadiSecret *secret = nadi_secret_new (size);
  if (size > 0)
    memcpy (secret->data, data, size);
  return secret;
}

NadiSecret *
nadi_secret_new_random (NadiRandom *random, gsize size)
{
  NadiSecret *secret = nadi_secret_new (size);
  nadi_random_fill (random, secret->data, size);
  return secret;
}

NadiSecret *
nadi_secret_ref (NadiSecret *secret)
{
  g_atomic_int_inc (&secret->references);
  return secret;
}

void
nadi_secret_unref (NadiSecret *secret)
{
  if (secret == NULL || !g_atomic_int_dec_and_test (&secret->references))
    return;
  if (secret->slot_class < N_CLASSES)
    {
      nadi_wipe (secret->data, slot_size (secret->slot_class));
      g_mutex_lock (&pool_lock);
      give_slot (secret->slot_class, secret->data);
      g_mutex_unlock (&pool_lock);
    }
  else
    {
      nadi_wipe (secret->data, secret->size);
      munmap (secret->data, secret->size);
    }
  g_free (secret);
}

guint8 *
nadi_secret_data (NadiSecret *secret)
{
  return secret->data;
}

gsize
nadi_secret_size (NadiSecret *secret)
{
  return secret->size;
}

void
nadi_wipe (gpointer data, gsize size)
{
  if (size > 0)
    explicit_bzero (data, size);
}

gboolean
nadi_equal_secret (const guint8 *a, const guint8 *b, gsize size)
{
  return size == 0 || gnutls_memcmp (a, b, size) == 0;
}

void
nadi_harden_process (void)
{
  struct rlimit none = { 0, 0 };
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &none);
}
