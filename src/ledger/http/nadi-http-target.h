/* The request target as Nadi accepts it: one form, nothing normalised.
 *
 * A path is "/" or segments of A-Z a-z 0-9 . _ ~ - : @ with single slashes between them; no percent sign, no empty
 * segment but a single "/", no "." or ".." segment. A query is name=value pairs joined by "&"; names are
 * a-z, 0-9, "-" and "_"; values are unreserved characters, ":" "/" "@" "," and percent-encoded bytes that decode to
 * UTF-8 without control characters. "+" is refused: it means two things. */
#pragma once

#include <glib.h>

#include "nadi-http-error.h"

#define NADI_HTTP_MAX_PATH 1024
#define NADI_HTTP_MAX_PARAMETERS 128

typedef struct
{
  char *name;
  char *value;               /* decoded */
} NadiHttpParameter;

typedef struct
{
  char *path;                /* as sent */
  char *query;               /* as sent, with its "?"; "?" alone when there is none */
  GArray *parameters;        /* NadiHttpParameter, in the order sent */
} NadiHttpTarget;

/* Error: NADI_HTTP_ERROR_TARGET. */
NadiHttpTarget *nadi_http_target_parse (const char *target, gsize length, GError **error);
void nadi_http_target_free (NadiHttpTarget *target);

/* Percent-encodes a value for a query, so that parsing gives it back. (transfer full) */
char *nadi_http_query_encode (const char *value);

/* Lower-case authority of an "https://host[:port]" or "http://…" address: without the scheme's own port, as a client
 * writes it into Host. NULL when url is not of this form. (transfer full) */
char *nadi_http_authority_of_url (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiHttpTarget, nadi_http_target_free)
