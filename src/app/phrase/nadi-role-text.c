/* The words for roles and for kinds of organisations. */
#include "nadi-role-text.h"

#include <glib/gi18n.h>

#include "nadi-word.h"

static const NadiWord roles[] = {
  { "administrator", N_("Administrator") }, { "doctor", N_("Doctor") },   { "nurse", N_("Nurse") },
  { "reception", N_("Reception") },         { "auditor", N_("Auditor") }, { "machine", N_("Machine") },
};

static const NadiWord kinds[] = {
  { "hospital", N_("Hospital") },
  { "clinic", N_("Clinic") },
  { "laboratory", N_("Laboratory") },
  { "pharmacy", N_("Pharmacy") },
};

const char *
nadi_role_name (const char *role)
{
  return nadi_word_name (roles, G_N_ELEMENTS (roles), role);
}

char *
nadi_roles_text (const char *const *list)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) nadi_role_name (list[i]));
  g_ptr_array_add (names, NULL);
  /* Translators: between the items of a list. */
  return g_strjoinv (_(", "), (char **) names->pdata);
}

const char *const *
nadi_kind_list (void)
{
  static const char *const words[] = { "clinic", "hospital", "laboratory", "pharmacy", NULL };

  return words;
}

const char *
nadi_kind_name (const char *kind)
{
  return nadi_word_name (kinds, G_N_ELEMENTS (kinds), kind);
}
