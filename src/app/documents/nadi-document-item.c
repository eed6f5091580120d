/* The card of a document. */
#include "nadi-document-item.h"

#include <glib/gi18n.h>

#include "nadi-format.h"
#include "nadi-text.h"
#include "nadi-ui.h"

struct _NadiDocumentItem
{
  GtkButton parent_instance;
  NadiDocumentRow *row;

  GtkStack *stack;
  GtkPicture *picture;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *about;
};

G_DEFINE_FINAL_TYPE (NadiDocumentItem, nadi_document_item, GTK_TYPE_BUTTON)

const char *
nadi_document_item_kind (const NadiDocument *document)
{
  switch (nadi_media_from_type (document->type))
    {
    case NADI_MEDIA_PDF: return _("PDF");
    case NADI_MEDIA_JPEG:
    case NADI_MEDIA_PNG: return _("Picture");
    case NADI_MEDIA_UNKNOWN:
    default: return _("Document");
    }
}

char *
nadi_document_item_title (const NadiDocument *document)
{
  if (document->title == NULL || document->title[0] == '\0')
    return g_strdup (nadi_document_item_kind (document));
  return nadi_text_display (document->title, NADI_DOCUMENT_MOST_TITLE);
}

const NadiDocumentRow *
nadi_document_item_get_row (NadiDocumentItem *self)
{
  return self->row;
}

void
nadi_document_item_set_texture (NadiDocumentItem *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child (self->stack, texture != NULL ? GTK_WIDGET (self->picture) : GTK_WIDGET (self->icon));
}

static void
set_spoken (NadiDocumentItem *self, const char *state)
{
  /* Translators: what is spoken of a document: title, what it is, and when it was added or what is wrong with it. */
  g_autofree char *spoken = g_strdup_printf (_("%s, %s, %s"), gtk_label_get_text (self->title), nadi_document_item_kind (self->row->document), state);

  nadi_ui_set_name (GTK_WIDGET (self), spoken);
}

void
nadi_document_item_set_broken (NadiDocumentItem *self, const char *reason)
{
  gtk_image_set_from_icon_name (self->icon, "dialog-warning-symbolic");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->icon));
  gtk_label_set_text (self->about, reason);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), reason);
  set_spoken (self, reason);
}

static void
show_row (NadiDocumentItem *self)
{
  const NadiDocument *document = self->row->document;
  g_autofree char *title = nadi_document_item_title (document);
  g_autofree char *day = nadi_format_day (nadi_day_from_time (document->time));
  gboolean pdf = nadi_media_from_type (document->type) == NADI_MEDIA_PDF;

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->about, day);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  gtk_image_set_from_icon_name (self->icon, pdf ? "x-office-document-symbolic" : "image-x-generic-symbolic");
  set_spoken (self, day);
}

static void
nadi_document_item_finalize (GObject *object)
{
  g_clear_pointer (&NADI_DOCUMENT_ITEM (object)->row, nadi_document_row_free);
  G_OBJECT_CLASS (nadi_document_item_parent_class)->finalize (object);
}

static void
nadi_document_item_class_init (NadiDocumentItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nadi_document_item_finalize;
  nadi_ui_class_set_template (widget_class, "nadi-document-item");
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentItem, stack);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentItem, picture);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentItem, icon);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentItem, title);
  gtk_widget_class_bind_template_child (widget_class, NadiDocumentItem, about);
}

static void
nadi_document_item_init (NadiDocumentItem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

NadiDocumentItem *
nadi_document_item_new (NadiDocumentRow *row)
{
  NadiDocumentItem *self = g_object_new (NADI_TYPE_DOCUMENT_ITEM, NULL);

  self->row = row;
  show_row (self);
  return self;
}
