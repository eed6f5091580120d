/* A patient in a list model. */
#include "nadi-patient-item.h"

struct _NadiPatientItem
{
  GObject parent_instance;
  NadiPatientRow *row;
};

G_DEFINE_FINAL_TYPE (NadiPatientItem, nadi_patient_item, G_TYPE_OBJECT)

const NadiPatientRow *
nadi_patient_item_get_row (NadiPatientItem *self)
{
  return self->row;
}

static void
nadi_patient_item_finalize (GObject *object)
{
  nadi_patient_row_free (NADI_PATIENT_ITEM (object)->row);
  G_OBJECT_CLASS (nadi_patient_item_parent_class)->finalize (object);
}

static void
nadi_patient_item_class_init (NadiPatientItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nadi_patient_item_finalize;
}

static void
nadi_patient_item_init (NadiPatientItem *self)
{
}

NadiPatientItem *
nadi_patient_item_new (NadiPatientRow *row)
{
  NadiPatientItem *self = g_object_new (NADI_TYPE_PATIENT_ITEM, NULL);

  self->row = row;
  return self;
}
