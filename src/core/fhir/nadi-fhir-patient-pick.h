/* Private to core/fhir: which element of a Patient's lists stands for which field of the model. Reading and
 * writing ask the same questions, so that writing replaces exactly what reading took. */
#pragma once

#include <json-glib/json-glib.h>

#include "nadi-fhir-check.h"

/* Each gives a place in its list, or -1. */
gint nadi_fhir_pick_number (JsonObject *patient);
gint nadi_fhir_pick_name (JsonObject *patient);
gint nadi_fhir_pick_local_name (JsonObject *patient);
gint nadi_fhir_pick_telecom (JsonObject *patient, const char *system);
gint nadi_fhir_pick_address (JsonObject *patient);
gint nadi_fhir_pick_language (JsonObject *patient);
/* The first that stands in the resource itself as a small JPEG. */
gint nadi_fhir_pick_photo (JsonObject *patient);
gint nadi_fhir_pick_contact (JsonObject *patient, const char *system, const char *code);

#define NADI_FHIR_ROLE_CODE "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
#define NADI_FHIR_CONTACT_ROLE "http://terminology.hl7.org/CodeSystem/v2-0131"
