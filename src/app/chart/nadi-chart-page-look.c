/* Reading a chart, and reading it again: lines that were there stay the same objects. */
#include "nadi-chart-page-private.h"

#include <glib/gi18n.h>

#include "nadi-sentence.h"
#include "nadi-session-error.h"

#define PATIENCE_MS 300

typedef struct
{
  char *patient;
  gint32 today;
  GCancellable *cancellable;
  NadiSessionChart *chart;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->patient);
  g_object_unref (look->cancellable);
  g_clear_pointer (&look->chart, nadi_session_chart_unref);
  g_free (look);
}

static gboolean
get_chart (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  look->chart = nadi_session_get_chart (session, look->patient, look->today, error);
  return look->chart != NULL;
}

/* --- lines that stay ---------------------------------------------------------------------------------------------- */

static GHashTable *
items_by_key (GPtrArray *items)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      NadiChartItem *item = g_ptr_array_index (items, i);

      g_hash_table_insert (table, nadi_chart_item_get_row (item)->key, item);
    }
  return table;
}

/* Takes the row. (transfer full) */
static NadiChartItem *
item_for (GHashTable *known, NadiChartRow *row, gboolean first)
{
  NadiChartItem *item = g_hash_table_lookup (known, row->key);
  const NadiChartRow *old;

  if (item == NULL)
    {
      item = nadi_chart_item_new (row);
      nadi_chart_item_set_fresh (item, !first);
      return item;
    }
  /* Its key is the old row's own. */
  g_hash_table_remove (known, row->key);
  old = nadi_chart_item_get_row (item);
  if (old->content != row->content)
    nadi_chart_item_set_fresh (item, TRUE);
  if (old->mark != row->mark)
    nadi_chart_item_update (item, row);
  else
    nadi_chart_row_free (row);
  return g_object_ref (item);
}

static void
take_rows (NadiChartPage *self, NadiSessionChart *chart)
{
  g_autoptr (GHashTable) known = items_by_key (self->items);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean first = self->items == NULL;

  self->unsettled = 0;
  for (guint i = 0; i < chart->rows->len; i++)
    {
      NadiChartRow *row = g_ptr_array_index (chart->rows, i);

      if (row->proof == NADI_PROOF_UNSENT || row->proof == NADI_PROOF_ADMITTED)
        self->unsettled++;
      g_ptr_array_add (items, item_for (known, row, first));
    }
  g_ptr_array_set_free_func (chart->rows, NULL);
  g_ptr_array_set_size (chart->rows, 0);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

static void
show_failure (NadiChartPage *self, const GError *error)
{
  const NadiSentence *sentence = nadi_sentence_find (nadi_session_error_word (error));

  adw_status_page_set_title (self->failure, nadi_sentence_title (sentence));
  adw_status_page_set_description (self->failure, nadi_sentence_advice (sentence));
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static void
on_looked (gpointer owner, gpointer data, const GError *error)
{
  NadiChartPage *self = NADI_CHART_PAGE (owner);
  Look *look = data;

  /* The person has gone on to another chart, or locked. */
  if (look->cancellable != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (error != NULL)
    show_failure (self, error);
  else
    {
      take_rows (self, look->chart);
      g_clear_pointer (&self->chart, nadi_session_chart_unref);
      self->chart = g_steal_pointer (&look->chart);
      nadi_chart_page_present (self);
    }
  if (self->again)
    nadi_chart_page_look (self);
  else
    {
      nadi_chart_page_finished (self);
      /* What was sent while it was read. */
      nadi_chart_page_settle (self);
    }
}

static gboolean
on_waiting (gpointer data)
{
  NadiChartPage *self = data;

  self->waiting = 0;
  if (self->chart == NULL)
    gtk_stack_set_visible_child_name (self->stack, "waiting");
  return G_SOURCE_REMOVE;
}

void
nadi_chart_page_stop_look (NadiChartPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->waiting, g_source_remove);
  self->again = FALSE;
}

/* Each moves on twice: sent, then proven. */
static guint
count_waiting (NadiChartPage *self)
{
  const NadiSessionStatus *status = nadi_desk_get_status (self->desk);

  return status != NULL ? status->unsent * 2 + status->unconfirmed : 0;
}

void
nadi_chart_page_settle (NadiChartPage *self)
{
  if (self->unsettled > 0 && self->cancellable == NULL && count_waiting (self) != self->settled)
    nadi_chart_page_look (self);
}

void
nadi_chart_page_look (NadiChartPage *self)
{
  Look *look;

  if (self->patient == NULL || nadi_desk_get_session (self->desk) == NULL)
    return;
  self->again = self->cancellable != NULL;
  if (self->again)
    return;
  look = g_new0 (Look, 1);
  look->patient = g_strdup (self->patient);
  look->today = nadi_desk_today (self->desk);
  self->settled = count_waiting (self);
  self->cancellable = g_cancellable_new ();
  look->cancellable = g_object_ref (self->cancellable);
  self->waiting = g_timeout_add (PATIENCE_MS, on_waiting, self);
  g_source_set_name_by_id (self->waiting, "nadi-chart-waiting");
  nadi_desk_run (self->desk, get_chart, look, look_free, self->cancellable, self, on_looked);
}
