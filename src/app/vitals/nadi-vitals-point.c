/* A measurement as a widget. */
#include "nadi-vitals-point.h"

#include "nadi-ui.h"
#include "nadi-vitals-plot.h"

struct _NadiVitalsPoint
{
  GtkWidget parent_instance;
  NadiTrendPoint point;      /* visit is not looked at: it may be gone */
  char *visit;               /* id, or NULL */
};

G_DEFINE_FINAL_TYPE (NadiVitalsPoint, nadi_vitals_point, GTK_TYPE_WIDGET)

const NadiTrendPoint *
nadi_vitals_point_get (NadiVitalsPoint *self)
{
  return &self->point;
}

static void
nadi_vitals_point_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NadiVitalsPoint *self = NADI_VITALS_POINT (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  NadiTrendColours colours;

  nadi_vitals_plot_colours (widget, &colours);
  nadi_trend_draw_point (cairo, &self->point, width / 2.0, NADI_VITALS_POINT_ROOM, height - NADI_VITALS_POINT_ROOM, &colours);
  cairo_destroy (cairo);
}

static void
show_visit (NadiVitalsPoint *self)
{
  if (self->visit != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "chart.show", "s", self->visit);
}

static void
on_released (NadiVitalsPoint *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  show_visit (self);
}

static gboolean
on_activate (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  show_visit (NADI_VITALS_POINT (widget));
  return TRUE;
}

static void
nadi_vitals_point_finalize (GObject *object)
{
  g_free (NADI_VITALS_POINT (object)->visit);
  G_OBJECT_CLASS (nadi_vitals_point_parent_class)->finalize (object);
}

static void
nadi_vitals_point_class_init (NadiVitalsPointClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nadi_vitals_point_finalize;
  widget_class->snapshot = nadi_vitals_point_snapshot;
  gtk_widget_class_set_css_name (widget_class, "vitalspoint");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_activate, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_activate, NULL);
}

static void
nadi_vitals_point_init (NadiVitalsPoint *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (click, "released", G_CALLBACK (on_released), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
nadi_vitals_point_new (const NadiTrendPoint *point, const char *spoken)
{
  NadiVitalsPoint *self = g_object_new (NADI_TYPE_VITALS_POINT, "tooltip-text", spoken, NULL);

  self->point = *point;
  self->visit = point->visit != NULL ? g_strdup (point->visit->id) : NULL;
  self->point.visit = NULL;
  nadi_ui_set_name (GTK_WIDGET (self), spoken);
  return GTK_WIDGET (self);
}
