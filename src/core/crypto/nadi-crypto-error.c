/* The error domain of core/crypto. */
#include "nadi-crypto-error.h"

G_DEFINE_QUARK (nadi-crypto-error, nadi_crypto_error)
