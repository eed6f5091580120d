/* A founding statement: what an organisation says of itself, signed by its first administrator, when it applies to
 * join a network (JWS, typ "nadi-founding"). It travels inside `org.admit`. */
#pragma once

#include <glib.h>

#include "nadi-jwk.h"
#include "nadi-jws.h"

typedef struct
{
  char *role;                /* "clinical", "front-desk", … */
  char *key;                 /* RSA modulus text */
  char *box;                 /* cid of the box of its private key to the administrator */
} NadiFoundingRole;

typedef struct
{
  char *org;
  char *kind;                /* hospital, clinic, laboratory, pharmacy, insurer, research, agency */
  char *name;
  char *staff;               /* the first administrator */
  char *staff_name;
  char **staff_roles;        /* "administrator" and whatever else that person is */
  char *sign;                /* Ed25519 public key text */
  char *seal;                /* RSA modulus text */
  char *device;
  char *device_key;
  GPtrArray *roles;          /* NadiFoundingRole */
} NadiFounding;

NadiFounding *nadi_founding_new (void);
void nadi_founding_free (NadiFounding *founding);
char *nadi_founding_sign (const NadiFounding *founding, NadiSigningKey *key);
/* Checks the signature with the key inside; all members. */
NadiFounding *nadi_founding_parse (const char *jws, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiFounding, nadi_founding_free)
