/* An entry that offers how to go on: at most eight lines under it while typing; arrows walk them, Enter or Tab takes one, Esc closes them. The
 * first is chosen by itself, so that Enter is enough; the last may be what stands in the entry, as it is.
 *
 * Assistive technology hears the chosen line as the entry's description. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_COMPLETION_ENTRY (nadi_completion_entry_get_type ())
G_DECLARE_FINAL_TYPE (NadiCompletionEntry, nadi_completion_entry, NADI, COMPLETION_ENTRY, GtkWidget)

#define NADI_COMPLETION_LINES 8

/* One line. */
typedef struct
{
  char *title;               /* what it is */
  char *detail;              /* small beside it, or NULL */
  char *key;                 /* the finder's own */
  char *text;                /* the finder's own */
} NadiCompletion;

NadiCompletion *nadi_completion_new (const char *title, const char *detail, const char *key, const char *text);
void nadi_completion_free (NadiCompletion *completion);

/* For what stands in the entry; NULL or empty: nothing to offer. Must not take longer than a keystroke. (transfer full) */
typedef GPtrArray *(*NadiCompletionFind) (const char *text, gpointer user_data);

/* Signals:
 *   changed                    by typing or nadi_completion_entry_set_text()
 *   taken (NadiCompletion *)   a line was chosen
 *   entered                    Enter, with no line to take */

/* as_typed: whether the last line is the text as it stands; name: spoken. user_data must outlive the entry. */
void nadi_completion_entry_set_up (NadiCompletionEntry *entry, const char *name, const char *placeholder, gboolean as_typed,
                                   NadiCompletionFind find, gpointer user_data);
const char *nadi_completion_entry_get_text (NadiCompletionEntry *entry);
/* Offers nothing until the next key; the cursor is put behind the text. */
void nadi_completion_entry_set_text (NadiCompletionEntry *entry, const char *text);
gboolean nadi_completion_entry_is_open (NadiCompletionEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCompletion, nadi_completion_free)
