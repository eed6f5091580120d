/* network.json: what a client pins when it joins. Format: src/DESIGN.md. */
#pragma once

#include <glib.h>

#include "nadi-hash.h"
#include "nadi-note.h"

typedef struct
{
  char *url;                 /* may be NULL */
  char *org;
  NadiNoteKey *key;          /* type 04; its name is the validator's */
} NadiNetworkValidator;

typedef struct
{
  char *name;
  char *origin;
  char *service;             /* https://host:port without a trailing slash */
  NadiNoteKey *log;          /* type 01, name = origin */
  NadiHash genesis;          /* leaf hash of entry 0 */
  GPtrArray *validators;     /* NadiNetworkValidator, names and keys distinct */
  guint quorum;              /* more than two thirds of the validators */
  char *anchor;              /* PEM */
  NadiHash fingerprint;      /* of the bytes parsed */
} NadiNetwork;

/* Nothing in it yet but an empty array of validators, which frees what is added. */
NadiNetwork *nadi_network_new (void);
NadiNetwork *nadi_network_parse (const char *json, gsize length, GError **error);
char *nadi_network_print (const NadiNetwork *network);   /* does not look at fingerprint */
void nadi_network_free (NadiNetwork *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiNetwork, nadi_network_free)
