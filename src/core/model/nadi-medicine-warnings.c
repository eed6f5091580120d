/* What speaks against a medicine: allergies to it or its kin, and the same or its like running already. */
#include "nadi-medicine.h"

#include <string.h>

#include "nadi-text.h"

/* Classes so loose that two of them together, or an allergy to one, say nothing of the other. */
static const char *const loose[] = { "vitamin", "mineral", "vaccine", "antiseptic", "fluid", "skin", "insulin", "antitubercular",
                                     "antiretroviral", "analgesic", "immunoglobulin", "catecholamine", "anaesthetic", NULL };

/* An allergy to the first may show itself with the second. */
static const char *const cross[][2] = {
  { "penicillin", "cephalosporin" },
  { "penicillin", "carbapenem" },
  { "cephalosporin", "penicillin" },
  { "cephalosporin", "carbapenem" },
  { "carbapenem", "penicillin" },
  { "NSAID", "salicylate" },
  { "salicylate", "NSAID" },
  { "sulfonamide", "sulfone" },
  { "sulfone", "sulfonamide" },
  { "tricyclic antidepressant", "aromatic anticonvulsant" },
};

/* What people write for a class. */
static const char *const class_words[][2] = {
  { "sulfa", "sulfonamide" },
  { "sulpha", "sulfonamide" },
  { "sulpha", "sulfone" },
  { "sulfonamide", "sulfonamide" },
  { "sulfonamides", "sulfonamide" },
  { "sulphonamide", "sulfonamide" },
  { "penicillin", "penicillin" },
  { "penicillins", "penicillin" },
  { "beta lactam", "penicillin" },
  { "beta lactam", "cephalosporin" },
  { "cephalosporin", "cephalosporin" },
  { "cephalosporins", "cephalosporin" },
  { "nsaid", "NSAID" },
  { "nsaids", "NSAID" },
  { "painkiller", "NSAID" },
  { "painkillers", "NSAID" },
  { "pain killers", "NSAID" },
  { "salicylate", "salicylate" },
  { "salicylates", "salicylate" },
  { "quinolone", "fluoroquinolone" },
  { "quinolones", "fluoroquinolone" },
  { "fluoroquinolones", "fluoroquinolone" },
  { "macrolides", "macrolide" },
  { "tetracyclines", "tetracycline" },
  { "aminoglycosides", "aminoglycoside" },
  { "opiates", "opioid" },
  { "opioids", "opioid" },
  { "statins", "statin" },
  { "ace inhibitors", "ACE inhibitor" },
  { "iodine", "iodine" },
};

void
nadi_medicine_warning_free (NadiMedicineWarning *warning)
{
  g_free (warning->with);
  g_free (warning->group);
  g_free (warning);
}

static char **
classes_of (const NadiMedicine *medicine)
{
  return medicine != NULL ? g_strsplit (medicine->classes, ",", -1) : g_new0 (char *, 1);
}

static gboolean
contains_phrase (const char *folded, const char *phrase)
{
  g_autofree char *padded = g_strconcat (" ", folded, " ", NULL);
  g_autofree char *sought = g_strconcat (" ", phrase, " ", NULL);

  return strstr (padded, sought) != NULL;
}

static void
add_class (GPtrArray *groups, const char *group)
{
  if (!g_ptr_array_find_with_equal_func (groups, group, g_str_equal, NULL))
    g_ptr_array_add (groups, g_strdup (group));
}

/* The classes that an allergy's words mean. */
static GPtrArray *
allergy_groups (const NadiMedicine *medicine, const char *folded)
{
  g_auto (GStrv) own = classes_of (medicine);
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; own[i] != NULL; i++)
    add_class (groups, own[i]);
  for (guint i = 0; i < G_N_ELEMENTS (class_words); i++)
    if (contains_phrase (folded, class_words[i][0]))
      add_class (groups, class_words[i][1]);
  return groups;
}

static NadiMedicineWarning *
warning_new (NadiMedicineWarningKind kind, const char *with, const char *group, gboolean high_risk)
{
  NadiMedicineWarning *warning = g_new0 (NadiMedicineWarning, 1);

  warning->kind = kind;
  warning->with = g_strdup (with);
  warning->group = g_strdup (group);
  warning->high_risk = high_risk;
  return warning;
}

/* The class that both have, or NULL. */
static const char *
shared (char *const *classes, GPtrArray *groups)
{
  for (; *classes != NULL; classes++)
    if (!g_strv_contains (loose, *classes) && g_ptr_array_find_with_equal_func (groups, *classes, g_str_equal, NULL))
      return *classes;
  return NULL;
}

static const char *
crossing (char *const *classes, GPtrArray *groups)
{
  for (; *classes != NULL; classes++)
    for (guint i = 0; i < G_N_ELEMENTS (cross); i++)
      if (g_str_equal (cross[i][1], *classes) && g_ptr_array_find_with_equal_func (groups, cross[i][0], g_str_equal, NULL))
        return *classes;
  return NULL;
}

static NadiMedicineWarning *
check_allergy (const char *text, const NadiMedicine *medicine, const NadiAllergy *allergy)
{
  const NadiMedicine *culprit = nadi_medicine_find (allergy->substance);
  g_autofree char *folded = nadi_text_fold (allergy->substance);
  g_autofree char *plain = nadi_text_fold (text);
  g_autoptr (GPtrArray) groups = allergy_groups (culprit, folded);
  g_auto (GStrv) classes = classes_of (medicine);
  const char *group;

  if (folded[0] != '\0' && ((culprit != NULL && culprit == medicine) || contains_phrase (plain, folded)))
    return warning_new (NADI_MEDICINE_ALLERGY, allergy->substance, NULL, allergy->high_risk);
  group = shared (classes, groups);
  if (group != NULL)
    return warning_new (NADI_MEDICINE_ALLERGY_CLASS, allergy->substance, group, allergy->high_risk);
  group = crossing (classes, groups);
  return group != NULL ? warning_new (NADI_MEDICINE_ALLERGY_CROSS, allergy->substance, group, allergy->high_risk) : NULL;
}

static NadiMedicineWarning *
check_running (const char *text, const NadiMedicine *medicine, const char *other)
{
  const NadiMedicine *running = nadi_medicine_find (other);
  g_autofree char *one = nadi_text_fold (text);
  g_autofree char *two = nadi_text_fold (other);
  g_auto (GStrv) classes = classes_of (medicine);
  g_autoptr (GPtrArray) groups = allergy_groups (running, "");
  const char *group;

  if ((medicine != NULL && medicine == running) || (one[0] != '\0' && g_str_equal (one, two)))
    return warning_new (NADI_MEDICINE_DUPLICATE, other, NULL, FALSE);
  group = shared (classes, groups);
  return group != NULL ? warning_new (NADI_MEDICINE_SAME_CLASS, other, group, FALSE) : NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const NadiMedicineWarning *one = *(NadiMedicineWarning *const *) a;
  const NadiMedicineWarning *other = *(NadiMedicineWarning *const *) b;

  return (int) one->kind - (int) other->kind;
}

static void
free_warning (gpointer data)
{
  nadi_medicine_warning_free (data);
}

GPtrArray *
nadi_medicine_warnings (const char *text, GPtrArray *allergies, GPtrArray *running)
{
  const NadiMedicine *medicine = nadi_medicine_find (text);
  GPtrArray *result = g_ptr_array_new_with_free_func (free_warning);

  for (guint i = 0; allergies != NULL && i < allergies->len; i++)
    {
      const NadiAllergy *allergy = g_ptr_array_index (allergies, i);
      NadiMedicineWarning *warning =
        allergy->resolved || allergy->substance == NULL ? NULL : check_allergy (text, medicine, allergy);

      if (warning != NULL)
        g_ptr_array_add (result, warning);
    }
  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      NadiMedicineWarning *warning = check_running (text, medicine, g_ptr_array_index (running, i));

      if (warning != NULL)
        g_ptr_array_add (result, warning);
    }
  g_ptr_array_sort (result, compare);
  return result;
}
