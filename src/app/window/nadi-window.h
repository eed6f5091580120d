/* The workstation's window: locked, it shows the unlock page; open, the pages of the person's role, with the header that says what
 * is saved. It connects the pages to one another; what they do is theirs. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_WINDOW (nadi_window_get_type ())
G_DECLARE_FINAL_TYPE (NadiWindow, nadi_window, NADI, WINDOW, AdwApplicationWindow)

NadiWindow *nadi_window_new (GtkApplication *application, NadiDesk *desk);
NadiDesk *nadi_window_get_desk (NadiWindow *window);
/* id or number; opens the chart as soon as somebody has signed in. */
void nadi_window_show_patient (NadiWindow *window, const char *patient);

/* Opens a page over what is shown; "back" shows again what was there, with the focus where it was. The window owns the page from now on
 * and destroys it when the person goes back, or when the desk is locked. title: what the header says. */
void nadi_window_push (NadiWindow *window, GtkWidget *page, const char *title);
/* A page that learns later what it is called. */
void nadi_window_retitle (NadiWindow *window, GtkWidget *page, const char *title);
/* FALSE when nothing is open over the switcher's pages. */
gboolean nadi_window_go_back (NadiWindow *window);
/* The page in front. (transfer none) */
GtkWidget *nadi_window_get_page (NadiWindow *window);

/* patient: id. A chart that is already open is shown again, with what it leads to closed. */
void nadi_window_open_chart (NadiWindow *window, const char *patient);
/* case_id: NULL for a new one, or the one that was begun. */
void nadi_window_open_case (NadiWindow *window, const char *patient, const char *case_id);

/* The page of the help that fits what is in front; static. */
const char *nadi_window_get_help_topic (NadiWindow *window);
/* path: of a bundle; taken in as soon as somebody has signed in. */
void nadi_window_import (NadiWindow *window, const char *path);
