/* Waiting for the administrator: it goes on by itself, can be stopped, and is gone on with after a restart, with the passphrase.
 *
 * Main thread only. */
#pragma once

#include "nadi-setup-job.h"
#include "nadi-trouble.h"

#define NADI_TYPE_JOIN_WAIT (nadi_join_wait_get_type ())
G_DECLARE_FINAL_TYPE (NadiJoinWait, nadi_join_wait, NADI, JOIN_WAIT, GtkWidget)

/* Signals:
 *   go-on    with the passphrase that was typed, or the one that is known
 *   stop
 *   again    give up, and begin anew
 */

typedef enum
{
  NADI_JOIN_WAIT_RUNNING,    /* it is being waited */
  NADI_JOIN_WAIT_OPENING,    /* admitted: the clinic is being opened */
  NADI_JOIN_WAIT_STOPPED,    /* passphrase is known */
  NADI_JOIN_WAIT_ASKING,     /* passphrase is not known */
} NadiJoinWaitState;

void nadi_join_wait_show (NadiJoinWait *wait, NadiJoinWaitState state, const GError *error);
/* What was typed; NULL when nothing is. (transfer full) */
NadiSecret *nadi_join_wait_take_passphrase (NadiJoinWait *wait);
