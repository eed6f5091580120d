/* The domain of everything that is read off a wire. */
#include "nadi-wire-error.h"

G_DEFINE_QUARK (nadi-wire-error-quark, nadi_wire_error)
