/* Errors of the session, and one word for each that a person may meet. */
#include "nadi-session-private.h"

#include "nadi-contract.h"
#include "nadi-fhir-error.h"
#include "nadi-keyring.h"
#include "nadi-media.h"
#include "nadi-model-error.h"

G_DEFINE_QUARK (nadi-session-error-quark, nadi_session_error)

typedef struct
{
  int code;
  const char *word;
} Word;

static const Word session_words[] = {
  { NADI_SESSION_ERROR_FILE, "file" },
  { NADI_SESSION_ERROR_WAITING, "waiting" },
  { NADI_SESSION_ERROR_NETWORK_FILE, "network-file" },
  { NADI_SESSION_ERROR_CODE, "code" },
  { NADI_SESSION_ERROR_TYPED, "typed" },
  { NADI_SESSION_ERROR_SEALED, "sealed" },
  { NADI_SESSION_ERROR_CODE_NETWORK, "code-network" },
  { NADI_SESSION_ERROR_CODE_UNKNOWN, "code-unknown" },
  { NADI_SESSION_ERROR_NOT_ENROLLED, "not-enrolled" },
  { NADI_SESSION_ERROR_ROLE, "role" },
  { NADI_SESSION_ERROR_NOT_FOUND, "not-found" },
  { NADI_SESSION_ERROR_CLOSED, "closed" },
  { NADI_SESSION_ERROR_EXPORT, "export" },
  { NADI_SESSION_ERROR_KEYS, "keys" },
  { NADI_SESSION_ERROR_STOPPED, "stopped" },
  { NADI_SESSION_ERROR_DAMAGED, "damaged" },
  { NADI_SESSION_ERROR_UNPROVEN, "unproven" },
  { NADI_SESSION_ERROR_RECEIPT, "receipt" },
  { NADI_SESSION_ERROR_PIECES, "pieces" },
  { NADI_SESSION_ERROR_COLLEAGUE, "colleague" },
  { NADI_SESSION_ERROR_DECAYED, "cache-damaged" },
  { 0, NULL },
};

static const Word media_words[] = {
  { NADI_MEDIA_ERROR_UNKNOWN, "media-unknown" },   { NADI_MEDIA_ERROR_DAMAGED, "media-damaged" },
  { NADI_MEDIA_ERROR_LARGE, "media-large" },       { NADI_MEDIA_ERROR_PIXELS, "media-pixels" },
  { 0, NULL },
};

static const Word net_words[] = {
  { NADI_NET_ERROR_UNREACHABLE, "unreachable" },   { NADI_NET_ERROR_BUSY, "busy" },
  { NADI_NET_ERROR_SERVER, "server" },             { NADI_NET_ERROR_CERTIFICATE, "certificate" },
  { NADI_NET_ERROR_ANSWER, "answer" },             { NADI_NET_ERROR_UNAUTHORISED, "unauthorised" },
  { NADI_NET_ERROR_NOT_FOUND, "not-found" },       { NADI_NET_ERROR_CONFLICT, "conflict" },
  { NADI_NET_ERROR_REQUEST, "request" },           { NADI_NET_ERROR_CLOCK, "clock" },
  { 0, NULL },
};

static const Word profile_words[] = {
  { NADI_PROFILE_ERROR_FAILED, "file" },           { NADI_PROFILE_ERROR_BUSY, "in-use" },
  { NADI_PROFILE_ERROR_MISSING, "no-profile" },    { NADI_PROFILE_ERROR_EXISTS, "profile-exists" },
  { NADI_PROFILE_ERROR_PASSPHRASE, "passphrase" }, { NADI_PROFILE_ERROR_REPLACED, "device-secret" },
  { NADI_PROFILE_ERROR_COST, "profile-damaged" },  { NADI_PROFILE_ERROR_NEWER, "newer" },
  { NADI_PROFILE_ERROR_DAMAGED, "profile-damaged" }, { NADI_PROFILE_ERROR_NETWORK, "network-file" },
  { 0, NULL },
};

static const Word keyring_words[] = {
  { NADI_KEYRING_ERROR_LOCKED, "keyring-locked" }, { NADI_KEYRING_ERROR_UNAVAILABLE, "keyring-unavailable" },
  { NADI_KEYRING_ERROR_MISSING, "keyring-missing" }, { NADI_KEYRING_ERROR_DAMAGED, "keyring-damaged" },
  { NADI_KEYRING_ERROR_FAILED, "keyring" },        { 0, NULL },
};

static const Word database_words[] = {
  { NADI_DATABASE_ERROR_FULL, "full" },            { NADI_DATABASE_ERROR_BUSY, "in-use" },
  { NADI_DATABASE_ERROR_DAMAGED, "cache-damaged" }, { NADI_DATABASE_ERROR_NEWER, "newer" },
  { NADI_DATABASE_ERROR_FAILED, "file" },          { 0, NULL },
};

static const Word cache_words[] = {
  { NADI_CACHE_ERROR_KEY, "cache-key" },           { NADI_CACHE_ERROR_CLOSED, "closed" },
  { NADI_CACHE_ERROR_DAMAGED, "cache-damaged" },   { NADI_CACHE_ERROR_ROLLBACK, "cache-old" },
  { 0, NULL },
};

static const char *
find (const Word *words, int code)
{
  for (guint i = 0; words[i].word != NULL; i++)
    if (words[i].code == code)
      return words[i].word;
  return "other";
}

static const char *
io_word (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED: return "cancelled";
    case G_IO_ERROR_NO_SPACE: return "full";
    default: return "file";
    }
}

const char *
nadi_session_error_word (const GError *error)
{
  if (error->domain == NADI_SESSION_ERROR)
    return find (session_words, error->code);
  if (error->domain == NADI_NET_ERROR)
    return find (net_words, error->code);
  if (error->domain == NADI_SYNC_ERROR)
    return nadi_sync_error_word (error);
  if (error->domain == NADI_PROFILE_ERROR)
    return find (profile_words, error->code);
  if (error->domain == NADI_KEYRING_ERROR)
    return find (keyring_words, error->code);
  if (error->domain == NADI_DATABASE_ERROR)
    return find (database_words, error->code);
  if (error->domain == NADI_CACHE_ERROR)
    return find (cache_words, error->code);
  if (error->domain == NADI_CONTRACT_ERROR)
    return nadi_contract_error_word (error);
  if (error->domain == NADI_FHIR_ERROR)
    return nadi_fhir_error_name (error->code);
  if (error->domain == NADI_MEDIA_ERROR)
    return find (media_words, error->code);
  if (error->domain == NADI_MODEL_ERROR)
    return "typed";
  if (error->domain == G_IO_ERROR)
    return io_word (error->code);
  return "other";
}

gboolean
nadi_session_fail (NadiSessionError code, const char *message, GError **error)
{
  g_set_error_literal (error, NADI_SESSION_ERROR, code, message);
  return FALSE;
}
