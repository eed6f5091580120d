/* The demo: a network of this machine only, in a folder of its own, where nobody exists. Made and started by nadi-ledger and nadictl. */
#pragma once

#include <gio/gio.h>

/* What everyone in the demo signs in with; it is no secret. */
#define NADI_DEMO_PASSPHRASE "nadi-demo"

/* One who can be played. */
typedef struct
{
  char *folder;              /* of the profile */
  char *name;
  char *clinic;
  char *role;                /* "doctor", "reception", …: nadi_demo_role_word() */
} NadiDemoPerson;

void nadi_demo_person_free (NadiDemoPerson *person);

/* The same folder as data/demo/run has. (transfer full) */
char *nadi_demo_get_folder (void);
/* Array of NadiDemoPerson; empty when there is no demo. Reads a few files. */
GPtrArray *nadi_demo_list_people (const char *folder);
/* In the person's language; static. */
const char *nadi_demo_role_word (const char *role);

/* Makes what is missing and starts what does not run: half a minute the first time, at once later. ledger and ctl: paths of the programs.
 * reset: throws away what is there before; only a folder that holds a demo. Finish: nadi_demo_prepare_finish(). */
void nadi_demo_prepare_async (const char *folder, const char *ledger, const char *ctl, gboolean reset, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
/* error->message: the programs' own words, for the log. */
gboolean nadi_demo_prepare_finish (GAsyncResult *result, GError **error);
