/* The patient as a plain value: making, dropping, naming. */
#include "nadi-patient.h"

#include <string.h>

#include "nadi-text.h"

static const char *const sexes[] = { NULL, "male", "female", "other", "unknown" };
static const char *const blood_groups[] = { NULL, "A", "B", "AB", "O" };

static void
clear_name (NadiPersonName *name)
{
  g_free (name->text);
  g_free (name->prefix);
  g_free (name->given);
  g_free (name->family);
}

static void
clear_address (NadiAddress *address)
{
  g_free (address->text);
  g_free (address->line);
  g_free (address->city);
  g_free (address->district);
  g_free (address->region);
  g_free (address->postal_code);
  g_free (address->country);
}

static void
clear_contact (NadiContact *contact)
{
  g_free (contact->name);
  g_free (contact->relation);
  g_free (contact->phone);
}

static void
clear_patient (gpointer data)
{
  NadiPatient *patient = data;

  g_free (patient->id);
  clear_name (&patient->name);
  clear_name (&patient->name_local);
  g_free (patient->phone);
  g_free (patient->email);
  clear_address (&patient->address);
  g_free (patient->language);
  clear_contact (&patient->guardian);
  clear_contact (&patient->emergency);
  g_clear_pointer (&patient->photo, g_bytes_unref);
}

NadiPatient *
nadi_patient_new (void)
{
  return g_atomic_rc_box_new0 (NadiPatient);
}

static void
copy_name (NadiPersonName *name)
{
  name->text = g_strdup (name->text);
  name->prefix = g_strdup (name->prefix);
  name->given = g_strdup (name->given);
  name->family = g_strdup (name->family);
}

static void
copy_address (NadiAddress *address)
{
  address->text = g_strdup (address->text);
  address->line = g_strdup (address->line);
  address->city = g_strdup (address->city);
  address->district = g_strdup (address->district);
  address->region = g_strdup (address->region);
  address->postal_code = g_strdup (address->postal_code);
  address->country = g_strdup (address->country);
}

static void
copy_contact (NadiContact *contact)
{
  contact->name = g_strdup (contact->name);
  contact->relation = g_strdup (contact->relation);
  contact->phone = g_strdup (contact->phone);
}

NadiPatient *
nadi_patient_copy (const NadiPatient *from)
{
  NadiPatient *patient = nadi_patient_new ();

  *patient = *from;
  patient->id = g_strdup (from->id);
  copy_name (&patient->name);
  copy_name (&patient->name_local);
  patient->phone = g_strdup (from->phone);
  patient->email = g_strdup (from->email);
  copy_address (&patient->address);
  patient->language = g_strdup (from->language);
  copy_contact (&patient->guardian);
  copy_contact (&patient->emergency);
  if (from->photo != NULL)
    g_bytes_ref (from->photo);
  return patient;
}

NadiPatient *
nadi_patient_ref (NadiPatient *patient)
{
  return g_atomic_rc_box_acquire (patient);
}

void
nadi_patient_unref (NadiPatient *patient)
{
  g_atomic_rc_box_release_full (patient, clear_patient);
}

static guint
find_code (const char *const *codes, guint n_codes, const char *code)
{
  for (guint i = 1; code != NULL && i < n_codes; i++)
    {
      if (g_str_equal (codes[i], code))
        return i;
    }
  return 0;
}

const char *
nadi_sex_code (NadiSex sex)
{
  return (guint) sex < G_N_ELEMENTS (sexes) ? sexes[sex] : NULL;
}

NadiSex
nadi_sex_from_code (const char *code)
{
  return (NadiSex) find_code (sexes, G_N_ELEMENTS (sexes), code);
}

const char *
nadi_blood_group_code (NadiBloodGroup group)
{
  return (guint) group < G_N_ELEMENTS (blood_groups) ? blood_groups[group] : NULL;
}

NadiBloodGroup
nadi_blood_group_from_code (const char *code)
{
  return (NadiBloodGroup) find_code (blood_groups, G_N_ELEMENTS (blood_groups), code);
}

char *
nadi_blood_text (NadiBloodGroup group, NadiRhesus rhesus)
{
  static const char *const signs[] = { "", "+", "-" };
  const char *code = nadi_blood_group_code (group);

  return code != NULL ? g_strconcat (code, signs[rhesus], NULL) : NULL;
}

static void
append_part (GString *out, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append (out, part);
}

char *
nadi_person_name_full (const NadiPersonName *name)
{
  GString *out = g_string_new (NULL);

  append_part (out, name->text);
  if (out->len == 0)
    {
      append_part (out, name->prefix);
      append_part (out, name->given);
      append_part (out, name->family);
    }
  return g_string_free (out, FALSE);
}

gboolean
nadi_person_name_empty (const NadiPersonName *name)
{
  return name->text == NULL && name->prefix == NULL && name->given == NULL && name->family == NULL;
}

void
nadi_person_name_set (NadiPersonName *name, const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *last = strrchr (trimmed, ' ');

  clear_name (name);
  *name = (NadiPersonName) { 0 };
  if (*trimmed == '\0')
    return;
  if (last != NULL)
    {
      name->given = g_strchomp (g_strndup (trimmed, (gsize) (last - trimmed)));
      name->family = g_strdup (last + 1);
    }
  else
    {
      name->given = g_strdup (trimmed);
    }
  name->text = g_steal_pointer (&trimmed);
}

static void
add_words (GPtrArray *words, GHashTable *seen, const char *text)
{
  g_auto (GStrv) split = nadi_text_fold_words (text);

  for (guint i = 0; split[i] != NULL; i++)
    {
      char *word;
      if (*split[i] == '\0' || g_hash_table_contains (seen, split[i]))
        continue;
      word = g_strdup (split[i]);
      g_ptr_array_add (words, word);
      g_hash_table_add (seen, word);
    }
}

char **
nadi_patient_search_words (const NadiPatient *patient)
{
  const NadiPersonName *const names[] = { &patient->name, &patient->name_local };
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      add_words (words, seen, names[i]->text);
      add_words (words, seen, names[i]->given);
      add_words (words, seen, names[i]->family);
    }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

static char *
shown (const NadiPersonName *name)
{
  g_autofree char *full = nadi_person_name_full (name);

  return nadi_text_display (full, NADI_NAME_MOST_SHOWN);
}

char *
nadi_patient_name (const NadiPatient *patient)
{
  return shown (nadi_person_name_empty (&patient->name) ? &patient->name_local : &patient->name);
}

char *
nadi_patient_name_local (const NadiPatient *patient)
{
  return shown (&patient->name_local);
}
