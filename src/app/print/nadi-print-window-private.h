/* Private to app/print: the window, and how what it shows comes onto paper. */
#pragma once

#include <gtk/gtkunixprint.h>

#include "nadi-paper-forms.h"
#include "nadi-print-window.h"

struct _NadiPrintWindow
{
  AdwWindow parent_instance;
  NadiDesk *desk;
  NadiSessionChart *chart;
  NadiCase *visit;           /* of those that the chart has, or NULL */
  NadiPaper *paper;
  guint page;
  GtkPrinter *printer;       /* the one that papers go to when nobody says to which; NULL: none, or not known yet */
  gboolean knows_printers;   /* all of them have been looked at */
  guint waiting;             /* source: Print was pressed before they were */

  GtkDropDown *what;
  GtkDropDown *size;
  GtkDrawingArea *preview;
  GtkWidget *pages;
  GtkLabel *place;
  GtkWidget *previous, *next;
  GtkWidget *print, *pdf;
  GtkLabel *trouble;
};

/* --- nadi-print-window-send.c --- */

/* Once: from then on the usual printer is known as soon as the printing system says which one it is. */
void nadi_print_window_look_for_printer (NadiPrintWindow *self);
/* On the usual printer; where there is none a dialog asks for one. */
void nadi_print_window_print (NadiPrintWindow *self);
void nadi_print_window_choose_printer (NadiPrintWindow *self);
