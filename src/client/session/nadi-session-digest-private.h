/* Private to the digest's own files. */
#pragma once

#include "nadi-founding.h"
#include "nadi-json.h"
#include "nadi-session-book.h"
#include "nadi-session-digest.h"

typedef struct
{
  NadiSession *self;
  NadiCompartment compartment;
  gboolean own;              /* our organisation's stream, else the network's */
  NadiSyncReport *report;
  guint64 marks[2];          /* how far each compartment was when this batch began */
  guint64 next;
  GError *failure;
  /* Of this batch. */
  GHashTable *visits;        /* patient → day */
  GHashTable *staff;         /* signer → NadiBookStaff, or NULL for nobody that we know */
  GHashTable *shelves;       /* id → NadiBookShelf, or NULL for none of ours */
  GHashTable *devices;       /* id → NadiBookDevice: who worked there last, and when */
} NadiDigest;

/* Handlers: FALSE with an error when the cache fails; an event without the members that the contract wants is passed over. */
typedef gboolean (*NadiDigestFunc) (NadiDigest *digest, NadiEvent *event, GError **error);

gboolean nadi_digest_organisation (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_organisation_name (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_staff (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_staff_removal (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_device (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_device_removal (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_role_key (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_network_key (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_patient (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_patient_keys (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_shelf_key (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_version (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_reseal (NadiDigest *digest, NadiEvent *event, GError **error);
gboolean nadi_digest_retraction (NadiDigest *digest, NadiEvent *event, GError **error);

/* Days of visits that this batch met, into the book and the patients' rows. */
gboolean nadi_digest_put_visits (NadiDigest *digest, GError **error);
/* The device that a founding statement names. */
gboolean nadi_digest_founding_device (NadiDigest *digest, const NadiFounding *founding, GError **error);
/* Where this event came from; and what the batch noted of that, into the book. */
void nadi_digest_note_device (NadiDigest *digest, NadiEvent *event);
gboolean nadi_digest_put_devices (NadiDigest *digest, GError **error);
/* *staff belongs to the digest; NULL when nobody knows them. */
gboolean nadi_digest_get_staff (NadiDigest *digest, const char *signer, const NadiBookStaff **staff, GError **error);
/* TRUE if the event's kid is its signer's present key, as the stream has it up to here. */
gboolean nadi_digest_is_signers_key (NadiDigest *digest, NadiEvent *event, gboolean *is, GError **error);
