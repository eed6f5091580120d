/* How the log makes a view. */
#pragma once

#include "nadi-head.h"
#include "nadi-view.h"

/* final may be NULL; note is final's with its cosignatures. store is borrowed: the log's views don't outlive it. */
NadiView *nadi_view_new (NadiChain *chain, NadiStore *store, NadiHead *admitted, NadiHead *final,
                         const char *note, gint64 freshness);
