/* The documents that a clinic hands out: a case, a prescription, the summary of a chart.
 *
 * Everything that is borrowed need only live for the call. Results are (transfer full). */
#pragma once

#include "nadi-case.h"
#include "nadi-paper.h"
#include "nadi-patient.h"
#include "nadi-summary.h"

/* Who hands it out. All may be NULL; lines end with \n. */
typedef struct
{
  const char *clinic;
  const char *address;       /* and telephone, e-mail: lines */
  const char *doctor;
  const char *qualification;
  const char *registration;  /* number with the medical council */
} NadiPaperHead;

typedef struct
{
  NadiPaperSheet sheet;
  NadiPaperHead head;
  gint64 printed;            /* now, ms */
  GTimeZone *zone;
} NadiPaperForm;

NadiPaper *nadi_paper_new_case (const NadiPaperForm *form, const NadiPatient *patient, const NadiCase *visit);

/* allergies: in words, for whoever dispenses, or NULL. */
NadiPaper *nadi_paper_new_prescription (const NadiPaperForm *form, const NadiPatient *patient, const NadiCase *visit,
                                        const char *allergies);

NadiPaper *nadi_paper_new_summary (const NadiPaperForm *form, const NadiPatient *patient, const NadiSummary *summary);
