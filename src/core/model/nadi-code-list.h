/* Diagnosis codes as a doctor looks for them: the list of nadi-icd10.h, and a clinic's own, imported one, searched as one.
 *
 * A NadiCodeList never changes; references may be taken and dropped in any thread. */
#pragma once

#include <glib.h>

#include "nadi-model-error.h"

#define NADI_CODE_LIST_BYTES (4 * 1024 * 1024)
#define NADI_CODE_LIST_CODES 20000

typedef struct _NadiCodeList NadiCodeList;

/* Reads lines "code;name" (or with commas or tabs between; either may stand in double quotes; what follows a second separator is passed
 * over). The code is an ICD-10 code (nadi_icd10_shaped(), either case); empty lines, a byte-order mark and a first line "code;…" are
 * passed over. *line (may be NULL): the number of the line that is wrong, from 1.
 * Errors: NADI_MODEL_ERROR_LENGTH (too long, too many, no code at all), _CHARACTER (not UTF-8), _UNKNOWN (no ICD-10 code), _NUMBER (no
 * name), _DUPLICATE (a code twice). (transfer full) */
NadiCodeList *nadi_code_list_parse (const char *text, gsize length, guint *line, GError **error);
NadiCodeList *nadi_code_list_ref (NadiCodeList *list);
void nadi_code_list_unref (NadiCodeList *list);
guint nadi_code_list_size (const NadiCodeList *list);

typedef struct
{
  char *code;
  char *name;
  gboolean notifiable;       /* as the built-in list says */
  gboolean own;              /* from the clinic's list */
} NadiCode;

void nadi_code_free (NadiCode *code);

/* Entries whose code begins with text, or whose name and the words that doctors use for it (nadi_icd10_words()) have every word of it as the
 * beginning of a word; codes first, then one of those words that is typed in full, then names that begin with it, then the doctors' words, then
 * the others; the shorter name before the longer. A code that the clinic has too is shown with the clinic's name, once. own may be NULL. At most
 * limit. (element-type NadiCode, transfer full) */
GPtrArray *nadi_code_search (const NadiCodeList *own, const char *text, guint limit);

/* The name that goes with a code, the clinic's first; NULL if neither list has it. Owned by the lists. */
const char *nadi_code_name (const NadiCodeList *own, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCodeList, nadi_code_list_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCode, nadi_code_free)
