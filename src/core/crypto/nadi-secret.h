/* Secret bytes: locked in memory where the system allows, kept out of core dumps, wiped when the last
 * reference goes. Never put one into a GString, a property, a log line or a GError. Thread-safe. */
#pragma once

#include <glib.h>

#include "nadi-source.h"

typedef struct _NadiSecret NadiSecret;

NadiSecret *nadi_secret_new (gsize size);                          /* zeroed */
NadiSecret *nadi_secret_new_copy (const guint8 *data, gsize size);
NadiSecret *nadi_secret_new_random (NadiRandom *random, gsize size);
NadiSecret *nadi_secret_ref (NadiSecret *secret);
void nadi_secret_unref (NadiSecret *secret);
guint8 *nadi_secret_data (NadiSecret *secret);
gsize nadi_secret_size (NadiSecret *secret);

void nadi_wipe (gpointer data, gsize size);
/* Constant time in the contents. */
gboolean nadi_equal_secret (const guint8 *a, const guint8 *b, gsize size);
/* No core dumps and no ptrace by the same user: called once by every program's main. */
void nadi_harden_process (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiSecret, nadi_secret_unref)
