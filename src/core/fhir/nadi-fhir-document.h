/* NadiDocument and the FHIR resource DocumentReference, both ways.
 *
 * The pieces stand in the attachment as extensions NADI_FHIR_PIECE, one each and in order, with cid (valueString), size
 * (valueUnsignedInt) and sha256 (valueBase64Binary, base64 of 32 bytes); the attachment has contentType, size and title, and neither
 * data nor url. The case is context.encounter, which nadi_fhir_resource_get_encounter() does not give: a document is no part of a case
 * that amending it would write anew. */
#pragma once

#include "nadi-document.h"
#include "nadi-fhir-resource.h"

#define NADI_FHIR_PIECE "https://nadihealth.org/fhir/StructureDefinition/piece"

/* NULL if the resource is no DocumentReference. A document whose pieces do not fit one another has none. (transfer full) */
NadiDocument *nadi_fhir_document_read (const NadiFhirResource *resource);

/* id, patient and type must be set. Errors: NADI_FHIR_ERROR. */
NadiFhirResource *nadi_fhir_document_write (const NadiDocument *document, GError **error);
