/* Choosing among several names, telephones, addresses and contacts. */
#include "nadi-fhir-patient-pick.h"

#include <string.h>

#include "nadi-fhir-build.h"
#include "nadi-patient.h"

/* Base64 with padding. */
#define LONGEST_PHOTO ((NADI_PHOTO_MOST + 2) / 3 * 4)

static gboolean
is_past (const NadiJsonValue *element)
{
  const char *use = nadi_fhir_string (element, "use");

  return g_strcmp0 (use, "old") == 0 || g_strcmp0 (use, "maiden") == 0;
}

gint
nadi_fhir_pick_number (const NadiJsonValue *patient)
{
  const NadiJsonValue *identifiers = nadi_fhir_array (patient, "identifier");

  for (guint i = 0; i < nadi_fhir_length (identifiers); i++)
    {
      if (g_strcmp0 (nadi_fhir_string (nadi_fhir_nth (identifiers, i), "system"), NADI_FHIR_PATIENT_NUMBER) == 0)
        return (gint) i;
    }
  return -1;
}

/* The official name, else the usual one, else the first that is not a former one. */
gint
nadi_fhir_pick_name (const NadiJsonValue *patient)
{
  static const char *const uses[] = { "official", "usual" };
  const NadiJsonValue *names = nadi_fhir_array (patient, "name");

  for (guint u = 0; u < G_N_ELEMENTS (uses); u++)
    {
      for (guint i = 0; i < nadi_fhir_length (names); i++)
        {
          if (g_strcmp0 (nadi_fhir_string (nadi_fhir_nth (names, i), "use"), uses[u]) == 0)
            return (gint) i;
        }
    }
  for (guint i = 0; i < nadi_fhir_length (names); i++)
    {
      if (!is_past (nadi_fhir_nth (names, i)))
        return (gint) i;
    }
  return nadi_fhir_length (names) > 0 ? 0 : -1;
}

/* The script of the first letter that has one. */
static GUnicodeScript
script_of (const NadiJsonValue *name)
{
  const NadiJsonValue *given = nadi_fhir_array (name, "given");
  const char *texts[] = { nadi_fhir_string (name, "text"), nadi_fhir_string (name, "family"),
                          nadi_fhir_length (given) > 0 && given->items[0].kind == NADI_JSON_STRING ? given->items[0].text : NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (const char *p = texts[i]; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
        {
          if (g_unichar_isalpha (g_utf8_get_char (p)))
            return g_unichar_get_script (g_utf8_get_char (p));
        }
    }
  return G_UNICODE_SCRIPT_COMMON;
}

gint
nadi_fhir_pick_local_name (const NadiJsonValue *patient)
{
  const NadiJsonValue *names = nadi_fhir_array (patient, "name");
  gint main_name = nadi_fhir_pick_name (patient);
  GUnicodeScript script;

  if (main_name < 0)
    return -1;
  script = script_of (nadi_fhir_nth (names, (guint) main_name));
  for (guint i = 0; i < nadi_fhir_length (names); i++)
    {
      const NadiJsonValue *name = nadi_fhir_nth (names, i);
      GUnicodeScript other = script_of (name);
      if ((gint) i != main_name && !is_past (name) && other != script && other != G_UNICODE_SCRIPT_COMMON)
        return (gint) i;
    }
  return -1;
}

gint
nadi_fhir_pick_telecom (const NadiJsonValue *patient, const char *system)
{
  const NadiJsonValue *telecom = nadi_fhir_array (patient, "telecom");

  for (guint i = 0; i < nadi_fhir_length (telecom); i++)
    {
      const NadiJsonValue *point = nadi_fhir_nth (telecom, i);
      if (g_strcmp0 (nadi_fhir_string (point, "system"), system) == 0 && !is_past (point) &&
          nadi_fhir_string (point, "value") != NULL)
        return (gint) i;
    }
  return -1;
}

gint
nadi_fhir_pick_address (const NadiJsonValue *patient)
{
  const NadiJsonValue *addresses = nadi_fhir_array (patient, "address");

  for (guint i = 0; i < nadi_fhir_length (addresses); i++)
    {
      if (!is_past (nadi_fhir_nth (addresses, i)))
        return (gint) i;
    }
  return -1;
}

gint
nadi_fhir_pick_language (const NadiJsonValue *patient)
{
  const NadiJsonValue *languages = nadi_fhir_array (patient, "communication");

  for (guint i = 0; i < nadi_fhir_length (languages); i++)
    {
      const NadiJsonValue *language = nadi_fhir_nth (languages, i);
      if (nadi_fhir_is_true (language, "preferred"))
        return (gint) i;
    }
  return nadi_fhir_length (languages) > 0 ? 0 : -1;
}

gint
nadi_fhir_pick_photo (const NadiJsonValue *patient)
{
  const NadiJsonValue *photos = nadi_fhir_array (patient, "photo");

  for (guint i = 0; i < nadi_fhir_length (photos); i++)
    {
      const NadiJsonValue *photo = nadi_fhir_nth (photos, i);
      const char *data = nadi_fhir_string (photo, "data");

      if (data != NULL && g_strcmp0 (nadi_fhir_string (photo, "contentType"), "image/jpeg") == 0 && strlen (data) <= LONGEST_PHOTO)
        return (gint) i;
    }
  return -1;
}

gint
nadi_fhir_pick_contact (const NadiJsonValue *patient, const char *system, const char *code)
{
  const NadiJsonValue *contacts = nadi_fhir_array (patient, "contact");

  for (guint i = 0; i < nadi_fhir_length (contacts); i++)
    {
      const NadiJsonValue *relations = nadi_fhir_array (nadi_fhir_nth (contacts, i), "relationship");
      for (guint r = 0; r < nadi_fhir_length (relations); r++)
        {
          if (nadi_fhir_has_coding (nadi_fhir_nth (relations, r), system, code))
            return (gint) i;
        }
    }
  return -1;
}
