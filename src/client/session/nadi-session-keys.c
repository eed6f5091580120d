/* Keys out of boxes, and into them. */
#include "nadi-session-keys.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-encoding.h"
#include "nadi-jwe.h"

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* The keys of a box that is in the cache. NULL without an error: not here, or not for this key, or no set of keys. */
static NadiJwkSet *
open_box (NadiSession *self, const char *cid, NadiRsaPrivate *key, GError **error)
{
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (NadiSecret) content = NULL;

  if (!nadi_cache_get_blob (self->cache, cid, &blob, error) || blob == NULL)
    return NULL;
  content = nadi_jwe_open_box (g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), key, NULL);
  if (content == NULL)
    return NULL;
  return nadi_jwk_set_parse ((const char *) nadi_secret_data (content), nadi_secret_size (content), NULL);
}

static const NadiJwkEntry *
find_key (NadiJwkSet *set, const char *kid)
{
  for (guint i = 0; i < nadi_jwk_set_size (set); i++)
    {
      const NadiJwkEntry *entry = nadi_jwk_set_get (set, i);

      if (g_str_equal (entry->kid, kid))
        return entry;
    }
  return NULL;
}

/* A box of a role holds all its epochs. */
static gboolean
open_role_box (NadiSession *self, const char *cid, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (NadiJwkSet) set = open_box (self, cid, self->bundle->seal, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  for (guint i = 0; set != NULL && i < nadi_jwk_set_size (set); i++)
    {
      const NadiJwkEntry *entry = nadi_jwk_set_get (set, i);

      if (entry->rsa != NULL)
        g_hash_table_insert (self->role_keys, g_strdup (entry->kid), nadi_rsa_private_ref (entry->rsa));
    }
  return TRUE;
}

/* Whoever else signs in at this device finds their box, though the event went by while a colleague worked. */
gboolean
nadi_session_note_role_box (NadiSession *self, const char *kid, const char *box, const char *const *recipients, GError **error)
{
  for (guint i = 0; recipients[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat (kid, "/", recipients[i], NULL);

      if (!nadi_book_put_text (self->cache, "role-box", name, box, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
own_box (NadiSession *self, const NadiBookRole *role, char **box, GError **error)
{
  g_autofree char *name = g_strconcat (role->kid, "/", self->seal_kid, NULL);

  return nadi_book_get_text (self->cache, "role-box", name, box, error);
}

gboolean
nadi_session_want_role_boxes (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) roles = nadi_book_list_roles (self->cache, error);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      g_autofree char *box = NULL;

      if (!own_box (self, g_ptr_array_index (roles, i), &box, error) || (box != NULL && !nadi_book_want (self->cache, box, error)))
        return FALSE;
    }
  return roles != NULL;
}

static gboolean
open_boxes_of (NadiSession *self, const NadiBookRole *role, GError **error)
{
  g_autofree char *box = NULL;

  if (!own_box (self, role, &box, error) || (box != NULL && !open_role_box (self, box, error)))
    return FALSE;
  return role->box == NULL || g_strcmp0 (role->box, box) == 0 || open_role_box (self, role->box, error);
}

gboolean
nadi_session_role_private (NadiSession *self, const char *kid, NadiRsaPrivate **key, GError **error)
{
  g_autoptr (NadiBookRole) role = NULL;
  g_autoptr (GPtrArray) roles = NULL;

  *key = g_hash_table_lookup (self->role_keys, kid);
  if (*key != NULL)
    return TRUE;
  if (!nadi_book_get_role (self->cache, kid, &role, error))
    return FALSE;
  if (role == NULL)
    return TRUE;
  if (!open_boxes_of (self, role, error))
    return FALSE;
  *key = g_hash_table_lookup (self->role_keys, kid);
  if (*key != NULL)
    return TRUE;
  roles = nadi_book_list_roles (self->cache, error);
  if (roles == NULL)
    return FALSE;
  for (guint i = 0; i < roles->len && *key == NULL; i++)
    {
      const NadiBookRole *other = g_ptr_array_index (roles, i);

      if (!g_str_equal (other->role, role->role) || g_str_equal (other->kid, kid))
        continue;
      if (!open_boxes_of (self, other, error))
        return FALSE;
      *key = g_hash_table_lookup (self->role_keys, kid);
    }
  return TRUE;
}

/* The first of these boxes that one of our roles opens and that holds the key which the events committed to. */
static gboolean
find_in_boxes (NadiSession *self, const char *const *boxes, const char *const *recipients, const char *kid, NadiJwkSet **found,
               GError **error)
{
  for (guint r = 0; recipients[r] != NULL; r++)
    {
      NadiRsaPrivate *key;

      if (!nadi_session_role_private (self, recipients[r], &key, error))
        return FALSE;
      for (guint b = 0; key != NULL && boxes[b] != NULL; b++)
        {
          g_autoptr (GError) failure = NULL;
          g_autoptr (NadiJwkSet) set = open_box (self, boxes[b], key, &failure);

          if (failure != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&failure));
              return FALSE;
            }
          if (set != NULL && find_key (set, kid) != NULL && find_key (set, kid)->symmetric != NULL)
            {
              *found = g_steal_pointer (&set);
              return TRUE;
            }
        }
    }
  return TRUE;
}

NadiCompartment
nadi_session_compartment_of (const char *section)
{
  return g_str_equal (section, "identity") || g_str_equal (section, "directory") ? NADI_COMPARTMENT_DESK : NADI_COMPARTMENT_CLINICAL;
}

/* Every identity box carries the chart's label key beside the shelf's. */
static gboolean
keep_label (NadiSession *self, const NadiBookShelf *shelf, NadiJwkSet *set, GError **error)
{
  g_autoptr (NadiBookPatient) patient = NULL;
  const NadiJwkEntry *entry;

  if (shelf->patient == NULL || !g_str_equal (shelf->section, "identity"))
    return TRUE;
  if (!nadi_book_get_patient (self->cache, shelf->patient, &patient, error))
    return FALSE;
  entry = patient != NULL && patient->label != NULL ? find_key (set, patient->label) : NULL;
  if (entry == NULL || entry->symmetric == NULL)
    return TRUE;
  return nadi_cache_put_key (self->cache, NADI_COMPARTMENT_DESK, NADI_CACHE_KEY_LABEL, shelf->patient, 0, entry->kid,
                             entry->symmetric, error);
}

gboolean
nadi_session_shelf_key (NadiSession *self, const NadiBookShelf *shelf, gint64 number, NadiSecret **key, GError **error)
{
  NadiCompartment compartment = nadi_session_compartment_of (shelf->section);
  const NadiBookEpoch *epoch = nadi_book_shelf_epoch (shelf, number);
  g_autoptr (NadiCacheKeyRow) row = NULL;
  g_autoptr (NadiJwkSet) set = NULL;

  *key = NULL;
  if (epoch == NULL || !nadi_cache_has_compartment (self->cache, compartment))
    return TRUE;
  if (!nadi_cache_get_key (self->cache, NADI_CACHE_KEY_SHELF, shelf->id, number, &row, error))
    return FALSE;
  if (row != NULL && g_str_equal (row->kid, epoch->kid))
    {
      *key = nadi_secret_ref (row->secret);
      return TRUE;
    }
  if (!find_in_boxes (self, (const char *const *) epoch->boxes, (const char *const *) epoch->recipients, epoch->kid, &set, error))
    return FALSE;
  if (set == NULL)
    return TRUE;
  *key = nadi_secret_ref (find_key (set, epoch->kid)->symmetric);
  if (nadi_cache_put_key (self->cache, compartment, NADI_CACHE_KEY_SHELF, shelf->id, number, epoch->kid, *key, error) &&
      keep_label (self, shelf, set, error))
    return TRUE;
  g_clear_pointer (key, nadi_secret_unref);
  return FALSE;
}

static gboolean
load_label (NadiSession *self, const char *patient, NadiSecret **key, GError **error)
{
  g_autoptr (NadiCacheKeyRow) row = NULL;

  if (!nadi_cache_get_key (self->cache, NADI_CACHE_KEY_LABEL, patient, 0, &row, error))
    return FALSE;
  *key = row != NULL ? nadi_secret_ref (row->secret) : NULL;
  return TRUE;
}

gboolean
nadi_session_label_key (NadiSession *self, const char *patient, NadiSecret **key, GError **error)
{
  g_auto (GStrv) shelves = NULL;

  if (!load_label (self, patient, key, error))
    return FALSE;
  if (*key != NULL)
    return TRUE;
  if (!nadi_book_get_chart (self->cache, patient, &shelves, error))
    return FALSE;
  for (guint i = 0; shelves[i] != NULL; i++)
    {
      g_autoptr (NadiBookShelf) shelf = NULL;
      g_autoptr (NadiSecret) opened = NULL;

      if (!nadi_book_get_shelf (self->cache, shelves[i], &shelf, error))
        return FALSE;
      if (shelf != NULL && g_str_equal (shelf->section, "identity") && nadi_book_shelf_last (shelf) != NULL &&
          !nadi_session_shelf_key (self, shelf, nadi_book_shelf_last (shelf)->epoch, &opened, error))
        return FALSE;
    }
  return load_label (self, patient, key, error);
}

gboolean
nadi_session_network_key (NadiSession *self, const char *purpose, NadiSecret **key, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (NadiCacheKeyRow) row = NULL;
  g_autoptr (NadiJwkSet) set = NULL;
  const char *boxes[2] = { NULL, NULL };
  gint64 epoch;

  *key = NULL;
  if (!nadi_book_get_text (self->cache, "network-key", purpose, &text, error))
    return FALSE;
  /* "<epoch> <kid> <box> <recipient> …" */
  parts = g_strsplit (text != NULL ? text : "", " ", -1);
  if (g_strv_length (parts) < 4 || !g_ascii_string_to_signed (parts[0], 10, 1, G_MAXINT32, &epoch, NULL))
    return TRUE;
  if (!nadi_cache_get_key (self->cache, NADI_CACHE_KEY_NETWORK, purpose, epoch, &row, error))
    return FALSE;
  if (row != NULL && g_str_equal (row->kid, parts[1]))
    {
      *key = nadi_secret_ref (row->secret);
      return TRUE;
    }
  boxes[0] = parts[2];
  if (!find_in_boxes (self, boxes, (const char *const *) parts + 3, parts[1], &set, error))
    return FALSE;
  if (set == NULL)
    return TRUE;
  *key = nadi_secret_ref (find_key (set, parts[1])->symmetric);
  return nadi_cache_put_key (self->cache, NADI_COMPARTMENT_DESK, NADI_CACHE_KEY_NETWORK, purpose, epoch, parts[1], *key, error);
}

/* --- section names ------------------------------------------------------------------------------------------------ */

char *
nadi_session_section_label (NadiSection section, NadiSecret *label)
{
  const char *name = nadi_section_name (section);
  NadiPart part = { name, strlen (name) };
  NadiHash hash;

  if (section == NADI_SECTION_IDENTITY || section == NADI_SECTION_EMERGENCY || section == NADI_SECTION_DIRECTORY)
    return g_strdup (name);
  nadi_hmac_sha256 (nadi_secret_data (label), nadi_secret_size (label), &part, 1, &hash);
  return nadi_hash_to_text (&hash);
}

gboolean
nadi_session_section_of (NadiSession *self, const NadiBookShelf *shelf, NadiSection *section)
{
  g_autoptr (NadiSecret) label = NULL;

  if (nadi_section_from_name (shelf->section, section))
    return TRUE;
  if (shelf->patient == NULL || !nadi_session_label_key (self, shelf->patient, &label, NULL) || label == NULL)
    return FALSE;
  for (guint i = 0; i < NADI_N_SECTIONS; i++)
    {
      g_autofree char *name = nadi_session_section_label (i, label);

      if (g_str_equal (name, shelf->section))
        {
          *section = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

void
nadi_box_clear (NadiBox *box)
{
  g_clear_pointer (&box->text, g_free);
  g_clear_pointer (&box->cid, g_free);
  g_clear_pointer (&box->recipients, g_strfreev);
}

gboolean
nadi_session_box_to (NadiSession *self, NadiRsaPublic *const *recipients, guint n, NadiJwkSet *keys, NadiBox *box, GError **error)
{
  g_autoptr (NadiSecret) content = nadi_jwk_set_print (keys);

  box->text = nadi_jwe_seal_box (self->random, recipients, n, nadi_secret_data (content), nadi_secret_size (content), error);
  if (box->text == NULL)
    return FALSE;
  box->cid = nadi_cid_of ((const guint8 *) box->text, strlen (box->text));
  box->recipients = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    box->recipients[i] = nadi_rsa_public_kid (recipients[i]);
  return TRUE;
}

static gboolean
add_recipient (GPtrArray *recipients, const char *modulus, GError **error)
{
  NadiRsaPublic *key = nadi_rsa_public_from_text (modulus, error);

  if (key == NULL)
    return FALSE;
  g_ptr_array_add (recipients, key);
  return TRUE;
}

GPtrArray *
nadi_session_recipients (NadiSession *self, NadiSection section, const NadiBookPatient *patient, GError **error)
{
  gboolean with_desk = section == NADI_SECTION_IDENTITY || section == NADI_SECTION_DIRECTORY;
  const char *const roles[] = { "clinical", with_desk ? "front-desk" : NULL, NULL };
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_rsa_public_unref);

  for (guint i = 0; roles[i] != NULL; i++)
    {
      g_autoptr (NadiBookRole) role = NULL;

      if (!nadi_book_get_current_role (self->cache, roles[i], &role, error))
        return NULL;
      if (role == NULL || role->key == NULL)
        {
          nadi_session_fail (NADI_SESSION_ERROR_KEYS, "the organisation's role keys are not known yet", error);
          return NULL;
        }
      if (!add_recipient (recipients, role->key, error))
        return NULL;
    }
  if (patient != NULL && patient->seal != NULL && !add_recipient (recipients, patient->seal, error))
    return NULL;
  return g_steal_pointer (&recipients);
}

gboolean
nadi_session_make_box (NadiSession *self, NadiSection section, const NadiBookPatient *patient, NadiJwkSet *keys, NadiBox *box,
                       GError **error)
{
  g_autoptr (GPtrArray) recipients = nadi_session_recipients (self, section, patient, error);

  return recipients != NULL && nadi_session_box_to (self, (NadiRsaPublic *const *) recipients->pdata, recipients->len, keys, box, error);
}
