/* The viewer. */
#include "nadi-document-page.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-document-work.h"
#include "nadi-notices.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

#define STEP 80.0
#define LEAST_ZOOM 10
#define MOST_ZOOM 800
#define FIT 0

struct _NadiDocumentPage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  char *record;
  char *title;
  GBytes *bytes;
  GCancellable *cancellable;
  guint place, n_pages;
  guint zoom;                /* hundredths; FIT */
  guint wait;                /* timeout: shows that it takes long */

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkPicture *picture;
  AdwStatusPage *trouble;
  GtkSpinner *spinner;
  GtkWidget *bar;
  GtkWidget *pages;
  GtkLabel *place_label;
  GtkWidget *previous, *next;
  GtkLabel *zoom_label;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (NadiDocumentPage, nadi_document_page, GTK_TYPE_WIDGET)

GtkWidget *
nadi_document_page_new (void)
{
  return g_object_new (NADI_TYPE_DOCUMENT_PAGE, NULL);
}

guint
nadi_document_page_get_place (NadiDocumentPage *self, guint *n_pages)
{
  if (n_pages != NULL)
    *n_pages = self->n_pages;
  return self->place;
}

guint
nadi_document_page_get_zoom (NadiDocumentPage *self)
{
  return self->zoom;
}

/* --- size --------------------------------------------------------------------------------------------------------- */

/* What it is shown at while it fits, in hundredths. */
static guint
fitting_zoom (NadiDocumentPage *self)
{
  GdkPaintable *paintable = gtk_picture_get_paintable (self->picture);
  int width = paintable != NULL ? gdk_paintable_get_intrinsic_width (paintable) : 0;
  int height = paintable != NULL ? gdk_paintable_get_intrinsic_height (paintable) : 0;
  int across = gtk_widget_get_width (GTK_WIDGET (self->scroller));
  int down = gtk_widget_get_height (GTK_WIDGET (self->scroller));

  if (width <= 0 || height <= 0 || across <= 0 || down <= 0)
    return 100;
  return (guint) CLAMP (100.0 * MIN ((double) across / width, (double) down / height), LEAST_ZOOM, MOST_ZOOM);
}

static void
apply_zoom (NadiDocumentPage *self)
{
  GdkPaintable *paintable = gtk_picture_get_paintable (self->picture);
  g_autofree char *text = self->zoom == FIT ? g_strdup (_("fits")) : g_strdup_printf (_("%u %%"), self->zoom);
  int width = -1, height = -1;

  if (paintable != NULL && self->zoom != FIT)
    {
      width = gdk_paintable_get_intrinsic_width (paintable) * (int) self->zoom / 100;
      height = gdk_paintable_get_intrinsic_height (paintable) * (int) self->zoom / 100;
    }
  gtk_widget_set_size_request (GTK_WIDGET (self->picture), width, height);
  gtk_label_set_text (self->zoom_label, text);
}

static void
set_zoom (NadiDocumentPage *self, guint zoom)
{
  self->zoom = zoom == FIT ? FIT : CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM);
  apply_zoom (self);
}

static void
zoom_in (NadiDocumentPage *self)
{
  set_zoom (self, (self->zoom == FIT ? fitting_zoom (self) : self->zoom) * 5 / 4 + 1);
}

static void
zoom_out (NadiDocumentPage *self)
{
  set_zoom (self, (self->zoom == FIT ? fitting_zoom (self) : self->zoom) * 4 / 5);
}

static void
zoom_fit (NadiDocumentPage *self)
{
  set_zoom (self, FIT);
}

static void
move_by (NadiDocumentPage *self, double x, double y)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scroller);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (across, gtk_adjustment_get_value (across) + x);
  gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) + y);
}

/* --- what is shown ------------------------------------------------------------------------------------------------ */

static void
show_place (NadiDocumentPage *self)
{
  /* Translators: the page of a document that is shown, and how many it has. */
  g_autofree char *text = g_strdup_printf (_("Page %u of %u"), self->place + 1, self->n_pages);
  /* Translators: spoken: a document's title, and which page of how many. */
  g_autofree char *spoken = self->n_pages > 1 ? g_strdup_printf (_("%s, page %u of %u"), self->title, self->place + 1, self->n_pages) : g_strdup (self->title);

  gtk_label_set_text (self->place_label, text);
  gtk_widget_set_visible (self->pages, self->n_pages > 1);
  gtk_widget_set_sensitive (self->previous, self->place > 0);
  gtk_widget_set_sensitive (self->next, self->place + 1 < self->n_pages);
  gtk_picture_set_alternative_text (self->picture, spoken);
  nadi_ui_set_name (GTK_WIDGET (self->scroller), spoken);
}

static void
stop_waiting (NadiDocumentPage *self)
{
  g_clear_handle_id (&self->wait, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

static void
show_trouble (NadiDocumentPage *self, const GError *error)
{
  const NadiSentence *sentence = nadi_sentence_find (nadi_session_error_word (error));

  adw_status_page_set_title (self->trouble, nadi_sentence_title (sentence));
  adw_status_page_set_description (self->trouble, nadi_sentence_advice (sentence));
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  gtk_widget_set_visible (self->bar, FALSE);
}

static void
on_looked (gpointer owner, gpointer data, const GError *error)
{
  NadiDocumentPage *self = NADI_DOCUMENT_PAGE (owner);
  NadiDocumentLook *look = data;

  /* Another document, or another page of it, is waited for. */
  if (g_strcmp0 (look->record, self->record) != 0 || look->page != self->place || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_waiting (self);
  if (error != NULL)
    {
      show_trouble (self, error);
      return;
    }
  if (self->bytes == NULL)
    self->bytes = g_bytes_ref (look->bytes);
  self->place = look->picture->page;
  self->n_pages = look->picture->n_pages;
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (look->picture->texture));
  gtk_stack_set_visible_child_name (self->stack, "document");
  gtk_widget_set_visible (self->bar, TRUE);
  apply_zoom (self);
  show_place (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static gboolean
on_long (gpointer data)
{
  NadiDocumentPage *self = data;

  self->wait = 0;
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
look (NadiDocumentPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  stop_waiting (self);
  self->wait = g_timeout_add (300, on_long, self);
  (self->bytes != NULL ? nadi_desk_run_alone : nadi_desk_run) (self->desk, nadi_document_look,
                                                               nadi_document_look_new (self->record, self->bytes, self->place, NADI_PICTURE_MOST_SIDE / 2),
                                                               nadi_document_look_free, self->cancellable, self, on_looked);
}

static void
go_to (NadiDocumentPage *self, guint place)
{
  if (place >= self->n_pages || place == self->place)
    return;
  self->place = place;
  look (self);
}

static void
go_next (NadiDocumentPage *self)
{
  go_to (self, self->place + 1);
}

static void
go_previous (NadiDocumentPage *self)
{
  if (self->place > 0)
    go_to (self, self->place - 1);
}

static void
begin (NadiDocumentPage *self, const char *record, GBytes *bytes, const char *title)
{
  g_free (self->record);
  g_free (self->title);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->record = g_strdup (record);
  self->title = g_strdup (title != NULL ? title : _("Document"));
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->place = self->n_pages = 0;
  self->zoom = FIT;
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_widget_set_visible (self->bar, FALSE);
  look (self);
}

void
nadi_document_page_show (NadiDocumentPage *self, const char *record, const char *title)
{
  begin (self, record, NULL, title);
}

void
nadi_document_page_show_bytes (NadiDocumentPage *self, GBytes *bytes, const char *title)
{
  begin (self, NULL, bytes, title);
}

static void
forget (NadiDocumentPage *self)
{
  g_cancellable_cancel (self->cancellable);
  stop_waiting (self);
  gtk_picture_set_paintable (self->picture, NULL);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->record, g_free);
}

void
nadi_document_page_set_desk (NadiDocumentPage *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "locked", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
}

/* --- a copy ------------------------------------------------------------------------------------------------------- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NadiDocumentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (notices == NULL)
    return;
  if (error != NULL)
    nadi_notices_tell_error (notices, error);
  else
    nadi_notices_tell (notices, _("Copy saved. It is no longer sealed."));
}

static void
on_picked (gpointer owner, GFile *file)
{
  NadiDocumentPage *self = NADI_DOCUMENT_PAGE (owner);

  if (file != NULL && self->bytes != NULL)
    g_file_replace_contents_bytes_async (file, self->bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, on_saved,
                                         g_object_ref (self));
}

/* A name of our own: a title may be anything. */
static void
save_copy (NadiDocumentPage *self)
{
  static const char *const endings[] = { "", ".jpg", ".png", ".pdf" };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;
  NadiMedia media;

  if (self->bytes == NULL || !GTK_IS_WINDOW (root))
    return;
  media = nadi_media_sniff (g_bytes_get_data (self->bytes, NULL), g_bytes_get_size (self->bytes));
  name = g_strconcat (_("document"), endings[media], NULL);
  nadi_pick_file_async (GTK_WINDOW (root), NADI_PICK_SAVE, _("Save a copy"), NULL, name, self, on_picked);
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

static gboolean
on_key (NadiDocumentPage *self, guint key, guint code, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || self->n_pages == 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add: zoom_in (self); return TRUE;
    case GDK_KEY_minus: case GDK_KEY_KP_Subtract: zoom_out (self); return TRUE;
    case GDK_KEY_0: case GDK_KEY_KP_0: set_zoom (self, FIT); return TRUE;
    case GDK_KEY_1: case GDK_KEY_KP_1: set_zoom (self, 100); return TRUE;
    case GDK_KEY_Left: move_by (self, -STEP, 0); return TRUE;
    case GDK_KEY_Right: move_by (self, STEP, 0); return TRUE;
    case GDK_KEY_Up: move_by (self, 0, -STEP); return TRUE;
    case GDK_KEY_Down: move_by (self, 0, STEP); return TRUE;
    case GDK_KEY_Page_Down: case GDK_KEY_space: go_next (self); return TRUE;
    case GDK_KEY_Page_Up: go_previous (self); return TRUE;
    case GDK_KEY_Home: go_to (self, 0); return TRUE;
    case GDK_KEY_End: go_to (self, self->n_pages - 1); return TRUE;
    default: return FALSE;
    }
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static gboolean
nadi_document_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NADI_DOCUMENT_PAGE (widget)->scroller));
}

static void
nadi_document_page_dispose (GObject *object)
{
  NadiDocumentPage *self = NADI_DOCUMENT_PAGE (object);

  g_clear_handle_id (&self->wait, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->record, g_free);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (nadi_document_page_parent_class)->dispose (object);
}

static void
nadi_document_page_class_init (NadiDocumentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nadi_document_page_dispose;
  nadi_ui_class_set_grab_focus (widget_class, nadi_document_page_grab_focus);
  nadi_ui_class_set_template (widget_class, "nadi-document-page");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, picture);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, bar);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, pages);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, place_label);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, previous);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, next);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentPage, save);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out);
  gtk_widget_class_bind_template_callback (widget_class, zoom_fit);
  gtk_widget_class_bind_template_callback (widget_class, go_next);
  gtk_widget_class_bind_template_callback (widget_class, go_previous);
  gtk_widget_class_bind_template_callback (widget_class, save_copy);
}

static void
nadi_document_page_init (NadiDocumentPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the scroller takes the arrows. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), keys);
}
