/* Questions, files and alerts: the one place that knows which of GTK's several ways to ask the running version has. Answers come to owner,
 * a GObject; when it is disposed meanwhile, they come to nobody. */
#pragma once

#include <adwaita.h>

/* A sentence that has to be read before work goes on. parent may not be NULL. */
void nadi_alert (GtkWindow *parent, const char *title, const char *body);

typedef void (*NadiAnswer) (gpointer owner, gboolean yes);
/* destructive: the yes is something that can't be undone; it is never the default. */
void nadi_confirm_async (GtkWindow *parent, const char *title, const char *body, const char *yes, gboolean destructive,
                         gpointer owner, NadiAnswer answer);

/* file: NULL when the person thought better of it. (transfer none) */
typedef void (*NadiPicked) (gpointer owner, GFile *file);

typedef enum
{
  NADI_PICK_OPEN,
  NADI_PICK_FOLDER,
  NADI_PICK_SAVE,
} NadiPickKind;

/* patterns: "*.png", …, NULL-terminated, or NULL for all; name: proposed when saving, or NULL. */
void nadi_pick_file_async (GtkWindow *parent, NadiPickKind kind, const char *title, const char *const *patterns, const char *name,
                           gpointer owner, NadiPicked picked);
