/* A clinic's desks on a world of their own, and what nearly every test of a session does with them. */
#pragma once

#include "nadi-session-patients.h"
#include "nadi-test-world.h"

/* Who joins beside the administrator. */
typedef enum
{
  NADI_TEST_DOCTOR = 1 << 0,
  NADI_TEST_NURSE = 1 << 1,
  NADI_TEST_RECEPTION = 1 << 2,
  NADI_TEST_OTHER = 1 << 3,  /* a doctor of the world's other clinic */
} NadiTestStaff;

typedef struct
{
  NadiTestWorld *world;
  char *admin;               /* folders of profiles, for nadi_test_world_open(); NULL where nobody was asked for */
  char *doctor;              /* Dev Doctor */
  char *nurse;               /* Nila Nurse */
  char *reception;           /* Rita Desk */
  char *other;               /* Omar Other */
} NadiTestClinic;

/* A world, its first clinic's administrator, and staff of NadiTestStaff. */
NadiTestClinic *nadi_test_clinic_new (guint staff);
void nadi_test_clinic_free (NadiTestClinic *clinic);

/* Syncs until everything is saved; fails the test after half a minute. */
void nadi_test_sync (NadiSession *session);
/* Registers somebody of whom nothing but the name is known; gives the patient's id. (transfer full) */
char *nadi_test_add_patient (NadiSession *session, const char *name);
/* Nothing that this desk sent was refused; says what was, if not. */
void nadi_test_assert_no_tasks (NadiSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NadiTestClinic, nadi_test_clinic_free)
