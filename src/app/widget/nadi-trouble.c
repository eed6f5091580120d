/* Trouble, inline. */
#include "nadi-trouble.h"

#include "nadi-sentence.h"
#include "nadi-session-error.h"
#include "nadi-ui.h"

struct _NadiTrouble
{
  GtkWidget parent_instance;
  GtkRevealer *revealer;
  GtkLabel *title;
  GtkLabel *advice;
  GtkLabel *code;
};

G_DEFINE_FINAL_TYPE (NadiTrouble, nadi_trouble, GTK_TYPE_WIDGET)

static void
show (NadiTrouble *self, const char *title, const char *advice, const char *code)
{
  /* Hidden, a revealer still takes the box's spacing. */
  gtk_widget_set_visible (GTK_WIDGET (self), title != NULL);
  if (title != NULL)
    {
      gtk_label_set_text (self->title, title);
      nadi_ui_set_label (self->advice, advice);
      nadi_ui_set_label (self->code, code);
    }
  gtk_revealer_set_reveal_child (self->revealer, title != NULL);
}

void
nadi_trouble_show (NadiTrouble *self, const GError *error)
{
  const char *word = error != NULL ? nadi_session_error_word (error) : NULL;
  const NadiSentence *sentence = word != NULL ? nadi_sentence_find (word) : NULL;
  g_autofree char *code = NULL;

  if (sentence == NULL)
    {
      show (self, NULL, NULL, NULL);
      return;
    }
  if (g_str_equal (sentence->word, "other"))
    code = nadi_sentence_support_code (word, error);
  show (self, nadi_sentence_title (sentence), nadi_sentence_advice (sentence), code);
}

void
nadi_trouble_show_text (NadiTrouble *self, const char *title, const char *advice)
{
  show (self, title, advice, NULL);
}

gboolean
nadi_trouble_is_shown (NadiTrouble *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

static void
nadi_trouble_dispose (GObject *object)
{
  NadiTrouble *self = NADI_TROUBLE (object);

  g_clear_pointer ((GtkWidget **) &self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (nadi_trouble_parent_class)->dispose (object);
}

static void
nadi_trouble_class_init (NadiTroubleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nadi_trouble_dispose;
  nadi_ui_class_set_template (GTK_WIDGET_CLASS (klass), "nadi-trouble");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), NadiTrouble, revealer);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), NadiTrouble, title);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), NadiTrouble, advice);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), NadiTrouble, code);
}

static void
nadi_trouble_init (NadiTrouble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
