/* A prescription as it is typed: "para 500 1-0-1 5d after food". Reads it into a NadiPrescription, and writes one back as such a line.
 *
 * Words in any order after the medicine; digits of any script; either case:
 *
 *   1-0-1, 1-1-1-1, ½-0-½   so much in the morning, at noon, (in the evening,) at night
 *   od bd tds qid hs        once, twice, 3, 4 times a day; at night ("1 od" and "1od" also give how much)
 *   q6h                     every 6 hours
 *   5d 2w 1m, x5d, for 5 days   for how long
 *   sos, prn                as needed
 *   stat                    once, now
 *   weekly                  once a week
 *   ac, before food; pc, after food; with food; empty stomach
 *
 * The medicine is what stands before the first of these. Words that are none of these after it are kept as they are, as an
 * instruction, behind the dose. */
#pragma once

#include "nadi-case.h"
#include "nadi-model-error.h"

/* prescription: zeroed or filled before; its texts are replaced on success, id and stopped stay. The medicine is completed from the
 * list when its words fit it and name (or clearly begin) the first entry found; else it is kept as typed. dose gets the words for paper,
 * "1-0-1 after food for 5 days". *position (may be NULL): byte offset of the word that is not understood.
 * Errors: NADI_MODEL_ERROR_UNKNOWN (no medicine), _NUMBER (a number of days or doses that is none), _DUPLICATE (how often or how long twice), _RANGE (more
 * than 24 a day, 400 days), _LENGTH (above 500 bytes), _CHARACTER (no text). */
gboolean nadi_prescription_parse (const char *line, NadiPrescription *prescription, gsize *position, GError **error);

/* How many bytes of the line are the medicine's words: what completion completes. */
gsize nadi_prescription_medicine_length (const char *line);

/* The line that says the same: medicine and dose. (transfer full) */
char *nadi_prescription_format (const NadiPrescription *prescription);
