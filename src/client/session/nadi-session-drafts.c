/* Drafts and the clinic's list of codes: named values of the cache. */
#include "nadi-session-drafts.h"

#include <string.h>

#include "nadi-session-private.h"

#define DRAFTS "draft"
#define CODES "codes"
#define CODES_NAME "icd10"

void
nadi_draft_free (NadiDraft *draft)
{
  if (draft == NULL)
    return;
  g_free (draft->patient);
  g_free (draft->form);
  g_clear_pointer (&draft->typed, g_bytes_unref);
  g_free (draft);
}

/* "<staff>/<patient>/<form>" */
static char *
name_of (NadiSession *self, const char *patient, const char *form)
{
  return g_strconcat (self->staff, "/", patient, "/", form, NULL);
}

/* Eight bytes of time, most significant first, then what was typed. */
static NadiDraft *
draft_from (NadiSession *self, const char *name, GBytes *data)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", 3);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (data, &length);
  NadiDraft *draft;

  if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], self->staff) || length < 8)
    return NULL;
  draft = g_new0 (NadiDraft, 1);
  draft->patient = g_strdup (parts[1]);
  draft->form = g_strdup (parts[2]);
  for (guint i = 0; i < 8; i++)
    draft->time = (gint64) ((guint64) draft->time << 8 | bytes[i]);
  draft->typed = g_bytes_new_from_bytes (data, 8, length - 8);
  return draft;
}

gboolean
nadi_session_put_draft (NadiSession *self, const char *patient, const char *form, GBytes *typed, gint64 *time, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree char *name = NULL;
  gint64 now = nadi_session_now (self);
  gboolean good;

  for (int shift = 56; shift >= 0; shift -= 8)
    {
      guint8 byte = (guint8) ((guint64) now >> shift);
      g_byte_array_append (data, &byte, 1);
    }
  g_byte_array_append (data, g_bytes_get_data (typed, NULL), (guint) g_bytes_get_size (typed));
  if (!nadi_session_lock (self, error))
    return FALSE;
  name = name_of (self, patient, form);
  good = nadi_cache_put_value (self->cache, NADI_COMPARTMENT_CLINICAL, DRAFTS, name, data->data, data->len, error);
  nadi_session_unlock (self);
  if (good && time != NULL)
    *time = now;
  return good;
}

gboolean
nadi_session_get_draft (NadiSession *self, const char *patient, const char *form, NadiDraft **draft, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  g_autofree char *name = NULL;
  gboolean good;

  *draft = NULL;
  if (!nadi_session_lock (self, error))
    return FALSE;
  name = name_of (self, patient, form);
  good = nadi_cache_get_value (self->cache, NADI_COMPARTMENT_CLINICAL, DRAFTS, name, &data, error);
  if (good && data != NULL)
    *draft = draft_from (self, name, data);
  nadi_session_unlock (self);
  return good;
}

typedef struct
{
  NadiSession *session;
  const char *patient;
  GPtrArray *drafts;
} Listing;

static gboolean
list_one (const char *name, GBytes *data, gpointer user_data)
{
  Listing *listing = user_data;
  NadiDraft *draft = draft_from (listing->session, name, data);

  if (draft != NULL && (listing->patient == NULL || g_str_equal (draft->patient, listing->patient)))
    g_ptr_array_add (listing->drafts, draft);
  else
    nadi_draft_free (draft);
  return TRUE;
}

GPtrArray *
nadi_session_list_drafts (NadiSession *self, const char *patient, GError **error)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_draft_free);
  Listing listing = { self, patient, drafts };
  gboolean good;

  if (!nadi_session_lock (self, error))
    return NULL;
  good = nadi_cache_each_value (self->cache, NADI_COMPARTMENT_CLINICAL, DRAFTS, list_one, &listing, error);
  nadi_session_unlock (self);
  return good ? g_steal_pointer (&drafts) : NULL;
}

gboolean
nadi_session_remove_draft (NadiSession *self, const char *patient, const char *form, GError **error)
{
  g_autofree char *name = NULL;
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  name = name_of (self, patient, form);
  good = nadi_cache_put_value (self->cache, NADI_COMPARTMENT_CLINICAL, DRAFTS, name, NULL, 0, error);
  nadi_session_unlock (self);
  return good;
}

/* --- codes -------------------------------------------------------------------------------------------------------- */

gboolean
nadi_session_import_codes (NadiSession *self, GBytes *text, guint *size, guint *line, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  g_autoptr (NadiCodeList) list = NULL;
  gboolean good;

  if (length > 0)
    {
      list = nadi_code_list_parse (bytes, length, line, error);
      if (list == NULL)
        return FALSE;
    }
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_put_value (self->cache, NADI_COMPARTMENT_DESK, CODES, CODES_NAME, length > 0 ? (const guint8 *) bytes : NULL, length, error);
  nadi_session_unlock (self);
  if (good && size != NULL)
    *size = list != NULL ? nadi_code_list_size (list) : 0;
  return good;
}

gboolean
nadi_session_get_codes (NadiSession *self, NadiCodeList **list, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  gboolean good;

  *list = NULL;
  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_get_value (self->cache, NADI_COMPARTMENT_DESK, CODES, CODES_NAME, &data, error);
  nadi_session_unlock (self);
  if (!good || data == NULL)
    return good;
  *list = nadi_code_list_parse (g_bytes_get_data (data, NULL), g_bytes_get_size (data), NULL, error);
  return *list != NULL;
}
