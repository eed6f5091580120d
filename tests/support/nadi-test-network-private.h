/* Pieces of the test network that events which found and change it are made of. */
#pragma once

#include "nadi-cid.h"
#include "nadi-test-network.h"

/* Ids and keys of an organisation that the network does not know yet. */
void nadi_test_org_init (NadiTestNetwork *network, NadiTestOrg *org, const char *kind);
void nadi_test_org_clear (NadiTestOrg *org);
/* Its founding statement. (transfer full) */
char *nadi_test_statement (NadiTestNetwork *network, const NadiTestOrg *org);
/* The validators' list, with ' for ". (transfer full) */
char *nadi_test_validators_json (NadiTestNetwork *network);
/* Hospitals, clinics, laboratories, pharmacies. */
gboolean nadi_test_org_treats (const NadiTestOrg *org);
