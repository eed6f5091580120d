/* Small pieces. */
#include "nadi-chart-build.h"

#include "nadi-text.h"
#include "nadi-ui.h"

/* Characters: a record may hold more than a page of words. */
#define LONGEST_TEXT 20000

static void
add_classes (GtkWidget *widget, const char *css)
{
  g_auto (GStrv) classes = css != NULL ? g_strsplit (css, " ", -1) : NULL;

  for (guint i = 0; classes != NULL && classes[i] != NULL; i++)
    gtk_widget_add_css_class (widget, classes[i]);
}

GtkWidget *
nadi_chart_label (const char *text, const char *css)
{
  g_autofree char *shown = nadi_text_display_lines (text, LONGEST_TEXT);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_WORD);
  add_classes (label, css);
  return label;
}

GtkWidget *
nadi_chart_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

GtkWidget *
nadi_chart_facts (int title_chars)
{
  GtkWidget *grid = gtk_grid_new ();

  g_object_set_data (G_OBJECT (grid), "title-chars", GINT_TO_POINTER (title_chars));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  return grid;
}

void
nadi_chart_fact (GtkGrid *grid, const char *title, const char *value)
{
  GtkWidget *label, *shown;
  int row = 0;

  if (value == NULL || value[0] == '\0')
    return;
  while (gtk_grid_get_child_at (grid, 0, row) != NULL)
    row++;
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (g_object_get_data (G_OBJECT (grid), "title-chars")));
  shown = nadi_chart_label (value, "facts");
  gtk_label_set_selectable (GTK_LABEL (shown), TRUE);
  /* Copied with the mouse; on the way of the Tab key it would only be in the way. Not by "focusable": Tab would never get past it. */
  gtk_widget_set_can_focus (shown, FALSE);
  gtk_widget_set_hexpand (shown, TRUE);
  gtk_widget_set_valign (shown, GTK_ALIGN_BASELINE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, shown, 1, row, 1, 1);
}

GtkWidget *
nadi_chart_chip (const char *icon, const char *text, const char *css)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_box_append (GTK_BOX (box), image);
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "chip");
  add_classes (box, css);
  return box;
}

GtkWidget *
nadi_chart_button (const char *label, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

void
nadi_chart_empty_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}
