/* The commands of nadi-ledger. Each gets what stood behind its name (argv[0] is the name), prints, and returns the program's
 * exit code: 0 done, 1 failed, 2 called wrongly. */
#pragma once

#include <glib.h>

typedef enum
{
  NADI_EXIT_DONE = 0,
  NADI_EXIT_FAILED = 1,
  NADI_EXIT_USAGE = 2,
  NADI_EXIT_DAMAGED = 3,     /* what is stored is not what was proven */
} NadiExit;

int nadi_ledger_init_command (int argc, char **argv);
int nadi_ledger_serve_command (int argc, char **argv);
int nadi_ledger_validator_command (int argc, char **argv);
int nadi_ledger_admit_command (int argc, char **argv);
int nadi_ledger_fsck_command (int argc, char **argv);
int nadi_ledger_demo_command (int argc, char **argv);

/* Parses the options of a command and asks for exactly n operands behind them (left in argv[1] …). FALSE: printed why. */
gboolean nadi_ledger_parse (const char *summary, const char *operands, guint n, const GOptionEntry *entries, int *argc, char ***argv);

/* Prints "nadi-ledger: <sentence>" on standard error, frees the error, and gives the exit code that fits it. */
int nadi_ledger_fail (GError *error);

/* SIGTERM and SIGINT, from here on, end nadi_ledger_wait_for_signal(). Called before any thread starts. */
void nadi_ledger_block_signals (void);
void nadi_ledger_wait_for_signal (void);
/* Ends the wait as a signal would. Any thread. */
void nadi_ledger_stop (void);
