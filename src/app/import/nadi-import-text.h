/* The report of an import in words, for the screen, the clipboard and a table on disk. Pure. */
#pragma once

#include "nadi-session-import.h"

/* FHIR's word for a kind of record in the person's; type itself where there is none. */
const char *nadi_import_type_name (const char *type);
/* Why something was not taken; a reason that is not known is given back as it is. */
const char *nadi_import_reason_name (const char *reason);

/* One line for each kind and one for each reason, a header first, separated by tabs. (transfer full) */
char *nadi_import_report_text (const NadiImportReport *report);
/* The same as RFC 4180 has it; a cell never begins a formula. (transfer full) */
char *nadi_import_report_csv (const NadiImportReport *report);
