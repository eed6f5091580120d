/* Adding: chosen, dropped or pasted, one after the other. */
#include "nadi-document-strip-private.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-notices.h"
#include "nadi-text.h"

#define MOST_AT_ONCE 50

static void add_next (NadiDocumentStrip *self);

static void
show_working (NadiDocumentStrip *self)
{
  guint n = g_queue_get_length (self->adds);
  g_autofree char *text = g_strdup_printf (ngettext ("Adding %u document…", "Adding %u documents…", n), n);

  gtk_label_set_text (self->working_text, text);
  gtk_widget_set_visible (self->working, n > 0);
}

/* --- undo --------------------------------------------------------------------------------------------------------- */

typedef struct
{
  NadiDesk *desk;
  char *record;
  GWeakRef strip;
} Added;

static void
added_free (gpointer data)
{
  Added *added = data;

  g_object_unref (added->desk);
  g_weak_ref_clear (&added->strip);
  g_free (added->record);
  g_free (added);
}

/* data: a strip's weak reference, as long as the desk works on it. */
typedef struct
{
  char *record;
  GWeakRef strip;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  g_weak_ref_clear (&taking->strip);
  g_free (taking->record);
  g_free (taking);
}

static gboolean
take_back (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return nadi_document_retract (session, ((Taking *) data)->record, cancellable, error);
}

static void
on_taken_back (gpointer owner, gpointer data, const GError *error)
{
  Taking *taking = data;
  g_autoptr (NadiDocumentStrip) strip = g_weak_ref_get (&taking->strip);
  NadiNotices *notices = strip != NULL ? nadi_notices_of (GTK_WIDGET (strip)) : NULL;

  if (error == NULL)
    nadi_desk_send (NADI_DESK (owner));
  else if (notices != NULL)
    nadi_notices_tell_error (notices, error);
  if (strip == NULL)
    return;
  nadi_document_strip_refresh (strip);
  g_signal_emit (strip, nadi_document_strip_changed, 0);
}

static void
undo_add (gpointer data)
{
  Added *added = data;
  Taking *taking = g_new0 (Taking, 1);
  g_autoptr (GObject) strip = g_weak_ref_get (&added->strip);

  taking->record = g_strdup (added->record);
  g_weak_ref_init (&taking->strip, strip);
  nadi_desk_run (added->desk, take_back, taking, taking_free, NULL, added->desk, on_taken_back);
}

static void
tell_added (NadiDocumentStrip *self, const NadiDocumentAdd *add)
{
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));
  Added *added;

  if (notices == NULL)
    return;
  added = g_new0 (Added, 1);
  added->desk = g_object_ref (self->desk);
  added->record = g_strdup (add->info->record);
  g_weak_ref_init (&added->strip, self);
  nadi_notices_tell_undo (notices, _("Document added"), undo_add, added, added_free);
}

/* --- the queue ---------------------------------------------------------------------------------------------------- */

static void
on_added (gpointer owner, gpointer data, const GError *error)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (owner);
  NadiDocumentAdd *add = data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (error == NULL)
    nadi_desk_send (self->desk);
  /* Of a patient who is no longer shown. */
  if (g_queue_peek_head (self->adds) != add)
    return;
  g_queue_pop_head (self->adds);
  if (error == NULL)
    {
      self->added = TRUE;
      nadi_document_strip_refresh (self);
      g_signal_emit (self, nadi_document_strip_changed, 0);
      tell_added (self, add);
    }
  else if (notices != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    nadi_notices_tell_error (notices, error);
  show_working (self);
  add_next (self);
}

static void
add_next (NadiDocumentStrip *self)
{
  NadiDocumentAdd *add = g_queue_peek_head (self->adds);

  if (add == NULL)
    return;
  g_clear_object (&self->adding);
  self->adding = g_cancellable_new ();
  nadi_desk_run (self->desk, nadi_document_add, add, nadi_document_add_free, self->adding, self, on_added);
}

static void
queue_add (NadiDocumentStrip *self, GFile *file, GdkTexture *texture, const char *title)
{
  if (!self->writable || self->patient == NULL || self->desk == NULL || !nadi_desk_is_open (self->desk) ||
      g_queue_get_length (self->adds) >= MOST_AT_ONCE)
    return;
  g_queue_push_tail (self->adds, nadi_document_add_new (self->patient, self->visit, file, texture, title));
  show_working (self);
  if (g_queue_get_length (self->adds) == 1)
    add_next (self);
}

void
nadi_document_strip_stop_adding (NadiDocumentStrip *self)
{
  if (self->adding != NULL)
    g_cancellable_cancel (self->adding);
  /* The first is the worker's, and goes with it. */
  if (self->adds->length > 0)
    g_queue_pop_head (self->adds);
  g_queue_clear_full (self->adds, nadi_document_add_free);
  if (self->working != NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    show_working (self);
}

void
nadi_document_strip_add_file (NadiDocumentStrip *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = name != NULL ? g_filename_display_name (name) : NULL;

  queue_add (self, file, NULL, title);
}

/* --- chosen ------------------------------------------------------------------------------------------------------- */

static void
on_picked (gpointer owner, GFile *file)
{
  if (file != NULL)
    nadi_document_strip_add_file (NADI_DOCUMENT_STRIP (owner), file);
}

void
nadi_document_strip_choose (NadiDocumentStrip *self)
{
  static const char *const patterns[] = { "*.jpg", "*.jpeg", "*.png", "*.pdf", "*.JPG", "*.JPEG", "*.PNG", "*.PDF", NULL };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    nadi_pick_file_async (GTK_WINDOW (root), NADI_PICK_OPEN, _("Add a document"), patterns, NULL, self, on_picked);
}

/* --- dropped and pasted ------------------------------------------------------------------------------------------- */

static gboolean
take_value (NadiDocumentStrip *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
        nadi_document_strip_add_file (self, l->data);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      queue_add (self, NULL, g_value_get_object (value), NULL);
      return TRUE;
    }
  return FALSE;
}

static gboolean
on_drop (NadiDocumentStrip *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  return self->writable && take_value (self, value);
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  NadiDocumentStrip *self = g_weak_ref_get (user_data);

  if (self != NULL && value != NULL)
    take_value (self, value);
  g_clear_object (&self);
  g_weak_ref_clear (user_data);
  g_free (user_data);
}

static gboolean
on_paste (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) ? GDK_TYPE_TEXTURE : GDK_TYPE_FILE_LIST;
  GWeakRef *weak;

  if (!self->writable)
    return FALSE;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, on_pasted, weak);
  return TRUE;
}

void
nadi_document_strip_install_add (NadiDocumentStrip *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v|<Shift>Insert"),
                                                          gtk_callback_action_new (on_paste, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}
