/* Making a network: its keys and certificates, block 0, and network.json. */
#pragma once

#include "nadi-founder.h"
#include "nadi-ledger-folder.h"

/* A validator as its organisation describes it (validator.json): {"key":"<verifier key>","org":…,"url":…}. */
typedef struct
{
  NadiNoteKey *key;
  char *org;
  char *url;
} NadiGenesisValidator;

void nadi_genesis_validator_free (NadiGenesisValidator *validator);
char *nadi_genesis_validator_print (const NadiGenesisValidator *validator);
NadiGenesisValidator *nadi_genesis_validator_parse (const char *json, gsize length, GError **error);

typedef struct
{
  const char *name;            /* for people */
  const char *origin;          /* of the log: a domain name of the operator's */
  const char *service;         /* https://host:port that clients use */
  GPtrArray *founders;         /* NadiFounder */
  GPtrArray *validators;       /* NadiGenesisValidator */
  guint quorum;                /* 0: the smallest that is more than two thirds */
} NadiGenesis;

/* Fills an existing empty folder with a service's files (settings.json excepted) and block 0, and puts a TLS certificate for each
 * validator into validators/<name>.pem and .key. network.json is written last: without it there is no network. */
gboolean nadi_genesis_make (const char *folder, const NadiGenesis *genesis, NadiClock *clock, NadiRandom *random, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiGenesisValidator, nadi_genesis_validator_free)
