/* The palette. Finding is in memory and happens on the keystroke. */
#include "nadi-palette.h"

#include <glib/gi18n.h>

#include "nadi-palette-item.h"
#include "nadi-palette-line.h"
#include "nadi-ui.h"

#define MOST_PATIENTS 12
#define RECENT_PATIENTS 4
#define LINE_LETTERS 95 /* so long is a patient's line */
#define LEAST_WIDTH 760
#define HEIGHT 480
#define BESIDE 48 /* pixels of the window below that are seen */

struct _NadiPalette
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  char **actions;
  GListStore *found;
  GtkSingleSelection *selection;
  GPtrArray *bound;          /* GtkListItem of each row that has a widget */

  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *list;
};

enum
{
  OPEN_PATIENT,
  ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiPalette, nadi_palette, ADW_TYPE_WINDOW)

/* --- rows --------------------------------------------------------------------------------------------------------- */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, GTK_WIDGET (nadi_palette_line_new ()));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  NadiPalette *self = user_data;
  GtkWidget *line = gtk_list_item_get_child (item);
  g_autofree char *spoken = nadi_palette_line_show (NADI_PALETTE_LINE (line), gtk_list_item_get_item (item), nadi_desk_today (self->desk));

  nadi_ui_set_name (gtk_widget_get_parent (line), spoken);
  g_ptr_array_add (self->bound, item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_ptr_array_remove_fast (((NadiPalette *) user_data)->bound, item);
}

/* --- finding ------------------------------------------------------------------------------------------------------ */

static void
find (NadiPalette *self)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (GPtrArray) actions = nadi_palette_find_actions ((const char *const *) self->actions, query);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = NULL;

  if (session != NULL)
    rows = nadi_session_find_patients (session, query, query[0] != '\0' ? MOST_PATIENTS : RECENT_PATIENTS, NULL);
  if (rows != NULL)
    g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (items, nadi_palette_item_new_patient (g_ptr_array_index (rows, i)));
  g_ptr_array_extend_and_steal (items, g_steal_pointer (&actions));
  g_list_store_splice (self->found, 0, g_list_model_get_n_items (G_LIST_MODEL (self->found)), items->pdata, items->len);
  if (items->len > 0)
    gtk_single_selection_set_selected (self->selection, 0);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "nothing");
}

static void
on_search_changed (NadiPalette *self)
{
  find (self);
  /* Typed while a row had the focus. */
  if (!gtk_widget_has_focus (GTK_WIDGET (self->search)) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
}

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static void
choose (NadiPalette *self, guint position)
{
  g_autoptr (NadiPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);
  g_autoptr (NadiPalette) alive = g_object_ref (self);

  if (item == NULL)
    return;
  gtk_window_close (GTK_WINDOW (self));
  if (nadi_palette_item_get_row (item) != NULL)
    g_signal_emit (alive, signals[OPEN_PATIENT], 0, nadi_palette_item_get_row (item)->id);
  else
    g_signal_emit (alive, signals[ACT], 0, nadi_palette_item_get_action (item)->name);
}

static void
on_list_activate (NadiPalette *self, guint position)
{
  choose (self, position);
}

static void
on_entry_activate (NadiPalette *self)
{
  choose (self, gtk_single_selection_get_selected (self->selection));
}

static void
on_stop_search (NadiPalette *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* The row itself takes the focus, so that it is spoken. */
static void
focus_row (NadiPalette *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->bound, i);

      if (gtk_list_item_get_position (item) == position)
        {
          gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (item)));
          return;
        }
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, NadiPalette *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean in_list = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));

  if (keyval == GDK_KEY_Escape)
    {
      gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Down && !in_list && n > 0)
    {
      focus_row (self, MIN (gtk_single_selection_get_selected (self->selection) + 1, n - 1));
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Up && in_list && gtk_single_selection_get_selected (self->selection) == 0)
    {
      gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

/* --- object ------------------------------------------------------------------------------------------------------- */

void
nadi_palette_search (NadiPalette *self, const char *query)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), query);
  find (self);
}

GListModel *
nadi_palette_get_found (NadiPalette *self)
{
  return G_LIST_MODEL (self->found);
}

static void
nadi_palette_dispose (GObject *object)
{
  NadiPalette *self = NADI_PALETTE (object);

  G_OBJECT_CLASS (nadi_palette_parent_class)->dispose (object);
  g_clear_object (&self->selection);
  g_clear_object (&self->found);
  g_clear_object (&self->desk);
}

static void
nadi_palette_finalize (GObject *object)
{
  NadiPalette *self = NADI_PALETTE (object);

  g_strfreev (self->actions);
  g_ptr_array_unref (self->bound);
  G_OBJECT_CLASS (nadi_palette_parent_class)->finalize (object);
}

static void
nadi_palette_class_init (NadiPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nadi_palette_dispose;
  object_class->finalize = nadi_palette_finalize;
  signals[OPEN_PATIENT] = g_signal_new ("open-patient", NADI_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ACT] = g_signal_new ("act", NADI_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-palette");
  gtk_widget_class_bind_template_child (widget_class, NadiPalette, search);
  gtk_widget_class_bind_template_child (widget_class, NadiPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate);
}

static void
nadi_palette_init (NadiPalette *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  self->found = g_list_store_new (NADI_TYPE_PALETTE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->list));
  nadi_ui_set_name (GTK_WIDGET (self->search), _("Search everything"));
  nadi_ui_set_name (GTK_WIDGET (self->list), _("Found"));
  nadi_ui_tab_out_of_list (GTK_WIDGET (self->list));
}

/* In large letters a patient's line is longer than the window has been made for. */
static void
make_room (NadiPalette *self, GtkWindow *parent)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (GTK_WIDGET (self)), NULL, NULL);
  int wanted = LINE_LETTERS * pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE;
  int width = MIN (wanted, gtk_widget_get_width (GTK_WIDGET (parent)) - 2 * BESIDE);

  pango_font_metrics_unref (metrics);
  if (width > LEAST_WIDTH)
    gtk_window_set_default_size (GTK_WINDOW (self), width, HEIGHT);
}

NadiPalette *
nadi_palette_new (GtkWindow *parent, NadiDesk *desk, const char *const *actions)
{
  NadiPalette *self = g_object_new (NADI_TYPE_PALETTE, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  self->actions = g_strdupv ((char **) actions);
  if (parent != NULL)
    make_room (self, parent);
  find (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  return self;
}
