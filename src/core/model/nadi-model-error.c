/* The error domain of core/model. */
#include "nadi-model-error.h"

G_DEFINE_QUARK (nadi-model-error-quark, nadi_model_error)
