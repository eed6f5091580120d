/* The machine's clock. Static: never freed. */
#pragma once

#include "nadi-source.h"

NadiClock *nadi_system_clock (void);
