/* A chart as a window shows it: one look at everything, with one recorded read for each shelf and sitting. The result
 * says what was true when it was made; from then on it is only read, and lives as long as somebody holds it. */
#pragma once

#include "nadi-session-charts.h"
#include "nadi-summary.h"

typedef enum
{
  NADI_CHART_CASE,           /* a visit: visit, info of its Encounter, parts */
  NADI_CHART_RECORD,         /* anything else that can be read: procedure, immunization, document, report, allergy, loose finding */
  NADI_CHART_UNREADABLE,     /* damaged or missing: info says which, and has no content */
  NADI_CHART_RETRACTED,      /* a visit or record that was taken back; no content */
} NadiChartKind;

/* One line of the timeline. */
typedef struct
{
  NadiChartKind kind;
  char *key;                 /* the same from one look to the next */
  guint mark;                /* differs when anything of the line does */
  guint content;             /* differs when what it is made of does: another version, one more part; not by a proof alone */
  gint64 time;               /* ms; start of the visit, else the clinical day, else when it was signed */
  gboolean has_clock;        /* FALSE: only the day of time is known */
  NadiCase *visit;           /* CASE; RECORD: the part it is, or NULL if it is of another kind */
  char *title;               /* RECORD: what it is about, or "" */
  char **facts;              /* RECORD: label and value in turns, what else it says; labels are English, for translation by the caller */
  NadiRecordInfo *info;      /* never NULL; without summary */
  GPtrArray *parts;          /* NadiRecordInfo of everything that it is made of now, without summaries; info's first */
  GPtrArray *versions;       /* NadiRecordInfo of versions that were replaced, newest first; without content */
  guint sections;            /* bit 1 << NadiSection for each that the line is about */
  NadiProofState proof;      /* the weakest of its parts */
  gboolean contested;        /* some part of it has two current versions */
} NadiChartRow;

void nadi_chart_row_free (NadiChartRow *row);

typedef struct
{
  char *id;
  gboolean clinical;         /* FALSE: this role sees the identity and nothing else */
  NadiPatient *patient;      /* NULL if the identity can't be read here */
  char *contested_identity;  /* record of the identity if it has two current versions, else NULL */
  NadiSummary *summary;      /* never NULL */
  GPtrArray *cases;          /* NadiCase, newest first */
  GPtrArray *allergies;      /* NadiAllergy, also resolved ones */
  GPtrArray *rows;           /* NadiChartRow, newest first */
  guint damaged;             /* records */
  guint missing;
  guint contested;           /* lines, the identity too */
  char *newest_event;        /* of the record that was proven last; NULL if none is proven */

  /* How far it reaches. */
  guint64 head_size;         /* leaves of the newest tree that was verified; 0 for none */
  gint64 head_time;          /* its block's time, ms */
  gint64 freshness;          /* when the quorum last confirmed it, ms */
  guint validators;          /* how many there are */
  guint quorum;              /* how many of them must have confirmed it */
} NadiSessionChart;

/* id: the chart's. today: day number, for what still runs. Errors: NADI_SESSION_ERROR_NOT_FOUND, those of the cache. (transfer full) */
NadiSessionChart *nadi_session_get_chart (NadiSession *session, const char *id, gint32 today, GError **error);
NadiSessionChart *nadi_session_chart_ref (NadiSessionChart *chart);
void nadi_session_chart_unref (NadiSessionChart *chart);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSessionChart, nadi_session_chart_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiChartRow, nadi_chart_row_free)
