/* Who may read what: every reader against every thing, with the whole table of answers. */
#include <string.h>

#include "nadi-test-network.h"

/* Readers, a column each. */
typedef enum
{
  OWN_DOCTOR,
  OWN_NURSE,
  OWN_RECEPTION,
  OWN_ADMIN,
  OWN_DEVICE,                /* the owner's device without a person */
  OTHER_DOCTOR,              /* of an organisation that owns another shelf of the chart */
  OTHER_DEVICE,
  FAR_DOCTOR,                /* of an organisation that has nothing to do with the chart */
  FAR_DEVICE,
  INSURER_DEVICE,            /* of an organisation that treats nobody */
  PATIENT,
  OTHER_PATIENT,
  N_READERS,
} Who;

typedef struct
{
  NadiTestNetwork *network;
  NadiTestOrg *own, *other, *far;
  NadiReader readers[N_READERS];
  char *patient, *stranger, *identity, *notes, *theirs, *directory;
  char *record, *version, *cid, *their_cid, *box, *vault, *tag, *pending;
  char *insurer;
} Fixture;

static NadiTestSigner *
claim (Fixture *fixture, const char *id)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *patient = nadi_test_patient_new (network, id, fixture->own->reception->device);
  g_autofree char *keys = nadi_test_keys_json (patient);
  NadiEvent *event = nadi_test_event_as (network, patient, NADI_TEST_ORIGIN, "patient.update", NULL, ++patient->seq, keys);
  g_autofree char *waiting = nadi_test_accept_waiting (network, event, NULL);

  nadi_test_accept (network, nadi_test_approve (network, fixture->own->reception, waiting), NULL);
  return patient;
}

static NadiReader
reader (const NadiTestOrg *org, const NadiTestSigner *person, gboolean with_person)
{
  return (NadiReader){ org->id, person->device, with_person ? person->actor.staff : NULL, NULL };
}

/* An insurer can't come out of the test network's genesis; its state is written as the contract would. */
static void
add_insurer (Fixture *fixture)
{
  g_autofree char *org = g_strdup_printf ("org/%s", fixture->insurer);
  g_autofree char *device = g_strdup_printf ("device/%s/%s", fixture->insurer, fixture->insurer);
  static const char org_text[]
      = "{\"status\":\"active\",\"kind\":\"insurer\",\"name\":\"I\",\"profile\":null,\"admitted\":1,\"administrators\":1}";
  static const char device_text[]
      = "{\"status\":\"active\",\"removed\":null,\"compromised\":null,\"key\":\"x\",\"kind\":\"server\"}";
  g_autoptr (GBytes) org_value = g_bytes_new_static (org_text, sizeof org_text - 1);
  g_autoptr (GBytes) device_value = g_bytes_new_static (device_text, sizeof device_text - 1);

  nadi_map_set (fixture->network->state, org, org_value);
  nadi_map_set (fixture->network->state, device, device_value);
}

static void
make_charts (Fixture *fixture)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestOrg *own = fixture->own, *other = fixture->other;

  nadi_test_accept (network, nadi_test_patient_register (network, own->reception, fixture->patient), NULL);
  nadi_test_accept (network, nadi_test_patient_register (network, own->reception, fixture->stranger), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, own->doctor, own, fixture->identity, fixture->patient,
                                                  "identity", 1, NULL), NULL);
  g_autofree char *another = nadi_test_uuid (network);
  nadi_test_accept (network, nadi_test_shelf_key (network, own->doctor, own, another, fixture->stranger, "identity", 1,
                                                  NULL), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, own->doctor, own, fixture->notes, fixture->patient,
                                                  "encounters", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, other->doctor, other, fixture->theirs, fixture->patient,
                                                  "results", 1, NULL), NULL);
  nadi_test_accept (network, nadi_test_shelf_key (network, own->doctor, own, fixture->directory, NULL, "directory", 1,
                                                  NULL), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, own->doctor, fixture->notes, 1, fixture->record,
                                                   fixture->version, fixture->cid), NULL);
  nadi_test_accept (network, nadi_test_record_add (network, other->doctor, fixture->theirs, 1, NULL, NULL,
                                                   fixture->their_cid), NULL);
  nadi_test_accept (network, nadi_test_event (network, own->reception, "number.reserve", "{'tags':['%s']}", fixture->tag),
                    NULL);
  nadi_test_accept (network, nadi_test_event (network, own->admin, "org.update", "{'name':'N','profile':'%s'}",
                                              fixture->box), NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network = nadi_test_network_new (61);
  char **ids[] = { &fixture->patient, &fixture->stranger, &fixture->identity, &fixture->notes, &fixture->theirs,
                   &fixture->directory, &fixture->record, &fixture->version, &fixture->insurer };
  NadiTestSigner *patient;

  nadi_test_network_start (network);
  fixture->own = &network->orgs[0];
  fixture->other = &network->orgs[1];
  fixture->far = &network->orgs[2];
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    *ids[i] = nadi_test_uuid (network);
  fixture->cid = nadi_test_cid (network);
  fixture->their_cid = nadi_test_cid (network);
  fixture->box = nadi_test_cid (network);
  fixture->tag = nadi_test_hash (network);
  make_charts (fixture);
  patient = claim (fixture, fixture->patient);
  claim (fixture, fixture->stranger);
  add_insurer (fixture);
  fixture->vault = nadi_test_cid (network);
  g_autofree char *keys = nadi_test_keys_json (patient);
  g_autofree char *with_vault = g_strdup_printf ("%.*s,'vault':'%s'}", (int) (strstr (keys, ",'vault'") - keys), keys,
                                                 fixture->vault);
  nadi_test_accept (network, nadi_test_event_as (network, patient, NADI_TEST_ORIGIN, "patient.update", NULL,
                                                 ++patient->seq, with_vault), NULL);
  NadiEvent *event = nadi_test_event (network, network->op, "org.suspend", "{'org':'%s','suspended':true}",
                                      fixture->far->id);
  fixture->pending = g_strdup (nadi_event_id (event));
  nadi_test_accept (network, event, NULL);

  fixture->readers[OWN_DOCTOR] = reader (fixture->own, fixture->own->doctor, TRUE);
  fixture->readers[OWN_NURSE] = reader (fixture->own, fixture->own->nurse, TRUE);
  fixture->readers[OWN_RECEPTION] = reader (fixture->own, fixture->own->reception, TRUE);
  fixture->readers[OWN_ADMIN] = reader (fixture->own, fixture->own->admin, TRUE);
  fixture->readers[OWN_DEVICE] = reader (fixture->own, fixture->own->doctor, FALSE);
  fixture->readers[OTHER_DOCTOR] = reader (fixture->other, fixture->other->doctor, TRUE);
  fixture->readers[OTHER_DEVICE] = reader (fixture->other, fixture->other->doctor, FALSE);
  fixture->readers[FAR_DOCTOR] = reader (fixture->far, fixture->far->doctor, TRUE);
  fixture->readers[FAR_DEVICE] = reader (fixture->far, fixture->far->doctor, FALSE);
  fixture->readers[INSURER_DEVICE] = (NadiReader){ fixture->insurer, fixture->insurer, NULL, NULL };
  fixture->readers[PATIENT] = (NadiReader){ fixture->own->id, fixture->own->reception->device, NULL, fixture->patient };
  fixture->readers[OTHER_PATIENT]
      = (NadiReader){ fixture->own->id, fixture->own->reception->device, NULL, fixture->stranger };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  char *texts[] = { fixture->patient, fixture->stranger, fixture->identity, fixture->notes, fixture->theirs,
                    fixture->directory, fixture->record, fixture->version, fixture->cid, fixture->their_cid,
                    fixture->box, fixture->vault, fixture->tag, fixture->pending, fixture->insurer };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  nadi_test_network_free (fixture->network);
}

/* answers: a letter per reader in the order of Who, y or n. */
static void
check (Fixture *fixture, NadiReadKind kind, const char *answers, const char *format, ...)
{
  g_autofree char *name = NULL;
  va_list args;

  va_start (args, format);
  name = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_cmpuint (strlen (answers), ==, N_READERS);
  for (guint i = 0; i < N_READERS; i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean may = nadi_contract_may_read (fixture->network->state, &fixture->readers[i], kind, name,
                                             fixture->network->time, &error);

      if (may != (answers[i] == 'y'))
        g_error ("reader %u on %.9s…: %s", i, name, may ? "allowed" : "refused");
      if (!may)
        {
          g_assert_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_OWNER);
          g_assert_cmpstr (error->message, ==, "There is nothing here for this reader");
        }
    }
}

#define EVERYONE "yyyyyyyyyyyy"
#define NOBODY "nnnnnnnnnnnn"
/*             own: doctor, nurse, reception, admin, device; other: doctor, device; far: doctor, device; insurer; patient; other */
#define CHART "yyyyynnnnnyn"
#define OWN_CLINICAL "yynnnnnnnnyn"
#define OWN_DESK "yyynnnnnnnyn"
#define OWN_DIRECTORY "yyynnnnnnnnn"
#define OTHER_CLINICAL "nnnnnynnnnyn"

static void
test_streams (Fixture *fixture, gconstpointer data)
{
  check (fixture, NADI_READ_STREAM, EVERYONE, "n");
  check (fixture, NADI_READ_STREAM, CHART, "p:%s", fixture->patient);
  check (fixture, NADI_READ_STREAM, "yyyyynnnnnny", "p:%s", fixture->stranger);
  check (fixture, NADI_READ_STREAM, OWN_DESK, "h:%s", fixture->identity);
  check (fixture, NADI_READ_STREAM, OWN_CLINICAL, "h:%s", fixture->notes);
  check (fixture, NADI_READ_STREAM, OTHER_CLINICAL, "h:%s", fixture->theirs);
  check (fixture, NADI_READ_STREAM, OWN_DIRECTORY, "h:%s", fixture->directory);
  check (fixture, NADI_READ_STREAM, "yyyynnnnnnnn", "o:%s", fixture->own->id);
  check (fixture, NADI_READ_STREAM, "nnnnnynnnnnn", "o:%s", fixture->other->id);
  check (fixture, NADI_READ_STREAM, NOBODY, "o:%s", fixture->insurer);
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  static const char *const open[] = { "org", "staff", "seal", "device", "home", "role", "rolekey", "netkey",
                                      "directory", "seq", "waiting", "reserved" };

  check (fixture, NADI_READ_STATE, EVERYONE, "net");
  /* There or not: absence may be proven to everyone. */
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    check (fixture, NADI_READ_STATE, EVERYONE, "%s/%s", open[i], fixture->own->id);
  check (fixture, NADI_READ_STATE, CHART, "seq/patient/%s/%s", fixture->patient, fixture->own->reception->device);
  check (fixture, NADI_READ_STATE, CHART, "waiting/patient/%s", fixture->patient);
  check (fixture, NADI_READ_STATE, NOBODY, "seq/patient/");
  check (fixture, NADI_READ_STATE, EVERYONE, "seq/%s/%s/%s", fixture->own->id, fixture->own->doctor->actor.staff,
         fixture->own->doctor->device);
  check (fixture, NADI_READ_STATE, "yyyyyyyyynyy", "number/%s", fixture->tag);
  check (fixture, NADI_READ_STATE, "yyyyyyyyynyy", "number/%s", "free");
  check (fixture, NADI_READ_STATE, CHART, "patient/%s", fixture->patient);
  check (fixture, NADI_READ_STATE, CHART, "chart/%s", fixture->patient);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "shelf/%s", fixture->notes);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "shelf/%s/1", fixture->notes);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "shelf/%s/2", fixture->notes);
  check (fixture, NADI_READ_STATE, OWN_DESK, "shelf/%s/1", fixture->identity);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "record/%s", fixture->record);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "version/%s", fixture->version);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "blob/%s", fixture->cid);
  check (fixture, NADI_READ_STATE, OTHER_CLINICAL, "blob/%s", fixture->their_cid);
  check (fixture, NADI_READ_STATE, EVERYONE, "blob/%s", fixture->box);
  check (fixture, NADI_READ_STATE, CHART, "blob/%s", fixture->vault);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "read/%s/%s/%s/%s", fixture->own->id, fixture->own->doctor->actor.staff,
         fixture->own->doctor->device, fixture->notes);
  check (fixture, NADI_READ_STATE, EVERYONE, "pending/%s", fixture->pending);
  /* Streams' heads lie in the state under the streams' names. */
  check (fixture, NADI_READ_STATE, EVERYONE, "n");
  check (fixture, NADI_READ_STATE, CHART, "p:%s", fixture->patient);
  check (fixture, NADI_READ_STATE, OWN_CLINICAL, "h:%s", fixture->notes);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "patient/", "chart/", "shelf/", "record/", "version/", "blob/", "pending/",
                                       "h:", "p:", "o:", "read/x/y/" };
  g_autofree char *nobody = nadi_test_uuid (fixture->network);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    check (fixture, NADI_READ_STATE, NOBODY, "%s%s", kinds[i], nobody);
  check (fixture, NADI_READ_STATE, NOBODY, "secret/%s", nobody);
  check (fixture, NADI_READ_STATE, NOBODY, "%s", "");
  check (fixture, NADI_READ_STATE, NOBODY, "h:");
  check (fixture, NADI_READ_STREAM, NOBODY, "net");
  check (fixture, NADI_READ_STREAM, NOBODY, "h:%s/1", fixture->notes);
  check (fixture, NADI_READ_BLOB, NOBODY, "%s", nobody);
  check (fixture, NADI_READ_BLOB, NOBODY, "../blob/%s", fixture->cid);
}

/* The patient's content needs a read on the ledger, by the same device, less than 12 hours old. */
static void
test_blobs (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;
  NadiTestSigner *patient = NULL;

  check (fixture, NADI_READ_BLOB, "yynnnnnnnnnn", "%s", fixture->cid);
  check (fixture, NADI_READ_BLOB, "nnnnnynnnnnn", "%s", fixture->their_cid);
  check (fixture, NADI_READ_BLOB, EVERYONE, "%s", fixture->box);
  check (fixture, NADI_READ_BLOB, CHART, "%s", fixture->vault);
  for (guint i = 0; i < network->signers->len; i++)
    {
      NadiTestSigner *signer = g_ptr_array_index (network->signers, i);

      if (g_strcmp0 (signer->actor.patient, fixture->patient) == 0)
        patient = signer;
    }
  nadi_test_accept (network, nadi_test_access_read (network, patient, fixture->notes), NULL);
  check (fixture, NADI_READ_BLOB, "yynnnnnnnnyn", "%s", fixture->cid);
  check (fixture, NADI_READ_BLOB, "nnnnnynnnnnn", "%s", fixture->their_cid);
  fixture->readers[PATIENT].device = fixture->own->doctor->device;
  check (fixture, NADI_READ_BLOB, "yynnnnnnnnnn", "%s", fixture->cid);
  fixture->readers[PATIENT].device = fixture->own->reception->device;
  network->time += G_GINT64_CONSTANT (12) * 3600 * 1000 - 1;
  check (fixture, NADI_READ_BLOB, "yynnnnnnnnyn", "%s", fixture->cid);
  network->time += 1;
  check (fixture, NADI_READ_BLOB, "yynnnnnnnnnn", "%s", fixture->cid);
}

/* Whoever is removed reads nothing from then on, not even what everyone may. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;

  nadi_test_accept (network, nadi_test_event (network, fixture->own->admin, "staff.remove",
                                              "{'staff':'%s','compromised':null}", fixture->own->nurse->actor.staff), NULL);
  check (fixture, NADI_READ_STREAM, "ynnnnnnnnnyn", "h:%s", fixture->notes);
  check (fixture, NADI_READ_STREAM, "ynyyyyyyyyyy", "n");
  nadi_test_accept (network, nadi_test_event (network, fixture->own->admin, "device.remove",
                                              "{'subject':'%s','compromised':null}", fixture->own->doctor->device), NULL);
  check (fixture, NADI_READ_STREAM, "nnnnnnnnnnyn", "h:%s", fixture->notes);
  check (fixture, NADI_READ_STREAM, "nnyynyyyyyyy", "n");
}

static void
test_suspended (Fixture *fixture, gconstpointer data)
{
  NadiTestNetwork *network = fixture->network;

  for (guint i = 0; i < 2; i++)
    nadi_test_accept (network, nadi_test_approve (network, i == 0 ? fixture->own->admin : fixture->other->admin,
                                                  fixture->pending), NULL);
  check (fixture, NADI_READ_STREAM, "yyyyyyynnyyy", "n");
}

static void
test_unknown_readers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nobody = nadi_test_uuid (fixture->network);
  const NadiReader readers[] = {
    { nobody, fixture->own->doctor->device, NULL, NULL },
    { fixture->own->id, nobody, NULL, NULL },
    { fixture->own->id, fixture->other->doctor->device, NULL, NULL },
    { fixture->own->id, fixture->own->doctor->device, nobody, NULL },
    { fixture->own->id, fixture->own->doctor->device, fixture->other->doctor->actor.staff, NULL },
    { fixture->own->id, fixture->own->doctor->device, NULL, nobody },
    { "x/../..", fixture->own->doctor->device, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (nadi_contract_may_read (fixture->network->state, &readers[i], NADI_READ_STREAM, "n", 1, &error));
      g_assert_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_OWNER);
    }
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = g_strdup_printf ("shelf/%s", fixture->notes), *stream = g_strdup_printf ("h:%s", fixture->notes);
  g_autoptr (GBytes) value = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  nadi_map_set (fixture->network->state, key, value);
  g_assert_false (nadi_contract_may_read (fixture->network->state, &fixture->readers[OWN_DOCTOR], NADI_READ_STREAM,
                                          stream, 1, &error));
  g_assert_error (error, NADI_CONTRACT_ERROR, NADI_CONTRACT_ERROR_DAMAGED);
}

#define ADD(path, test) g_test_add ("/contract/reading/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("streams", test_streams);
  ADD ("state", test_state);
  ADD ("absent", test_absent);
  ADD ("blobs", test_blobs);
  ADD ("removed", test_removed);
  ADD ("suspended", test_suspended);
  ADD ("unknown-readers", test_unknown_readers);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
