/* Whether a window still answers while records come in. */
#pragma once

#include "nadi-test-world.h"

/* On a display. ours is the window's profile; theirs is a colleague's, who imports too. Prints a line for each; FALSE if the bar is missed. */
gboolean nadi_bench_stalls (NadiTestWorld *world, const char *ours, const char *theirs);
