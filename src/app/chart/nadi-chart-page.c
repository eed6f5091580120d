/* The page: what it shows, what leads from it, and how it follows the desk. */
#include "nadi-chart-page-private.h"

#include "nadi-ui.h"

enum
{
  OPEN_CASE,
  EDIT_PATIENT,
  OPEN_CONFLICT,
  OPEN_DOCUMENT,
  OPEN_WITHDRAWN,
  PRINT,
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiChartPage, nadi_chart_page, GTK_TYPE_WIDGET)

/* --- showing ------------------------------------------------------------------------------------------------------ */

static void
update_actions (NadiChartPage *self)
{
  NadiSession *session = self->desk != NULL ? nadi_desk_get_session (self->desk) : NULL;
  gboolean open = session != NULL && self->chart != NULL;
  gboolean clinical = open && self->chart->clinical;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-case", clinical && self->chart->patient != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.open-case", clinical);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.chart-trend", clinical);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.chart-table", clinical);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.open-conflict", open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-patient",
                                 open && self->chart->patient != NULL && nadi_session_has_role (session, "reception,doctor,nurse"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.print", open && self->chart->patient != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.print", clinical && self->chart->patient != NULL);
}

void
nadi_chart_page_present (NadiChartPage *self)
{
  gint32 today = nadi_desk_today (self->desk);

  nadi_chart_head_show (self->head, self->chart, today);
  nadi_chart_aside_show (self->aside, self->chart, today);
  nadi_chart_foot_show (self->foot, self->chart);
  nadi_vitals_trend_show (self->trend, self->chart->summary, today, nadi_desk_get_zone (self->desk));
  gtk_widget_set_visible (self->tools, self->chart->clinical);
  update_actions (self);
  nadi_chart_page_list (self);
}

/* Not the page's own grab_focus: Tab would come here first, past the band. */
gboolean
nadi_chart_page_focus (NadiChartPage *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  if (gtk_widget_get_mapped (GTK_WIDGET (self->trend)))
    return nadi_vitals_trend_focus (self->trend);
  /* A list by itself would take the focus, but no line of it would have it. */
  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->list)) && gtk_widget_grab_focus (row))
    return TRUE;
  return gtk_widget_child_focus (GTK_WIDGET (self->head), GTK_DIR_TAB_FORWARD);
}

/* Whoever opened the chart goes on with the keyboard; news take the focus from nobody. */
static void
take_focus (NadiChartPage *self)
{
  if (self->opening && gtk_widget_get_mapped (GTK_WIDGET (self)))
    nadi_chart_page_focus (self);
  self->opening = FALSE;
}

void
nadi_chart_page_finished (NadiChartPage *self)
{
  take_focus (self);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
empty_page (NadiChartPage *self)
{
  nadi_chart_page_stop_look (self);
  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->chart, nadi_session_chart_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_list_store_remove_all (self->shown);
  self->unsettled = 0;
  nadi_chart_page_clear_filter (self);
  nadi_chart_head_show (self->head, NULL, 0);
  nadi_chart_aside_show (self->aside, NULL, 0);
  nadi_chart_foot_show (self->foot, NULL);
  nadi_vitals_trend_show (self->trend, NULL, 0, NULL);
  gtk_toggle_button_set_active (self->timeline_toggle, TRUE);
  gtk_widget_set_visible (self->tools, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "blank");
  update_actions (self);
}

void
nadi_chart_page_show (NadiChartPage *self, const char *patient)
{
  g_autofree char *copy = g_strdup (patient);

  empty_page (self);
  self->patient = g_steal_pointer (&copy);
  self->opening = patient != NULL;
  nadi_chart_page_look (self);
}

const char *
nadi_chart_page_get_patient (NadiChartPage *self)
{
  return self->patient;
}

NadiSessionChart *
nadi_chart_page_get_chart (NadiChartPage *self)
{
  return self->chart;
}

void
nadi_chart_page_refresh (NadiChartPage *self)
{
  nadi_chart_page_look (self);
}

static void
on_view_toggled (NadiChartPage *self)
{
  gboolean trend = gtk_toggle_button_get_active (self->trend_toggle);

  gtk_widget_set_visible (self->filter, !trend);
  nadi_chart_page_list (self);
}

/* --- actions ------------------------------------------------------------------------------------------------------ */

static void
show_trend (NadiChartPage *self, gboolean trend)
{
  gtk_toggle_button_set_active (trend ? self->trend_toggle : self->timeline_toggle, TRUE);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    nadi_chart_page_focus (self);
}

static const char *
title_of (NadiChartPage *self, const char *record)
{
  for (guint i = 0; self->chart != NULL && i < self->chart->rows->len; i++)
    {
      const NadiChartRow *row = g_ptr_array_index (self->chart->rows, i);

      if (g_strcmp0 (row->info->record, record) == 0)
        return row->title;
    }
  return NULL;
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  NadiChartPage *self = NADI_CHART_PAGE (widget);
  const char *target = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;

  if (self->patient == NULL)
    return;
  if (g_str_equal (name, "win.new-case"))
    g_signal_emit (self, signals[OPEN_CASE], 0, self->patient, NULL);
  else if (g_str_equal (name, "chart.open-case"))
    g_signal_emit (self, signals[OPEN_CASE], 0, self->patient, target);
  else if (g_str_equal (name, "win.edit-patient"))
    g_signal_emit (self, signals[EDIT_PATIENT], 0, self->patient);
  else if (g_str_equal (name, "chart.open-conflict"))
    g_signal_emit (self, signals[OPEN_CONFLICT], 0, self->patient, target);
  else if (g_str_equal (name, "chart.open-withdrawn"))
    g_signal_emit (self, signals[OPEN_WITHDRAWN], 0, self->patient, target);
  else if (g_str_equal (name, "chart.open-document"))
    g_signal_emit (self, signals[OPEN_DOCUMENT], 0, target, title_of (self, target));
  else if (g_str_equal (name, "win.print"))
    g_signal_emit (self, signals[PRINT], 0, nadi_chart_page_focused_case (self));
  else if (g_str_equal (name, "chart.print"))
    g_signal_emit (self, signals[PRINT], 0, target);
  else if (g_str_equal (name, "chart.show"))
    nadi_chart_page_show_case (self, target);
  else if (g_str_equal (name, "win.chart-trend"))
    show_trend (self, !gtk_toggle_button_get_active (self->trend_toggle));
  else if (g_str_equal (name, "win.chart-table"))
    {
      gboolean shown = gtk_toggle_button_get_active (self->trend_toggle) && nadi_vitals_trend_get_table (self->trend);

      show_trend (self, TRUE);
      nadi_vitals_trend_set_table (self->trend, !shown);
    }
}

/* --- the desk ----------------------------------------------------------------------------------------------------- */

static void
on_desk_locked (NadiChartPage *self)
{
  empty_page (self);
}

static void
on_desk_news (NadiDesk *desk, int kind, const char *patient, NadiChartPage *self)
{
  if (self->patient != NULL && g_strcmp0 (patient, self->patient) == 0)
    nadi_chart_page_look (self);
}

/* What is on its way to the ledger arrives there, and the lines say so. */
static void
on_desk_status (NadiChartPage *self)
{
  nadi_chart_foot_update (self->foot);
  nadi_chart_page_settle (self);
}

void
nadi_chart_page_set_desk (NadiChartPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  nadi_chart_foot_set_desk (self->foot, desk);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_desk_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "news", G_CALLBACK (on_desk_news), self, 0);
  g_signal_connect_object (desk, "status-changed", G_CALLBACK (on_desk_status), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_chart_page_dispose (GObject *object)
{
  NadiChartPage *self = NADI_CHART_PAGE (object);

  nadi_chart_page_stop_look (self);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->chart, nadi_session_chart_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->looked_at);
  g_clear_object (&self->shown);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_chart_page_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  static const struct
  {
    guint signal;
    const char *name;
    guint n;
  } all[] = { { OPEN_CASE, "open-case", 2 }, { EDIT_PATIENT, "edit-patient", 1 }, { OPEN_CONFLICT, "open-conflict", 2 }, { OPEN_DOCUMENT, "open-document", 2 },
              { OPEN_WITHDRAWN, "open-withdrawn", 2 }, { PRINT, "print", 1 }, { LOADED, "loaded", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    signals[all[i].signal] = g_signal_new (all[i].name, NADI_TYPE_CHART_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, all[i].n,
                                           G_TYPE_STRING, G_TYPE_STRING);
}

static void
nadi_chart_page_class_init (NadiChartPageClass *klass)
{
  static const char *const plain[] = { "win.new-case", "win.edit-patient", "win.print", "win.chart-trend", "win.chart-table" };
  static const char *const with_target[] = { "chart.open-case", "chart.open-conflict", "chart.open-document", "chart.open-withdrawn", "chart.print", "chart.show" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_CHART_HEAD);
  g_type_ensure (NADI_TYPE_CHART_ASIDE);
  g_type_ensure (NADI_TYPE_CHART_FOOT);
  g_type_ensure (NADI_TYPE_VITALS_TREND);
  G_OBJECT_CLASS (klass)->dispose = nadi_chart_page_dispose;
  install_signals ();
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    gtk_widget_class_install_action (widget_class, plain[i], NULL, on_action);
  for (guint i = 0; i < G_N_ELEMENTS (with_target); i++)
    gtk_widget_class_install_action (widget_class, with_target[i], "s", on_action);
  nadi_ui_class_set_template (widget_class, "nadi-chart-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, head);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, aside);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, tools);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, timeline_toggle);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, trend_toggle);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, trend);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, filter);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, search);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, section);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, count);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, list);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, failure);
  gtk_widget_class_bind_template_child (widget_class, NadiChartPage, foot);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_filter_changed", G_CALLBACK (nadi_chart_page_list));
  gtk_widget_class_bind_template_callback (widget_class, on_view_toggled);
  gtk_widget_class_bind_template_callback (widget_class, nadi_chart_page_refresh);
}

static void
nadi_chart_page_init (NadiChartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_chart_page_install_list (self);
}
