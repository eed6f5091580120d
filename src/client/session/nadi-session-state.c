/* What the state map proves of ourselves, at a fresh final checkpoint: the keys that we box to are never taken from a plain answer. */
#include "nadi-session-sync.h"

#include <json-glib/json-glib.h>

#include "nadi-founder.h"
#include "nadi-json.h"
#include "nadi-session-book.h"
#include "nadi-session-digest.h"
#include "nadi-session-state.h"

#define LARGEST_VALUE (256 * 1024)

JsonObject *
nadi_session_state_object (GBytes *value, JsonNode **node)
{
  *node = NULL;
  if (value == NULL)
    return NULL;
  return nadi_json_load_object (g_bytes_get_data (value, NULL), g_bytes_get_size (value), LARGEST_VALUE, node, NULL);
}

static gint64
epoch_of (GBytes *value)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_session_state_object (value, &node);
  gint64 epoch = 0;

  return object != NULL && nadi_json_get_int (object, "epoch", 1, G_MAXINT32, &epoch, NULL) ? epoch : 0;
}

gboolean
nadi_session_ask (NadiSession *self, GPtrArray *keys, GPtrArray *values, GCancellable *cancellable, GError **error)
{
  for (guint from = 0; from < keys->len; from += 64)
    {
      guint n = MIN (64, keys->len - from);
      g_autofree const char **some = g_new0 (const char *, n + 1);
      g_autofree GBytes **found = g_new0 (GBytes *, n);

      for (guint i = 0; i < n; i++)
        some[i] = g_ptr_array_index (keys, from + i);
      if (!nadi_sync_state (self->sync, some, found, cancellable, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (values, found[i]);
    }
  return TRUE;
}

GPtrArray *
nadi_session_values_new (void)
{
  GPtrArray *values = g_ptr_array_new ();

  g_ptr_array_set_free_func (values, nadi_session_value_free);
  return values;
}

void
nadi_session_value_free (gpointer value)
{
  if (value != NULL)
    g_bytes_unref (value);
}

/* --- role keys ---------------------------------------------------------------------------------------------------- */

static gboolean
take_role (NadiSession *self, const char *name, gint64 epoch, GBytes *value, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_session_state_object (value, &node);
  g_autoptr (NadiBookRole) known = NULL;
  const char *kid, *key;

  if (object == NULL || !nadi_json_get_string (object, "kid", &kid, NULL) || !nadi_json_get_string (object, "key", &key, NULL))
    return TRUE;
  if (!nadi_book_get_role (self->cache, kid, &known, error))
    return FALSE;
  {
    const NadiBookRole role = { (char *) name, epoch, (char *) kid, (char *) key, NULL };

    return nadi_book_put_current_role (self->cache, &role, error) && (known != NULL || nadi_book_put_role (self->cache, &role, error));
  }
}

/* Which of our roles have another epoch than the book's. */
static gboolean
list_moved (NadiSession *self, const char *const *roles, GPtrArray *epochs, GPtrArray *keys, GPtrArray *names, GArray *numbers, GError **error)
{
  gboolean good = TRUE;

  if (!nadi_session_lock (self, error))
    return FALSE;
  for (guint i = 0; good && roles[i] != NULL; i++)
    {
      g_autoptr (NadiBookRole) current = NULL;
      gint64 epoch = epoch_of (g_ptr_array_index (epochs, i));

      good = nadi_book_get_current_role (self->cache, roles[i], &current, error);
      if (!good || epoch == 0 || (current != NULL && current->epoch == epoch))
        continue;
      g_ptr_array_add (keys, g_strdup_printf ("role/%s/%s/%" G_GINT64_FORMAT, self->org, roles[i], epoch));
      g_ptr_array_add (names, (gpointer) roles[i]);
      g_array_append_val (numbers, epoch);
    }
  nadi_session_unlock (self);
  return good;
}

static gboolean
read_roles (NadiSession *self, const char *const *roles, GPtrArray *epochs, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  gboolean good = TRUE;

  if (!list_moved (self, roles, epochs, keys, names, numbers, error) || !nadi_session_ask (self, keys, values, cancellable, error))
    return FALSE;
  if (!nadi_session_lock (self, error))
    return FALSE;
  for (guint i = 0; good && i < keys->len; i++)
    good = take_role (self, g_ptr_array_index (names, i), g_array_index (numbers, gint64, i), g_ptr_array_index (values, i), error);
  nadi_session_unlock (self);
  return good;
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

static gboolean
take_seq (NadiSession *self, GBytes *value, GError **error)
{
  g_autofree char *text = value != NULL ? g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value)) : NULL;
  gint64 seq;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &seq, NULL))
    return TRUE;
  return nadi_outbox_raise_seq (self->outbox, seq, error);
}

static char **
list_claims (NadiSession *self, GError **error)
{
  char **claims;

  if (!nadi_session_lock (self, error))
    return NULL;
  claims = nadi_session_list_unproven (self, error);
  nadi_session_unlock (self);
  return claims;
}

gboolean
nadi_session_read_state (NadiSession *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *kind = NULL;
  const char *const *roles;
  g_auto (GStrv) claims = list_claims (self, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = nadi_session_values_new ();
  guint n_roles, n_claims;
  gboolean good;

  if (claims == NULL)
    return FALSE;
  g_mutex_lock (&self->status_lock);
  kind = g_strdup (self->kind);
  g_mutex_unlock (&self->status_lock);
  roles = nadi_founder_roles_of_kind (kind != NULL ? kind : "clinic");
  n_roles = g_strv_length ((char **) roles);
  n_claims = g_strv_length (claims);
  for (guint i = 0; i < n_roles; i++)
    g_ptr_array_add (keys, g_strdup_printf ("role/%s/%s", self->org, roles[i]));
  g_ptr_array_add (keys, g_strdup_printf ("seq/%s/%s", self->signer, self->device));
  for (guint i = 0; i < n_claims; i++)
    g_ptr_array_add (keys, g_strdup_printf ("patient/%s", claims[i]));
  if (!nadi_session_ask (self, keys, values, cancellable, error) || !nadi_session_lock (self, error))
    return FALSE;
  good = take_seq (self, g_ptr_array_index (values, n_roles), error);
  for (guint i = 0; good && i < n_claims; i++)
    good = nadi_session_take_proof (self, claims[i], g_ptr_array_index (values, n_roles + 1 + i), error);
  nadi_session_unlock (self);
  return good && read_roles (self, roles, values, cancellable, error);
}
