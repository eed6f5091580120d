/* Refused things that a person must look at. */
#include "nadi-fhir-describe.h"
#include "nadi-session-private.h"

void
nadi_task_free (NadiTask *task)
{
  if (task == NULL)
    return;
  g_free (task->form);
  g_free (task->patient);
  g_free (task->reason);
  g_free (task->detail);
  g_free (task->event);
  g_clear_pointer (&task->typed, g_bytes_unref);
  g_clear_pointer (&task->refused, g_bytes_unref);
  g_free (task);
}

char *
nadi_task_describe (const NadiTask *task)
{
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiFhirSummary) summary = NULL;
  GString *text;

  if (task->typed == NULL)
    return NULL;
  resource = nadi_fhir_resource_new (g_bytes_get_data (task->typed, NULL), g_bytes_get_size (task->typed), NULL);
  if (resource == NULL)
    return NULL;
  summary = nadi_fhir_describe (resource);
  text = g_string_new (summary->title);
  for (guint i = 0; i < summary->lines->len; i++)
    {
      const NadiFhirLine *line = &g_array_index (summary->lines, NadiFhirLine, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line->value);
    }
  return g_string_free (text, FALSE);
}

GPtrArray *
nadi_session_list_tasks (NadiSession *self, GError **error)
{
  g_autoptr (GPtrArray) notes = NULL;
  GPtrArray *tasks;
  gboolean good;

  if (!nadi_session_lock (self, error))
    return NULL;
  good = nadi_cache_list_notes (self->cache, NADI_CACHE_NOTE_TASK, &notes, error);
  nadi_session_unlock (self);
  if (!good)
    return NULL;
  tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_task_free);
  for (guint i = 0; i < notes->len; i++)
    {
      NadiCacheNote *note = g_ptr_array_index (notes, i);
      NadiTask *task = g_new0 (NadiTask, 1);

      task->id = note->id;
      task->time = note->time;
      task->form = g_steal_pointer (&note->form);
      task->patient = g_steal_pointer (&note->patient);
      task->reason = g_steal_pointer (&note->reason);
      task->detail = g_steal_pointer (&note->detail);
      task->event = g_steal_pointer (&note->event_id);
      task->typed = g_steal_pointer (&note->typed);
      task->refused = g_steal_pointer (&note->event);
      task->place = note->compartment;
      g_ptr_array_add (tasks, task);
    }
  return tasks;
}

gboolean
nadi_session_remove_task (NadiSession *self, gint64 id, GError **error)
{
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_remove_note (self->cache, id, error);
  nadi_session_count (self);
  nadi_session_unlock (self);
  return good;
}

gboolean
nadi_session_restore_task (NadiSession *self, const NadiTask *task, GError **error)
{
  NadiCacheNote note = { .compartment = task->place, .kind = NADI_CACHE_NOTE_TASK, .id = task->id, .time = task->time, .form = task->form,
                         .patient = task->patient, .reason = task->reason, .detail = task->detail, .event_id = task->event,
                         .event = task->refused, .typed = task->typed };
  gboolean good;

  if (!nadi_session_lock (self, error))
    return FALSE;
  good = nadi_cache_put_note (self->cache, &note, error);
  nadi_session_count (self);
  nadi_session_unlock (self);
  return good;
}
