/* The page: what it shows, what leads from it, and how it follows the desk. */
#include "nadi-chart-page-private.h"

#include <glib/gi18n.h>

#include "nadi-chart-line.h"
#include "nadi-chart-text.h"
#include "nadi-text.h"
#include "nadi-ui.h"

/* GTK's lists stay quick up to this many lines; a search narrows what is above. */
#define MOST_LINES 5000

enum
{
  OPEN_CASE,
  EDIT_PATIENT,
  OPEN_CONFLICT,
  OPEN_DOCUMENT,
  PRINT,
  LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiChartPage, nadi_chart_page, GTK_TYPE_WIDGET)

/* What the drop-down has, in its order; 0 is everything. */
static const NadiSection sections[] = { NADI_SECTION_ENCOUNTERS, NADI_SECTION_MEDICATIONS, NADI_SECTION_RESULTS,
                                        NADI_SECTION_DOCUMENTS, NADI_SECTION_EMERGENCY, NADI_SECTION_SENSITIVE };

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void
on_line_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, nadi_chart_line_new ());
}

static void
on_line_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  NadiChartPage *self = user_data;

  nadi_chart_line_bind (NADI_CHART_LINE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item), nadi_desk_today (self->desk),
                        nadi_desk_get_zone (self->desk));
}

static void
on_line_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  nadi_chart_line_bind (NADI_CHART_LINE (gtk_list_item_get_child (item)), NULL, 0, NULL);
}

static void
on_list_activate (GtkListView *list, guint position, NadiChartPage *self)
{
  g_autoptr (NadiChartItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (item == NULL)
    return;
  nadi_chart_item_set_expanded (item, !nadi_chart_item_get_expanded (item));
  nadi_chart_item_set_fresh (item, FALSE);
}

/* --- filter ------------------------------------------------------------------------------------------------------- */

static GPtrArray *
find_shown (NadiChartPage *self, guint *total)
{
  g_autofree char *query = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_auto (GStrv) words = nadi_text_fold_words (query);
  guint chosen = gtk_drop_down_get_selected (self->section);
  guint wanted = chosen > 0 && chosen <= G_N_ELEMENTS (sections) ? 1u << sections[chosen - 1] : 0;
  GPtrArray *found = g_ptr_array_new ();

  *total = 0;
  for (guint i = 0; self->items != NULL && i < self->items->len; i++)
    {
      NadiChartItem *item = g_ptr_array_index (self->items, i);

      if (!nadi_chart_item_matches (item, wanted, (const char *const *) words))
        continue;
      (*total)++;
      if (found->len < MOST_LINES)
        g_ptr_array_add (found, item);
    }
  return found;
}

/* Changes only what differs, so that the list keeps its place: at the top that is the newest line, elsewhere the lines that are read. */
static void
splice_shown (NadiChartPage *self, GPtrArray *found)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  gboolean at_top = place == NULL || gtk_adjustment_get_value (place) < 1;
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  guint begin = 0, end = 0;

  while (begin < old && begin < found->len)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->shown), begin);

      if ((gpointer) item != g_ptr_array_index (found, begin))
        break;
      begin++;
    }
  while (end < old - begin && end < found->len - begin)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->shown), old - 1 - end);

      if ((gpointer) item != g_ptr_array_index (found, found->len - 1 - end))
        break;
      end++;
    }
  if (old == begin + end && found->len == begin + end)
    return;
  g_list_store_splice (self->shown, begin, old - begin - end, found->pdata != NULL ? found->pdata + begin : NULL, found->len - begin - end);
  if (at_top && found->len > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

static void
show_count (NadiChartPage *self, guint shown, guint total)
{
  g_autofree char *text = NULL;

  if (total > shown)
    text = g_strdup_printf (_("%u of %u entries: type more to narrow it down"), shown, total);
  else
    text = g_strdup_printf (ngettext ("%u entry", "%u entries", total), total);
  gtk_label_set_text (self->count, text);
}

static void
show_lines (NadiChartPage *self)
{
  g_autoptr (GPtrArray) found = NULL;
  const char *page = "list";
  guint total;

  if (self->chart == NULL)
    return;
  found = find_shown (self, &total);
  splice_shown (self, found);
  show_count (self, found->len, total);
  if (!self->chart->clinical)
    page = "closed";
  else if (gtk_toggle_button_get_active (self->trend_toggle))
    page = "trend";
  else if (self->items->len == 0)
    page = "empty";
  else if (found->len == 0)
    page = "nothing";
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
on_filter_changed (NadiChartPage *self)
{
  show_lines (self);
}

static void
on_view_toggled (NadiChartPage *self)
{
  gboolean trend = gtk_toggle_button_get_active (self->trend_toggle);

  gtk_widget_set_visible (self->filter, !trend);
  show_lines (self);
}

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
  show_lines (self);
}

/* Not the page's own grab_focus: Tab would come here first, past the band. */
static gboolean
focus_content (NadiChartPage *self)
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
    focus_content (self);
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
  g_clear_pointer (&self->chart, nadi_session_chart_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_list_store_remove_all (self->shown);
  self->unsettled = 0;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->section, 0);
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

void
nadi_chart_page_refresh (NadiChartPage *self)
{
  nadi_chart_page_look (self);
}

gboolean
nadi_chart_page_show_case (NadiChartPage *self, const char *visit)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
        {
          g_autoptr (NadiChartItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

          if (!g_str_equal (nadi_chart_item_get_row (item)->key, visit))
            continue;
          nadi_chart_item_set_expanded (item, TRUE);
          gtk_toggle_button_set_active (self->timeline_toggle, TRUE);
          gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
          return TRUE;
        }
      /* The filter may hide it. */
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      gtk_drop_down_set_selected (self->section, 0);
      show_lines (self);
    }
  return FALSE;
}

/* --- actions ------------------------------------------------------------------------------------------------------ */

static void
show_trend (NadiChartPage *self, gboolean trend)
{
  gtk_toggle_button_set_active (trend ? self->trend_toggle : self->timeline_toggle, TRUE);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_content (self);
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
  else if (g_str_equal (name, "chart.open-document"))
    g_signal_emit (self, signals[OPEN_DOCUMENT], 0, target, title_of (self, target));
  else if (g_str_equal (name, "win.print"))
    g_signal_emit (self, signals[PRINT], 0, self->patient, "summary");
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
  g_clear_pointer (&self->chart, nadi_session_chart_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
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
              { PRINT, "print", 2 }, { LOADED, "loaded", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    signals[all[i].signal] = g_signal_new (all[i].name, NADI_TYPE_CHART_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, all[i].n,
                                           G_TYPE_STRING, G_TYPE_STRING);
}

static void
nadi_chart_page_class_init (NadiChartPageClass *klass)
{
  static const char *const plain[] = { "win.new-case", "win.edit-patient", "win.print", "win.chart-trend", "win.chart-table" };
  static const char *const with_target[] = { "chart.open-case", "chart.open-conflict", "chart.open-document", "chart.show" };
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
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_view_toggled);
  gtk_widget_class_bind_template_callback (widget_class, nadi_chart_page_refresh);
}

static GListModel *
make_sections (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Everything"));
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    gtk_string_list_append (names, nadi_chart_text_section (sections[i]));
  return G_LIST_MODEL (names);
}

static void
nadi_chart_page_init (NadiChartPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autoptr (GListModel) names = make_sections ();

  self->shown = g_list_store_new (NADI_TYPE_CHART_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_line_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_line_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_line_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_list_activate), self, 0);
  gtk_drop_down_set_model (self->section, names);
  g_signal_connect_object (self->section, "notify::selected", G_CALLBACK (on_filter_changed), self, G_CONNECT_SWAPPED);
  nadi_ui_set_name (GTK_WIDGET (self->search), _("Search this chart"));
  nadi_ui_set_name (GTK_WIDGET (self->section), _("Section"));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Timeline"));
}
