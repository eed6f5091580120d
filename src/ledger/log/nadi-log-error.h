/* Errors of the chain, the views and the log. A refused event carries NADI_CONTRACT_ERROR, NADI_WIRE_ERROR or one of these. */
#pragma once

#include <glib.h>

#include "nadi-error.h"

#define NADI_LOG_ERROR (nadi_log_error_quark ())
GQuark nadi_log_error_quark (void);

typedef enum
{
  NADI_LOG_ERROR_BUSY = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 1),             /* too much is waiting, or the log is closing */
  NADI_LOG_ERROR_NOT_FINAL = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 2),        /* no quorum for it yet: ask again */
  NADI_LOG_ERROR_UNKNOWN = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 3),     /* no such event, tile or size */
  NADI_LOG_ERROR_CONFLICT = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 4),    /* this id came with other bytes before */
  NADI_LOG_ERROR_BLOB = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 5),        /* names a content that is not stored */
  NADI_LOG_ERROR_SIGNATURE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 6),   /* the event's signature does not hold */
  NADI_LOG_ERROR_COSIGNATURE = NADI_ERROR_CODE (NADI_ERROR_CLASS_REFUSED, 7), /* not a validator's, or does not hold */
  NADI_LOG_ERROR_RANGE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INPUT, 8),         /* a cursor or size beyond the log's end */
  NADI_LOG_ERROR_ENTRY = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 9),     /* an entry is not what the chain says */
  NADI_LOG_ERROR_BLOCK = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 10),    /* a block leaf does not fit its predecessor or events */
  NADI_LOG_ERROR_STATE = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 11),    /* the state root is another */
  NADI_LOG_ERROR_CHECKPOINT = NADI_ERROR_CODE (NADI_ERROR_CLASS_INTEGRITY, 12), /* the tree is not the one that was signed */
  NADI_LOG_ERROR_TIME = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 13),            /* a block from the future: try again later */
  NADI_LOG_ERROR_CLOCK = NADI_ERROR_CODE (NADI_ERROR_CLASS_IO, 14),           /* this clock is ahead of the validators': nothing is dated by it */
} NadiLogError;

/* The short stable word of a refused event for answers: nadi_contract_error_word()'s, "blob", "signature", "conflict". */
const char *nadi_log_error_word (const GError *error);
