/* The parts of nadictl demo: what demo.json says, staff for the two clinics, and their charts. */
#pragma once

#include "nadi-ctl.h"
#include "nadi-json.h"

#define NADI_DEMO_CLINICS 2
#define NADI_DEMO_PASSPHRASE "nadi-demo"

/* --- nadi-ctl-demo-description.c: DIR/demo.json --- */

typedef struct
{
  char *folder;
  char *clinic;              /* name */
  char *role;
  char *name;                /* of the person */
  char *staff;               /* id */
} NadiDemoProfile;

void nadi_demo_profile_free (NadiDemoProfile *profile);

typedef struct
{
  char *path;                /* of demo.json */
  JsonNode *root;            /* its other members are kept as they are */
  char *network;             /* text of network.json */
  gsize network_length;
  char *founders[NADI_DEMO_CLINICS]; /* paths of their private files */
  GPtrArray *profiles;       /* NadiDemoProfile */
  gint32 day;                /* the last day of the charts' visits */
  guint charts;              /* how many were made and confirmed */
} NadiDemoDescription;

/* NULL: said why. */
NadiDemoDescription *nadi_demo_description_load (const char *folder);
/* FALSE: said why. */
gboolean nadi_demo_description_save (NadiDemoDescription *description);
void nadi_demo_description_free (NadiDemoDescription *description);

/* --- nadi-ctl-demo-staff.c --- */

/* Makes whatever profile of the clinic's staff is missing, in folders below `profiles`. Any thread; one thread for each clinic.
 * (element-type NadiDemoProfile, transfer full) NULL on an error. */
GPtrArray *nadi_demo_make_staff (const NadiDemoDescription *description, guint clinic, const char *profiles,
                                 GCancellable *cancellable, GError **error);

/* --- nadi-ctl-demo-charts.c --- */

/* Brings the clinics' charts to `patients` in all, half of them each, and waits until everything is confirmed. */
gboolean nadi_demo_make_charts (const NadiDemoDescription *description, guint patients, NadiCtlProgress *progress,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDemoProfile, nadi_demo_profile_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiDemoDescription, nadi_demo_description_free)
