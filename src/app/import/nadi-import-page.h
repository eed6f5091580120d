/* Importing records: choose a file, watch it, read the report. */
#pragma once

#include <adwaita.h>

#include "nadi-import-job.h"

#define NADI_TYPE_IMPORT_PAGE (nadi_import_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiImportPage, nadi_import_page, NADI, IMPORT_PAGE, GtkWidget)

/* Signal: chosen (const char *path) — this file is to be imported; give the page the job. */

NadiImportPage *nadi_import_page_new (void);
/* job: NULL to choose a file. */
void nadi_import_page_set_job (NadiImportPage *page, NadiImportJob *job);
/* What the person calls the source; NULL for nothing. (transfer full) */
char *nadi_import_page_get_label (NadiImportPage *page);
