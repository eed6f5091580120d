/* Private to cache and outbox: what was typed lies in a table of its own, under a token, so that a refused event's task can
 * take it over from the queue without opening it: its compartment may be closed at that moment. */
#pragma once

#include "nadi-cache-private.h"
#include "nadi-cache-values.h"

/* Replaces; data NULL removes. */
gboolean nadi_cache_put_typed (NadiCache *cache, NadiCompartment compartment, const NadiCacheToken *token, GBytes *data, GError **error);
/* TRUE and NULL when there is none, or when its compartment is closed. */
gboolean nadi_cache_get_typed (NadiCache *cache, const NadiCacheToken *token, GBytes **data, GError **error);

/* As nadi_cache_put_note(), over what is typed under the token already; note->typed is not looked at, and its compartment may
 * be closed. */
gboolean nadi_cache_put_note_over (NadiCache *cache, NadiCacheNote *note, const NadiCacheToken *typed, GError **error);
