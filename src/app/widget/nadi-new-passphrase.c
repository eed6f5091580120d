/* A new passphrase, twice. */
#include "nadi-new-passphrase.h"

#include <glib/gi18n.h>

#include "nadi-field.h"
#include "nadi-strength.h"
#include "nadi-ui.h"

struct _NadiNewPassphrase
{
  GtkWidget parent_instance;
  NadiField *fresh;
  NadiField *again;
  GtkLevelBar *level;
  GtkLabel *strength;
  GtkLabel *hint;
};

enum
{
  CHANGED,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiNewPassphrase, nadi_new_passphrase, GTK_TYPE_WIDGET)

const char *
nadi_new_passphrase_get (NadiNewPassphrase *self)
{
  const char *fresh = nadi_field_get_text (self->fresh);

  if (nadi_strength_of (fresh) <= NADI_STRENGTH_WEAK || !g_str_equal (fresh, nadi_field_get_text (self->again)))
    return NULL;
  return fresh;
}

static const char *
hint (NadiNewPassphrase *self, NadiStrength strength)
{
  const char *again = nadi_field_get_text (self->again);

  if (strength <= NADI_STRENGTH_WEAK)
    return _("Four words that have nothing to do with one another are strong, and easy to remember.");
  if (again[0] == '\0')
    return _("Type it once more.");
  if (!g_str_equal (nadi_field_get_text (self->fresh), again))
    return _("The two passphrases differ.");
  return _("Nobody can give you this passphrase back, so remember it well.");
}

static void
on_changed (NadiNewPassphrase *self)
{
  NadiStrength strength = nadi_strength_of (nadi_field_get_text (self->fresh));

  gtk_level_bar_set_value (self->level, strength);
  gtk_label_set_text (self->strength, nadi_strength_word (strength));
  gtk_label_set_text (self->hint, hint (self, strength));
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_finished (NadiNewPassphrase *self)
{
  if (nadi_new_passphrase_get (self) == NULL)
    return FALSE;
  g_signal_emit (self, signals[ACTIVATED], 0);
  return TRUE;
}

void
nadi_new_passphrase_clear (NadiNewPassphrase *self)
{
  nadi_field_set_text (self->fresh, "");
  nadi_field_set_text (self->again, "");
  on_changed (self);
}

void
nadi_new_passphrase_set_editable (NadiNewPassphrase *self, gboolean editable)
{
  nadi_field_set_editable (self->fresh, editable);
  nadi_field_set_editable (self->again, editable);
}

static void
nadi_new_passphrase_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_new_passphrase_parent_class)->dispose (object);
}

static void
nadi_new_passphrase_class_init (NadiNewPassphraseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  G_OBJECT_CLASS (klass)->dispose = nadi_new_passphrase_dispose;
  signals[CHANGED] = g_signal_new ("changed", NADI_TYPE_NEW_PASSPHRASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", NADI_TYPE_NEW_PASSPHRASE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-new-passphrase");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiNewPassphrase, fresh);
  gtk_widget_class_bind_template_child (widget_class, NadiNewPassphrase, again);
  gtk_widget_class_bind_template_child (widget_class, NadiNewPassphrase, level);
  gtk_widget_class_bind_template_child (widget_class, NadiNewPassphrase, strength);
  gtk_widget_class_bind_template_child (widget_class, NadiNewPassphrase, hint);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_finished);
}

static void
nadi_new_passphrase_init (NadiNewPassphrase *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self->level), _("Strength of the passphrase"));
  on_changed (self);
}
