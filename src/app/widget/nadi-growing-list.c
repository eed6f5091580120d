/* A slice of a model that grows as its view is scrolled. */
#include "nadi-growing-list.h"

typedef struct
{
  GtkSliceListModel *slice;  /* it has us */
  GtkWidget *view;           /* weak */
  GtkAdjustment *place;      /* of the view; weak */
  guint step;
  guint tick;                /* of the view */
} Growth;

static const char attached[] = "nadi-growth";

static void
growth_free (gpointer data)
{
  Growth *growth = data;

  if (growth->view != NULL && growth->tick != 0)
    gtk_widget_remove_tick_callback (growth->view, growth->tick);
  g_clear_weak_pointer (&growth->view);
  g_clear_weak_pointer (&growth->place);
  g_free (growth);
}

static gboolean
has_more (const Growth *growth)
{
  GListModel *model = gtk_slice_list_model_get_model (growth->slice);

  return model != NULL && gtk_slice_list_model_get_size (growth->slice) < g_list_model_get_n_items (model);
}

/* Half a page of what is there is left below what shows. */
static gboolean
is_near_end (const Growth *growth)
{
  return growth->place != NULL &&
         gtk_adjustment_get_value (growth->place) + 1.5 * gtk_adjustment_get_page_size (growth->place) >= gtk_adjustment_get_upper (growth->place);
}

/* Before each frame, until there is enough. */
static gboolean
on_tick (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  Growth *growth = user_data;

  if (has_more (growth) && is_near_end (growth))
    {
      gtk_slice_list_model_set_size (growth->slice, gtk_slice_list_model_get_size (growth->slice) + growth->step);
      return G_SOURCE_CONTINUE;
    }
  growth->tick = 0;
  return G_SOURCE_REMOVE;
}

/* Not at once: the view may be in the middle of its layout, and what there is should be painted first. */
static void
on_moved (GtkSliceListModel *slice)
{
  Growth *growth = g_object_get_data (G_OBJECT (slice), attached);

  if (growth->tick == 0 && growth->view != NULL && has_more (growth) && is_near_end (growth))
    growth->tick = gtk_widget_add_tick_callback (growth->view, on_tick, growth, NULL);
}

static void
on_items_changed (GtkSliceListModel *slice, guint position, guint removed, guint added, GListModel *model)
{
  Growth *growth = g_object_get_data (G_OBJECT (slice), attached);

  if (g_list_model_get_n_items (model) == 0)
    gtk_slice_list_model_set_size (slice, growth->step);
}

GListModel *
nadi_growing_list_new (GtkListView *view, GListModel *model, guint step)
{
  GtkSliceListModel *slice = gtk_slice_list_model_new (g_object_ref (model), 0, step);
  Growth *growth = g_new0 (Growth, 1);

  growth->slice = slice;
  growth->step = step;
  g_set_weak_pointer (&growth->view, GTK_WIDGET (view));
  g_set_weak_pointer (&growth->place, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  g_object_set_data_full (G_OBJECT (slice), attached, growth, growth_free);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), slice, G_CONNECT_SWAPPED);
  g_signal_connect_object (growth->place, "value-changed", G_CALLBACK (on_moved), slice, G_CONNECT_SWAPPED);
  g_signal_connect_object (growth->place, "changed", G_CALLBACK (on_moved), slice, G_CONNECT_SWAPPED);
  return G_LIST_MODEL (slice);
}

void
nadi_growing_list_begin (GListModel *growing)
{
  const Growth *growth = g_object_get_data (G_OBJECT (growing), attached);

  gtk_slice_list_model_set_size (GTK_SLICE_LIST_MODEL (growing), growth->step);
}

void
nadi_growing_list_reach (GListModel *growing, guint position)
{
  GtkSliceListModel *slice = GTK_SLICE_LIST_MODEL (growing);
  const Growth *growth = g_object_get_data (G_OBJECT (slice), attached);

  if (position >= gtk_slice_list_model_get_size (slice))
    gtk_slice_list_model_set_size (slice, position + growth->step);
}
