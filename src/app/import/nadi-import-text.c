/* Words and tables of an import's report. */
#include "nadi-import-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-word.h"

static const NadiWord types[] = {
  { "Patient", N_("Patients") },
  { "Encounter", N_("Visits") },
  { "Condition", N_("Problems") },
  { "Observation", N_("Measured values") },
  { "MedicationRequest", N_("Prescriptions") },
  { "AllergyIntolerance", N_("Allergies") },
  { "Procedure", N_("Procedures") },
  { "Immunization", N_("Vaccinations") },
  { "DiagnosticReport", N_("Reports") },
  { "CarePlan", N_("Care plans") },
  { "CareTeam", N_("Care teams") },
  { "Claim", N_("Bills") },
  { "Coverage", N_("Insurances") },
  { "Device", N_("Aids and implants") },
  { "DocumentReference", N_("Documents") },
  { "ExplanationOfBenefit", N_("Insurance statements") },
  { "Goal", N_("Goals of treatment") },
  { "ImagingStudy", N_("Imaging studies") },
  { "Location", N_("Places") },
  { "Medication", N_("Medicines") },
  { "MedicationAdministration", N_("Medicines given") },
  { "PractitionerRole", N_("Posts of staff") },
  { "Practitioner", N_("Staff") },
  { "Provenance", N_("Origins of records") },
  { "SupplyDelivery", N_("Supplies") },
  { "Organization", N_("Clinics") },
  { "?", N_("Not recognised") },
};

static const NadiWord reasons[] = {
  { "json", N_("The text is damaged or is no JSON") },
  { "too-large", N_("Larger than one record may be") },
  { "no-resource", N_("There is no record in it") },
  { "type-not-kept", N_("Nadi keeps no records of this kind") },
  { "missing", N_("Something that has to be there is missing") },
  { "type", N_("A part has the wrong form") },
  { "value", N_("A value can’t be right") },
  { "date", N_("A date can’t be right") },
  { "code", N_("A word is none of those that are allowed there") },
  { "choice", N_("Two things are said where only one may be") },
  { "empty", N_("A part is empty") },
  { "invariant", N_("Its parts contradict one another") },
  { "duplicate", N_("The same thing is said twice") },
  { "method", N_("It asks for something to be done instead of saying what is") },
  { "bundle-type", N_("This kind of file is not taken") },
  { "subject", N_("It is about no patient") },
  { "patient-unknown", N_("The patient it is about is not in the file and not here") },
  { "role", N_("Your role may not write this") },
};

const char *
nadi_import_type_name (const char *type)
{
  return nadi_word_name (types, G_N_ELEMENTS (types), type);
}

const char *
nadi_import_reason_name (const char *reason)
{
  return nadi_word_name (reasons, G_N_ELEMENTS (reasons), reason);
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

typedef void (*PutCell) (GString *table, const char *text);

static void
put_plain (GString *table, const char *text)
{
  for (; *text != '\0'; text++)
    g_string_append_c (table, (guchar) *text < ' ' ? ' ' : *text);
}

static void
put_csv (GString *table, const char *text)
{
  g_string_append_c (table, '"');
  /* What a file calls its records is anybody's word; spreadsheets would run some. */
  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    g_string_append_c (table, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, (guchar) *text < ' ' ? ' ' : *text);
    }
  g_string_append_c (table, '"');
}

typedef struct
{
  GString *table;
  PutCell put;
  const char *between;
  const char *end;
} Table;

static void
put_row (Table *table, const char *const cells[6])
{
  for (guint i = 0; i < 6; i++)
    {
      g_string_append (table->table, i > 0 ? table->between : "");
      table->put (table->table, cells[i]);
    }
  g_string_append (table->table, table->end);
}

static void
put_line (Table *table, const NadiImportLine *line)
{
  g_autofree char *taken = g_strdup_printf ("%" G_GUINT64_FORMAT, line->taken);
  g_autofree char *amended = g_strdup_printf ("%" G_GUINT64_FORMAT, line->amended);
  g_autofree char *unchanged = g_strdup_printf ("%" G_GUINT64_FORMAT, line->unchanged);
  g_autofree char *refused = g_strdup_printf ("%" G_GUINT64_FORMAT, line->refused);

  put_row (table, (const char *const[6]) { nadi_import_type_name (line->type), taken, amended, unchanged, refused, "" });
}

static void
put_reasons (Table *table, const char *type, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const NadiImportReason *reason = g_ptr_array_index (list, i);
      g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, reason->count);

      put_row (table, (const char *const[6]) { type, "", "", "", count, nadi_import_reason_name (reason->reason) });
    }
}

static char *
print (const NadiImportReport *report, PutCell put, const char *between, const char *end)
{
  Table table = { g_string_new (NULL), put, between, end };

  put_row (&table, (const char *const[6]) { _("Kind"), _("New"), _("Changed"), _("Here before"), _("Not taken"), _("Why not") });
  for (guint i = 0; i < report->lines->len; i++)
    {
      const NadiImportLine *line = g_ptr_array_index (report->lines, i);

      put_line (&table, line);
      put_reasons (&table, nadi_import_type_name (line->type), line->reasons);
    }
  put_reasons (&table, _("Whole files"), report->unreadable);
  return g_string_free (table.table, FALSE);
}

char *
nadi_import_report_text (const NadiImportReport *report)
{
  return print (report, put_plain, "\t", "\n");
}

char *
nadi_import_report_csv (const NadiImportReport *report)
{
  return print (report, put_csv, ",", "\r\n");
}
