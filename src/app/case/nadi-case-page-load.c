/* What the page needs before anything can be typed: patient, last case, allergies, the draft, the clinic's codes. */
#include "nadi-case-page-private.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-session-case-whole.h"
#include "nadi-session-drafts.h"

typedef struct
{
  char *patient;
  char *id;
  char *form;
  NadiCaseContext *context;
  NadiDraft *draft;
  NadiCaseDraft *typed;      /* the draft as it reads */
  NadiCodeList *codes;
  GPtrArray *versions;       /* of NadiCaseVersion, for a case that is amended */
  NadiCase *base;
  char **seen;               /* versions that base is made of */
  gboolean contested;
  char *new_id;              /* of a case that is not signed yet */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_free (loading->patient);
  g_free (loading->id);
  g_free (loading->form);
  g_clear_pointer (&loading->context, nadi_case_context_free);
  g_clear_pointer (&loading->draft, nadi_draft_free);
  g_clear_pointer (&loading->typed, nadi_case_draft_free);
  g_clear_pointer (&loading->codes, nadi_code_list_unref);
  g_clear_pointer (&loading->versions, g_ptr_array_unref);
  g_clear_pointer (&loading->base, nadi_case_unref);
  g_clear_pointer (&loading->seen, g_strfreev);
  g_free (loading->new_id);
  g_free (loading);
}

static char **
versions_of (GPtrArray *records)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < records->len; i++)
    g_strv_builder_add (builder, ((NadiRecordInfo *) g_ptr_array_index (records, i))->version);
  return g_strv_builder_end (builder);
}

/* A draft goes on from the versions that it was begun on, whatever others have signed since. */
static void
take_seen (NadiSession *session, Loading *loading, GPtrArray *records)
{
  g_auto (GStrv) seen = loading->typed != NULL && loading->typed->seen != NULL ? g_strsplit (loading->typed->seen, " ", -1) : NULL;
  NadiCase *base = seen != NULL ? nadi_session_get_seen_case (session, loading->id, (const char *const *) seen, NULL) : NULL;

  if (base == NULL)
    {
      loading->seen = versions_of (records);
      return;
    }
  nadi_case_unref (loading->base);
  loading->base = base;
  loading->seen = g_steal_pointer (&seen);
}

static gboolean
load_old (NadiSession *session, Loading *loading, GError **error)
{
  g_autoptr (GPtrArray) sides = NULL;
  g_autoptr (GPtrArray) records = NULL;

  loading->base = nadi_session_get_case (session, loading->patient, loading->id, &records, error);
  if (loading->base == NULL)
    return FALSE;
  take_seen (session, loading, records);
  loading->versions = nadi_session_list_case_versions (session, loading->patient, loading->id, error);
  sides = loading->versions != NULL ? nadi_session_list_case_sides (session, loading->patient, loading->id, error) : NULL;
  loading->contested = sides != NULL && sides->len > 1;
  return sides != NULL;
}

/* That of the draft, which documents may name already, or another one. */
static gboolean
find_new_id (NadiSession *session, Loading *loading, GError **error)
{
  const char *kept = loading->typed != NULL ? loading->typed->visit->id : NULL;

  loading->new_id = kept != NULL && g_uuid_string_is_valid (kept) ? g_strdup (kept) : nadi_session_make_case_id (session, error);
  return loading->new_id != NULL;
}

static gboolean
load (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Loading *loading = data;

  loading->context = nadi_session_get_case_context (session, loading->patient, loading->id, error);
  if (loading->context == NULL || !nadi_session_get_codes (session, &loading->codes, error) ||
      !nadi_session_get_draft (session, loading->patient, loading->form, &loading->draft, error))
    return FALSE;
  /* A draft of another version of this program is passed over, not thrown away: it stays until a new one takes its place. */
  if (loading->draft != NULL)
    loading->typed = nadi_case_draft_read (loading->draft->typed, NULL);
  return loading->id == NULL ? find_new_id (session, loading, error) : load_old (session, loading, error);
}

/* --- what is shown of it ------------------------------------------------------------------------------------------ */

static void
show_allergies (NadiCasePage *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->context->allergies->len; i++)
    {
      const NadiAllergy *allergy = g_ptr_array_index (self->context->allergies, i);

      if (!allergy->resolved && allergy->substance != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", allergy->substance);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->patient_allergies), names->len > 0);
  /* Translators: %s are the substances. */
  text = g_strdup_printf (_("⚠ Allergy: %s"), names->str);
  gtk_label_set_text (self->patient_allergies, text);
}

static char *
caption_of (NadiCasePage *self, gint64 time, const char *author)
{
  g_autofree char *moment = nadi_format_moment (time, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));

  return author != NULL ? g_strdup_printf ("%s · %s", moment, author) : g_strdup (moment);
}

static void
add_view (NadiCasePage *self, const char *title, const char *caption, const NadiCase *visit, const NadiCase *other)
{
  NadiCaseView *view = g_object_new (NADI_TYPE_CASE_VIEW, NULL);

  nadi_case_view_show (view, title, caption, visit, other);
  gtk_box_append (self->compare, GTK_WIDGET (view));
}

static void
show_compare (NadiCasePage *self, GPtrArray *versions)
{
  const NadiCase *last = self->context->last;

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      const NadiCaseVersion *version = g_ptr_array_index (versions, i);
      const NadiCaseVersion *newer = i > 0 ? g_ptr_array_index (versions, i - 1) : NULL;
      g_autofree char *caption = caption_of (self, version->time, version->author);

      add_view (self, i == 0 ? _("As it is signed") : _("Earlier version"), caption, version->visit, newer != NULL ? newer->visit : NULL);
    }
  if (versions == NULL && last != NULL)
    {
      g_autofree char *caption = caption_of (self, last->start, last->practitioner_name);

      add_view (self, _("Last visit"), caption, last, NULL);
    }
  if (versions == NULL && last == NULL)
    add_view (self, _("First visit here"), _("There is no earlier case to compare with."), NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->repeat), versions == NULL && last != NULL);
}

static void
fill (NadiCasePage *self, Loading *loading)
{
  g_autoptr (NadiCaseDraft) fresh = NULL;

  if (loading->typed != NULL)
    {
      nadi_case_page_fill (self, loading->typed);
      nadi_case_page_say_kept (self, loading->draft->time);
      return;
    }
  fresh = loading->base != NULL ? nadi_case_draft_new_from (loading->base) : nadi_case_draft_new ();
  nadi_case_page_fill (self, fresh);
}

static void
take_new_id (NadiCasePage *self, Loading *loading)
{
  g_free (self->new_id);
  self->new_id = g_steal_pointer (&loading->new_id);
  /* Nothing but documents keeps a draft without a word. */
  self->has_documents = loading->typed != NULL && nadi_case_draft_is_empty (loading->typed);
  g_signal_emit_by_name (self, "identified", self->new_id);
}

static void
on_loaded (gpointer owner, gpointer data, const GError *error)
{
  NadiCasePage *self = owner;
  Loading *loading = data;
  gint32 day;

  /* Locked while it was read: nothing of it comes onto the screen. */
  if (!nadi_desk_is_open (self->desk))
    return;
  if (error != NULL)
    {
      nadi_case_page_tell (self, error);
      return;
    }
  self->context = g_steal_pointer (&loading->context);
  self->base = loading->base != NULL ? nadi_case_ref (loading->base) : NULL;
  self->seen = g_steal_pointer (&loading->seen);
  nadi_problem_list_set_codes (self->problems, loading->codes);
  nadi_prescription_list_set_context (self->prescriptions, self->context->allergies, self->context->running);
  show_allergies (self);
  show_compare (self, loading->versions);
  gtk_revealer_set_reveal_child (self->conflict, loading->contested);
  gtk_widget_set_visible (GTK_WIDGET (self->withdraw), self->id != NULL);
  fill (self, loading);
  self->ready = TRUE;
  if (self->id == NULL)
    take_new_id (self, loading);
  nadi_case_page_read_follow_up (self, &day);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->problems));
}

static void
show_patient (NadiCasePage *self)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (NadiPatientRow) row = session != NULL ? nadi_session_lookup_patient (session, self->patient) : NULL;
  g_autofree char *age = NULL;
  g_autofree char *about = NULL;
  const char *sex;

  if (row == NULL)
    return;
  age = nadi_format_age (&row->birth, nadi_desk_today (self->desk));
  sex = nadi_format_sex (row->sex);
  about = age[0] != '\0' && sex[0] != '\0' ? g_strdup_printf ("%s · %s", age, sex) : g_strconcat (age, sex, NULL);
  gtk_label_set_text (self->patient_name, row->name);
  gtk_label_set_text (self->patient_about, about);
  gtk_widget_set_visible (GTK_WIDGET (self->patient_about), about[0] != '\0');
}

void
nadi_case_page_load (NadiCasePage *self)
{
  Loading *loading = g_new0 (Loading, 1);

  show_patient (self);
  loading->patient = g_strdup (self->patient);
  loading->id = g_strdup (self->id);
  loading->form = g_strdup (self->form);
  nadi_desk_run (self->desk, load, loading, loading_free, NULL, self, on_loaded);
}
