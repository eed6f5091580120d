/* The twelve resource types of FHIR R4 (4.0.1) that Nadi keeps; notation: nadi-fhir-schema.h. */
#include "nadi-fhir-schema.h"

const NadiFhirDefinition nadi_fhir_resource_definitions[] = {
  { "Patient",
    "identifier* Identifier; active boolean; name* HumanName; telecom* ContactPoint; "
    "gender code=administrative-gender; birthDate date; deceased[x] boolean|dateTime; address* Address; "
    "maritalStatus CodeableConcept; multipleBirth[x] boolean|integer; photo* Attachment; contact* Patient.contact; "
    "communication* Patient.communication; generalPractitioner* Reference; managingOrganization Reference; "
    "link* Patient.link" },
  { "Patient.contact",
    "relationship* CodeableConcept; name HumanName; telecom* ContactPoint; address Address; "
    "gender code=administrative-gender; organization Reference; period Period" },
  { "Patient.communication", "language! CodeableConcept; preferred boolean" },
  { "Patient.link", "other! Reference; type! code=link-type" },

  { "Practitioner",
    "identifier* Identifier; active boolean; name* HumanName; telecom* ContactPoint; address* Address; "
    "gender code=administrative-gender; birthDate date; photo* Attachment; "
    "qualification* Practitioner.qualification; communication* CodeableConcept" },
  { "Practitioner.qualification",
    "identifier* Identifier; code! CodeableConcept; period Period; issuer Reference" },

  { "Organization",
    "identifier* Identifier; active boolean; type* CodeableConcept; name string; alias* string; "
    "telecom* ContactPoint; address* Address; partOf Reference; contact* Organization.contact; endpoint* Reference" },
  { "Organization.contact", "purpose CodeableConcept; name HumanName; telecom* ContactPoint; address Address" },

  { "Encounter",
    "identifier* Identifier; status! code=encounter-status; statusHistory* Encounter.statusHistory; class! Coding; "
    "classHistory* Encounter.classHistory; type* CodeableConcept; serviceType CodeableConcept; "
    "priority CodeableConcept; subject Reference; episodeOfCare* Reference; basedOn* Reference; "
    "participant* Encounter.participant; appointment* Reference; period Period; length Duration; "
    "reasonCode* CodeableConcept; reasonReference* Reference; diagnosis* Encounter.diagnosis; account* Reference; "
    "hospitalization Encounter.hospitalization; location* Encounter.location; serviceProvider Reference; "
    "partOf Reference" },
  { "Encounter.statusHistory", "status! code=encounter-status; period! Period" },
  { "Encounter.classHistory", "class! Coding; period! Period" },
  { "Encounter.participant", "type* CodeableConcept; period Period; individual Reference" },
  { "Encounter.diagnosis", "condition! Reference; use CodeableConcept; rank positiveInt" },
  { "Encounter.hospitalization",
    "preAdmissionIdentifier Identifier; origin Reference; admitSource CodeableConcept; reAdmission CodeableConcept; "
    "dietPreference* CodeableConcept; specialCourtesy* CodeableConcept; specialArrangement* CodeableConcept; "
    "destination Reference; dischargeDisposition CodeableConcept" },
  { "Encounter.location",
    "location! Reference; status code=location-status; physicalType CodeableConcept; period Period" },

  { "Condition",
    "identifier* Identifier; clinicalStatus CodeableConcept=condition-clinical; "
    "verificationStatus CodeableConcept=condition-verification; category* CodeableConcept; "
    "severity CodeableConcept; code CodeableConcept; bodySite* CodeableConcept; subject! Reference; "
    "encounter Reference; onset[x] dateTime|Age|Period|Range|string; "
    "abatement[x] dateTime|Age|Period|Range|string; recordedDate dateTime; recorder Reference; "
    "asserter Reference; stage* Condition.stage; evidence* Condition.evidence; note* Annotation" },
  { "Condition.stage", "summary CodeableConcept; assessment* Reference; type CodeableConcept" },
  { "Condition.evidence", "code* CodeableConcept; detail* Reference" },

  { "Observation",
    "identifier* Identifier; basedOn* Reference; partOf* Reference; status! code=observation-status; "
    "category* CodeableConcept; code! CodeableConcept; subject Reference; focus* Reference; encounter Reference; "
    "effective[x] dateTime|Period|Timing|instant; issued instant; performer* Reference; "
    "value[x] Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period; "
    "dataAbsentReason CodeableConcept; interpretation* CodeableConcept; note* Annotation; bodySite CodeableConcept; "
    "method CodeableConcept; specimen Reference; device Reference; referenceRange* Observation.referenceRange; "
    "hasMember* Reference; derivedFrom* Reference; component* Observation.component" },
  { "Observation.referenceRange",
    "low Quantity; high Quantity; type CodeableConcept; appliesTo* CodeableConcept; age Range; text string" },
  { "Observation.component",
    "code! CodeableConcept; "
    "value[x] Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period; "
    "dataAbsentReason CodeableConcept; interpretation* CodeableConcept; "
    "referenceRange* Observation.referenceRange" },

  { "MedicationRequest",
    "identifier* Identifier; status! code=request-status; statusReason CodeableConcept; intent! code=request-intent; "
    "category* CodeableConcept; priority code=request-priority; doNotPerform boolean; "
    "reported[x] boolean|Reference; medication[x]! CodeableConcept|Reference; subject! Reference; "
    "encounter Reference; supportingInformation* Reference; authoredOn dateTime; requester Reference; "
    "performer Reference; performerType CodeableConcept; recorder Reference; reasonCode* CodeableConcept; "
    "reasonReference* Reference; instantiatesCanonical* canonical; instantiatesUri* uri; basedOn* Reference; "
    "groupIdentifier Identifier; courseOfTherapyType CodeableConcept; insurance* Reference; note* Annotation; "
    "dosageInstruction* Dosage; dispenseRequest MedicationRequest.dispenseRequest; "
    "substitution MedicationRequest.substitution; priorPrescription Reference; detectedIssue* Reference; "
    "eventHistory* Reference" },
  { "MedicationRequest.dispenseRequest",
    "initialFill MedicationRequest.dispenseRequest.initialFill; dispenseInterval Duration; validityPeriod Period; "
    "numberOfRepeatsAllowed unsignedInt; quantity Quantity; expectedSupplyDuration Duration; performer Reference" },
  { "MedicationRequest.dispenseRequest.initialFill", "quantity Quantity; duration Duration" },
  { "MedicationRequest.substitution", "allowed[x]! boolean|CodeableConcept; reason CodeableConcept" },

  { "AllergyIntolerance",
    "identifier* Identifier; clinicalStatus CodeableConcept=allergy-clinical; "
    "verificationStatus CodeableConcept=allergy-verification; type code=allergy-type; "
    "category* code=allergy-category; criticality code=allergy-criticality; code CodeableConcept; "
    "patient! Reference; encounter Reference; onset[x] dateTime|Age|Period|Range|string; recordedDate dateTime; "
    "recorder Reference; asserter Reference; lastOccurrence dateTime; note* Annotation; "
    "reaction* AllergyIntolerance.reaction" },
  { "AllergyIntolerance.reaction",
    "substance CodeableConcept; manifestation+ CodeableConcept; description string; onset dateTime; "
    "severity code=reaction-severity; exposureRoute CodeableConcept; note* Annotation" },

  { "Procedure",
    "identifier* Identifier; instantiatesCanonical* canonical; instantiatesUri* uri; basedOn* Reference; "
    "partOf* Reference; status! code=event-status; statusReason CodeableConcept; category CodeableConcept; "
    "code CodeableConcept; subject! Reference; encounter Reference; "
    "performed[x] dateTime|Period|string|Age|Range; recorder Reference; asserter Reference; "
    "performer* Procedure.performer; location Reference; reasonCode* CodeableConcept; reasonReference* Reference; "
    "bodySite* CodeableConcept; outcome CodeableConcept; report* Reference; complication* CodeableConcept; "
    "complicationDetail* Reference; followUp* CodeableConcept; note* Annotation; "
    "focalDevice* Procedure.focalDevice; usedReference* Reference; usedCode* CodeableConcept" },
  { "Procedure.performer", "function CodeableConcept; actor! Reference; onBehalfOf Reference" },
  { "Procedure.focalDevice", "action CodeableConcept; manipulated! Reference" },

  { "Immunization",
    "identifier* Identifier; status! code=immunization-status; statusReason CodeableConcept; "
    "vaccineCode! CodeableConcept; patient! Reference; encounter Reference; occurrence[x]! dateTime|string; "
    "recorded dateTime; primarySource boolean; reportOrigin CodeableConcept; location Reference; "
    "manufacturer Reference; lotNumber string; expirationDate date; site CodeableConcept; route CodeableConcept; "
    "doseQuantity Quantity; performer* Immunization.performer; note* Annotation; reasonCode* CodeableConcept; "
    "reasonReference* Reference; isSubpotent boolean; subpotentReason* CodeableConcept; "
    "education* Immunization.education; programEligibility* CodeableConcept; fundingSource CodeableConcept; "
    "reaction* Immunization.reaction; protocolApplied* Immunization.protocolApplied" },
  { "Immunization.performer", "function CodeableConcept; actor! Reference" },
  { "Immunization.education",
    "documentType string; reference uri; publicationDate dateTime; presentationDate dateTime" },
  { "Immunization.reaction", "date dateTime; detail Reference; reported boolean" },
  { "Immunization.protocolApplied",
    "series string; authority Reference; targetDisease* CodeableConcept; doseNumber[x]! positiveInt|string; "
    "seriesDoses[x] positiveInt|string" },

  { "DiagnosticReport",
    "identifier* Identifier; basedOn* Reference; status! code=report-status; category* CodeableConcept; "
    "code! CodeableConcept; subject Reference; encounter Reference; effective[x] dateTime|Period; issued instant; "
    "performer* Reference; resultsInterpreter* Reference; specimen* Reference; result* Reference; "
    "imagingStudy* Reference; media* DiagnosticReport.media; conclusion string; conclusionCode* CodeableConcept; "
    "presentedForm* Attachment" },
  { "DiagnosticReport.media", "comment string; link! Reference" },

  { "DocumentReference",
    "masterIdentifier Identifier; identifier* Identifier; status! code=document-status; docStatus code=document-state; "
    "type CodeableConcept; category* CodeableConcept; subject Reference; date instant; author* Reference; "
    "authenticator Reference; custodian Reference; relatesTo* DocumentReference.relatesTo; description string; "
    "securityLabel* CodeableConcept; content+ DocumentReference.content; context DocumentReference.context" },
  { "DocumentReference.relatesTo", "code! code=document-relation; target! Reference" },
  { "DocumentReference.content", "attachment! Attachment; format Coding" },
  { "DocumentReference.context",
    "encounter* Reference; event* CodeableConcept; period Period; facilityType CodeableConcept; "
    "practiceSetting CodeableConcept; sourcePatientInfo Reference; related* Reference" },
  { NULL, NULL },
};
