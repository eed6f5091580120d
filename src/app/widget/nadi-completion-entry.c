/* The completing entry. */
#include "nadi-completion-entry.h"

#include <glib/gi18n.h>

#include "nadi-ui.h"

struct _NadiCompletionEntry
{
  GtkWidget parent_instance;
  GtkWidget *entry;
  GtkWidget *popover;
  GtkWidget *list;
  GPtrArray *found;          /* of NadiCompletion; what the lines show */
  NadiCompletionFind find;
  gpointer user_data;
  gboolean as_typed;
  gboolean quiet;            /* the text is being set, not typed */
};

enum
{
  CHANGED,
  TAKEN,
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiCompletionEntry, nadi_completion_entry, GTK_TYPE_WIDGET)

NadiCompletion *
nadi_completion_new (const char *title, const char *detail, const char *key, const char *text)
{
  NadiCompletion *completion = g_new0 (NadiCompletion, 1);

  completion->title = g_strdup (title);
  completion->detail = g_strdup (detail);
  completion->key = g_strdup (key);
  completion->text = g_strdup (text);
  return completion;
}

void
nadi_completion_free (NadiCompletion *completion)
{
  g_free (completion->title);
  g_free (completion->detail);
  g_free (completion->key);
  g_free (completion->text);
  g_free (completion);
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

static void
close_list (NadiCompletionEntry *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  nadi_ui_set_description (self->entry, "");
}

static void
clear_list (NadiCompletionEntry *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  g_clear_pointer (&self->found, g_ptr_array_unref);
}

static GtkWidget *
make_line (const NadiCompletion *completion)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *spoken = completion->detail != NULL ? g_strdup_printf ("%s, %s", completion->title, completion->detail) : g_strdup (completion->title);
  GtkWidget *title = gtk_label_new (completion->title);
  GtkWidget *detail = gtk_label_new (completion->detail);

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (detail, "facts");
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  nadi_ui_set_name (row, spoken);
  return row;
}

/* What is chosen, spoken with its place: the focus stays where the typing is. */
static void
speak_selected (NadiCompletionEntry *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  const NadiCompletion *completion;
  g_autofree char *text = NULL;

  if (row == NULL || self->found == NULL)
    return;
  completion = g_ptr_array_index (self->found, (guint) gtk_list_box_row_get_index (row));
  /* Translators: a line of a list that is read aloud: what it says, its place, how many there are. */
  text = g_strdup_printf (_("%s, %d of %u"), completion->title, gtk_list_box_row_get_index (row) + 1, self->found->len);
  nadi_ui_set_description (self->entry, text);
}

static void
select_line (NadiCompletionEntry *self, guint at)
{
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) at));
  speak_selected (self);
}

static void
offer (NadiCompletionEntry *self)
{
  const char *text = nadi_completion_entry_get_text (self);
  GPtrArray *found = self->find != NULL && text[0] != '\0' ? self->find (text, self->user_data) : NULL;

  clear_list (self);
  if (found == NULL || found->len == 0)
    {
      g_clear_pointer (&found, g_ptr_array_unref);
      close_list (self);
      return;
    }
  if (found->len > NADI_COMPLETION_LINES - (self->as_typed ? 1 : 0))
    g_ptr_array_set_size (found, NADI_COMPLETION_LINES - (self->as_typed ? 1 : 0));
  if (self->as_typed)
    {
      /* Translators: take what was typed, as it is. */
      g_autofree char *title = g_strdup_printf (_("“%s” as it stands"), text);

      g_ptr_array_add (found, nadi_completion_new (title, NULL, NULL, text));
    }
  self->found = found;
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_line (g_ptr_array_index (found, i)));
  gtk_widget_set_size_request (self->popover, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 200), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE, -1);
  select_line (self, 0);
}

static void
take (NadiCompletionEntry *self, guint at)
{
  NadiCompletion *completion = g_ptr_array_steal_index (self->found, at);

  clear_list (self);
  close_list (self);
  g_signal_emit (self, signals[TAKEN], 0, completion);
  nadi_completion_free (completion);
}

gboolean
nadi_completion_entry_is_open (NadiCompletionEntry *self)
{
  return self->found != NULL && gtk_widget_get_visible (self->popover);
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

static guint
selected_line (NadiCompletionEntry *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return row != NULL ? (guint) gtk_list_box_row_get_index (row) : 0;
}

static gboolean
on_key (NadiCompletionEntry *self, guint keyval, guint keycode, GdkModifierType state)
{
  guint n;

  if (!nadi_completion_entry_is_open (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  n = self->found->len;
  switch (keyval)
    {
    case GDK_KEY_Down:
      select_line (self, (selected_line (self) + 1) % n);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      select_line (self, (selected_line (self) + n - 1) % n);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Tab:
      take (self, selected_line (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      clear_list (self);
      close_list (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_text_changed (NadiCompletionEntry *self)
{
  if (!self->quiet)
    offer (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (NadiCompletionEntry *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
on_row_activated (NadiCompletionEntry *self, GtkListBoxRow *row)
{
  take (self, (guint) gtk_list_box_row_get_index (row));
}

static void
on_focus_left (NadiCompletionEntry *self)
{
  clear_list (self);
  close_list (self);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

void
nadi_completion_entry_set_up (NadiCompletionEntry *self, const char *name, const char *placeholder, gboolean as_typed,
                              NadiCompletionFind find, gpointer user_data)
{
  self->find = find;
  self->user_data = user_data;
  self->as_typed = as_typed;
  nadi_ui_set_name (self->entry, name);
  nadi_ui_set_name (self->list, name);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), placeholder);
}

const char *
nadi_completion_entry_get_text (NadiCompletionEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
nadi_completion_entry_set_text (NadiCompletionEntry *self, const char *text)
{
  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->quiet = FALSE;
}

static gboolean
nadi_completion_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (NADI_COMPLETION_ENTRY (widget)->entry);
}

static void
nadi_completion_entry_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline)
{
  gtk_widget_measure (NADI_COMPLETION_ENTRY (widget)->entry, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static void
nadi_completion_entry_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NadiCompletionEntry *self = NADI_COMPLETION_ENTRY (widget);

  gtk_widget_size_allocate (self->entry, &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
nadi_completion_entry_dispose (GObject *object)
{
  NadiCompletionEntry *self = NADI_COMPLETION_ENTRY (object);

  self->find = NULL;
  self->quiet = TRUE;
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (nadi_completion_entry_parent_class)->dispose (object);
}

static void
nadi_completion_entry_class_init (NadiCompletionEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_completion_entry_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_completion_entry_grab_focus);
  widget_class->measure = nadi_completion_entry_measure;
  widget_class->size_allocate = nadi_completion_entry_size_allocate;
  signals[CHANGED] = g_signal_new ("changed", NADI_TYPE_COMPLETION_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TAKEN] = g_signal_new ("taken", NADI_TYPE_COMPLETION_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ENTERED] = g_signal_new ("entered", NADI_TYPE_COMPLETION_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
make_popover (NadiCompletionEntry *self)
{
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "completion-list");
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->list);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "completion");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
}

static void
nadi_completion_entry_init (NadiCompletionEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  make_popover (self);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, focus);
}
