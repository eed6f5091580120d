/* A log of the test network: founded, opened, its organisations set up, ready for records; and what its validators do. */
#pragma once

#include "nadi-log.h"
#include "nadi-test-network.h"

typedef struct
{
  NadiTestNetwork *people;
  NadiNetwork *network;      /* what clients pin */
  NadiFixedClock clock;
  NadiStore *store;
  NadiBlobs *blobs;          /* NULL unless a test sets it before opening */
  NadiLog *log;
  char *shelves[NADI_TEST_ORGS]; /* each of the organisation's doctor's */
} NadiTestLog;

/* Takes the store over. Founded, not opened. */
NadiTestLog *nadi_test_log_new (guint64 seed, NadiStore *store);
void nadi_test_log_free (NadiTestLog *test);
void nadi_test_log_options (NadiTestLog *test, NadiLogOptions *options);
void nadi_test_log_open (NadiTestLog *test);
void nadi_test_log_close (NadiTestLog *test);
/* Admits staff and devices, registers a patient for each organisation, and makes a shelf for each. */
void nadi_test_log_set_up (NadiTestLog *test);

/* All of that in memory: founded, opened, set up. */
NadiTestLog *nadi_test_log_start (guint64 seed);

/* A record on the shelf of organisation org, by its doctor. (transfer full) */
NadiEvent *nadi_test_log_record (NadiTestLog *test, guint org);

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean done;
  guint n_results;
  guint64 indexes[NADI_LOG_MAX_SUBMISSION];
  GError *errors[NADI_LOG_MAX_SUBMISSION];
  GError *error;
} NadiTestAnswer;

void nadi_test_answer_init (NadiTestAnswer *answer);
void nadi_test_answer_wait (NadiTestAnswer *answer);
void nadi_test_answer_clear (NadiTestAnswer *answer);

/* Prepares and submits; does not wait. Any thread. */
void nadi_test_log_send (NadiTestLog *test, NadiEvent *const *events, guint n_events, NadiTestAnswer *answer);
/* Sends and waits. */
void nadi_test_log_submit (NadiTestLog *test, NadiEvent *const *events, guint n_events, NadiTestAnswer *answer);
/* One event that must be admitted; gives its index. Takes the event over. */
guint64 nadi_test_log_admit (NadiTestLog *test, NadiEvent *event);

/* A validator's line over the admitted checkpoint. (transfer full) */
char *nadi_test_log_cosign (NadiTestLog *test, guint validator, gint64 time);
/* The first n validators cosign the admitted checkpoint at time; waits until it is final when that is a quorum. */
void nadi_test_log_finalise (NadiTestLog *test, guint n, gint64 time);
void nadi_test_log_wait_final (NadiTestLog *test, guint64 size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestLog, nadi_test_log_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiTestAnswer, nadi_test_answer_clear)
