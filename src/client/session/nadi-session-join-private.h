/* Private to the two ways of joining: a new device, and a colleague's device. */
#pragma once

#include "nadi-enrolment.h"
#include "nadi-session-setup-private.h"

typedef struct
{
  const NadiProfilePlan *plan;
  NadiSession *colleague;    /* whose device it is, signed in; NULL: a device of one's own. Owns profile and keyring then */
  NadiNetwork *network;
  NadiEnrolment *enrolment;
  NadiKeyring *keyring;
  NadiProfile *profile;
  char *account;
  NadiBundle *bundle;
  NadiNet *net;
  gboolean resumed;          /* the request may have been posted before */
  gint64 until;              /* monotonic µs */
  NadiSessionProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} NadiJoin;

void nadi_join_clear (NadiJoin *join);

NadiEnrolment *nadi_join_parse_code (const char *code, const NadiNetwork *network, GError **error);
/* The person's keys. Takes device. */
gboolean nadi_join_make_keys (NadiJoin *join, NadiSigningKey *device, GError **error);
/* Posts the request, waits for the reply, proves it, and enters it into the profile. */
gboolean nadi_join_enrol (NadiJoin *join, GError **error);

/* The key of the clinical compartment that this device's clinicians share. Under the colleague's lock. NADI_SESSION_ERROR_COLLEAGUE. */
NadiSecret *nadi_join_clinical_key (NadiJoin *join, GError **error);
