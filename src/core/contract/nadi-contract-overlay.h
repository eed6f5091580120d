/* What one event would change, laid over the state it is judged by: reads see the changes already made, the map
 * itself stays as it is. Also the memory of one call: everything that is read out of the state or made up as a key
 * lives until the overlay goes, so nothing is freed one by one. Internal to core/contract; one thread. */
#pragma once

#include <glib.h>

#include "nadi-map.h"

typedef struct _NadiOverlay NadiOverlay;

NadiOverlay *nadi_overlay_new (NadiMap *map);
/* Another one over the same map; the changes of the first do not show. */
NadiOverlay *nadi_overlay_new_over (NadiOverlay *overlay);
void nadi_overlay_free (NadiOverlay *overlay);

/* (transfer none) NULL when absent. */
GBytes *nadi_overlay_get (NadiOverlay *overlay, const char *key);
gboolean nadi_overlay_has (NadiOverlay *overlay, const char *key);
/* Takes value; NULL removes. */
void nadi_overlay_set (NadiOverlay *overlay, const char *key, GBytes *value);
/* The changes made, at most one a key, in the order in which the keys were first set: NadiChange. (transfer full) The
 * overlay has none then, and keeps its memory. */
GPtrArray *nadi_overlay_take_changes (NadiOverlay *overlay);

/* Memory that lives as long as the overlay. */
gpointer nadi_overlay_alloc (NadiOverlay *overlay, gsize size);
char *nadi_overlay_copy (NadiOverlay *overlay, const char *text, gsize length);
/* "a/b/c" from a NULL-terminated list of parts. */
const char *nadi_overlay_path (NadiOverlay *overlay, const char *first, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiOverlay, nadi_overlay_free)
