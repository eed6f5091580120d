/* The first-run page. */
#include "nadi-first-run-page.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-found-form.h"
#include "nadi-found-wait.h"
#include "nadi-join-form.h"
#include "nadi-join-wait.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

#define RETRY_SECONDS 5

struct _NadiFirstRunPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  NadiSecret *passphrase;    /* from the form to the open clinic; with its NUL */
  GCancellable *cancellable; /* of the join that is under way */
  guint retry_source;

  GtkStack *stack;           /* "start", "join", "join-wait", "found", "found-wait" */
  GtkWidget *join;
  NadiTrouble *trouble;
  NadiJoinForm *join_form;
  NadiJoinWait *join_wait;
  NadiFoundForm *found_form;
  NadiFoundWait *found_wait;
};

enum
{
  DEMO_WANTED,
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiFirstRunPage, nadi_first_run_page, GTK_TYPE_WIDGET)

static void go_on (NadiFirstRunPage *self);

static void
show (NadiFirstRunPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_grab_focus (g_str_equal (name, "start") ? self->join : gtk_stack_get_visible_child (self->stack));
}

static void
keep_passphrase (NadiFirstRunPage *self, NadiSecret *passphrase)
{
  g_clear_pointer (&self->passphrase, nadi_secret_unref);
  self->passphrase = passphrase != NULL ? nadi_secret_ref (passphrase) : NULL;
}

static void
forget_typed (NadiFirstRunPage *self)
{
  keep_passphrase (self, NULL);
  nadi_join_form_clear (self->join_form);
  nadi_found_form_clear (self->found_form);
}

/* --- into the clinic ---------------------------------------------------------------------------------------------- */

static void
on_opened (gpointer owner, gpointer data, const GError *error)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (owner);

  forget_typed (self);
  /* Whatever is in the way, the unlock page has the words for it. */
  if (error != NULL)
    g_signal_emit (self, signals[READY], 0);
}

static void
open_clinic (NadiFirstRunPage *self)
{
  nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_OPENING, NULL);
  show (self, "join-wait");
  nadi_desk_open (self->desk, NULL, (const char *) nadi_secret_data (self->passphrase), self, on_opened);
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

static gboolean
passes (const GError *error)
{
  return nadi_sentence_find (nadi_session_error_word (error))->passes && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
on_retry (gpointer user_data)
{
  NadiFirstRunPage *self = user_data;

  self->retry_source = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

/* It stands in the folder and waits: after trouble that passes it goes on by itself. */
static void
show_waiting (NadiFirstRunPage *self, const GError *error)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean wrong = g_str_equal (nadi_session_error_word (error), "passphrase");

  show (self, "join-wait");
  if (passes (error))
    {
      gboolean said = g_error_matches (error, NADI_SESSION_ERROR, NADI_SESSION_ERROR_WAITING);

      nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_RUNNING, said ? NULL : error);
      self->retry_source = g_timeout_add_seconds (RETRY_SECONDS, on_retry, self);
      return;
    }
  if (wrong)
    keep_passphrase (self, NULL);
  nadi_join_wait_show (self->join_wait, wrong ? NADI_JOIN_WAIT_ASKING : NADI_JOIN_WAIT_STOPPED, stopped ? NULL : error);
}

static void
on_joined (gpointer owner, gpointer data, const GError *error)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (owner);

  g_clear_object (&self->cancellable);
  nadi_join_form_set_busy (self->join_form, FALSE);
  /* Also when only the first sync failed: that comes again. */
  if (nadi_setup_state (nadi_desk_get_folder (self->desk)) == NADI_SETUP_READY)
    open_clinic (self);
  else if (nadi_setup_state (nadi_desk_get_folder (self->desk)) == NADI_SETUP_JOINING)
    show_waiting (self, error);
  else
    {
      show (self, "join");
      nadi_join_form_show_error (self->join_form, error);
    }
}

static void
on_waiting (gpointer page)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (page);

  if (self->cancellable == NULL)
    return;
  nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_RUNNING, NULL);
  show (self, "join-wait");
}

static void
run_join (NadiFirstRunPage *self, NadiSetupJob *job)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_weak_ref_set (&job->page, self);
  job->on_waiting = on_waiting;
  nadi_desk_run_alone (self->desk, nadi_setup_work_join, job, nadi_setup_job_free, self->cancellable, self, on_joined);
}

static void
on_join (NadiFirstRunPage *self)
{
  NadiSetupJob *job = nadi_join_form_make_job (self->join_form);

  keep_passphrase (self, job->passphrase);
  nadi_join_form_set_busy (self->join_form, TRUE);
  run_join (self, job);
}

static void
go_on (NadiFirstRunPage *self)
{
  g_autoptr (NadiSecret) typed = nadi_join_wait_take_passphrase (self->join_wait);

  if (typed != NULL)
    keep_passphrase (self, typed);
  if (self->passphrase == NULL || self->cancellable != NULL)
    return;
  nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_RUNNING, NULL);
  run_join (self, nadi_setup_job_new (self->desk, self->passphrase));
}

static void
on_go_on (NadiFirstRunPage *self)
{
  go_on (self);
}

static void
on_stop (NadiFirstRunPage *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_STOPPED, NULL);
}

/* --- founding ----------------------------------------------------------------------------------------------------- */

static void
on_founded (gpointer owner, gpointer data, const GError *error)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (owner);

  nadi_found_form_set_busy (self->found_form, FALSE);
  nadi_found_form_show_error (self->found_form, error);
  if (error != NULL)
    return;
  nadi_found_wait_show (self->found_wait, TRUE);
  show (self, "found-wait");
  nadi_found_wait_save (self->found_wait);
}

static void
on_found (NadiFirstRunPage *self)
{
  NadiSetupJob *job = nadi_found_form_make_job (self->found_form, self->desk);

  keep_passphrase (self, job->passphrase);
  nadi_found_form_set_busy (self->found_form, TRUE);
  nadi_desk_run_alone (self->desk, nadi_setup_work_found, job, nadi_setup_job_free, NULL, self, on_founded);
}

static void
on_finished (gpointer owner, gpointer data, const GError *error)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (owner);

  nadi_found_wait_set_busy (self->found_wait, FALSE);
  if (error == NULL)
    {
      open_clinic (self);
      return;
    }
  if (g_str_equal (nadi_session_error_word (error), "passphrase"))
    {
      keep_passphrase (self, NULL);
      nadi_found_wait_show (self->found_wait, FALSE);
    }
  nadi_found_wait_show_error (self->found_wait, error);
}

static void
on_finish (NadiFirstRunPage *self)
{
  g_autoptr (NadiSecret) typed = nadi_found_wait_get_passphrase (self->found_wait);
  NadiSetupJob *job;

  if (typed != NULL)
    keep_passphrase (self, typed);
  if (self->passphrase == NULL)
    return;
  job = nadi_setup_job_new (self->desk, self->passphrase);
  job->network = g_bytes_ref (nadi_found_wait_get_network (self->found_wait));
  nadi_found_wait_set_busy (self->found_wait, TRUE);
  nadi_desk_run_alone (self->desk, nadi_setup_work_finish, job, nadi_setup_job_free, NULL, self, on_finished);
}

/* --- beginning again ---------------------------------------------------------------------------------------------- */

static void
on_abandoned (gpointer owner, gpointer data, const GError *error)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (owner);

  forget_typed (self);
  nadi_first_run_page_reset (self);
  nadi_trouble_show (self->trouble, error);
}

static void
abandon (NadiFirstRunPage *self)
{
  g_autoptr (NadiSecret) nothing = nadi_setup_secret ("");

  nadi_desk_run_alone (self->desk, nadi_setup_work_abandon, nadi_setup_job_new (self->desk, nothing), nadi_setup_job_free, NULL, self, on_abandoned);
}

static void
on_again_answered (gpointer owner, gboolean yes)
{
  if (yes)
    abandon (NADI_FIRST_RUN_PAGE (owner));
}

static void
on_again (NadiFirstRunPage *self)
{
  gboolean joining = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "join-wait");

  nadi_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Begin again?"),
                      joining ? _("The code is used up: you need a new one from your administrator.")
                              : _("The clinic’s keys are thrown away. A clinic that the operator has taken in with them is lost."),
                      _("_Throw away"), TRUE, self, on_again_answered);
}

/* --- the choices -------------------------------------------------------------------------------------------------- */

static void
on_join_clicked (NadiFirstRunPage *self)
{
  show (self, "join");
}

static void
on_set_up_clicked (NadiFirstRunPage *self)
{
  show (self, "found");
}

static void
on_demo_clicked (NadiFirstRunPage *self)
{
  g_signal_emit (self, signals[DEMO_WANTED], 0);
}

static void
on_back (NadiFirstRunPage *self)
{
  show (self, "start");
}

gboolean
nadi_first_run_page_is_wanted (NadiDesk *desk)
{
  return nadi_setup_state (nadi_desk_get_folder (desk)) != NADI_SETUP_READY;
}

void
nadi_first_run_page_reset (NadiFirstRunPage *self)
{
  nadi_trouble_show (self->trouble, NULL);
  switch (nadi_setup_state (nadi_desk_get_folder (self->desk)))
    {
    case NADI_SETUP_JOINING:
      show (self, "join-wait");
      nadi_join_wait_show (self->join_wait, NADI_JOIN_WAIT_ASKING, NULL);
      break;
    case NADI_SETUP_FOUNDING:
      show (self, "found-wait");
      nadi_found_wait_show (self->found_wait, FALSE);
      break;
    case NADI_SETUP_HALF:
      /* Keys that nobody outside has seen: they are made anew. */
      show (self, "start");
      abandon (self);
      break;
    case NADI_SETUP_EMPTY:
    case NADI_SETUP_READY:
    default:
      show (self, "start");
      break;
    }
}

/* --- object ------------------------------------------------------------------------------------------------------- */

void
nadi_first_run_page_set_desk (NadiFirstRunPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  nadi_join_form_set_desk (self->join_form, desk);
  nadi_found_wait_set_desk (self->found_wait, desk);
}

static void
nadi_first_run_page_dispose (GObject *object)
{
  NadiFirstRunPage *self = NADI_FIRST_RUN_PAGE (object);

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->passphrase, nadi_secret_unref);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_first_run_page_parent_class)->dispose (object);
}

static void
nadi_first_run_page_class_init (NadiFirstRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_FOUND_FORM);
  g_type_ensure (NADI_TYPE_FOUND_WAIT);
  g_type_ensure (NADI_TYPE_JOIN_FORM);
  g_type_ensure (NADI_TYPE_JOIN_WAIT);
  g_type_ensure (NADI_TYPE_TROUBLE);
  G_OBJECT_CLASS (klass)->dispose = nadi_first_run_page_dispose;
  signals[DEMO_WANTED] = g_signal_new ("demo-wanted", NADI_TYPE_FIRST_RUN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READY] = g_signal_new ("ready", NADI_TYPE_FIRST_RUN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-first-run-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, join);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, join_form);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, join_wait);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, found_form);
  gtk_widget_class_bind_template_child (widget_class, NadiFirstRunPage, found_wait);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_found);
  gtk_widget_class_bind_template_callback (widget_class, on_finish);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_join_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_set_up_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_demo_clicked);
}

static void
nadi_first_run_page_init (NadiFirstRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
