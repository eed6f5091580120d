/* X.509 for the network's own TLS: one authority, and server certificates under it. PEM text. */
#pragma once

#include <glib.h>

#include "nadi-crypto-error.h"

typedef struct
{
  char *certificate; /* PEM */
  char *key;         /* PEM, PKCS #8 */
} NadiCertificate;

void nadi_certificate_free (NadiCertificate *certificate);

/* A self-signed authority (EC P-256), valid not_before … not_after (Unix seconds). */
NadiCertificate *nadi_certificate_new_authority (const char *name, gint64 not_before, gint64 not_after, GError **error);
/* A server certificate; names are DNS names or IP addresses, NULL-terminated. */
NadiCertificate *nadi_certificate_new_server (NadiCertificate *authority, const char *const *names,
                                              gint64 not_before, gint64 not_after, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiCertificate, nadi_certificate_free)
