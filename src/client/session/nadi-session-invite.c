/* The administrator's side of enrolment. */
#include "nadi-session-role-keys.h"
#include "nadi-session-setup-private.h"

#include <string.h>

#include "nadi-encoding.h"
#include "nadi-enrolment.h"
#include "nadi-session-keys.h"
#include "nadi-session-net.h"
#include "nadi-session-sync.h"
#include "nadi-session-write.h"
#include "nadi-uuid.h"

#define LIFE_MS (G_GINT64_CONSTANT (3) * 24 * 3600 * 1000)
#define LARGEST_MESSAGE 16384
#define MOST_INVITATIONS 4096
#define CONFIRM_MS 15000

/* What the cache keeps of an invitation. */
typedef struct
{
  NadiInvitation public;
  char *code;
  char *staff;               /* ids, once admitted */
  char *device;
  gboolean answered;
} Invitation;

void
nadi_invitation_free (NadiInvitation *invitation)
{
  if (invitation == NULL)
    return;
  g_free (invitation->id);
  g_free (invitation->name);
  g_strfreev (invitation->roles);
  g_free (invitation);
}

static void
invitation_free (gpointer data)
{
  Invitation *invitation = data;

  g_free (invitation->public.id);
  g_free (invitation->public.name);
  g_strfreev (invitation->public.roles);
  g_free (invitation->code);
  g_free (invitation->staff);
  g_free (invitation->device);
  g_free (invitation);
}

/* --- kept in the cache -------------------------------------------------------------------------------------------- */

static gboolean
save (NadiSession *self, const Invitation *invitation, GError **error)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *text = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "name", invitation->public.name);
  nadi_json_put_strings (writer, "roles", (const char *const *) invitation->public.roles);
  nadi_json_put_int (writer, "expires", invitation->public.expires);
  nadi_json_put_int (writer, "state", invitation->public.state);
  nadi_json_put_string (writer, "code", invitation->code);
  nadi_json_put_string (writer, "staff", invitation->staff);
  nadi_json_put_string (writer, "device", invitation->device);
  nadi_json_put_boolean (writer, "answered", invitation->answered);
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, NULL);
  return nadi_book_put_text (self->cache, "invitation", invitation->public.id, text, error);
}

static Invitation *
load (NadiSession *self, const char *id)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  Invitation *invitation;
  const char *name, *code, *staff, *device;
  gint64 state;

  if (!nadi_book_get_text (self->cache, "invitation", id, &text, NULL) || text == NULL)
    return NULL;
  object = nadi_json_load_object (text, strlen (text), 65536, &node, NULL);
  if (object == NULL || !nadi_json_get_string (object, "name", &name, NULL) || !nadi_json_get_string (object, "code", &code, NULL) ||
      !nadi_json_get_int (object, "state", 0, NADI_INVITATION_REFUSED, &state, NULL) ||
      !nadi_json_get_optional_string (object, "staff", &staff, NULL) || !nadi_json_get_optional_string (object, "device", &device, NULL))
    return NULL;
  invitation = g_new0 (Invitation, 1);
  invitation->public.id = g_strdup (id);
  invitation->public.name = g_strdup (name);
  invitation->public.state = (NadiInvitationState) state;
  nadi_json_get_strings (object, "roles", 16, &invitation->public.roles, NULL);
  nadi_json_get_int (object, "expires", 0, G_MAXINT64, &invitation->public.expires, NULL);
  nadi_json_get_boolean (object, "answered", &invitation->answered, NULL);
  invitation->code = g_strdup (code);
  invitation->staff = g_strdup (staff);
  invitation->device = g_strdup (device);
  return invitation;
}

static GPtrArray *
load_all (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (invitation_free);
  g_auto (GStrv) ids = NULL;

  if (!nadi_session_lock (self, error))
    return NULL;
  ids = nadi_book_list_names (self->cache, "invitation", MOST_INVITATIONS, error);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      Invitation *invitation = load (self, ids[i]);

      if (invitation == NULL)
        continue;
      if (invitation->public.state == NADI_INVITATION_OPEN && invitation->public.expires < nadi_session_now (self))
        invitation->public.state = NADI_INVITATION_EXPIRED;
      g_ptr_array_add (all, invitation);
    }
  nadi_session_unlock (self);
  return ids != NULL ? g_steal_pointer (&all) : NULL;
}

static gboolean
save_locked (NadiSession *self, const Invitation *invitation, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = save (self, invitation, error);
  nadi_session_unlock (self);
  return good;
}

GPtrArray *
nadi_session_list_invitations (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) all = load_all (self, error);
  GPtrArray *invitations;

  if (all == NULL)
    return NULL;
  invitations = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_invitation_free);
  for (guint i = 0; i < all->len; i++)
    {
      const NadiInvitation *from = &((const Invitation *) g_ptr_array_index (all, i))->public;
      NadiInvitation *invitation = g_new0 (NadiInvitation, 1);

      invitation->id = g_strdup (from->id);
      invitation->name = g_strdup (from->name);
      invitation->roles = g_strdupv (from->roles);
      invitation->expires = from->expires;
      invitation->state = from->state;
      g_ptr_array_add (invitations, invitation);
    }
  return invitations;
}

/* --- inviting ----------------------------------------------------------------------------------------------------- */

static gboolean
open_mailbox (NadiSession *self, const char *mailbox, gint64 expires, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"expires\":%" G_GINT64_FORMAT "}", mailbox, expires);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) answer = NULL;

  g_mutex_lock (&self->net_lock);
  if (nadi_session_connect (self, error))
    answer = nadi_session_request (self, "POST", "/v1/enrol", "application/json", body, LARGEST_MESSAGE, cancellable, error);
  g_mutex_unlock (&self->net_lock);
  return answer != NULL;
}

gboolean
nadi_session_invite (NadiSession *self, const char *name, const char *const *roles, char **code, char **id,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_new (self->random, self->network);
  Invitation *invitation;
  gboolean good;

  if (!nadi_session_has_role (self, "administrator"))
    return nadi_session_fail (NADI_SESSION_ERROR_ROLE, "only an administrator invites", error);
  if (*name == '\0' || strlen (name) > 200 || roles[0] == NULL)
    return nadi_session_fail (NADI_SESSION_ERROR_TYPED, "an invitation needs a name and a role", error);
  invitation = g_new0 (Invitation, 1);
  invitation->public.id = nadi_random_uuid (self->random);
  invitation->public.name = g_strdup (name);
  invitation->public.roles = g_strdupv ((char **) roles);
  invitation->public.expires = nadi_session_now (self) + LIFE_MS;
  invitation->code = nadi_enrolment_print (enrolment);
  good = open_mailbox (self, enrolment->mailbox, invitation->public.expires, cancellable, error) && save_locked (self, invitation, error);
  if (good)
    *code = g_strdup (invitation->code);
  if (good && id != NULL)
    *id = g_strdup (invitation->public.id);
  invitation_free (invitation);
  return good;
}

/* --- admitting ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *sign;
  char *seal;
  char *device;
  char *kind;
  char *existing;            /* id of a device of ours at which they join, or NULL: it is new */
} Request;

static void
request_clear (Request *request)
{
  g_free (request->sign);
  g_free (request->seal);
  g_free (request->device);
  g_free (request->kind);
  g_free (request->existing);
}

static gboolean
read_request (const char *body, Request *request)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (body, strlen (body), LARGEST_MESSAGE, &node, NULL);
  const char *type, *sign, *seal, *device, *kind, *existing = NULL;

  if (object == NULL || !nadi_json_get_string (object, "type", &type, NULL) || !g_str_equal (type, "enrol.request") ||
      !nadi_json_get_string (object, "sign", &sign, NULL) || !nadi_json_get_string (object, "seal", &seal, NULL) ||
      !nadi_json_get_string (object, "device", &device, NULL) || !nadi_json_get_string (object, "kind", &kind, NULL))
    return FALSE;
  if (json_object_has_member (object, "existing") && (!nadi_json_get_string (object, "existing", &existing, NULL) || !nadi_uuid_valid (existing)))
    return FALSE;
  *request = (Request) { g_strdup (sign), g_strdup (seal), g_strdup (device), g_strdup (kind), g_strdup (existing) };
  return TRUE;
}

static gboolean
write_staff (NadiSession *self, const Invitation *invitation, const Request *request, GError **error)
{
  const NadiWritePurpose purpose = { .form = "setup", .compartment = NADI_COMPARTMENT_DESK };
  g_autofree char *staff_event = NULL;
  g_autofree char *device_event = NULL;
  NadiJsonWriter *writer = nadi_session_event_begin (self, "staff.admit", &staff_event, error);

  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "staff", invitation->staff);
  nadi_json_put_string (writer, "name", invitation->public.name);
  nadi_json_put_string (writer, "sign", request->sign);
  nadi_json_put_string (writer, "seal", request->seal);
  nadi_json_put_strings (writer, "roles", (const char *const *) invitation->public.roles);
  if (!nadi_session_event_end (self, writer, staff_event, &purpose, error))
    return FALSE;
  if (request->existing != NULL)
    return TRUE;
  writer = nadi_session_event_begin (self, "device.admit", &device_event, error);
  if (writer == NULL)
    return FALSE;
  nadi_json_put_string (writer, "subject", invitation->device);
  nadi_json_put_string (writer, "key", request->device);
  nadi_json_put_string (writer, "kind", request->kind);
  return nadi_session_event_end (self, writer, device_event, &purpose, error);
}

static gboolean
write_admission (NadiSession *self, const Invitation *invitation, const Request *request, GError **error)
{
  g_autoptr (GPtrArray) known = nadi_book_list_roles (self->cache, error);
  g_autoptr (NadiRsaPublic) seal = nadi_rsa_public_from_text (request->seal, error);
  g_autofree char *kind = NULL;
  const char *const *role_keys;

  if (known == NULL || seal == NULL || !write_staff (self, invitation, request, error))
    return FALSE;
  g_mutex_lock (&self->status_lock);
  kind = g_strdup (self->kind);
  g_mutex_unlock (&self->status_lock);
  role_keys = nadi_founder_roles_of_kind (kind != NULL ? kind : "clinic");
  for (guint i = 0; role_keys[i] != NULL; i++)
    if (nadi_role_key_held_by (role_keys[i], (const char *const *) invitation->public.roles) &&
        !nadi_session_box_role (self, known, role_keys[i], seal, error))
      return FALSE;
  return save (self, invitation, error);
}

static gboolean
admit (NadiSession *self, Invitation *invitation, const Request *request, GError **error)
{
  gboolean good;

  if (!nadi_session_lock_to_write (self, "administrator", error))
    return FALSE;
  invitation->staff = nadi_random_uuid (self->random);
  invitation->device = request->existing != NULL ? g_strdup (request->existing) : nadi_random_uuid (self->random);
  invitation->public.state = NADI_INVITATION_ADMITTED;
  good = nadi_session_write_begin (self, error) &&
         nadi_session_write_end (self, write_admission (self, invitation, request, error), error);
  nadi_session_unlock (self);
  return good;
}

/* --- mail --------------------------------------------------------------------------------------------------------- */

static GBytes *
get_request (NadiSession *self, NadiEnrolment *enrolment, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = g_strdup_printf ("/v1/enrol/%s/request", enrolment->mailbox);
  GBytes *answer = NULL;

  g_mutex_lock (&self->net_lock);
  if (nadi_session_connect (self, error))
    answer = nadi_session_request (self, "GET", target, NULL, NULL, LARGEST_MESSAGE, cancellable, error);
  g_mutex_unlock (&self->net_lock);
  return answer;
}

static gboolean
put_reply (NadiSession *self, Invitation *invitation, NadiEnrolment *enrolment, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = g_strdup_printf ("/v1/enrol/%s/reply", enrolment->mailbox);
  g_autofree char *text = g_strdup_printf ("{\"type\":\"enrol.reply\",\"org\":\"%s\",\"staff\":\"%s\",\"device\":\"%s\"}", self->org,
                                           invitation->staff, invitation->device);
  g_autofree char *message = nadi_enrolment_seal (enrolment, "reply", text);
  g_autoptr (GBytes) body = g_bytes_new (message, strlen (message));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) failure = NULL;

  g_mutex_lock (&self->net_lock);
  if (nadi_session_connect (self, &failure))
    answer = nadi_session_request (self, "PUT", target, "application/json", body, LARGEST_MESSAGE, cancellable, &failure);
  g_mutex_unlock (&self->net_lock);
  if (answer == NULL && !g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT) &&
      !g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  invitation->answered = TRUE;
  return save_locked (self, invitation, error);
}

/* Looks into one mailbox. Nothing there yet is no error. */
static gboolean
look (NadiSession *self, Invitation *invitation, NadiEnrolment *enrolment, guint *admitted, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) message = get_request (self, enrolment, cancellable, &failure);
  g_autofree char *body = NULL;
  Request request = { 0 };
  gboolean known, good;

  if (message == NULL && g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT))
    return TRUE;
  if (message == NULL && g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND))
    {
      invitation->public.state = NADI_INVITATION_EXPIRED;
      return save_locked (self, invitation, error);
    }
  if (message == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  body = nadi_enrolment_open (enrolment, "request", g_bytes_get_data (message, NULL), g_bytes_get_size (message), NULL);
  if (body == NULL || !read_request (body, &request))
    {
      invitation->public.state = NADI_INVITATION_REFUSED;
      return save_locked (self, invitation, error);
    }
  known = request.existing == NULL;
  good = known || nadi_session_prove_device (self, request.existing, request.device, &known, cancellable, error);
  if (good && !known)
    {
      invitation->public.state = NADI_INVITATION_REFUSED;
      good = save_locked (self, invitation, error);
    }
  else if (good)
    {
      good = admit (self, invitation, &request, error);
      *admitted += good;
    }
  request_clear (&request);
  return good;
}

gboolean
nadi_session_admit_waiting (NadiSession *self, guint *admitted, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = load_all (self, error);
  guint due = 0;

  *admitted = 0;
  if (all == NULL)
    return FALSE;
  if (!nadi_session_has_role (self, "administrator"))
    return nadi_session_fail (NADI_SESSION_ERROR_ROLE, "only an administrator admits", error);
  for (guint i = 0; i < all->len; i++)
    {
      Invitation *invitation = g_ptr_array_index (all, i);
      g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_parse (invitation->code, self->network, NULL);

      if (enrolment == NULL)
        continue;
      if (invitation->public.state == NADI_INVITATION_OPEN && !look (self, invitation, enrolment, admitted, cancellable, error))
        return FALSE;
      due += invitation->public.state == NADI_INVITATION_ADMITTED && !invitation->answered;
    }
  if (due == 0)
    return TRUE;
  /* Who is answered finds their keys proven. */
  if (!nadi_session_sync_until_saved (self, CONFIRM_MS, cancellable, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      Invitation *invitation = g_ptr_array_index (all, i);
      g_autoptr (NadiEnrolment) enrolment = nadi_enrolment_parse (invitation->code, self->network, NULL);

      if (enrolment != NULL && invitation->public.state == NADI_INVITATION_ADMITTED && !invitation->answered &&
          !put_reply (self, invitation, enrolment, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
