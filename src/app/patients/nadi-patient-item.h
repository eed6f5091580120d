/* A patient's row as an object of a GListModel. Immutable. */
#pragma once

#include <glib-object.h>

#include "nadi-session-patients.h"

#define NADI_TYPE_PATIENT_ITEM (nadi_patient_item_get_type ())
G_DECLARE_FINAL_TYPE (NadiPatientItem, nadi_patient_item, NADI, PATIENT_ITEM, GObject)

/* row: (transfer full) */
NadiPatientItem *nadi_patient_item_new (NadiPatientRow *row);
const NadiPatientRow *nadi_patient_item_get_row (NadiPatientItem *item);
