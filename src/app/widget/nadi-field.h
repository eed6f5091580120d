/* One thing to type: its name above, an entry, and below what is made of it or what is wrong with it. Enter goes on to the next. */
#pragma once

#include <adwaita.h>

#define NADI_TYPE_FIELD (nadi_field_get_type ())
G_DECLARE_FINAL_TYPE (NadiField, nadi_field, NADI, FIELD, GtkWidget)

/* Properties: label (with a mnemonic), placeholder, secret (when it is made: a passphrase, not shown and kept in locked memory). Signals:
 * changed (somebody typed), finished (Enter was pressed; when nobody handles it, by returning TRUE, the focus moves on).
 *
 * Not libadwaita 1.2's entry rows: they tell screen readers nothing of the focus. */

const char *nadi_field_get_text (NadiField *field);
/* No signal. */
void nadi_field_set_text (NadiField *field, const char *text);
/* What is made of it; NULL for none. Hidden by an error. */
void nadi_field_set_note (NadiField *field, const char *text);
/* What is wrong; NULL when nothing is, "" when the words stand elsewhere. Goes by itself when somebody types. */
void nadi_field_set_error (NadiField *field, const char *text);
gboolean nadi_field_has_error (NadiField *field);

/* What the beginning of something stands for; NULL for nothing. (transfer full) */
typedef char *(*NadiFieldComplete) (const char *typed);
/* Shown below while typing, and taken when the field is left. */
void nadi_field_set_complete (NadiField *field, NadiFieldComplete complete);
/* Spoken instead of the label, where the label means something only below what stands above it. */
void nadi_field_set_spoken (NadiField *field, const char *name);
/* While what was typed is being used. */
void nadi_field_set_editable (NadiField *field, gboolean editable);
/* The entry itself. (transfer none) */
GtkEditable *nadi_field_get_entry (NadiField *field);
/* Digits and letters as input methods offer them; not of a secret. */
void nadi_field_set_purpose (NadiField *field, GtkInputPurpose purpose);
