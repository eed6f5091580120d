/* Who a chart is about: what the identity section says, and the few figures that a desk shows beside it.
 *
 * A NadiPatient is filled by whoever makes it and from then on only read; references may be taken and
 * dropped in any thread. Every string may be NULL (not known) and is kept exactly as it came. */
#pragma once

#include <glib.h>

#include "nadi-date.h"
#include "nadi-patient-number.h"

/* What of a photo is kept with the identity. */
#define NADI_PHOTO_MOST (64 * 1024)

typedef enum
{
  NADI_SEX_NONE, /* not asked */
  NADI_SEX_MALE,
  NADI_SEX_FEMALE,
  NADI_SEX_OTHER,
  NADI_SEX_UNKNOWN,
} NadiSex;

typedef enum
{
  NADI_BLOOD_UNKNOWN,
  NADI_BLOOD_A,
  NADI_BLOOD_B,
  NADI_BLOOD_AB,
  NADI_BLOOD_O,
} NadiBloodGroup;

typedef enum
{
  NADI_RHESUS_UNKNOWN,
  NADI_RHESUS_POSITIVE,
  NADI_RHESUS_NEGATIVE,
} NadiRhesus;

typedef struct
{
  char *text;   /* as the person writes it; the parts may be all there is */
  char *prefix; /* "Dr." */
  char *given;  /* all given names, with spaces between */
  char *family;
} NadiPersonName;

typedef struct
{
  char *text; /* the whole as lines, if it came so */
  char *line; /* house, street; line ends between lines */
  char *city;
  char *district;
  char *region; /* state or union territory */
  char *postal_code;
  char *country; /* ISO 3166 alpha-2 where we write it */
} NadiAddress;

/* Somebody who speaks or is called for the patient. */
typedef struct
{
  char *name;
  char *relation; /* "mother", … */
  char *phone;
} NadiContact;

typedef struct
{
  char *id;                 /* logical id of the Patient resource */
  NadiPatientNumber number; /* empty if none was issued yet */
  NadiPersonName name;
  NadiPersonName name_local; /* the same name in another script */
  gboolean name_temporary;   /* name was given by rule (nadi-working-name.h): nobody knows it yet */
  NadiSex sex;
  NadiDate birth; /* below day precision it is shown as "about" */
  gboolean deceased;
  NadiDate deceased_on;
  char *phone;
  char *email;
  NadiAddress address;
  char *language; /* BCP 47, the one to write to the patient in */
  NadiContact guardian;
  NadiContact emergency;
  GBytes *photo; /* JPEG, at most NADI_PHOTO_MOST bytes; owned */

  /* From other sections, as far as the reader may see them; thousandths of cm and kg, 0 if not known. */
  gint32 height;
  gint32 weight;
  NadiBloodGroup blood_group;
  NadiRhesus rhesus;
} NadiPatient;

NadiPatient *nadi_patient_new (void);
/* A new one that says the same. (transfer full) */
NadiPatient *nadi_patient_copy (const NadiPatient *patient);
NadiPatient *nadi_patient_ref (NadiPatient *patient);
void nadi_patient_unref (NadiPatient *patient);

/* "male", "female", "other", "unknown" as http://hl7.org/fhir/administrative-gender has them; NULL for NONE. */
const char *nadi_sex_code (NadiSex sex);
NadiSex nadi_sex_from_code (const char *code);

/* "A", "B", "AB", "O"; NULL if unknown. */
const char *nadi_blood_group_code (NadiBloodGroup group);
NadiBloodGroup nadi_blood_group_from_code (const char *code);

/* "B+", "AB-", "O" (rhesus unknown); NULL if the group is unknown. (transfer full) */
char *nadi_blood_text (NadiBloodGroup group, NadiRhesus rhesus);

/* The name in one line: text if there is one, else prefix, given and family; "" for an unnamed person. (transfer full) */
char *nadi_person_name_full (const NadiPersonName *name);
gboolean nadi_person_name_empty (const NadiPersonName *name);

/* "Asha Rao" to given "Asha", family "Rao"; a single word is a given name. text is kept beside. */
void nadi_person_name_set (NadiPersonName *name, const char *text);

/* Folded words of every script that the person's name is written in, without repeats: the search index's
 * terms. NULL-terminated. (transfer full) */
char **nadi_patient_search_words (const NadiPatient *patient);

/* The name that lists, heads and papers show: one harmless line (nadi_text_display()), whatever somebody wrote as a name. (transfer full) */
#define NADI_NAME_MOST_SHOWN 200 /* characters */
char *nadi_patient_name (const NadiPatient *patient);
/* The same in another script; "" for none. (transfer full) */
char *nadi_patient_name_local (const NadiPatient *patient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiPatient, nadi_patient_unref)
