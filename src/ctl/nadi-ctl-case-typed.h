/* A case as it is typed on a command line. */
#pragma once

#include "nadi-case.h"

/* Members may be NULL. */
typedef struct
{
  char **problems;
  char **codes;              /* in the order of the problems */
  char *symptoms;
  char *vitals;
  char **prescriptions;
  char *notes;
  char *plan;
  char *follow_up;
} NadiCtlTypedCase;

void nadi_ctl_typed_case_clear (NadiCtlTypedCase *typed);

/* NULL: said on standard error what can't be understood. */
NadiCase *nadi_ctl_case_of (const NadiCtlTypedCase *typed);

/* "Paracetamol 500 mg tablet 1-0-1 for 3 days" into medicine, dose, times a day and days; "medicine; dose" says itself where the
 * dose begins. */
void nadi_ctl_take_prescription (NadiPrescription *prescription, const char *line);

/* A date, or so many days, weeks or months from a day: "2026-12-24", "+3d", "+2w", "+1m". */
gboolean nadi_ctl_take_follow_up (const char *text, gint32 today, NadiDate *date);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiCtlTypedCase, nadi_ctl_typed_case_clear)
