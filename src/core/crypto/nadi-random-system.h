/* The system's random source, through GnuTLS. Static: never freed. */
#pragma once

#include "nadi-source.h"

NadiRandom *nadi_random_system (void);
