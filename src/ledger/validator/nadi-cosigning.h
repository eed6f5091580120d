/* The service's side of cosigning: asks every validator to cosign each new checkpoint, and the newest one again every two
 * minutes when nothing happens, so that clients can tell that the service is not holding anything back.
 *
 * One thread a validator; a slow or dead one delays nobody. All of them ask for the same checkpoint until it is final (or two
 * seconds old without a quorum): asked for each newest one, validators at unequal distances would sign different ones, and
 * none would get its quorum.
 *
 * A validator that shows a checkpoint of this log, signed with the log's own key, that our tree does not extend proves that the
 * service has lost entries or forked: then `contradicted` is called, and the service must stop. What was admitted since
 * is not lost: nothing of it became final, and clients keep their events until they are. */
#pragma once

#include "nadi-log.h"

typedef struct _NadiCosigning NadiCosigning;

typedef struct
{
  NadiLog *log;
  const NadiNetwork *network;  /* outlives it */
  NadiClock *clock;
  NadiRandom *random;
  /* In a validator's thread, once. size: of the checkpoint that it has signed. */
  void (*contradicted) (const char *validator, guint64 size, gpointer user_data);
  gpointer user_data;
} NadiCosigningOptions;

NadiCosigning *nadi_cosigning_start (const NadiCosigningOptions *options, GError **error);
void nadi_cosigning_stop (NadiCosigning *cosigning);

typedef struct
{
  const char *name;
  guint64 size;                /* cosigned last */
  gint64 time;                 /* Unix ms of its last good answer, 0 for none */
  guint failures;              /* since then */
} NadiCosigningStatus;

guint nadi_cosigning_count (NadiCosigning *cosigning);
void nadi_cosigning_status (NadiCosigning *cosigning, guint i, NadiCosigningStatus *status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCosigning, nadi_cosigning_stop)
