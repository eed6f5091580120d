/* Keeping what is typed, at every pause. */
#include "nadi-case-page-private.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-session-drafts.h"

#define PAUSE_MS 500
#define RETRY_MS 3000

typedef struct
{
  char *patient;
  char *form;
  GBytes *typed;             /* NULL: nothing was typed, no draft is kept */
  gint64 time;
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_free (keeping->patient);
  g_free (keeping->form);
  g_clear_pointer (&keeping->typed, g_bytes_unref);
  g_free (keeping);
}

static gboolean
keep (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Keeping *keeping = data;

  if (keeping->typed == NULL)
    return nadi_session_remove_draft (session, keeping->patient, keeping->form, error);
  return nadi_session_put_draft (session, keeping->patient, keeping->form, keeping->typed, &keeping->time, error);
}

void
nadi_case_page_say_kept (NadiCasePage *self, gint64 time)
{
  g_autofree char *clock = nadi_format_moment (time, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
  /* Translators: %s is a time of the day, "14:02". */
  g_autofree char *text = g_strdup_printf (_("Draft saved %s"), clock);

  gtk_label_set_text (self->draft_state, text);
}

static gboolean
on_pause (gpointer data)
{
  NadiCasePage *self = data;

  self->pause = 0;
  nadi_case_page_save_draft (self);
  return G_SOURCE_REMOVE;
}

static void
keep_after (NadiCasePage *self, guint milliseconds)
{
  nadi_case_page_stop_pause (self);
  self->pause = g_timeout_add (milliseconds, on_pause, self);
}

/* Somebody may make room meanwhile. */
void
nadi_case_page_keep_later (NadiCasePage *self)
{
  keep_after (self, RETRY_MS);
}

static void
on_kept (gpointer owner, gpointer data, const GError *error)
{
  NadiCasePage *self = owner;
  const Keeping *keeping = data;

  self->keeping = FALSE;
  if (error != NULL)
    {
      self->dirty = TRUE;
      self->leaving = FALSE;
      gtk_label_set_text (self->draft_state, _("Draft not saved"));
      nadi_case_page_tell (self, error);
      nadi_case_page_keep_later (self);
      return;
    }
  nadi_case_page_tell (self, NULL);
  if (self->leaving)
    nadi_case_page_leave (self);
  else if (self->dirty)
    nadi_case_page_touch (self);
  else if (keeping->typed == NULL)
    gtk_label_set_text (self->draft_state, "");
  else
    nadi_case_page_say_kept (self, keeping->time);
}

void
nadi_case_page_stop_pause (NadiCasePage *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
}

void
nadi_case_page_save_draft (NadiCasePage *self)
{
  g_autoptr (NadiCaseDraft) draft = NULL;
  Keeping *keeping;

  nadi_case_page_stop_pause (self);
  if (!self->dirty || !self->ready || self->signing || self->keeping || !nadi_desk_is_open (self->desk))
    return;
  draft = nadi_case_page_collect (self);
  keeping = g_new0 (Keeping, 1);
  keeping->patient = g_strdup (self->patient);
  keeping->form = g_strdup (self->form);
  keeping->typed = nadi_case_draft_is_empty (draft) && !self->has_documents ? NULL : nadi_case_draft_write (draft);
  self->dirty = FALSE;
  self->keeping = TRUE;
  nadi_desk_run (self->desk, keep, keeping, keeping_free, NULL, self, on_kept);
}

void
nadi_case_page_touch (NadiCasePage *self)
{
  if (self->filling || !self->ready || self->signing)
    return;
  self->dirty = TRUE;
  gtk_label_set_text (self->draft_state, _("Not saved yet"));
  keep_after (self, PAUSE_MS);
}

gboolean
nadi_case_page_is_kept (NadiCasePage *self)
{
  return !self->dirty && !self->keeping;
}

void
nadi_case_page_leave (NadiCasePage *self)
{
  self->leaving = TRUE;
  nadi_case_page_save_draft (self);
  if (self->keeping)
    return;
  self->leaving = FALSE;
  nadi_case_page_emit_done (self);
}
