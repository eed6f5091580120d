/* Any of the twelve types as a title and short lines, for people to read. */
#pragma once

#include "nadi-fhir-resource.h"

typedef struct
{
  const char *label; /* English, for translation by the caller; static. NULL where the value names itself */
  char *value;       /* one harmless line (nadi_text_display()), at most 200 characters */
} NadiFhirLine;

typedef struct
{
  char *title;      /* what it is about: the diagnosis, the medicine, the person; "" if it says nothing */
  GArray *lines;    /* of NadiFhirLine, in the order of importance */
} NadiFhirSummary;

NadiFhirSummary *nadi_fhir_describe (const NadiFhirResource *resource);
void nadi_fhir_summary_free (NadiFhirSummary *summary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFhirSummary, nadi_fhir_summary_free)
