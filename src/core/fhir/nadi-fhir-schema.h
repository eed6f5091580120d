/* Private to core/fhir: the structure of the twelve resource types and of the data types they use, as tables.
 *
 * A structure is written as FHIR R4's own element list, one line of text (nadi-fhir-schema-*.c):
 *
 *   name [!|+|*] type[|type…][=value set];
 *
 * `!` is 1..1, `+` 1..*, `*` 0..*, nothing 0..1; a name that ends in [x] is a choice. A type is a primitive, or
 * the name of another structure (backbone elements are called by their path), or `any`, which is kept unread. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_FHIR_PRIMITIVE_NONE, /* not a primitive */
  NADI_FHIR_PRIMITIVE_ANY,
  NADI_FHIR_PRIMITIVE_BASE64,
  NADI_FHIR_PRIMITIVE_BOOLEAN,
  NADI_FHIR_PRIMITIVE_CODE,
  NADI_FHIR_PRIMITIVE_DATE,
  NADI_FHIR_PRIMITIVE_DATE_TIME,
  NADI_FHIR_PRIMITIVE_DECIMAL,
  NADI_FHIR_PRIMITIVE_ID,
  NADI_FHIR_PRIMITIVE_INSTANT,
  NADI_FHIR_PRIMITIVE_INTEGER,
  NADI_FHIR_PRIMITIVE_POSITIVE_INT,
  NADI_FHIR_PRIMITIVE_STRING,
  NADI_FHIR_PRIMITIVE_TIME,
  NADI_FHIR_PRIMITIVE_UNSIGNED_INT,
  NADI_FHIR_PRIMITIVE_URI,
} NadiFhirPrimitive;

typedef struct _NadiFhirStructure NadiFhirStructure;

typedef struct
{
  char *name; /* "value[x]" for every form of a choice */
  NadiFhirPrimitive primitive;
  const NadiFhirStructure *structure; /* if not primitive */
  const char *value_set;              /* of a code, or of the codings of a CodeableConcept; or NULL */
  guint slot;                         /* one per name, from 0: what is required or given twice is counted here */
  gboolean many;
} NadiFhirElement;

typedef struct
{
  char *name;
  gboolean required;
} NadiFhirSlot;

struct _NadiFhirStructure
{
  const char *name;
  GHashTable *elements; /* member name to NadiFhirElement */
  GArray *slots;        /* of NadiFhirSlot */
};

typedef struct
{
  const char *name;
  const char *elements;
} NadiFhirDefinition;

extern const NadiFhirDefinition nadi_fhir_type_definitions[];
extern const NadiFhirDefinition nadi_fhir_resource_definitions[];

/* The structure of a resource type or data type; NULL if there is none. Compiled at the first call, for good. */
const NadiFhirStructure *nadi_fhir_schema_find (const char *name);

/* TRUE if the code belongs to the value set (a name used in the tables). */
gboolean nadi_fhir_code_valid (const char *value_set, const char *code);
/* The code system whose codes a CodeableConcept with a required binding must use; NULL for plain codes. */
const char *nadi_fhir_value_set_system (const char *value_set);
