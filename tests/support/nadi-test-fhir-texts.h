/* Resources as JSON texts, as short as they may be. more: further members, each with its comma before it. */
#pragma once

#define SUBJECT "\"subject\":{\"reference\":\"Patient/p\"}"
#define CODE "\"code\":{\"text\":\"x\"}"
#define OBSERVATION(more) "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\"," CODE "," SUBJECT more "}"
#define PATIENT(more) "{\"resourceType\":\"Patient\",\"id\":\"p\"" more "}"
#define CONDITION(more) "{\"resourceType\":\"Condition\",\"id\":\"c\"," SUBJECT more "}"
#define MEDICATION(repeat)                                                                                              \
  "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"status\":\"active\",\"intent\":\"order\","                            \
  "\"medicationCodeableConcept\":{\"text\":\"x\"}," SUBJECT ",\"dosageInstruction\":[{\"timing\":{\"repeat\":" repeat "}}]}"
#define CONCEPT(system, code) "{\"coding\":[{\"system\":\"" system "\",\"code\":\"" code "\"}]}"
#define CATEGORY(code) ",\"category\":[" CONCEPT ("http://terminology.hl7.org/CodeSystem/observation-category", code) "]"
#define VERIFICATION "http://terminology.hl7.org/CodeSystem/condition-ver-status"
#define CLINICAL "http://terminology.hl7.org/CodeSystem/condition-clinical"
