/* Demo charts: people who do not exist, with sixty days of visits, as FHIR resources ready to be sealed.
 *
 * The same seed, index, day and clinic give the same bytes. Diagnoses follow the season (dengue after the monsoon,
 * influenza in winter), age and sex; each seed has one cluster: an infection that gathers in one town in the last
 * weeks, for the public-health pages to find. A generator is only read after it is made: any number of threads may
 * use it. */
#pragma once

#include <glib.h>

#include "nadi-fhir-resource.h"
#include "nadi-patient.h"

#define NADI_CHART_DAYS 60

/* Where the visits are: logical ids and names as they stand in the records. Strings are borrowed. */
typedef struct
{
  const char *organisation;
  const char *organisation_name;
  const char *const *practitioners;      /* logical ids, NULL-terminated, at least one */
  const char *const *practitioner_names; /* as many */
  const char *region;                    /* most patients live here: a name of nadi_demo_regions(); NULL: anywhere */
} NadiChartClinic;

typedef struct
{
  NadiPatient *patient; /* as the Patient resource says it, with height, weight and blood group */
  GPtrArray *resources; /* of NadiFhirResource: the Patient first, then in the order of an import */
  guint n_cases;
} NadiChart;

typedef struct _NadiChartGenerator NadiChartGenerator;

/* today is a day number (nadi-date.h): the last visits are of this day. */
NadiChartGenerator *nadi_chart_generator_new (guint64 seed, gint32 today);
void nadi_chart_generator_free (NadiChartGenerator *generator);

/* The chart of a number. number: the patient number that it gets, or NULL for one of its own, which is valid but may
 * repeat one that was issued. Never fails. (transfer full) */
NadiChart *nadi_chart_generator_make (const NadiChartGenerator *generator, guint64 index, const NadiChartClinic *clinic,
                                      const NadiPatientNumber *number);
void nadi_chart_free (NadiChart *chart);

/* The Organization and Practitioner resources of a clinic. (element-type NadiFhirResource, transfer full) */
GPtrArray *nadi_chart_generator_make_directory (const NadiChartClinic *clinic);

/* What the cluster is and where: an ICD-10 code and a town; static. */
const char *nadi_chart_generator_get_cluster_code (const NadiChartGenerator *generator);
const char *nadi_chart_generator_get_cluster_city (const NadiChartGenerator *generator);

/* The states and union territories that patients come from; static, NULL-terminated. */
const char *const *nadi_demo_regions (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiChartGenerator, nadi_chart_generator_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiChart, nadi_chart_free)
