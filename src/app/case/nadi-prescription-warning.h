/* A warning about a medicine, in words. */
#pragma once

#include <gtk/gtk.h>

#include "nadi-medicine.h"

/* (transfer full) */
char *nadi_prescription_warning_text (const NadiMedicineWarning *warning);
gboolean nadi_prescription_warning_is_allergy (const NadiMedicineWarning *warning);
/* One line: sign, word, text. */
GtkWidget *nadi_prescription_warning_new (const NadiMedicineWarning *warning);
