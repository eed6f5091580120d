/* Private to client/session: what becomes of an event that the ledger refused. Expects `lock` and an open transaction unless it
 * says otherwise. */
#pragma once

#include "nadi-session-private.h"

typedef enum
{
  NADI_REFUSED_TASK,         /* it left the queue; a person must look at it */
  NADI_REFUSED_DROPPED,      /* it left the queue; nothing is lost by it */
  NADI_REFUSED_REMAKE,       /* its shelf needs another key, or is another one: to be sealed and signed again */
  NADI_REFUSED_RESEND,       /* the service no longer has its contents: they and the event go again */
} NadiRefusal;

/* resent: its contents were sent again a moment ago. */
gboolean nadi_session_take_refusal (NadiSession *self, const NadiOutboxItem *item, const char *reason, const char *detail,
                                    gboolean resent, NadiRefusal *became, GError **error);

/* Out of the queue, and nobody need look at it. */
gboolean nadi_session_drop (NadiSession *self, const NadiOutboxItem *item, const char *reason, GError **error);
