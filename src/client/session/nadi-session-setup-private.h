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

const NadiKdfCost *nadi_setup_cost (const NadiProfilePlan *plan);

/* --- small sealed files (nadi-session-setup-sealed.c) --------------------------------------------------------------- */

typedef enum
{
  NADI_SETUP_FOUNDER_SEALED, /* a founder's private file */
  NADI_SETUP_JOINING_SEALED, /* the code and the network of a join that waits */
} NadiSetupSealed;

/* The public file for the operator, while an organisation is being founded. */
#define NADI_SETUP_FOUNDING_FILE "founding.json"

gboolean nadi_setup_has_sealed (const char *folder, NadiSetupSealed which);
void nadi_setup_remove_sealed (const char *folder, NadiSetupSealed which);
/* Under the plan's passphrase, durable. */
gboolean nadi_setup_write_sealed (const NadiProfilePlan *plan, NadiSetupSealed which, NadiSecret *text, GError **error);
/* Errors: NADI_PROFILE_ERROR_PASSPHRASE, _DAMAGED. */
NadiSecret *nadi_setup_read_sealed (const NadiProfilePlan *plan, NadiSetupSealed which, GError **error);

/* --- profiles ------------------------------------------------------------------------------------------------------- */

/* A profile that was begun and belongs to no clinic yet goes, if there is one. */
gboolean nadi_setup_remove_half (const NadiProfilePlan *plan, GError **error);

/* TRUE if one of these staff roles opens clinical sections. */
gboolean nadi_setup_is_clinical (const char *const *roles);

/* Profile and account around these keys, not enrolled yet; desk's compartment key is made here, clinical's when clinical. The bundle's
 * compartment members are set. */
NadiProfile *nadi_setup_make_profile (const NadiProfilePlan *plan, const char *network, gsize network_length, NadiBundle *bundle,
                                      gboolean clinical, const char *label, char **account, GError **error);

/* *proven: the state says that this device of ours is active and has this very key. Takes net_lock. */
gboolean nadi_session_prove_device (NadiSession *session, const char *device, const char *key, gboolean *proven,
                                    GCancellable *cancellable, GError **error);
