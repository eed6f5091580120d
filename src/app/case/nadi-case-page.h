/* A case from top to bottom, in the order of a visit; the last one beside it. Written anew, or an old one amended with its versions in sight.
 *
 * What is typed is kept as a draft at every pause; Ctrl+Enter signs, Ctrl+R repeats the last plan, Esc leaves with the draft kept. */
#pragma once

#include <adwaita.h>

#include "nadi-desk.h"

#define NADI_TYPE_CASE_PAGE (nadi_case_page_get_type ())
G_DECLARE_FINAL_TYPE (NadiCasePage, nadi_case_page, NADI, CASE_PAGE, GtkWidget)

/* Signals:
 *   done (const char *patient)            signed, withdrawn, or left: show something else
 *   open-patient (const char *patient)    the patient's chart is wanted
 *   open-conflict (const char *patient, const char *id)   the case has two current versions
 *   changed-title (const char *title)     what the page is about
 *   identified (const char *id)           the id that a new case will have once it is signed
 *
 * Class actions: win.case-sign, win.case-repeat, win.case-retract, win.case-codes. */

/* Once. */
void nadi_case_page_set_desk (NadiCasePage *page, NadiDesk *desk);
/* id NULL: a new case, or this person's draft of one; else the case to amend, or the draft of that. Once. */
void nadi_case_page_open (NadiCasePage *page, const char *patient, const char *id);
/* The name of an action of the table; FALSE if it is none of this page's. */
gboolean nadi_case_page_act (NadiCasePage *page, const char *action);
/* A new case has documents that say its id: from now on its draft is kept, even without a word. */
void nadi_case_page_keep_id (NadiCasePage *page);
/* A strip of documents, between tests and plan. NULL takes it out. */
void nadi_case_page_set_documents (NadiCasePage *page, GtkWidget *documents);

/* After Undo of a signing: the draft is there again, whoever shows pages opens it. owner: a GObject; nothing is called once it is gone. */
typedef void (*NadiCaseReopen) (gpointer owner, const char *patient, const char *id);
void nadi_case_page_set_reopen (NadiCasePage *page, NadiCaseReopen reopen, gpointer owner);

/* Keeps what was typed now, as leaving does. */
void nadi_case_page_save_draft (NadiCasePage *page);
/* Everything is loaded and can be typed into. */
gboolean nadi_case_page_is_ready (NadiCasePage *page);
/* Nothing typed waits to be kept. */
gboolean nadi_case_page_is_kept (NadiCasePage *page);
