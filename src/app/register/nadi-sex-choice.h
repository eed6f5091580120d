/* Female, male, other, unknown, or not asked: one key chooses (the first letter, or the arrows), Enter goes on. */
#pragma once

#include <adwaita.h>

#include "nadi-patient.h"

#define NADI_TYPE_SEX_CHOICE (nadi_sex_choice_get_type ())
G_DECLARE_FINAL_TYPE (NadiSexChoice, nadi_sex_choice, NADI, SEX_CHOICE, GtkWidget)

/* Signal: changed (somebody chose). */

NadiSex nadi_sex_choice_get (NadiSexChoice *choice);
/* No signal. */
void nadi_sex_choice_set (NadiSexChoice *choice, NadiSex sex);
