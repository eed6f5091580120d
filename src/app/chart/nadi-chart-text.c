/* Texts of a chart. */
#include "nadi-chart-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-format.h"
#include "nadi-text.h"

#define LONGEST_TITLE 160

/* Joins with a middle dot; nothing is a sentence here. */
static void
append (GString *text, const char *part)
{
  if (part == NULL || part[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

const char *
nadi_chart_text_section (NadiSection section)
{
  switch (section)
    {
    case NADI_SECTION_IDENTITY: return _("Identity");
    case NADI_SECTION_EMERGENCY: return _("Emergency facts");
    case NADI_SECTION_ENCOUNTERS: return _("Visits");
    case NADI_SECTION_MEDICATIONS: return _("Medicines");
    case NADI_SECTION_RESULTS: return _("Results");
    case NADI_SECTION_DOCUMENTS: return _("Documents");
    case NADI_SECTION_SENSITIVE: return _("Sensitive");
    case NADI_SECTION_DIRECTORY:
    default: return "";
    }
}

const char *
nadi_chart_text_label (const char *label)
{
  static const char *const labels[] = {
    N_("Since"), N_("Until"), N_("Certainty"), N_("Severity"), N_("Site"), N_("Note"), N_("Reaction"), N_("Risk"), N_("Kind"), N_("Reason"),
    N_("Outcome"), N_("Lot"), N_("Maker"), N_("Dose"), N_("Value"), N_("No value"), N_("Reading"), N_("Intent"), N_("Conclusion"), N_("Finding"),
    N_("Where"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i], label))
      return _(labels[i]);
  return label;
}

const char *
nadi_chart_text_proof (NadiProofState proof)
{
  switch (proof)
    {
    case NADI_PROOF_UNSENT: return _("saved here, not sent yet");
    case NADI_PROOF_ADMITTED: return _("sent, not confirmed yet");
    case NADI_PROOF_PROVEN: return _("confirmed");
    case NADI_PROOF_DAMAGED: return _("damaged");
    case NADI_PROOF_MISSING:
    default: return _("missing");
    }
}

const char *
nadi_chart_text_unreadable (const NadiRecordInfo *info)
{
  if (info->proof != NADI_PROOF_DAMAGED)
    return _("This record is on the ledger, but its contents are not on this computer yet.");
  if (g_strcmp0 (info->problem, "signature") == 0)
    return _("This record does not carry its author's signature. It is not shown.");
  return _("This record is not what its author signed. It is not shown.");
}

/* "Procedure" and so on for rows that say nothing by themselves. */
static const char *
type_name (const char *type)
{
  static const struct
  {
    const char *type;
    const char *name;
  } names[] = {
    { "Encounter", N_("Visit") },
    { "Condition", N_("Problem") },
    { "AllergyIntolerance", N_("Allergy") },
    { "Procedure", N_("Procedure") },
    { "Immunization", N_("Vaccination") },
    { "Observation", N_("Finding") },
    { "MedicationRequest", N_("Prescription") },
    { "DiagnosticReport", N_("Report") },
    { "DocumentReference", N_("Document") },
    { "Patient", N_("Identity") },
  };

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].type, type))
      return _(names[i].name);
  return _("Record");
}

static char *
case_title (const NadiCase *visit)
{
  const char *title = nadi_case_title (visit);
  g_autofree char *shown = nadi_text_display (title, LONGEST_TITLE);

  return shown[0] != '\0' ? g_steal_pointer (&shown) : g_strdup (_("Visit"));
}

char *
nadi_chart_text_title (const NadiChartRow *row)
{
  const NadiRecordInfo *info = row->info;

  switch (row->kind)
    {
    case NADI_CHART_CASE:
      return case_title (row->visit);
    case NADI_CHART_UNREADABLE:
      return g_strdup (info->proof == NADI_PROOF_DAMAGED ? _("A damaged record") : _("A record that is missing here"));
    case NADI_CHART_RETRACTED:
      /* Translators: %s is "Visit", "Document", … */
      return g_strdup_printf (_("%s (withdrawn)"), type_name (info->type));
    case NADI_CHART_RECORD:
    default:
      if (row->title != NULL && row->title[0] != '\0')
        /* Translators: what kind of record, and what it says: "Vaccination: tetanus". */
        return g_strdup_printf (_("%s: %s"), type_name (info->type), row->title);
      return g_strdup (type_name (info->type));
    }
}

char *
nadi_chart_text_fact (const char *label, const char *value)
{
  g_autofree char *day = g_strndup (value, strcspn (value, "T"));
  NadiDate date;

  if ((g_str_equal (label, "Since") || g_str_equal (label, "Until")) && nadi_date_parse (day, &date, NULL))
    return nadi_format_date (&date);
  return g_strdup (value);
}

/* The first fact; what it is called only where nobody would know. */
static void
append_fact (GString *text, char **facts)
{
  static const char *const plain[] = { "", "Reaction", "Value", "Dose", "Kind", "Conclusion", "Finding", "Note", NULL };
  g_autofree char *value = NULL, *named = NULL;

  if (facts == NULL || facts[0] == NULL)
    return;
  value = nadi_chart_text_fact (facts[0], facts[1]);
  if (!g_strv_contains (plain, facts[0]))
    named = g_strdup_printf (_("%s: %s"), nadi_chart_text_label (facts[0]), value);
  append (text, named != NULL ? named : value);
}

char *
nadi_chart_text_vitals (const NadiVitals *vitals)
{
  GString *text = g_string_new (NULL);
  g_autofree char *pressure = nadi_format_pressure (vitals);

  append (text, pressure);
  for (guint kind = NADI_VITAL_PULSE; kind < NADI_N_VITALS; kind++)
    if (vitals->at[kind].known)
      {
        g_autofree char *value = nadi_format_vital (&vitals->at[kind]);
        g_autofree char *named = g_strdup_printf ("%s %s", nadi_format_vital_name ((NadiVitalKind) kind), value);

        append (text, named);
      }
  return g_string_free (text, FALSE);
}

char *
nadi_chart_text_figures (const NadiChartRow *row)
{
  const NadiCase *visit = row->visit;
  GString *text = g_string_new (NULL);
  g_autofree char *pressure = NULL, *lines = NULL;
  guint abnormal = 0;

  if (row->kind != NADI_CHART_CASE)
    {
      append_fact (text, row->facts);
      return g_string_free (text, FALSE);
    }
  pressure = nadi_format_pressure (&visit->vitals);
  append (text, pressure);
  if (visit->vitals.at[NADI_VITAL_TEMPERATURE].known)
    {
      g_autofree char *fever = nadi_format_vital (&visit->vitals.at[NADI_VITAL_TEMPERATURE]);

      append (text, fever);
    }
  for (guint i = 0; i < visit->results->len; i++)
    {
      const NadiResult *result = g_ptr_array_index (visit->results, i);
      g_autofree char *value = NULL, *named = NULL;

      if (!result->abnormal || abnormal++ >= 2)
        continue;
      value = nadi_format_result (result->value, result->unit, result->abnormal);
      named = g_strdup_printf ("%s %s", result->text != NULL ? result->text : "", value);
      append (text, named);
    }
  if (visit->prescriptions->len > 0)
    lines = g_strdup_printf (ngettext ("%u medicine", "%u medicines", visit->prescriptions->len), visit->prescriptions->len);
  append (text, lines);
  return g_string_free (text, FALSE);
}

char *
nadi_chart_text_author (const NadiChartRow *row)
{
  const NadiCase *visit = row->kind == NADI_CHART_CASE ? row->visit : NULL;
  const char *name = visit != NULL && visit->practitioner_name != NULL ? visit->practitioner_name : row->info->author;
  const char *clinic = visit != NULL && visit->organisation_name != NULL ? visit->organisation_name : row->info->organisation;
  g_autofree char *text = NULL;

  if (name != NULL && name[0] != '\0' && clinic != NULL && clinic[0] != '\0')
    /* Translators: who wrote it, and where: "Dr Rao, City Hospital". */
    text = g_strdup_printf (_("%s, %s"), name, clinic);
  else
    text = g_strdup (name != NULL && name[0] != '\0' ? name : clinic);
  return nadi_text_display (text != NULL ? text : "", LONGEST_TITLE);
}

/* The day that the clinic's clock shows. */
static gint32
local_day (gint64 ms, GTimeZone *zone)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, ms / 1000);
  gint32 offset = interval >= 0 ? g_time_zone_get_offset (zone, interval) : 0;

  return nadi_day_from_time (ms + (gint64) offset * 1000);
}

char *
nadi_chart_text_day (const NadiChartRow *row, gint32 today, GTimeZone *zone)
{
  gint32 day = row->has_clock ? local_day (row->time, zone) : nadi_day_from_time (row->time);
  g_autofree char *text = nadi_format_day_near (day, today);
  g_autofree char *clock = NULL;

  if (!row->has_clock || day < today - 1)
    return g_steal_pointer (&text);
  clock = nadi_format_clock (row->time, zone);
  /* Translators: a near day and the time of the day: "today 14:02". */
  return g_strdup_printf (C_("day and clock", "%s %s"), text, clock);
}

char *
nadi_chart_text_since (const NadiDate *since)
{
  g_autofree char *date = nadi_format_date (since);

  /* Translators: since when a problem is known: "since May 2009". */
  return date[0] != '\0' ? g_strdup_printf (_("since %s"), date) : g_strdup ("");
}

char *
nadi_chart_text_spoken (const NadiChartRow *row, gint32 today, GTimeZone *zone, gboolean fresh)
{
  g_autofree char *title = nadi_chart_text_title (row);
  g_autofree char *figures = nadi_chart_text_figures (row);
  g_autofree char *author = nadi_chart_text_author (row);
  g_autofree char *day = nadi_chart_text_day (row, today, zone);
  gboolean proven = row->proof == NADI_PROOF_PROVEN || row->kind == NADI_CHART_RETRACTED;
  const char *const parts[] = {
    fresh ? _("new") : "", day, title, figures, author, row->contested ? _("two versions disagree") : "",
    proven ? "" : nadi_chart_text_proof (row->proof),
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i][0] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
  return g_string_free (text, FALSE);
}

static void
add_words (GString *text, const char *words)
{
  if (words != NULL)
    g_string_append_printf (text, " %s", words);
}

static void
add_case_words (GString *text, const NadiCase *visit)
{
  const char *const plain[] = { visit->kind, visit->symptoms, visit->notes, visit->plan };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    add_words (text, plain[i]);
  for (guint i = 0; i < visit->problems->len; i++)
    {
      const NadiProblem *problem = g_ptr_array_index (visit->problems, i);

      add_words (text, problem->text);
      add_words (text, problem->code);
    }
  for (guint i = 0; i < visit->prescriptions->len; i++)
    add_words (text, ((const NadiPrescription *) g_ptr_array_index (visit->prescriptions, i))->medicine);
  for (guint i = 0; i < visit->results->len; i++)
    add_words (text, ((const NadiResult *) g_ptr_array_index (visit->results, i))->text);
}

char *
nadi_chart_text_search (const NadiChartRow *row)
{
  g_autofree char *title = nadi_chart_text_title (row);
  g_autofree char *author = nadi_chart_text_author (row);
  GString *text = g_string_new (title);

  add_words (text, author);
  add_words (text, row->info->author);
  for (guint i = 0; row->facts != NULL && row->facts[i] != NULL; i++)
    add_words (text, row->facts[i]);
  if (row->visit != NULL)
    add_case_words (text, row->visit);
  return g_string_free (text, FALSE);
}
