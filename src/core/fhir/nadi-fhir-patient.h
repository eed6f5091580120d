/* NadiPatient and the FHIR resource Patient, both ways (FORMATS.md, "FHIR codes").
 *
 * The patient number is the identifier of system https://nadihealth.org/fhir/sid/patient-number. Guardian and
 * emergency contact are Patient.contact with relationship GUARD (v3-RoleCode) and C (v2-0131). A second name in
 * another script is name_local. Height, weight and blood group are observations of their own. */
#pragma once

#include "nadi-fhir-resource.h"
#include "nadi-patient.h"

/* Error: NADI_FHIR_ERROR_TYPE_NOT_KEPT if the resource is no Patient. (transfer full) */
NadiPatient *nadi_fhir_patient_read (const NadiFhirResource *resource, GError **error);

/* The Patient resource for a patient; patient->id must be set. base, if given, is the version that this one
 * replaces: what the model does not hold (further names, addresses, identifiers, extensions) is carried over,
 * its narrative is not, since it would say what was. Errors: NADI_FHIR_ERROR. */
NadiFhirResource *nadi_fhir_patient_write (const NadiPatient *patient, const NadiFhirResource *base, GError **error);
