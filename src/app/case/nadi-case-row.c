/* Rows of the lists of a case. */
#include "nadi-case-row.h"

#include "nadi-ui.h"

GtkWidget *
nadi_case_row_new (const char *title, const char *detail)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_label_new (title);

  gtk_widget_add_css_class (row, "case-row");
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (words, "facts");
  gtk_box_append (GTK_BOX (row), words);
  if (detail != NULL && detail[0] != '\0')
    {
      GtkWidget *small = gtk_label_new (detail);

      gtk_widget_add_css_class (small, "dim-label");
      gtk_widget_add_css_class (small, "facts");
      gtk_box_append (GTK_BOX (row), small);
    }
  return row;
}

void
nadi_case_row_add_chip (GtkWidget *row, const char *text, const char *style)
{
  GtkWidget *chip = gtk_label_new (text);

  gtk_widget_add_css_class (chip, "case-chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  gtk_label_set_wrap (GTK_LABEL (chip), TRUE);
  gtk_box_append (GTK_BOX (row), chip);
}

void
nadi_case_row_add_button (GtkWidget *row, const char *icon, const char *name, GCallback clicked, gpointer owner, guint at)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  nadi_ui_set_name (button, name);
  g_object_set_data (G_OBJECT (button), "nadi-place", GUINT_TO_POINTER (at));
  g_signal_connect_object (button, "clicked", clicked, owner, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), button);
}

guint
nadi_case_row_place (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "nadi-place"));
}

void
nadi_case_rows_clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}
