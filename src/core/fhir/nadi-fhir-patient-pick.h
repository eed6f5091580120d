/* Private to core/fhir: which element of a Patient's lists stands for which field of the model. Reading and
 * writing ask the same questions, so that writing replaces exactly what reading took. */
#pragma once


#include "nadi-fhir-check.h"

/* Each gives a place in its list, or -1. */
gint nadi_fhir_pick_number (const NadiJsonValue *patient);
gint nadi_fhir_pick_name (const NadiJsonValue *patient);
gint nadi_fhir_pick_local_name (const NadiJsonValue *patient);
gint nadi_fhir_pick_telecom (const NadiJsonValue *patient, const char *system);
gint nadi_fhir_pick_address (const NadiJsonValue *patient);
gint nadi_fhir_pick_language (const NadiJsonValue *patient);
/* The first that stands in the resource itself as a small JPEG. */
gint nadi_fhir_pick_photo (const NadiJsonValue *patient);
gint nadi_fhir_pick_contact (const NadiJsonValue *patient, const char *system, const char *code);

#define NADI_FHIR_ROLE_CODE "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
#define NADI_FHIR_CONTACT_ROLE "http://terminology.hl7.org/CodeSystem/v2-0131"
