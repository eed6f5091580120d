/* Private to core/fhir: pieces of resources that Nadi writes itself, on top of the JSON writer.
 *
 * FHIR has no empty strings: text that is NULL or holds only white space is left out everywhere. */
#pragma once

#include "nadi-fhir-raw.h"
#include "nadi-fhir-resource.h"
#include "nadi-json.h"
#include "nadi-vitals.h"

#define NADI_FHIR_LOINC "http://loinc.org"
#define NADI_FHIR_UCUM "http://unitsofmeasure.org"
#define NADI_FHIR_ICD10 "http://hl7.org/fhir/sid/icd-10"
#define NADI_FHIR_TERMINOLOGY "http://terminology.hl7.org/CodeSystem/"
#define NADI_FHIR_CATEGORY NADI_FHIR_TERMINOLOGY "observation-category"
/* Where Nadi's own identifiers and extensions are defined (src/DESIGN.md, "Records in FHIR"). */
#define NADI_FHIR_PATIENT_NUMBER "https://nadihealth.org/fhir/sid/patient-number"
#define NADI_FHIR_FOLLOW_UP "https://nadihealth.org/fhir/StructureDefinition/follow-up"

gboolean nadi_fhir_has_text (const char *text);
void nadi_fhir_put_text (NadiJsonWriter *writer, const char *name, const char *text);
/* {"system":…,"code":…,"display":…}; display may be NULL. */
void nadi_fhir_write_coding (NadiJsonWriter *writer, const char *system, const char *code, const char *display);
/* {"coding":[…],"text":…}; system NULL for text alone. */
void nadi_fhir_write_concept (NadiJsonWriter *writer, const char *system, const char *code, const char *display, const char *text);
void nadi_fhir_put_concept (NadiJsonWriter *writer, const char *name, const char *system, const char *code,
                            const char *display, const char *text);
/* A list with one concept in it. */
void nadi_fhir_put_concepts (NadiJsonWriter *writer, const char *name, const char *system, const char *code,
                             const char *display, const char *text);
/* {"reference":"Type/id","display":…}; id must be valid or display not empty. */
void nadi_fhir_write_reference (NadiJsonWriter *writer, NadiFhirType type, const char *id, const char *display);
/* The same behind a name; nothing if id is not a valid id and display is empty. */
void nadi_fhir_put_reference (NadiJsonWriter *writer, const char *name, NadiFhirType type, const char *id, const char *display);
/* {"value":…,"unit":…,"system":ucum,"code":…} */
void nadi_fhir_put_quantity (NadiJsonWriter *writer, const char *name, gint32 thousandths, const char *code, const char *label);
void nadi_fhir_put_time (NadiJsonWriter *writer, const char *name, gint64 time);

/* A writer that stands inside {"resourceType":…,"id":… */
NadiJsonWriter *nadi_fhir_begin (NadiFhirType type, const char *id);
/* Ends the object and checks it like one from outside. Takes the writer. */
NadiFhirResource *nadi_fhir_finish (NadiJsonWriter *writer, GError **error);

/* Copies the members of base that the NULL-terminated list does not name. */
void nadi_fhir_copy_others (NadiJsonWriter *writer, const NadiFhirResource *base, const char *const *written);
/* Copies the elements of base's list `member` whose places are not in the -1-terminated list. */
void nadi_fhir_copy_elements (NadiJsonWriter *writer, const NadiFhirResource *base, const char *member, const gint *but);
