/* Medicines: a list written for this project of what is used most in Indian primary care and hospitals, how it is completed while
 * typing, and what to warn of. It reminds whoever prescribes; it decides nothing, and what it lacks may be prescribed all the same.
 *
 * All functions are pure and may be called from any thread. */
#pragma once

#include <glib.h>

#include "nadi-allergy.h"

typedef struct
{
  const char *name;          /* generic name, English: "Amoxicillin + clavulanic acid" */
  const char *also;          /* other names it is asked for by, separated by spaces; "" for none */
  const char *forms;         /* strength and form, separated by semicolons: "500 mg tablet;125 mg/5 ml syrup" */
  const char *classes;       /* separated by commas: "penicillin" */
  const char *dose;          /* the usual dose for an adult, or for whom it says; a reminder */
} NadiMedicine;

/* All of them, by name; static. */
const NadiMedicine *nadi_medicine_list (gsize *length);

/* One that completion offers. */
typedef struct
{
  const NadiMedicine *medicine;
  char *product;             /* "Paracetamol 500 mg tablet" */
  guint score;               /* the higher, the better it fits */
} NadiMedicineMatch;

void nadi_medicine_match_free (NadiMedicineMatch *match);

/* Every word of text is the beginning of a word of the name, another name, or strength and form; "para 500", "500mg". Those whose name
 * begins with the text's first word come first. At most limit. (element-type NadiMedicineMatch, transfer full) */
GPtrArray *nadi_medicine_search (const char *text, guint limit);

/* The medicine that a prescription's or an allergy's text names, NULL if none of the list: the longest name that stands in it
 * word for word. */
const NadiMedicine *nadi_medicine_find (const char *text);

typedef enum
{
  NADI_MEDICINE_ALLERGY,     /* the substance itself */
  NADI_MEDICINE_ALLERGY_CLASS, /* another of the same class */
  NADI_MEDICINE_ALLERGY_CROSS, /* of a class that may cross-react */
  NADI_MEDICINE_DUPLICATE,   /* the same medicine, running already */
  NADI_MEDICINE_SAME_CLASS,  /* another of its class, running already */
} NadiMedicineWarningKind;

typedef struct
{
  NadiMedicineWarningKind kind;
  char *with;                /* the allergy's substance, or the other prescription's medicine, as it was written */
  char *group;               /* the class that they share, or NULL */
  gboolean high_risk;        /* as the allergy says */
} NadiMedicineWarning;

void nadi_medicine_warning_free (NadiMedicineWarning *warning);

/* What speaks against prescribing it, gravest first. allergies: of NadiAllergy; running: texts of other prescriptions (const char *); either may
 * be NULL. Resolved allergies count for nothing. A medicine that the list lacks is compared by its words alone.
 * (element-type NadiMedicineWarning, transfer full) */
GPtrArray *nadi_medicine_warnings (const char *medicine, GPtrArray *allergies, GPtrArray *running);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiMedicineMatch, nadi_medicine_match_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiMedicineWarning, nadi_medicine_warning_free)
