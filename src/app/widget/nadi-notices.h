/* What a window tells the person in passing: toasts, with Undo where something can be taken back, and errors in the words of the
 * table of sentences. A page finds its window's notices with nadi_notices_of().
 *
 * Main thread only. */
#pragma once

#include <adwaita.h>

#include "nadi-undo.h"

#define NADI_TYPE_NOTICES (nadi_notices_get_type ())
G_DECLARE_FINAL_TYPE (NadiNotices, nadi_notices, NADI, NOTICES, AdwBin)

/* The one that holds the widget; NULL when it is in no window. */
NadiNotices *nadi_notices_of (GtkWidget *widget);
NadiUndo *nadi_notices_get_undo (NadiNotices *notices);

/* Takes away all that shows or waits to: what it says may be about a patient. */
void nadi_notices_forget (NadiNotices *notices);
/* text: one short sentence. */
void nadi_notices_tell (NadiNotices *notices, const char *text);
/* The same, with a button for what is likely wanted next. label: with a mnemonic; action: its full name. */
void nadi_notices_tell_action (NadiNotices *notices, const char *text, const char *label, const char *action);
/* The same, with a button that takes it back, for ten seconds; Ctrl+Z takes it back later too. Ownership as nadi_undo_push(). */
void nadi_notices_tell_undo (NadiNotices *notices, const char *text, NadiUndoFunc func, gpointer data, GDestroyNotify free_data);
/* The person went on to something else: the button to undo goes, Ctrl+Z stays. */
void nadi_notices_go_on (NadiNotices *notices);
/* What happened, why, what to do, and the support code; what passes by itself is a toast, all else a page of its own that stays until it is
 * put away. */
void nadi_notices_tell_error (NadiNotices *notices, const GError *error);
