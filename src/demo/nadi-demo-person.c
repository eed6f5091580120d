/* Drawing a person: name, age, address, contacts, figures. */
#include <string.h>

#include "nadi-demo-private.h"
#include "nadi-uuid.h"

static const char *const lanes[] = { "Station Road",  "Market Lane", "Temple Street", "Hospital Road", "Lake View Colony",
                                     "School Lane",   "Old Bazaar",  "New Housing Society", "Mill Area", "River Bank" };
static const char *const substances[][3] = {
  { "Penicillin", "Rash", "m" }, { "Sulfonamides", "Hives", "m" },   { "Peanut", "Swollen lips", "f" },
  { "Ibuprofen", "Wheeze", "m" }, { "Egg", "Vomiting", "f" },        { "House dust", "Sneezing", "e" },
  { "Aspirin", "Wheeze", "m" },   { "Prawns", "Hives", "f" },        { "Latex", "Itching", "e" },
};

/* Years of age, and how many of a hundred people are below them. */
static const guint8 ages[][2] = { { 1, 2 }, { 5, 9 }, { 15, 24 }, { 30, 48 }, { 45, 69 }, { 60, 86 }, { 75, 96 }, { 91, 100 } };

guint
nadi_demo_between (NadiRandom *random, guint min, guint max)
{
  return min + (guint) nadi_random_below (random, max - min + 1);
}

gboolean
nadi_demo_chance (NadiRandom *random, guint percent)
{
  return nadi_random_below (random, 100) < percent;
}

char *
nadi_demo_id (NadiRandom *random)
{
  return nadi_random_uuid (random);
}

static guint
draw_age (NadiRandom *random)
{
  guint roll = nadi_demo_between (random, 0, 99);
  guint from = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      if (roll < ages[i][1])
        return nadi_demo_between (random, from, ages[i][0] - 1u);
      from = ages[i][0];
    }
  return 40;
}

static void
draw_birth (NadiDemoDraw *draw)
{
  gint32 today = draw->generator->today;
  NadiDate *birth = &draw->patient->birth;
  NadiAge age;

  draw->age = draw_age (draw->random);
  nadi_date_from_day (today - (gint32) (draw->age * 1461 / 4) - (gint32) nadi_demo_between (draw->random, 3, 360), birth);
  if (nadi_age_at (birth, today, &age))
    draw->age = age.years;
  /* One in six, and more of the old, knows only about how old. */
  if (draw->age > 5 && nadi_demo_chance (draw->random, draw->age > 50 ? 35 : 12))
    *birth = (NadiDate) { .year = birth->year, .precision = NADI_DATE_YEAR };
}

static const NadiDemoNames *
draw_community (NadiRandom *random)
{
  guint total = 0, roll;

  for (guint i = 0; i < nadi_demo_n_names; i++)
    total += nadi_demo_names[i].weight;
  roll = nadi_demo_between (random, 0, total - 1);
  for (guint i = 0; i < nadi_demo_n_names; i++)
    {
      if (roll < nadi_demo_names[i].weight)
        return &nadi_demo_names[i];
      roll -= nadi_demo_names[i].weight;
    }
  return nadi_demo_names;
}

static const NadiDemoName *
draw_given (NadiRandom *random, const NadiDemoNames *names, gboolean female)
{
  return female ? &names->female[nadi_random_below (random, names->n_female)]
                : &names->male[nadi_random_below (random, names->n_male)];
}

/* One in fifteen of those who could write the name in Devanagari is known by that alone. */
static void
draw_names (NadiDemoDraw *draw, const NadiDemoNames *names)
{
  const NadiDemoName *given = draw_given (draw->random, names, draw->patient->sex == NADI_SEX_FEMALE);
  const NadiDemoName *family = &names->family[nadi_random_below (draw->random, names->n_family)];
  NadiPersonName *latin = &draw->patient->name;
  NadiPersonName *local = &draw->patient->name_local;
  gboolean has_local = given->local != NULL && family->local != NULL;

  if (has_local && nadi_demo_chance (draw->random, 7))
    {
      latin->text = g_strdup_printf ("%s %s", given->local, family->local);
      latin->given = g_strdup (given->local);
      latin->family = g_strdup (family->local);
      return;
    }
  latin->text = g_strdup_printf ("%s %s", given->latin, family->latin);
  latin->given = g_strdup (given->latin);
  latin->family = g_strdup (family->latin);
  if (has_local && nadi_demo_chance (draw->random, 70))
    {
      local->text = g_strdup_printf ("%s %s", given->local, family->local);
      local->given = g_strdup (given->local);
      local->family = g_strdup (family->local);
    }
}

static const NadiDemoRegion *
draw_region (NadiDemoDraw *draw)
{
  for (guint i = 0; draw->clinic->region != NULL && i < nadi_demo_n_places; i++)
    {
      if (g_str_equal (nadi_demo_places[i].name, draw->clinic->region) && nadi_demo_chance (draw->random, 88))
        return &nadi_demo_places[i];
    }
  return &nadi_demo_places[nadi_random_below (draw->random, nadi_demo_n_places)];
}

static void
draw_address (NadiDemoDraw *draw)
{
  const NadiDemoRegion *region = draw_region (draw);
  NadiAddress *address = &draw->patient->address;
  guint n_cities = 0;

  while (n_cities < G_N_ELEMENTS (region->cities) && region->cities[n_cities] != NULL)
    n_cities++;
  /* Half of them in the first town, the rest anywhere. */
  address->city = g_strdup (region->cities[nadi_demo_chance (draw->random, 50) ? 0 : nadi_random_below (draw->random, n_cities)]);
  address->line = g_strdup_printf ("%u, %s", nadi_demo_between (draw->random, 1, 480), lanes[nadi_random_below (draw->random, G_N_ELEMENTS (lanes))]);
  address->district = g_strdup (address->city);
  address->region = g_strdup (region->name);
  address->postal_code = g_strdup_printf ("%s%03u", region->postal, nadi_demo_between (draw->random, 1, 60));
  address->country = g_strdup ("IN");
  draw->patient->language = g_strdup (region->language);
}

/* Numbers of the block that is never issued: 99999 and five digits. */
static char *
draw_phone (NadiRandom *random)
{
  return g_strdup_printf ("+91 99999 %05u", nadi_demo_between (random, 0, 99999));
}

static void
draw_contacts (NadiDemoDraw *draw, const NadiDemoNames *names)
{
  NadiPatient *patient = draw->patient;
  const NadiDemoName *other = draw_given (draw->random, names, nadi_demo_chance (draw->random, 50));
  const char *family = patient->name.family;

  if (draw->age >= 15 && nadi_demo_chance (draw->random, 85))
    patient->phone = draw_phone (draw->random);
  if (draw->age >= 15 && draw->age < 60 && nadi_demo_chance (draw->random, 30))
    patient->email = g_strdup_printf ("patient%u@example.org", nadi_demo_between (draw->random, 1000, 999999));
  if (draw->age < 18)
    {
      gboolean mother = nadi_demo_chance (draw->random, 60);
      patient->guardian.name = g_strdup_printf ("%s %s", draw_given (draw->random, names, mother)->latin, family);
      patient->guardian.relation = g_strdup (mother ? "mother" : "father");
      patient->guardian.phone = draw_phone (draw->random);
    }
  else if (nadi_demo_chance (draw->random, 40))
    {
      patient->emergency.name = g_strdup_printf ("%s %s", other->latin, family);
      patient->emergency.relation = g_strdup (nadi_demo_chance (draw->random, 50) ? "spouse" : "sibling");
      patient->emergency.phone = draw_phone (draw->random);
    }
}

static gint32
draw_height (NadiDemoDraw *draw)
{
  guint adult = draw->patient->sex == NADI_SEX_FEMALE ? 153 : 165;
  guint base = draw->age >= 18 ? adult : 60 + draw->age * (adult - 66) / 17;

  return (gint32) (base + nadi_demo_between (draw->random, 0, 14)) * 1000 - 6000;
}

static void
draw_figures (NadiDemoDraw *draw)
{
  static const guint8 groups[] = { 24, 33, 8, 35 }; /* A, B, AB, O in India, per cent */
  NadiPatient *patient = draw->patient;
  guint roll = nadi_demo_between (draw->random, 0, 99);
  guint metres_squared, index, group = 0;

  patient->height = draw_height (draw);
  metres_squared = (guint) (patient->height / 1000) * (guint) (patient->height / 1000);
  index = draw->age < 15 ? nadi_demo_between (draw->random, 145, 185) : nadi_demo_between (draw->random, 180, 310);
  patient->weight = (gint32) (metres_squared * index / 10000) * 100;
  if (nadi_demo_chance (draw->random, 45))
    {
      for (; group < G_N_ELEMENTS (groups) - 1 && roll >= groups[group]; group++)
        roll -= groups[group];
      patient->blood_group = (NadiBloodGroup) (NADI_BLOOD_A + group);
      patient->rhesus = nadi_demo_chance (draw->random, 94) ? NADI_RHESUS_POSITIVE : NADI_RHESUS_NEGATIVE;
    }
}

void
nadi_demo_draw_person (NadiDemoDraw *draw, const NadiPatientNumber *number)
{
  const NadiDemoNames *names = draw_community (draw->random);
  NadiPatientNumber own;

  draw->patient->id = nadi_demo_id (draw->random);
  nadi_patient_number_make (draw->random, &own);
  draw->patient->number = number != NULL ? *number : own;
  draw->patient->sex = nadi_demo_chance (draw->random, 52) ? NADI_SEX_FEMALE : NADI_SEX_MALE;
  if (nadi_random_below (draw->random, 250) == 0)
    draw->patient->sex = NADI_SEX_OTHER;
  draw_birth (draw);
  draw_names (draw, names);
  draw_address (draw);
  draw_contacts (draw, names);
  draw_figures (draw);
}

NadiAllergy *
nadi_demo_draw_allergy (NadiDemoDraw *draw)
{
  const char *const *substance = substances[nadi_random_below (draw->random, G_N_ELEMENTS (substances))];
  NadiAllergy *allergy;

  if (!nadi_demo_chance (draw->random, 11))
    return NULL;
  allergy = nadi_allergy_new ();
  allergy->id = nadi_demo_id (draw->random);
  allergy->patient = g_strdup (draw->patient->id);
  allergy->substance = g_strdup (substance[0]);
  allergy->reaction = g_strdup (substance[1]);
  allergy->kind = *substance[2] == 'm' ? NADI_ALLERGY_MEDICATION : *substance[2] == 'f' ? NADI_ALLERGY_FOOD : NADI_ALLERGY_ENVIRONMENT;
  allergy->high_risk = nadi_demo_chance (draw->random, 25);
  nadi_date_from_day (draw->generator->today - (gint32) nadi_demo_between (draw->random, 0, NADI_CHART_DAYS - 1), &allergy->recorded);
  return allergy;
}
