/* Charts and shelves, made when they are first needed. */
#include "nadi-session-write.h"

#include <string.h>

#include "nadi-cid.h"
#include "nadi-digest.h"
#include "nadi-session-keys.h"

void
nadi_place_clear (NadiPlace *place)
{
  g_clear_pointer (&place->shelf, nadi_book_shelf_free);
  g_clear_pointer (&place->kid, g_free);
  g_clear_pointer (&place->key, nadi_secret_unref);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

static gboolean
tag_of (NadiSession *self, const char *number, char **tag, GError **error)
{
  g_autoptr (NadiSecret) key = NULL;
  NadiPart part = { number, strlen (number) };
  NadiHash hash;

  if (!nadi_session_network_key (self, "number", &key, error))
    return FALSE;
  if (key == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_KEYS, "the network's number key has not come yet", error);
  nadi_hmac_sha256 (nadi_secret_data (key), nadi_secret_size (key), &part, 1, &hash);
  *tag = nadi_hash_to_text (&hash);
  return TRUE;
}

gboolean
nadi_session_write_register (NadiSession *self, const char *patient, const char *number, const char *form, GError **error)
{
  g_autoptr (NadiSecret) label = nadi_secret_new_random (self->random, 32);
  g_autofree char *kid = nadi_symmetric_kid (nadi_secret_data (label));
  g_autofree char *tag = NULL;
  g_autofree char *id = NULL;
  NadiWritePurpose purpose = { .form = form, .patient = patient, .compartment = NADI_COMPARTMENT_DESK };
  NadiBookPatient book = { .label = kid, .last_visit = NADI_CACHE_NO_DAY };
  NadiJsonWriter *writer;

  if (!tag_of (self, number, &tag, error))
    return FALSE;
  writer = nadi_session_event_begin (self, "patient.register", &id, error);
  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "patient", patient);
  nadi_json_put_string (writer, "number", tag);
  nadi_json_put_string (writer, "label", kid);
  nadi_json_put_string (writer, "sign", NULL);
  nadi_json_put_string (writer, "seal", NULL);
  nadi_json_put_string (writer, "vault", NULL);
  book.number = tag;
  return nadi_session_event_end (self, writer, id, &purpose, error) &&
         nadi_cache_put_key (self->cache, NADI_COMPARTMENT_DESK, NADI_CACHE_KEY_LABEL, patient, 0, kid, label, error) &&
         nadi_book_put_patient (self->cache, patient, &book, error);
}

/* --- shelves ------------------------------------------------------------------------------------------------------ */

static gboolean
find_shelf (NadiSession *self, const char *patient, const char *section, NadiBookShelf **found, GError **error)
{
  g_auto (GStrv) shelves = NULL;

  *found = NULL;
  if (!nadi_book_get_chart (self->cache, patient, &shelves, error))
    return FALSE;
  for (guint i = 0; shelves[i] != NULL; i++)
    {
      g_autoptr (NadiBookShelf) shelf = NULL;

      if (!nadi_book_get_shelf (self->cache, shelves[i], &shelf, error))
        return FALSE;
      if (shelf != NULL && !shelf->lost && g_str_equal (shelf->section, section))
        {
          *found = g_steal_pointer (&shelf);
          return TRUE;
        }
    }
  return TRUE;
}

static gboolean
put_event (NadiSession *self, const NadiBookShelf *shelf, gint64 epoch, const char *kid, const NadiBox *box, const char *form, GError **error)
{
  const char *const cids[] = { box->cid, NULL };
  NadiWritePurpose purpose = { form, shelf->patient, nadi_session_compartment_of (shelf->section), NULL, cids };
  g_autofree char *id = NULL;
  NadiJsonWriter *writer;

  if (!nadi_cache_put_blob (self->cache, box->cid, (const guint8 *) box->text, strlen (box->text), TRUE, error))
    return FALSE;
  writer = nadi_session_event_begin (self, "shelf.key", &id, error);
  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "shelf", shelf->id);
  nadi_json_put_string (writer, "patient", shelf->patient);
  nadi_json_put_string (writer, "section", shelf->section);
  nadi_json_put_int (writer, "epoch", epoch);
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_put_string (writer, "box", box->cid);
  nadi_json_put_strings (writer, "recipients", (const char *const *) box->recipients);
  return nadi_session_event_end (self, writer, id, &purpose, error);
}

/* A box of one epoch's key (and the label key in identity), its event, and the book. */
static gboolean
box_epoch (NadiSession *self, NadiBookShelf *shelf, NadiSection section, gint64 epoch, NadiSecret *key, NadiSecret *label,
           const char *form, GError **error)
{
  g_autofree char *kid = nadi_symmetric_kid (nadi_secret_data (key));
  g_autoptr (NadiJwkSet) keys = nadi_jwk_set_new ();
  g_autoptr (NadiBookPatient) patient = NULL;
  g_auto (NadiBox) box = { 0 };

  nadi_jwk_set_add_symmetric (keys, epoch, key);
  if (section == NADI_SECTION_IDENTITY && label != NULL)
    nadi_jwk_set_add_symmetric (keys, 0, label);
  if (shelf->patient != NULL && !nadi_book_get_patient (self->cache, shelf->patient, &patient, error))
    return FALSE;
  if (!nadi_session_make_box (self, section, patient, keys, &box, error) ||
      !put_event (self, shelf, epoch, kid, &box, form, error))
    return FALSE;
  nadi_book_shelf_add (shelf, epoch, kid, box.cid, (const char *const *) box.recipients);
  return nadi_book_put_shelf (self->cache, shelf, error) &&
         nadi_cache_put_key (self->cache, nadi_session_compartment_of (shelf->section), NADI_CACHE_KEY_SHELF, shelf->id, epoch, kid,
                             key, error);
}

static gboolean
add_to_chart (NadiSession *self, const NadiBookShelf *shelf, GError **error)
{
  g_auto (GStrv) shelves = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  if (!nadi_book_get_chart (self->cache, shelf->patient, &shelves, error))
    return FALSE;
  g_strv_builder_addv (builder, (const char **) shelves);
  g_strv_builder_add (builder, shelf->id);
  more = g_strv_builder_end (builder);
  return nadi_book_put_chart (self->cache, shelf->patient, (const char *const *) more, error);
}

static gboolean
make_shelf (NadiSession *self, const char *patient, const char *label_text, NadiSection section, NadiSecret *label, const char *form,
            NadiBookShelf **made, GError **error)
{
  g_autofree char *id = nadi_random_uuid (self->random);
  g_autoptr (NadiBookShelf) shelf = nadi_book_shelf_new (id, patient, label_text);
  g_autoptr (NadiSecret) key = nadi_secret_new_random (self->random, 32);

  if (!box_epoch (self, shelf, section, 1, key, label, form, error) || !add_to_chart (self, shelf, error))
    return FALSE;
  *made = g_steal_pointer (&shelf);
  return TRUE;
}

/* TRUE in *moved when a role key that opens the section is newer than this epoch, or the ledger said that the epoch is over. */
static gboolean
is_over (NadiSession *self, const NadiBookShelf *shelf, NadiSection section, gboolean *over, GError **error)
{
  const char *const roles[] = { "clinical", "front-desk" };
  const NadiBookEpoch *last = nadi_book_shelf_last (shelf);
  guint n = section == NADI_SECTION_IDENTITY || section == NADI_SECTION_DIRECTORY ? 2 : 1;
  g_autofree char *stale = NULL;
  g_autofree char *epoch = g_strdup_printf ("%" G_GINT64_FORMAT, last->epoch);

  if (!nadi_book_get_text (self->cache, "stale", shelf->id, &stale, error))
    return FALSE;
  *over = g_strcmp0 (stale, epoch) == 0;
  for (guint i = 0; i < n && !*over; i++)
    {
      g_autoptr (NadiBookRole) role = NULL;

      if (!nadi_book_get_current_role (self->cache, roles[i], &role, error))
        return FALSE;
      *over = role != NULL && !g_strv_contains ((const char *const *) last->recipients, role->kid);
    }
  return TRUE;
}

static gboolean
lacks_patient (NadiSession *self, const NadiBookShelf *shelf, gboolean *lacks, GError **error)
{
  g_autoptr (NadiBookPatient) patient = NULL;
  g_autoptr (NadiRsaPublic) key = NULL;
  g_autofree char *kid = NULL;

  *lacks = FALSE;
  if (shelf->patient == NULL)
    return TRUE;
  if (!nadi_book_get_patient (self->cache, shelf->patient, &patient, error))
    return FALSE;
  if (patient == NULL || patient->seal == NULL)
    return TRUE;
  key = nadi_rsa_public_from_text (patient->seal, error);
  if (key == NULL)
    return FALSE;
  kid = nadi_rsa_public_kid (key);
  *lacks = !g_strv_contains ((const char *const *) nadi_book_shelf_last (shelf)->recipients, kid);
  return TRUE;
}

static gboolean
renew_shelf (NadiSession *self, NadiBookShelf *shelf, NadiSection section, NadiSecret *label, const char *form, GError **error)
{
  const NadiBookEpoch *last = nadi_book_shelf_last (shelf);
  g_autoptr (NadiSecret) key = NULL;
  gboolean over, lacks;

  /* The ledger did not take the first key: it never knew the shelf. */
  if (last == NULL)
    {
      key = nadi_secret_new_random (self->random, 32);
      return box_epoch (self, shelf, section, 1, key, label, form, error);
    }
  if (!is_over (self, shelf, section, &over, error) || !lacks_patient (self, shelf, &lacks, error))
    return FALSE;
  if (over)
    {
      key = nadi_secret_new_random (self->random, 32);
      return box_epoch (self, shelf, section, last->epoch + 1, key, label, form, error);
    }
  if (!lacks)
    return TRUE;
  if (!nadi_session_shelf_key (self, shelf, last->epoch, &key, error))
    return FALSE;
  return key == NULL || box_epoch (self, shelf, section, last->epoch, key, label, form, error);
}

gboolean
nadi_session_write_place (NadiSession *self, const char *patient, NadiSection section, const char *form, NadiPlace *place, GError **error)
{
  g_autoptr (NadiSecret) label = NULL;
  g_autofree char *label_text = NULL;
  const NadiBookEpoch *last;

  if (patient != NULL && !nadi_session_label_key (self, patient, &label, error))
    return FALSE;
  if (patient != NULL && label == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_KEYS, "the chart's keys have not come yet", error);
  label_text = nadi_session_section_label (section, label);
  if (!find_shelf (self, patient, label_text, &place->shelf, error))
    return FALSE;
  if (place->shelf == NULL ? !make_shelf (self, patient, label_text, section, label, form, &place->shelf, error)
                           : !renew_shelf (self, place->shelf, section, label, form, error))
    return FALSE;
  last = nadi_book_shelf_last (place->shelf);
  if (!nadi_session_shelf_key (self, place->shelf, last->epoch, &place->key, error))
    return FALSE;
  if (place->key == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_KEYS, "the shelf's key has not come yet", error);
  place->epoch = last->epoch;
  place->kid = g_strdup (last->kid);
  return TRUE;
}
