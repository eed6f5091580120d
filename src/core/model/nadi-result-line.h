/* A test as it is typed: "Hb 9.2 g/dL !", "Malaria slide: negative", "Chest X-ray" (asked for, no result yet). */
#pragma once

#include "nadi-case.h"
#include "nadi-model-error.h"

/* What stands before the first figure, or before a colon, is the test; then the value; then its unit, which stays a unit if it is one of
 * the usual UCUM ones and else becomes part of the value's words. A last "!" or "*" says abnormal. result: zeroed or filled before; its texts are
 * replaced on success, its id stays. Errors: NADI_MODEL_ERROR_UNKNOWN (no test), _LENGTH (above 500 bytes), _CHARACTER (no text). */
gboolean nadi_result_parse (const char *line, NadiResult *result, GError **error);

/* The line that says the same. (transfer full) */
char *nadi_result_format (const NadiResult *result);
