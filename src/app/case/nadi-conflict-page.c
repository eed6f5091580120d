/* Two versions of a case. */
#include "nadi-conflict-page.h"

#include <glib/gi18n.h>

#include "nadi-case-view.h"
#include "nadi-format.h"
#include "nadi-notices.h"
#include "nadi-sentence.h"
#include "nadi-session-case-whole.h"
#include "nadi-ui.h"

struct _NadiConflictPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  char *patient;
  char *id;
  GPtrArray *sides;          /* of NadiCaseVersion; NULL until they are here */
  gboolean then_write;

  GtkLabel *explanation;
  GtkLabel *trouble;
  NadiCaseView *first;
  NadiCaseView *second;
  GtkWidget *choose_first;
  GtkWidget *choose_second;
  GtkWidget *write_new;
};

enum
{
  DONE,
  OPEN_CASE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NadiConflictPage, nadi_conflict_page, GTK_TYPE_WIDGET)

typedef struct
{
  char *patient;
  char *id;
  char **versions;           /* the side that stands; NULL while loading */
  GPtrArray *sides;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->patient);
  g_free (job->id);
  g_strfreev (job->versions);
  g_clear_pointer (&job->sides, g_ptr_array_unref);
  g_free (job);
}

static Job *
job_new (NadiConflictPage *self)
{
  Job *job = g_new0 (Job, 1);

  job->patient = g_strdup (self->patient);
  job->id = g_strdup (self->id);
  return job;
}

static void
tell (NadiConflictPage *self, const GError *error)
{
  const NadiSentence *sentence = nadi_sentence_find (nadi_session_error_word (error));
  g_autofree char *text = g_strdup_printf ("%s. %s", nadi_sentence_title (sentence), nadi_sentence_advice (sentence));

  nadi_ui_set_label (self->trouble, text);
}

static void
set_choices (NadiConflictPage *self, gboolean sensitive)
{
  gtk_widget_set_sensitive (self->choose_first, sensitive);
  gtk_widget_set_sensitive (self->choose_second, sensitive);
  gtk_widget_set_sensitive (self->write_new, sensitive);
}

/* --- loading ------------------------------------------------------------------------------------------------------ */

static gboolean
load (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  char *visit;

  job->sides = nadi_session_list_case_sides (session, job->patient, job->id, NULL);
  if (job->sides != NULL)
    return TRUE;
  visit = nadi_session_find_case_of (session, job->id, error);
  if (visit == NULL)
    return FALSE;
  g_free (job->id);
  job->id = visit;
  job->sides = nadi_session_list_case_sides (session, job->patient, job->id, error);
  return job->sides != NULL;
}

static void
show_side (NadiConflictPage *self, NadiCaseView *view, guint at, guint other)
{
  const NadiCaseVersion *side = g_ptr_array_index (self->sides, at);
  const NadiCaseVersion *beside = g_ptr_array_index (self->sides, other);
  g_autofree char *moment = nadi_format_moment (side->time, nadi_desk_now (self->desk), nadi_desk_get_zone (self->desk));
  g_autofree char *caption = side->organisation != NULL ? g_strdup_printf ("%s · %s", moment, side->organisation) : g_strdup (moment);

  nadi_case_view_show (view, side->author, caption, side->visit, beside->visit);
}

static void
on_loaded (gpointer owner, gpointer data, const GError *error)
{
  NadiConflictPage *self = owner;
  Job *job = data;
  const NadiCaseVersion *one, *other;
  g_autofree char *text = NULL;
  guint n;

  /* Locked while they were read: nothing of them comes onto the screen. */
  if (!nadi_desk_is_open (self->desk))
    return;
  if (error != NULL)
    {
      tell (self, error);
      return;
    }
  if (job->sides->len < 2)
    {
      g_signal_emit (self, signals[DONE], 0, self->patient);
      return;
    }
  g_free (self->id);
  self->id = g_strdup (job->id);
  self->sides = g_ptr_array_ref (job->sides);
  one = g_ptr_array_index (self->sides, 0);
  other = g_ptr_array_index (self->sides, 1);
  n = nadi_case_view_count_differences (one->visit, other->visit);
  text = g_strdup_printf (ngettext ("Two people changed this case at the same time. It differs in %u line, marked “only here”. Nothing is lost, whichever you choose.",
                                    "Two people changed this case at the same time. It differs in %u lines, marked “only here”. Nothing is lost, whichever you choose.", n), n);
  gtk_label_set_text (self->explanation, text);
  show_side (self, self->first, 0, 1);
  show_side (self, self->second, 1, 0);
  set_choices (self, TRUE);
  gtk_widget_grab_focus (self->choose_first);
}

/* --- choosing ----------------------------------------------------------------------------------------------------- */

static gboolean
resolve (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return nadi_session_resolve_case (session, job->patient, job->id, (const char *const *) job->versions, error);
}

static void
on_resolved (gpointer owner, gpointer data, const GError *error)
{
  NadiConflictPage *self = owner;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (error != NULL)
    {
      set_choices (self, TRUE);
      tell (self, error);
      return;
    }
  nadi_desk_send (self->desk);
  if (self->then_write)
    {
      g_signal_emit (self, signals[OPEN_CASE], 0, self->patient, self->id);
      return;
    }
  if (notices != NULL)
    nadi_notices_tell (notices, _("One version stands now; the other can be read among the earlier ones"));
  g_signal_emit (self, signals[DONE], 0, self->patient);
}

static void
choose (NadiConflictPage *self, guint at, gboolean then_write)
{
  Job *job;

  if (self->sides == NULL || !nadi_desk_is_open (self->desk))
    return;
  job = job_new (self);
  job->versions = g_strdupv (((NadiCaseVersion *) g_ptr_array_index (self->sides, at))->versions);
  self->then_write = then_write;
  set_choices (self, FALSE);
  nadi_desk_run (self->desk, resolve, job, job_free, NULL, self, on_resolved);
}

static void
on_first_clicked (NadiConflictPage *self)
{
  choose (self, 0, FALSE);
}

static void
on_second_clicked (NadiConflictPage *self)
{
  choose (self, 1, FALSE);
}

/* The later one is where writing begins; the other stands beside it as an earlier version. */
static void
on_new_clicked (NadiConflictPage *self)
{
  choose (self, 1, TRUE);
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
on_desk_locked (NadiConflictPage *self)
{
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  set_choices (self, FALSE);
  nadi_case_view_show (self->first, "", NULL, NULL, NULL);
  nadi_case_view_show (self->second, "", NULL, NULL, NULL);
}

void
nadi_conflict_page_set_desk (NadiConflictPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_desk_locked), self, G_CONNECT_SWAPPED);
}

void
nadi_conflict_page_open (NadiConflictPage *self, const char *patient, const char *id)
{
  g_return_if_fail (self->desk != NULL && self->patient == NULL);
  self->patient = g_strdup (patient);
  self->id = g_strdup (id);
  nadi_desk_run (self->desk, load, job_new (self), job_free, NULL, self, on_loaded);
}

gboolean
nadi_conflict_page_is_ready (NadiConflictPage *self)
{
  return self->sides != NULL;
}

static void
nadi_conflict_page_dispose (GObject *object)
{
  NadiConflictPage *self = NADI_CONFLICT_PAGE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (nadi_conflict_page_parent_class)->dispose (object);
}

static void
nadi_conflict_page_class_init (NadiConflictPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NADI_TYPE_CASE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = nadi_conflict_page_dispose;
  signals[DONE] = g_signal_new ("done", NADI_TYPE_CONFLICT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPEN_CASE] =
    g_signal_new ("open-case", NADI_TYPE_CONFLICT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  nadi_ui_class_set_template (widget_class, "nadi-conflict-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, first);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, second);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, choose_first);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, choose_second);
  gtk_widget_class_bind_template_child (widget_class, NadiConflictPage, write_new);
  gtk_widget_class_bind_template_callback (widget_class, on_first_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_second_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked);
}

static void
nadi_conflict_page_init (NadiConflictPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_choices (self, FALSE);
  nadi_ui_set_name (self->choose_first, _("Keep the first version"));
  nadi_ui_set_name (self->choose_second, _("Keep the second version"));
}
