/* Devices, as events make them and as events come from them. */
#include "nadi-session-digest-private.h"

static const char *
text_of (NadiEvent *event, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (nadi_event_payload (event), member, &text, NULL);
  return text;
}

/* What is known of it, or something new. */
static gboolean
get (NadiDigest *digest, const char *id, NadiBookDevice **device, GError **error)
{
  if (!nadi_book_get_device (digest->self->cache, id, device, error))
    return FALSE;
  if (*device == NULL)
    *device = g_new0 (NadiBookDevice, 1);
  return TRUE;
}

static gboolean
put (NadiDigest *digest, const char *id, const char *kind, gboolean removed, GError **error)
{
  g_autoptr (NadiBookDevice) device = NULL;

  if (!get (digest, id, &device, error))
    return FALSE;
  if (kind != NULL)
    {
      g_free (device->kind);
      device->kind = g_strdup (kind);
    }
  device->removed = removed;
  return nadi_book_put_device (digest->self->cache, id, device, error);
}

gboolean
nadi_digest_device (NadiDigest *digest, NadiEvent *event, GError **error)
{
  const char *id = text_of (event, "subject");

  return id == NULL || put (digest, id, text_of (event, "kind"), FALSE, error);
}

gboolean
nadi_digest_device_removal (NadiDigest *digest, NadiEvent *event, GError **error)
{
  const char *id = text_of (event, "subject");

  return id == NULL || put (digest, id, NULL, TRUE, error);
}

/* A founder's comes with the organisation. */
gboolean
nadi_digest_founding_device (NadiDigest *digest, const NadiFounding *founding, GError **error)
{
  return put (digest, founding->device, "workstation", FALSE, error);
}

/* --- who works at them -------------------------------------------------------------------------------------------- */

void
nadi_digest_note_device (NadiDigest *digest, NadiEvent *event)
{
  const NadiActor *actor = nadi_event_actor (event);
  const char *id = nadi_event_device (event);
  NadiBookDevice *seen;

  if (id == NULL || actor->staff == NULL || g_strcmp0 (actor->org, digest->self->org) != 0)
    return;
  seen = g_hash_table_lookup (digest->devices, id);
  if (seen == NULL)
    {
      seen = g_new0 (NadiBookDevice, 1);
      g_hash_table_insert (digest->devices, g_strdup (id), seen);
    }
  if (g_strcmp0 (seen->staff, actor->staff) != 0)
    {
      g_free (seen->staff);
      seen->staff = g_strdup (actor->staff);
    }
  seen->time = nadi_event_time (event);
}

gboolean
nadi_digest_put_devices (NadiDigest *digest, GError **error)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, digest->devices);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      NadiBookDevice *seen = value;
      g_autoptr (NadiBookDevice) device = NULL;

      if (!get (digest, id, &device, error))
        return FALSE;
      g_free (device->staff);
      device->staff = g_strdup (seen->staff);
      device->time = seen->time;
      if (!nadi_book_put_device (digest->self->cache, id, device, error))
        return FALSE;
    }
  return TRUE;
}
