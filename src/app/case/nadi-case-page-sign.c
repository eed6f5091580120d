/* Signing, taking it back, withdrawing. */
#include "nadi-case-page-private.h"

#include <glib/gi18n.h>

#include "nadi-notices.h"
#include "nadi-sentence.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-drafts.h"

/* One signing, and what takes it back. */
typedef struct
{
  NadiDesk *desk;
  GWeakRef notices;
  GWeakRef reopen_owner;
  NadiCaseReopen reopen;
  char *patient;
  char *id;                  /* of a new case: set when it is written */
  char *form;
  GBytes *typed;             /* the draft as it stood */
  NadiCase *visit;
  NadiCase *before;          /* what was amended; NULL for a new case */
  char **seen;               /* its versions */
  char **after;              /* the versions that this signing made of it */
  gboolean beside;           /* somebody else had changed the same meanwhile */
} Signing;

static void
signing_clear (gpointer data)
{
  Signing *signing = data;

  g_clear_object (&signing->desk);
  g_weak_ref_clear (&signing->notices);
  g_weak_ref_clear (&signing->reopen_owner);
  g_free (signing->patient);
  g_free (signing->id);
  g_free (signing->form);
  g_clear_pointer (&signing->typed, g_bytes_unref);
  g_clear_pointer (&signing->visit, nadi_case_unref);
  g_clear_pointer (&signing->before, nadi_case_unref);
  g_clear_pointer (&signing->seen, g_strfreev);
  g_clear_pointer (&signing->after, g_strfreev);
}

static void
signing_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, signing_clear);
}

/* --- what went wrong ---------------------------------------------------------------------------------------------- */

void
nadi_case_page_tell_text (NadiCasePage *self, const char *title, const char *advice)
{
  gtk_revealer_set_reveal_child (self->trouble, title != NULL);
  if (title == NULL)
    return;
  gtk_label_set_text (self->trouble_title, title);
  gtk_label_set_text (self->trouble_advice, advice);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_advice), advice[0] != '\0');
}

void
nadi_case_page_tell (NadiCasePage *self, const GError *error)
{
  const char *word;
  const NadiSentence *sentence;
  g_autofree char *code = NULL;
  g_autofree char *advice = NULL;

  if (error == NULL)
    {
      nadi_case_page_tell_text (self, NULL, NULL);
      return;
    }
  word = nadi_session_error_word (error);
  sentence = nadi_sentence_find (word);
  code = nadi_sentence_support_code (word, error);
  advice = g_strdup_printf ("%s %s", nadi_sentence_advice (sentence), code);
  nadi_case_page_tell_text (self, nadi_sentence_title (sentence), advice);
}

/* --- taking it back ----------------------------------------------------------------------------------------------- */

static gboolean
take_back (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Signing *signing = data;

  if (!nadi_session_put_draft (session, signing->patient, signing->form, signing->typed, NULL, error))
    return FALSE;
  if (signing->before != NULL)
    return nadi_session_amend_seen_case (session, signing->patient, signing->before, (const char *const *) signing->after, NULL, NULL, error);
  return nadi_session_retract_case (session, signing->patient, signing->id, NULL, error);
}

static void
on_taken_back (gpointer owner, gpointer data, const GError *error)
{
  Signing *signing = data;
  g_autoptr (GObject) reopen_owner = g_weak_ref_get (&signing->reopen_owner);

  if (error != NULL)
    {
      nadi_notices_tell_error (owner, error);
      return;
    }
  nadi_desk_send (signing->desk);
  nadi_notices_tell (owner, _("Taken back: the case is a draft again"));
  if (signing->reopen != NULL && reopen_owner != NULL)
    signing->reopen (reopen_owner, signing->patient, signing->before != NULL ? signing->before->id : NULL);
}

static void
on_undo (gpointer data)
{
  Signing *signing = data;
  g_autoptr (GObject) notices = g_weak_ref_get (&signing->notices);

  if (notices != NULL && nadi_desk_is_open (signing->desk))
    nadi_desk_run (signing->desk, take_back, g_atomic_rc_box_acquire (signing), signing_unref, NULL, notices, on_taken_back);
}

/* --- signing ------------------------------------------------------------------------------------------------------ */

void
nadi_case_page_emit_done (NadiCasePage *self)
{
  g_autofree char *patient = g_strdup (self->patient);

  nadi_case_page_stop_pause (self);
  g_signal_emit_by_name (self, "done", patient);
}

static gboolean
write_case (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Signing *signing = data;
  gboolean good;

  if (signing->before != NULL)
    good = nadi_session_amend_seen_case (session, signing->patient, signing->visit, (const char *const *) signing->seen, &signing->beside,
                                         &signing->after, error);
  else
    good = nadi_session_add_case (session, signing->patient, signing->visit, &signing->id, NULL, error);
  /* What is signed is signed: a draft that stays behind is seen and can be thrown away. */
  if (good)
    nadi_session_remove_draft (session, signing->patient, signing->form, NULL);
  return good;
}

static void
on_signed (gpointer owner, gpointer data, const GError *error)
{
  NadiCasePage *self = owner;
  Signing *signing = data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  self->signing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign), TRUE);
  if (error != NULL)
    {
      self->dirty = TRUE;
      nadi_case_page_tell (self, error);
      if (g_str_equal (nadi_session_error_word (error), "full"))
        nadi_case_page_keep_later (self);
      return;
    }
  self->dirty = FALSE;
  nadi_desk_send (self->desk);
  if (notices != NULL)
    {
      g_weak_ref_set (&signing->notices, notices);
      nadi_notices_tell_undo (notices, signing->beside ? _("Signed beside another version: both are kept") : _("Case signed"), on_undo, g_atomic_rc_box_acquire (signing), signing_unref);
    }
  nadi_case_page_emit_done (self);
}

static void
stop_at (NadiCasePage *self, gpointer field, const char *title, const char *advice)
{
  nadi_case_page_tell_text (self, title, advice);
  gtk_widget_grab_focus (field);
}

/* Takes what stands in entries, and looks at what is missing. */
static gboolean
check (NadiCasePage *self, NadiVitals *vitals, gint32 *day)
{
  g_autofree char *symptoms = NULL;

  nadi_problem_list_take_pending (self->problems);
  nadi_result_list_take_pending (self->results);
  symptoms = g_strstrip (nadi_case_page_text_of (self->symptoms));
  if (nadi_problem_list_size (self->problems) == 0 && symptoms[0] == '\0')
    stop_at (self, self->problems, _("What is it about?"), _("Name a problem or a symptom, then sign."));
  else if (!nadi_vitals_entry_get_vitals (self->vitals, vitals))
    stop_at (self, self->vitals, _("A vital sign is not understood"), _("Mend or remove the underlined word, then sign."));
  else if (!nadi_prescription_list_take_pending (self->prescriptions))
    stop_at (self, self->prescriptions, _("A prescription is not understood"), _("Mend or remove the line, then sign."));
  else if (!nadi_case_page_read_follow_up (self, day))
    stop_at (self, self->follow_up, _("When to come again is not understood"), _("Mend or remove it, then sign."));
  else if (!self->asked && nadi_prescription_list_ask_reason (self->prescriptions))
    {
      self->asked = TRUE;
      nadi_case_page_tell_text (self, _("There is a warning about a prescription"), _("Say why it is given all the same. To sign without a reason, sign once more."));
    }
  else
    return TRUE;
  return FALSE;
}

static void
add_reasons (NadiCasePage *self, NadiCase *visit)
{
  g_autofree char *reasons = nadi_prescription_list_reasons_text (self->prescriptions);
  g_autofree char *before = g_steal_pointer (&visit->notes);

  if (reasons != NULL && before != NULL)
    visit->notes = g_strconcat (before, "\n", reasons, NULL);
  else
    visit->notes = g_strdup (reasons != NULL ? reasons : before);
}

/* The case as it will be signed. */
static NadiCase *
case_of (NadiCasePage *self, const NadiCaseDraft *draft, const NadiVitals *vitals, gint32 day)
{
  NadiCase *visit = nadi_case_ref (draft->visit);

  visit->vitals = *vitals;
  if (day != G_MININT32)
    nadi_date_from_day (day, &visit->follow_up);
  if (self->base != NULL)
    {
      visit->id = g_strdup (self->base->id);
      visit->patient = g_strdup (self->base->patient);
      visit->organisation = g_strdup (self->base->organisation);
      visit->organisation_name = g_strdup (self->base->organisation_name);
      visit->practitioner = g_strdup (self->base->practitioner);
      visit->practitioner_name = g_strdup (self->base->practitioner_name);
      visit->kind = g_strdup (self->base->kind);
      visit->start = self->base->start;
      visit->end = self->base->end;
      visit->in_error = self->base->in_error;
    }
  add_reasons (self, visit);
  return visit;
}

void
nadi_case_page_sign (NadiCasePage *self)
{
  g_autoptr (NadiCaseDraft) draft = NULL;
  Signing *signing;
  NadiVitals vitals = { 0 };
  gint32 day;

  if (!self->ready || self->signing || !nadi_desk_is_open (self->desk) || !check (self, &vitals, &day))
    return;
  nadi_case_page_tell (self, NULL);
  nadi_case_page_stop_pause (self);
  draft = nadi_case_page_collect (self);
  signing = g_atomic_rc_box_new0 (Signing);
  signing->desk = g_object_ref (self->desk);
  g_weak_ref_init (&signing->notices, NULL);
  g_weak_ref_init (&signing->reopen_owner, NULL);
  signing->reopen = self->reopen;
  if (self->reopen != NULL)
    {
      g_autoptr (GObject) owner = g_weak_ref_get (&self->reopen_owner);
      g_weak_ref_set (&signing->reopen_owner, owner);
    }
  signing->patient = g_strdup (self->patient);
  signing->form = g_strdup (self->form);
  signing->typed = nadi_case_draft_write (draft);
  signing->visit = case_of (self, draft, &vitals, day);
  signing->before = self->base != NULL ? nadi_case_ref (self->base) : NULL;
  signing->seen = g_strdupv (self->seen);
  self->signing = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign), FALSE);
  nadi_desk_run (self->desk, write_case, signing, signing_unref, NULL, self, on_signed);
}

/* --- withdrawing -------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *patient;
  char *id;
  char *form;
  char *reason;
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_free (withdrawal->patient);
  g_free (withdrawal->id);
  g_free (withdrawal->form);
  g_free (withdrawal->reason);
  g_free (withdrawal);
}

static gboolean
withdraw (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Withdrawal *withdrawal = data;

  if (!nadi_session_retract_case (session, withdrawal->patient, withdrawal->id, withdrawal->reason, error))
    return FALSE;
  nadi_session_remove_draft (session, withdrawal->patient, withdrawal->form, NULL);
  return TRUE;
}

static void
on_withdrawn (gpointer owner, gpointer data, const GError *error)
{
  NadiCasePage *self = owner;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  self->signing = FALSE;
  if (error != NULL)
    {
      nadi_case_page_tell (self, error);
      return;
    }
  self->dirty = FALSE;
  nadi_desk_send (self->desk);
  if (notices != NULL)
    nadi_notices_tell (notices, _("Case withdrawn"));
  nadi_case_page_emit_done (self);
}

void
nadi_case_page_retract (NadiCasePage *self, const char *reason)
{
  Withdrawal *withdrawal;

  if (!self->ready || self->id == NULL || self->signing || !nadi_desk_is_open (self->desk))
    return;
  nadi_case_page_stop_pause (self);
  withdrawal = g_new0 (Withdrawal, 1);
  withdrawal->patient = g_strdup (self->patient);
  withdrawal->id = g_strdup (self->id);
  withdrawal->form = g_strdup (self->form);
  withdrawal->reason = g_strdup (reason);
  self->signing = TRUE;
  nadi_desk_run (self->desk, withdraw, withdrawal, withdrawal_free, NULL, self, on_withdrawn);
}
