/* Private to client/session: a role's private key, all its epochs, in boxes for those who hold the role. Expects `lock` and an open
 * transaction unless it says otherwise. */
#pragma once

#include "nadi-session-book.h"
#include "nadi-session-private.h"

/* Which role keys somebody with these staff roles holds; an administrator boxes them on. */
gboolean nadi_role_key_held_by (const char *role_key, const char *const *staff_roles);

/* One more box of the present epoch. known: nadi_book_list_roles(). NADI_SESSION_ERROR_KEYS when we have no key of it. */
gboolean nadi_session_box_role (NadiSession *self, GPtrArray *known, const char *role, NadiRsaPublic *to, GError **error);

/* The next epoch, under fresh, for these holders and nobody else. */
gboolean nadi_session_renew_role (NadiSession *self, GPtrArray *known, const char *role, NadiRsaPrivate *fresh,
                                  NadiRsaPublic *const *holders, guint n_holders, GError **error);
