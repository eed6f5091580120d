/* Private to app/window: the parts of the window. */
#pragma once

#include "nadi-first-run-page.h"
#include "nadi-idle.h"
#include "nadi-import-page.h"
#include "nadi-notices.h"
#include "nadi-palette.h"
#include "nadi-patient-card.h"
#include "nadi-patients-page.h"
#include "nadi-screen-lock.h"
#include "nadi-session-chart.h"
#include "nadi-unlock-page.h"
#include "nadi-window.h"

struct _NadiWindow
{
  AdwApplicationWindow parent_instance;
  NadiDesk *desk;
  char *wanted;              /* patient to show after signing in */

  GQueue levels;             /* Level of nadi-window-pages.c: what is open over the page of the switcher */
  NadiPalette *palette;      /* while it is open; weak */
  GtkWindow *dialog;         /* the passphrase or the staff window, while it is open; weak */
  NadiIdle *idle;
  NadiScreenLock *screen_lock;
  char *import_path;         /* what the command line wants to be imported; NULL for nothing */
  NadiImportJob *import_job; /* the last one of this sitting */
  GPtrArray *hidden;         /* GtkWindow: forms of the person who locked */
  char *place;               /* where the person was who locked; NULL: nowhere in particular */
  char *place_of;            /* staff id */
  gboolean clock_told;       /* that this computer's clock is wrong, in this sitting */

  NadiNotices *notices;
  GtkStack *root;            /* "first", "unlock", "work" */
  GtkBox *first_place;
  NadiFirstRunPage *first;   /* NULL until it is wanted: most starts have a profile */
  NadiUnlockPage *unlock;
  GtkStack *heading;         /* "switcher", "title" */
  AdwWindowTitle *title;
  GtkStack *depth;           /* pages, and what was opened over them */
  AdwViewStack *pages;
  NadiPatientsPage *patients;
  GtkButton *back;
  GtkMenuButton *menu;
  GtkButton *saved;
  GtkLabel *saved_label;
  GtkImage *saved_icon;
  GtkLabel *who;
  GtkLabel *clinic;
  GtkWidget *demo_strip;
  GtkRevealer *idle_warning;
  GtkLabel *idle_label;
  GtkButton *idle_stay;
};

/* --- where the person is (nadi-window-pages.c) ---------------------------------------------------------------------- */

void nadi_window_init_pages (NadiWindow *self);
void nadi_window_dispose_pages (NadiWindow *self);
/* key: what the page shows ("chart/<patient>"), so that nadi_window_return_to() finds it. */
void nadi_window_push_key (NadiWindow *self, GtkWidget *page, const char *title, const char *key);
/* FALSE when nothing of that key is open. */
gboolean nadi_window_return_to (NadiWindow *self, const char *key);
/* The oldest of the opened pages goes; it is not shown. */
void nadi_window_forget_first (NadiWindow *self);
void nadi_window_go_home (NadiWindow *self);
/* The patient whom the page in front is about; NULL for none. */
const char *nadi_window_get_patient (NadiWindow *self);

/* The chart in front or under what is in front, as a word for nadi_window_go_to_place(); NULL for none. (transfer full) */
char *nadi_window_get_place (NadiWindow *self);
void nadi_window_go_to_place (NadiWindow *self, const char *place);

/* --- locking by itself (nadi-window-lock.c) -------------------------------------------------------------------------- */

void nadi_window_init_lock (NadiWindow *self);
void nadi_window_dispose_lock (NadiWindow *self);
void nadi_window_lock_opened (NadiWindow *self);
void nadi_window_lock_locked (NadiWindow *self);
/* What was half filled over this window goes out of sight; after the palette and the passphrase are closed. */
void nadi_window_hide_forms (NadiWindow *self);
/* Shows what the person had open who locked, if it is the same one. */
void nadi_window_go_on (NadiWindow *self);

/* --- registering (nadi-window-register.c) --------------------------------------------------------------------------- */

void nadi_window_register_patient (NadiWindow *self);
/* The one whom the page in front is about. */
void nadi_window_correct_patient (NadiWindow *self);

/* --- cases (nadi-window-case.c) -------------------------------------------------------------------------------------- */

/* A case for whoever is selected or in front. */
void nadi_window_new_case (NadiWindow *self);
/* id: a case's, or one of its records'. */
void nadi_window_open_conflict (NadiWindow *self, const char *patient, const char *id);
/* version: one of a withdrawn Encounter. */
void nadi_window_open_withdrawn (NadiWindow *self, const char *patient, const char *version);

/* --- documents and paper (nadi-window-documents.c) ------------------------------------------------------------------ */

/* visit: a case's id; NULL: the summary of the chart. */
void nadi_window_print (NadiWindow *self, NadiSessionChart *chart, const char *visit);
void nadi_window_open_document (NadiWindow *self, const char *record, const char *title);
/* The strip of a case; visit NULL: of a new one. */
GtkWidget *nadi_window_make_documents (NadiWindow *self, const char *patient, const char *visit);

/* --- actions (nadi-window-actions.c) -------------------------------------------------------------------------------- */

/* Installs every win.* action of the table. */
void nadi_window_class_install_actions (GtkWidgetClass *klass);
/* Names of what can be done now, for the palette; NULL-terminated. (transfer container) */
const char **nadi_window_list_possible (NadiWindow *self);
/* As its keys would. */
void nadi_window_act (NadiWindow *self, const char *name);
/* Enables what the person's role and the page in front allow. */
void nadi_window_update_actions (NadiWindow *self);
void nadi_window_add_last_keys (NadiWindow *self);
GMenuModel *nadi_window_make_menu (void);

/* --- the palette (nadi-window-palette.c) ---------------------------------------------------------------------------- */

void nadi_window_open_palette (NadiWindow *self);
void nadi_window_close_palette (NadiWindow *self);

/* --- imports (nadi-window-import.c) --------------------------------------------------------------------------------- */

void nadi_window_open_import (NadiWindow *self);
void nadi_window_import_opened (NadiWindow *self);
void nadi_window_import_locked (NadiWindow *self);
