/* A field. */
#include "nadi-field.h"

#include <string.h>

#include "nadi-ui.h"

struct _NadiField
{
  GtkWidget parent_instance;
  GtkLabel *label;
  GtkEditable *entry;
  GtkLabel *below;
  char *note;
  char *error;
  NadiFieldComplete complete;
};

enum
{
  PROP_LABEL = 1,
  PROP_PLACEHOLDER,
  PROP_SECRET,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal, finished_signal;

G_DEFINE_FINAL_TYPE (NadiField, nadi_field, GTK_TYPE_WIDGET)

static void
show_below (NadiField *self)
{
  const char *text = self->error != NULL ? self->error : self->note;

  nadi_ui_set_label (self->below, text);
  if (self->error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->below), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->below), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->below), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->below), "dim-label");
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  nadi_ui_set_description (GTK_WIDGET (self->entry), text != NULL ? text : "");
}

const char *
nadi_field_get_text (NadiField *self)
{
  return gtk_editable_get_text (self->entry);
}

void
nadi_field_set_note (NadiField *self, const char *text)
{
  g_free (self->note);
  self->note = g_strdup (text);
  show_below (self);
}

void
nadi_field_set_error (NadiField *self, const char *text)
{
  g_free (self->error);
  self->error = g_strdup (text);
  show_below (self);
}

gboolean
nadi_field_has_error (NadiField *self)
{
  return self->error != NULL;
}

void
nadi_field_set_complete (NadiField *self, NadiFieldComplete complete)
{
  self->complete = complete;
}

void
nadi_field_set_purpose (NadiField *self, GtkInputPurpose purpose)
{
  g_return_if_fail (GTK_IS_ENTRY (self->entry));
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), purpose);
}

void
nadi_field_set_editable (NadiField *self, gboolean editable)
{
  gtk_editable_set_editable (self->entry, editable);
}

GtkEditable *
nadi_field_get_entry (NadiField *self)
{
  return self->entry;
}

void
nadi_field_set_spoken (NadiField *self, const char *name)
{
  nadi_ui_set_name (GTK_WIDGET (self->entry), name);
}

/* --- typing ------------------------------------------------------------------------------------------------------- */

/* (transfer full) */
static char *
completed (NadiField *self)
{
  const char *typed = nadi_field_get_text (self);

  return self->complete != NULL && g_utf8_strlen (typed, -1) >= 2 ? self->complete (typed) : NULL;
}

static void
on_changed (NadiField *self)
{
  g_autofree char *whole = completed (self);

  nadi_field_set_error (self, NULL);
  if (self->complete != NULL)
    nadi_field_set_note (self, g_strcmp0 (whole, nadi_field_get_text (self)) != 0 ? whole : NULL);
  g_signal_emit (self, changed_signal, 0);
}

void
nadi_field_set_text (NadiField *self, const char *text)
{
  g_signal_handlers_block_by_func (self->entry, on_changed, self);
  gtk_editable_set_text (self->entry, text != NULL ? text : "");
  g_signal_handlers_unblock_by_func (self->entry, on_changed, self);
  nadi_field_set_error (self, NULL);
}

static void
take_completed (NadiField *self)
{
  g_autofree char *whole = completed (self);

  if (whole == NULL || g_str_equal (whole, nadi_field_get_text (self)))
    return;
  gtk_editable_set_text (self->entry, whole);
  gtk_editable_set_position (self->entry, -1);
}

static void
on_activate (NadiField *self)
{
  gboolean handled = FALSE;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  take_completed (self);
  g_signal_emit (self, finished_signal, 0, &handled);
  if (!handled && root != NULL)
    g_signal_emit_by_name (root, "move-focus", GTK_DIR_TAB_FORWARD);
}

static void
on_leave (NadiField *self)
{
  take_completed (self);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
add_entry (NadiField *self, gboolean secret)
{
  if (secret)
    self->entry = g_object_new (GTK_TYPE_PASSWORD_ENTRY, "show-peek-icon", TRUE, NULL);
  else
    self->entry = g_object_new (GTK_TYPE_ENTRY, NULL);
  gtk_widget_insert_after (GTK_WIDGET (self->entry), GTK_WIDGET (self), GTK_WIDGET (self->label));
  gtk_label_set_mnemonic_widget (self->label, GTK_WIDGET (self->entry));
  gtk_editable_set_width_chars (self->entry, 6);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NadiField *self = NADI_FIELD (object);

  switch (id)
    {
    case PROP_LABEL:
      /* It names the entry too: it is its mnemonic. */
      gtk_label_set_text_with_mnemonic (self->label, g_value_get_string (value));
      break;
    case PROP_PLACEHOLDER:
      g_object_set (self->entry, "placeholder-text", g_value_get_string (value), NULL);
      break;
    case PROP_SECRET:
      /* Only while it is made. */
      add_entry (self, g_value_get_boolean (value));
      show_below (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
nadi_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_FIELD (widget)->entry));
}

static void
nadi_field_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_field_parent_class)->dispose (object);
}

static void
nadi_field_finalize (GObject *object)
{
  g_free (NADI_FIELD (object)->note);
  g_free (NADI_FIELD (object)->error);
  G_OBJECT_CLASS (nadi_field_parent_class)->finalize (object);
}

static void
nadi_field_class_init (NadiFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = set_property;
  object_class->dispose = nadi_field_dispose;
  object_class->finalize = nadi_field_finalize;
  nadi_ui_class_set_grab_focus (widget_class, nadi_field_grab_focus);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECRET] = g_param_spec_boolean ("secret", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", NADI_TYPE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  finished_signal = g_signal_new ("finished", NADI_TYPE_FIELD, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "nadi-field");
}

static void
nadi_field_init (NadiField *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->below = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->below), GTK_WIDGET (self));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption-heading");
  gtk_label_set_xalign (self->below, 0);
  gtk_label_set_wrap (self->below, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->below), "caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
