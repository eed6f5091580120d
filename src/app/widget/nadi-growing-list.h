/* A long list that is made as far as it is looked at. GTK 4.8 makes a widget for each of the first 200 items of a list, whether they show
 * or not: a fifth of a second for lines with several labels. */
#pragma once

#include <gtk/gtk.h>

/* The beginning of model, for the view to show: `step` items, and as many again whenever the view's end comes near. It begins anew when
 * the model has become empty. Positions are those of the model. The view must be scrolled already. (transfer full) */
GListModel *nadi_growing_list_new (GtkListView *view, GListModel *model, guint step);
/* Another list follows in its place: what was looked at does not count for it. */
void nadi_growing_list_begin (GListModel *growing);
/* The item at that position is there from now on; to be called before scrolling to it. */
void nadi_growing_list_reach (GListModel *growing, guint position);
