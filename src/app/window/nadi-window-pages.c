/* Where the person is: the page of the view switcher, and what was opened over it. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-chart-page.h"
#include "nadi-session-patients.h"
#include "nadi-ui.h"

#define MOST_LEVELS 12

/* A page that was opened over another one. */
typedef struct
{
  GtkWidget *page;           /* of the stack `depth` */
  char *title;
  char *key;                 /* "chart/<patient>": what it shows, so that it is not opened twice; NULL: nothing in particular */
  GtkWidget *focus;          /* what had the focus before; weak */
} Level;

static void
level_free (Level *level)
{
  g_clear_weak_pointer (&level->focus);
  g_free (level->title);
  g_free (level->key);
  g_free (level);
}

static Level *
top (NadiWindow *self)
{
  return g_queue_peek_tail (&self->levels);
}

GtkWidget *
nadi_window_get_page (NadiWindow *self)
{
  const Level *level = top (self);

  return level != NULL ? level->page : adw_view_stack_get_visible_child (self->pages);
}

/* The header, for what is in front. */
static void
show_heading (NadiWindow *self)
{
  const Level *level = top (self);

  gtk_widget_set_visible (GTK_WIDGET (self->back), level != NULL);
  gtk_stack_set_visible_child_name (self->heading, level != NULL ? "title" : "switcher");
  adw_window_title_set_title (self->title, level != NULL ? level->title : "");
  gtk_window_set_title (GTK_WINDOW (self), level != NULL ? level->title : _("Nadi"));
  nadi_window_update_actions (self);
}

void
nadi_window_push_key (NadiWindow *self, GtkWidget *page, const char *title, const char *key)
{
  Level *level = g_new0 (Level, 1);

  if (self->levels.length >= MOST_LEVELS)
    nadi_window_forget_first (self);
  level->page = page;
  level->title = g_strdup (title);
  level->key = g_strdup (key);
  g_set_weak_pointer (&level->focus, gtk_root_get_focus (GTK_ROOT (self)));
  g_queue_push_tail (&self->levels, level);
  gtk_stack_add_child (self->depth, page);
  gtk_stack_set_visible_child (self->depth, page);
  nadi_notices_go_on (self->notices);
  show_heading (self);
  if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
nadi_window_push (NadiWindow *self, GtkWidget *page, const char *title)
{
  nadi_window_push_key (self, page, title, NULL);
}

void
nadi_window_retitle (NadiWindow *self, GtkWidget *page, const char *title)
{
  for (GList *at = self->levels.head; at != NULL; at = at->next)
    {
      Level *level = at->data;

      if (level->page != page)
        continue;
      g_free (level->title);
      level->title = g_strdup (title);
      show_heading (self);
    }
}

/* Takes a level that is not shown, or the last one while another page is being shown. */
static void
drop (NadiWindow *self, GList *link)
{
  Level *level = link->data;

  g_queue_delete_link (&self->levels, link);
  gtk_stack_remove (self->depth, level->page);
  level_free (level);
}

void
nadi_window_forget_first (NadiWindow *self)
{
  if (self->levels.head != NULL)
    drop (self, self->levels.head);
}

/* What had the focus is gone: written anew meanwhile. */
static void
focus_page (NadiWindow *self)
{
  GtkWidget *page = nadi_window_get_page (self);

  if (NADI_IS_CHART_PAGE (page))
    nadi_chart_page_focus (NADI_CHART_PAGE (page));
  else if (!gtk_widget_grab_focus (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

gboolean
nadi_window_go_back (NadiWindow *self)
{
  Level *level = top (self);
  GtkWidget *focus;
  GList *before;

  if (level == NULL)
    return FALSE;
  focus = level->focus;
  if (focus != NULL)
    g_object_ref (focus);
  before = self->levels.tail->prev;
  gtk_stack_set_visible_child (self->depth, before != NULL ? ((Level *) before->data)->page : GTK_WIDGET (self->pages));
  drop (self, self->levels.tail);
  show_heading (self);
  if (focus == NULL || gtk_widget_get_root (focus) != GTK_ROOT (self) || !gtk_widget_grab_focus (focus))
    focus_page (self);
  g_clear_object (&focus);
  return TRUE;
}

gboolean
nadi_window_return_to (NadiWindow *self, const char *key)
{
  GList *at = self->levels.tail;

  while (at != NULL && g_strcmp0 (((Level *) at->data)->key, key) != 0)
    at = at->prev;
  if (at == NULL)
    return FALSE;
  while (self->levels.tail != at)
    nadi_window_go_back (self);
  return TRUE;
}

void
nadi_window_go_home (NadiWindow *self)
{
  while (nadi_window_go_back (self))
    ;
}

/* --- charts and cases --------------------------------------------------------------------------------------------- */

static const char *
patient_in_front (NadiWindow *self)
{
  const Level *level = top (self);

  if (level == NULL)
    return nadi_patients_page_get_selected (self->patients);
  return level->key != NULL && g_str_has_prefix (level->key, "chart/") ? level->key + strlen ("chart/") : NULL;
}

const char *
nadi_window_get_patient (NadiWindow *self)
{
  return patient_in_front (self);
}

static void
on_open_case (NadiWindow *self, const char *patient, const char *case_id)
{
  nadi_window_open_case (self, patient, case_id);
}

static void
on_print (NadiWindow *self, const char *visit, NadiChartPage *page)
{
  nadi_window_print (self, nadi_chart_page_get_chart (page), visit);
}

void
nadi_window_open_chart (NadiWindow *self, const char *patient)
{
  NadiSession *session = nadi_desk_get_session (self->desk);
  g_autoptr (NadiPatientRow) row = session != NULL ? nadi_session_lookup_patient (session, patient) : NULL;
  g_autofree char *key = NULL;
  GtkWidget *page;

  if (row == NULL)
    return;
  key = g_strconcat ("chart/", row->id, NULL);
  if (nadi_window_return_to (self, key))
    return;
  page = g_object_new (NADI_TYPE_CHART_PAGE, NULL);
  nadi_chart_page_set_desk (NADI_CHART_PAGE (page), self->desk);
  g_signal_connect_object (page, "edit-patient", G_CALLBACK (nadi_window_correct_patient), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-case", G_CALLBACK (on_open_case), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-document", G_CALLBACK (nadi_window_open_document), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "print", G_CALLBACK (on_print), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-withdrawn", G_CALLBACK (nadi_window_open_withdrawn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-conflict", G_CALLBACK (nadi_window_open_conflict), self, G_CONNECT_SWAPPED);
  nadi_window_push_key (self, page, row->name, key);
  nadi_chart_page_show (NADI_CHART_PAGE (page), row->id);
}

char *
nadi_window_get_place (NadiWindow *self)
{
  for (GList *at = self->levels.tail; at != NULL; at = at->prev)
    {
      const Level *level = at->data;

      if (level->key != NULL && g_str_has_prefix (level->key, "chart/"))
        return g_strdup (level->key + strlen ("chart/"));
    }
  return NULL;
}

void
nadi_window_go_to_place (NadiWindow *self, const char *place)
{
  nadi_window_open_chart (self, place);
}

const char *
nadi_window_get_help_topic (NadiWindow *self)
{
  static const struct { const char *key, *topic; } topics[] = {
    { "chart/", "chart" }, { "case/", "case" }, { "conflict/", "case" }, { "patient/", "registration" }, { "saved", "saved" }, { "tasks", "tasks" }, { "import", "import" },
  };
  const Level *level = top (self);

  if (!nadi_desk_is_open (self->desk))
    return "signin";
  for (guint i = 0; level != NULL && level->key != NULL && i < G_N_ELEMENTS (topics); i++)
    if (g_str_has_prefix (level->key, topics[i].key))
      return topics[i].topic;
  return level != NULL ? "start" : "patients";
}

void
nadi_window_init_pages (NadiWindow *self)
{
  g_queue_init (&self->levels);
}

void
nadi_window_dispose_pages (NadiWindow *self)
{
  g_queue_clear_full (&self->levels, (GDestroyNotify) level_free);
}
