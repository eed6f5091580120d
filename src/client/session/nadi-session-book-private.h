/* Private to the book's own files: values as compact JSON. */
#pragma once

#include <json-glib/json-glib.h>

#include "nadi-json.h"
#include "nadi-session-book.h"

/* *object NULL when there is nothing; it belongs to *node. */
gboolean nadi_book_load (NadiCache *cache, const char *kind, const char *name, JsonNode **node, JsonObject **object, GError **error);
/* Makes of an object what it says. (transfer full) */
typedef gpointer (*NadiBookRead) (JsonObject *object);
/* *value NULL when there is nothing. */
gboolean nadi_book_get (NadiCache *cache, const char *kind, const char *name, NadiBookRead read, gpointer *value, GError **error);
/* Ends the writer's object, stores it, frees the writer. */
gboolean nadi_book_save (NadiCache *cache, const char *kind, const char *name, NadiJsonWriter *writer, GError **error);
gboolean nadi_book_damaged (const char *kind, GError **error);

/* Members that were written by nadi_book_save(). NULL when null or missing. (transfer full) */
char *nadi_book_string (JsonObject *object, const char *member);
char **nadi_book_strings (JsonObject *object, const char *member);
