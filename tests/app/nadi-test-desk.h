/* A desk in tests, signed in on a real service. */
#pragma once

#include "nadi-desk.h"

/* Opens this profile of a NadiTestWorld and waits until somebody is signed in. (transfer full) */
NadiDesk *nadi_test_desk_open (const char *folder);
/* For a desk that somebody else made. */
void nadi_test_desk_sign_in (NadiDesk *desk);
/* Locks, and waits until work that was under way has let go of the desk; nobody else may hold it. */
void nadi_test_desk_close (NadiDesk *desk);
