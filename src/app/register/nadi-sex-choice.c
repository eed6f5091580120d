/* The choice of sex: buttons that are one stop of the Tab key. */
#include "nadi-sex-choice.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-ui.h"
#include "nadi-wrap-layout.h"

static const NadiSex order[] = { NADI_SEX_FEMALE, NADI_SEX_MALE, NADI_SEX_OTHER, NADI_SEX_UNKNOWN };

#define N_CHOICES G_N_ELEMENTS (order)

struct _NadiSexChoice
{
  GtkWidget parent_instance;
  GtkLabel *label;
  GtkWidget *box;
  GtkToggleButton *buttons[N_CHOICES];
  gboolean setting;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (NadiSexChoice, nadi_sex_choice, GTK_TYPE_WIDGET)

static int
active (NadiSexChoice *self)
{
  for (guint i = 0; i < N_CHOICES; i++)
    if (gtk_toggle_button_get_active (self->buttons[i]))
      return (int) i;
  return -1;
}

/* The Tab key stops at the one that is chosen, else at the first. */
static void
update_stops (NadiSexChoice *self)
{
  int at = MAX (active (self), 0);

  for (guint i = 0; i < N_CHOICES; i++)
    gtk_widget_set_focusable (GTK_WIDGET (self->buttons[i]), (int) i == at);
}

NadiSex
nadi_sex_choice_get (NadiSexChoice *self)
{
  int at = active (self);

  return at >= 0 ? order[at] : NADI_SEX_NONE;
}

void
nadi_sex_choice_set (NadiSexChoice *self, NadiSex sex)
{
  self->setting = TRUE;
  for (guint i = 0; i < N_CHOICES; i++)
    gtk_toggle_button_set_active (self->buttons[i], order[i] == sex);
  self->setting = FALSE;
  update_stops (self);
}

static void
on_toggled (NadiSexChoice *self)
{
  if (self->setting)
    return;
  update_stops (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
choose (NadiSexChoice *self, guint at)
{
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  gtk_toggle_button_set_active (self->buttons[at], TRUE);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->buttons[at]));
}

static gunichar
first_letter (guint i)
{
  return g_unichar_tolower (g_utf8_get_char (nadi_format_sex (order[i])));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, NadiSexChoice *self)
{
  gunichar letter = g_unichar_tolower (gdk_keyval_to_unicode (keyval));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int step = keyval == GDK_KEY_Right ? 1 : keyval == GDK_KEY_Left ? -1 : 0;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      g_signal_emit_by_name (gtk_widget_get_root (GTK_WIDGET (self)), "move-focus", GTK_DIR_TAB_FORWARD);
      return GDK_EVENT_STOP;
    }
  if (step != 0)
    {
      choose (self, (guint) CLAMP (active (self) + (rtl ? -step : step), 0, (int) N_CHOICES - 1));
      return GDK_EVENT_STOP;
    }
  for (guint i = 0; letter != 0 && i < N_CHOICES; i++)
    if (first_letter (i) == letter)
      {
        choose (self, i);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
nadi_sex_choice_grab_focus (GtkWidget *widget)
{
  NadiSexChoice *self = NADI_SEX_CHOICE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->buttons[MAX (active (self), 0)]));
}

static gboolean
on_mnemonic (GtkWidget *widget, gboolean cycling, gpointer user_data)
{
  return gtk_widget_grab_focus (widget);
}

static void
nadi_sex_choice_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_sex_choice_parent_class)->dispose (object);
}

static void
nadi_sex_choice_class_init (NadiSexChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_sex_choice_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_sex_choice_grab_focus);
  changed_signal = g_signal_new ("changed", NADI_TYPE_SEX_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
nadi_sex_choice_init (NadiSexChoice *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->label = GTK_LABEL (gtk_label_new_with_mnemonic (_("Se_x")));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_mnemonic_widget (self->label, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption-heading");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->box, nadi_wrap_layout_new (6, 6));
  gtk_widget_add_css_class (self->box, "choices");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < N_CHOICES; i++)
    {
      self->buttons[i] = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (nadi_format_sex (order[i])));
      if (i > 0)
        gtk_toggle_button_set_group (self->buttons[i], self->buttons[0]);
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->buttons[i]));
      g_signal_connect_object (self->buttons[i], "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
    }
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (self->box, keys);
  g_signal_connect (self, "mnemonic-activate", G_CALLBACK (on_mnemonic), NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  nadi_ui_set_name (GTK_WIDGET (self), gtk_label_get_text (self->label));
  update_stops (self);
}
