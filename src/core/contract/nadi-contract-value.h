/* Values of the state as tables: what members a value has, in which order, and where each lies in its struct. One
 * reader and one writer serve them all, so that the text of a value has a single form. Internal to core/contract.
 *
 * The reader knows that form only (it is the contract's own, not JSON from outside): anything else is damage. */
#pragma once

#include <glib.h>

#include "nadi-contract-overlay.h"

/* null, for a time or a day. */
#define NADI_NO_TIME G_MININT64

typedef struct
{
  gconstpointer items;       /* const char ** for texts, an array of structs for objects */
  guint n;
} NadiList;

#define NADI_TEXT(list, i) (((const char *const *) (list).items)[i])
#define NADI_ITEM(type, list, i) (&((const type *) (list).items)[i])

typedef enum
{
  NADI_FIELD_TEXT,           /* const char * */
  NADI_FIELD_TEXT_OR_NULL,
  NADI_FIELD_INT,            /* gint64 */
  NADI_FIELD_INT_OR_NULL,    /* gint64, NADI_NO_TIME for null */
  NADI_FIELD_TEXTS,          /* NadiList of texts */
  NADI_FIELD_OBJECTS,        /* NadiList of structs */
} NadiFieldKind;

typedef struct _NadiShape NadiShape;

typedef struct
{
  const char *name;
  NadiFieldKind kind;
  gsize offset;
  const NadiShape *items;    /* of NADI_FIELD_OBJECTS */
} NadiField;

struct _NadiShape
{
  gsize size;                /* of the struct */
  guint n_fields;
  const NadiField *fields;
  gboolean (*valid) (gconstpointer value); /* what the members have to do with one another; may be NULL */
};

/* Integers stay below this on either side of 0, so that differences of times don't overflow. */
#define NADI_VALUE_MAX (G_GINT64_CONSTANT (1) << 53)

/* FALSE: damage. What is read lives as long as the overlay. */
gboolean nadi_value_read (const NadiShape *shape, NadiOverlay *overlay, GBytes *value, gpointer into);
/* The first member alone, a text: for the one value that every event asks after, without reading its rest. */
gboolean nadi_value_read_first (const char *member, NadiOverlay *overlay, GBytes *value, const char **text);
GBytes *nadi_value_write (const NadiShape *shape, gconstpointer from);

/* A number alone, in decimal. */
gboolean nadi_value_read_number (GBytes *value, gint64 *number);
GBytes *nadi_value_write_number (gint64 number);

/* A new list: the old one and one more, in the overlay's memory. */
NadiList nadi_list_with_text (NadiOverlay *overlay, NadiList list, const char *text);
NadiList nadi_list_with_item (NadiOverlay *overlay, NadiList list, gconstpointer item, gsize size);
gboolean nadi_list_has_text (NadiList list, const char *text);
