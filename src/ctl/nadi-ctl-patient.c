/* patient add, find, show. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"

#define ROWS 40              /* of a list, unless --limit says otherwise */
#define OLDEST 130           /* years */

/* --- patient add --------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *name, *native, *sex, *birth, *phone, *email, *address, *city, *region, *postal_code, *language;
  char *guardian, *relation, *guardian_phone;
  int age;
} Typed;

static void
typed_clear (Typed *typed)
{
  char **texts[] = { &typed->name, &typed->native, &typed->sex, &typed->birth, &typed->phone, &typed->email, &typed->address,
                     &typed->city, &typed->region, &typed->postal_code, &typed->language, &typed->guardian, &typed->relation,
                     &typed->guardian_phone };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* Birth date or age. FALSE: said why. */
static gboolean
take_birth (const Typed *typed, NadiDate *birth)
{
  if (typed->birth != NULL && typed->age >= 0)
    return nadi_ctl_say (NADI_CTL_USAGE, _("give either --birth or --age")), FALSE;
  if (typed->age > OLDEST)
    return nadi_ctl_say (NADI_CTL_USAGE, _("an age is a number of years, at most %d"), OLDEST), FALSE;
  if (typed->age >= 0)
    nadi_date_from_age ((guint) typed->age, nadi_ctl_today (), birth);
  else if (typed->birth != NULL && !nadi_date_parse (typed->birth, birth, NULL))
    return nadi_ctl_say (NADI_CTL_USAGE, _("a birth date is written 1980-05-06, 1980-05 or 1980")), FALSE;
  if (birth->precision != NADI_DATE_NONE && nadi_date_first_day (birth) > nadi_ctl_today ())
    return nadi_ctl_say (NADI_CTL_USAGE, _("this birth date is yet to come")), FALSE;
  return TRUE;
}

/* NULL: said why. */
static NadiPatient *
patient_of (const Typed *typed)
{
  g_autoptr (NadiPatient) patient = nadi_patient_new ();

  if (typed->name == NULL || *typed->name == 0)
    return nadi_ctl_say (NADI_CTL_USAGE, _("a patient needs a name: --name NAME")), NULL;
  nadi_person_name_set (&patient->name, typed->name);
  if (typed->native != NULL)
    nadi_person_name_set (&patient->name_local, typed->native);
  patient->sex = nadi_sex_from_code (typed->sex);
  if (typed->sex != NULL && patient->sex == NADI_SEX_NONE)
    return nadi_ctl_say (NADI_CTL_USAGE, _("--sex is male, female, other or unknown")), NULL;
  if (!take_birth (typed, &patient->birth))
    return NULL;
  patient->phone = g_strdup (typed->phone);
  patient->email = g_strdup (typed->email);
  patient->address.line = g_strdup (typed->address);
  patient->address.city = g_strdup (typed->city);
  patient->address.region = g_strdup (typed->region);
  patient->address.postal_code = g_strdup (typed->postal_code);
  patient->language = g_strdup (typed->language);
  patient->guardian.name = g_strdup (typed->guardian);
  patient->guardian.relation = g_strdup (typed->relation);
  patient->guardian.phone = g_strdup (typed->guardian_phone);
  return g_steal_pointer (&patient);
}

static void
print_added (NadiCtl *ctl, const NadiPatientRow *row, gboolean saved)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *number = nadi_ctl_number (row->number);

  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s  %s", number, row->name);
      nadi_ctl_print_line ("%s", saved ? _("Saved.") : _("Saved here; waiting to be sent."));
      return;
    }
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "number", number);
  nadi_json_put_string (writer, "patient", row->id);
  nadi_json_put_string (writer, "id", row->id); /* a chart that is made here has one id for both */
  nadi_json_put_string (writer, "state", saved ? "saved" : "waiting");
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

static int
add (NadiCtl *ctl, const Typed *typed)
{
  g_autoptr (NadiPatient) patient = patient_of (typed);
  g_autoptr (NadiPatientRow) row = NULL;
  GError *error = NULL;
  gboolean saved, sent;

  if (patient == NULL)
    return NADI_CTL_USAGE;
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_add_patient (ctl->session, patient, &row, &error) &&
      !(nadi_ctl_got_keys (ctl, &error) && nadi_session_add_patient (ctl->session, patient, &row, &error)))
    return nadi_ctl_fail (ctl, error);
  sent = nadi_ctl_send (ctl, &saved, &error);
  print_added (ctl, row, saved);
  return sent ? NADI_CTL_DONE : nadi_ctl_fail (ctl, error);
}

int
nadi_ctl_patient_add (NadiCtl *ctl, int argc, char **argv)
{
  g_auto (Typed) typed = { .age = -1 };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &typed.name, N_("The name, as it is written"), N_("NAME") },
    { "native", 0, 0, G_OPTION_ARG_FILENAME, &typed.native, N_("The same name in another script"), N_("NAME") },
    { "sex", 0, 0, G_OPTION_ARG_FILENAME, &typed.sex, N_("male, female, other or unknown"), N_("SEX") },
    { "birth", 0, 0, G_OPTION_ARG_FILENAME, &typed.birth, N_("The birth date, as far as it is known: 1980-05-06, 1980-05, 1980"), N_("DATE") },
    { "age", 0, 0, G_OPTION_ARG_INT, &typed.age, N_("About how old, instead of a birth date"), N_("YEARS") },
    { "phone", 0, 0, G_OPTION_ARG_FILENAME, &typed.phone, N_("Telephone number"), N_("NUMBER") },
    { "email", 0, 0, G_OPTION_ARG_FILENAME, &typed.email, N_("E-mail address"), N_("ADDRESS") },
    { "address", 0, 0, G_OPTION_ARG_FILENAME, &typed.address, N_("House and street"), N_("TEXT") },
    { "city", 0, 0, G_OPTION_ARG_FILENAME, &typed.city, N_("Town or village"), N_("NAME") },
    { "region", 0, 0, G_OPTION_ARG_FILENAME, &typed.region, N_("State"), N_("NAME") },
    { "postal-code", 0, 0, G_OPTION_ARG_FILENAME, &typed.postal_code, N_("Postal code"), N_("CODE") },
    { "language", 0, 0, G_OPTION_ARG_FILENAME, &typed.language, N_("Language to write to the patient in: hi, mr, en …"), N_("TAG") },
    { "guardian", 0, 0, G_OPTION_ARG_FILENAME, &typed.guardian, N_("Who speaks for the patient"), N_("NAME") },
    { "guardian-relation", 0, 0, G_OPTION_ARG_FILENAME, &typed.relation, N_("What they are to the patient: mother, father …"), N_("TEXT") },
    { "guardian-phone", 0, 0, G_OPTION_ARG_FILENAME, &typed.guardian_phone, N_("Their telephone number"), N_("NUMBER") },
    G_OPTION_ENTRY_NULL,
  };

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  return add (ctl, &typed);
}

/* --- patient find -------------------------------------------------------------------------------------------------- */

int
nadi_ctl_patient_find (NadiCtl *ctl, int argc, char **argv)
{
  int limit = ROWS;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (40)"), N_("N") },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *query = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;
  guint total = 0;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (limit < 1)
    return nadi_ctl_say (NADI_CTL_USAGE, _("--limit is a number from 1"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  query = g_strjoinv (" ", argv + 1);
  rows = nadi_session_find_patients (ctl->session, query, (guint) limit, &total);
  if (total == 0 && nadi_ctl_catch_up (ctl))
    {
      g_ptr_array_unref (rows);
      rows = nadi_session_find_patients (ctl->session, query, (guint) limit, &total);
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_array (writer);
  for (guint i = 0; i < rows->len; i++)
    {
      nadi_ctl_put_row (writer, g_ptr_array_index (rows, i));
      if (!ctl->json)
        nadi_ctl_print_row (g_ptr_array_index (rows, i));
    }
  nadi_json_end_array (writer);
  if (ctl->json)
    nadi_ctl_print_json (writer);
  else if (rows->len == 0)
    nadi_ctl_print_line ("%s", _("Nobody of that name or number is known here."));
  else if (total > rows->len)
    nadi_ctl_print_line (ngettext ("… and %u more", "… and %u more", total - rows->len), total - rows->len);
  return NADI_CTL_DONE;
}

/* --- patient show -------------------------------------------------------------------------------------------------- */

static int
print_chart (NadiCtl *ctl, const NadiPatientRow *row, const NadiPatient *patient, const GPtrArray *records)
{
  guint damaged = nadi_ctl_count_damaged (records);

  if (ctl->json)
    {
      g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

      nadi_json_begin_object (writer);
      nadi_ctl_put_patient (writer, row, patient);
      nadi_ctl_put_records (writer, records);
      nadi_json_end_object (writer);
      nadi_ctl_print_json (writer);
    }
  else
    {
      nadi_ctl_print_patient (row, patient);
      for (guint i = 0; i < records->len; i++)
        nadi_ctl_print_record (g_ptr_array_index (records, i));
    }
  if (damaged == 0)
    return NADI_CTL_DONE;
  return nadi_ctl_say (NADI_CTL_INTEGRITY,
                       ngettext ("%u record is not what its author signed, and its contents are not shown: tell the administrator",
                                 "%u records are not what their authors signed, and their contents are not shown: tell the administrator",
                                 damaged),
                       damaged);
}

int
nadi_ctl_patient_show (NadiCtl *ctl, int argc, char **argv)
{
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("With what was replaced or retracted"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiPatientRow) row = NULL;
  g_autoptr (NadiPatient) patient = NULL;
  g_autoptr (GPtrArray) records = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv) || !nadi_ctl_open (ctl))
    return ctl->parsed;
  row = nadi_ctl_need_patient (ctl, argv[1]);
  if (row == NULL)
    return ctl->parsed;
  patient = nadi_session_get_patient (ctl->session, row->id, &error);
  if (patient == NULL)
    return nadi_ctl_fail (ctl, error);
  records = nadi_session_list_records (ctl->session, row->id, NULL, all, &error);
  if (records == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  return print_chart (ctl, row, patient, records);
}
