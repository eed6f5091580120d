/* The page of one case: its life, its keys and its actions. */
#include "nadi-case-page-private.h"

#include <glib/gi18n.h>

#include "nadi-code-import.h"
#include "nadi-ui.h"

enum
{
  DONE,
  OPEN_PATIENT,
  OPEN_CONFLICT,
  CHANGED_TITLE,
  IDENTIFIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiCasePage, nadi_case_page, GTK_TYPE_WIDGET)

/* --- buttons ------------------------------------------------------------------------------------------------------ */

static void
on_patient_clicked (NadiCasePage *self)
{
  nadi_case_page_save_draft (self);
  g_signal_emit (self, signals[OPEN_PATIENT], 0, self->patient);
}

static void
on_sign_clicked (NadiCasePage *self)
{
  nadi_case_page_sign (self);
}

static void
on_repeat_clicked (NadiCasePage *self)
{
  nadi_case_page_repeat (self);
}

static void
on_conflict_clicked (NadiCasePage *self)
{
  nadi_case_page_save_draft (self);
  g_signal_emit (self, signals[OPEN_CONFLICT], 0, self->patient, self->id);
}

static void
on_withdraw_clicked (NadiCasePage *self)
{
  gtk_revealer_set_reveal_child (self->withdrawing, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

static void
on_withdraw_cancelled (NadiCasePage *self)
{
  gtk_revealer_set_reveal_child (self->withdrawing, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->problems));
}

static void
on_withdraw_confirmed (NadiCasePage *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));

  if (reason[0] == '\0')
    {
      nadi_case_page_tell_text (self, _("A reason is missing"), _("Say why the case is withdrawn: whoever finds it later wants to know."));
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  nadi_case_page_retract (self, reason);
}

/* --- actions ------------------------------------------------------------------------------------------------------ */

static void
do_retract (NadiCasePage *self)
{
  if (self->id != NULL)
    on_withdraw_clicked (self);
}

static void
do_import_codes (NadiCasePage *self)
{
  nadi_code_import_ask (GTK_WIDGET (self), self->desk, self->problems);
}

static const struct
{
  const char *name;
  void (*act) (NadiCasePage *self);
} acts[] = {
  { "win.case-sign", nadi_case_page_sign },
  { "win.case-repeat", nadi_case_page_repeat },
  { "win.case-retract", do_retract },
  { "win.case-codes", do_import_codes },
};

gboolean
nadi_case_page_act (NadiCasePage *self, const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, action))
      {
        acts[i].act (self);
        return TRUE;
      }
  return FALSE;
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  nadi_case_page_act (NADI_CASE_PAGE (widget), name);
}

static gboolean
on_key (NadiCasePage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (gtk_revealer_get_reveal_child (self->withdrawing))
    on_withdraw_cancelled (self);
  else
    nadi_case_page_leave (self);
  return GDK_EVENT_STOP;
}

/* --- the desk ----------------------------------------------------------------------------------------------------- */

static void
on_follow_up_changed (NadiCasePage *self)
{
  gint32 day;

  if (self->ready)
    nadi_case_page_read_follow_up (self, &day);
  nadi_case_page_touch (self);
}

/* Nothing of before may stay on the screen. */
static void
on_desk_locked (NadiCasePage *self)
{
  g_autoptr (NadiCaseDraft) empty = nadi_case_draft_new ();
  GtkWidget *child;

  nadi_case_page_stop_pause (self);
  nadi_case_page_stop_reveal (self);
  self->ready = FALSE;
  self->dirty = FALSE;
  nadi_case_page_fill (self, empty);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->compare))) != NULL)
    gtk_box_remove (self->compare, child);
  gtk_label_set_text (self->patient_name, "");
  gtk_label_set_text (self->patient_about, "");
  gtk_label_set_text (self->patient_allergies, "");
}

void
nadi_case_page_set_desk (NadiCasePage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "locking", G_CALLBACK (nadi_case_page_save_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_desk_locked), self, G_CONNECT_SWAPPED);
}

void
nadi_case_page_open (NadiCasePage *self, const char *patient, const char *id)
{
  g_return_if_fail (self->desk != NULL && self->patient == NULL);
  self->patient = g_strdup (patient);
  self->id = g_strdup (id);
  self->form = id != NULL ? g_strconcat ("case/", id, NULL) : g_strdup ("case");
  g_signal_emit (self, signals[CHANGED_TITLE], 0, id != NULL ? _("Amend the case") : _("New case"));
  nadi_case_page_load (self);
}

void
nadi_case_page_keep_id (NadiCasePage *self)
{
  if (self->new_id == NULL)
    return;
  self->has_documents = TRUE;
  nadi_case_page_touch (self);
}

void
nadi_case_page_set_documents (NadiCasePage *self, GtkWidget *documents)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->documents))) != NULL)
    gtk_box_remove (self->documents, child);
  if (documents != NULL)
    gtk_box_append (self->documents, documents);
  gtk_widget_set_visible (self->documents_section, documents != NULL);
}

void
nadi_case_page_set_reopen (NadiCasePage *self, NadiCaseReopen reopen, gpointer owner)
{
  self->reopen = reopen;
  g_weak_ref_set (&self->reopen_owner, owner);
}

gboolean
nadi_case_page_is_ready (NadiCasePage *self)
{
  return self->ready;
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_case_page_dispose (GObject *object)
{
  NadiCasePage *self = NADI_CASE_PAGE (object);

  nadi_case_page_stop_pause (self);
  self->ready = FALSE;
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  g_clear_pointer (&self->context, nadi_case_context_free);
  g_clear_pointer (&self->base, nadi_case_unref);
  g_clear_pointer (&self->seen, g_strfreev);
  G_OBJECT_CLASS (nadi_case_page_parent_class)->dispose (object);
}

static void
nadi_case_page_finalize (GObject *object)
{
  NadiCasePage *self = NADI_CASE_PAGE (object);

  g_weak_ref_clear (&self->reopen_owner);
  g_free (self->patient);
  g_free (self->id);
  g_free (self->form);
  g_free (self->new_id);
  G_OBJECT_CLASS (nadi_case_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, NadiCasePage, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (scroller);
  BIND (patient_name);
  BIND (patient_about);
  BIND (patient_allergies);
  BIND (patient_button);
  BIND (draft_state);
  BIND (withdraw);
  BIND (sign);
  BIND (trouble);
  BIND (trouble_title);
  BIND (trouble_advice);
  BIND (conflict);
  BIND (withdrawing);
  BIND (reason);
  BIND (compare);
  BIND (repeat);
  BIND (problems);
  BIND (symptoms);
  BIND (vitals);
  BIND (findings);
  BIND (prescriptions);
  BIND (results);
  BIND (documents_section);
  BIND (documents);
  BIND (plan);
  BIND (follow_up);
  BIND (follow_up_day);
}

static void
make_signals (void)
{
  signals[DONE] = g_signal_new ("done", NADI_TYPE_CASE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPEN_PATIENT] = g_signal_new ("open-patient", NADI_TYPE_CASE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPEN_CONFLICT] =
    g_signal_new ("open-conflict", NADI_TYPE_CASE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[IDENTIFIED] = g_signal_new ("identified", NADI_TYPE_CASE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED_TITLE] = g_signal_new ("changed-title", NADI_TYPE_CASE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
nadi_case_page_class_init (NadiCasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_PROBLEM_LIST);
  g_type_ensure (NADI_TYPE_VITALS_ENTRY);
  g_type_ensure (NADI_TYPE_PRESCRIPTION_LIST);
  g_type_ensure (NADI_TYPE_RESULT_LIST);
  G_OBJECT_CLASS (klass)->dispose = nadi_case_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = nadi_case_page_finalize;
  make_signals ();
  nadi_ui_class_set_template (widget_class, "nadi-case-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_patient_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_repeat_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_conflict_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw_cancelled);
  gtk_widget_class_bind_template_callback (widget_class, on_withdraw_confirmed);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (widget_class, acts[i].name, NULL, on_action);
}

static void
watch (NadiCasePage *self, gpointer object)
{
  g_signal_connect_object (object, "changed", G_CALLBACK (nadi_case_page_touch), self, G_CONNECT_SWAPPED);
}

static void
nadi_case_page_init (NadiCasePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_weak_ref_init (&self->reopen_owner, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign), FALSE);
  nadi_case_page_watch_height (self);
  nadi_ui_set_name (GTK_WIDGET (self->reason), _("Reason"));
  nadi_ui_set_name (GTK_WIDGET (self->patient_button), _("Open the chart"));
  nadi_ui_set_name (GTK_WIDGET (self->sign), _("Sign the case"));
  nadi_ui_set_name (GTK_WIDGET (self->repeat), _("Repeat the last plan"));
  watch (self, self->problems);
  watch (self, gtk_text_view_get_buffer (self->symptoms));
  watch (self, self->vitals);
  watch (self, gtk_text_view_get_buffer (self->findings));
  watch (self, self->prescriptions);
  watch (self, self->results);
  watch (self, gtk_text_view_get_buffer (self->plan));
  g_signal_connect_object (self->follow_up, "changed", G_CALLBACK (on_follow_up_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
