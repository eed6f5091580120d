/* A list of ICD-10 codes with names in plain words: what general practice sees every day, and what a health
 * agency must hear of. Written for this project; clinics import longer lists of their own. */
#pragma once

#include <glib.h>

typedef struct
{
  const char *code;    /* "A90" */
  const char *name;    /* English, for translation by the caller */
  gboolean notifiable; /* goes into the de-identified weekly reports */
} NadiIcd10;

/* All of them, in the order of their codes; static. */
const NadiIcd10 *nadi_icd10_list (gsize *length);

/* NULL if the list does not have the code. */
const NadiIcd10 *nadi_icd10_find (const char *code);

/* What doctors also say and write for it, beside its name: "hypertension HTN HT BP"; NULL if there is nothing. Static.
 * *daily: seen every day, so it comes first among those that are said alike. */
const char *nadi_icd10_words (const char *code, gboolean *daily);

/* Entries whose code begins with the text, or whose name has every word of it as the beginning of a word, best first;
 * at most limit. (element-type NadiIcd10, transfer container) */
GPtrArray *nadi_icd10_search (const char *text, guint limit);
