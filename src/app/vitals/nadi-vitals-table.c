/* Measurements in rows. */
#include "nadi-vitals-table.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-ui.h"
#include "nadi-vitals-text.h"

/* A row: its texts, a column each. */
#define NADI_TYPE_VITALS_ROW (nadi_vitals_row_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsRow, nadi_vitals_row, NADI, VITALS_ROW, GObject)

enum
{
  COLUMN_WHEN,
  COLUMN_VALUE,
  COLUMN_PLACE,
  COLUMN_WHO,
  N_COLUMNS
};

struct _NadiVitalsRow
{
  GObject parent_instance;
  char *texts[N_COLUMNS];
  gboolean outside;
};

G_DEFINE_FINAL_TYPE (NadiVitalsRow, nadi_vitals_row, G_TYPE_OBJECT)

static void
nadi_vitals_row_finalize (GObject *object)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (NADI_VITALS_ROW (object)->texts[i]);
  G_OBJECT_CLASS (nadi_vitals_row_parent_class)->finalize (object);
}

static void
nadi_vitals_row_class_init (NadiVitalsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nadi_vitals_row_finalize;
}

static void
nadi_vitals_row_init (NadiVitalsRow *self)
{
}

static NadiVitalsRow *
row_new (const NadiTrend *trend, const NadiTrendPoint *point, GTimeZone *zone)
{
  NadiVitalsRow *self = g_object_new (NADI_TYPE_VITALS_ROW, NULL);
  const char *sign = point->place == NADI_TARGET_ABOVE ? "▲ " : point->place == NADI_TARGET_BELOW ? "▼ " : "";
  const NadiCase *visit = point->visit;

  self->outside = sign[0] != '\0';
  self->texts[COLUMN_WHEN] = nadi_format_moment (point->time, 0, zone);
  self->texts[COLUMN_VALUE] = nadi_vitals_text_value (trend, point);
  self->texts[COLUMN_PLACE] = g_strconcat (sign, nadi_vitals_text_place (point->place), NULL);
  self->texts[COLUMN_WHO] = g_strdup (visit != NULL && visit->practitioner_name != NULL ? visit->practitioner_name : "");
  return self;
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

struct _NadiVitalsTable
{
  GtkWidget parent_instance;
  GListStore *rows;
  GtkColumnView *view;
};

G_DEFINE_FINAL_TYPE (NadiVitalsTable, nadi_vitals_table, GTK_TYPE_WIDGET)

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "facts");
  gtk_list_item_set_child (item, label);
}

/* The line as a whole: its cells are labels. */
static void
name_line (GtkWidget *label, const NadiVitalsRow *row)
{
  GtkWidget *cell = gtk_widget_get_parent (label);
  GtkWidget *line = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s, %s", row->texts[COLUMN_WHEN], row->texts[COLUMN_VALUE], row->texts[COLUMN_PLACE], row->texts[COLUMN_WHO]);

  if (line != NULL)
    nadi_ui_set_name (line, spoken);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const NadiVitalsRow *row = gtk_list_item_get_item (item);
  guint column = GPOINTER_TO_UINT (user_data);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), row->texts[column]);
  if (column == COLUMN_WHEN)
    name_line (label, row);
  if (row->outside && column != COLUMN_WHEN && column != COLUMN_WHO)
    gtk_widget_add_css_class (label, "abnormal");
  else
    gtk_widget_remove_css_class (label, "abnormal");
}

static void
add_column (NadiVitalsTable *self, guint column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *made;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (column));
  made = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (made, column == COLUMN_WHO);
  gtk_column_view_append_column (self->view, made);
  g_object_unref (made);
}

void
nadi_vitals_table_show (NadiVitalsTable *self, const NadiTrend *trend, GTimeZone *zone)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkColumnViewColumn) who = g_list_model_get_item (gtk_column_view_get_columns (self->view), COLUMN_WHO);
  gboolean known = FALSE;   /* who measured, of any of them */

  for (guint i = trend != NULL ? trend->points->len : 0; i > 0; i--)
    {
      NadiVitalsRow *row = row_new (trend, &g_array_index (trend->points, NadiTrendPoint, i - 1), zone);

      known = known || row->texts[COLUMN_WHO][0] != '\0';
      g_ptr_array_add (rows, row);
    }
  gtk_column_view_column_set_visible (who, known);
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
}

static gboolean
nadi_vitals_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_VITALS_TABLE (widget)->view));
}

static void
nadi_vitals_table_dispose (GObject *object)
{
  NadiVitalsTable *self = NADI_VITALS_TABLE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (nadi_vitals_table_parent_class)->dispose (object);
}

static void
nadi_vitals_table_class_init (NadiVitalsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_vitals_table_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_vitals_table_grab_focus);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* The rows are a list of their own within the view. */
static void
name_view (GtkWidget *view)
{
  nadi_ui_set_name (view, _("Measurements"));
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      nadi_ui_set_name (child, _("Measurements"));
}

static void
nadi_vitals_table_init (NadiVitalsTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkNoSelection *selection;

  self->rows = g_list_store_new (NADI_TYPE_VITALS_ROW);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (selection)));
  add_column (self, COLUMN_WHEN, _("When"));
  add_column (self, COLUMN_VALUE, _("Value"));
  add_column (self, COLUMN_PLACE, _("Target"));
  add_column (self, COLUMN_WHO, _("By"));
  name_view (GTK_WIDGET (self->view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
}
