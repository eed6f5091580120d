/* A JSON text as a tree in one block of memory, for what is only read: some 24 bytes a value and no table of names, so that a thousand
 * records stand in the processor's cache where a thousand of json-glib's trees do not. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_JSON_NULL,
  NADI_JSON_BOOLEAN,
  NADI_JSON_INTEGER,         /* no fraction, no exponent, and 64 bits hold it */
  NADI_JSON_DOUBLE,          /* any other number */
  NADI_JSON_STRING,
  NADI_JSON_ARRAY,
  NADI_JSON_OBJECT,
} NadiJsonKind;

typedef struct _NadiJsonValue NadiJsonValue;

struct _NadiJsonValue
{
  NadiJsonKind kind;
  guint n;                   /* ARRAY, OBJECT: how many values are inside */
  const char *name;          /* of a member of an object; NULL for any other value */
  union
  {
    const NadiJsonValue *items; /* ARRAY, OBJECT: n of them, in their order */
    const char *text;           /* STRING: unescaped */
    gint64 integer;
    double number;              /* DOUBLE */
    gboolean truth;
  };
};

/* The tree of a text that nadi_json_scan() has accepted. It may be read in any thread. (transfer full, with g_free()) */
NadiJsonValue *nadi_json_tree_new (const char *text, gsize length);

/* An object's member; NULL if it has none of that name, or is no object, or NULL. Takes time by how many members there are. */
const NadiJsonValue *nadi_json_find (const NadiJsonValue *object, const char *name);

/* A number of either kind; 0 for any other value. */
double nadi_json_value_as_double (const NadiJsonValue *value);
