/* Who works here. */
#include "nadi-session-book.h"
#include "nadi-session-private.h"
#include "nadi-session-setup.h"

#include <string.h>

#define MOST_STAFF 4096

void
nadi_staff_row_free (NadiStaffRow *row)
{
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->name);
  g_strfreev (row->roles);
  g_free (row);
}

GPtrArray *
nadi_session_list_staff (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_staff_row_free);
  g_auto (GStrv) signers = NULL;
  gboolean good = TRUE;

  if (!nadi_session_lock (self, error))
    return NULL;
  signers = nadi_book_list_names (self->cache, "staff", MOST_STAFF, error);
  for (guint i = 0; good && signers != NULL && signers[i] != NULL; i++)
    {
      g_autoptr (NadiBookStaff) staff = NULL;
      const char *slash = strchr (signers[i], '/');
      NadiStaffRow *row;

      good = nadi_book_get_staff (self->cache, signers[i], &staff, error);
      if (!good || staff == NULL || slash == NULL)
        continue;
      row = g_new0 (NadiStaffRow, 1);
      row->id = g_strdup (slash + 1);
      row->name = g_steal_pointer (&staff->name);
      row->roles = g_steal_pointer (&staff->roles);
      row->active = !staff->removed;
      g_ptr_array_add (rows, row);
    }
  nadi_session_unlock (self);
  return good && signers != NULL ? g_steal_pointer (&rows) : NULL;
}
