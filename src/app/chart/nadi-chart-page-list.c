/* The lines of the timeline: those that the search and the section let through, and how they keep their place when news come. */
#include "nadi-chart-page-private.h"

#include <glib/gi18n.h>

#include "nadi-chart-line.h"
#include "nadi-chart-text.h"
#include "nadi-growing-list.h"
#include "nadi-text.h"
#include "nadi-ui.h"

/* GTK's lists stay quick up to this many lines; a search narrows what is above. */
#define MOST_LINES 5000
#define LINES_AT_ONCE 12

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

void
nadi_chart_page_list (NadiChartPage *self)
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

void
nadi_chart_page_clear_filter (NadiChartPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->section, 0);
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
          nadi_growing_list_reach (self->looked_at, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
          return TRUE;
        }
      /* The filter may hide it. */
      nadi_chart_page_clear_filter (self);
      nadi_chart_page_list (self);
    }
  return FALSE;
}

const char *
nadi_chart_page_focused_case (NadiChartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *line = focus;
  NadiChartItem *item;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    return NULL;
  /* On the row around the line, or on something in it. */
  while (!NADI_IS_CHART_LINE (line) && gtk_widget_get_parent (line) != GTK_WIDGET (self->list))
    line = gtk_widget_get_parent (line);
  if (!NADI_IS_CHART_LINE (line))
    line = gtk_widget_get_first_child (line);
  item = NADI_IS_CHART_LINE (line) ? nadi_chart_line_get_item (NADI_CHART_LINE (line)) : NULL;
  return item != NULL && nadi_chart_item_get_row (item)->kind == NADI_CHART_CASE ? nadi_chart_item_get_row (item)->key : NULL;
}

/* --- setting up --------------------------------------------------------------------------------------------------- */

static GListModel *
make_sections (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Everything"));
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    gtk_string_list_append (names, nadi_chart_text_section (sections[i]));
  return G_LIST_MODEL (names);
}

void
nadi_chart_page_install_list (NadiChartPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autoptr (GListModel) names = make_sections ();

  self->shown = g_list_store_new (NADI_TYPE_CHART_ITEM);
  g_signal_connect (factory, "setup", G_CALLBACK (on_line_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_line_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_line_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  self->looked_at = nadi_growing_list_new (self->list, G_LIST_MODEL (self->shown), LINES_AT_ONCE);
  selection = gtk_no_selection_new (g_object_ref (self->looked_at));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_list_activate), self, 0);
  gtk_drop_down_set_model (self->section, names);
  g_signal_connect_object (self->section, "notify::selected", G_CALLBACK (nadi_chart_page_list), self, G_CONNECT_SWAPPED);
  nadi_ui_set_name (GTK_WIDGET (self->search), _("Search this chart"));
  nadi_ui_set_name (GTK_WIDGET (self->section), _("Section"));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Timeline"));
  nadi_ui_tab_out_of_list (GTK_WIDGET (self->list));
}
