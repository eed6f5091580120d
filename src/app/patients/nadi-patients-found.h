/* The lines of a search as a list model, brought up to date by touching only what differs. */
#pragma once

#include <gio/gio.h>

#include "nadi-session-patients.h"

/* found: of NadiPatientItem. session NULL: nobody. pinned: an id that comes first while query is empty, or NULL. anew: every line is another
 * one, also where it says the same (another part of it is marked). Gives how many match in all, shown or not. */
guint nadi_patients_found_update (GListStore *found, NadiSession *session, const char *query, const char *pinned, guint limit, gboolean anew);
/* FALSE when that patient is not among them. */
gboolean nadi_patients_found_place (GListStore *found, const char *patient, guint *place);
