/* The form: who it is, how to reach them, and whom to call, as fields; and a patient out of them. It knows nothing of saving. */
#pragma once

#include <adwaita.h>

#include "nadi-patient.h"

#define NADI_TYPE_REGISTER_FORM (nadi_register_form_get_type ())
G_DECLARE_FINAL_TYPE (NadiRegisterForm, nadi_register_form, NADI, REGISTER_FORM, GtkWidget)

typedef enum
{
  NADI_REGISTER_KNOWN,
  NADI_REGISTER_UNIDENTIFIED, /* nobody knows the name: one is given by rule */
  NADI_REGISTER_NEWBORN,      /* "Baby of …": the mother is looked for */
} NadiRegisterKind;

/* Signals:
 *   changed                       somebody typed
 *   finished                      Enter in the last field
 *   mother-wanted (const char *)  this was typed where the mother is looked for
 *   first-wanted                  Enter there: the first that was found
 *   photo-wanted                  a photo is to be chosen from a file
 *   camera-wanted                 one is to be taken */

/* today and the clock's time: ages and names by rule go by them. */
void nadi_register_form_set_now (NadiRegisterForm *form, gint32 today, guint hour, guint minute);
void nadi_register_form_set_kind (NadiRegisterForm *form, NadiRegisterKind kind);
NadiRegisterKind nadi_register_form_get_kind (NadiRegisterForm *form);

/* Fills every field. */
void nadi_register_form_show (NadiRegisterForm *form, const NadiPatient *patient);
/* Takes over from the mother's chart what holds for the child. nth: which of her children of today. */
void nadi_register_form_show_mother (NadiRegisterForm *form, const NadiPatient *mother, guint nth);

/* As much as can be read of what was typed; no field is marked. (transfer full) */
NadiPatient *nadi_register_form_peek (NadiRegisterForm *form);
/* All of it on top of base (NULL: a new one), or NULL when something can't be right: those fields then say so, and the first has the focus.
 * (transfer full) */
NadiPatient *nadi_register_form_take (NadiRegisterForm *form, const NadiPatient *base);
/* TRUE if somebody typed since the fields were filled. */
gboolean nadi_register_form_is_dirty (NadiRegisterForm *form);

/* JPEG; NULL: none. */
void nadi_register_form_set_photo (NadiRegisterForm *form, GBytes *photo);
