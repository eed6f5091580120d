/* Private to app/case: the parts of the page. */
#pragma once

#include "nadi-case-draft.h"
#include "nadi-case-page.h"
#include "nadi-case-view.h"
#include "nadi-prescription-list.h"
#include "nadi-problem-list.h"
#include "nadi-result-list.h"
#include "nadi-session-case-context.h"
#include "nadi-session-patients.h"
#include "nadi-vitals-entry.h"

struct _NadiCasePage
{
  GtkWidget parent_instance;
  NadiDesk *desk;
  char *patient;
  char *id;                  /* of the case that is amended, or NULL */
  char *new_id;              /* that a new case will have: documents say it before it is signed */
  gboolean has_documents;    /* some do: the draft is kept, whatever else is typed */
  char *form;                /* the draft's: "case" or "case/<id>" */
  NadiCase *base;            /* what is amended, as it was when it was seen */
  char **seen;               /* its versions, or NULL */
  NadiCaseContext *context;
  gboolean ready;
  gboolean filling;          /* the form is being filled, not typed into */
  gboolean asked;            /* reasons were asked for once */
  gboolean signing;

  GtkScrolledWindow *scroller;
  guint reveal;              /* tick; what is written, and what is said of it, comes into sight */
  double height;             /* of all fields together, when it was last looked at */
  guint pause;               /* source; what was typed is kept when it runs out */
  gboolean dirty;            /* something was typed since it was kept */
  gboolean keeping;          /* a draft is being written */
  gboolean leaving;          /* as soon as all is kept */

  NadiCaseReopen reopen;
  GWeakRef reopen_owner;

  GtkLabel *patient_name;
  GtkLabel *patient_about;
  GtkLabel *patient_allergies;
  GtkButton *patient_button;
  GtkLabel *draft_state;
  GtkButton *withdraw;
  GtkButton *sign;
  GtkRevealer *trouble;
  GtkLabel *trouble_title;
  GtkLabel *trouble_advice;
  GtkRevealer *conflict;
  GtkRevealer *withdrawing;
  GtkEntry *reason;
  GtkBox *compare;
  GtkButton *repeat;
  NadiProblemList *problems;
  GtkTextView *symptoms;
  NadiVitalsEntry *vitals;
  GtkTextView *findings;
  NadiPrescriptionList *prescriptions;
  NadiResultList *results;
  GtkWidget *documents_section;
  GtkBox *documents;
  GtkTextView *plan;
  GtkEntry *follow_up;
  GtkLabel *follow_up_day;
};

/* --- nadi-case-page-form.c: what stands in the fields --------------------------------------------------------------- */

void nadi_case_page_fill (NadiCasePage *self, const NadiCaseDraft *draft);
/* (transfer full) */
NadiCaseDraft *nadi_case_page_collect (NadiCasePage *self);
/* FALSE and nothing for a text that is no day; *day G_MININT32 for none. Shows which day it is. */
gboolean nadi_case_page_read_follow_up (NadiCasePage *self, gint32 *day);
void nadi_case_page_repeat (NadiCasePage *self);
char *nadi_case_page_text_of (GtkTextView *view);
void nadi_case_page_set_text (GtkTextView *view, const char *text);

/* --- nadi-case-page-load.c ---------------------------------------------------------------------------------------- */

void nadi_case_page_load (NadiCasePage *self);

/* --- nadi-case-page-draft.c: keeping ------------------------------------------------------------------------------ */

/* Something was typed. */
void nadi_case_page_touch (NadiCasePage *self);
void nadi_case_page_stop_pause (NadiCasePage *self);
/* Once more in a few seconds: it did not work. */
void nadi_case_page_keep_later (NadiCasePage *self);
/* done, as soon as all is kept. */
void nadi_case_page_leave (NadiCasePage *self);
void nadi_case_page_say_kept (NadiCasePage *self, gint64 time);

/* --- nadi-case-page-reveal.c -------------------------------------------------------------------------------------- */

/* Whenever the fields grow or shrink, the one that is written in stays in sight. */
void nadi_case_page_watch_height (NadiCasePage *self);
void nadi_case_page_stop_reveal (NadiCasePage *self);

/* --- nadi-case-page-sign.c ---------------------------------------------------------------------------------------- */

void nadi_case_page_sign (NadiCasePage *self);
void nadi_case_page_retract (NadiCasePage *self, const char *reason);
/* What went wrong, in place; error NULL puts it away. */
void nadi_case_page_tell (NadiCasePage *self, const GError *error);
void nadi_case_page_tell_text (NadiCasePage *self, const char *title, const char *advice);
void nadi_case_page_emit_done (NadiCasePage *self);
