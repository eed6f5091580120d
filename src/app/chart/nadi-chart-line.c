/* A line: what happened when and where, and the whole of it below while it is open. */
#include "nadi-chart-line.h"

#include <glib/gi18n.h>

#include "nadi-chart-build.h"
#include "nadi-chart-detail.h"
#include "nadi-chart-text.h"
#include "nadi-ui.h"
#include "nadi-wrap-layout.h"

struct _NadiChartLine
{
  GtkWidget parent_instance;
  NadiChartItem *item;
  gint32 today;
  GTimeZone *zone;

  GtkImage *arrow;
  GtkLabel *day;
  GtkWidget *words;
  GtkLabel *title;
  GtkLabel *figures;
  GtkLabel *author;
  GtkWidget *fresh;
  GtkWidget *contested;
  GtkWidget *state;
  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkBox *detail;
};

G_DEFINE_FINAL_TYPE (NadiChartLine, nadi_chart_line, GTK_TYPE_WIDGET)

/* Lines that have nothing below them have no arrow. */
static gboolean
can_open (const NadiChartRow *row)
{
  return row->kind == NADI_CHART_CASE || row->kind == NADI_CHART_RECORD || row->kind == NADI_CHART_UNREADABLE || row->kind == NADI_CHART_RETRACTED;
}

static void
show_state (NadiChartLine *self, const NadiChartRow *row)
{
  gboolean shown = row->proof != NADI_PROOF_PROVEN && row->kind != NADI_CHART_RETRACTED;
  gboolean bad = row->proof == NADI_PROOF_DAMAGED || row->proof == NADI_PROOF_MISSING;

  gtk_widget_set_visible (self->state, shown);
  gtk_label_set_text (self->state_label, nadi_chart_text_proof (row->proof));
  gtk_image_set_from_icon_name (self->state_icon, bad ? "dialog-warning-symbolic" : "emblem-synchronizing-symbolic");
  if (bad)
    gtk_widget_add_css_class (self->state, "warn");
  else
    gtk_widget_remove_css_class (self->state, "warn");
}

static void
show_head (NadiChartLine *self, const NadiChartRow *row)
{
  g_autofree char *day = nadi_chart_text_day (row, self->today, self->zone);
  g_autofree char *title = nadi_chart_text_title (row);
  g_autofree char *figures = nadi_chart_text_figures (row);
  g_autofree char *author = nadi_chart_text_author (row);
  gboolean struck = row->kind == NADI_CHART_RETRACTED || (row->visit != NULL && row->visit->in_error);

  gtk_label_set_text (self->day, day);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  nadi_ui_set_label (self->figures, figures);
  gtk_label_set_text (self->author, author);
  gtk_widget_set_visible (self->contested, row->contested);
  show_state (self, row);
  if (struck)
    gtk_widget_add_css_class (GTK_WIDGET (self), "struck");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "struck");
}

static void
show_name (NadiChartLine *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *spoken = NULL;

  if (row == NULL || self->item == NULL)
    return;
  spoken = nadi_chart_text_spoken (nadi_chart_item_get_row (self->item), self->today, self->zone, nadi_chart_item_get_fresh (self->item));
  nadi_ui_set_name (row, spoken);
  if (can_open (nadi_chart_item_get_row (self->item)))
    nadi_ui_set_description (row, nadi_chart_item_get_expanded (self->item) ? _("open, Enter closes it") : _("Enter opens it"));
}

static void
on_fresh (NadiChartLine *self)
{
  gboolean fresh = nadi_chart_item_get_fresh (self->item);

  gtk_widget_set_visible (self->fresh, fresh);
  if (fresh)
    gtk_widget_add_css_class (GTK_WIDGET (self), "fresh");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "fresh");
  show_name (self);
}

static void
on_expanded (NadiChartLine *self)
{
  const NadiChartRow *row = nadi_chart_item_get_row (self->item);
  gboolean expanded = nadi_chart_item_get_expanded (self->item) && can_open (row);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->detail));

  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_opacity (GTK_WIDGET (self->arrow), can_open (row) ? 1 : 0);
  if (expanded && child == NULL)
    gtk_box_append (self->detail, nadi_chart_detail_new (row, self->today, self->zone));
  else if (!expanded && child != NULL)
    gtk_box_remove (self->detail, child);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), expanded);
  show_name (self);
}

static void
drop_detail (NadiChartLine *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->detail));

  if (child != NULL)
    gtk_box_remove (self->detail, child);
}

/* Whoever stood on a button of what is written anew goes on from the line. */
static void
keep_focus (NadiChartLine *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->detail)))
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
on_changed (NadiChartLine *self)
{
  keep_focus (self);
  show_head (self, nadi_chart_item_get_row (self->item));
  drop_detail (self);
  on_expanded (self);
}

static void
unbind (NadiChartLine *self)
{
  if (self->item == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  drop_detail (self);
}

void
nadi_chart_line_bind (NadiChartLine *self, NadiChartItem *item, gint32 today, GTimeZone *zone)
{
  unbind (self);
  if (item == NULL)
    return;
  self->item = g_object_ref (item);
  self->today = today;
  self->zone = g_time_zone_ref (zone);
  g_signal_connect_object (item, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::expanded", G_CALLBACK (on_expanded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::fresh", G_CALLBACK (on_fresh), self, G_CONNECT_SWAPPED);
  show_head (self, nadi_chart_item_get_row (item));
  on_fresh (self);
  on_expanded (self);
}

NadiChartItem *
nadi_chart_line_get_item (NadiChartLine *self)
{
  return self->item;
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_chart_line_dispose (GObject *object)
{
  NadiChartLine *self = NADI_CHART_LINE (object);

  if (self->detail != NULL)
    unbind (self);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  self->detail = NULL;
  G_OBJECT_CLASS (nadi_chart_line_parent_class)->dispose (object);
}

static void
nadi_chart_line_class_init (NadiChartLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_chart_line_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-chart-line");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chartline");
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, arrow);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, day);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, words);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, title);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, figures);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, author);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, fresh);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, contested);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, state);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, state_icon);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, state_label);
  gtk_widget_class_bind_template_child (widget_class, NadiChartLine, detail);
}

static void
nadi_chart_line_init (NadiChartLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->words, nadi_wrap_layout_new (12, 0));
  gtk_label_set_width_chars (self->day, NADI_CHART_DAY_CHARS);
}

GtkWidget *
nadi_chart_line_new (void)
{
  return g_object_new (NADI_TYPE_CHART_LINE, NULL);
}
