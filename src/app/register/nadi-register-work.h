/* Private to app/register: what runs off the main loop, with its data. Each _new() is for nadi_desk_run(), with its _free(). */
#pragma once

#include "nadi-desk.h"
#include "nadi-notices.h"
#include "nadi-session-patients.h"

/* --- who is here already --- */

typedef struct
{
  NadiPatient *typed;
  char *but;
  guint limit;
  GPtrArray *found;          /* NadiLikelyPatient */
} NadiLikelyWork;

/* typed: (transfer full) */
gpointer nadi_likely_work_new (NadiPatient *typed, const char *but, guint limit);
void nadi_likely_work_free (gpointer data);
gboolean nadi_likely_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* --- one chart's identity --- */

typedef struct
{
  char *id;
  gint32 today;
  NadiPatient *patient;
  guint children;            /* newborns of this mother that were registered today */
} NadiReadWork;

gpointer nadi_read_work_new (const char *id, gint32 today);
void nadi_read_work_free (gpointer data);
gboolean nadi_read_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* --- a photo from a file --- */

typedef struct
{
  GFile *file;
  GBytes *photo;
} NadiPhotoWork;

gpointer nadi_photo_work_new (GFile *file);
void nadi_photo_work_free (gpointer data);
gboolean nadi_photo_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error);

/* --- saving --- */

typedef struct
{
  char *id;                  /* the chart; of a new one when it is saved */
  NadiPatient *before;       /* NULL: a new one */
  NadiPatient *patient;
} NadiSaveWork;

gpointer nadi_save_work_new (const char *id, NadiPatient *before, NadiPatient *patient);
void nadi_save_work_free (gpointer data);
gboolean nadi_save_work (NadiSession *session, gpointer data, GCancellable *cancellable, GError **error);
/* Says that it is saved, with what can be done about it: a correction is taken back, a new chart is corrected. */
void nadi_save_work_tell (const NadiSaveWork *work, NadiNotices *notices, NadiDesk *desk);
