/* JSON as Nadi accepts it (RFC 8259 narrowed by RFC 7493), read into json-glib, and written compactly.
 *
 * json-glib alone crashes on deep nesting and accepts duplicate keys, comments, two roots and 1e999, so
 * nothing from outside reaches it before nadi_json_scan() has seen every byte. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "nadi-error.h"

#define NADI_JSON_MAX_DEPTH 64

/* Checks that text is exactly one JSON value: UTF-8 without byte-order mark, no duplicate member names
 * (compared after unescaping), no lone surrogate, no U+0000, no number that does not fit a finite double,
 * depth at most NADI_JSON_MAX_DEPTH, length at most limit. Time is linear in length (10^6 "[" end at depth 65). */
gboolean nadi_json_scan (const char *text, gsize length, gsize limit, GError **error);

/* Scans, then parses. (transfer full) */
JsonNode *nadi_json_load (const char *text, gsize length, gsize limit, GError **error);

/* The same for a text whose root must be an object; the object is owned by *node. */
JsonObject *nadi_json_load_object (const char *text, gsize length, gsize limit, JsonNode **node, GError **error);

/* Typed members. A missing member is NADI_FORMAT_ERROR_MISSING, another type NADI_FORMAT_ERROR_TYPE (JSON
 * null is a type of its own), a number that is no integer or outside min..max NADI_FORMAT_ERROR_RANGE. 1.0 and
 * 1e2 are no integers here.
 * What is handed out belongs to the object. */
gboolean nadi_json_get_string (JsonObject *object, const char *member, const char **value, GError **error);
gboolean nadi_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean nadi_json_get_boolean (JsonObject *object, const char *member, gboolean *value, GError **error);
gboolean nadi_json_get_object (JsonObject *object, const char *member, JsonObject **value, GError **error);
gboolean nadi_json_get_array (JsonObject *object, const char *member, JsonArray **value, GError **error);

/* Optional: *value is NULL (or fallback) when the member is missing or null; a wrong type is still an error. */
gboolean nadi_json_get_optional_string (JsonObject *object, const char *member, const char **value, GError **error);
gboolean nadi_json_get_optional_int (JsonObject *object, const char *member, gint64 min, gint64 max, gint64 fallback, gint64 *value, GError **error);

/* An array of strings, as a NULL-terminated vector. (transfer full) */
gboolean nadi_json_get_strings (JsonObject *object, const char *member, guint max_items, char ***value, GError **error);

/* NADI_FORMAT_ERROR_UNKNOWN if the object has a member that the NULL-terminated list does not name. */
gboolean nadi_json_only_members (JsonObject *object, const char *const *members, GError **error);

/* The writer gives compact JSON with members in the order written. Calls that don't fit the grammar
 * (a name where none may stand, end without begin) are programming errors. */
typedef struct _NadiJsonWriter NadiJsonWriter;

NadiJsonWriter *nadi_json_writer_new (void);
void nadi_json_writer_free (NadiJsonWriter *writer);
void nadi_json_begin_object (NadiJsonWriter *writer);
void nadi_json_end_object (NadiJsonWriter *writer);
void nadi_json_begin_array (NadiJsonWriter *writer);
void nadi_json_end_array (NadiJsonWriter *writer);
void nadi_json_name (NadiJsonWriter *writer, const char *name);
void nadi_json_string (NadiJsonWriter *writer, const char *value); /* NULL writes null */
void nadi_json_int (NadiJsonWriter *writer, gint64 value);
void nadi_json_boolean (NadiJsonWriter *writer, gboolean value);
void nadi_json_null (NadiJsonWriter *writer);
void nadi_json_raw (NadiJsonWriter *writer, const char *json);     /* one complete JSON value, trusted */

/* Name and value in one call. */
void nadi_json_put_string (NadiJsonWriter *writer, const char *name, const char *value);
void nadi_json_put_int (NadiJsonWriter *writer, const char *name, gint64 value);
void nadi_json_put_boolean (NadiJsonWriter *writer, const char *name, gboolean value);
void nadi_json_put_hash (NadiJsonWriter *writer, const char *name, const guint8 hash[32]);
void nadi_json_put_base64url (NadiJsonWriter *writer, const char *name, const guint8 *data, gsize length);
void nadi_json_put_strings (NadiJsonWriter *writer, const char *name, const char *const *values);
void nadi_json_put_raw (NadiJsonWriter *writer, const char *name, const char *json);

/* Takes the finished text out of the writer, (transfer full); length may be NULL. The writer is empty then and is
 * still to be freed. */
char *nadi_json_writer_finish (NadiJsonWriter *writer, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiJsonWriter, nadi_json_writer_free)
