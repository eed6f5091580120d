/* JWE general JSON serialisation (RFC 7516 §7.2.1) in the two forms that Nadi has: a record (enc A256GCM, one
 * recipient, alg A256GCMKW) and a key box (enc A256GCM, recipients with alg RSA-OAEP-256). With one recipient the
 * flattened serialisation (§7.2.2) is read as well.
 *
 * Before any key is touched: only these alg/enc pairs, alg and kid in the recipient's header, enc and typ in the
 * protected one, no zip, no crit, no unprotected header, no unknown member (NADI_WIRE_ERROR_ALGORITHM, _FORMAT).
 * Every failure after that is one error, NADI_WIRE_ERROR_REFUSED, without detail, and gives no plaintext. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-rsa.h"
#include "nadi-wire-error.h"

typedef enum
{
  NADI_JWE_RECORD,
  NADI_JWE_KEY_BOX,
} NadiJweForm;

/* What a record's protected header binds. */
typedef struct
{
  const char *patient;       /* NULL on a directory shelf */
  const char *shelf;
  gint64 epoch;
  const char *record;
  const char *version;
} NadiRecordBinding;

/* typ is "nadi-record" or "nadi-piece". (transfer full) compact JSON text. */
char *nadi_jwe_seal_record (NadiRandom *random, const char *typ, const NadiRecordBinding *binding,
                            const char *kid, const guint8 key[32], const guint8 *plaintext, gsize length);

/* binding is compared member by member with the protected header: another value is NADI_WIRE_ERROR_REFUSED. So is a kid
 * that is not nadi_symmetric_kid() of the key. */
NadiSecret *nadi_jwe_open_record (const char *text, gsize length, const char *typ, const NadiRecordBinding *binding,
                                  const char *kid, const guint8 key[32], GError **error);

/* typ "nadi-box". recipients: 1 … 64. */
char *nadi_jwe_seal_box (NadiRandom *random, NadiRsaPublic *const *recipients, guint n_recipients,
                         const guint8 *plaintext, gsize length, GError **error);
/* Finds the recipient whose kid is this key's. */
NadiSecret *nadi_jwe_open_box (const char *text, gsize length, NadiRsaPrivate *key, GError **error);

/* What can be known without a key, for display and for the server's checks: the protected header's JSON text
 * and the recipients' kids. Checks form as opening does. */
typedef struct
{
  NadiJweForm form;
  char *protected_header;    /* JSON text */
  char **recipients;         /* kids */
} NadiJweInfo;

NadiJweInfo *nadi_jwe_inspect (const char *text, gsize length, GError **error);
void nadi_jwe_info_free (NadiJweInfo *info);

/* The content of a record: {"resource":"…","salt":"…"}; commitment = SHA-256(salt || resource). */
NadiSecret *nadi_record_content_print (const char *resource, gsize length, const guint8 salt[32]);
gboolean nadi_record_content_parse (const char *json, gsize length, char **resource, gsize *resource_length,
                                    guint8 salt[32], GError **error);
void nadi_record_commitment (const char *resource, gsize length, const guint8 salt[32], NadiHash *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiJweInfo, nadi_jwe_info_free)
