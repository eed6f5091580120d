/* The short list of diagnoses, and how it is searched. */
#include "nadi-icd10.h"

#include <stdlib.h>
#include <string.h>

#include "nadi-text.h"

static const NadiIcd10 list[] = {
  { "A00.9", "Cholera", TRUE },
  { "A01.0", "Typhoid fever", TRUE },
  { "A03.9", "Shigellosis (bacillary dysentery)", TRUE },
  { "A06.0", "Amoebic dysentery, acute", FALSE },
  { "A09", "Gastroenteritis, infectious", TRUE },
  { "A15.0", "Tuberculosis of lung, confirmed", TRUE },
  { "A16.2", "Tuberculosis of lung, not confirmed", TRUE },
  { "A18.2", "Tuberculosis of lymph nodes", TRUE },
  { "A27.9", "Leptospirosis", TRUE },
  { "A30.9", "Leprosy", TRUE },
  { "A33", "Tetanus of the newborn", TRUE },
  { "A35", "Tetanus", TRUE },
  { "A36.9", "Diphtheria", TRUE },
  { "A37.9", "Whooping cough", TRUE },
  { "A39.0", "Meningococcal meningitis", TRUE },
  { "A53.9", "Syphilis", TRUE },
  { "A54.9", "Gonorrhoea", TRUE },
  { "A75.3", "Scrub typhus", TRUE },
  { "A80.9", "Poliomyelitis, acute", TRUE },
  { "A82.9", "Rabies", TRUE },
  { "A83.0", "Japanese encephalitis", TRUE },
  { "A90", "Dengue fever", TRUE },
  { "A91", "Dengue haemorrhagic fever", TRUE },
  { "A92.0", "Chikungunya", TRUE },
  { "B01.9", "Chickenpox", TRUE },
  { "B02.9", "Shingles (herpes zoster)", FALSE },
  { "B05.9", "Measles", TRUE },
  { "B06.9", "Rubella", TRUE },
  { "B15.9", "Hepatitis A, acute", TRUE },
  { "B16.9", "Hepatitis B, acute", TRUE },
  { "B17.2", "Hepatitis E, acute", TRUE },
  { "B18.2", "Hepatitis C, chronic", TRUE },
  { "B20", "HIV disease", TRUE },
  { "B26.9", "Mumps", TRUE },
  { "B35.4", "Ringworm of the body", FALSE },
  { "B50.9", "Malaria, falciparum", TRUE },
  { "B51.9", "Malaria, vivax", TRUE },
  { "B54", "Malaria, type not known", TRUE },
  { "B55.0", "Kala-azar (visceral leishmaniasis)", TRUE },
  { "B74.9", "Filariasis", TRUE },
  { "B82.9", "Intestinal worms", FALSE },
  { "B86", "Scabies", FALSE },
  { "C50.9", "Breast cancer", FALSE },
  { "C53.9", "Cancer of the cervix", FALSE },
  { "D50.9", "Anaemia from lack of iron", FALSE },
  { "D57.1", "Sickle-cell disease without crisis", FALSE },
  { "E03.9", "Underactive thyroid", FALSE },
  { "E05.9", "Overactive thyroid", FALSE },
  { "E10.9", "Diabetes, type 1", FALSE },
  { "E11.9", "Diabetes, type 2", FALSE },
  { "E46", "Malnutrition", FALSE },
  { "E55.9", "Vitamin D deficiency", FALSE },
  { "E66.9", "Obesity", FALSE },
  { "E78.5", "Raised blood fats", FALSE },
  { "F10.2", "Alcohol dependence", FALSE },
  { "F32.9", "Depression", FALSE },
  { "F41.9", "Anxiety", FALSE },
  { "G40.9", "Epilepsy", FALSE },
  { "G43.9", "Migraine", FALSE },
  { "G44.2", "Tension headache", FALSE },
  { "H10.9", "Conjunctivitis", FALSE },
  { "H25.9", "Cataract of old age", FALSE },
  { "H66.9", "Middle ear infection", FALSE },
  { "I10", "High blood pressure", FALSE },
  { "I20.9", "Angina", FALSE },
  { "I21.9", "Heart attack", FALSE },
  { "I25.9", "Coronary heart disease", FALSE },
  { "I50.9", "Heart failure", FALSE },
  { "I64", "Stroke", FALSE },
  { "I84.9", "Haemorrhoids", FALSE },
  { "J00", "Common cold", FALSE },
  { "J02.9", "Sore throat (pharyngitis)", FALSE },
  { "J03.9", "Tonsillitis", FALSE },
  { "J06.9", "Upper airway infection", FALSE },
  { "J10.1", "Influenza, virus identified", TRUE },
  { "J11.1", "Influenza-like illness", TRUE },
  { "J18.9", "Pneumonia", TRUE },
  { "J20.9", "Bronchitis, acute", FALSE },
  { "J30.4", "Allergic rhinitis", FALSE },
  { "J44.9", "Chronic obstructive lung disease", FALSE },
  { "J45.9", "Asthma", FALSE },
  { "K02.9", "Tooth decay", FALSE },
  { "K21.9", "Acid reflux", FALSE },
  { "K29.7", "Gastritis", FALSE },
  { "K35.8", "Appendicitis", FALSE },
  { "K59.0", "Constipation", FALSE },
  { "K80.2", "Gallstones", FALSE },
  { "L01.0", "Impetigo", FALSE },
  { "L02.9", "Abscess of the skin", FALSE },
  { "L20.9", "Atopic eczema", FALSE },
  { "L50.9", "Hives (urticaria)", FALSE },
  { "M17.9", "Arthrosis of the knee", FALSE },
  { "M25.5", "Joint pain", FALSE },
  { "M54.5", "Low back pain", FALSE },
  { "N18.9", "Chronic kidney disease", FALSE },
  { "N20.0", "Kidney stone", FALSE },
  { "N39.0", "Urinary tract infection", FALSE },
  { "N76.0", "Vaginitis, acute", FALSE },
  { "N92.0", "Heavy periods", FALSE },
  { "O13", "High blood pressure in pregnancy", FALSE },
  { "O80.9", "Normal delivery", FALSE },
  { "R05", "Cough", FALSE },
  { "R10.4", "Belly pain", FALSE },
  { "R42", "Dizziness", FALSE },
  { "R50.9", "Fever, cause not known", FALSE },
  { "R51", "Headache", FALSE },
  { "S61.9", "Wound of wrist or hand", FALSE },
  { "S93.4", "Sprained ankle", FALSE },
  { "T14.1", "Open wound", FALSE },
  { "T63.0", "Snake bite, venomous", TRUE },
  { "T78.4", "Allergic reaction", FALSE },
  { "U07.1", "COVID-19, virus identified", TRUE },
  { "W54", "Dog bite", TRUE },
  { "Z00.0", "General examination", FALSE },
  { "Z23", "Vaccination", FALSE },
  { "Z34.9", "Care in normal pregnancy", FALSE },
};

const NadiIcd10 *
nadi_icd10_list (gsize *length)
{
  *length = G_N_ELEMENTS (list);
  return list;
}

static int
compare_code (const void *code, const void *entry)
{
  return strcmp (code, ((const NadiIcd10 *) entry)->code);
}

const NadiIcd10 *
nadi_icd10_find (const char *code)
{
  return bsearch (code, list, G_N_ELEMENTS (list), sizeof *list, compare_code);
}

static gboolean
has_word (char *const *words, const char *beginning)
{
  for (; *words != NULL; words++)
    {
      if (g_str_has_prefix (*words, beginning))
        return TRUE;
    }
  return FALSE;
}

/* 0 for no match; the more the better. */
static guint
match (const NadiIcd10 *entry, const char *code, char *const *wanted)
{
  g_auto (GStrv) words = nadi_text_fold_words (entry->name);

  if (*code != '\0' && g_ascii_strncasecmp (entry->code, code, strlen (code)) == 0)
    return 3;
  for (char *const *word = wanted; *word != NULL; word++)
    {
      if (!has_word (words, *word))
        return 0;
    }
  return wanted[0] == NULL || *wanted[0] == '\0' ? 0 : g_str_has_prefix (words[0], wanted[0]) ? 2 : 1;
}

GPtrArray *
nadi_icd10_search (const char *text, guint limit)
{
  g_auto (GStrv) wanted = nadi_text_fold_words (text);
  g_autofree char *code = g_strstrip (g_strdup (text));
  GPtrArray *found = g_ptr_array_new ();

  for (guint rank = 3; rank > 0; rank--)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (list) && found->len < limit; i++)
        {
          if (match (&list[i], code, wanted) == rank)
            g_ptr_array_add (found, (gpointer) &list[i]);
        }
    }
  return found;
}
