/* Private to client/session: from a row that a proven event made to a resource that may be shown. Expects `lock`. */
#pragma once

#include "nadi-fhir-resource.h"
#include "nadi-session-private.h"

/* Checks, in this order: the author's event names this version and these addresses; the author's signature; the key is the one that
 * proven events commit to; ciphertext and protected header; the commitment; FHIR. On success *resource is new and the row is
 * OPENED (with type and section). *resource NULL without an error: not here, or no key for it. A record that fails is marked
 * DAMAGED with its reason, and *resource is NULL. Reads what is opened already from the cache. */
gboolean nadi_session_open_version (NadiSession *self, NadiCacheRecord *row, NadiFhirResource **resource, GError **error);

/* Why a version is damaged: "content", "binding", "commitment", "signature"; NULL if it is not. (transfer full) */
char *nadi_session_damage_of (NadiSession *self, const char *version);
