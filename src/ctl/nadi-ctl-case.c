/* case add, list, show. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-case-typed.h"
#include "nadi-ctl-output.h"

/* What is not to be seen by a role is refused before anything is opened: no read is recorded, and none to be seen is not none at all. */
static gboolean
need_clinician (NadiCtl *ctl)
{
  if (nadi_session_has_role (ctl->session, "doctor,nurse"))
    return TRUE;
  ctl->parsed = nadi_ctl_say (NADI_CTL_REFUSED, "%s", nadi_ctl_sentence ("role"));
  return FALSE;
}

/* --- case add ------------------------------------------------------------------------------------------------------ */

static void
print_added (NadiCtl *ctl, const char *id, const GPtrArray *records, gboolean saved)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  if (!ctl->json)
    {
      nadi_ctl_print_line (_("Visit %s"), id);
      nadi_ctl_print_line ("%s", saved ? _("Saved.") : _("Saved here; waiting to be sent."));
      return;
    }
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "case", id);
  nadi_json_name (writer, "events");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < records->len; i++)
    nadi_json_string (writer, ((const NadiRecordInfo *) g_ptr_array_index (records, i))->event);
  nadi_json_end_array (writer);
  nadi_json_put_string (writer, "state", saved ? "saved" : "waiting");
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

static int
add (NadiCtl *ctl, const char *number, const NadiCtlTypedCase *typed)
{
  g_autoptr (NadiCase) visit = nadi_ctl_case_of (typed);
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *id = NULL;
  GError *error = NULL;
  gboolean saved, sent;

  if (visit == NULL)
    return NADI_CTL_USAGE;
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  row = nadi_ctl_need_patient (ctl, number);
  if (row == NULL)
    return ctl->parsed;
  if (!nadi_session_add_case (ctl->session, row->id, visit, &id, &records, &error) &&
      !(nadi_ctl_got_keys (ctl, &error) && nadi_session_add_case (ctl->session, row->id, visit, &id, &records, &error)))
    return nadi_ctl_fail (ctl, error);
  sent = nadi_ctl_send (ctl, &saved, &error);
  print_added (ctl, id, records, saved);
  return sent ? NADI_CTL_DONE : nadi_ctl_fail (ctl, error);
}

int
nadi_ctl_case_add (NadiCtl *ctl, int argc, char **argv)
{
  g_auto (NadiCtlTypedCase) typed = { 0 };
  const GOptionEntry entries[] = {
    { "problem", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.problems, N_("What it is; may be given again"), N_("TEXT") },
    { "code", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.codes, N_("The problem's ICD-10 code; in the order of the problems"), N_("CODE") },
    { "symptoms", 0, 0, G_OPTION_ARG_FILENAME, &typed.symptoms, N_("What the patient complains of"), N_("TEXT") },
    { "vitals", 0, 0, G_OPTION_ARG_FILENAME, &typed.vitals, N_("Vital signs in one line: “150/95 p88 t37.2 g142 s98 w62.5 h170 r16”"), N_("LINE") },
    { "prescription", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.prescriptions, N_("“Paracetamol 500 mg 1-0-1 for 3 days”; may be given again"), N_("LINE") },
    { "notes", 0, 0, G_OPTION_ARG_FILENAME, &typed.notes, N_("What was found"), N_("TEXT") },
    { "plan", 0, 0, G_OPTION_ARG_FILENAME, &typed.plan, N_("What comes next"), N_("TEXT") },
    { "follow-up", 0, 0, G_OPTION_ARG_FILENAME, &typed.follow_up, N_("When to come back: a date, or +3d, +2w, +1m"), N_("DATE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  return add (ctl, argv[1], &typed);
}

/* --- case list and show -------------------------------------------------------------------------------------------- */

int
nadi_ctl_case_list (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl) || !need_clinician (ctl))
    return ctl->parsed;
  row = nadi_ctl_need_patient (ctl, argv[1]);
  if (row == NULL)
    return ctl->parsed;
  cases = nadi_session_list_cases (ctl->session, row->id, &error);
  if (cases == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < cases->len; i++)
    {
      nadi_json_begin_object (writer);
      nadi_ctl_put_case (writer, g_ptr_array_index (cases, i), FALSE);
      nadi_json_end_object (writer);
      if (!ctl->json)
        nadi_ctl_print_case_line (g_ptr_array_index (cases, i));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  else if (cases->len == 0)
    nadi_ctl_print_line ("%s", _("No visits yet."));
  return NADI_CTL_DONE;
}

static void
print_case (NadiCtl *ctl, const NadiPatientRow *row, const NadiCase *visit, const GPtrArray *records)
{
  g_autoptr (NadiJsonWriter) writer = NULL;

  if (!ctl->json)
    {
      nadi_ctl_print_case (visit);
      for (guint i = 0; i < records->len; i++)
        nadi_ctl_print_record (g_ptr_array_index (records, i));
      return;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "patient", row->id);
  nadi_ctl_put_number (writer, "number", row->number);
  nadi_ctl_put_case (writer, visit, TRUE);
  nadi_ctl_put_records (writer, records);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

int
nadi_ctl_case_show (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (NadiCase) visit = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl) || !need_clinician (ctl))
    return ctl->parsed;
  row = nadi_ctl_need_patient (ctl, argv[1]);
  if (row == NULL)
    return ctl->parsed;
  ctl->not_found = _("this chart has no such visit; nadictl case list shows those it has");
  visit = nadi_session_get_case (ctl->session, row->id, argv[2], &records, &error);
  if (visit == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  print_case (ctl, row, visit, records);
  return NADI_CTL_DONE;
}
