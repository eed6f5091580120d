/* Private to client/session: proven values. Expects `net_lock` and never `lock`. */
#pragma once

#include <json-glib/json-glib.h>

#include "nadi-session-private.h"

/* values gets one for each key, in order; NULL for a key that is proven absent. */
gboolean nadi_session_ask (NadiSession *self, GPtrArray *keys, GPtrArray *values, GCancellable *cancellable, GError **error);
/* An array that owns values, which may be NULL. */
GPtrArray *nadi_session_values_new (void);
void nadi_session_value_free (gpointer value);
/* A state value as an object of *node; NULL if it is none. */
JsonObject *nadi_session_state_object (GBytes *value, JsonNode **node);
