/* Idle time. Input only notes the time; a timer that ticks slowly, and each second during the warning, does the rest. */
#include "nadi-idle.h"

#define SLOW_TICK 5 /* seconds */

struct _NadiIdle
{
  GObject parent_instance;
  NadiDesk *desk;
  GListModel *toplevels;
  gint64 limit;              /* ms */
  gint64 last;               /* when there was input, ms of the desk's clock */
  guint source;
  gboolean warned;
};

enum
{
  WARN,
  STAY,
  IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiIdle, nadi_idle, G_TYPE_OBJECT)

static void tick_every (NadiIdle *self, guint seconds);

void
nadi_idle_touch (NadiIdle *self)
{
  self->last = nadi_desk_now (self->desk);
  if (!self->warned)
    return;
  self->warned = FALSE;
  tick_every (self, SLOW_TICK);
  g_signal_emit (self, signals[STAY], 0);
}

void
nadi_idle_check (NadiIdle *self)
{
  gint64 now = nadi_desk_now (self->desk);
  gint64 left;

  if (self->limit == 0)
    return;
  /* The clock was set back. */
  if (now < self->last)
    self->last = now;
  left = self->last + self->limit - now;
  if (left <= 0)
    {
      nadi_idle_stop (self);
      g_signal_emit (self, signals[IDLE], 0);
    }
  else if (left <= NADI_IDLE_WARNING * 1000)
    {
      if (!self->warned)
        tick_every (self, 1);
      self->warned = TRUE;
      g_signal_emit (self, signals[WARN], 0, (guint) ((left + 999) / 1000));
    }
}

static gboolean
on_tick (gpointer user_data)
{
  nadi_idle_check (user_data);
  return G_SOURCE_CONTINUE;
}

static void
tick_every (NadiIdle *self, guint seconds)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add_seconds (seconds, on_tick, self);
}

void
nadi_idle_start (NadiIdle *self, guint minutes)
{
  nadi_idle_stop (self);
  self->limit = (gint64) minutes * 60 * 1000;
  self->last = nadi_desk_now (self->desk);
  if (minutes > 0)
    tick_every (self, SLOW_TICK);
}

void
nadi_idle_stop (NadiIdle *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->limit = 0;
  self->warned = FALSE;
}

/* --- input -------------------------------------------------------------------------------------------------------- */

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, NadiIdle *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_TOUCH_BEGIN:
    case GDK_SCROLL:
      nadi_idle_touch (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
watch (NadiIdle *self, GtkWidget *window)
{
  static const char watched[] = "nadi-idle";
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (window), watched) != NULL)
    return;
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (window, controller);
  g_object_set_data (G_OBJECT (window), watched, controller);
}

static void
on_toplevels_changed (NadiIdle *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (self->toplevels, i);

      watch (self, window);
    }
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
nadi_idle_dispose (GObject *object)
{
  NadiIdle *self = NADI_IDLE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_idle_parent_class)->dispose (object);
}

static void
nadi_idle_class_init (NadiIdleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_idle_dispose;
  signals[WARN] = g_signal_new ("warn", NADI_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[STAY] = g_signal_new ("stay", NADI_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[IDLE] = g_signal_new ("idle", NADI_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
nadi_idle_init (NadiIdle *self)
{
  self->toplevels = gtk_window_get_toplevels ();
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (on_toplevels_changed), self, G_CONNECT_SWAPPED);
}

NadiIdle *
nadi_idle_new (NadiDesk *desk)
{
  NadiIdle *self = g_object_new (NADI_TYPE_IDLE, NULL);

  self->desk = g_object_ref (desk);
  on_toplevels_changed (self);
  return self;
}
