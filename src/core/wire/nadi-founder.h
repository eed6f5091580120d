/* A founder: everything that an organisation makes for itself before it joins a network — its first administrator's keys, the first
 * device's key, its role keys in boxes — and the statement that it signs with them.
 *
 * The public file goes to the operator; the private one holds the seeds too and is made only where a profile takes it over
 * at once (the demo network). */
#pragma once

#include "nadi-founding.h"
#include "nadi-jwk.h"

typedef struct
{
  NadiFounding *founding;
  char *statement;             /* JWS */
  GPtrArray *boxes;            /* JWE text (char *): private role keys to the administrator, as founding->roles names them */
  NadiSigningKey *sign;        /* these three: NULL when read from a public file */
  NadiRsaPrivate *seal;
  NadiSigningKey *device;
} NadiFounder;

/* roles: names of role keys ("clinical", "front-desk"), NULL-terminated. staff_roles: of the first administrator. Makes RSA keys: takes
 * seconds. */
NadiFounder *nadi_founder_new (NadiRandom *random, const char *kind, const char *name, const char *staff_name,
                               const char *const *staff_roles, const char *const *roles, GError **error);
void nadi_founder_free (NadiFounder *founder);

/* {"statement":…,"boxes":[…]} and, when secret, "sign", "seal", "device". */
NadiSecret *nadi_founder_print (NadiFounder *founder, gboolean secret);
/* Checks the statement, that each box has the address it names, and that private keys are those of the statement. */
NadiFounder *nadi_founder_parse (const char *json, gsize length, GError **error);

/* The role keys that an organisation of this kind has. (transfer none) */
const char *const *nadi_founder_roles_of_kind (const char *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFounder, nadi_founder_free)
