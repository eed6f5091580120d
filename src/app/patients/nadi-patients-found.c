/* Lines of a search. */
#include "nadi-patients-found.h"

#include "nadi-patient-item.h"

static gboolean
rows_same (const NadiPatientRow *a, const NadiPatientRow *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->number, b->number) && g_str_equal (a->name, b->name) &&
         g_str_equal (a->native, b->native) && g_str_equal (a->phone, b->phone) && g_str_equal (a->place, b->place) &&
         nadi_date_equal (&a->birth, &b->birth) && a->sex == b->sex && a->last_visit == b->last_visit && a->deceased == b->deceased &&
         a->unnamed == b->unnamed;
}

static const NadiPatientRow *
row_at (GListStore *found, guint i)
{
  g_autoptr (NadiPatientItem) item = g_list_model_get_item (G_LIST_MODEL (found), i);

  /* The store holds it. */
  return nadi_patient_item_get_row (item);
}

/* The pinned one first, once. */
static void
pin (GPtrArray *rows, NadiSession *session, const char *pinned, guint limit)
{
  NadiPatientRow *row;

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (((NadiPatientRow *) g_ptr_array_index (rows, i))->id, pinned))
      return;
  row = nadi_session_lookup_patient (session, pinned);
  if (row == NULL)
    return;
  g_ptr_array_insert (rows, 0, row);
  if (rows->len > limit)
    g_ptr_array_set_size (rows, (int) limit);
}

guint
nadi_patients_found_update (GListStore *found, NadiSession *session, const char *query, const char *pinned, guint limit, gboolean anew)
{
  guint before = g_list_model_get_n_items (G_LIST_MODEL (found));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = NULL;
  guint total = 0, first = 0, last = 0;

  if (session == NULL)
    {
      g_list_store_remove_all (found);
      return 0;
    }
  rows = nadi_session_find_patients (session, query, limit, &total);
  if (pinned != NULL && query[0] == '\0')
    pin (rows, session, pinned, limit);
  while (!anew && first < before && first < rows->len && rows_same (row_at (found, first), g_ptr_array_index (rows, first)))
    first++;
  while (!anew && last < before - first && last < rows->len - first &&
         rows_same (row_at (found, before - 1 - last), g_ptr_array_index (rows, rows->len - 1 - last)))
    last++;
  for (guint i = first; i < rows->len - last; i++)
    g_ptr_array_add (items, nadi_patient_item_new (g_steal_pointer (&rows->pdata[i])));
  if (items->len > 0 || before > first + last)
    g_list_store_splice (found, first, before - first - last, items->pdata, items->len);
  return total;
}

gboolean
nadi_patients_found_place (GListStore *found, const char *patient, guint *place)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (found)); i++)
    if (g_str_equal (row_at (found, i)->id, patient))
      {
        *place = i;
        return TRUE;
      }
  return FALSE;
}
