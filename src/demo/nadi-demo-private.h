/* Private to demo: the lists that charts are drawn from, and the steps of drawing one. */
#pragma once

#include "nadi-allergy.h"
#include "nadi-case.h"
#include "nadi-chart-generator.h"
#include "nadi-source.h"

typedef struct
{
  const char *latin;
  const char *local; /* Devanagari; NULL where the name is written in Latin letters only */
} NadiDemoName;

/* A community of names: people's first and last names come from the same one. */
typedef struct
{
  guint weight;
  const NadiDemoName *male;
  const NadiDemoName *female;
  const NadiDemoName *family;
  guint n_male, n_female, n_family;
} NadiDemoNames;

typedef struct
{
  const char *name;
  const char *language;   /* BCP 47 */
  const char *cities[5];  /* NULL behind the last */
  const char *postal;     /* first three digits */
} NadiDemoRegion;

/* What a diagnosis brings with it. */
typedef struct
{
  const char *code; /* ICD-10, one of nadi_icd10_list() */
  guint weight;     /* how often, relative to the others */
  guint8 from_age, to_age;
  char sex;         /* 'm', 'f' or 0 */
  guint8 peak;      /* month 1 … 12 of the season, 0 all the year */
  gboolean chronic; /* comes back to the same patient */
  const char *symptoms;
  gint8 fever;      /* tenths of °C above 36.8 */
  guint8 pressure;  /* mmHg above normal */
  guint8 glucose;   /* mg/dL above normal */
  guint8 saturation; /* % below normal */
  const char *medicines[3]; /* "name|dose|times a day|days" */
  const char *results[3];   /* "name|LOINC|low|high|decimals|unit", or "name|LOINC|words" */
  guint8 follow_up; /* days, 0 none */
  const char *plan;
} NadiDemoProblem;

extern const NadiDemoNames nadi_demo_names[];
extern const guint nadi_demo_n_names;
extern const NadiDemoRegion nadi_demo_places[];
extern const guint nadi_demo_n_places;
extern const NadiDemoProblem nadi_demo_problems[];
extern const guint nadi_demo_n_problems;

struct _NadiChartGenerator
{
  guint64 seed;
  gint32 today;
  const NadiDemoProblem *cluster;
  const char *cluster_city;
};

/* One chart while it is drawn. */
typedef struct
{
  const NadiChartGenerator *generator;
  const NadiChartClinic *clinic;
  NadiRandom *random;
  NadiPatient *patient;
  guint age; /* years at `today` */
} NadiDemoDraw;

/* min … max, both included. */
guint nadi_demo_between (NadiRandom *random, guint min, guint max);
gboolean nadi_demo_chance (NadiRandom *random, guint percent);
/* A version 4 UUID out of the seeded source. (transfer full) */
char *nadi_demo_id (NadiRandom *random);

/* Fills the patient, its age and its figures. */
void nadi_demo_draw_person (NadiDemoDraw *draw, const NadiPatientNumber *number);
/* The visits of the sixty days, oldest first. (element-type NadiCase, transfer full) */
GPtrArray *nadi_demo_draw_cases (NadiDemoDraw *draw);
/* NULL for most people. (transfer full) */
NadiAllergy *nadi_demo_draw_allergy (NadiDemoDraw *draw);
