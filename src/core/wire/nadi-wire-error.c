/* The domain of everything that is read off a wire. */
#include "nadi-wire-error.h"

/* clang-format off */
G_DEFINE_QUARK (nadi-wire-error, nadi_wire_error)
/* clang-format on */
