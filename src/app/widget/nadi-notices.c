/* Toasts and errors. */
#include "nadi-notices.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-sentence.h"
#include "nadi-session-error.h"

#define UNDO_SECONDS 10

struct _NadiNotices
{
  AdwBin parent_instance;
  AdwToastOverlay *overlay;
  NadiUndo *undo;
  AdwToast *undo_toast;      /* the last one with an Undo; weak */
  AdwToast *action_toast;    /* the last one with a button; weak */
  GPtrArray *toasts;         /* that show, or wait to */
};

enum
{
  PROP_CONTENT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NadiNotices, nadi_notices, ADW_TYPE_BIN)

NadiNotices *
nadi_notices_of (GtkWidget *widget)
{
  GtkWidget *found = gtk_widget_get_ancestor (widget, NADI_TYPE_NOTICES);

  return found != NULL ? NADI_NOTICES (found) : NULL;
}

NadiUndo *
nadi_notices_get_undo (NadiNotices *self)
{
  return self->undo;
}

static void
on_dismissed (NadiNotices *self, AdwToast *toast)
{
  g_ptr_array_remove (self->toasts, toast);
}

/* toast: taken. */
static void
add (NadiNotices *self, AdwToast *toast)
{
  g_ptr_array_add (self->toasts, g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

void
nadi_notices_forget (NadiNotices *self)
{
  g_autoptr (GPtrArray) toasts = g_steal_pointer (&self->toasts);

  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < toasts->len; i++)
    adw_toast_dismiss (g_ptr_array_index (toasts, i));
}

/* What is told now is not to wait behind what was done before. toast: taken. */
static void
add_with_button (NadiNotices *self, AdwToast *toast)
{
  AdwToast *before = self->action_toast;

  g_clear_weak_pointer (&self->action_toast);
  if (before != NULL)
    adw_toast_dismiss (before);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_set_weak_pointer (&self->action_toast, toast);
  add (self, toast);
}

void
nadi_notices_tell (NadiNotices *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  add (self, adw_toast_new (escaped));
}

void
nadi_notices_tell_action (NadiNotices *self, const char *text, const char *label, const char *action)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  add_with_button (self, toast);
}

void
nadi_notices_tell_undo (NadiNotices *self, const char *text, NadiUndoFunc func, gpointer data, GDestroyNotify free_data)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  nadi_undo_push (self->undo, text, func, data, free_data);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  g_set_weak_pointer (&self->undo_toast, toast);
  add_with_button (self, toast);
}

void
nadi_notices_go_on (NadiNotices *self)
{
  AdwToast *toast = self->undo_toast;

  g_clear_weak_pointer (&self->undo_toast);
  if (toast != NULL)
    adw_toast_dismiss (toast);
}

void
nadi_notices_tell_error (NadiNotices *self, const GError *error)
{
  const char *word = nadi_session_error_word (error);
  const NadiSentence *sentence = nadi_sentence_find (word);
  g_autofree char *code = nadi_sentence_support_code (word, error);
  g_autofree char *body = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (sentence->passes || root == NULL)
    {
      nadi_notices_tell (self, nadi_sentence_title (sentence));
      return;
    }
  body = g_strdup_printf ("%s\n\n%s", nadi_sentence_advice (sentence), code);
  nadi_alert (GTK_WINDOW (root), nadi_sentence_title (sentence), body);
}

/* --- object ------------------------------------------------------------------------------------------------------- */

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NadiNotices *self = NADI_NOTICES (object);

  if (id != PROP_CONTENT)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else
    adw_toast_overlay_set_child (self->overlay, g_value_get_object (value));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NadiNotices *self = NADI_NOTICES (object);

  if (id != PROP_CONTENT)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else
    g_value_set_object (value, adw_toast_overlay_get_child (self->overlay));
}

static void
nadi_notices_finalize (GObject *object)
{
  g_clear_weak_pointer (&NADI_NOTICES (object)->undo_toast);
  g_clear_weak_pointer (&NADI_NOTICES (object)->action_toast);
  g_object_unref (NADI_NOTICES (object)->undo);
  g_ptr_array_unref (NADI_NOTICES (object)->toasts);
  G_OBJECT_CLASS (nadi_notices_parent_class)->finalize (object);
}

static void
nadi_notices_class_init (NadiNoticesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = nadi_notices_finalize;
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
nadi_notices_init (NadiNotices *self)
{
  self->toasts = g_ptr_array_new_with_free_func (g_object_unref);
  self->undo = nadi_undo_new ();
  self->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
}
