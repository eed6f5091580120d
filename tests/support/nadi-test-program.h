/* Another implementation, run as a program: one JSON request in, one JSON answer out. */
#pragma once

#include <json-glib/json-glib.h>

/* script lies in tests/core. Fails the test when the program fails. (transfer full) */
JsonNode *nadi_test_program_ask (const char *script, const char *request);
