/* Where somebody writes, all of the field is in sight, with what is said of it: a warning below the window's edge warns nobody. */
#include "nadi-case-page-private.h"

#define ROOM 12 /* pixels around what comes into sight */

static void
show_part (GtkAdjustment *adjustment, GtkWidget *part, GtkWidget *all)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (part, all, &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y - ROOM, bounds.origin.y + bounds.size.height + ROOM);
}

static void
reveal (NadiCasePage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scroller);
  GtkWidget *all = gtk_viewport_get_child (GTK_VIEWPORT (viewport));
  GtkWidget *fields = adw_clamp_get_child (ADW_CLAMP (all));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *field = focus;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, fields))
    return;
  while (gtk_widget_get_parent (field) != fields)
    field = gtk_widget_get_parent (field);
  show_part (adjustment, field, all);
  /* A field that is higher than the window: at least the line that is written. */
  show_part (adjustment, focus, all);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  NadiCasePage *self = NADI_CASE_PAGE (widget);

  self->reveal = 0;
  reveal (self);
  return G_SOURCE_REMOVE;
}

/* What lies where is known when the frame is done. */
static void
on_height (NadiCasePage *self)
{
  double upper = gtk_adjustment_get_upper (gtk_scrolled_window_get_vadjustment (self->scroller));

  if (upper == self->height)
    return;
  self->height = upper;
  if (self->reveal == 0)
    self->reveal = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

void
nadi_case_page_watch_height (NadiCasePage *self)
{
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "changed", G_CALLBACK (on_height), self, G_CONNECT_SWAPPED);
}

void
nadi_case_page_stop_reveal (NadiCasePage *self)
{
  if (self->reveal != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->reveal);
  self->reveal = 0;
}
