/* Becoming part of a network: founding an organisation, taking over a founder's file, joining with a code; and, on the
 * administrator's side, inviting and admitting. Messages: src/DESIGN.md, "Enrolment".
 *
 * All of it makes RSA keys or stretches passphrases: seconds, off the main loop. */
#pragma once

#include "nadi-session.h"

/* How a new profile is made. */
typedef struct
{
  const char *folder;        /* made; must not hold a profile */
  const char *label;         /* what the unlock page shows; NULL: the person's name */
  const char *passphrase;
  gboolean file_secret;      /* device secret in the folder instead of the keyring: demo and test profiles only */
  gboolean demo;
  const NadiSessionOptions *options; /* or NULL */
} NadiProfilePlan;

/* --- founding --------------------------------------------------------------------------------------------------- */

/* Makes an organisation's keys before there is a network: its private file, sealed under the passphrase, lies in the folder until
 * nadi_setup_finish_founding(). kind: "hospital", "clinic", …; roles: the first administrator's staff roles,
 * NULL-terminated, "administrator" among them. *public_file: for the operator. (transfer full) */
gboolean nadi_setup_found (const NadiProfilePlan *plan, const char *kind, const char *name, const char *staff_name,
                           const char *const *roles, char **public_file, GError **error);
/* The operator has made the network: the founder's keys become a profile in the same folder. */
gboolean nadi_setup_finish_founding (const NadiProfilePlan *plan, const char *network, gsize network_length, GError **error);
/* A founder's private file (nadi_founder_print(…, TRUE)) becomes a profile: the demo network's way. */
gboolean nadi_setup_adopt (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *founder,
                           gsize founder_length, GError **error);

/* --- joining ---------------------------------------------------------------------------------------------------- */

/* Checks a code as typed against a network.json, without network: NADI_SESSION_ERROR_NETWORK_FILE, _CODE, _CODE_NETWORK. */
gboolean nadi_setup_check_code (const char *network, gsize network_length, const char *code, GError **error);

/* Makes the profile, posts its public keys, waits until the administrator admits them (at most wait_ms), proves them in the state
 * map, and takes the role keys. Called again with the same folder, code and passphrase it goes on where it was:
 * NADI_SESSION_ERROR_WAITING while the administrator has not answered. Other errors: those of nadi_setup_check_code(),
 * NADI_SESSION_ERROR_CODE_UNKNOWN, _UNPROVEN, NADI_NET_ERROR_*, NADI_PROFILE_ERROR_EXISTS (another profile is there). */
gboolean nadi_setup_join (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *code, guint wait_ms,
                          NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);

/* --- a setup that waits ----------------------------------------------------------------------------------------------- */

typedef enum
{
  NADI_SETUP_EMPTY,          /* nothing was begun */
  NADI_SETUP_FOUNDING,       /* nadi_setup_found() was done: the network's file is awaited */
  NADI_SETUP_JOINING,        /* nadi_setup_begin_join() was: the administrator is awaited */
  NADI_SETUP_HALF,           /* something was begun and can't go on: nadi_setup_abandon() */
  NADI_SETUP_READY,          /* a profile to sign in to */
} NadiSetupState;

/* Reads small files; may be called on the main loop. */
NadiSetupState nadi_setup_state (const char *folder);
/* What the network of a network.json is called; NADI_SESSION_ERROR_NETWORK_FILE if it is none. Without network. (transfer full) */
char *nadi_setup_network_name (const char *network, gsize network_length, GError **error);
/* The public file of the organisation that is being founded in this folder, once more. (transfer full) */
char *nadi_setup_founding_file (const char *folder, GError **error);

/* nadi_setup_join() for a person who may close the program meanwhile: network and code are kept, sealed under the passphrase, until the
 * join is through. The folder must be empty: NADI_PROFILE_ERROR_EXISTS. */
gboolean nadi_setup_begin_join (const NadiProfilePlan *plan, const char *network, gsize network_length, const char *code,
                                guint wait_ms, NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);
/* Goes on with it: NADI_PROFILE_ERROR_PASSPHRASE besides the errors of nadi_setup_join(). */
gboolean nadi_setup_go_on_joining (const NadiProfilePlan *plan, guint wait_ms, NadiSessionProgress progress, gpointer user_data,
                                   GCancellable *cancellable, GError **error);
/* Gives up what was begun: its keys are gone for good. Never a profile that belongs to a clinic: NADI_PROFILE_ERROR_EXISTS. Of the
 * plan it needs the folder and the keyring. */
gboolean nadi_setup_abandon (const NadiProfilePlan *plan, GError **error);

/* Somebody else joins at this session's device: an account with keys of its own under its own passphrase, beside the colleague's
 * who is signed in. They share device and cache: the desk's compartment is handed on, the clinical one to clinicians only, by a
 * clinician if one may have it already (NADI_SESSION_ERROR_COLLEAGUE). label: at most 100 bytes, and no other account's. Goes on where
 * it was like nadi_setup_join(), with its errors; NADI_SESSION_ERROR_TYPED for a label that is taken. */
gboolean nadi_session_add_account (NadiSession *session, const char *label, const char *passphrase, const char *code, guint wait_ms,
                                   NadiSessionProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);

/* --- the administrator's side ------------------------------------------------------------------------------------ */

typedef enum
{
  NADI_INVITATION_OPEN,      /* nobody has used the code yet */
  NADI_INVITATION_ADMITTED,
  NADI_INVITATION_EXPIRED,
  NADI_INVITATION_REFUSED,   /* what came did not prove the code */
} NadiInvitationState;

typedef struct
{
  char *id;
  char *name;                /* of the person */
  char **roles;
  gint64 expires;            /* ms */
  NadiInvitationState state;
} NadiInvitation;

void nadi_invitation_free (NadiInvitation *invitation);

/* Opens a mailbox at the service. roles: "doctor", "nurse", "reception", "administrator", "auditor", "machine"; NULL-terminated. *code: 33
 * characters in groups, to be read out or written on paper; it is not shown again. Error: NADI_SESSION_ERROR_ROLE for
 * anyone but an administrator. (transfer full) */
gboolean nadi_session_invite (NadiSession *session, const char *name, const char *const *roles, char **code, char **invitation,
                              GCancellable *cancellable, GError **error);
/* Array of NadiInvitation, oldest first. */
GPtrArray *nadi_session_list_invitations (NadiSession *session, GError **error);

/* Looks into the open mailboxes: whoever proved their code becomes staff with a device, gets the role keys in boxes, and an answer.
 * *admitted: how many. Sends what it signed. */
gboolean nadi_session_admit_waiting (NadiSession *session, guint *admitted, GCancellable *cancellable, GError **error);

/* --- who works here ---------------------------------------------------------------------------------------------- */

typedef struct
{
  char *id;
  char *name;
  char **roles;
  gboolean active;           /* FALSE: removed */
} NadiStaffRow;

void nadi_staff_row_free (NadiStaffRow *row);

/* The staff of this clinic as the ledger has them, in the order they were admitted. Array of NadiStaffRow. */
GPtrArray *nadi_session_list_staff (NadiSession *session, GError **error);

typedef struct
{
  char *id;
  char *kind;                /* "workstation", "kiosk", "server" */
  char *person;              /* who worked at it last; NULL: nobody yet */
  gint64 last;               /* when, in ms, by that device's clock; 0: never */
  gboolean active;           /* FALSE: taken out of use */
  gboolean own;              /* the one that this session runs on */
} NadiDeviceRow;

void nadi_device_row_free (NadiDeviceRow *row);

/* The devices of this clinic as the ledger has them, in the order they came. Array of NadiDeviceRow. */
GPtrArray *nadi_session_list_devices (NadiSession *session, GError **error);

/* An administrator's. Somebody leaves: they are removed, and the role keys that they held get their next epoch, boxed to everybody
 * who still holds the role and to nobody else; each shelf follows when it is next written to. compromised: their keys are no longer in
 * their hands alone, so nothing more is taken from them, not even what they did before. Needs the service, for everybody's proven
 * keys; makes RSA keys: seconds. Queued; the next sync sends it. Errors: NADI_SESSION_ERROR_ROLE, _NOT_FOUND (nobody of that id is
 * active), _TYPED (oneself), _KEYS. */
gboolean nadi_session_remove_staff (NadiSession *session, const char *staff, gboolean compromised, GCancellable *cancellable, GError **error);
/* The next epoch of every role key, for those who hold the role now. */
gboolean nadi_session_renew_role_keys (NadiSession *session, GCancellable *cancellable, GError **error);
/* A device is taken out of use: it reads and writes nothing more. Its people stay. Not this one (NADI_SESSION_ERROR_TYPED). */
gboolean nadi_session_remove_device (NadiSession *session, const char *device, gboolean compromised, GError **error);

/* The second signature under an event that waits for it (src/DESIGN.md, "Events that wait"). *own (may be NULL): the id of the approval's own
 * event. Queued like everything else; what the ledger refuses becomes a task. */
gboolean nadi_session_approve (NadiSession *session, const char *event, char **own, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiStaffRow, nadi_staff_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDeviceRow, nadi_device_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiInvitation, nadi_invitation_free)
