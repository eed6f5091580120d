/* A store that forgets: for tests and simulations. */
#pragma once

#include "nadi-store.h"

NadiStore *nadi_store_memory_new (void);
