/* The network's keys (number, matching): made by the first clinic's desk that finds none, boxed on to clinics that came later. */
#include "nadi-session-sync.h"

#include <string.h>

#include "nadi-founder.h"
#include "nadi-json.h"
#include "nadi-session-keys.h"
#include "nadi-session-state.h"
#include "nadi-session-write.h"

#define MOST_ORGS 4096
#define RECIPIENTS_AT_ONCE 60
#define DESK_ROLES "doctor,nurse,reception"

static const char *const purposes[] = { "number", "matching" };

static gboolean
is_member (const char *kind)
{
  return g_str_equal (nadi_founder_roles_of_kind (kind)[0], "clinical");
}

/* Ids of the clinics that the network's stream named, ours among them. */
static GPtrArray *
list_members (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) orgs = NULL;
  gboolean good = TRUE;

  if (!nadi_session_lock (self, error))
    return NULL;
  orgs = nadi_book_list_names (self->cache, "org", MOST_ORGS, error);
  for (guint i = 0; good && orgs != NULL && orgs[i] != NULL; i++)
    {
      g_autoptr (NadiBookOrg) org = NULL;

      good = nadi_book_get_org (self->cache, orgs[i], &org, error);
      if (good && org != NULL && org->kind != NULL && is_member (org->kind))
        g_ptr_array_add (members, g_strdup (orgs[i]));
    }
  nadi_session_unlock (self);
  return good && orgs != NULL ? g_steal_pointer (&members) : NULL;
}

static gboolean
is_founder (NadiSession *self, GBytes *net)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_session_state_object (net, &node);
  JsonArray *founders;

  if (object == NULL || !nadi_json_get_array (object, "founders", &founders, NULL))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (founders); i++)
    {
      JsonNode *entry = json_array_get_element (founders, i);
      const char *org;

      if (JSON_NODE_HOLDS_OBJECT (entry) && nadi_json_get_string (json_node_get_object (entry), "org", &org, NULL) &&
          g_str_equal (org, self->org))
        return TRUE;
    }
  return FALSE;
}

/* --- recipients --------------------------------------------------------------------------------------------------- */

/* Current front-desk keys of these clinics, from the state: everyone who registers or looks for patients holds one. */
static GPtrArray *
read_desk_keys (NadiSession *self, GPtrArray *orgs, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) epochs = nadi_session_values_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_rsa_public_unref);

  for (guint i = 0; i < orgs->len; i++)
    g_ptr_array_add (names, g_strdup_printf ("role/%s/front-desk", (char *) g_ptr_array_index (orgs, i)));
  if (!nadi_session_ask (self, names, epochs, cancellable, error))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object = nadi_session_state_object (g_ptr_array_index (epochs, i), &node);
      gint64 epoch;

      if (object != NULL && nadi_json_get_int (object, "epoch", 1, G_MAXINT32, &epoch, NULL))
        g_ptr_array_add (keys, g_strdup_printf ("%s/%" G_GINT64_FORMAT, (char *) g_ptr_array_index (names, i), epoch));
    }
  if (!nadi_session_ask (self, keys, values, cancellable, error))
    return NULL;
  for (guint i = 0; i < values->len; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object = nadi_session_state_object (g_ptr_array_index (values, i), &node);
      NadiRsaPublic *key = NULL;
      const char *text;

      if (object != NULL && nadi_json_get_string (object, "key", &text, NULL))
        key = nadi_rsa_public_from_text (text, NULL);
      if (key != NULL)
        g_ptr_array_add (result, key);
    }
  return g_steal_pointer (&result);
}

/* --- events ------------------------------------------------------------------------------------------------------- */

static gboolean
write_key (NadiSession *self, const char *purpose, gint64 epoch, NadiSecret *key, NadiRsaPublic *const *recipients, guint n, GError **error)
{
  g_autoptr (NadiJwkSet) keys = nadi_jwk_set_new ();
  g_autofree char *kid = nadi_symmetric_kid (nadi_secret_data (key));
  g_autofree char *id = NULL;
  g_auto (NadiBox) box = { 0 };
  const char *cids[] = { NULL, NULL };
  NadiWritePurpose about = { .form = "network-key", .compartment = NADI_COMPARTMENT_DESK, .cids = cids };
  NadiJsonWriter *writer;

  nadi_jwk_set_add_symmetric (keys, epoch, key);
  if (!nadi_session_box_to (self, recipients, n, keys, &box, error) ||
      !nadi_cache_put_blob (self->cache, box.cid, (const guint8 *) box.text, strlen (box.text), TRUE, error))
    return FALSE;
  cids[0] = box.cid;
  writer = nadi_session_event_begin (self, "network.key", &id, error);
  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "purpose", purpose);
  nadi_json_put_int (writer, "epoch", epoch);
  nadi_json_put_string (writer, "kid", kid);
  nadi_json_put_string (writer, "box", box.cid);
  nadi_json_put_strings (writer, "recipients", (const char *const *) box.recipients);
  return nadi_session_event_end (self, writer, id, &about, error);
}

/* Ours is used only when it has come back as the network's: another clinic may have been first. */
static gboolean
box_to_all (NadiSession *self, const char *purpose, gint64 epoch, NadiSecret *key, GPtrArray *recipients, GError **error)
{
  gboolean good = TRUE;

  if (recipients->len == 0)
    return TRUE;
  if (!nadi_session_lock_to_write (self, DESK_ROLES, error))
    return FALSE;
  good = nadi_session_write_begin (self, error);
  if (good)
    {
      for (guint from = 0; good && from < recipients->len; from += RECIPIENTS_AT_ONCE)
        good = write_key (self, purpose, epoch, key, (NadiRsaPublic *const *) recipients->pdata + from,
                          MIN (RECIPIENTS_AT_ONCE, recipients->len - from), error);
      good = nadi_session_write_end (self, good, error);
    }
  nadi_session_unlock (self);
  return good;
}

static gboolean
make (NadiSession *self, const char *purpose, GPtrArray *members, GBytes *net, GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiSecret) key = NULL;
  g_autoptr (GPtrArray) recipients = NULL;

  if (!is_founder (self, net))
    return TRUE;
  recipients = read_desk_keys (self, members, cancellable, error);
  if (recipients == NULL)
    return FALSE;
  key = nadi_secret_new_random (self->random, 32);
  return box_to_all (self, purpose, 1, key, recipients, error);
}

/* Clinics that the state does not know to have the key. *known: FALSE while we have not got it ourselves. */
static gboolean
box_on (NadiSession *self, const char *purpose, gint64 epoch, GPtrArray *members, gboolean *known, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  g_autoptr (GPtrArray) without = g_ptr_array_new ();
  g_autoptr (GPtrArray) recipients = NULL;
  g_autoptr (NadiSecret) key = NULL;
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_session_network_key (self, purpose, &key, error);
  nadi_session_unlock (self);
  *known = *known && key != NULL;
  if (!good || key == NULL)
    return good;
  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (keys, g_strdup_printf ("netkey/%s/%s", purpose, (char *) g_ptr_array_index (members, i)));
  if (!nadi_session_ask (self, keys, values, cancellable, error))
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    if (g_ptr_array_index (values, i) == NULL)
      g_ptr_array_add (without, g_ptr_array_index (members, i));
  if (without->len == 0)
    return TRUE;
  recipients = read_desk_keys (self, without, cancellable, error);
  return recipients != NULL && box_to_all (self, purpose, epoch, key, recipients, error);
}

/* --- when --------------------------------------------------------------------------------------------------------- */

/* "<number of clinics>" for which everything was found in order. */
static gboolean
is_settled (NadiSession *self, guint n_members)
{
  g_autofree char *settled = NULL;
  g_autofree char *now = g_strdup_printf ("%u", n_members);

  if (!nadi_session_lock (self, NULL))
    return TRUE;
  nadi_book_get_text (self->cache, "setting", "network-keys", &settled, NULL);
  nadi_session_unlock (self);
  return g_strcmp0 (settled, now) == 0;
}

static gboolean
settle (NadiSession *self, guint n_members, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%u", n_members);
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_book_put_text (self->cache, "setting", "network-keys", now, error);
  nadi_session_unlock (self);
  return good;
}

gboolean
nadi_session_tend_network_keys (NadiSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) members = list_members (self, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  gboolean present = TRUE;

  if (members == NULL)
    return FALSE;
  if (!nadi_session_has_role (self, DESK_ROLES) || is_settled (self, members->len))
    return TRUE;
  g_ptr_array_add (keys, g_strdup ("net"));
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    g_ptr_array_add (keys, g_strdup_printf ("netkey/%s", purposes[i]));
  if (!nadi_session_ask (self, keys, values, cancellable, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object = nadi_session_state_object (g_ptr_array_index (values, i + 1), &node);
      gint64 epoch;

      if (object == NULL)
        {
          present = FALSE;
          if (!make (self, purposes[i], members, g_ptr_array_index (values, 0), cancellable, error))
            return FALSE;
        }
      else if (nadi_json_get_int (object, "epoch", 1, G_MAXINT32, &epoch, NULL) &&
               !box_on (self, purposes[i], epoch, members, &present, cancellable, error))
        return FALSE;
    }
  return !present || settle (self, members->len, error);
}
