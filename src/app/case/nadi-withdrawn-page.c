/* What was withdrawn. */
#include "nadi-withdrawn-page.h"

#include <glib/gi18n.h>

#include "nadi-case-view.h"
#include "nadi-format.h"
#include "nadi-sentence.h"
#include "nadi-session-case-whole.h"
#include "nadi-ui.h"

struct _NadiWithdrawnPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  guint count;

  GtkWidget *scrolled;
  GtkLabel *note;
  GtkBox *versions;
};

G_DEFINE_FINAL_TYPE (NadiWithdrawnPage, nadi_withdrawn_page, GTK_TYPE_WIDGET)

typedef struct
{
  char *patient;
  char *version;
  GPtrArray *versions;       /* of NadiCaseVersion */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->patient);
  g_free (reading->version);
  g_clear_pointer (&reading->versions, g_ptr_array_unref);
  g_free (reading);
}

static gboolean
read_versions (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  g_autofree char *id = nadi_session_find_case_of (session, reading->version, error);

  reading->versions = id != NULL ? nadi_session_list_case_versions (session, reading->patient, id, error) : NULL;
  return reading->versions != NULL;
}

static void
add_version (NadiWithdrawnPage *self, const NadiCaseVersion *version)
{
  NadiCaseView *view = g_object_new (NADI_TYPE_CASE_VIEW, NULL);
  g_autofree char *moment = nadi_format_moment (version->time, 0, nadi_desk_get_zone (self->desk));
  g_autofree char *who = nadi_format_isolate (version->author);
  g_autofree char *caption = who != NULL ? g_strdup_printf ("%s · %s", moment, who) : g_strdup (moment);

  nadi_case_view_show (view, self->count == 0 ? _("Withdrawn") : _("Earlier version"), caption, version->visit, NULL);
  gtk_box_append (self->versions, GTK_WIDGET (view));
  self->count++;
}

static void
on_read (gpointer owner, gpointer data, const GError *error)
{
  NadiWithdrawnPage *self = NADI_WITHDRAWN_PAGE (owner);
  const Reading *reading = data;

  /* Locked while it was read: nothing of it comes onto the screen. */
  if (!nadi_desk_is_open (self->desk))
    return;
  if (error != NULL)
    {
      gtk_label_set_text (self->note, nadi_sentence_title (nadi_sentence_find (nadi_session_error_word (error))));
      return;
    }
  for (guint i = 0; i < reading->versions->len; i++)
    {
      const NadiCaseVersion *version = g_ptr_array_index (reading->versions, i);

      /* A case may have been signed once more under its id. */
      if (!version->current)
        add_version (self, version);
    }
}

guint
nadi_withdrawn_page_count (NadiWithdrawnPage *self)
{
  return self->count;
}

static void
on_locked (NadiWithdrawnPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->versions))) != NULL)
    gtk_box_remove (self->versions, child);
  self->count = 0;
}

void
nadi_withdrawn_page_set_desk (NadiWithdrawnPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
}

void
nadi_withdrawn_page_open (NadiWithdrawnPage *self, const char *patient, const char *version)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->patient = g_strdup (patient);
  reading->version = g_strdup (version);
  gtk_widget_grab_focus (self->scrolled);
  nadi_desk_run (self->desk, read_versions, reading, reading_free, NULL, self, on_read);
}

static void
nadi_withdrawn_page_dispose (GObject *object)
{
  NadiWithdrawnPage *self = NADI_WITHDRAWN_PAGE (object);

  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_withdrawn_page_parent_class)->dispose (object);
}

static void
nadi_withdrawn_page_class_init (NadiWithdrawnPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_withdrawn_page_dispose;
  nadi_ui_class_set_template (widget_class, "nadi-withdrawn-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiWithdrawnPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, NadiWithdrawnPage, note);
  gtk_widget_class_bind_template_child (widget_class, NadiWithdrawnPage, versions);
}

static void
nadi_withdrawn_page_init (NadiWithdrawnPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (self->scrolled, _("Withdrawn case"));
}
