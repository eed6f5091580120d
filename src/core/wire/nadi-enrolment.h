/* Enrolment: what the code on paper derives, and the messages that it authenticates; see src/DESIGN.md. */
#pragma once

#include <glib.h>

#include "nadi-network.h"
#include "nadi-paper-code.h"

#define NADI_ENROLMENT_CODE_SIZE 20

typedef struct
{
  NadiSecret *code;          /* 20 bytes */
  char *mailbox;             /* 32 hex characters */
  NadiSecret *mac_key;
} NadiEnrolment;

NadiEnrolment *nadi_enrolment_new (NadiRandom *random, const NadiNetwork *network);
/* From the text on paper. With a network, NADI_WIRE_ERROR_MISMATCH when the code was made for another one. */
NadiEnrolment *nadi_enrolment_parse (const char *text, const NadiNetwork *network, GError **error);
char *nadi_enrolment_print (NadiEnrolment *enrolment);
void nadi_enrolment_free (NadiEnrolment *enrolment);

/* {"body":…,"mac":…}; label is "request" or "reply". */
char *nadi_enrolment_seal (NadiEnrolment *enrolment, const char *label, const char *body);
/* The body, once its MAC holds (else NADI_WIRE_ERROR_REFUSED). (transfer full) */
char *nadi_enrolment_open (NadiEnrolment *enrolment, const char *label, const char *message, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiEnrolment, nadi_enrolment_free)
