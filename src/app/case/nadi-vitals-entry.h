/* Vital signs as one line: what is typed is read at every key and shown as chips under it; a word that is not understood is underlined
 * and named, and keeps the rest from being signed until it is mended. */
#pragma once

#include <adwaita.h>

#include "nadi-vitals.h"

#define NADI_TYPE_VITALS_ENTRY (nadi_vitals_entry_get_type ())
G_DECLARE_FINAL_TYPE (NadiVitalsEntry, nadi_vitals_entry, NADI, VITALS_ENTRY, GtkWidget)

/* Signal: changed */

const char *nadi_vitals_entry_get_text (NadiVitalsEntry *entry);
void nadi_vitals_entry_set_text (NadiVitalsEntry *entry, const char *text);
/* FALSE while a word is not understood. */
gboolean nadi_vitals_entry_get_vitals (NadiVitalsEntry *entry, NadiVitals *vitals);
/* What a vital sign is out of the ordinary by for a grown person: -1 low, 1 high, 0 neither. A hint, as the chart's bands are. */
int nadi_vital_abnormal (NadiVitalKind kind, const NadiVital *vital);
