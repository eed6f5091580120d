/* Imports: the page, and the job that goes on when the page is not looked at. */
#include "nadi-window-private.h"

#include <glib/gi18n.h>

static void
on_done (NadiWindow *self)
{
  GtkWidget *page = nadi_window_get_page (self);

  if (!NADI_IS_IMPORT_PAGE (page) && nadi_desk_is_open (self->desk))
    nadi_notices_tell (self->notices, _("The import is done; its report stands under Import records"));
}

static void
begin (NadiWindow *self, const char *path, NadiImportPage *page)
{
  g_autofree char *label = nadi_import_page_get_label (page);

  g_clear_object (&self->import_job);
  self->import_job = nadi_import_job_new (self->desk, path, label);
  g_signal_connect_object (self->import_job, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  nadi_import_page_set_job (page, self->import_job);
}

static void
on_chosen (NadiImportPage *page, const char *path, NadiWindow *self)
{
  begin (self, path, page);
}

void
nadi_window_open_import (NadiWindow *self)
{
  NadiImportPage *page;

  if (nadi_window_return_to (self, "import"))
    return;
  page = nadi_import_page_new ();
  g_signal_connect_object (page, "chosen", G_CALLBACK (on_chosen), self, 0);
  nadi_window_push_key (self, GTK_WIDGET (page), _("Import records"), "import");
  nadi_import_page_set_job (page, self->import_job);
}

void
nadi_window_import_opened (NadiWindow *self)
{
  g_autofree char *path = g_steal_pointer (&self->import_path);

  if (path == NULL)
    return;
  nadi_window_open_import (self);
  begin (self, path, NADI_IMPORT_PAGE (nadi_window_get_page (self)));
}

void
nadi_window_import (NadiWindow *self, const char *path)
{
  g_free (self->import_path);
  self->import_path = g_strdup (path);
  if (nadi_desk_is_open (self->desk))
    nadi_window_import_opened (self);
}

/* What one person imported is not the next one's business. */
void
nadi_window_import_locked (NadiWindow *self)
{
  g_clear_object (&self->import_job);
}
