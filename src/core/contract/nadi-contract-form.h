/* Members of an event, each with its form and limit. All fail with NADI_CONTRACT_ERROR_FORM and the member's name. What
 * is handed out lives as long as the event or the overlay. Internal to core/contract. */
#pragma once

#include "nadi-contract-call.h"

#define NADI_MAX_NAME 200
#define NADI_HASH_TEXT 43
#define NADI_RSA_TEXT 512            /* a 3072-bit modulus in base64url */

gboolean nadi_form_uuid (NadiCall *call, const char *member, const char **id, GError **error);
gboolean nadi_form_uuid_or_null (NadiCall *call, const char *member, const char **id, GError **error);
/* 32 bytes as base64url: kids, tags, commitments, Ed25519 keys. */
gboolean nadi_form_hash (NadiCall *call, const char *member, const char **text, GError **error);
gboolean nadi_form_hash_or_null (NadiCall *call, const char *member, const char **text, GError **error);
gboolean nadi_form_cid (NadiCall *call, const char *member, const char **cid, GError **error);
gboolean nadi_form_cid_or_null (NadiCall *call, const char *member, const char **cid, GError **error);
/* 1 … NADI_MAX_NAME bytes of UTF-8 without control characters. */
gboolean nadi_form_name (NadiCall *call, const char *member, const char **name, GError **error);
/* One of a NULL-terminated list. */
gboolean nadi_form_word (NadiCall *call, const char *member, const char *const *words, const char **word, GError **error);
gboolean nadi_form_int (NadiCall *call, const char *member, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean nadi_form_int_or_null (NadiCall *call, const char *member, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean nadi_form_boolean (NadiCall *call, const char *member, gboolean *value, GError **error);
/* A 3072-bit RSA key and its kid. */
gboolean nadi_form_rsa (NadiCall *call, const char *member, const char **key, const char **kid, GError **error);
gboolean nadi_form_is_null (NadiCall *call, const char *member);

/* 1 … max texts, all different. */
gboolean nadi_form_uuids (NadiCall *call, const char *member, guint max, NadiList *list, GError **error);
gboolean nadi_form_hashes (NadiCall *call, const char *member, guint max, NadiList *list, GError **error);
gboolean nadi_form_cids (NadiCall *call, const char *member, guint max, NadiList *list, GError **error);
/* Roles of staff, 1 or more. */
gboolean nadi_form_roles (NadiCall *call, const char *member, NadiList *list, NadiStaffRoles *roles, GError **error);

/* The same checks for texts that come from inside a founding statement. */
gboolean nadi_form_valid_name (const char *text);
gboolean nadi_form_valid_hash (const char *text);
gboolean nadi_form_valid_cid (const char *text);
/* NULL unless the text is a 3072-bit modulus; else its kid, in the overlay's memory. */
const char *nadi_form_rsa_kid (NadiCall *call, const char *text);
gboolean nadi_form_error (GError **error, const char *member);
