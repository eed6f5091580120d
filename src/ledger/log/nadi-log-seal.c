/* Signing a checkpoint, inside the transaction that stores its block. */
#include "nadi-log-private.h"

#include "nadi-checkpoint.h"

char *
nadi_log_seal (GPtrArray *stored, gpointer user_data, GError **error)
{
  NadiSeal *seal = user_data;
  NadiCheckpoint checkpoint = { .origin = seal->log_key->name };

  if (!nadi_chain_check_stored (seal->chain, stored, &checkpoint.size, &checkpoint.root, error))
    return NULL;
  g_free (seal->note);
  seal->note = nadi_checkpoint_sign (&checkpoint, seal->log_key, seal->key);
  return g_strdup (seal->note);
}
