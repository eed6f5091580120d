/* Private to the setup's own files. */
#pragma once

#include "nadi-founder.h"
#include "nadi-session-private.h"
#include "nadi-session-setup.h"

/* NADI_SESSION_ERROR_NETWORK_FILE if it is none. */
NadiNetwork *nadi_setup_parse_network (const char *network, gsize length, GError **error);

NadiClock *nadi_setup_clock (const NadiProfilePlan *plan);
NadiRandom *nadi_setup_random (const NadiProfilePlan *plan);
/* (transfer full) unless the options handed one in: then *owned is NULL. */
NadiKeyring *nadi_setup_keyring (const NadiProfilePlan *plan, NadiKeyring **owned);

/* TRUE if one of these staff roles opens clinical sections. */
gboolean nadi_setup_is_clinical (const char *const *roles);

/* Profile and account around these keys, not enrolled yet; desk's compartment key is made here, clinical's when clinical. The bundle's
 * compartment members are set. */
NadiProfile *nadi_setup_make_profile (const NadiProfilePlan *plan, const char *network, gsize network_length, NadiBundle *bundle,
                                      gboolean clinical, const char *label, char **account, GError **error);

/* *proven: the state says that this device of ours is active and has this very key. Takes net_lock. */
gboolean nadi_session_prove_device (NadiSession *session, const char *device, const char *key, gboolean *proven,
                                    GCancellable *cancellable, GError **error);
