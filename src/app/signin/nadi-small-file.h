/* Small files that a person hands over and takes away, read and written off the main loop. */
#pragma once

#include <gio/gio.h>

#include "nadi-desk.h"

/* bytes and name are NULL when there is an error; both belong to the caller of loaded. name: what the network is called. */
typedef void (*NadiNetworkLoaded) (gpointer owner, GBytes *bytes, const char *name, const GError *error);

/* Reads a network.json and checks its form. Errors: NADI_SESSION_ERROR_FILE, _NETWORK_FILE. */
void nadi_network_file_load (NadiDesk *desk, GFile *file, gpointer owner, NadiNetworkLoaded loaded);

/* Writes text, replacing what was there. done: as nadi_desk_run(), data NULL. */
void nadi_small_file_save (NadiDesk *desk, GFile *file, const char *text, gpointer owner, NadiDeskDone done);
