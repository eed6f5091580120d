/* A validator as a server: add-checkpoint over HTTPS, entries pulled from the ledger service. */
#pragma once

#include "nadi-http-server.h"
#include "nadi-peer.h"
#include "nadi-validator.h"

typedef struct _NadiValidatorService NadiValidatorService;

typedef struct
{
  NadiStore *store;
  const NadiNetwork *network;
  const NadiNoteKey *name;
  NadiSigningKey *key;
  NadiClock *clock;
  NadiRandom *random;
  const char *address;
  guint16 port;
  const NadiCertificate *certificate;
  NadiHttpLog log_line;        /* NULL: nothing is logged */
  gboolean has_signed;         /* these three: as in NadiValidatorOptions */
  gboolean (*leave_mark) (gpointer user_data, GError **error);
  gpointer mark_data;
} NadiValidatorServiceOptions;

/* Serves at once. Everything pointed to outlives it. */
NadiValidatorService *nadi_validator_service_new (const NadiValidatorServiceOptions *options, GError **error);
void nadi_validator_service_free (NadiValidatorService *service);
guint16 nadi_validator_service_port (NadiValidatorService *service);
guint64 nadi_validator_service_size (NadiValidatorService *service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiValidatorService, nadi_validator_service_free)
