/* Private to app/register: the form's fields. */
#pragma once

#include "nadi-field.h"
#include "nadi-register-form.h"
#include "nadi-sex-choice.h"

/* Fields that are one text of a patient, and nothing else. */
typedef enum
{
  TEXT_PHONE,
  TEXT_EMAIL,
  TEXT_CITY,
  TEXT_DISTRICT,
  TEXT_REGION,
  TEXT_POSTAL,
  TEXT_GUARDIAN_NAME,
  TEXT_GUARDIAN_RELATION,
  TEXT_GUARDIAN_PHONE,
  TEXT_EMERGENCY_NAME,
  TEXT_EMERGENCY_RELATION,
  TEXT_EMERGENCY_PHONE,
  N_TEXTS
} NadiRegisterText;

struct _NadiRegisterForm
{
  GtkWidget parent_instance;
  gint32 today;
  guint hour;
  guint minute;
  NadiRegisterKind kind;
  gboolean dirty;
  char *rule_name;           /* what the name field was filled with by rule; NULL: nothing */
  char *language_before;     /* as the form was filled with; NULL: nothing */
  GBytes *photo;

  NadiField *mother;
  GtkWidget *names;
  NadiField *name;
  NadiField *birth;
  NadiSexChoice *sex;
  NadiField *native;
  NadiField *line;
  NadiField *language;
  NadiField *texts[N_TEXTS];
  GtkButton *photo_button;
  GtkPopover *photo_menu;
  GtkButton *photo_remove;
  AdwAvatar *avatar;
};

/* "12, Lane 3" of lines. (transfer full) */
char *nadi_register_one_line (const char *lines);
/* As it is typed: "09/05/1984", "1984". (transfer full) */
char *nadi_register_birth_text (const NadiDate *birth);

/* --- nadi-register-take.c --- */

/* The birth as typed; FALSE when it can't be read. Nothing typed is NADI_DATE_NONE. */
gboolean nadi_register_read_birth (NadiRegisterForm *self, NadiDate *birth);
/* Where a text stands in a patient. */
char **nadi_register_slot (NadiPatient *patient, NadiRegisterText text);
