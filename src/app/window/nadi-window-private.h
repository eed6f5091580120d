/* Private to app/window: the parts of the window. */
#pragma once

#include "nadi-notices.h"
#include "nadi-patients-page.h"
#include "nadi-unlock-page.h"
#include "nadi-window.h"

struct _NadiWindow
{
  AdwApplicationWindow parent_instance;
  NadiDesk *desk;
  char *wanted;              /* patient to show after signing in */

  NadiNotices *notices;
  GtkStack *root;            /* "unlock", "work" */
  NadiUnlockPage *unlock;
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
};

/* Installs every win.* action of the table. */
void nadi_window_class_install_actions (GtkWidgetClass *klass);
/* Enables what the person's role and the page in front allow. */
void nadi_window_update_actions (NadiWindow *self);
GMenuModel *nadi_window_make_menu (void);
