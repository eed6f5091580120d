/* Where each event's entry is, by the event's id. Grows only. Not thread-safe. */
#pragma once

#include <glib.h>

typedef struct _NadiEventIndex NadiEventIndex;

NadiEventIndex *nadi_event_index_new (void);
void nadi_event_index_free (NadiEventIndex *index);
/* id: a UUID in its text form that is not there yet. */
void nadi_event_index_add (NadiEventIndex *index, const char *id, guint64 entry);
gboolean nadi_event_index_find (NadiEventIndex *index, const char *id, guint64 *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiEventIndex, nadi_event_index_free)
