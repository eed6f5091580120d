/* Staff roles as people say them. */
#pragma once

#include <glib.h>

/* role: the ledger's word, "doctor", "reception", …; an unknown one is given back as it is. In the person's language; static or role
 * itself. */
const char *nadi_role_name (const char *role);
/* Several in one line. (transfer full) */
char *nadi_roles_text (const char *const *roles);
/* What an organisation can be, as the ledger's words, NULL-terminated; static. */
const char *const *nadi_kind_list (void);
/* "Hospital"; static or kind itself. */
const char *nadi_kind_name (const char *kind);
