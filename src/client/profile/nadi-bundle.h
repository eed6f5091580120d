/* A member of staff's private keys on one device, and how they are sealed.
 *
 * Sealed with AES-256-GCM under HKDF(Argon2id(passphrase) || device secret, "nadi-bundle"): the disk alone or the
 * passphrase alone opens nothing (design, section 3). Salt and cost stand in the same file as the box, so a new passphrase
 * is one atomic replacement. */
#pragma once

#include <glib.h>

#include "nadi-ed25519.h"
#include "nadi-passphrase.h"
#include "nadi-profile-error.h"
#include "nadi-rsa.h"

/* Members may be NULL where a role has none (reception: clinical). The struct owns them. */
typedef struct
{
  NadiSigningKey *sign;      /* the person's; never NULL */
  NadiRsaPrivate *seal;      /* the person's; never NULL */
  NadiSigningKey *device;    /* shared by all accounts of the profile; never NULL */
  NadiSecret *desk;          /* 32 bytes, the cache's compartment keys; never NULL */
  NadiSecret *clinical;      /* 32 bytes or NULL */
} NadiBundle;

void nadi_bundle_free (NadiBundle *bundle);

/* context: what the box is bound to ("<profile>/<account>"). (transfer full) the text of a bundle file. */
char *nadi_bundle_seal (const NadiBundle *bundle, const char *passphrase, NadiSecret *device_secret, const char *context,
                        const NadiKdfCost *cost, NadiRandom *random, GError **error);

/* NADI_PROFILE_ERROR_DAMAGED: not what was written; NADI_PROFILE_ERROR_COST: refused before any work; both without touching
 * the passphrase. NADI_PROFILE_ERROR_PASSPHRASE after the same work as success. */
NadiBundle *nadi_bundle_open (const char *text, gsize length, const char *passphrase, NadiSecret *device_secret,
                              const char *context, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBundle, nadi_bundle_free)
