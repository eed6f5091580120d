/* One checked FHIR resource: the exact bytes that are committed to and sealed, and what an import must know of it.
 *
 * The bytes are the source's own, compact: members in their order, numbers digit for digit, strings as they
 * were escaped, members that the standard does not know kept. Text is data: markup, script and addresses in it
 * are kept and never followed. Immutable; references may be taken and dropped in any thread. Takes about three times the memory of its bytes. */
#pragma once

#include <glib.h>

#include "nadi-fhir-error.h"
#include "nadi-fhir-type.h"
#include "nadi-section.h"

/* A sealed record is at most 1 MiB: base64 of ciphertext of a JSON string of the resource. So both the bytes
 * and the bytes with quotes and backslashes escaped once more are limited. */
#define NADI_FHIR_MAX_RESOURCE (700 * 1024)
#define NADI_FHIR_MAX_ESCAPED (760 * 1024)
/* As it stands in the source, with white space. */
#define NADI_FHIR_MAX_SOURCE (4 * NADI_FHIR_MAX_RESOURCE)

typedef struct _NadiFhirResource NadiFhirResource;

/* Reads one resource. Its "id" may be missing; then it gets one that comes out the same for the same content.
 * Errors: NADI_FHIR_ERROR. */
NadiFhirResource *nadi_fhir_resource_new (const char *json, gsize length, GError **error);
NadiFhirResource *nadi_fhir_resource_ref (NadiFhirResource *resource);
void nadi_fhir_resource_unref (NadiFhirResource *resource);

NadiFhirType nadi_fhir_resource_get_type (const NadiFhirResource *resource);
/* The logical id, 1 to 64 of [A-Za-z0-9-.]. */
const char *nadi_fhir_resource_get_id (const NadiFhirResource *resource);
/* Compact UTF-8 JSON. (transfer none) */
GBytes *nadi_fhir_resource_get_bytes (const NadiFhirResource *resource);
/* The same, with an end. */
const char *nadi_fhir_resource_get_json (const NadiFhirResource *resource);

/* Patient: identity. Practitioner, Organization: directory. MedicationRequest: medications. DiagnosticReport, and
 * Observation of category laboratory or imaging: results. DocumentReference: documents. Everything else, with vital signs, examination, survey,
 * social history, procedure, therapy and activity: encounters. An Observation without category: results if it names
 * a specimen or a reference range, else encounters. Whatever its author marked as restricted (meta.security
 * R or V of v3-Confidentiality; of a document securityLabel too), save Patient and the directory: sensitive. */
NadiSection nadi_fhir_resource_get_section (const NadiFhirResource *resource);

/* The UTC day of the clinical event, as a day number (nadi-date.h); of a month or year its first day. Encounter:
 * start; Condition and AllergyIntolerance: recorded, else onset; Observation and DiagnosticReport: effective,
 * else issued; MedicationRequest: authored; Procedure: performed; Immunization: occurrence, else recorded; DocumentReference: date. FALSE if
 * none is given, and for Patient, Practitioner and Organization. */
gboolean nadi_fhir_resource_get_day (const NadiFhirResource *resource, gint32 *day);

/* Every reference in it, once each, as it is written; NULL-terminated. (transfer full) */
char **nadi_fhir_resource_list_references (const NadiFhirResource *resource);

/* "Patient/<id>" (or what else the source calls the patient) that a clinical resource is about; NULL for Patient,
 * Practitioner and Organization. */
const char *nadi_fhir_resource_get_subject (const NadiFhirResource *resource);
/* The encounter it belongs to, as written, or NULL; for a document see nadi-fhir-document.h. */
const char *nadi_fhir_resource_get_encounter (const NadiFhirResource *resource);

/* The id of a "Type/id" reference (also behind a base address, or with a version); NULL for everything else and
 * for another type. (transfer full) */
char *nadi_fhir_reference_id (const char *reference, NadiFhirType type);

/* What tells a second import that it has met a resource before: "Type/id", behind "source|" if the ids are only
 * unique within a source (an address from nadi_fhir_bundle_get_source(), or the importer's own label). (transfer full) */
char *nadi_fhir_source_key (NadiFhirType type, const char *id, const char *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFhirResource, nadi_fhir_resource_unref)
