/* What the commands of nadictl share: their table, how they are called, opened, sent and failed.
 *
 * A command gets what stood behind its name (argv[0] is the name), calls nadi_ctl_parse() first, prints to standard output only
 * what was asked for, and returns the program's exit code. Sentences about what went wrong go to standard error. */
#pragma once

#include "nadi-session.h"

typedef enum
{
  NADI_CTL_DONE = 0,
  NADI_CTL_FAILED = 1,
  NADI_CTL_USAGE = 2,        /* called wrongly */
  NADI_CTL_REFUSED = 3,      /* not allowed, or not found */
  NADI_CTL_WAITING = 4,      /* the service can't be reached, or did not confirm */
  NADI_CTL_INTEGRITY = 5,    /* damage, contradiction, a receipt that does not hold */
} NadiCtlExit;

typedef struct _NadiCtlCommand NadiCtlCommand;

typedef struct
{
  const NadiCtlCommand *command;
  char *profile;
  char *staff;
  gboolean json;
  gboolean offline;
  NadiCtlExit parsed;        /* what to return when nadi_ctl_parse() gave FALSE */
  const char *not_found;     /* the command's own sentence for what it could not find, or NULL */
  NadiSession *session;      /* after nadi_ctl_open() */
  GCancellable *cancellable; /* Ctrl+C and SIGTERM */
} NadiCtl;

struct _NadiCtlCommand
{
  const char *name;          /* "patient add" */
  const char *operands;      /* for the usage line */
  guint min, max;            /* how many operands */
  gboolean writes;           /* has --offline */
  const char *summary;
  int (*run) (NadiCtl *ctl, int argc, char **argv);
};

/* Ends with a NULL name. */
extern const NadiCtlCommand nadi_ctl_commands[];

/* --- nadi-ctl-parse.c --- */

/* Parses options (of the command, and those that every command has) and counts the operands, which are left in argv[1] …; all of it
 * is checked to be UTF-8. String options are G_OPTION_ARG_FILENAME, so that no locale touches them. FALSE: return
 * ctl->parsed. */
gboolean nadi_ctl_parse (NadiCtl *ctl, const GOptionEntry *entries, int *argc, char ***argv);
/* The options in front of the command. *argv is moved to the command's name. */
gboolean nadi_ctl_parse_global (NadiCtl *ctl, gboolean *version, gboolean *help, int *argc, char ***argv);
void nadi_ctl_print_help (void);
/* The commands whose first word is this. */
gboolean nadi_ctl_is_family (const char *family);
void nadi_ctl_print_family (const char *family);

/* --- nadi-ctl-fail.c --- */

/* Prints the sentence for the error, frees it, and gives the exit code for it. */
int nadi_ctl_fail (NadiCtl *ctl, GError *error);
/* Prints "nadictl: <sentence>" and gives code. */
int nadi_ctl_say (NadiCtlExit code, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The sentence for a word of nadi_session_error_word(), translated; NULL for one that has none. */
const char *nadi_ctl_sentence (const char *word);
/* TRUE for errors that the next sync mends by itself. */
gboolean nadi_ctl_is_waiting (const GError *error);

/* --- nadi-ctl-reasons.c --- */

/* Why a resource or a file of an import was refused, or a task was: a few words, translated. */
const char *nadi_ctl_reason (const char *reason);

/* --- nadi-ctl-open.c --- */

/* The passphrase from NADI_PASSPHRASE, or asked on the terminal without echo; twice for a new one. NULL: said why, ctl->parsed is
 * the exit code. To be wiped by nadi_ctl_free_passphrase(). */
char *nadi_ctl_get_passphrase (NadiCtl *ctl, gboolean is_new);
void nadi_ctl_free_passphrase (char *passphrase);
/* The same for one that is to be: from NADI_NEW_PASSPHRASE, or asked twice. */
char *nadi_ctl_get_new_passphrase (NadiCtl *ctl);
/* The account of --profile whose label was typed, else what was typed; NULL for NULL. (transfer full) */
char *nadi_ctl_find_account (NadiCtl *ctl, const char *typed);

/* The profile folder; FALSE: said that --profile is missing. */
gboolean nadi_ctl_need_profile (NadiCtl *ctl);
/* Opens the session of --profile. FALSE: said why, return ctl->parsed. */
gboolean nadi_ctl_open (NadiCtl *ctl);
/* Sends what was written unless --offline, and waits a little for its confirmation. *saved: nothing waits any more. A service that is
 * gone is no error. */
gboolean nadi_ctl_send (NadiCtl *ctl, gboolean *saved, GError **error);
/* Sends the record of a chart that was opened, if the service is there; what goes wrong is said by the next sync. */
void nadi_ctl_send_reads (NadiCtl *ctl);
/* Asks the service once, unless --offline: what is not known here may be on its way. TRUE when that went well. */
gboolean nadi_ctl_catch_up (NadiCtl *ctl);
/* After a failure: TRUE, and the error is gone, when it was for want of a key and a sync went well: try again. */
gboolean nadi_ctl_got_keys (NadiCtl *ctl, GError **error);

/* --- nadi-ctl-passphrase.c --- */

/* Asks on the terminal. NULL without a terminal, at its end, or after Ctrl+C. */
char *nadi_ctl_ask_secret (const char *question);

/* --- nadi-ctl-signal.c --- */

/* From here on Ctrl+C and SIGTERM cancel ctl->cancellable; a second Ctrl+C ends the program. Before any other thread starts. */
void nadi_ctl_catch_signals (NadiCtl *ctl);
/* Until a signal came or seconds have passed (negative: for ever). */
void nadi_ctl_wait_for_signal (NadiCtl *ctl, double seconds);

/* --- nadi-ctl-progress.c --- */

/* Shown on standard error when that is a terminal, from 300 ms on; with a count from 2 s on. */
typedef struct _NadiCtlProgress NadiCtlProgress;
NadiCtlProgress *nadi_ctl_progress_new (void);
/* Takes the line away. */
void nadi_ctl_progress_free (NadiCtlProgress *progress);
/* A NadiSessionProgress; user_data is the NadiCtlProgress. Any thread. */
void nadi_ctl_progress_show (const char *stage, guint64 done, guint64 total, gpointer user_data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCtlProgress, nadi_ctl_progress_free)

/* --- nadi-ctl-file.c --- */

/* A whole regular file with an end, at most limit bytes. NULL: said why; the name is given without its folder. */
char *nadi_ctl_read_file (const char *path, gsize limit, gsize *length);
/* FALSE: said why. mode e.g. 0600. */
gboolean nadi_ctl_write_file (const char *path, const char *text, int mode);
gboolean nadi_ctl_write_bytes (const char *path, GBytes *bytes, int mode);

/* --- the commands --- */

int nadi_ctl_account_add (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_account_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_account_passphrase (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_account_use (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_adopt (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_approve (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_case_add (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_case_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_case_show (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_demo (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_device_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_device_remove (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_document_add (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_document_get (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_document_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_found (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_import (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_join (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_lint_json (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_patient_add (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_patient_find (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_patient_show (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_receipt (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_record_seal_info (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_record_submit_sealed (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_role_renew (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_staff_admit (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_staff_invite (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_staff_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_staff_remove (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_status (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_sync (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_task_done (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_task_list (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_verify (NadiCtl *ctl, int argc, char **argv);
int nadi_ctl_watch (NadiCtl *ctl, int argc, char **argv);
