/* Patients, as lists and as a page. */
#include <glib/gi18n.h>

#include "nadi-ctl-output.h"

void
nadi_ctl_put_row (NadiJsonWriter *writer, const NadiPatientRow *row)
{
  nadi_json_begin_object (writer);
  nadi_ctl_put_number (writer, "number", row->number);
  nadi_json_put_string (writer, "name", row->name);
  nadi_ctl_put_text (writer, "native", row->native);
  nadi_json_put_string (writer, "sex", nadi_sex_code (row->sex));
  nadi_ctl_put_date (writer, "birth", &row->birth);
  nadi_ctl_put_text (writer, "phone", row->phone);
  nadi_ctl_put_text (writer, "place", row->place);
  nadi_ctl_put_day (writer, "last_visit", row->last_visit);
  nadi_json_put_boolean (writer, "unclaimed", row->unclaimed);
  nadi_json_put_boolean (writer, "deceased", row->deceased);
  nadi_json_put_string (writer, "patient", row->id);
  nadi_json_end_object (writer);
}

static const char *
sex_text (NadiSex sex)
{
  switch (sex)
    {
    case NADI_SEX_MALE: return _("male");
    case NADI_SEX_FEMALE: return _("female");
    case NADI_SEX_OTHER: return _("other");
    default: return "";
    }
}

/* "1980-05-06", or "about 1980" of a year. */
static char *
birth_text (const NadiDate *birth)
{
  g_autofree char *text = nadi_date_to_text (birth);

  if (text != NULL && birth->precision != NADI_DATE_DAY)
    return g_strdup_printf (_("about %s"), text);
  return g_steal_pointer (&text);
}

void
nadi_ctl_print_row (const NadiPatientRow *row)
{
  g_autofree char *number = nadi_ctl_number (row->number);
  g_autofree char *birth = birth_text (&row->birth);
  g_autofree char *visit = nadi_ctl_day (row->last_visit);
  g_autoptr (GString) line = g_string_new (number);

  g_string_append_printf (line, "  %s", row->name);
  if (*row->native != 0)
    g_string_append_printf (line, " (%s)", row->native);
  if (*sex_text (row->sex) != 0)
    g_string_append_printf (line, ", %s", sex_text (row->sex));
  if (birth != NULL)
    g_string_append_printf (line, ", %s", birth);
  if (*row->phone != 0)
    g_string_append_printf (line, ", %s", row->phone);
  if (visit != NULL)
    g_string_append_printf (line, _(", last seen %s"), visit);
  if (row->deceased)
    g_string_append (line, _(", has died"));
  nadi_ctl_print_line ("%s", line->str);
}

static void
put_address (NadiJsonWriter *writer, const NadiAddress *address)
{
  nadi_json_name (writer, "address");
  nadi_json_begin_object (writer);
  nadi_ctl_put_text (writer, "text", address->text);
  nadi_ctl_put_text (writer, "line", address->line);
  nadi_ctl_put_text (writer, "city", address->city);
  nadi_ctl_put_text (writer, "district", address->district);
  nadi_ctl_put_text (writer, "region", address->region);
  nadi_ctl_put_text (writer, "postal_code", address->postal_code);
  nadi_ctl_put_text (writer, "country", address->country);
  nadi_json_end_object (writer);
}

static void
put_contact (NadiJsonWriter *writer, const char *member, const NadiContact *contact)
{
  nadi_json_name (writer, member);
  if (contact->name == NULL && contact->phone == NULL)
    {
      nadi_json_null (writer);
      return;
    }
  nadi_json_begin_object (writer);
  nadi_ctl_put_text (writer, "name", contact->name);
  nadi_ctl_put_text (writer, "relation", contact->relation);
  nadi_ctl_put_text (writer, "phone", contact->phone);
  nadi_json_end_object (writer);
}

void
nadi_ctl_put_patient (NadiJsonWriter *writer, const NadiPatientRow *row, const NadiPatient *patient)
{
  g_autofree char *native = nadi_person_name_full (&patient->name_local);
  g_autofree char *blood = nadi_blood_text (patient->blood_group, patient->rhesus);

  nadi_json_put_string (writer, "patient", row->id);
  nadi_json_put_string (writer, "id", patient->id);
  nadi_ctl_put_number (writer, "number", row->number);
  nadi_json_put_string (writer, "name", row->name);
  nadi_ctl_put_text (writer, "native", native);
  nadi_json_put_string (writer, "sex", nadi_sex_code (patient->sex));
  nadi_ctl_put_date (writer, "birth", &patient->birth);
  nadi_json_put_boolean (writer, "deceased", patient->deceased);
  nadi_ctl_put_text (writer, "phone", patient->phone);
  nadi_ctl_put_text (writer, "email", patient->email);
  put_address (writer, &patient->address);
  nadi_ctl_put_text (writer, "language", patient->language);
  put_contact (writer, "guardian", &patient->guardian);
  put_contact (writer, "emergency", &patient->emergency);
  nadi_json_put_string (writer, "blood", blood);
  nadi_ctl_put_day (writer, "last_visit", row->last_visit);
  nadi_json_put_boolean (writer, "unclaimed", row->unclaimed);
}

static char *
address_text (const NadiAddress *address)
{
  const char *parts[] = { address->line, address->city, address->district, address->region, address->postal_code };
  g_autoptr (GString) text = g_string_new (NULL);

  if (address->text != NULL)
    return g_strdup (address->text);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
nadi_ctl_print_patient (const NadiPatientRow *row, const NadiPatient *patient)
{
  g_autofree char *number = nadi_ctl_number (row->number);
  g_autofree char *native = nadi_person_name_full (&patient->name_local);
  g_autofree char *birth = birth_text (&patient->birth);
  g_autofree char *address = address_text (&patient->address);
  g_autofree char *blood = nadi_blood_text (patient->blood_group, patient->rhesus);
  g_autofree char *visit = nadi_ctl_day (row->last_visit);

  nadi_ctl_print_line ("%s  %s", number, row->name);
  nadi_ctl_print_field (_("Own script"), native);
  nadi_ctl_print_field (_("Sex"), sex_text (patient->sex));
  nadi_ctl_print_field (_("Born"), birth);
  nadi_ctl_print_field (_("Telephone"), patient->phone);
  nadi_ctl_print_field (_("E-mail"), patient->email);
  nadi_ctl_print_field (_("Address"), address);
  nadi_ctl_print_field (_("Guardian"), patient->guardian.name);
  nadi_ctl_print_field (_("In an emergency"), patient->emergency.name);
  nadi_ctl_print_field (_("Blood group"), blood);
  nadi_ctl_print_field (_("Last seen"), visit);
  if (patient->deceased)
    nadi_ctl_print_line ("%s", _("Has died"));
}
