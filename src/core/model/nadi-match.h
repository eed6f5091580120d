/* Is somebody who is being registered here already? A score for one pair, with the reasons for it, over what a list of patients
 * has: names in any script, birth date, telephone, sex. It warns; it never decides.
 *
 * Members of a family share a telephone and a family name, twins a birth date too: what differs only in the given name is told apart
 * (NADI_MATCH_RELATIVE) and scores below everybody who is likely. A twin whose name was typed alike stays likely.
 *
 * Pure. A NadiMatch may be used in one thread at a time. */
#pragma once

#include <glib.h>

#include "nadi-patient.h"

typedef enum
{
  NADI_MATCH_NAME_SAME = 1 << 0,
  NADI_MATCH_NAME_ALIKE = 1 << 1,    /* sounds alike, or is a slip of the fingers away */
  NADI_MATCH_BIRTH_SAME = 1 << 2,
  NADI_MATCH_BIRTH_ALIKE = 1 << 3,   /* day and month swapped, one figure wrong, or what an estimate may mean */
  NADI_MATCH_PHONE_SAME = 1 << 4,
  NADI_MATCH_RELATIVE = 1 << 5,      /* another given name: twin, brother, sister, parent */
} NadiMatchReason;

/* From this on it is worth a look. */
#define NADI_MATCH_LIKELY 50
#define NADI_MATCH_MOST 120

typedef struct _NadiMatch NadiMatch;

/* typed: as much as has been typed. NULL when that is too little to go by (no name, no telephone). */
NadiMatch *nadi_match_new (const NadiPatient *typed);
void nadi_match_free (NadiMatch *match);

/* Against somebody who is here. folded: the search words of all scripts, separated by single spaces; phone: digits; neither NULL.
 * *reasons: of NadiMatchReason. 0 … NADI_MATCH_MOST. */
guint nadi_match_score (NadiMatch *match, const char *folded, const char *phone, const NadiDate *birth, NadiSex sex, guint *reasons);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiMatch, nadi_match_free)
