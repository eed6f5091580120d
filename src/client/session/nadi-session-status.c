/* What the header shows. */
#include "nadi-session-book.h"
#include "nadi-session-index.h"
#include "nadi-session-patients.h"
#include "nadi-session-private.h"

#include <string.h>

const char *
nadi_saved_state_word (NadiSavedState state)
{
  static const char *const words[] = { "saved", "waiting", "unreachable", "unknown", "unconfirmed", "stopped" };

  return words[state];
}

void
nadi_session_count (NadiSession *self)
{
  NadiOutboxCounts counts;

  if (!nadi_outbox_count (self->outbox, &counts, NULL))
    return;
  g_mutex_lock (&self->status_lock);
  self->queued = counts.queued;
  self->admitted = counts.admitted;
  self->tasks = counts.tasks;
  g_mutex_unlock (&self->status_lock);
}

static gboolean
is_contradiction (const GError *error)
{
  return error->domain == NADI_SYNC_ERROR && nadi_error_class (error) == NADI_ERROR_CLASS_INTEGRITY;
}

void
nadi_session_note_contact (NadiSession *self, const GError *error)
{
  g_mutex_lock (&self->status_lock);
  self->unknown = g_error_matches (error, NADI_NET_ERROR, NADI_NET_ERROR_UNAUTHORISED);
  self->unreachable = error != NULL && error->domain == NADI_NET_ERROR && !self->unknown;
  self->unconfirmed = error != NULL && error->domain == NADI_SYNC_ERROR && !is_contradiction (error);
  if (error == NULL || self->unconfirmed || self->unknown)
    self->last_contact = nadi_clock_now (self->clock);
  if (error != NULL && is_contradiction (error))
    {
      g_free (self->stopped);
      self->stopped = g_strdup (nadi_sync_error_word (error));
    }
  else if (error == NULL)
    g_clear_pointer (&self->stopped, g_free);
  g_mutex_unlock (&self->status_lock);
}

void
nadi_session_note_head (NadiSession *self, const NadiTrustedHead *head)
{
  g_mutex_lock (&self->status_lock);
  self->head = *head;
  g_mutex_unlock (&self->status_lock);
}

gint64
nadi_session_now (NadiSession *self)
{
  gint64 offset;

  g_mutex_lock (&self->status_lock);
  offset = self->clock_offset;
  g_mutex_unlock (&self->status_lock);
  return nadi_clock_now (self->clock) + offset;
}

gboolean
nadi_session_load_self (NadiSession *self, GError **error)
{
  g_autoptr (NadiBookOrg) org = NULL;
  g_autoptr (NadiBookStaff) staff = NULL;

  if (!nadi_book_get_org (self->cache, self->org, &org, error) ||
      !nadi_book_get_staff (self->cache, self->signer, &staff, error))
    return FALSE;
  g_mutex_lock (&self->status_lock);
  if (org != NULL)
    {
      g_free (self->clinic);
      g_free (self->kind);
      self->clinic = g_strdup (org->name);
      self->kind = g_strdup (org->kind);
    }
  if (staff != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (staff->name);
      g_strfreev (self->roles);
      self->roles = staff->removed ? g_new0 (char *, 1) : g_strdupv (staff->roles);
    }
  g_mutex_unlock (&self->status_lock);
  return TRUE;
}

gboolean
nadi_session_has_role (NadiSession *self, const char *roles)
{
  g_auto (GStrv) wanted = g_strsplit (roles, ",", -1);
  gboolean has = FALSE;

  g_mutex_lock (&self->status_lock);
  for (guint i = 0; self->roles != NULL && wanted[i] != NULL && !has; i++)
    has = g_strv_contains ((const char *const *) self->roles, wanted[i]);
  g_mutex_unlock (&self->status_lock);
  return has;
}

static NadiSavedState
saved_state (const NadiSession *self)
{
  if (self->stopped != NULL)
    return NADI_SAVED_STOPPED;
  if (self->unreachable)
    return NADI_SAVED_UNREACHABLE;
  if (self->unknown)
    return NADI_SAVED_UNKNOWN;
  if (self->unconfirmed)
    return NADI_SAVED_UNCONFIRMED;
  return self->queued + self->admitted > 0 ? NADI_SAVED_WAITING : NADI_SAVED_ALL;
}

NadiSessionStatus *
nadi_session_get_status (NadiSession *self)
{
  NadiSessionStatus *status = g_new0 (NadiSessionStatus, 1);

  status->network = g_strdup (self->network->name);
  status->clinic_id = g_strdup (self->org);
  status->staff_id = g_strdup (self->staff);
  status->device_id = g_strdup (self->device);
  status->demo = nadi_profile_is_demo (self->profile);
  status->patients = nadi_session_count_patients (self);
  g_mutex_lock (&self->status_lock);
  status->clinic = g_strdup (self->clinic);
  status->kind = g_strdup (self->kind);
  status->staff = g_strdup (self->name);
  status->roles = self->roles != NULL ? g_strdupv (self->roles) : g_new0 (char *, 1);
  status->saved = saved_state (self);
  status->stopped = g_strdup (self->stopped);
  status->unsent = self->queued;
  status->unconfirmed = self->admitted;
  status->tasks = self->tasks;
  status->damaged = self->damaged;
  status->decayed = self->decayed;
  status->head_size = self->head.size;
  status->head_time = self->head.block_time;
  status->freshness = self->head.freshness * 1000;
  status->clock_offset = self->clock_offset;
  status->last_contact = self->last_contact;
  g_mutex_unlock (&self->status_lock);
  return status;
}

void
nadi_session_status_free (NadiSessionStatus *status)
{
  if (status == NULL)
    return;
  g_free (status->network);
  g_free (status->clinic);
  g_free (status->clinic_id);
  g_free (status->kind);
  g_free (status->staff);
  g_free (status->staff_id);
  g_free (status->device_id);
  g_strfreev (status->roles);
  g_free (status->stopped);
  g_free (status);
}
