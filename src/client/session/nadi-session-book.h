/* Private to client/session: what the digest of our streams has learnt, one small sealed value per thing, in the cache's desk
 * compartment: organisations, staff with their signing keys, role keys, patients, shelves with the keys that proven events named,
 * and boxes still to be fetched. Expects `lock`. A getter that finds nothing gives TRUE and NULL; a value that does not
 * read back is NADI_CACHE_ERROR_DAMAGED. */
#pragma once

#include "nadi-cache-values.h"

typedef struct
{
  char *name;
  char *kind;                /* "hospital", … */
} NadiBookOrg;

void nadi_book_org_free (NadiBookOrg *org);
gboolean nadi_book_get_org (NadiCache *cache, const char *id, NadiBookOrg **org, GError **error);
gboolean nadi_book_put_org (NadiCache *cache, const char *id, const NadiBookOrg *org, GError **error);

typedef struct
{
  char *name;
  char **roles;
  char **keys;               /* every signing key that this person had, oldest first; the last is the present one */
  gboolean removed;
} NadiBookStaff;

void nadi_book_staff_free (NadiBookStaff *staff);
/* signer: "<org>/<staff>". */
gboolean nadi_book_get_staff (NadiCache *cache, const char *signer, NadiBookStaff **staff, GError **error);
gboolean nadi_book_put_staff (NadiCache *cache, const char *signer, const NadiBookStaff *staff, GError **error);
/* name, or the id's first characters when the name is not known; NULL signer gives "". (transfer full) */
char *nadi_book_name_of (NadiCache *cache, const char *signer);

/* A device of ours. */
typedef struct
{
  char *kind;                /* "workstation", … */
  gboolean removed;
  char *staff;               /* whose work came from it last; NULL: nobody's yet */
  gint64 time;               /* when that was made, by the device's clock; 0: never */
} NadiBookDevice;

void nadi_book_device_free (NadiBookDevice *device);
gboolean nadi_book_get_device (NadiCache *cache, const char *id, NadiBookDevice **device, GError **error);
gboolean nadi_book_put_device (NadiCache *cache, const char *id, const NadiBookDevice *device, GError **error);

/* A public key of a role of ours. */
typedef struct
{
  char *role;
  gint64 epoch;
  char *kid;
  char *key;                 /* modulus; NULL where only a box is known */
  char *box;                 /* cid of a box that is for us; NULL when there is none */
} NadiBookRole;

void nadi_book_role_free (NadiBookRole *role);
/* By kid; and the current one of a role, which the state proved. */
gboolean nadi_book_get_role (NadiCache *cache, const char *kid, NadiBookRole **role, GError **error);
gboolean nadi_book_put_role (NadiCache *cache, const NadiBookRole *role, GError **error);
gboolean nadi_book_get_current_role (NadiCache *cache, const char *name, NadiBookRole **role, GError **error);
gboolean nadi_book_put_current_role (NadiCache *cache, const NadiBookRole *role, GError **error);
/* Array of NadiBookRole, every epoch of each. */
GPtrArray *nadi_book_list_roles (NadiCache *cache, GError **error);

typedef struct
{
  char *number;              /* tag */
  char *label;               /* kid of the label key */
  char *seal;                /* modulus of the patient's key; NULL while unclaimed */
  gint32 last_visit;
} NadiBookPatient;

void nadi_book_patient_free (NadiBookPatient *patient);
gboolean nadi_book_get_patient (NadiCache *cache, const char *id, NadiBookPatient **patient, GError **error);
gboolean nadi_book_put_patient (NadiCache *cache, const char *id, const NadiBookPatient *patient, GError **error);

typedef struct
{
  gint64 epoch;
  char *kid;
  char **boxes;              /* cids */
  char **recipients;         /* kids */
} NadiBookEpoch;

typedef struct
{
  char *id;
  char *patient;             /* NULL: the directory */
  char *section;             /* as events have it */
  gboolean lost;             /* ours was refused because another desk's came first */
  GPtrArray *epochs;         /* NadiBookEpoch, rising */
} NadiBookShelf;

NadiBookShelf *nadi_book_shelf_new (const char *id, const char *patient, const char *section);
void nadi_book_shelf_free (NadiBookShelf *shelf);
gboolean nadi_book_get_shelf (NadiCache *cache, const char *id, NadiBookShelf **shelf, GError **error);
gboolean nadi_book_put_shelf (NadiCache *cache, const NadiBookShelf *shelf, GError **error);
/* NULL if there is no such epoch. Owned by the shelf. */
NadiBookEpoch *nadi_book_shelf_epoch (const NadiBookShelf *shelf, gint64 epoch);
const NadiBookEpoch *nadi_book_shelf_last (const NadiBookShelf *shelf);
/* A proven key: a new epoch, or one more box of one that is there. FALSE if that epoch has another key. */
gboolean nadi_book_shelf_add (NadiBookShelf *shelf, gint64 epoch, const char *kid, const char *box, const char *const *recipients);
/* A box of ours that the ledger did not take: it goes, and with its only box the epoch. */
void nadi_book_shelf_remove (NadiBookShelf *shelf, gint64 epoch, const char *box);

/* Ids of our shelves of a chart (patient NULL: the directory's, one at most). (transfer full) */
gboolean nadi_book_get_chart (NadiCache *cache, const char *patient, char ***shelves, GError **error);
gboolean nadi_book_put_chart (NadiCache *cache, const char *patient, const char *const *shelves, GError **error);

/* Boxes that events named and that are not here yet. */
gboolean nadi_book_want (NadiCache *cache, const char *cid, GError **error);
gboolean nadi_book_unwant (NadiCache *cache, const char *cid, GError **error);

/* Plain text under a kind and name; *text NULL when there is none. */
gboolean nadi_book_get_text (NadiCache *cache, const char *kind, const char *name, char **text, GError **error);
/* The names under a kind ("org", "wanted", …), at most limit. (transfer full) */
char **nadi_book_list_names (NadiCache *cache, const char *kind, guint limit, GError **error);
/* A page of them, from behind *after on (nadi_cache_each_value_after()). */
char **nadi_book_page_names (NadiCache *cache, const char *kind, guint limit, gint64 *after, GError **error);
/* text NULL removes. */
gboolean nadi_book_put_text (NadiCache *cache, const char *kind, const char *name, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookOrg, nadi_book_org_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookStaff, nadi_book_staff_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookDevice, nadi_book_device_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookRole, nadi_book_role_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookPatient, nadi_book_patient_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiBookShelf, nadi_book_shelf_free)
