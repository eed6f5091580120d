/* From what was typed to a patient, and what can't be right. */
#include "nadi-register-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-language.h"
#include "nadi-text.h"
#include "nadi-working-name.h"

#define FEWEST_DIGITS 6
#define MOST_DIGITS 15
#define POSTAL_DIGITS 6

char **
nadi_register_slot (NadiPatient *patient, NadiRegisterText text)
{
  switch (text)
    {
    case TEXT_PHONE: return &patient->phone;
    case TEXT_EMAIL: return &patient->email;
    case TEXT_CITY: return &patient->address.city;
    case TEXT_DISTRICT: return &patient->address.district;
    case TEXT_REGION: return &patient->address.region;
    case TEXT_POSTAL: return &patient->address.postal_code;
    case TEXT_GUARDIAN_NAME: return &patient->guardian.name;
    case TEXT_GUARDIAN_RELATION: return &patient->guardian.relation;
    case TEXT_GUARDIAN_PHONE: return &patient->guardian.phone;
    case TEXT_EMERGENCY_NAME: return &patient->emergency.name;
    case TEXT_EMERGENCY_RELATION: return &patient->emergency.relation;
    case TEXT_EMERGENCY_PHONE: return &patient->emergency.phone;
    case N_TEXTS:
    default: g_return_val_if_reached (NULL);
    }
}

/* Without white space at the ends; NULL for nothing. (transfer full) */
static char *
typed (NadiField *field)
{
  char *text = g_strstrip (g_strdup (nadi_field_get_text (field)));

  if (text[0] != '\0')
    return text;
  g_free (text);
  return NULL;
}

static void
put (char **slot, char *text)
{
  g_free (*slot);
  *slot = text;
}

/* --- what can't be right ------------------------------------------------------------------------------------------ */

static guint
count_digits (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text);
  guint digits = 0;

  for (const char *c = plain; *c != '\0'; c++)
    digits += g_ascii_isdigit (*c);
  return digits;
}

static gboolean
is_phone (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text);
  guint digits = count_digits (text);

  return plain[strspn (plain, "0123456789 +-().")] == '\0' && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS;
}

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL && strpbrk (text, " \t,;<>") == NULL;
}

/* Foreign codes have letters; one of figures alone is Indian. */
static gboolean
is_postal (const char *text)
{
  g_autofree char *plain = nadi_text_plain_digits (text);

  return plain[strspn (plain, "0123456789 ")] != '\0' || count_digits (plain) == POSTAL_DIGITS;
}

static const char *
wrong_with (NadiRegisterText which, const char *text)
{
  switch (which)
    {
    case TEXT_PHONE:
    case TEXT_GUARDIAN_PHONE:
    case TEXT_EMERGENCY_PHONE:
      return is_phone (text) ? NULL : _("No telephone number: 6 to 15 digits");
    case TEXT_EMAIL:
      return is_email (text) ? NULL : _("No e-mail address: name@place");
    case TEXT_POSTAL:
      return is_postal (text) ? NULL : _("A postal code has 6 digits");
    case TEXT_CITY:
    case TEXT_DISTRICT:
    case TEXT_REGION:
    case TEXT_GUARDIAN_NAME:
    case TEXT_GUARDIAN_RELATION:
    case TEXT_EMERGENCY_NAME:
    case TEXT_EMERGENCY_RELATION:
    case N_TEXTS:
    default:
      return NULL;
    }
}

gboolean
nadi_register_read_birth (NadiRegisterForm *self, NadiDate *birth)
{
  g_autofree char *text = typed (self->birth);

  memset (birth, 0, sizeof *birth);
  return text == NULL || nadi_date_parse_entry (text, self->today, birth, NULL);
}

/* Marks what is wrong; gives the first of them. */
static GtkWidget *
check (NadiRegisterForm *self)
{
  g_autofree char *name = typed (self->name);
  g_autofree char *native = typed (self->native);
  g_autofree char *language = typed (self->language);
  GtkWidget *first = NULL;
  NadiDate birth;

  if (name == NULL && native == NULL && self->kind != NADI_REGISTER_UNIDENTIFIED)
    {
      nadi_field_set_error (self->name, _("A name is needed. If nobody knows it, choose “Unidentified” above."));
      first = GTK_WIDGET (self->name);
    }
  if (!nadi_register_read_birth (self, &birth))
    {
      nadi_field_set_error (self->birth, _("No date or age: try 40, 1984 or 9/5/1984"));
      first = first != NULL ? first : GTK_WIDGET (self->birth);
    }
  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_autofree char *text = typed (self->texts[i]);
      const char *wrong = text != NULL ? wrong_with (i, text) : NULL;

      nadi_field_set_error (self->texts[i], wrong);
      if (wrong != NULL && first == NULL)
        first = GTK_WIDGET (self->texts[i]);
    }
  if (language != NULL && g_strcmp0 (language, self->language_before) != 0 && nadi_language_complete (language) == NULL)
    {
      nadi_field_set_error (self->language, _("Not a language of the list: try Hindi or मराठी"));
      first = first != NULL ? first : GTK_WIDGET (self->language);
    }
  return first;
}

/* --- the patient -------------------------------------------------------------------------------------------------- */

/* What stands there as it was keeps its parts (a prefix, two given names) as the source had them. */
static void
put_name (NadiPersonName *name, const char *text)
{
  g_autofree char *before = nadi_person_name_full (name);

  if (g_strcmp0 (before, text != NULL ? text : "") != 0)
    nadi_person_name_set (name, text != NULL ? text : "");
}

/* One text that is no given and family name. */
static void
put_rule_name (NadiPersonName *name, const char *text)
{
  nadi_person_name_set (name, "");
  name->text = g_strdup (text);
}

static void
take_names (NadiRegisterForm *self, NadiPatient *patient)
{
  g_autofree char *name = typed (self->name);
  g_autofree char *native = typed (self->native);

  put_name (&patient->name_local, native);
  patient->name_temporary = TRUE;
  if (self->kind == NADI_REGISTER_UNIDENTIFIED)
    {
      g_autofree char *rule = nadi_working_name_unidentified (patient->sex, &patient->birth, self->today, self->hour, self->minute);

      put_rule_name (&patient->name, rule);
    }
  else if (self->rule_name != NULL && g_strcmp0 (name, self->rule_name) == 0)
    put_rule_name (&patient->name, name);
  else
    {
      put_name (&patient->name, name);
      patient->name_temporary = FALSE;
    }
}

static void
take_line (NadiRegisterForm *self, NadiPatient *patient)
{
  g_autofree char *line = typed (self->line);
  g_autofree char *before = nadi_register_one_line (patient->address.line);

  if (g_strcmp0 (line != NULL ? line : "", before) != 0)
    put (&patient->address.line, g_steal_pointer (&line));
}

static void
take_all (NadiRegisterForm *self, NadiPatient *patient)
{
  g_autofree char *language = typed (self->language);
  g_autofree char *birth_before = nadi_register_birth_text (&patient->birth);
  NadiDate birth;

  if (g_strcmp0 (birth_before, nadi_field_get_text (self->birth)) != 0 && nadi_register_read_birth (self, &birth))
    patient->birth = birth;
  patient->sex = nadi_sex_choice_get (self->sex);
  take_names (self, patient);
  for (guint i = 0; i < N_TEXTS; i++)
    put (nadi_register_slot (patient, i), typed (self->texts[i]));
  take_line (self, patient);
  if (language == NULL || g_strcmp0 (language, self->language_before) != 0)
    put (&patient->language, language != NULL ? g_strdup (nadi_language_complete (language)) : NULL);
  g_clear_pointer (&patient->address.text, g_free);
  g_clear_pointer (&patient->photo, g_bytes_unref);
  patient->photo = self->photo != NULL ? g_bytes_ref (self->photo) : NULL;
}

NadiPatient *
nadi_register_form_peek (NadiRegisterForm *self)
{
  NadiPatient *patient = nadi_patient_new ();

  take_all (self, patient);
  return patient;
}

NadiPatient *
nadi_register_form_take (NadiRegisterForm *self, const NadiPatient *base)
{
  GtkWidget *wrong = check (self);
  NadiPatient *patient;

  if (wrong != NULL)
    {
      gtk_widget_grab_focus (wrong);
      return NULL;
    }
  patient = base != NULL ? nadi_patient_copy (base) : nadi_patient_new ();
  take_all (self, patient);
  return patient;
}
