/* staff invite, admit, list and device list: who joins, and who and what is here. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"
#include "nadi-session-setup.h"

#define LOOK_AGAIN_SECONDS 0.5

int
nadi_ctl_staff_invite (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *name = NULL, *code = NULL, *invitation = NULL;
  g_auto (GStrv) roles = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, N_("The colleague's name"), N_("NAME") },
    { "role", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &roles, N_("doctor, nurse, reception, administrator, auditor or machine; may be given again"),
      N_("ROLE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (name == NULL || roles == NULL)
    return nadi_ctl_say (NADI_CTL_USAGE, _("say who is invited as what: --name NAME --role ROLE"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_invite (ctl->session, name, (const char *const *) roles, &code, &invitation, ctl->cancellable, &error))
    return nadi_ctl_fail (ctl, error);
  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", code);
      g_printerr ("%s\n", _("Give this code and network.json to your colleague, and run nadictl staff admit when they have used it. It is not shown again."));
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "code", code);
  nadi_json_put_string (writer, "invitation", invitation);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

/* Looks until somebody was admitted or the seconds are over. */
static gboolean
admit (NadiCtl *ctl, double seconds, guint *admitted, GError **error)
{
  for (;;)
    {
      if (!nadi_session_admit_waiting (ctl->session, admitted, ctl->cancellable, error))
        return FALSE;
      if (*admitted > 0 || seconds <= 0 || g_cancellable_is_cancelled (ctl->cancellable))
        return TRUE;
      nadi_ctl_wait_for_signal (ctl, MIN (seconds, LOOK_AGAIN_SECONDS));
      seconds -= LOOK_AGAIN_SECONDS;
    }
}

int
nadi_ctl_staff_admit (NadiCtl *ctl, int argc, char **argv)
{
  double wait = 0;
  const GOptionEntry entries[] = {
    { "wait", 0, 0, G_OPTION_ARG_DOUBLE, &wait, N_("Wait so long until somebody has used a code"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;
  guint admitted = 0;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!admit (ctl, wait, &admitted, &error))
    return nadi_ctl_fail (ctl, error);
  if (!ctl->json)
    {
      nadi_ctl_print_line (admitted > 0 ? ngettext ("%u colleague was admitted.", "%u colleagues were admitted.", admitted)
                                        : _("Nobody is waiting."), admitted);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "admitted", admitted);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

static void
put_staff (NadiJsonWriter *writer, const NadiStaffRow *row)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "name", row->name);
  nadi_json_put_strings (writer, "roles", (const char *const *) row->roles);
  nadi_json_put_string (writer, "staff", row->id);
  nadi_json_put_boolean (writer, "active", row->active);
  nadi_json_end_object (writer);
}

int
nadi_ctl_staff_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autoptr (GPtrArray) staff = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  staff = nadi_session_list_staff (ctl->session, &error);
  if (staff == NULL)
    return nadi_ctl_fail (ctl, error);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < staff->len; i++)
    {
      const NadiStaffRow *row = g_ptr_array_index (staff, i);
      g_autofree char *roles = g_strjoinv (", ", row->roles);

      put_staff (writer, row);
      if (!ctl->json)
        nadi_ctl_print_line ("%s  %s (%s)%s", row->id, row->name, roles, row->active ? "" : _(", removed"));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

/* --- device list -------------------------------------------------------------------------------------------------- */

static void
put_device (NadiJsonWriter *writer, const NadiDeviceRow *row)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "device", row->id);
  nadi_json_put_string (writer, "kind", row->kind);
  nadi_json_put_string (writer, "person", row->person);
  nadi_ctl_put_time (writer, "last", row->last);
  nadi_json_put_boolean (writer, "active", row->active);
  nadi_json_put_boolean (writer, "own", row->own);
  nadi_json_end_object (writer);
}

static void
print_device (const NadiDeviceRow *row)
{
  g_autofree char *last = nadi_ctl_local_time (row->last);
  g_autofree char *used = row->person != NULL ? g_strdup_printf (_("%s, %s"), row->person, last != NULL ? last : "?") : g_strdup (_("not used yet"));

  nadi_ctl_print_line ("%s  %s  %s%s%s", row->id, row->kind != NULL ? row->kind : "?", used, row->own ? _(", this device") : "",
                       row->active ? "" : _(", removed"));
}

int
nadi_ctl_device_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  devices = nadi_session_list_devices (ctl->session, &error);
  if (devices == NULL)
    return nadi_ctl_fail (ctl, error);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < devices->len; i++)
    {
      put_device (writer, g_ptr_array_index (devices, i));
      if (!ctl->json)
        print_device (g_ptr_array_index (devices, i));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}
