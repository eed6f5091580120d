/* Private to app/documents: what the strip's two files share. */
#pragma once

#include "nadi-document-strip.h"
#include "nadi-document-work.h"

struct _NadiDocumentStrip
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  char *patient;
  char *visit;
  gboolean of_new_case;      /* visit is NULL, or not written yet; new ones without one are shown too */
  gboolean added;            /* since the list was read */
  gboolean whole_chart;      /* somebody wanted to see the others too */
  gboolean writable;
  GCancellable *reading;     /* lists and pictures of what is shown */
  GCancellable *adding;
  GQueue *adds;              /* of NadiDocumentAdd, the first one under way */
  GQueue *looks;             /* of NadiDocumentItem, (transfer full), whose picture is still to be made */
  GHashTable *thumbnails;    /* record → GdkTexture */
  guint count;

  GtkBox *items;
  GtkWidget *empty;
  GtkWidget *add_button;
  GtkToggleButton *others;
  GtkWidget *working;
  GtkLabel *working_text;
};

/* --- nadi-document-strip-add.c --- */

void nadi_document_strip_install_add (NadiDocumentStrip *self);
/* What waits is forgotten, what is under way cancelled. */
void nadi_document_strip_stop_adding (NadiDocumentStrip *self);

extern guint nadi_document_strip_changed;
