/* Putting a chart together: the person, the visits, and their records in the order of an import. */
#include "nadi-chart-generator.h"

#include <string.h>

#include "nadi-demo-private.h"
#include "nadi-fhir-allergy.h"
#include "nadi-fhir-case.h"
#include "nadi-fhir-figures.h"
#include "nadi-fhir-patient.h"
#include "nadi-json.h"

/* What a cluster may be of. */
static const char *const cluster_codes[] = { "A90", "A92.0", "A01.0", "A09", "B15.9" };

/* A 64-bit mix (the finaliser of MurmurHash3), so that neighbouring indexes have nothing in common. */
static guint64
mix (guint64 value)
{
  value ^= value >> 33;
  value *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  value ^= value >> 33;
  value *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return value ^ value >> 33;
}

NadiChartGenerator *
nadi_chart_generator_new (guint64 seed, gint32 today)
{
  NadiChartGenerator *generator = g_new0 (NadiChartGenerator, 1);
  const char *code = cluster_codes[mix (seed) % G_N_ELEMENTS (cluster_codes)];

  generator->seed = seed;
  generator->today = today;
  /* The first town of the first region: where half of most demos' patients live. */
  generator->cluster_city = nadi_demo_places[0].cities[0];
  for (guint i = 0; i < nadi_demo_n_problems; i++)
    {
      if (g_str_equal (nadi_demo_problems[i].code, code))
        generator->cluster = &nadi_demo_problems[i];
    }
  return generator;
}

void
nadi_chart_generator_free (NadiChartGenerator *generator)
{
  g_free (generator);
}

const char *
nadi_chart_generator_get_cluster_code (const NadiChartGenerator *generator)
{
  return generator->cluster->code;
}

const char *
nadi_chart_generator_get_cluster_city (const NadiChartGenerator *generator)
{
  return generator->cluster_city;
}

/* A resource that the demo itself wrote can't be refused. */
static void
add (GPtrArray *resources, NadiFhirResource *resource)
{
  g_assert (resource != NULL);
  g_ptr_array_add (resources, resource);
}

static void
add_text (GPtrArray *resources, const char *json)
{
  add (resources, nadi_fhir_resource_new (json, strlen (json), NULL));
}

static void
add_all (GPtrArray *resources, GPtrArray *records)
{
  g_assert (records != NULL);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (resources, nadi_fhir_resource_ref (records->pdata[i]));
}

/* A report that gathers the laboratory's observations of one visit. */
static void
add_report (GPtrArray *resources, NadiDemoDraw *draw, const NadiCase *visit, GPtrArray *records)
{
  g_autoptr (NadiJsonWriter) results = nadi_json_writer_new ();
  g_autofree char *list = NULL;
  g_autofree char *id = nadi_demo_id (draw->random);
  g_autofree char *date = nadi_day_to_text (nadi_day_from_time (visit->start));
  g_autofree char *text = NULL;

  nadi_json_begin_array (results);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *reference = g_strdup_printf ("Observation/%s", nadi_fhir_resource_get_id (records->pdata[i]));
      if (nadi_fhir_resource_get_section (records->pdata[i]) != NADI_SECTION_RESULTS)
        continue;
      nadi_json_begin_object (results);
      nadi_json_put_string (results, "reference", reference);
      nadi_json_end_object (results);
    }
  nadi_json_end_array (results);
  list = nadi_json_writer_finish (results, NULL);
  if (g_str_equal (list, "[]"))
    return;
  text = g_strdup_printf ("{\"resourceType\":\"DiagnosticReport\",\"id\":\"%s\",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
                          "\"http://terminology.hl7.org/CodeSystem/v2-0074\",\"code\":\"LAB\",\"display\":\"Laboratory\"}]}],"
                          "\"code\":{\"text\":\"Laboratory report\"},\"subject\":{\"reference\":\"Patient/%s\"},"
                          "\"encounter\":{\"reference\":\"Encounter/%s\"},\"effectiveDateTime\":\"%s\",\"result\":%s}",
                          id, visit->patient, visit->id, date, list);
  add_text (resources, text);
}

static void
add_cases (GPtrArray *resources, NadiDemoDraw *draw, GPtrArray *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      g_autoptr (GPtrArray) records = nadi_fhir_case_write (cases->pdata[i], NULL);
      add_all (resources, records);
      add_report (resources, draw, cases->pdata[i], records);
    }
}

/* Small children are vaccinated in the sixty days. */
static void
add_vaccination (GPtrArray *resources, NadiDemoDraw *draw)
{
  static const char *const vaccines[] = { "Pentavalent", "Oral polio", "Measles and rubella", "Rotavirus", "BCG" };
  const char *vaccine = vaccines[nadi_random_below (draw->random, G_N_ELEMENTS (vaccines))];
  gint32 day = draw->generator->today - (gint32) nadi_demo_between (draw->random, 0, NADI_CHART_DAYS - 1);
  g_autofree char *id = nadi_demo_id (draw->random);
  g_autofree char *date = nadi_day_to_text (day);
  g_autofree char *text = NULL;

  if (draw->age > 5 || !nadi_demo_chance (draw->random, 60))
    return;
  text = g_strdup_printf ("{\"resourceType\":\"Immunization\",\"id\":\"%s\",\"status\":\"completed\",\"vaccineCode\":{\"text\":\"%s\"},"
                          "\"patient\":{\"reference\":\"Patient/%s\"},\"occurrenceDateTime\":\"%s\",\"primarySource\":true,"
                          "\"lotNumber\":\"L%04u\"}",
                          id, vaccine, draw->patient->id, date, nadi_demo_between (draw->random, 0, 9999));
  add_text (resources, text);
}

static void
add_allergy (GPtrArray *resources, NadiDemoDraw *draw)
{
  g_autoptr (NadiAllergy) allergy = nadi_demo_draw_allergy (draw);

  if (allergy != NULL)
    add (resources, nadi_fhir_allergy_write (allergy, NULL));
}

/* By type, as an import has them; what is of one type keeps its order. */
static GPtrArray *
in_import_order (GPtrArray *resources)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);

  for (guint type = 0; type < NADI_FHIR_N_TYPES; type++)
    {
      for (guint i = 0; i < resources->len; i++)
        {
          if (nadi_fhir_resource_get_type (resources->pdata[i]) == (NadiFhirType) type)
            g_ptr_array_add (sorted, nadi_fhir_resource_ref (resources->pdata[i]));
        }
    }
  return sorted;
}

NadiChart *
nadi_chart_generator_make (const NadiChartGenerator *generator, guint64 index, const NadiChartClinic *clinic,
                           const NadiPatientNumber *number)
{
  g_autoptr (GPtrArray) resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GPtrArray) figures = NULL;
  NadiSeededRandom random;
  NadiChart *chart = g_new0 (NadiChart, 1);
  NadiDemoDraw draw = { generator, clinic, &random.random, NULL, 0 };
  gint64 first;

  nadi_seeded_random_init (&random, mix (generator->seed ^ mix (index + 1)));
  chart->patient = draw.patient = nadi_patient_new ();
  nadi_demo_draw_person (&draw, number);
  add (resources, nadi_fhir_patient_write (draw.patient, NULL, NULL));
  cases = nadi_demo_draw_cases (&draw);
  first = ((const NadiCase *) cases->pdata[0])->start;
  add_allergy (resources, &draw);
  add_vaccination (resources, &draw);
  add_cases (resources, &draw, cases);
  figures = nadi_fhir_write_figures (draw.patient, first, NULL);
  add_all (resources, figures);
  chart->resources = in_import_order (resources);
  chart->n_cases = cases->len;
  return chart;
}

void
nadi_chart_free (NadiChart *chart)
{
  nadi_patient_unref (chart->patient);
  g_ptr_array_unref (chart->resources);
  g_free (chart);
}

static void
add_named (GPtrArray *resources, const char *type, const char *id, const char *member, const char *name)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *text = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "resourceType", type);
  nadi_json_put_string (writer, "id", id);
  nadi_json_put_boolean (writer, "active", TRUE);
  nadi_json_name (writer, "name");
  if (member == NULL)
    {
      nadi_json_string (writer, name);
    }
  else
    {
      nadi_json_begin_array (writer);
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, member, name);
      nadi_json_end_object (writer);
      nadi_json_end_array (writer);
    }
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, NULL);
  add_text (resources, text);
}

GPtrArray *
nadi_chart_generator_make_directory (const NadiChartClinic *clinic)
{
  GPtrArray *resources = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_fhir_resource_unref);

  add_named (resources, "Organization", clinic->organisation, NULL, clinic->organisation_name);
  for (guint i = 0; clinic->practitioners[i] != NULL; i++)
    add_named (resources, "Practitioner", clinic->practitioners[i], "text", clinic->practitioner_names[i]);
  return resources;
}
