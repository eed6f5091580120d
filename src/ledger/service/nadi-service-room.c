/* Room on the disk. Whoever has a device may store contents before an event names them; so that nobody fills the disk with
 * what is never named, such contents are swept when they are old, and an organisation may have only so many bytes of them.
 *
 * Who stored what is known since the start only: a restart forgives, and the sweep does not. */
#include "nadi-cid.h"
#include "nadi-service-private.h"
#include "nadi-system-clock.h"

/* A file takes a block of the disk, however short it is. */
#define SMALLEST_CHARGE 4096
#define RECOUNT_US (10 * G_USEC_PER_SEC)

typedef struct
{
  GHashTable *blobs;         /* bytes charged (gsize) by address */
  guint64 bytes;
  gint64 recount_at;         /* not before; monotonic microseconds */
} Account;

struct _NadiRoom
{
  NadiService *service;
  GThread *thread;
  GMutex lock;               /* guards what follows */
  GCond changed;
  gboolean stopping;
  GHashTable *accounts;      /* by organisation */
  guint64 swept;
};

static void
account_free (gpointer data)
{
  Account *account = data;

  g_hash_table_unref (account->blobs);
  g_free (account);
}

/* --- what each organisation has stored that nobody names -------------------------------------------------------------- */

static Account *
account_of (NadiRoom *room, const char *org)
{
  Account *account = g_hash_table_lookup (room->accounts, org);

  if (account == NULL)
    {
      account = g_new0 (Account, 1);
      account->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (room->accounts, g_strdup (org), account);
    }
  return account;
}

static void
recount (NadiRoom *room, Account *account, GHashTable *stored)
{
  GHashTableIter iter;
  gpointer cid, charge;

  g_hash_table_iter_init (&iter, account->blobs);
  while (g_hash_table_iter_next (&iter, &cid, &charge))
    {
      if ((stored == NULL || g_hash_table_contains (stored, cid)) && !nadi_log_names (room->service->options.log, cid))
        continue;
      account->bytes -= GPOINTER_TO_SIZE (charge);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
is_charged (NadiRoom *room, Account *account, const char *cid)
{
  return !g_hash_table_contains (account->blobs, cid) && !nadi_blobs_has (room->service->options.blobs, cid);
}

gboolean
nadi_room_take (NadiRoom *room, const char *org, const NadiRoomItem *items, guint n_items)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&room->lock);
  Account *account = account_of (room, org);
  guint64 limit = room->service->options.unnamed_bytes, more = 0;
  gint64 now = nadi_clock_monotonic (room->service->options.clock);

  for (guint i = 0; i < n_items; i++)
    if (is_charged (room, account, items[i].cid))
      more += MAX (items[i].size, SMALLEST_CHARGE);
  if (account->bytes + more > limit && account->recount_at <= now)
    {
      recount (room, account, NULL);
      account->recount_at = now + RECOUNT_US;
    }
  if (more > 0 && account->bytes + more > limit)
    return FALSE;
  for (guint i = 0; i < n_items; i++)
    if (is_charged (room, account, items[i].cid))
      {
        gsize charge = MAX (items[i].size, SMALLEST_CHARGE);

        g_hash_table_insert (account->blobs, g_strdup (items[i].cid), GSIZE_TO_POINTER (charge));
        account->bytes += charge;
      }
  return TRUE;
}

void
nadi_room_give_back (NadiRoom *room, const char *org, const NadiRoomItem *items, guint n_items)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&room->lock);
  Account *account = account_of (room, org);

  for (guint i = 0; i < n_items; i++)
    {
      if (nadi_blobs_has (room->service->options.blobs, items[i].cid))
        continue; /* other bytes came under the address of what is there */
      account->bytes -= GPOINTER_TO_SIZE (g_hash_table_lookup (account->blobs, items[i].cid));
      g_hash_table_remove (account->blobs, items[i].cid);
    }
}

guint64
nadi_room_swept (NadiRoom *room)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&room->lock);

  return room->swept;
}

/* --- the sweep -------------------------------------------------------------------------------------------------------- */

static void
sweep (NadiRoom *room)
{
  const NadiServiceOptions *options = &room->service->options;
  guint dropped = nadi_log_sweep (options->log, options->keep_unnamed_ms);
  g_auto (GStrv) cids = nadi_blobs_list (options->blobs);
  g_autoptr (GHashTable) stored = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GMutexLocker) locker = NULL;
  GHashTableIter iter;
  gpointer account;

  for (guint i = 0; cids[i] != NULL; i++)
    g_hash_table_add (stored, cids[i]);
  locker = g_mutex_locker_new (&room->lock);
  room->swept += dropped;
  g_hash_table_iter_init (&iter, room->accounts);
  while (g_hash_table_iter_next (&iter, NULL, &account))
    recount (room, account, stored);
}

/* FALSE: stop. */
static gboolean
sleep_for (NadiRoom *room, guint ms)
{
  gint64 until = nadi_clock_monotonic (nadi_system_clock ()) + (gint64) ms * 1000;
  gboolean go_on;

  g_mutex_lock (&room->lock);
  while (!room->stopping && g_cond_wait_until (&room->changed, &room->lock, until))
    ;
  go_on = !room->stopping;
  g_mutex_unlock (&room->lock);
  return go_on;
}

static gpointer
run (gpointer data)
{
  NadiRoom *room = data;
  guint ms = room->service->options.first_sweep_ms;

  while (sleep_for (room, ms))
    {
      sweep (room);
      ms = room->service->options.sweep_ms;
    }
  return NULL;
}

NadiRoom *
nadi_room_new (NadiService *service)
{
  NadiRoom *room = g_new0 (NadiRoom, 1);

  room->service = service;
  g_mutex_init (&room->lock);
  g_cond_init (&room->changed);
  room->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, account_free);
  room->thread = g_thread_new ("nadi-room", run, room);
  return room;
}

void
nadi_room_free (NadiRoom *room)
{
  g_mutex_lock (&room->lock);
  room->stopping = TRUE;
  g_cond_signal (&room->changed);
  g_mutex_unlock (&room->lock);
  g_thread_join (room->thread);
  g_hash_table_unref (room->accounts);
  g_cond_clear (&room->changed);
  g_mutex_clear (&room->lock);
  g_free (room);
}
