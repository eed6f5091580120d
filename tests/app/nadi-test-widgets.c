/* Widgets in tests. */
#include "nadi-test-widgets.h"

#include <locale.h>

#include "nadi-ui.h"

void
nadi_test_widgets_init (int *argc, char ***argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  adw_init ();
  nadi_ui_init (gdk_display_get_default ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  if (g_getenv ("NADI_PICTURES_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("NADI_PICTURES_LARGE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
}

void
nadi_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_late (gpointer data)
{
  gboolean *late = data;

  *late = TRUE;
  return G_SOURCE_REMOVE;
}

void
nadi_test_wait (gboolean (*condition) (gpointer data), gpointer data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (60, on_late, &late);

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  g_assert_true (condition (data));
}

/* Some show only when there is something to say. */
static gboolean
is_drawn (gpointer data)
{
  int natural = 0;

  if (!gtk_widget_get_mapped (GTK_WIDGET (gtk_widget_get_root (data))))
    return FALSE;
  if (!gtk_widget_get_visible (data))
    return TRUE;
  gtk_widget_measure (data, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return gtk_widget_get_mapped (data) && (gtk_widget_get_width (data) > 0 || natural == 0);
}

void
nadi_test_lives (gconstpointer get_type)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *widget = g_object_new (((GType (*) (void)) get_type) (), NULL);
  gpointer seen = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &seen);
  if (GTK_IS_LIST_BOX_ROW (widget))
    {
      GtkWidget *box = gtk_list_box_new ();

      gtk_list_box_append (GTK_LIST_BOX (box), widget);
      gtk_window_set_child (GTK_WINDOW (window), box);
    }
  else
    gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  nadi_test_wait (is_drawn, widget);
  nadi_test_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  nadi_test_settle ();
  g_assert_null (seen);
}

GtkWidget *
nadi_test_find (GtkWidget *root, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), id) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = nadi_test_find (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
nadi_test_find_type (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = nadi_test_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* --- pictures ----------------------------------------------------------------------------------------------------- */

/* Until what moves has come to rest. */
static void
come_to_rest (void)
{
  for (guint i = 0; i < 30; i++)
    {
      g_usleep (10000);
      nadi_test_settle ();
    }
}

void
nadi_test_picture (GtkWidget *window, const char *name)
{
  const char *folder = g_getenv ("NADI_PICTURES");
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%s.png", folder, name) : NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;

  if (path == NULL)
    return;
  come_to_rest ();
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

/* --- Tab ---------------------------------------------------------------------------------------------------------- */

static const char *
name_of (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (at));

      if (id != NULL && id[0] != '\0' && !g_str_has_prefix (id, "___"))
        return id;
    }
  return G_OBJECT_TYPE_NAME (widget);
}

/* Shift+Tab comes by the same places, the other way round. */
static void
check_way_back (GtkWidget *root, const GPtrArray *stops)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (root));

  for (guint i = stops->len; i > 1; i--)
    {
      g_assert_true (gtk_widget_child_focus (root, GTK_DIR_TAB_BACKWARD));
      g_assert_cmpstr (name_of (gtk_window_get_focus (window)), ==, name_of (stops->pdata[i - 2]));
    }
}

char *
nadi_test_tab_order (GtkWidget *root)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (root));
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GString *names = g_string_new (NULL);

  gtk_window_set_focus (window, NULL);
  while (gtk_widget_child_focus (root, GTK_DIR_TAB_FORWARD) && names->len < 4000)
    {
      g_ptr_array_add (stops, gtk_window_get_focus (window));
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", name_of (gtk_window_get_focus (window)));
    }
  check_way_back (root, stops);
  return g_string_free (names, FALSE);
}

/* --- spoken names ------------------------------------------------------------------------------------------------- */

static gboolean
has_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget))[0] != '\0';
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

static gboolean
needs_name (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_ENTRY (widget) ||
         GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_PASSWORD_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_LIST_VIEW (widget) ||
         GTK_IS_SWITCH (widget) || ADW_IS_COMBO_ROW (widget);
}

static gboolean
is_named (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         ((GTK_IS_BUTTON (widget) || ADW_IS_COMBO_ROW (widget)) && has_text (widget));
}

static void
collect_unnamed (GtkWidget *widget, GString *list)
{
  if (needs_name (widget) && !is_named (widget))
    {
      g_string_append_printf (list, "%s(%s) ", G_OBJECT_TYPE_NAME (widget), name_of (widget));
      return;
    }
  if (needs_name (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_unnamed (child, list);
}

char *
nadi_test_unnamed (GtkWidget *root)
{
  GString *list = g_string_new (NULL);

  collect_unnamed (root, list);
  return g_string_free (list, FALSE);
}
