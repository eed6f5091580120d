/* The desk's life: opened, told of news, sending, locked. */
#include "nadi-desk-private.h"

#include "nadi-session-error.h"
#include "nadi-system-clock.h"

enum
{
  OPENED,
  LOCKING,
  LOCKED,
  STATUS_CHANGED,
  NEWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiDesk, nadi_desk, G_TYPE_OBJECT)

/* --- status ------------------------------------------------------------------------------------------------------- */

void
nadi_desk_refresh (NadiDesk *self)
{
  g_clear_pointer (&self->status, nadi_session_status_free);
  if (self->session != NULL)
    self->status = nadi_session_get_status (self->session);
  g_signal_emit (self, signals[STATUS_CHANGED], 0);
}

/* --- news --------------------------------------------------------------------------------------------------------- */

typedef struct
{
  GWeakRef desk;
  NadiNewsKind kind;
  char *patient;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_weak_ref_clear (&told->desk);
  g_free (told->patient);
  g_free (told);
}

/* As if it had been noticed before anybody signed in. */
static void
lock_for_decay (NadiDesk *self)
{
  g_clear_error (&self->trouble);
  g_set_error_literal (&self->trouble, NADI_SESSION_ERROR, NADI_SESSION_ERROR_DECAYED, "what is stored on this device is damaged");
  nadi_desk_lock (self);
}

static gboolean
on_told (gpointer data)
{
  Told *told = data;
  g_autoptr (NadiDesk) self = g_weak_ref_get (&told->desk);

  if (self == NULL || self->session == NULL)
    return G_SOURCE_REMOVE;
  /* After a thousand news the status is told once. */
  if (told->kind != NADI_NEWS_STATUS)
    {
      g_signal_emit (self, signals[NEWS], 0, (int) told->kind, told->patient);
      return G_SOURCE_REMOVE;
    }
  nadi_desk_refresh (self);
  if (self->status != NULL && self->status->decayed)
    lock_for_decay (self);
  return G_SOURCE_REMOVE;
}

/* In the watch's thread. */
static void
on_news (const NadiNews *news, gpointer user_data)
{
  Told *told = g_new0 (Told, 1);

  g_weak_ref_init (&told->desk, user_data);
  told->kind = news->kind;
  told->patient = g_strdup (news->patient);
  /* Not g_main_context_invoke(): while nobody runs the main loop (at the end, in between two of them) that calls from here. */
  g_idle_add_full (G_PRIORITY_DEFAULT, on_told, told, told_free);
}

/* --- sending ------------------------------------------------------------------------------------------------------ */

static gboolean
sync_now (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return nadi_session_sync (session, NULL, NULL, NULL, cancellable, error);
}

static void
on_sent (gpointer owner, gpointer data, const GError *error)
{
  NadiDesk *self = NADI_DESK (owner);

  /* What could not be sent waits in the outbox, and the status says so. */
  self->sending = FALSE;
  nadi_desk_refresh (self);
  if (self->status != NULL)
    self->unsent = MIN (self->unsent, self->status->unsent);
  if (self->send_again && self->session != NULL)
    nadi_desk_send (self);
  self->send_again = FALSE;
}

void
nadi_desk_send (NadiDesk *self)
{
  if (self->session == NULL)
    return;
  nadi_desk_refresh (self);
  self->unsent = self->status->unsent;
  if (self->sending)
    {
      self->send_again = TRUE;
      return;
    }
  self->sending = TRUE;
  nadi_desk_run (self, sync_now, NULL, NULL, NULL, self, on_sent);
}

void
nadi_desk_send_new (NadiDesk *self)
{
  g_autoptr (NadiSessionStatus) status = NULL;

  if (self->session == NULL)
    return;
  status = nadi_session_get_status (self->session);
  if (status->unsent > self->unsent)
    nadi_desk_send (self);
}

/* --- opening and locking ------------------------------------------------------------------------------------------ */

void
nadi_desk_take_session (NadiDesk *self, NadiSession *session)
{
  g_return_if_fail (self->session == NULL);
  g_clear_error (&self->trouble);
  self->session = session;
  self->watch = nadi_session_watch (session, FALSE, on_news, self, NULL);
  nadi_desk_refresh (self);
  g_signal_emit (self, signals[OPENED], 0);
}

typedef struct
{
  NadiDrain *drain;
  NadiWatch *watch;
  NadiSession *session;
} Closing;

static gpointer
close_in_thread (gpointer data)
{
  Closing *closing = data;

  nadi_drain_wait (closing->drain);
  g_clear_pointer (&closing->watch, nadi_watch_stop);
  nadi_session_close (closing->session);
  nadi_session_unref (closing->session);
  g_free (closing);
  return NULL;
}

void
nadi_desk_lock (NadiDesk *self)
{
  Closing *closing;

  if (self->session == NULL || self->drain != NULL)
    return;
  self->drain = nadi_drain_new ();
  g_signal_emit (self, signals[LOCKING], 0);
  closing = g_new0 (Closing, 1);
  closing->drain = g_steal_pointer (&self->drain);
  closing->watch = g_steal_pointer (&self->watch);
  closing->session = g_steal_pointer (&self->session);
  g_clear_pointer (&self->closing, g_thread_join);
  self->closing = g_thread_new ("nadi-lock", close_in_thread, closing);
  self->sending = FALSE;
  self->send_again = FALSE;
  self->unsent = 0;
  g_signal_emit (self, signals[LOCKED], 0);
  nadi_desk_refresh (self);
}

/* --- what it says ------------------------------------------------------------------------------------------------- */

const char *
nadi_desk_get_folder (NadiDesk *self)
{
  return self->folder;
}

const NadiSessionOptions *
nadi_desk_get_options (NadiDesk *self)
{
  return &self->options;
}

gboolean
nadi_desk_has_profile (NadiDesk *self)
{
  g_autofree char *path = g_build_filename (self->folder, "profile.json", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

const GError *
nadi_desk_get_trouble (NadiDesk *self)
{
  return self->trouble;
}

GPtrArray *
nadi_desk_list_accounts (NadiDesk *self, GError **error)
{
  return nadi_session_list_accounts (self->folder, error);
}

gboolean
nadi_desk_is_open (NadiDesk *self)
{
  return self->session != NULL;
}

NadiSession *
nadi_desk_get_session (NadiDesk *self)
{
  return self->session;
}

const NadiSessionStatus *
nadi_desk_get_status (NadiDesk *self)
{
  return self->status;
}

gint64
nadi_desk_now (NadiDesk *self)
{
  return nadi_clock_now (self->clock);
}

gint32
nadi_desk_today (NadiDesk *self)
{
  gint64 now = nadi_desk_now (self) / 1000;
  int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, now);
  gint32 offset = interval >= 0 ? g_time_zone_get_offset (self->zone, interval) : 0;

  return (gint32) ((now + offset) / 86400);
}

GTimeZone *
nadi_desk_get_zone (NadiDesk *self)
{
  return self->zone;
}

static void
nadi_desk_dispose (GObject *object)
{
  NadiDesk *self = NADI_DESK (object);

  nadi_desk_lock (self);
  g_clear_pointer (&self->closing, g_thread_join);
  G_OBJECT_CLASS (nadi_desk_parent_class)->dispose (object);
}

static void
nadi_desk_finalize (GObject *object)
{
  NadiDesk *self = NADI_DESK (object);

  g_free (self->folder);
  g_clear_error (&self->trouble);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (nadi_desk_parent_class)->finalize (object);
}

static void
nadi_desk_class_init (NadiDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = nadi_desk_dispose;
  object_class->finalize = nadi_desk_finalize;
  signals[OPENED] = g_signal_new ("opened", NADI_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCKING] = g_signal_new ("locking", NADI_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOCKED] = g_signal_new ("locked", NADI_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STATUS_CHANGED] = g_signal_new ("status-changed", NADI_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NEWS] = g_signal_new ("news", NADI_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
nadi_desk_init (NadiDesk *self)
{
}

NadiDesk *
nadi_desk_new (const char *folder, const NadiSessionOptions *options)
{
  NadiDesk *self = g_object_new (NADI_TYPE_DESK, NULL);

  self->folder = g_canonicalize_filename (folder, NULL);
  if (options != NULL)
    self->options = *options;
  self->clock = self->options.clock != NULL ? self->options.clock : nadi_system_clock ();
  self->zone = g_time_zone_new_local ();
  return self;
}
