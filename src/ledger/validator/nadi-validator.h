/* A validator: a full copy of the log, kept by an organisation other than the operator.
 *
 * Asked to cosign a checkpoint (tlog-witness add-checkpoint), it pulls the entries that it lacks from the service, checks
 * leaf hashes, block leaves, every event's signature and every rule of the contract, recomputes the state root and the
 * tree's root, stores entries and checkpoint in one durable step, and only then signs. It never signs two different trees:
 * what it signs must extend what it signed before. Its answers are those of tlog-witness v1.0.0. */
#pragma once

#include "nadi-chain.h"
#include "nadi-network.h"
#include "nadi-store.h"

#define NADI_VALIDATOR_ERROR (nadi_validator_error_quark ())
GQuark nadi_validator_error_quark (void);

typedef enum
{
  NADI_VALIDATOR_ERROR_KEY = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 1),      /* the network does not name this key */
  NADI_VALIDATOR_ERROR_DAMAGED = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 2),/* the copy is not what was cosigned */
  NADI_VALIDATOR_ERROR_LOST = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 3),   /* it has signed before, and its copy is gone */
} NadiValidatorError;

/* Where entries come from: the service, or a double in a test. Gives exactly count entries from first as GBytes. */
typedef GPtrArray *(*NadiValidatorFetch) (guint64 first, guint count, gpointer user_data, GError **error);

typedef struct
{
  NadiStore *store;            /* outlives the validator */
  const NadiNetwork *network;  /* outlives it too */
  const NadiNoteKey *name;     /* one of network->validators; copied */
  NadiSigningKey *key;
  NadiClock *clock;
  NadiValidatorFetch fetch;
  gpointer fetch_data;
  /* A validator whose copy was lost is retired, not started again: it would sign a second history from the start. So it leaves a
   * mark, durably and apart from its store, before it signs for the first time; has_signed says that the mark is there. */
  gboolean has_signed;
  gboolean (*leave_mark) (gpointer user_data, GError **error); /* may be NULL (tests) */
  gpointer mark_data;
} NadiValidatorOptions;

typedef struct _NadiValidator NadiValidator;

/* Rebuilds the chain from the stored entries and compares it with the checkpoint that was cosigned last. */
NadiValidator *nadi_validator_open (const NadiValidatorOptions *options, GError **error);
void nadi_validator_close (NadiValidator *validator);

typedef struct
{
  guint status;                /* 200, 400, 403, 404, 409, 422, 429, 500 */
  const char *content_type;
  char *body;                  /* cosignature line, size, or a sentence */
} NadiValidatorAnswer;

void nadi_validator_answer_clear (NadiValidatorAnswer *answer);

/* Any thread; calls run one after the other. A block that breaks a rule is 422, and its sentence says which. */
void nadi_validator_add_checkpoint (NadiValidator *validator, const char *body, gsize length, NadiValidatorAnswer *answer);

/* The checkpoint cosigned last with the log's signature and our own newest; NULL before the first. (transfer full) */
char *nadi_validator_checkpoint (NadiValidator *validator);
guint64 nadi_validator_size (NadiValidator *validator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiValidator, nadi_validator_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiValidatorAnswer, nadi_validator_answer_clear)
