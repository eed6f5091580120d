/* sync, status, task list, task done. */
#include <glib/gi18n.h>
#include <stdlib.h>

#include "nadi-ctl-output.h"

/* How long sync waits for the confirmation of what it sent. */
#define CONFIRM_MS 10000

static void
put_status (NadiJsonWriter *writer, const NadiSessionStatus *status)
{
  nadi_json_put_string (writer, "state", nadi_saved_state_word (status->saved));
  nadi_json_put_int (writer, "waiting", status->unsent + status->unconfirmed);
  nadi_json_put_int (writer, "unsent", status->unsent);
  nadi_json_put_int (writer, "unconfirmed", status->unconfirmed);
  nadi_json_put_string (writer, "network", status->network);
  nadi_json_put_string (writer, "clinic", status->clinic);
  nadi_json_put_string (writer, "kind", status->kind);
  nadi_json_put_string (writer, "staff", status->staff);
  nadi_json_put_strings (writer, "roles", (const char *const *) status->roles);
  nadi_json_put_int (writer, "patients", status->patients);
  nadi_json_put_int (writer, "tasks", status->tasks);
  nadi_json_put_int (writer, "damaged", status->damaged);
  nadi_json_put_int (writer, "size", (gint64) status->head_size);
  nadi_ctl_put_time (writer, "confirmed", status->freshness);
  nadi_json_put_string (writer, "stopped", status->stopped);
  nadi_json_put_boolean (writer, "demo", status->demo);
}

static const char *
state_text (const NadiSessionStatus *status)
{
  switch (status->saved)
    {
    case NADI_SAVED_ALL: return _("Everything is saved and confirmed.");
    case NADI_SAVED_WAITING: return _("Saved here; some of it waits to be sent or confirmed.");
    case NADI_SAVED_UNREACHABLE: return _("Saved here; the service can't be reached.");
    case NADI_SAVED_UNKNOWN: return _("Saved here; the service does not know this device or person: not admitted yet, or removed.");
    case NADI_SAVED_UNCONFIRMED: return _("Saved here and sent; too few validators have confirmed it.");
    case NADI_SAVED_STOPPED: return _("STOPPED: the ledger contradicted itself. Nothing is written until that is cleared up: tell the administrator.");
    default: return "";
    }
}

static void
print_status (const NadiSessionStatus *status)
{
  g_autofree char *confirmed = nadi_ctl_local_time (status->freshness);
  g_autofree char *roles = g_strjoinv (", ", status->roles);
  guint waiting = status->unsent + status->unconfirmed;

  nadi_ctl_print_line ("%s", state_text (status));
  if (status->staff != NULL && status->clinic != NULL)
    nadi_ctl_print_line ("%s (%s), %s", status->staff, roles, status->clinic);
  nadi_ctl_print_line (ngettext ("%u patient", "%u patients", status->patients), status->patients);
  if (waiting > 0)
    nadi_ctl_print_line (ngettext ("%u thing waits", "%u things wait", waiting), waiting);
  if (status->tasks > 0)
    nadi_ctl_print_line (ngettext ("%u thing was refused: nadictl task list shows it", "%u things were refused: nadictl task list shows them",
                                   status->tasks), status->tasks);
  if (status->damaged > 0)
    nadi_ctl_print_line (ngettext ("%u record is damaged: tell the administrator", "%u records are damaged: tell the administrator",
                                   status->damaged), status->damaged);
  nadi_ctl_print_field (_("Last confirmed"), confirmed);
}

int
nadi_ctl_status (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  status = nadi_session_get_status (ctl->session);
  if (!ctl->json)
    {
      print_status (status);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  put_status (writer, status);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

/* --- sync ---------------------------------------------------------------------------------------------------------- */

static void
print_sync (NadiCtl *ctl, const NadiSyncReport *report)
{
  g_autoptr (NadiSessionStatus) status = nadi_session_get_status (ctl->session);
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!ctl->json)
    {
      nadi_ctl_print_line (ngettext ("%u new or changed patient", "%u new or changed patients", report->patients), report->patients);
      nadi_ctl_print_line (ngettext ("%u new record", "%u new records", report->records), report->records);
      print_status (status);
      return;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "events", (gint64) report->events);
  nadi_json_put_int (writer, "new_patients", report->patients);
  nadi_json_put_int (writer, "new_records", report->records);
  nadi_json_put_int (writer, "new_damaged", report->damaged);
  nadi_json_put_int (writer, "missing", report->missing);
  nadi_json_put_int (writer, "sent", report->sent);
  nadi_json_put_int (writer, "confirmed_now", report->confirmed);
  nadi_json_put_int (writer, "refused", report->refused);
  put_status (writer, status);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

int
nadi_ctl_sync (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiCtlProgress) progress = NULL;
  NadiSyncReport report = { 0 };
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  progress = nadi_ctl_progress_new ();
  if (nadi_session_sync (ctl->session, &report, nadi_ctl_progress_show, progress, ctl->cancellable, &error))
    nadi_session_sync_until_saved (ctl->session, CONFIRM_MS, ctl->cancellable, &error);
  g_clear_pointer (&progress, nadi_ctl_progress_free);
  print_sync (ctl, &report);
  if (error != NULL)
    return nadi_ctl_fail (ctl, error);
  if (report.damaged > 0)
    return nadi_ctl_say (NADI_CTL_INTEGRITY,
                         ngettext ("%u new record is damaged: it is not what its author signed, and its contents are not shown",
                                   "%u new records are damaged: they are not what their authors signed, and their contents are not shown",
                                   report.damaged), report.damaged);
  if (report.missing > 0)
    return nadi_ctl_say (NADI_CTL_INTEGRITY, _("some sealed contents are missing or damaged at the service, and nothing of them is shown: "
                                               "tell the administrator"));
  return NADI_CTL_DONE;
}

/* --- tasks --------------------------------------------------------------------------------------------------------- */

static void
put_task (NadiJsonWriter *writer, const NadiTask *task)
{
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "id", task->id);
  nadi_ctl_put_time (writer, "time", task->time);
  nadi_json_put_string (writer, "form", task->form);
  nadi_json_put_string (writer, "patient", task->patient);
  nadi_json_put_string (writer, "reason", task->reason);
  nadi_json_put_string (writer, "event", task->event);
  nadi_json_end_object (writer);
}

static void
print_task (NadiCtl *ctl, const NadiTask *task)
{
  g_autofree char *time = nadi_ctl_local_time (task->time);
  g_autoptr (NadiPatientRow) row = task->patient != NULL ? nadi_session_lookup_patient (ctl->session, task->patient) : NULL;
  g_autofree char *number = nadi_ctl_number (row != NULL ? row->number : NULL);

  nadi_ctl_print_line ("%4ld  %s  %s  %s  %s", (glong) task->id, time != NULL ? time : "", task->form, number,
                       nadi_ctl_reason (task->reason));
}

int
nadi_ctl_task_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  tasks = nadi_session_list_tasks (ctl->session, &error);
  if (tasks == NULL)
    return nadi_ctl_fail (ctl, error);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < tasks->len; i++)
    {
      put_task (writer, g_ptr_array_index (tasks, i));
      if (!ctl->json)
        print_task (ctl, g_ptr_array_index (tasks, i));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  else if (tasks->len == 0)
    nadi_ctl_print_line ("%s", _("Nothing was refused."));
  return NADI_CTL_DONE;
}

static gboolean
has_task (NadiCtl *ctl, gint64 id)
{
  g_autoptr (GPtrArray) tasks = nadi_session_list_tasks (ctl->session, NULL);

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    if (((const NadiTask *) g_ptr_array_index (tasks, i))->id == id)
      return TRUE;
  return FALSE;
}

int
nadi_ctl_task_done (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;
  gint64 id;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (!g_ascii_string_to_signed (argv[1], 10, 0, G_MAXINT64, &id, NULL))
    return nadi_ctl_say (NADI_CTL_USAGE, _("ID is the number that nadictl task list shows"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!has_task (ctl, id))
    return nadi_ctl_say (NADI_CTL_REFUSED, _("there is no such task; nadictl task list shows those there are"));
  if (!nadi_session_remove_task (ctl->session, id, &error))
    return nadi_ctl_fail (ctl, error);
  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", _("Put away."));
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "id", id);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}
