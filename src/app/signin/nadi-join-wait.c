/* Waiting to be admitted. */
#include "nadi-join-wait.h"

#include <glib/gi18n.h>

#include "nadi-field.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

struct _NadiJoinWait
{
  GtkWidget parent_instance;
  NadiJoinWaitState state;

  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *subtitle;
  NadiField *passphrase;
  NadiTrouble *trouble;
  GtkWidget *again;
  GtkWidget *stop;
  GtkWidget *go_on;
};

enum
{
  GO_ON,
  STOP,
  AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiJoinWait, nadi_join_wait, GTK_TYPE_WIDGET)

static void
update (NadiJoinWait *self)
{
  gboolean known = self->state == NADI_JOIN_WAIT_STOPPED;

  gtk_widget_set_sensitive (self->go_on, known || nadi_field_get_text (self->passphrase)[0] != '\0');
}

static void
show_trouble (NadiJoinWait *self, const GError *error)
{
  const NadiSentence *sentence = error != NULL ? nadi_sentence_find (nadi_session_error_word (error)) : NULL;

  /* What passes is not yet worth an alarm, and there is no work here to go on with. */
  if (sentence != NULL && sentence->passes)
    nadi_trouble_show_text (self->trouble, nadi_sentence_title (sentence), _("Nadi tries again by itself every few seconds."));
  else
    nadi_trouble_show (self->trouble, error);
  if (sentence != NULL && g_str_equal (sentence->word, "passphrase"))
    nadi_field_set_error (self->passphrase, "");
}

void
nadi_join_wait_show (NadiJoinWait *self, NadiJoinWaitState state, const GError *error)
{
  gboolean works = state == NADI_JOIN_WAIT_RUNNING || state == NADI_JOIN_WAIT_OPENING;

  self->state = state;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), works);
  gtk_spinner_set_spinning (self->spinner, works);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), state == NADI_JOIN_WAIT_ASKING);
  gtk_widget_set_visible (self->stop, state == NADI_JOIN_WAIT_RUNNING);
  gtk_widget_set_visible (self->go_on, !works);
  gtk_widget_set_visible (self->again, !works);
  gtk_label_set_text (self->title, state == NADI_JOIN_WAIT_OPENING ? _("You are admitted") : _("Your administrator has not admitted this device yet"));
  switch (state)
    {
    case NADI_JOIN_WAIT_RUNNING:
      gtk_label_set_text (self->subtitle, _("Leave this page open: it goes on by itself as soon as they do. You can also close Nadi and come back later."));
      break;
    case NADI_JOIN_WAIT_OPENING:
      gtk_label_set_text (self->subtitle, _("Your clinic is being opened."));
      break;
    case NADI_JOIN_WAIT_STOPPED:
      gtk_label_set_text (self->subtitle, _("Nobody waits just now. Go on to wait again, or begin again with a new code."));
      break;
    case NADI_JOIN_WAIT_ASKING:
    default:
      gtk_label_set_text (self->subtitle, _("You began to join a clinic here. Type the passphrase that you chose, to go on."));
      break;
    }
  show_trouble (self, error);
  update (self);
  if (state == NADI_JOIN_WAIT_ASKING)
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

NadiSecret *
nadi_join_wait_take_passphrase (NadiJoinWait *self)
{
  const char *text = nadi_field_get_text (self->passphrase);
  NadiSecret *passphrase = text[0] != '\0' ? nadi_setup_secret (text) : NULL;

  nadi_field_set_text (self->passphrase, "");
  return passphrase;
}

static void
on_go_on_clicked (NadiJoinWait *self)
{
  g_signal_emit (self, signals[GO_ON], 0);
}

/* Enter, when it isn't to lead on. */
static gboolean
on_go_on_wanted (NadiJoinWait *self)
{
  if (!gtk_widget_get_sensitive (self->go_on))
    return FALSE;
  on_go_on_clicked (self);
  return TRUE;
}

static void
on_stop_clicked (NadiJoinWait *self)
{
  g_signal_emit (self, signals[STOP], 0);
}

static void
on_again_clicked (NadiJoinWait *self)
{
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
nadi_join_wait_dispose (GObject *object)
{
  nadi_ui_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (nadi_join_wait_parent_class)->dispose (object);
}

static void
nadi_join_wait_class_init (NadiJoinWaitClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FIELD);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_join_wait_dispose;
  signals[GO_ON] = g_signal_new ("go-on", NADI_TYPE_JOIN_WAIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STOP] = g_signal_new ("stop", NADI_TYPE_JOIN_WAIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AGAIN] = g_signal_new ("again", NADI_TYPE_JOIN_WAIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-join-wait");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, spinner);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, title);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, subtitle);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, again);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, stop);
  gtk_widget_class_bind_template_child (widget_class, NadiJoinWait, go_on);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on_wanted);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
}

static void
nadi_join_wait_init (NadiJoinWait *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_join_wait_show (self, NADI_JOIN_WAIT_STOPPED, NULL);
}
