/* The book: plain values, organisations, staff, wanted boxes. */
#include "nadi-cache-records.h"
#include "nadi-session-book-private.h"

#include <string.h>

#define LARGEST_VALUE (1u << 20)
#define MOST_TEXTS 4096

gboolean
nadi_book_damaged (const char *kind, GError **error)
{
  g_set_error (error, NADI_CACHE_ERROR, NADI_CACHE_ERROR_DAMAGED, "a value of kind %s does not read back", kind);
  return FALSE;
}

gboolean
nadi_book_load (NadiCache *cache, const char *kind, const char *name, JsonNode **node, JsonObject **object, GError **error)
{
  g_autoptr (GBytes) data = NULL;

  *object = NULL;
  *node = NULL;
  if (!nadi_cache_get_value (cache, NADI_COMPARTMENT_DESK, kind, name, &data, error))
    return FALSE;
  if (data == NULL)
    return TRUE;
  *object = nadi_json_load_object (g_bytes_get_data (data, NULL), g_bytes_get_size (data), LARGEST_VALUE, node, NULL);
  return *object != NULL || nadi_book_damaged (kind, error);
}

gboolean
nadi_book_get (NadiCache *cache, const char *kind, const char *name, NadiBookRead read, gpointer *value, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  *value = NULL;
  if (!nadi_book_load (cache, kind, name, &node, &object, error))
    return FALSE;
  if (object != NULL)
    *value = read (object);
  return TRUE;
}

gboolean
nadi_book_save (NadiCache *cache, const char *kind, const char *name, NadiJsonWriter *writer, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  nadi_json_writer_free (writer);
  return nadi_cache_put_value (cache, NADI_COMPARTMENT_DESK, kind, name, (const guint8 *) text, length, error);
}

char *
nadi_book_string (JsonObject *object, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (object, member, &text, NULL);
  return g_strdup (text);
}

char **
nadi_book_strings (JsonObject *object, const char *member)
{
  char **texts = NULL;

  if (!nadi_json_get_strings (object, member, MOST_TEXTS, &texts, NULL))
    texts = g_new0 (char *, 1);
  return texts;
}

gboolean
nadi_book_get_text (NadiCache *cache, const char *kind, const char *name, char **text, GError **error)
{
  g_autoptr (GBytes) data = NULL;

  *text = NULL;
  if (!nadi_cache_get_value (cache, NADI_COMPARTMENT_DESK, kind, name, &data, error))
    return FALSE;
  if (data != NULL)
    *text = g_strndup (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  return TRUE;
}

gboolean
nadi_book_put_text (NadiCache *cache, const char *kind, const char *name, const char *text, GError **error)
{
  return nadi_cache_put_value (cache, NADI_COMPARTMENT_DESK, kind, name, (const guint8 *) text,
                               text != NULL ? strlen (text) : 0, error);
}

/* --- organisations ------------------------------------------------------------------------------------------------ */

void
nadi_book_org_free (NadiBookOrg *org)
{
  if (org == NULL)
    return;
  g_free (org->name);
  g_free (org->kind);
  g_free (org);
}

static gpointer
read_org (JsonObject *object)
{
  NadiBookOrg *org = g_new0 (NadiBookOrg, 1);

  org->name = nadi_book_string (object, "name");
  org->kind = nadi_book_string (object, "kind");
  return org;
}

gboolean
nadi_book_get_org (NadiCache *cache, const char *id, NadiBookOrg **org, GError **error)
{
  return nadi_book_get (cache, "org", id, read_org, (gpointer *) org, error);
}

gboolean
nadi_book_put_org (NadiCache *cache, const char *id, const NadiBookOrg *org, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "name", org->name);
  nadi_json_put_string (writer, "kind", org->kind);
  return nadi_book_save (cache, "org", id, writer, error);
}

/* --- staff -------------------------------------------------------------------------------------------------------- */

void
nadi_book_staff_free (NadiBookStaff *staff)
{
  if (staff == NULL)
    return;
  g_free (staff->name);
  g_strfreev (staff->roles);
  g_strfreev (staff->keys);
  g_free (staff);
}

static gpointer
read_staff (JsonObject *object)
{
  NadiBookStaff *staff = g_new0 (NadiBookStaff, 1);

  staff->name = nadi_book_string (object, "name");
  staff->roles = nadi_book_strings (object, "roles");
  staff->keys = nadi_book_strings (object, "keys");
  nadi_json_get_boolean (object, "removed", &staff->removed, NULL);
  return staff;
}

gboolean
nadi_book_get_staff (NadiCache *cache, const char *signer, NadiBookStaff **staff, GError **error)
{
  return nadi_book_get (cache, "staff", signer, read_staff, (gpointer *) staff, error);
}

gboolean
nadi_book_put_staff (NadiCache *cache, const char *signer, const NadiBookStaff *staff, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "name", staff->name);
  nadi_json_put_strings (writer, "roles", (const char *const *) staff->roles);
  nadi_json_put_strings (writer, "keys", (const char *const *) staff->keys);
  nadi_json_put_boolean (writer, "removed", staff->removed);
  return nadi_book_save (cache, "staff", signer, writer, error);
}

char *
nadi_book_name_of (NadiCache *cache, const char *signer)
{
  g_autoptr (NadiBookStaff) staff = NULL;
  const char *slash = signer != NULL ? strchr (signer, '/') : NULL;

  if (signer == NULL)
    return g_strdup ("");
  if (nadi_book_get_staff (cache, signer, &staff, NULL) && staff != NULL && staff->name != NULL)
    return g_strdup (staff->name);
  return g_strndup (slash != NULL ? slash + 1 : signer, 8);
}

/* --- devices ------------------------------------------------------------------------------------------------------ */

void
nadi_book_device_free (NadiBookDevice *device)
{
  if (device == NULL)
    return;
  g_free (device->kind);
  g_free (device->staff);
  g_free (device);
}

static gpointer
read_device (JsonObject *object)
{
  NadiBookDevice *device = g_new0 (NadiBookDevice, 1);

  device->kind = nadi_book_string (object, "kind");
  device->staff = nadi_book_string (object, "staff");
  nadi_json_get_boolean (object, "removed", &device->removed, NULL);
  nadi_json_get_int (object, "time", G_MININT64, G_MAXINT64, &device->time, NULL);
  return device;
}

gboolean
nadi_book_get_device (NadiCache *cache, const char *id, NadiBookDevice **device, GError **error)
{
  return nadi_book_get (cache, "device", id, read_device, (gpointer *) device, error);
}

gboolean
nadi_book_put_device (NadiCache *cache, const char *id, const NadiBookDevice *device, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "kind", device->kind);
  nadi_json_put_boolean (writer, "removed", device->removed);
  nadi_json_put_string (writer, "staff", device->staff);
  nadi_json_put_int (writer, "time", device->time);
  return nadi_book_save (cache, "device", id, writer, error);
}

/* --- wanted boxes ------------------------------------------------------------------------------------------------- */

gboolean
nadi_book_want (NadiCache *cache, const char *cid, GError **error)
{
  gboolean has;

  if (!nadi_cache_has_blob (cache, cid, &has, error))
    return FALSE;
  return has || nadi_book_put_text (cache, "wanted", cid, "1", error);
}

gboolean
nadi_book_unwant (NadiCache *cache, const char *cid, GError **error)
{
  return nadi_book_put_text (cache, "wanted", cid, NULL, error);
}

typedef struct
{
  GPtrArray *names;
  guint limit;
} Some;

static gboolean
add_some (const char *name, GBytes *data, gpointer user_data)
{
  Some *some = user_data;

  g_ptr_array_add (some->names, g_strdup (name));
  return some->names->len < some->limit;
}

char **
nadi_book_list_names (NadiCache *cache, const char *kind, guint limit, GError **error)
{
  gint64 after = 0;

  return nadi_book_page_names (cache, kind, limit, &after, error);
}

char **
nadi_book_page_names (NadiCache *cache, const char *kind, guint limit, gint64 *after, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Some some = { names, limit };

  if (!nadi_cache_each_value_after (cache, NADI_COMPARTMENT_DESK, kind, after, add_some, &some, error))
    return NULL;
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}
