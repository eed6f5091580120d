/* A random network at work: what contract-random's files share. */
#pragma once

#include "nadi-jwk.h"
#include "nadi-test-network-private.h"

#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  char *id, *patient, *section, *kid;
  guint org;
  gint64 epoch;
} Shelf;

typedef struct
{
  char *id, *version;
  Shelf *shelf;
} Version;

typedef struct
{
  NadiTestNetwork *network;
  NadiRandom *random;
  GPtrArray *orgs;           /* NadiTestOrg */
  GPtrArray *patients;       /* NadiTestSigner, claimed or not */
  GPtrArray *shelves;        /* Shelf */
  GPtrArray *versions;       /* Version */
  GPtrArray *gone;           /* NadiTestSigner, removed staff */
  GPtrArray *pending, *tags, *cids, *old_kids;
  char *netkid[2];
  gint64 netepoch[2];
} World;

/* One in n. */
gboolean chance (World *world, guint n);
/* NULL of an empty array. */
gpointer pick (World *world, GPtrArray *array);
/* Takes text. */
char *keep (GPtrArray *array, char *text);
NadiTestOrg *pick_org (World *world);
/* One of the organisation's people by the letters of their roles (a, d, n, r); sometimes anyone, or someone who has gone. */
NadiTestSigner *pick_staff (World *world, NadiTestOrg *org, const char *roles);
/* Sometimes one off. */
gint64 or_near (World *world, gint64 right);
char *fresh_cid (World *world);
const char *null_or_quoted (World *world, const char *text, char **owned);
/* Signs, judges and prints; sometimes with a member damaged. TRUE: accepted. */
gboolean post (World *world, NadiTestSigner *signer, const char *type, const char *format, ...) G_GNUC_PRINTF (4, 5);

void do_register (World *world);
void do_reserve (World *world);
void do_new_shelf (World *world);
void do_shelf_key (World *world);
void do_record (World *world, gboolean amend);
void do_reseal (World *world);
void do_retract (World *world);
void do_read (World *world);
void do_approve (World *world);
void do_staff (World *world);
void do_stolen (World *world);
void do_device (World *world);
void do_role_key (World *world);
void do_network_key (World *world);
void do_organisation (World *world);
void do_patient_update (World *world);
