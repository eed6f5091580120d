/* Private to core/model: a prescription's line as words, and what the words at a place say. */
#pragma once

#include <glib.h>

typedef struct
{
  char *text;                /* as typed */
  char *plain;               /* lower case, plain digits */
  gsize offset;
} NadiDoseWord;

typedef struct
{
  NadiDoseWord *words;
  guint n;
  guint at;
  guint times;
  guint days;
  gboolean as_needed;
  char *often;               /* "1-0-1", "twice a day" */
  const char *food;
  char *how_much;            /* "1 tab" */
  GString *instruction;
} NadiDoseLine;

typedef enum
{
  NADI_DOSE_OFTEN,
  NADI_DOSE_DURATION,
  NADI_DOSE_FOOD,
  NADI_DOSE_NEEDED,
  NADI_DOSE_OTHER,
} NadiDoseSort;

typedef struct
{
  NadiDoseSort sort;
  guint used;                /* how many words */
  guint times;
  guint days;
  char *often;
  char *how_much;
  const char *food;
} NadiDosePiece;

void nadi_dose_line_init (NadiDoseLine *line, const char *text);
void nadi_dose_line_clear (NadiDoseLine *line);
/* What stands at a word; NADI_DOSE_OTHER and one word for what says nothing of a dose. */
NadiDosePiece nadi_dose_look_at (const NadiDoseLine *line, guint at);
void nadi_dose_piece_clear (NadiDosePiece *piece);
