/* Style, templates, spoken names. */
#include "nadi-ui.h"

#include <glib/gi18n.h>

static const char named[] = "nadi-named";

/* --- what shows ----------------------------------------------------------------------------------------------------- */

/* These keep children that they do not show, and GTK 4.8 reads them out as if they were there. */
static gboolean
keeps_hidden_children (GtkWidget *widget)
{
  return GTK_IS_STACK (widget) || ADW_IS_VIEW_STACK (widget) || GTK_IS_REVEALER (widget);
}

static void
tell_hidden (GtkWidget *widget, gboolean hidden)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

/* A button's label has its mnemonic's underscore in it; the label inside, which names the button too, has not. */
static void
say_without_underscore (GtkButton *button)
{
  if (gtk_button_get_label (button) != NULL && gtk_button_get_use_underline (button) && g_object_get_data (G_OBJECT (button), named) == NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* libadwaita gives the button that ends a notice an icon alone. */
static void
name_end_of_notice (GtkWidget *button)
{
  GType toast = g_type_from_name ("AdwToastWidget");

  if (toast != G_TYPE_INVALID && gtk_button_get_icon_name (GTK_BUTTON (button)) != NULL && gtk_widget_get_ancestor (button, toast) != NULL)
    nadi_ui_set_name (button, _("Close this notice"));
}

static void
say_tooltip (GtkWidget *icon)
{
  nadi_ui_set_name (icon, gtk_widget_get_tooltip_text (icon));
}

/* The eye in a passphrase's entry, and what warns of the caps lock there, are icons with tooltips alone. */
static void
name_icon_of_entry (GtkWidget *icon)
{
  if (gtk_widget_get_tooltip_text (icon) == NULL || gtk_widget_get_ancestor (icon, GTK_TYPE_PASSWORD_ENTRY) == NULL ||
      g_object_get_data (G_OBJECT (icon), named) != NULL)
    return;
  say_tooltip (icon);
  g_signal_connect (icon, "notify::tooltip-text", G_CALLBACK (say_tooltip), NULL);
}

/* A menu is called as the button is that it hangs from. */
static void
name_menu (GtkWidget *menu)
{
  GtkWidget *button = gtk_widget_get_ancestor (menu, GTK_TYPE_MENU_BUTTON);
  const char *tooltip = button != NULL ? gtk_widget_get_tooltip_text (button) : NULL;

  if (g_object_get_data (G_OBJECT (menu), named) == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip != NULL ? tooltip : "", -1);
}

/* The lists of libadwaita's groups: GTK would call them by their type. */
static void
name_list (GtkWidget *list)
{
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);

  if (group != NULL && g_object_get_data (G_OBJECT (list), named) == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)), -1);
}

static const char *
first_words (GtkWidget *widget)
{
  const char *words = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return "";
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && words[0] == '\0'; child = gtk_widget_get_next_sibling (child))
    words = first_words (child);
  return words;
}

/* What has only words in it is a stop of the keyboard itself, to be read on with arrow keys: it is called by the first of them. */
static void
name_scrolled (GtkWidget *scrolled)
{
  if (gtk_widget_has_focus (scrolled))
    gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, first_words (scrolled), -1);
}

static void
follow_scrolled (GtkWidget *scrolled)
{
  g_signal_handlers_disconnect_by_func (scrolled, name_scrolled, NULL);
  g_signal_connect (scrolled, "notify::has-focus", G_CALLBACK (name_scrolled), NULL);
}

/* After map, and before unmap, of every widget. */
static gboolean
on_map_changed (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer mapped)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (mapped != NULL && GTK_IS_BUTTON (widget))
    {
      say_without_underscore (GTK_BUTTON (widget));
      name_end_of_notice (widget);
    }
  if (mapped != NULL && GTK_IS_IMAGE (widget))
    name_icon_of_entry (widget);
  if (mapped != NULL && GTK_IS_LIST_BOX (widget))
    name_list (widget);
  if (mapped != NULL && GTK_IS_POPOVER_MENU (widget))
    name_menu (widget);
  if (mapped != NULL && GTK_IS_SCROLLED_WINDOW (widget))
    follow_scrolled (widget);
  if (parent != NULL && keeps_hidden_children (parent))
    tell_hidden (widget, mapped == NULL);
  if (mapped != NULL && keeps_hidden_children (widget))
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
      tell_hidden (child, !gtk_widget_get_child_visible (child));
  return TRUE;
}

static void
follow_what_shows (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map_changed, GINT_TO_POINTER (TRUE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, on_map_changed, NULL, NULL);
}

/* --- contrast ------------------------------------------------------------------------------------------------------- */

static void
on_contrast (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

static void
follow_contrast (GdkDisplay *display)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (display);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, NADI_UI_PATH "nadi-contrast.css");
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_contrast), provider, 0);
  g_object_set_data_full (G_OBJECT (manager), "nadi-contrast", g_object_ref (provider), g_object_unref);
  on_contrast (manager, NULL, provider);
}

/* --- style and names ------------------------------------------------------------------------------------------------ */

void
nadi_ui_init (GdkDisplay *display)
{
  static gboolean done;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (done)
    return;
  done = TRUE;
  follow_what_shows ();
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, NADI_UI_PATH "nadi.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  follow_contrast (display);
}

static void
say_selected (GtkDropDown *drop_down)
{
  gpointer item = gtk_drop_down_get_selected_item (drop_down);

  if (GTK_IS_STRING_OBJECT (item))
    nadi_ui_set_description (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), gtk_string_object_get_string (item));
}

void
nadi_ui_set_name (GtkWidget *widget, const char *text)
{
  g_object_set_data (G_OBJECT (widget), named, (gpointer) named);
  /* A button's own label would be spoken after it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (!GTK_IS_DROP_DOWN (widget))
    return;
  /* What the keyboard stands on in a drop-down is the button inside, which would not say what is chosen. */
  nadi_ui_set_name (gtk_widget_get_first_child (widget), text);
  g_signal_handlers_disconnect_by_func (widget, say_selected, NULL);
  g_signal_connect (widget, "notify::selected-item", G_CALLBACK (say_selected), NULL);
  say_selected (GTK_DROP_DOWN (widget));
}

void
nadi_ui_set_description (GtkWidget *widget, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
nadi_ui_class_set_template (GtkWidgetClass *klass, const char *name)
{
  g_autofree char *path = g_strconcat (NADI_UI_PATH, name, ".ui", NULL);

  gtk_widget_class_set_template_from_resource (klass, path);
}

void
nadi_ui_set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static gboolean
focus_within (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *child;

  if (direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (g_type_class_peek_static (GTK_TYPE_WIDGET))->focus (widget, direction);
  child = has_focus_within (widget) ? gtk_widget_get_focus_child (widget) : gtk_widget_get_last_child (widget);
  while (child != NULL && !gtk_widget_child_focus (child, direction))
    child = gtk_widget_get_prev_sibling (child);
  return child != NULL;
}

void
nadi_ui_class_set_grab_focus (GtkWidgetClass *klass, gboolean (*grab_focus) (GtkWidget *widget))
{
  klass->grab_focus = grab_focus;
  klass->focus = focus_within;
}

void
nadi_ui_unparent_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/* --- Tab -------------------------------------------------------------------------------------------------------------- */

static GtkWidget *
line_of (GtkWidget *list, GtkWidget *focus)
{
  while (focus != NULL && gtk_widget_get_parent (focus) != list)
    focus = gtk_widget_get_parent (focus);
  return focus;
}

/* The line and what takes the focus in it, in order. */
static void
collect_stops (GtkWidget *widget, GPtrArray *stops)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || !gtk_widget_get_can_focus (widget))
    return;
  if (gtk_widget_get_focusable (widget))
    g_ptr_array_add (stops, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_stops (child, stops);
}

static gboolean
move_within (GtkWidget *widget, GtkWidget *focus, int step)
{
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  guint at;

  collect_stops (widget, stops);
  if (!g_ptr_array_find (stops, focus, &at) || (step < 0 && at == 0) || (step > 0 && at + 1 >= stops->len))
    return FALSE;
  return gtk_widget_grab_focus (g_ptr_array_index (stops, (guint) ((int) at + step)));
}

static gboolean
on_list_key (GtkWidget *list, guint keyval, guint keycode, GdkModifierType state)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus = gtk_root_get_focus (root);
  GtkWidget *line = line_of (list, focus);
  gboolean back = (state & GDK_SHIFT_MASK) != 0;

  if ((keyval != GDK_KEY_Tab && keyval != GDK_KEY_KP_Tab && keyval != GDK_KEY_ISO_Left_Tab) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || line == NULL)
    return GDK_EVENT_PROPAGATE;
  if (!move_within (line, focus, back ? -1 : 1))
    {
      gtk_widget_set_can_focus (list, FALSE);
      gtk_widget_child_focus (GTK_WIDGET (root), back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
      gtk_widget_set_can_focus (list, TRUE);
    }
  return GDK_EVENT_STOP;
}

void
nadi_ui_tab_out_of_list (GtkWidget *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_list_key), list, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (list, keys);
}
