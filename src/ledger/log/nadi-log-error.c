/* The words that refusals are known by. */
#include "nadi-log-error.h"

#include "nadi-contract.h"

G_DEFINE_QUARK (nadi-log-error-quark, nadi_log_error)

const char *
nadi_log_error_word (const GError *error)
{
  if (error->domain != NADI_LOG_ERROR)
    return nadi_contract_error_word (error);
  switch (error->code)
    {
    case NADI_LOG_ERROR_BLOB:
      return "blob";
    case NADI_LOG_ERROR_SIGNATURE:
      return "signature";
    case NADI_LOG_ERROR_CONFLICT:
      return "conflict";
    default:
      return "log";
    }
}
