/* What a person did and can take back: the newest first, several steps. Taking back is work like any other: it may fail, and then it is
 * said and the step stays.
 *
 * Main thread only. */
#pragma once

#include <glib-object.h>

#define NADI_TYPE_UNDO (nadi_undo_get_type ())
G_DECLARE_FINAL_TYPE (NadiUndo, nadi_undo, NADI, UNDO, GObject)

/* Undoes one step, now or by starting work. */
typedef void (*NadiUndoFunc) (gpointer data);

#define NADI_UNDO_STEPS 50

/* Signal: changed — there is a new first step, or none. */

NadiUndo *nadi_undo_new (void);
/* label: what was done, in the person's language: "Case signed". data goes to free_data when the step is forgotten or undone. */
void nadi_undo_push (NadiUndo *undo, const char *label, NadiUndoFunc func, gpointer data, GDestroyNotify free_data);
/* The newest step's label; NULL when there is nothing to undo. */
const char *nadi_undo_label (NadiUndo *undo);
/* FALSE when there is nothing to undo. */
gboolean nadi_undo_step (NadiUndo *undo);
/* Locked, or another person: nobody undoes what somebody else did. */
void nadi_undo_clear (NadiUndo *undo);
