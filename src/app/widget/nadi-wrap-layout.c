/* Lines of children. */
#include "nadi-wrap-layout.h"

struct _NadiWrapLayout
{
  GtkLayoutManager parent_instance;
  guint spacing;
  guint line_spacing;
};

enum
{
  PROP_SPACING = 1,
  PROP_LINE_SPACING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NadiWrapLayout, nadi_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* --- lines ---------------------------------------------------------------------------------------------------------- */

/* The children of one line: from `first` up to, not including, `end` (NULL: the last). */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;
  int width;                 /* with the spacing between them */
  int height;
  int above;                 /* pixels over the line that letters stand on, of those that want to stand on it; -1 if none does */
  int below;
  guint n_expanding;
} Line;

static GtkWidget *
shown_from (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
child_width (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return width < 0 ? natural : MAX (minimum, MIN (natural, width));
}

static void
add_height (Line *line, GtkWidget *child, int width)
{
  int natural, baseline;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, &baseline);
  line->height = MAX (line->height, natural);
  if (baseline < 0 || gtk_widget_get_valign (child) != GTK_ALIGN_BASELINE)
    return;
  line->above = MAX (line->above, baseline);
  line->below = MAX (line->below, natural - baseline);
  line->height = MAX (line->height, line->above + line->below);
}

/* The line that begins with `first`. */
static Line
line_from (NadiWrapLayout *self, GtkWidget *first, int width)
{
  Line line = { .first = first, .above = -1 };

  for (GtkWidget *child = first; child != NULL; child = shown_from (gtk_widget_get_next_sibling (child)))
    {
      int wide = child_width (child, width);
      int together = child == first ? wide : line.width + (int) self->spacing + wide;

      if (child != first && width >= 0 && together > width)
        {
          line.end = child;
          break;
        }
      line.width = together;
      add_height (&line, child, wide);
      line.n_expanding += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }
  return line;
}

static int
height_for (NadiWrapLayout *self, GtkWidget *widget, int width)
{
  GtkWidget *child = shown_from (gtk_widget_get_first_child (widget));
  int height = 0;

  while (child != NULL)
    {
      Line line = line_from (self, child, width);

      height += line.height + (height > 0 ? (int) self->line_spacing : 0);
      child = line.end;
    }
  return height;
}

/* --- layout --------------------------------------------------------------------------------------------------------- */

static GtkSizeRequestMode
nadi_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
nadi_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  NadiWrapLayout *self = NADI_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = height_for (self, widget, for_size);
      return;
    }
  for (GtkWidget *child = shown_from (gtk_widget_get_first_child (widget)); child != NULL; child = shown_from (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? (int) self->spacing : 0);
    }
}

static void
place (GtkWidget *widget, GtkWidget *child, int x, int y, int width, const Line *line, int whole)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child, &(GtkAllocation){ rtl ? whole - x - width : x, y, width, line->height }, line->above);
}

static void
nadi_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  NadiWrapLayout *self = NADI_WRAP_LAYOUT (manager);
  GtkWidget *child = shown_from (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      Line line = line_from (self, child, width);
      int left = MAX (width - line.width, 0);
      int x = 0;

      for (; child != line.end; child = shown_from (gtk_widget_get_next_sibling (child)))
        {
          int wide = child_width (child, width);

          if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
            {
              wide += left / (int) line.n_expanding;
              left -= left / (int) line.n_expanding--;
            }
          place (widget, child, x, y, wide, &line, width);
          x += wide + (int) self->spacing;
        }
      y += line.height + (int) self->line_spacing;
    }
}

/* --- object --------------------------------------------------------------------------------------------------------- */

static void
nadi_wrap_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NadiWrapLayout *self = NADI_WRAP_LAYOUT (object);

  if (id == PROP_SPACING)
    g_value_set_uint (value, self->spacing);
  else if (id == PROP_LINE_SPACING)
    g_value_set_uint (value, self->line_spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nadi_wrap_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NadiWrapLayout *self = NADI_WRAP_LAYOUT (object);

  if (id == PROP_SPACING)
    self->spacing = g_value_get_uint (value);
  else if (id == PROP_LINE_SPACING)
    self->line_spacing = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
nadi_wrap_layout_class_init (NadiWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = nadi_wrap_layout_get_property;
  object_class->set_property = nadi_wrap_layout_set_property;
  layout_class->get_request_mode = nadi_wrap_layout_get_request_mode;
  layout_class->measure = nadi_wrap_layout_measure;
  layout_class->allocate = nadi_wrap_layout_allocate;
  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, G_MAXINT16, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE_SPACING] = g_param_spec_uint ("line-spacing", NULL, NULL, 0, G_MAXINT16, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nadi_wrap_layout_init (NadiWrapLayout *self)
{
}

GtkLayoutManager *
nadi_wrap_layout_new (guint spacing, guint line_spacing)
{
  return g_object_new (NADI_TYPE_WRAP_LAYOUT, "spacing", spacing, "line-spacing", line_spacing, NULL);
}
