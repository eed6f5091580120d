/* What somebody is called whose name nobody knows yet: by rule, so that two of them are told apart and everybody reads the same. It is
 * kept with the chart, in English at every clinic, and marked (NadiPatient.name_temporary) until the name is known. */
#pragma once

#include <glib.h>

#include "nadi-patient.h"

/* "Unidentified woman, about 40, 2026-11-23 14:05". sex and birth as far as they can be told; hour and minute: of the clinic's clock
 * on that day. (transfer full) */
char *nadi_working_name_unidentified (NadiSex sex, const NadiDate *birth, gint32 day, guint hour, guint minute);

/* "Baby of Asha Rao"; of twins and more the second is "Baby 2 of Asha Rao". nth: from 1. (transfer full) */
char *nadi_working_name_newborn (const char *mother, guint nth);
