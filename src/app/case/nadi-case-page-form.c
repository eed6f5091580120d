/* What stands in the fields, to and from a draft. */
#include "nadi-case-page-private.h"

#include <glib/gi18n.h>

#include "nadi-follow-up.h"
#include "nadi-format.h"
#include "nadi-notices.h"

char *
nadi_case_page_text_of (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
nadi_case_page_set_text (GtkTextView *view, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : "", -1);
}

/* NULL for an empty field. */
static char *
text_or_null (GtkTextView *view)
{
  char *text = g_strchomp (nadi_case_page_text_of (view));

  if (text[0] == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
replace (char **where, const char *text)
{
  g_free (*where);
  *where = g_strdup (text);
}

void
nadi_case_page_fill (NadiCasePage *self, const NadiCaseDraft *draft)
{
  self->filling = TRUE;
  nadi_problem_list_show (self->problems, draft->visit->problems, draft->problem);
  nadi_case_page_set_text (self->symptoms, draft->visit->symptoms);
  nadi_vitals_entry_set_text (self->vitals, draft->vitals);
  nadi_case_page_set_text (self->findings, draft->visit->notes);
  nadi_prescription_list_show (self->prescriptions, draft->visit->prescriptions, draft->reasons, draft->prescription);
  nadi_result_list_show (self->results, draft->visit->results, draft->result);
  nadi_case_page_set_text (self->plan, draft->visit->plan);
  gtk_editable_set_text (GTK_EDITABLE (self->follow_up), draft->follow_up);
  self->filling = FALSE;
}

NadiCaseDraft *
nadi_case_page_collect (NadiCasePage *self)
{
  NadiCaseDraft *draft = nadi_case_draft_new ();

  draft->base = g_strdup (self->id);
  draft->visit->id = g_strdup (self->new_id);
  draft->seen = self->seen != NULL ? g_strjoinv (" ", self->seen) : NULL;
  nadi_problem_list_collect (self->problems, draft->visit);
  nadi_prescription_list_collect (self->prescriptions, draft->visit, draft->reasons);
  nadi_result_list_collect (self->results, draft->visit);
  draft->visit->symptoms = text_or_null (self->symptoms);
  draft->visit->notes = text_or_null (self->findings);
  draft->visit->plan = text_or_null (self->plan);
  replace (&draft->vitals, nadi_vitals_entry_get_text (self->vitals));
  replace (&draft->follow_up, gtk_editable_get_text (GTK_EDITABLE (self->follow_up)));
  replace (&draft->problem, nadi_problem_list_get_pending (self->problems));
  replace (&draft->prescription, nadi_prescription_list_get_pending (self->prescriptions));
  replace (&draft->result, nadi_result_list_get_pending (self->results));
  return draft;
}

/* --- follow-up ---------------------------------------------------------------------------------------------------- */

static const char *
follow_up_trouble (const GError *error)
{
  switch (error->code)
    {
    case NADI_MODEL_ERROR_RANGE: return _("That day is past, or more than three years away");
    case NADI_MODEL_ERROR_NUMBER: return _("How many days, weeks or months? For example +10d, +2w, +1m");
    case NADI_MODEL_ERROR_UNKNOWN: return _("Say d for days, w for weeks, m for months or y for years");
    default: return _("Write +10d, +2w, +1m, or a date");
    }
}

gboolean
nadi_case_page_read_follow_up (NadiCasePage *self, gint32 *day)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->follow_up));
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  gboolean good = TRUE;

  *day = G_MININT32;
  if (text[0] != '\0')
    {
      good = nadi_follow_up_parse (text, nadi_desk_today (self->desk), day, &error);
      /* An old case's day may be past by now. */
      if (!good && self->base != NULL && self->base->follow_up.precision == NADI_DATE_DAY)
        {
          g_autofree char *old = nadi_date_to_text (&self->base->follow_up);

          good = g_str_equal (old, text);
          *day = good ? nadi_date_first_day (&self->base->follow_up) : G_MININT32;
        }
      said = good ? nadi_format_day (*day) : g_strdup (follow_up_trouble (error));
    }
  gtk_label_set_text (self->follow_up_day, said != NULL ? said : "");
  if (good)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->follow_up_day), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->follow_up), GTK_ACCESSIBLE_STATE_INVALID);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->follow_up_day), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->follow_up), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  return good;
}

/* --- the last plan ------------------------------------------------------------------------------------------------ */

void
nadi_case_page_repeat (NadiCasePage *self)
{
  const NadiCase *last = self->context != NULL ? self->context->last : NULL;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));
  g_autofree char *plan = nadi_case_page_text_of (self->plan);
  g_autofree char *said = NULL;
  guint added;

  if (!self->ready || last == NULL)
    {
      if (notices != NULL)
        nadi_notices_tell (notices, _("There is no earlier case to repeat"));
      return;
    }
  added = nadi_prescription_list_repeat (self->prescriptions, last->prescriptions);
  if (plan[0] == '\0' && last->plan != NULL)
    nadi_case_page_set_text (self->plan, last->plan);
  said = g_strdup_printf (ngettext ("%u prescription repeated", "%u prescriptions repeated", added), added);
  if (notices != NULL)
    nadi_notices_tell (notices, said);
}
