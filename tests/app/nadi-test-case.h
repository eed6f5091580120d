/* The page of a case in a window of its own, and what a person does with it. */
#pragma once

#include "nadi-case-page.h"
#include "nadi-notices.h"

typedef struct
{
  GtkWidget *window;
  NadiNotices *notices;
  NadiCasePage *page;
  char *done;                /* whose case is done with, once it is */
  char *identified;          /* the id that a new case will have */
} NadiTestCase;

/* A new case of this patient, or the one with this id; waits until it can be typed in. */
void nadi_test_case_show (NadiTestCase *shown, NadiDesk *desk, const char *patient, const char *id);
/* Nothing of the page may be left. */
void nadi_test_case_close (NadiTestCase *shown);

/* What has this id in the page's template; it is there. */
gpointer nadi_test_case_find (NadiTestCase *shown, const char *id);
/* The text of a label. */
const char *nadi_test_case_label (NadiTestCase *shown, const char *id);
/* Whether the page says that something is missing or not understood. */
gboolean nadi_test_case_is_in_trouble (NadiTestCase *shown);

void nadi_test_case_type (NadiTestCase *shown, const char *id, const char *text);
/* Typed, and taken from the list with Enter, as a person does: four keys of a word and one more. */
void nadi_test_case_take (NadiTestCase *shown, const char *id, const char *typed);
void nadi_test_case_sign (NadiTestCase *shown);

/* Until what was typed is kept, until the case is done with, until it was asked for again after it was taken back. */
void nadi_test_case_wait_kept (NadiTestCase *shown);
void nadi_test_case_wait_done (NadiTestCase *shown);
void nadi_test_case_wait_reopened (NadiTestCase *shown);

/* This person does not take penicillin: pages of a case that are shown from now on say so. */
void nadi_test_add_allergy (NadiSession *session, const char *patient);
