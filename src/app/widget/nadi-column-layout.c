/* Columns that leave when there is no room. */
#include "nadi-column-layout.h"

#define MOST_COLUMNS 16

struct _NadiColumnLayout
{
  GtkLayoutManager parent_instance;
  int spacing;
  int first_chars;
  const int *leaving;
};

G_DEFINE_FINAL_TYPE (NadiColumnLayout, nadi_column_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *widgets[MOST_COLUMNS];
  int widths[MOST_COLUMNS];
  gboolean left_out[MOST_COLUMNS];
  int n;
} Columns;

static int
first_width (NadiColumnLayout *self, GtkWidget *widget)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return self->first_chars * width / PANGO_SCALE;
}

static int
width_of (NadiColumnLayout *self, const Columns *columns)
{
  int width = 0;

  for (int i = 0; i < columns->n; i++)
    if (!columns->left_out[i])
      width += columns->widths[i] + (i > 0 ? self->spacing : 0);
  return width;
}

static void
collect (NadiColumnLayout *self, GtkWidget *widget, Columns *columns)
{
  columns->n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && columns->n < MOST_COLUMNS; child = gtk_widget_get_next_sibling (child))
    {
      int i = columns->n++;

      columns->widgets[i] = child;
      columns->left_out[i] = FALSE;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &columns->widths[i], NULL, NULL);
      if (i == 0)
        columns->widths[0] = first_width (self, widget);
    }
}

static GtkSizeRequestMode
nadi_column_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* How high they are together when their letters stand on one line, whatever the script; *baseline is that line, or -1. */
static int
measure_heights (const Columns *columns, int *baseline)
{
  int above = -1, below = 0, height = 0;

  for (int i = 0; i < columns->n; i++)
    {
      int natural, line;

      gtk_widget_measure (columns->widgets[i], GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, &line);
      height = MAX (height, natural);
      if (line < 0)
        continue;
      above = MAX (above, line);
      below = MAX (below, natural - line);
    }
  *baseline = above;
  return above < 0 ? height : MAX (height, above + below);
}

static void
nadi_column_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  NadiColumnLayout *self = NADI_COLUMN_LAYOUT (manager);
  Columns columns;

  *minimum = *natural = 0;
  collect (self, widget, &columns);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = width_of (self, &columns);
      for (int i = 0; self->leaving[i] >= 0; i++)
        columns.left_out[self->leaving[i]] = TRUE;
      *minimum = MIN (width_of (self, &columns), *natural);
      return;
    }
  *minimum = *natural = measure_heights (&columns, minimum_baseline);
  *natural_baseline = *minimum_baseline;
}

static void
nadi_column_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  NadiColumnLayout *self = NADI_COLUMN_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Columns columns;
  int x = 0, line, high;

  collect (self, widget, &columns);
  for (int i = 0; self->leaving[i] >= 0 && width_of (self, &columns) > width; i++)
    columns.left_out[self->leaving[i]] = TRUE;
  if (columns.n > 0)
    columns.widths[0] += width - width_of (self, &columns);
  high = measure_heights (&columns, &line);
  if (line >= 0)
    line += MAX (height - high, 0) / 2;
  for (int i = 0; i < columns.n; i++)
    {
      gtk_widget_set_child_visible (columns.widgets[i], !columns.left_out[i]);
      if (columns.left_out[i])
        continue;
      gtk_widget_size_allocate (columns.widgets[i],
                                &(GtkAllocation){ rtl ? width - x - columns.widths[i] : x, 0, columns.widths[i], height }, line);
      x += columns.widths[i] + self->spacing;
    }
}

static void
nadi_column_layout_class_init (NadiColumnLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = nadi_column_layout_get_request_mode;
  layout_class->measure = nadi_column_layout_measure;
  layout_class->allocate = nadi_column_layout_allocate;
}

static void
nadi_column_layout_init (NadiColumnLayout *self)
{
}

GtkLayoutManager *
nadi_column_layout_new (int spacing, int first_chars, const int *leaving)
{
  NadiColumnLayout *self = g_object_new (NADI_TYPE_COLUMN_LAYOUT, NULL);

  self->spacing = spacing;
  self->first_chars = first_chars;
  self->leaving = leaving;
  return GTK_LAYOUT_MANAGER (self);
}
