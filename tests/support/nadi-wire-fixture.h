/* A network of four validators with keys from a seed, a log with one block, and everything signed as it should be. */
#pragma once

#include <glib.h>

#include "nadi-evidence.h"
#include "nadi-map.h"
#include "nadi-network.h"
#include "nadi-receipt.h"
#include "nadi-stream-head.h"
#include "nadi-tree.h"

#define NADI_FIXTURE_VALIDATORS 4
#define NADI_FIXTURE_TIME G_GINT64_CONSTANT (1767225600) /* Unix seconds */
#define NADI_FIXTURE_STREAM "o:0b4c0000-0000-4000-8000-000000000001"

typedef struct
{
  NadiSeededRandom random;
  NadiNetwork *network;
  NadiSigningKey *log;
  NadiSigningKey *validators[NADI_FIXTURE_VALIDATORS];
  NadiTree *tree;
  GPtrArray *entries;        /* GBytes, the leaves of tree */
  GPtrArray *events;         /* those of them that are events: the one stream */
  NadiStreamHead head;       /* of that stream */
  NadiMap *map;              /* state, frozen: that stream's head */
  NadiBlock block;           /* the last one */
  NadiHash block_leaf;
} NadiWireFixture;

NadiWireFixture *nadi_wire_fixture_new (guint64 seed);
void nadi_wire_fixture_free (NadiWireFixture *fixture);

/* An event by a member of staff, signed. (transfer full) */
char *nadi_wire_fixture_event (NadiWireFixture *fixture, NadiSigningKey *key, gint64 seq, const char *text);
/* Appends n events and the block leaf that ends them. (transfer full) the block leaf's text. */
char *nadi_wire_fixture_append_block (NadiWireFixture *fixture, guint n);
/* The checkpoint of the whole tree, signed by the log and cosigned by the first n validators at time, time + 1, … */
char *nadi_wire_fixture_checkpoint (NadiWireFixture *fixture, guint n, gint64 time);
/* The same for any checkpoint. */
char *nadi_wire_fixture_cosign (NadiWireFixture *fixture, const NadiCheckpoint *checkpoint, guint n, gint64 time);
/* Evidence for the tree's last leaf, which must be the block; from: the size that consistency starts at, 0 for none. */
NadiEvidence *nadi_wire_fixture_evidence (NadiWireFixture *fixture, guint64 from);
/* The stream's events after this many of them, with evidence and the proof of its head. */
NadiStreamPage *nadi_wire_fixture_page (NadiWireFixture *fixture, guint64 after, guint64 from);
NadiReceipt *nadi_wire_fixture_receipt (NadiWireFixture *fixture, guint64 index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiWireFixture, nadi_wire_fixture_free)
