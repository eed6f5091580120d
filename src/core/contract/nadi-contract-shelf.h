/* What records and reads ask of a shelf. Internal to core/contract. */
#pragma once

#include "nadi-contract-call.h"

/* The shelf, if it is the actor's organisation's and the actor's roles open its section; adds its streams. */
gboolean nadi_call_load_own_shelf (NadiCall *call, const char *id, NadiShelfState *shelf, GError **error);
/* EPOCH unless new content may be sealed under this epoch now. */
gboolean nadi_call_check_epoch (NadiCall *call, const NadiShelfState *shelf, gint64 epoch, GError **error);
