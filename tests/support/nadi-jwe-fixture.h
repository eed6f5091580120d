/* A sealed record and a sealed box with all their keys, for tests of what opens and what must be refused. */
#pragma once

#include "nadi-jwe.h"
#include "nadi-rsa.h"
#include "nadi-source.h"

#define NADI_JWE_PATIENT "0b4c0000-0000-4000-8000-000000000001"
#define NADI_JWE_SHELF "0b4c0000-0000-4000-8000-000000000002"
#define NADI_JWE_RECORD_ID "0b4c0000-0000-4000-8000-000000000003"
#define NADI_JWE_VERSION "0b4c0000-0000-4000-8000-000000000004"
#define NADI_JWE_OTHER "0b4c0000-0000-4000-8000-000000000005" /* what nothing is bound to */
#define NADI_JWE_CONTENT "{\"keys\":[]}"

/* What the record is bound to: the ids above, epoch 3. */
extern const NadiRecordBinding nadi_jwe_fixture_binding;

typedef struct
{
  NadiSeededRandom random;
  guint8 key[32];            /* of the record */
  char *kid;
  NadiRsaPrivate *rsa[2];    /* of the box's recipients; new ones each time */
  char *record;              /* typ nadi-record; both hold the content above */
  char *box;
} NadiJweFixture;

/* For g_test_add(), which frees the structure itself. seed: a number as pointer (GUINT_TO_POINTER). */
void nadi_jwe_fixture_set_up (NadiJweFixture *fixture, gconstpointer seed);
void nadi_jwe_fixture_tear_down (NadiJweFixture *fixture, gconstpointer seed);

/* Opens a text as the record is opened, bound to that. */
NadiSecret *nadi_jwe_fixture_open (NadiJweFixture *fixture, const char *text, const NadiRecordBinding *bound, GError **error);
