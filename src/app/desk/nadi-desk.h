/* A desk: one profile in front of one window, signed in to or locked. Everything that windows know of the client stands behind
 * it: it keeps the session, runs its work off the main loop, sends what was written, and tells when something changed.
 *
 * Main thread only. */
#pragma once

#include "nadi-session.h"

#define NADI_TYPE_DESK (nadi_desk_get_type ())
G_DECLARE_FINAL_TYPE (NadiDesk, nadi_desk, NADI, DESK, GObject)

/* Signals:
 *   opened            a person has signed in
 *   locking           about to lock: what is half typed is saved now. Work that is started with nadi_desk_run() while this is emitted is
 *                     done before the session closes; its end is told as ever
 *   locked            nobody is signed in any more; nothing of before may stay on the screen
 *   status-changed    nadi_desk_get_status() says something else
 *   news (NadiNewsKind kind, const char *patient)   somebody else's work has arrived, or a person's own here
 */

/* options: as in nadi-session.h, NULL for the real thing; copied. The folder need not hold a profile. */
NadiDesk *nadi_desk_new (const char *folder, const NadiSessionOptions *options);
const char *nadi_desk_get_folder (NadiDesk *desk);
/* (transfer none) */
const NadiSessionOptions *nadi_desk_get_options (NadiDesk *desk);
/* TRUE if there is something to sign in to. */
gboolean nadi_desk_has_profile (NadiDesk *desk);
/* Array of NadiSessionAccount. (transfer full) */
GPtrArray *nadi_desk_list_accounts (NadiDesk *desk, GError **error);

/* owner: the widget or object that asked; done is not called when it is disposed before the end. error is NULL when all went
 * well; it and data belong to the caller of done. */
typedef void (*NadiDeskDone) (gpointer owner, gpointer data, const GError *error);

/* account: NULL when there is one. Emits opened before done. */
void nadi_desk_open (NadiDesk *desk, const char *account, const char *passphrase, gpointer owner, NadiDeskDone done);
gboolean nadi_desk_is_open (NadiDesk *desk);
/* At once for whoever looks at the screen; the session itself closes in a thread. Idempotent. */
void nadi_desk_lock (NadiDesk *desk);

/* Why it is locked, if it locked by itself because of an error; NULL otherwise, and after the next opening. (transfer none) */
const GError *nadi_desk_get_trouble (NadiDesk *desk);

/* For what never waits: status, finding. NULL while locked. (transfer none) */
NadiSession *nadi_desk_get_session (NadiDesk *desk);
/* NULL while locked. (transfer none), good until the next status-changed. */
const NadiSessionStatus *nadi_desk_get_status (NadiDesk *desk);
/* Asks the session again; for whoever did something that the status counts and that is not sent. */
void nadi_desk_refresh (NadiDesk *desk);

/* Runs work in a thread. data goes to free_data after done, or without it. Nobody signed in, or locked meanwhile: fails with
 * NADI_SESSION_ERROR_CLOSED. cancellable may be NULL. */
void nadi_desk_run (NadiDesk *desk, NadiSessionWork work, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
                    gpointer owner, NadiDeskDone done);
/* The same for work that needs no session, and gets none: setting up, decoding pictures. */
void nadi_desk_run_alone (NadiDesk *desk, NadiSessionWork work, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
                          gpointer owner, NadiDeskDone done);
/* Something was written: sends it soon. Several calls at once make one sync. */
void nadi_desk_send (NadiDesk *desk);

/* The clock that the session goes by, ms; the day, and the zone that the clinic's times are shown in. */
gint64 nadi_desk_now (NadiDesk *desk);
gint32 nadi_desk_today (NadiDesk *desk);
GTimeZone *nadi_desk_get_zone (NadiDesk *desk);
