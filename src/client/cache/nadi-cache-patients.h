/* What a desk looks people up by: one small sealed row per patient, and all of them opened at once at unlock, so that the
 * search runs in memory. Compartment: desk. */
#pragma once

#include "nadi-cache.h"

/* Text members are never NULL, at most 255 bytes each; "" for none. patient is a UUID. */
typedef struct
{
  const char *patient;
  const char *number;        /* 14 digits, or "" */
  const char *name;          /* as it is shown */
  const char *folded;        /* lower case, without marks: what is searched */
  const char *native;        /* in the person's own script (Devanagari …) */
  const char *phone;         /* digits */
  const char *place;         /* region code */
  gint32 birth;              /* day, or NADI_CACHE_NO_DAY */
  gint32 last_visit;         /* day, or NADI_CACHE_NO_DAY */
  guint8 birth_precision;    /* the caller's: exact, month, year … */
  guint8 sex;                /* the caller's */
  guint16 flags;             /* the caller's: unclaimed, merged, deceased … */
} NadiCachePatient;

gboolean nadi_cache_put_patient (NadiCache *cache, const NadiCachePatient *patient, GError **error);
gboolean nadi_cache_remove_patient (NadiCache *cache, const char *patient, GError **error);

/* All rows, opened. Immutable; the rows' text lives as long as this and is wiped with it. Reference counted, any thread. */
typedef struct _NadiCachePatients NadiCachePatients;

NadiCachePatients *nadi_cache_load_patients (NadiCache *cache, GError **error);
NadiCachePatients *nadi_cache_patients_ref (NadiCachePatients *patients);
void nadi_cache_patients_unref (NadiCachePatients *patients);
guint nadi_cache_patients_count (NadiCachePatients *patients);
const NadiCachePatient *nadi_cache_patients_get (NadiCachePatients *patients, guint i);

/* One row by id: an instance of one patient, or NULL when there is none. */
gboolean nadi_cache_get_patient (NadiCache *cache, const char *patient, NadiCachePatients **one, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCachePatients, nadi_cache_patients_unref)
