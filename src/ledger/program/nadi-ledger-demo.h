/* The parts of nadi-ledger demo: what lies in a demo folder, and the processes that run on it. */
#pragma once

#include <glib.h>

#define NADI_DEMO_VALIDATORS 4

/* Makes network, founders and validators in an empty folder; may take some seconds for the RSA keys. network.json in the folder
 * itself is written last, and demo.json with "service", "admin", "ca", "network", "founders" and an empty "profiles". */
gboolean nadi_demo_make (const char *folder, GError **error);

/* Starts whatever of the service and its validators does not run, and waits until the service is ready. *started: how many were
 * started. program: path of nadi-ledger. */
gboolean nadi_demo_start (const char *folder, const char *program, guint *started, GError **error);
/* Stops all that runs and waits for it. */
gboolean nadi_demo_stop (const char *folder, guint *stopped, GError **error);
