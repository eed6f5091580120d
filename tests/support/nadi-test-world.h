/* A whole network in one process: two founding clinics, a real service over HTTPS on loopback, and four validators' pens that
 * cosign every block at once. What clients meet is what they meet outside; what the network does is the test's to say. */
#pragma once

#include "nadi-founder.h"
#include "nadi-service.h"
#include "nadi-session-setup.h"
#include "nadi-store.h"

#define NADI_TEST_CLINICS 2
#define NADI_TEST_PENS 4
#define NADI_TEST_PASSPHRASE "nine green lamps"

typedef struct
{
  char *folder;              /* everything below it is removed at the end */
  guint16 port;
  NadiFounder *founders[NADI_TEST_CLINICS];
  NadiSigningKey *pens[NADI_TEST_PENS];
  NadiSigningKey *log_key;
  NadiSigningKey *operator;
  NadiCertificate *authority;
  NadiCertificate *certificate;
  NadiNetwork *network;
  char *network_json;
  NadiStore *store;
  NadiBlobs *blobs;
  NadiLog *log;
  NadiService *service;
  guint listener;
  GThread *pen_thread;
  GMutex mutex;
  GCond cond;
  gboolean due;
  gboolean ended;
  guint n_pens;              /* how many cosign; below 3 nothing becomes final */
  guint profiles;            /* made so far */
} NadiTestWorld;

NadiTestWorld *nadi_test_world_new (void);
void nadi_test_world_free (NadiTestWorld *world);

/* The service goes and comes back on the same port; the log stays. */
void nadi_test_world_stop (NadiTestWorld *world);
void nadi_test_world_start (NadiTestWorld *world);
void nadi_test_world_set_pens (NadiTestWorld *world, guint n);

/* A profile of a clinic's administrator; gives its folder. (transfer full) */
char *nadi_test_world_adopt (NadiTestWorld *world, guint clinic);
/* Somebody new joins with a code that this administrator gives out; gives the folder of their profile. roles: comma separated.
 * (transfer full) */
char *nadi_test_world_join (NadiTestWorld *world, NadiSession *administrator, const char *name, const char *roles);
/* Opens a profile of this world. */
NadiSession *nadi_test_world_open (const char *folder);

/* The newest view's final and admitted sizes are the same, or 10 s pass and the test fails. */
void nadi_test_world_settle (NadiTestWorld *world);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestWorld, nadi_test_world_free)
