/* Records: one row per version, the opened resource beside it; and where an imported resource came from. */
#pragma once

#include "nadi-cache.h"
#include "nadi-hash.h"

typedef enum
{
  NADI_CACHE_STATUS_CURRENT = 0,
  NADI_CACHE_STATUS_REPLACED = 1,
  NADI_CACHE_STATUS_RETRACTED = 2,
} NadiCacheStatus;

typedef enum
{
  NADI_CACHE_STATE_WANTED = 0,      /* known from its event; the blob is not here */
  NADI_CACHE_STATE_SEALED = 1,      /* the blob is here, not opened (no key yet) */
  NADI_CACHE_STATE_OPENED = 2,      /* verified and opened: the resource is here */
  NADI_CACHE_STATE_DAMAGED = 3,     /* blob or resource does not match its event: never shown */
} NadiCacheState;

/* One version of a record. Text members are UUIDs unless said otherwise; NULL where allowed. */
typedef struct
{
  NadiCompartment compartment;
  char *version;
  char *record;
  char *patient;             /* NULL on a directory shelf */
  char *shelf;
  char *section;             /* plain name when known, else NULL */
  gint64 epoch;
  NadiCacheStatus status;
  NadiCacheState state;
  char *type;                /* FHIR resource type; NULL while not opened */
  gint32 date;               /* day, or NADI_CACHE_NO_DAY */
  char *author;              /* "<org>/<staff>" */
  char *event;               /* id of the author's event */
  gint64 time;               /* the event's claim, ms */
  char **cids;               /* at least one */
  char **replaces;           /* versions; NULL or empty for none */
  NadiHash commitment;
} NadiCacheRecord;

NadiCacheRecord *nadi_cache_record_copy (const NadiCacheRecord *record);
void nadi_cache_record_free (NadiCacheRecord *record);

/* Inserts or replaces the row of record->version. resource (with its length) is stored beside it, NULL leaves what is there. */
gboolean nadi_cache_put_record (NadiCache *cache, const NadiCacheRecord *record, const guint8 *resource, gsize length, GError **error);
/* Looks in every open compartment. */
gboolean nadi_cache_get_record (NadiCache *cache, const char *version, NadiCacheRecord **record, GError **error);
/* The exact bytes of the resource. NULL while it is not here. */
gboolean nadi_cache_get_resource (NadiCache *cache, const char *version, NadiSecret **resource, GError **error);
gboolean nadi_cache_set_record_status (NadiCache *cache, const char *version, NadiCacheStatus status, GError **error);
gboolean nadi_cache_set_record_state (NadiCache *cache, const char *version, NadiCacheState state, GError **error);
/* Row and resource. */
gboolean nadi_cache_remove_record (NadiCache *cache, const char *version, GError **error);

/* What to list by; the rest of the choice is the caller's. */
typedef enum
{
  NADI_CACHE_BY_PATIENT,
  NADI_CACHE_BY_RECORD,
  NADI_CACHE_BY_SHELF,
  NADI_CACHE_BY_DAY,         /* value: the day in decimal */
  NADI_CACHE_BY_STATE,       /* value: the NadiCacheState in decimal */
  NADI_CACHE_BY_CID,         /* value: a cid; the version whose first cid it is */
} NadiCacheKey;

/* Array of NadiCacheRecord of every open compartment, in the order they were first put. limit 0: all. */
gboolean nadi_cache_list_records (NadiCache *cache, NadiCacheKey key, const char *value, guint limit, GPtrArray **records, GError **error);
/* At most limit of a state, from behind *after on (0: from the first), which becomes the last one's place. A row keeps its place. */
gboolean nadi_cache_page_records (NadiCache *cache, NadiCacheState state, guint limit, gint64 *after, GPtrArray **records, GError **error);
/* In the open compartments. */
gboolean nadi_cache_count_records (NadiCache *cache, NadiCacheState state, guint *count, GError **error);

/* Sources of imported resources: source is the importer's own key for one (system and id, or a hash of the content), and
 * what became of it. "Nothing new" is a source whose digest is the one stored. */
typedef struct
{
  char *record;
  char *version;
  char *event;
  NadiHash digest;           /* of the source's bytes */
} NadiCacheSource;

void nadi_cache_source_free (NadiCacheSource *source);
gboolean nadi_cache_put_source (NadiCache *cache, NadiCompartment compartment, const char *source, const NadiCacheSource *value, GError **error);
gboolean nadi_cache_get_source (NadiCache *cache, NadiCompartment compartment, const char *source, NadiCacheSource **value, GError **error);

/* Own and fetched sealed blobs, by cid. What the organisation owns (own) it keeps for ever: a restored service asks for it
 * again. Fetched ones may go. The bytes are checked against the cid when they are read (NADI_CACHE_ERROR_DAMAGED). */
gboolean nadi_cache_put_blob (NadiCache *cache, const char *cid, const guint8 *data, gsize length, gboolean own, GError **error);
gboolean nadi_cache_get_blob (NadiCache *cache, const char *cid, GBytes **data, GError **error);
gboolean nadi_cache_has_blob (NadiCache *cache, const char *cid, gboolean *has, GError **error);
gboolean nadi_cache_drop_fetched_blobs (NadiCache *cache, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCacheRecord, nadi_cache_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCacheSource, nadi_cache_source_free)
