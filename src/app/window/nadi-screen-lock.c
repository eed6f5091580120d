/* Sleep and screen lock. */
#include "nadi-screen-lock.h"

/* Who says it, and how; every signal has one boolean that is TRUE at the start of it. */
static const struct
{
  GBusType bus;
  const char *sender, *interface, *member;
} sources[] = {
  { G_BUS_TYPE_SYSTEM, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep" },
  { G_BUS_TYPE_SESSION, "org.gnome.ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged" },
  { G_BUS_TYPE_SESSION, "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged" },
};

struct _NadiScreenLock
{
  GObject parent_instance;
  GCancellable *cancellable;
  GDBusConnection *system, *session;
  guint subscriptions[G_N_ELEMENTS (sources)];
};

static guint locked_signal;

G_DEFINE_FINAL_TYPE (NadiScreenLock, nadi_screen_lock, G_TYPE_OBJECT)

static void
on_signal (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *member,
           GVariant *parameters, gpointer user_data)
{
  gboolean begins = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (begins)
    g_signal_emit (user_data, locked_signal, 0);
}

static void
subscribe (NadiScreenLock *self, GDBusConnection *connection, GBusType bus)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].bus == bus)
      self->subscriptions[i] = g_dbus_connection_signal_subscribe (connection, sources[i].sender, sources[i].interface, sources[i].member, NULL,
                                                                   NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
}

static GDBusConnection *
finish (gpointer user_data, GAsyncResult *result, GBusType bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_bus_get_finish (result, &error);

  /* Cancelled: user_data is gone. No bus: there is nobody to listen to. */
  if (connection != NULL)
    subscribe (user_data, connection, bus);
  return connection;
}

static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *connection = finish (user_data, result, G_BUS_TYPE_SYSTEM);

  if (connection != NULL)
    NADI_SCREEN_LOCK (user_data)->system = connection;
}

static void
on_session_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusConnection *connection = finish (user_data, result, G_BUS_TYPE_SESSION);

  if (connection != NULL)
    NADI_SCREEN_LOCK (user_data)->session = connection;
}

static void
nadi_screen_lock_dispose (GObject *object)
{
  NadiScreenLock *self = NADI_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (self->subscriptions[i] != 0)
        g_dbus_connection_signal_unsubscribe (sources[i].bus == G_BUS_TYPE_SYSTEM ? self->system : self->session, self->subscriptions[i]);
      self->subscriptions[i] = 0;
    }
  g_clear_object (&self->system);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (nadi_screen_lock_parent_class)->dispose (object);
}

static void
nadi_screen_lock_class_init (NadiScreenLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_screen_lock_dispose;
  locked_signal = g_signal_new ("locked", NADI_TYPE_SCREEN_LOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_screen_lock_init (NadiScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
}

NadiScreenLock *
nadi_screen_lock_new (void)
{
  NadiScreenLock *self = g_object_new (NADI_TYPE_SCREEN_LOCK, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_session_bus, self);
  return self;
}
