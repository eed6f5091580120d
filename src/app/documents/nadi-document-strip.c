/* The strip: what is there, and its pictures, one after the other. */
#include "nadi-document-strip-private.h"

#include <glib/gi18n.h>

#include "nadi-compat.h"
#include "nadi-document-item.h"
#include "nadi-notices.h"
#include "nadi-sentence.h"
#include "nadi-ui.h"

#define THUMBNAIL_SIDE 224
#define MARGIN 12
/* What is larger is fetched when it is opened, not to make a small picture of it. */
#define LARGEST_FOR_THUMBNAIL (8u << 20)

/* A document without a case that is not older may be of the one that is being written: a shift. */
#define NEW_MS (12 * 3600 * (gint64) 1000)

static guint open_signal;
guint nadi_document_strip_changed;

G_DEFINE_FINAL_TYPE (NadiDocumentStrip, nadi_document_strip, GTK_TYPE_WIDGET)

GtkWidget *
nadi_document_strip_new (void)
{
  return g_object_new (NADI_TYPE_DOCUMENT_STRIP, NULL);
}

guint
nadi_document_strip_count (NadiDocumentStrip *self)
{
  return self->count;
}

/* --- pictures ----------------------------------------------------------------------------------------------------- */

static void look_next (NadiDocumentStrip *self);

static void
on_looked (gpointer owner, gpointer data, const GError *error)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (owner);
  NadiDocumentLook *look = data;
  NadiDocumentItem *item = g_queue_peek_head (self->looks);

  /* Of a list that is no longer shown, though the one that is may begin with the same document. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || item == NULL || !g_str_equal (nadi_document_item_get_row (item)->info->record, look->record))
    return;
  g_queue_pop_head (self->looks);
  if (error == NULL)
    {
      g_hash_table_insert (self->thumbnails, g_strdup (look->record), g_object_ref (look->picture->texture));
      nadi_document_item_set_texture (item, look->picture->texture);
    }
  else if (!nadi_sentence_find (nadi_session_error_word (error))->passes)
    nadi_document_item_set_broken (item, nadi_sentence_title (nadi_sentence_find (nadi_session_error_word (error))));
  g_object_unref (item);
  look_next (self);
}

static void
look_next (NadiDocumentStrip *self)
{
  NadiDocumentItem *item = g_queue_peek_head (self->looks);

  if (item == NULL)
    return;
  nadi_desk_run (self->desk, nadi_document_look,
                 nadi_document_look_new (nadi_document_item_get_row (item)->info->record, NULL, 0, THUMBNAIL_SIDE),
                 nadi_document_look_free, self->reading, self, on_looked);
}

/* --- list --------------------------------------------------------------------------------------------------------- */

static void
stop_reading (NadiDocumentStrip *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  g_queue_clear_full (self->looks, g_object_unref);
}

static void
clear_items (NadiDocumentStrip *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->items))) != NULL)
    gtk_box_remove (self->items, child);
  self->count = 0;
}

static void
update_state (NadiDocumentStrip *self)
{
  gtk_widget_set_visible (self->empty, self->count == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->items), self->count > 0);
  gtk_widget_set_visible (self->add_button, self->writable && self->patient != NULL);
}

static void
on_item_clicked (NadiDocumentStrip *self, NadiDocumentItem *item)
{
  const NadiDocumentRow *row = nadi_document_item_get_row (item);
  g_autofree char *title = nadi_document_item_title (row->document);

  g_signal_emit (self, open_signal, 0, row->info->record, title);
}

static void
add_item (NadiDocumentStrip *self, NadiDocumentRow *row)
{
  NadiDocumentItem *item = nadi_document_item_new (row);
  GdkTexture *known = g_hash_table_lookup (self->thumbnails, row->info->record);

  g_signal_connect_object (item, "clicked", G_CALLBACK (on_item_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->items, GTK_WIDGET (item));
  self->count++;
  if (known != NULL)
    nadi_document_item_set_texture (item, known);
  else if (row->document->size <= LARGEST_FOR_THUMBNAIL && row->document->pieces->len > 0)
    g_queue_push_tail (self->looks, g_object_ref (item));
}

/* To the case that the strip is of. */
static gboolean
belongs (NadiDocumentStrip *self, const NadiDocument *document)
{
  if (self->of_new_case && document->visit == NULL)
    return document->time > nadi_desk_now (self->desk) - NEW_MS;
  if (self->of_new_case)
    return g_strcmp0 (document->visit, self->visit) == 0;
  return self->visit == NULL || g_strcmp0 (document->visit, self->visit) == 0;
}

/* The way to those of other cases, while there are any. */
static void
show_others (NadiDocumentStrip *self, guint all)
{
  g_autofree char *text = g_strdup_printf (ngettext ("The whole chart’s (%u)", "The whole chart’s (%u)", all), all);

  gtk_button_set_label (GTK_BUTTON (self->others), text);
  gtk_widget_set_visible (GTK_WIDGET (self->others), self->whole_chart || all > self->count);
}

static void
on_others_toggled (NadiDocumentStrip *self)
{
  self->whole_chart = gtk_toggle_button_get_active (self->others);
  nadi_document_strip_refresh (self);
}

/* Of whatever scrolls it: all of the strip is there to be seen after something was added to it. */
static gboolean
come_into_sight (gpointer data)
{
  GtkWidget *self = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (self, GTK_TYPE_VIEWPORT);
  GtkAdjustment *place = viewport != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)) : NULL;
  graphene_rect_t bounds;

  if (place != NULL && gtk_widget_compute_bounds (self, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &bounds))
    gtk_adjustment_clamp_page (place, bounds.origin.y - MARGIN, bounds.origin.y + bounds.size.height + MARGIN);
  return G_SOURCE_REMOVE;
}

static void
on_listed (gpointer owner, gpointer data, const GError *error)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (owner);
  NadiDocumentList *list = data;
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));
  guint all;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_strcmp0 (list->patient, self->patient) != 0)
    return;
  if (error != NULL)
    {
      if (notices != NULL)
        nadi_notices_tell_error (notices, error);
      return;
    }
  stop_reading (self);
  clear_items (self);
  all = list->rows->len;
  while (list->rows->len > 0)
    {
      NadiDocumentRow *row = g_ptr_array_steal_index (list->rows, 0);

      if (self->whole_chart || belongs (self, row->document))
        add_item (self, row);
      else
        nadi_document_row_free (row);
    }
  show_others (self, all);
  update_state (self);
  look_next (self);
  if (self->added)
    g_idle_add_full (G_PRIORITY_LOW, come_into_sight, g_object_ref (self), g_object_unref);
  self->added = FALSE;
}

void
nadi_document_strip_refresh (NadiDocumentStrip *self)
{
  if (self->patient == NULL || self->desk == NULL || !nadi_desk_is_open (self->desk))
    return;
  nadi_desk_run (self->desk, nadi_document_list, nadi_document_list_new (self->patient), nadi_document_list_free, self->reading, self, on_listed);
}

static void
show (NadiDocumentStrip *self, const char *patient, const char *visit, gboolean of_new_case, gboolean writable)
{
  g_autofree char *new_patient = g_strdup (patient);
  g_autofree char *new_visit = g_strdup (visit);

  stop_reading (self);
  nadi_document_strip_stop_adding (self);
  clear_items (self);
  g_hash_table_remove_all (self->thumbnails);
  g_free (self->patient);
  g_free (self->visit);
  self->patient = g_steal_pointer (&new_patient);
  self->visit = g_steal_pointer (&new_visit);
  self->of_new_case = of_new_case;
  self->writable = writable;
  gtk_toggle_button_set_active (self->others, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->others), FALSE);
  update_state (self);
  nadi_document_strip_refresh (self);
}

void
nadi_document_strip_show (NadiDocumentStrip *self, const char *patient, const char *visit, gboolean writable)
{
  show (self, patient, visit, FALSE, writable);
}

void
nadi_document_strip_show_new (NadiDocumentStrip *self, const char *patient, gboolean writable)
{
  show (self, patient, NULL, TRUE, writable);
}

void
nadi_document_strip_set_visit (NadiDocumentStrip *self, const char *visit)
{
  g_return_if_fail (self->of_new_case);
  g_free (self->visit);
  self->visit = g_strdup (visit);
  nadi_document_strip_refresh (self);
}

static void
on_locked (NadiDocumentStrip *self)
{
  nadi_document_strip_show (self, NULL, NULL, FALSE);
}

static void
on_news (NadiDocumentStrip *self, guint kind, const char *patient)
{
  if (patient != NULL && g_strcmp0 (patient, self->patient) == 0)
    nadi_document_strip_refresh (self);
}

void
nadi_document_strip_set_desk (NadiDocumentStrip *self, NadiDesk *desk)
{
  g_return_if_fail (self->desk == NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "news", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
}

/* --- taking back -------------------------------------------------------------------------------------------------- */

static void
on_retracted (gpointer owner, gpointer data, const GError *error)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (owner);
  NadiNotices *notices = nadi_notices_of (GTK_WIDGET (self));

  if (error != NULL)
    {
      if (notices != NULL)
        nadi_notices_tell_error (notices, error);
      return;
    }
  nadi_desk_send (self->desk);
  nadi_document_strip_refresh (self);
  g_signal_emit (self, nadi_document_strip_changed, 0);
}

static void
on_retract_answered (gpointer owner, gboolean yes)
{
  NadiDocumentItem *item = NADI_DOCUMENT_ITEM (owner);
  GtkWidget *strip = gtk_widget_get_ancestor (GTK_WIDGET (item), NADI_TYPE_DOCUMENT_STRIP);

  if (yes && strip != NULL)
    nadi_desk_run (NADI_DOCUMENT_STRIP (strip)->desk, nadi_document_retract, g_strdup (nadi_document_item_get_row (item)->info->record), g_free, NULL,
                   strip, on_retracted);
}

static gboolean
on_delete (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!self->writable || focus == NULL || !NADI_IS_DOCUMENT_ITEM (focus))
    return FALSE;
  nadi_confirm_async (GTK_WINDOW (root), _("Take this document back?"),
                      _("It stays in the ledger as retracted, and is no longer shown in the chart."), _("_Take back"), TRUE, focus, on_retract_answered);
  return TRUE;
}

/* --- widget ------------------------------------------------------------------------------------------------------- */

static void
nadi_document_strip_dispose (GObject *object)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  nadi_document_strip_stop_adding (self);
  g_queue_clear_full (self->looks, g_object_unref);
  nadi_ui_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (nadi_document_strip_parent_class)->dispose (object);
}

static void
nadi_document_strip_finalize (GObject *object)
{
  NadiDocumentStrip *self = NADI_DOCUMENT_STRIP (object);

  g_queue_free (self->adds);
  g_queue_free (self->looks);
  g_hash_table_unref (self->thumbnails);
  g_clear_object (&self->adding);
  g_free (self->patient);
  g_free (self->visit);
  G_OBJECT_CLASS (nadi_document_strip_parent_class)->finalize (object);
}

static void
nadi_document_strip_class_init (NadiDocumentStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nadi_document_strip_dispose;
  object_class->finalize = nadi_document_strip_finalize;
  open_signal = g_signal_new ("open-document", NADI_TYPE_DOCUMENT_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  nadi_document_strip_changed = g_signal_new ("changed", NADI_TYPE_DOCUMENT_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  nadi_ui_class_set_template (widget_class, "nadi-document-strip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "documents");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_delete, NULL);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, items);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, empty);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, add_button);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, others);
  gtk_widget_class_bind_template_callback (widget_class, on_others_toggled);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, working);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentStrip, working_text);
  gtk_widget_class_bind_template_callback (widget_class, nadi_document_strip_choose);
  gtk_widget_class_bind_template_callback (widget_class, nadi_document_strip_stop_adding);
}

static void
nadi_document_strip_init (NadiDocumentStrip *self)
{
  self->reading = g_cancellable_new ();
  self->adds = g_queue_new ();
  self->looks = g_queue_new ();
  self->thumbnails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  nadi_ui_set_name (GTK_WIDGET (self), _("Documents"));
  nadi_document_strip_install_add (self);
  update_state (self);
}
