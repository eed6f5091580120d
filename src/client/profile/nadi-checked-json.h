/* Private to the profile: small JSON files that end in a checksum of themselves, so that a changed byte is told from a wrong
 * passphrase. {"nadi":1,…,"sum":"<SHA-256, base64url, of all before the comma>"} */
#pragma once

#include "nadi-json.h"

#define NADI_CHECKED_JSON_VERSION 1

/* An object with its first member, "nadi", written. */
NadiJsonWriter *nadi_checked_json_begin (void);
/* Consumes the writer. (transfer full) */
char *nadi_checked_json_finish (NadiJsonWriter *writer);

/* NADI_PROFILE_ERROR_DAMAGED, or _NEWER when whole and of a later version. The object belongs to *node. */
JsonObject *nadi_checked_json_load (const char *text, gsize length, gsize limit, JsonNode **node, GError **error);
