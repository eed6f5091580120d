/* Receipts against the network that a profile has pinned, without opening it. */
#include "nadi-profile.h"
#include "nadi-session-proof.h"

NadiReceiptInfo *
nadi_proof_verify_in_profile (const char *folder, const char *receipt, gsize length, GError **error)
{
  g_autoptr (NadiProfile) profile = nadi_profile_open (folder, error);
  gconstpointer network;
  gsize network_length;

  if (profile == NULL)
    return NULL;
  network = g_bytes_get_data (nadi_profile_network_bytes (profile), &network_length);
  return nadi_proof_verify (receipt, length, network, network_length, error);
}
