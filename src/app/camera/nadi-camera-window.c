/* A thread reads the camera; the newest picture is shown, older ones that nobody saw are let go. */
#include "nadi-camera-window.h"

#include <glib/gi18n.h>

#include "nadi-photo.h"
#include "nadi-ui.h"

/* What thread and window have in common; lives until both have let it go. */
typedef struct
{
  const NadiCameraSource *source;
  GCancellable *cancellable;
  GMutex lock;
  GdkPixbuf *newest;         /* not shown yet; NULL: none */
  GError *error;             /* why there are no more */
  NadiCameraWindow *window;  /* NULL: gone; main thread only */
} Feed;

struct _NadiCameraWindow
{
  AdwWindow parent_instance;
  const NadiCameraSource *source;
  Feed *feed;                /* while the window is shown */
  GThread *thread;
  GdkPixbuf *shown;

  GtkStack *stack;
  GtkPicture *picture;
  AdwStatusPage *none;
  GtkWidget *take;
};

static guint taken_signal;

G_DEFINE_FINAL_TYPE (NadiCameraWindow, nadi_camera_window, ADW_TYPE_WINDOW)

/* --- the thread ----------------------------------------------------------------------------------------------------- */

static void
feed_clear (gpointer data)
{
  Feed *feed = data;

  g_clear_object (&feed->cancellable);
  g_clear_object (&feed->newest);
  g_clear_error (&feed->error);
  g_mutex_clear (&feed->lock);
}

static void
feed_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, feed_clear);
}

static gboolean on_news (gpointer data);

static void
tell (Feed *feed, GdkPixbuf *picture, GError *error)
{
  gboolean first;

  g_mutex_lock (&feed->lock);
  first = feed->newest == NULL;
  g_set_object (&feed->newest, picture);
  feed->error = error;
  g_mutex_unlock (&feed->lock);
  if (first)
    /* Not g_main_context_invoke(): while nobody runs the main loop that calls from here. */
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_news, g_atomic_rc_box_acquire (feed), feed_unref);
}

static gpointer
read_camera (gpointer data)
{
  Feed *feed = data;
  GError *error = NULL;
  gpointer camera = feed->source->open (&error);
  GdkPixbuf *picture;

  while (camera != NULL && (picture = feed->source->next (camera, feed->cancellable, &error)) != NULL)
    {
      tell (feed, picture, NULL);
      g_object_unref (picture);
    }
  if (camera != NULL)
    feed->source->close (camera);
  tell (feed, NULL, error);
  feed_unref (feed);
  return NULL;
}

/* --- the window ----------------------------------------------------------------------------------------------------- */

static void
show_none (NadiCameraWindow *self, const GError *error)
{
  int code = error->domain == NADI_CAMERA_ERROR ? error->code : NADI_CAMERA_ERROR_BROKEN;

  gtk_widget_set_sensitive (self->take, FALSE);
  adw_status_page_set_title (self->none, code == NADI_CAMERA_ERROR_NONE     ? _("No camera found")
                                         : code == NADI_CAMERA_ERROR_BUSY   ? _("The camera is in use")
                                         : code == NADI_CAMERA_ERROR_DENIED ? _("Nadi may not use the camera")
                                                                            : _("The camera gives no picture"));
  adw_status_page_set_description (self->none, code == NADI_CAMERA_ERROR_NONE     ? _("Plug one in and open this window again, or choose a photo from a file.")
                                               : code == NADI_CAMERA_ERROR_BUSY   ? _("Close the other program that shows its picture, and open this window again.")
                                               : code == NADI_CAMERA_ERROR_DENIED ? _("Ask whoever looks after this computer to allow cameras, or choose a photo from a file.")
                                                                                  : _("Plug it in anew or try another one, or choose a photo from a file."));
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static GdkTexture *
texture_of (GdkPixbuf *pixbuf)
{
  int side = MIN (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf));
  g_autoptr (GdkPixbuf) square = gdk_pixbuf_new_subpixbuf (pixbuf, (gdk_pixbuf_get_width (pixbuf) - side) / 2,
                                                           (gdk_pixbuf_get_height (pixbuf) - side) / 2, side, side);

  return gdk_texture_new_for_pixbuf (square);
}

static gboolean
on_news (gpointer data)
{
  Feed *feed = data;
  NadiCameraWindow *self = feed->window;
  g_autoptr (GdkPixbuf) newest = NULL;
  const GError *ended;

  g_mutex_lock (&feed->lock);
  newest = g_steal_pointer (&feed->newest);
  ended = feed->error;
  g_mutex_unlock (&feed->lock);
  if (self == NULL)
    return G_SOURCE_REMOVE;
  if (newest != NULL)
    {
      g_autoptr (GdkTexture) texture = texture_of (newest);

      if (self->shown == NULL)
        {
          gtk_widget_set_sensitive (self->take, TRUE);
          gtk_stack_set_visible_child_name (self->stack, "picture");
          gtk_widget_grab_focus (self->take);
        }
      g_set_object (&self->shown, newest);
      gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
    }
  else if (ended != NULL)
    show_none (self, ended);
  return G_SOURCE_REMOVE;
}

static void
on_take (NadiCameraWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) photo = self->shown != NULL ? nadi_photo_from_pixbuf (self->shown, &error) : NULL;

  if (error != NULL)
    show_none (self, error);
  if (photo == NULL)
    return;
  g_signal_emit (self, taken_signal, 0, photo);
  gtk_window_close (GTK_WINDOW (self));
}

static void
stop (NadiCameraWindow *self)
{
  if (self->feed == NULL)
    return;
  self->feed->window = NULL;
  g_cancellable_cancel (self->feed->cancellable);
  g_clear_pointer (&self->thread, g_thread_unref);
  g_clear_pointer (&self->feed, feed_unref);
}

static void
start (NadiCameraWindow *self)
{
  Feed *feed = g_atomic_rc_box_new0 (Feed);

  stop (self);
  g_mutex_init (&feed->lock);
  feed->source = self->source;
  feed->cancellable = g_cancellable_new ();
  feed->window = self;
  self->feed = feed;
  self->thread = g_thread_new ("camera", read_camera, g_atomic_rc_box_acquire (feed));
}

static void
nadi_camera_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nadi_camera_window_parent_class)->map (widget);
  start (NADI_CAMERA_WINDOW (widget));
}

/* Out of sight, at the lock, it looks at nobody and keeps no picture. */
static void
nadi_camera_window_unmap (GtkWidget *widget)
{
  NadiCameraWindow *self = NADI_CAMERA_WINDOW (widget);

  stop (self);
  g_clear_object (&self->shown);
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_widget_set_sensitive (self->take, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  GTK_WIDGET_CLASS (nadi_camera_window_parent_class)->unmap (widget);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
nadi_camera_window_dispose (GObject *object)
{
  stop (NADI_CAMERA_WINDOW (object));
  g_clear_object (&NADI_CAMERA_WINDOW (object)->shown);
  G_OBJECT_CLASS (nadi_camera_window_parent_class)->dispose (object);
}

static void
nadi_camera_window_class_init (NadiCameraWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_camera_window_dispose;
  widget_class->map = nadi_camera_window_map;
  widget_class->unmap = nadi_camera_window_unmap;
  taken_signal = g_signal_new ("taken", NADI_TYPE_CAMERA_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  nadi_ui_class_set_template (widget_class, "nadi-camera-window");
  gtk_widget_class_bind_template_child (widget_class, NadiCameraWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiCameraWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, NadiCameraWindow, none);
  gtk_widget_class_bind_template_child (widget_class, NadiCameraWindow, take);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
nadi_camera_window_init (NadiCameraWindow *self)
{
  self->source = &nadi_camera_of_system;
  gtk_widget_init_template (GTK_WIDGET (self));
}

NadiCameraWindow *
nadi_camera_window_new (GtkWindow *parent, const NadiCameraSource *source)
{
  NadiCameraWindow *self = g_object_new (NADI_TYPE_CAMERA_WINDOW, "transient-for", parent, NULL);

  self->source = source != NULL ? source : &nadi_camera_of_system;
  return self;
}
