/* The second signature under an event that waits for it. */
#include "nadi-session-setup.h"
#include "nadi-session-write.h"
#include "nadi-uuid.h"

static gboolean
write_approval (NadiSession *self, const char *event, char **own, GError **error)
{
  const NadiWritePurpose purpose = { .form = "setup", .compartment = NADI_COMPARTMENT_DESK };
  g_autofree char *id = NULL;
  NadiJsonWriter *writer = nadi_session_event_begin (self, "approve", &id, error);

  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "event", event);
  if (!nadi_session_event_end (self, writer, id, &purpose, error))
    return FALSE;
  if (own != NULL)
    *own = g_steal_pointer (&id);
  return TRUE;
}

gboolean
nadi_session_approve (NadiSession *self, const char *event, char **own, GError **error)
{
  gboolean good;

  if (!nadi_uuid_valid (event))
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "this is no event's id", error);
  if (!nadi_session_lock_to_write (self, "administrator,doctor,nurse,reception", error))
    return FALSE;
  good = nadi_session_write_begin (self, error) && nadi_session_write_end (self, write_approval (self, event, own, error), error);
  nadi_session_unlock (self);
  return good;
}
