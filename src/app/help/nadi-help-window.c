/* The window of the help. */
#include "nadi-help-window.h"

#include <glib/gi18n.h>

#include "nadi-help-topic.h"
#include "nadi-ui.h"

struct _NadiHelpWindow
{
  AdwWindow parent_instance;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  GtkBox *text;
};

G_DEFINE_FINAL_TYPE (NadiHelpWindow, nadi_help_window, ADW_TYPE_WINDOW)

static GtkWidget *
add_label (GtkBox *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (box, label);
  return label;
}

static void
add_keys (NadiHelpWindow *self, int group)
{
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);
  GtkWidget *grid = gtk_grid_new ();
  int row = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (add_label (self->text, _("Keys")), "heading");
  for (gsize i = 0; i < length; i++)
    {
      g_auto (GStrv) keys = nadi_action_keys (&actions[i]);
      g_autofree char *label = NULL;
      GdkModifierType state;
      GtkWidget *key, *what;
      guint keyval;

      if ((int) actions[i].group != group || keys[0] == NULL || !gtk_accelerator_parse (keys[0], &keyval, &state))
        continue;
      label = gtk_accelerator_get_label (keyval, state);
      key = gtk_label_new (label);
      what = gtk_label_new (nadi_action_title (&actions[i]));
      gtk_widget_add_css_class (key, "dim-label");
      gtk_label_set_xalign (GTK_LABEL (key), 0);
      gtk_label_set_xalign (GTK_LABEL (what), 0);
      gtk_label_set_wrap (GTK_LABEL (what), TRUE);
      gtk_grid_attach (GTK_GRID (grid), key, 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), what, 1, row++, 1, 1);
    }
  gtk_box_append (self->text, grid);
}

static void
show_topic (NadiHelpWindow *self, const NadiHelpTopic *topic)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->text))) != NULL)
    gtk_box_remove (self->text, child);
  gtk_label_set_text (self->title, _(topic->title));
  for (guint i = 0; topic->paragraphs[i] != NULL; i++)
    add_label (self->text, _(topic->paragraphs[i]));
  if (topic->keys >= 0)
    add_keys (self, topic->keys);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_row_selected (NadiHelpWindow *self, GtkListBoxRow *row)
{
  gsize length;
  const NadiHelpTopic *topics = nadi_help_topics (&length);

  if (row != NULL)
    show_topic (self, &topics[gtk_list_box_row_get_index (row)]);
}

void
nadi_help_window_show_topic (NadiHelpWindow *self, const char *id)
{
  gsize length;
  const NadiHelpTopic *topics = nadi_help_topics (&length);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) (nadi_help_find (id) - topics));

  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
nadi_help_window_class_init (NadiHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  nadi_ui_class_set_template (widget_class, "nadi-help-window");
  gtk_widget_class_bind_template_child (widget_class, NadiHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, NadiHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, NadiHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, NadiHelpWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
nadi_help_window_init (NadiHelpWindow *self)
{
  gsize length;
  const NadiHelpTopic *topics = nadi_help_topics (&length);

  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Pages of the help"));
  for (gsize i = 0; i < length; i++)
    {
      GtkWidget *label = gtk_label_new (_(topics[i].title));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_list_box_append (self->list, label);
      nadi_ui_set_name (gtk_widget_get_parent (label), _(topics[i].title));
    }
  nadi_help_window_show_topic (self, NULL);
}

NadiHelpWindow *
nadi_help_window_new (GtkWindow *parent)
{
  return g_object_new (NADI_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
}

/* --- shortcuts ---------------------------------------------------------------------------------------------------- */

static void
add_group (GString *xml, NadiActionGroup group)
{
  gsize length;
  const NadiAction *actions = nadi_action_list (&length);
  g_autofree char *title = g_markup_escape_text (nadi_action_group_title (group), -1);

  g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *what = g_markup_escape_text (nadi_action_title (&actions[i]), -1);
      g_autofree char *keys = g_markup_escape_text (actions[i].keys, -1);

      if (actions[i].group == group && keys[0] != '\0')
        g_string_append_printf (xml, "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
                                     "<property name='accelerator'>%s</property></object></child>", what, keys);
    }
  g_string_append (xml, "</object></child>");
}

/* GTK names the window itself, in English where it is not translated, and gives the button of its search a glass alone. */
static void
name_parts (GtkWidget *widget, const char *title)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), g_dgettext ("gtk40", "Shortcuts")))
    gtk_label_set_text (GTK_LABEL (widget), title);
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    nadi_ui_set_name (widget, g_dgettext ("gtk40", "Search"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_parts (child, title);
}

GtkWindow *
nadi_help_make_shortcuts (GtkWindow *parent)
{
  /* GTK 4.8 makes this window from a description only. */
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>True</property>"
                                          "<property name='destroy-with-parent'>True</property><child><object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>all</property><property name='visible'>True</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  for (guint group = 0; group < NADI_N_ACTION_GROUPS; group++)
    add_group (xml, group);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_title (window, _("Keyboard shortcuts"));
  if (gtk_window_get_titlebar (window) != NULL)
    name_parts (gtk_window_get_titlebar (window), _("Keyboard shortcuts"));
  return window;
}
