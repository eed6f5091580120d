/* One step of a setup, off the main loop: what was typed, in memory that is wiped, and the session's function that it goes to.
 *
 * A job belongs to the thread that works on it until that is through. */
#pragma once

#include "nadi-desk.h"
#include "nadi-secret.h"
#include "nadi-session-setup.h"

typedef struct
{
  char *folder;
  NadiSessionOptions options;
  NadiSecret *passphrase;    /* with its NUL */
  char *person;              /* own name; or the first administrator's */
  GBytes *network;
  NadiSecret *code;          /* with its NUL */
  char *kind;
  char *clinic;
  char **roles;
  gboolean fresh;            /* joining: from the beginning, and not going on */
  char *public_file;         /* result of founding */
  gboolean waiting;          /* result of joining: the request is with the administrator */
  GWeakRef page;             /* hears, on the main loop, when that is so */
  void (*on_waiting) (gpointer page);
} NadiSetupJob;

/* passphrase: with its NUL; referenced. */
NadiSetupJob *nadi_setup_job_new (NadiDesk *desk, NadiSecret *passphrase);
void nadi_setup_job_free (gpointer job);

/* Text with its NUL. (transfer full) */
NadiSecret *nadi_setup_secret (const char *text);

/* NadiSessionWork; data is a NadiSetupJob, the session NULL. Whatever ends badly before somebody else was asked leaves the folder empty. */
gboolean nadi_setup_work_join (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error);
gboolean nadi_setup_work_found (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error);
gboolean nadi_setup_work_finish (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error);
gboolean nadi_setup_work_abandon (NadiSession *none, gpointer data, GCancellable *cancellable, GError **error);
