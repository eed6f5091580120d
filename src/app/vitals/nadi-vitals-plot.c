/* The field. What it draws itself is kept as a render node until its size, its theme or the trend changes. */
#include "nadi-vitals-plot.h"

#include <glib/gi18n.h>

#include "nadi-ui.h"
#include "nadi-vitals-point.h"
#include "nadi-vitals-text.h"

struct _NadiVitalsPlot
{
  GtkWidget parent_instance;
  const NadiTrend *trend;
  GTimeZone *zone;
  NadiTrendDrawing *drawing; /* for the present size */
  GskRenderNode *ground;     /* the drawing, rendered */
  GPtrArray *points;         /* NadiVitalsPoint, oldest first; children */
  guint current;             /* the one that Tab comes to */
};

static guint point_signal;

G_DEFINE_FINAL_TYPE (NadiVitalsPlot, nadi_vitals_plot, GTK_TYPE_WIDGET)

static gboolean
look_up (GtkStyleContext *context, const char *name, GdkRGBA *colour)
{
  GdkRGBA found;

  if (!gtk_style_context_lookup_color (context, name, &found))
    return FALSE;
  *colour = found;
  return TRUE;
}

void
nadi_vitals_plot_colours (GtkWidget *widget, NadiTrendColours *colours)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  gtk_style_context_get_color (context, &colours->text);
  colours->line = colours->band = colours->outside = colours->text;
  look_up (context, "accent_color", &colours->line);
  look_up (context, "success_color", &colours->band);
  look_up (context, "error_color", &colours->outside);
}

/* --- points ------------------------------------------------------------------------------------------------------- */

static void
forget_drawing (NadiVitalsPlot *self)
{
  g_clear_pointer (&self->drawing, nadi_trend_drawing_free);
  g_clear_pointer (&self->ground, gsk_render_node_unref);
}

static void
drop_points (NadiVitalsPlot *self)
{
  for (guint i = 0; i < self->points->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->points, i));
  g_ptr_array_set_size (self->points, 0);
}

static void
on_point_focus (GtkEventControllerFocus *controller, NadiVitalsPlot *self)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  guint at;

  if (!g_ptr_array_find (self->points, widget, &at))
    return;
  self->current = at;
  g_signal_emit (self, point_signal, 0, gtk_widget_get_tooltip_text (widget));
}

static void
add_point (NadiVitalsPlot *self, const NadiTrendPoint *point)
{
  g_autofree char *spoken = nadi_vitals_text_point (self->trend, point, self->zone);
  GtkWidget *widget = nadi_vitals_point_new (point, spoken);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (on_point_focus), self, 0);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_set_parent (widget, GTK_WIDGET (self));
  g_ptr_array_add (self->points, widget);
}

void
nadi_vitals_plot_show (NadiVitalsPlot *self, const NadiTrend *trend, GTimeZone *zone)
{
  guint n = trend != NULL ? trend->points->len : 0;
  guint first = n > NADI_TREND_MOST_POINTS ? n - NADI_TREND_MOST_POINTS : 0;

  forget_drawing (self);
  drop_points (self);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->trend = n > 0 ? trend : NULL;
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  for (guint i = first; i < n; i++)
    add_point (self, &g_array_index (trend->points, NadiTrendPoint, i));
  self->current = self->points->len > 0 ? self->points->len - 1 : 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- walking ------------------------------------------------------------------------------------------------------ */

static gboolean
go_to (NadiVitalsPlot *self, int at)
{
  if (self->points->len == 0)
    return FALSE;
  self->current = (guint) CLAMP (at, 0, (int) self->points->len - 1);
  return gtk_widget_grab_focus (g_ptr_array_index (self->points, self->current));
}

static gboolean
nadi_vitals_plot_focus (GtkWidget *widget, GtkDirectionType direction)
{
  NadiVitalsPlot *self = NADI_VITALS_PLOT (widget);
  gboolean inside = gtk_widget_get_focus_child (widget) != NULL;
  int step = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (!inside)
    return go_to (self, (int) self->current);
  if (direction == GTK_DIR_RIGHT)
    return go_to (self, (int) self->current + step);
  if (direction == GTK_DIR_LEFT)
    return go_to (self, (int) self->current - step);
  return FALSE;
}

static gboolean
on_end (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  NadiVitalsPlot *self = NADI_VITALS_PLOT (widget);

  return go_to (self, g_variant_get_boolean (arguments) ? (int) self->points->len - 1 : 0);
}

static gboolean
nadi_vitals_plot_grab_focus (GtkWidget *widget)
{
  return go_to (NADI_VITALS_PLOT (widget), (int) NADI_VITALS_PLOT (widget)->current);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_vitals_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 160;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 720 : 320;
}

static void
nadi_vitals_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NadiVitalsPlot *self = NADI_VITALS_PLOT (widget);
  guint first;

  forget_drawing (self);
  if (self->trend == NULL)
    return;
  self->drawing = nadi_trend_drawing_new (self->trend, gtk_widget_get_pango_context (widget), width, height,
                                          gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL, self->zone);
  first = nadi_trend_drawing_first (self->drawing);
  for (guint i = 0; i < self->points->len; i++)
    {
      double x, above, below;
      GtkAllocation place;

      nadi_trend_drawing_locate (self->drawing, first + i, &x, &above, &below);
      place.x = (int) x - NADI_VITALS_POINT_ROOM;
      place.y = (int) above - NADI_VITALS_POINT_ROOM;
      place.width = 2 * NADI_VITALS_POINT_ROOM;
      place.height = (int) below - (int) above + 2 * NADI_VITALS_POINT_ROOM;
      gtk_widget_size_allocate (g_ptr_array_index (self->points, i), &place, -1);
    }
}

static void
nadi_vitals_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NadiVitalsPlot *self = NADI_VITALS_PLOT (widget);

  if (self->drawing != NULL && self->ground == NULL)
    {
      const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
      NadiTrendColours colours;
      cairo_t *cairo;

      self->ground = gsk_cairo_node_new (&bounds);
      cairo = gsk_cairo_node_get_draw_context (self->ground);
      nadi_vitals_plot_colours (widget, &colours);
      nadi_trend_drawing_draw (self->drawing, cairo, &colours, FALSE);
      cairo_destroy (cairo);
    }
  if (self->ground != NULL)
    gtk_snapshot_append_node (snapshot, self->ground);
  GTK_WIDGET_CLASS (nadi_vitals_plot_parent_class)->snapshot (widget, snapshot);
}

/* Another theme, font or direction. */
static void
nadi_vitals_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nadi_vitals_plot_parent_class)->css_changed (widget, change);
  g_clear_pointer (&NADI_VITALS_PLOT (widget)->ground, gsk_render_node_unref);
  gtk_widget_queue_resize (widget);
}

static void
nadi_vitals_plot_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (nadi_vitals_plot_parent_class)->direction_changed (widget, previous);
  gtk_widget_queue_resize (widget);
}

static void
nadi_vitals_plot_dispose (GObject *object)
{
  NadiVitalsPlot *self = NADI_VITALS_PLOT (object);

  drop_points (self);
  forget_drawing (self);
  self->trend = NULL;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (nadi_vitals_plot_parent_class)->dispose (object);
}

static void
nadi_vitals_plot_finalize (GObject *object)
{
  g_ptr_array_unref (NADI_VITALS_PLOT (object)->points);
  G_OBJECT_CLASS (nadi_vitals_plot_parent_class)->finalize (object);
}

static void
nadi_vitals_plot_class_init (NadiVitalsPlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nadi_vitals_plot_dispose;
  object_class->finalize = nadi_vitals_plot_finalize;
  widget_class->measure = nadi_vitals_plot_measure;
  widget_class->size_allocate = nadi_vitals_plot_size_allocate;
  widget_class->snapshot = nadi_vitals_plot_snapshot;
  widget_class->focus = nadi_vitals_plot_focus;
  widget_class->grab_focus = nadi_vitals_plot_grab_focus;
  widget_class->css_changed = nadi_vitals_plot_css_changed;
  widget_class->direction_changed = nadi_vitals_plot_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "vitalsplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, on_end, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, on_end, "b", TRUE);
  point_signal = g_signal_new ("point", NADI_TYPE_VITALS_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
nadi_vitals_plot_init (NadiVitalsPlot *self)
{
  self->points = g_ptr_array_new ();
}
