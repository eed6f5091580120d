/* The data types of FHIR R4 that the twelve resource types use; notation: nadi-fhir-schema.h. */
#include "nadi-fhir-schema.h"

#define QUANTITY "value decimal; comparator code=comparator; unit string; system uri; code code"

const NadiFhirDefinition nadi_fhir_type_definitions[] = {
  { "Identifier",
    "use code=identifier-use; type CodeableConcept; system uri; value string; period Period; assigner Reference" },
  { "HumanName",
    "use code=name-use; text string; family string; given* string; prefix* string; suffix* string; period Period" },
  { "ContactPoint",
    "system code=contact-system; value string; use code=contact-use; rank positiveInt; period Period" },
  { "Address",
    "use code=address-use; type code=address-type; text string; line* string; city string; district string; "
    "state string; postalCode string; country string; period Period" },
  { "CodeableConcept", "coding* Coding; text string" },
  { "Coding", "system uri; version string; code code; display string; userSelected boolean" },
  { "Reference", "reference string; type uri; identifier Identifier; display string" },
  { "Period", "start dateTime; end dateTime" },
  { "Quantity", QUANTITY },
  { "Age", QUANTITY },
  { "Count", QUANTITY },
  { "Distance", QUANTITY },
  { "Duration", QUANTITY },
  { "Money", "value decimal; currency code" },
  { "Range", "low Quantity; high Quantity" },
  { "Ratio", "numerator Quantity; denominator Quantity" },
  { "Timing", "event* dateTime; repeat Timing.repeat; code CodeableConcept" },
  { "Timing.repeat",
    "bounds[x] Duration|Range|Period; count positiveInt; countMax positiveInt; duration decimal; "
    "durationMax decimal; durationUnit code=units-of-time; frequency positiveInt; frequencyMax positiveInt; "
    "period decimal; periodMax decimal; periodUnit code=units-of-time; dayOfWeek* code=days-of-week; "
    "timeOfDay* time; when* code=event-timing; offset unsignedInt" },
  { "Dosage",
    "sequence integer; text string; additionalInstruction* CodeableConcept; patientInstruction string; "
    "timing Timing; asNeeded[x] boolean|CodeableConcept; site CodeableConcept; route CodeableConcept; "
    "method CodeableConcept; doseAndRate* Dosage.doseAndRate; maxDosePerPeriod Ratio; "
    "maxDosePerAdministration Quantity; maxDosePerLifetime Quantity" },
  { "Dosage.doseAndRate", "type CodeableConcept; dose[x] Range|Quantity; rate[x] Ratio|Range|Quantity" },
  { "Annotation", "author[x] Reference|string; time dateTime; text! markdown" },
  { "Attachment",
    "contentType code; language code; data base64Binary; url url; size unsignedInt; hash base64Binary; "
    "title string; creation dateTime" },
  { "Narrative", "status! code=narrative-status; div! xhtml" },
  { "Meta",
    "versionId id; lastUpdated instant; source uri; profile* canonical; security* Coding; tag* Coding" },
  { "SampledData",
    "origin! Quantity; period! decimal; factor decimal; lowerLimit decimal; upperLimit decimal; "
    "dimensions! positiveInt; data string" },
  { "Signature",
    "type+ Coding; when! instant; who! Reference; onBehalfOf Reference; targetFormat code; sigFormat code; "
    "data base64Binary" },
  { "Extension",
    "url! uri; value[x] base64Binary|boolean|canonical|code|date|dateTime|decimal|id|instant|integer|markdown|oid|"
    "positiveInt|string|time|unsignedInt|uri|url|uuid|Address|Age|Annotation|Attachment|CodeableConcept|Coding|"
    "ContactPoint|Count|Distance|Duration|HumanName|Identifier|Money|Period|Quantity|Range|Ratio|Reference|"
    "SampledData|Signature|Timing|Dosage|Meta" },
  { NULL, NULL },
};
