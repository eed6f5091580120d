/* Private to client/session: which keys this person can come by, always on the word of a proven event that names the box and the
 * key's commitment. Expects `lock`. Nothing here asks the service: a box that is not in the cache is a key that
 * has not come yet (TRUE and NULL). */
#pragma once

#include "nadi-jwk.h"
#include "nadi-section.h"
#include "nadi-session-book.h"
#include "nadi-session-private.h"

/* A role's private key by its kid. (transfer none) */
gboolean nadi_session_role_private (NadiSession *self, const char *kid, NadiRsaPrivate **key, GError **error);
/* A role key's box, and whose seal keys open it: of everybody, because several people may work at one device. */
gboolean nadi_session_note_role_box (NadiSession *self, const char *kid, const char *box, const char *const *recipients, GError **error);
/* Boxes for this person that went by while a colleague was signed in are to be fetched. */
gboolean nadi_session_want_role_boxes (NadiSession *self, GError **error);

/* The key of a shelf's epoch. (transfer full) */
gboolean nadi_session_shelf_key (NadiSession *self, const NadiBookShelf *shelf, gint64 epoch, NadiSecret **key, GError **error);
/* The key under which a patient's section names are hidden. */
gboolean nadi_session_label_key (NadiSession *self, const char *patient, NadiSecret **key, GError **error);
/* "number" or "matching". */
gboolean nadi_session_network_key (NadiSession *self, const char *purpose, NadiSecret **key, GError **error);

/* The compartment in which a shelf's records lie, by the section's name as events have it. */
NadiCompartment nadi_session_compartment_of (const char *section);
/* The section's name as events of this patient have it. label is not needed for identity, emergency and directory. (transfer full) */
char *nadi_session_section_label (NadiSection section, NadiSecret *label);
/* FALSE when it can't be known here. */
gboolean nadi_session_section_of (NadiSession *self, const NadiBookShelf *shelf, NadiSection *section);

/* A box for those of ours who may open the section, and the patient once claimed: text, address, recipients' kids. */
typedef struct
{
  char *text;
  char *cid;
  char **recipients;
} NadiBox;

void nadi_box_clear (NadiBox *box);
/* Whom a box of this section is for at present: role keys of ours, and the patient's if there is one. Array of NadiRsaPublic. */
GPtrArray *nadi_session_recipients (NadiSession *self, NadiSection section, const NadiBookPatient *patient, GError **error);
gboolean nadi_session_make_box (NadiSession *self, NadiSection section, const NadiBookPatient *patient, NadiJwkSet *keys,
                                NadiBox *box, GError **error);
/* For any RSA keys. */
gboolean nadi_session_box_to (NadiSession *self, NadiRsaPublic *const *recipients, guint n, NadiJwkSet *keys, NadiBox *box, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiBox, nadi_box_clear)
