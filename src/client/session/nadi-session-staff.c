/* Who works here, and at what. */
#include "nadi-session-book.h"
#include "nadi-session-private.h"
#include "nadi-session-setup.h"

#include <string.h>

#define MOST_STAFF 4096
#define MOST_DEVICES 4096

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

/* --- devices ------------------------------------------------------------------------------------------------------ */

void
nadi_device_row_free (NadiDeviceRow *row)
{
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->kind);
  g_free (row->person);
  g_free (row);
}

static NadiDeviceRow *
make_row (NadiSession *self, const char *id, NadiBookDevice *device)
{
  g_autofree char *signer = device->staff != NULL ? g_strconcat (self->org, "/", device->staff, NULL) : NULL;
  NadiDeviceRow *row = g_new0 (NadiDeviceRow, 1);

  row->id = g_strdup (id);
  row->kind = g_steal_pointer (&device->kind);
  row->person = signer != NULL ? nadi_book_name_of (self->cache, signer) : NULL;
  row->last = device->time;
  row->active = !device->removed;
  row->own = g_strcmp0 (id, self->device) == 0;
  return row;
}

GPtrArray *
nadi_session_list_devices (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_device_row_free);
  g_auto (GStrv) ids = NULL;
  gboolean good = TRUE;

  if (!nadi_session_lock (self, error))
    return NULL;
  ids = nadi_book_list_names (self->cache, "device", MOST_DEVICES, error);
  for (guint i = 0; good && ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (NadiBookDevice) device = NULL;

      good = nadi_book_get_device (self->cache, ids[i], &device, error);
      if (good && device != NULL)
        g_ptr_array_add (rows, make_row (self, ids[i], device));
    }
  nadi_session_unlock (self);
  return good && ids != NULL ? g_steal_pointer (&rows) : NULL;
}
