/* Private to core/fhir: vital signs as LOINC codes with UCUM units (FORMATS.md, "FHIR codes"), both ways.
 *
 * This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and
 * the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the
 * license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc. */
#pragma once

#include "nadi-json-tree.h"
#include "nadi-vitals.h"

#define NADI_FHIR_PRESSURE "85354-9"
#define NADI_FHIR_PRESSURE_DISPLAY "Blood pressure panel with all children optional"
#define NADI_FHIR_ABO "883-9"
#define NADI_FHIR_RH "10331-7"

/* The code that a vital sign in a unit is written with, and its name; static. */
const char *nadi_fhir_vital_code (NadiVitalKind kind, NadiUnit unit);
const char *nadi_fhir_vital_display (NadiVitalKind kind, NadiUnit unit);

/* Takes what an Observation (or one of its components) says into the set; values in other units of the same
 * quantity are converted. Unknown codes, other units and values that nobody has are passed over. TRUE if anything
 * was taken. */
gboolean nadi_fhir_take_vitals (NadiVitals *vitals, const NadiJsonValue *observation);

/* The one value that stands in an Observation itself, or in a component itself. */
gboolean nadi_fhir_read_vital (const NadiJsonValue *object, NadiVitalKind *kind, NadiVital *vital);

/* The first LOINC code of a CodeableConcept, or NULL. Owned by the tree. */
const char *nadi_fhir_loinc (const NadiJsonValue *concept);
