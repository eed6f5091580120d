/* How the list of diagnoses is searched. */
#include "nadi-icd10.h"

#include <stdlib.h>
#include <string.h>

#include "nadi-code-list.h"

static int
compare_code (const void *code, const void *entry)
{
  return strcmp (code, ((const NadiIcd10 *) entry)->code);
}

const NadiIcd10 *
nadi_icd10_find (const char *code)
{
  gsize length;
  const NadiIcd10 *list = nadi_icd10_list (&length);

  return bsearch (code, list, length, sizeof *list, compare_code);
}

GPtrArray *
nadi_icd10_search (const char *text, guint limit)
{
  g_autoptr (GPtrArray) codes = nadi_code_search (NULL, text, limit);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < codes->len; i++)
    g_ptr_array_add (found, (gpointer) nadi_icd10_find (((const NadiCode *) g_ptr_array_index (codes, i))->code));
  return found;
}
