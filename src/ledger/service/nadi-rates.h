/* Token buckets by name: how often somebody may do something. Thread-safe; a full bucket takes no memory for long. */
#pragma once

#include "nadi-source.h"

typedef struct _NadiRates NadiRates;

/* per_second tokens are added each second, up to burst. The clock's monotonic time counts. */
NadiRates *nadi_rates_new (guint per_second, guint burst, NadiClock *clock);
void nadi_rates_free (NadiRates *rates);
/* Takes one token. FALSE: there is none; *wait (may be NULL) is the number of seconds until there is, at least 1. */
gboolean nadi_rates_take (NadiRates *rates, const char *name, guint *wait);
/* TRUE when a token is there; takes none. */
gboolean nadi_rates_allows (NadiRates *rates, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiRates, nadi_rates_free)
