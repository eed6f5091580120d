/* The error domain of the ledger's HTTP. */
#include "nadi-http-error.h"

G_DEFINE_QUARK (nadi-http-error, nadi_http_error)
