/* A whole network in memory, from a seed: operator, four validators, four organisations with staff, devices and role
 * keys, and signed events of every type. For the contract's own tests, and for those of ledger and client.
 *
 * RSA keys are moduli without a private half: enough for everything that does not open boxes. One thread. */
#pragma once

#include <glib.h>

#include "nadi-contract.h"
#include "nadi-network.h"

#define NADI_TEST_ORIGIN "demo.nadi.example"
#define NADI_TEST_TIME (G_GINT64_CONSTANT (1767225600) * 1000) /* 2026-01-01 */
#define NADI_TEST_ORGS 4

/* Someone who signs, with the device in use. seq is the last one given. */
typedef struct
{
  NadiActor actor;
  char *device;
  NadiSigningKey *key;
  NadiSigningKey *device_key;
  char *seal;                /* RSA modulus text */
  char *seal_kid;
  gint64 seq;
} NadiTestSigner;

typedef struct
{
  char *id;
  const char *kind;
  NadiTestSigner *admin;     /* administrator only */
  NadiTestSigner *doctor;
  NadiTestSigner *nurse;
  NadiTestSigner *reception;
  char *clinical;            /* role keys: modulus and kid */
  char *clinical_kid;
  char *desk;                /* of an insurer, research or an agency: its office key, and clinical is not in use */
  char *desk_kid;
  gint64 clinical_epoch;
  gint64 desk_epoch;
} NadiTestOrg;

typedef struct
{
  NadiSeededRandom random;
  NadiTestSigner *op;        /* the operator */
  NadiSigningKey *log;
  NadiSigningKey *validators[NADI_TEST_ORGS];
  NadiTestOrg orgs[NADI_TEST_ORGS]; /* hospital, clinic, laboratory, pharmacy; each runs a validator */
  GPtrArray *genesis;        /* NadiEvent: block 0, network.genesis first */
  GPtrArray *setup;          /* NadiEvent: block 1, staff and devices of every organisation, boxes for them */
  GPtrArray *signers;

  NadiMap *state;            /* after what nadi_test_network_apply() accepted */
  gint64 time;               /* of the open block */
  gint64 height;
} NadiTestNetwork;

/* All events of genesis and setup made; state empty, height 0. */
NadiTestNetwork *nadi_test_network_new (guint64 seed);
void nadi_test_network_free (NadiTestNetwork *network);
/* Applies genesis and setup. */
void nadi_test_network_start (NadiTestNetwork *network);
/* What a client pins, with these validators' and the log's keys. (transfer full) */
NadiNetwork *nadi_test_network_facts (NadiTestNetwork *network);

/* Verifies the signature with the key that the contract names, judges the event in the open block, and applies the
 * verdict. (transfer full) NULL: refused. */
NadiVerdict *nadi_test_network_apply (NadiTestNetwork *network, NadiEvent *event, GError **error);
/* Ends the block; the next one begins milliseconds later. */
void nadi_test_network_next_block (NadiTestNetwork *network, gint64 milliseconds);

/* Both take the event. streams: what the verdict names, in order, with spaces between; NULL for any. */
#define nadi_test_accept(network, event, streams) nadi_test_expect (network, event, 0, FALSE, streams, G_STRLOC)
#define nadi_test_accept_late(network, event, streams) nadi_test_expect (network, event, 0, TRUE, streams, G_STRLOC)
#define nadi_test_refuse(network, event, code) nadi_test_expect (network, event, code, FALSE, NULL, G_STRLOC)
/* code: NADI_CONTRACT_ERROR_…, 0 for accepted. A refusal must leave the state alone. */
void nadi_test_expect (NadiTestNetwork *network, NadiEvent *event, int code, gboolean late, const char *streams,
                       const char *where);
/* Accepts an event that waits for an approval. (transfer full) its id */
char *nadi_test_accept_waiting (NadiTestNetwork *network, NadiEvent *event, const char *streams);
/* The state's value of a key; NULL when absent. (transfer full) */
char *nadi_test_value (NadiTestNetwork *network, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* How many events a stream has: "h", id; "n", NULL. */
guint64 nadi_test_stream_count (NadiTestNetwork *network, const char *kind, const char *id);

/* Fresh ids. (transfer full) */
char *nadi_test_uuid (NadiTestNetwork *network);
char *nadi_test_hash (NadiTestNetwork *network);          /* kids, tags, commitments */
char *nadi_test_cid (NadiTestNetwork *network);
char *nadi_test_rsa (NadiTestNetwork *network, char **kid);

/* New signers belong to the network; their events of admission are made by nadi_test_staff_admit() and the like. */
NadiTestSigner *nadi_test_staff_new (NadiTestNetwork *network, const char *org);
NadiTestSigner *nadi_test_patient_new (NadiTestNetwork *network, const char *patient, const char *device);

/* Signs an event. The own members are a printf format in which ' stands for ":  "{'shelf':'%s','epoch':%d}". */
NadiEvent *nadi_test_event (NadiTestNetwork *network, NadiTestSigner *signer, const char *type, const char *members,
                            ...) G_GNUC_PRINTF (4, 5);
/* The same for members that stand. id NULL: a fresh one. seq is given as it is. */
NadiEvent *nadi_test_event_as (NadiTestNetwork *network, NadiTestSigner *signer, const char *origin, const char *type,
                               const char *id, gint64 seq, const char *json);

/* The own members of a patient.update with this signer's keys, for nadi_test_event_as(). (transfer full) */
char *nadi_test_keys_json (const NadiTestSigner *patient);

/* Events with everything in order. NULL for an id that does not matter. */
NadiEvent *nadi_test_org_admit (NadiTestNetwork *network, const NadiTestOrg *org, const char *statement);
NadiEvent *nadi_test_staff_admit (NadiTestNetwork *network, NadiTestSigner *admin, NadiTestSigner *person,
                                  const char *name, const char *roles);
NadiEvent *nadi_test_device_admit (NadiTestNetwork *network, NadiTestSigner *admin, NadiTestSigner *person,
                                   const char *kind);
NadiEvent *nadi_test_role_box (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *role,
                               NadiTestSigner *holder);
/* Moves the organisation's role key to its next epoch. */
NadiEvent *nadi_test_role_next (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *role,
                                NadiTestSigner *holder);
NadiEvent *nadi_test_patient_register (NadiTestNetwork *network, NadiTestSigner *by, const char *patient);
/* section: "identity", "emergency", "directory" (patient NULL) or any other name, which is hashed. claimant: the patient's
 * signer when the chart is claimed, else NULL. */
NadiEvent *nadi_test_shelf_key (NadiTestNetwork *network, NadiTestSigner *by, NadiTestOrg *org, const char *shelf,
                                const char *patient, const char *section, gint64 epoch, NadiTestSigner *claimant);
NadiEvent *nadi_test_record_add (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf, gint64 epoch,
                                 const char *record, const char *version, const char *cid);
NadiEvent *nadi_test_record_amend (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf, gint64 epoch,
                                   const char *record, const char *version, const char *replaces);
NadiEvent *nadi_test_access_read (NadiTestNetwork *network, NadiTestSigner *by, const char *shelf);
/* Of the event with that id. */
NadiEvent *nadi_test_approve (NadiTestNetwork *network, NadiTestSigner *by, const char *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestNetwork, nadi_test_network_free)
