/* Making a network, keeping its pens busy. */
#include "nadi-test-world.h"

#include <string.h>

#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-event.h"
#include "nadi-random-system.h"
#include "nadi-store-memory.h"
#include "nadi-system-clock.h"
#include "nadi-test.h"

#define ORIGIN "world.nadi.test"
#define QUORUM 3

/* --- what a network is made of ------------------------------------------------------------------------------------ */

static guint16
free_port (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static NadiFounder *
make_founder (guint i)
{
  static const char *const names[] = { "Lotus Hospital", "River Clinic" };
  static const char *const kinds[] = { "hospital", "clinic" };
  static const char *const staff[] = { "Asha Admin", "Bala Admin" };
  static const char *const roles[] = { "administrator", NULL };
  g_autoptr (GError) error = NULL;
  NadiFounder *founder = nadi_founder_new (nadi_random_system (), kinds[i], names[i], staff[i], roles,
                                           nadi_founder_roles_of_kind (kinds[i]), &error);

  g_assert_no_error (error);
  return founder;
}

static void
make_certificate (NadiTestWorld *world)
{
  const char *const names[] = { "127.0.0.1", NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  world->authority = nadi_certificate_new_authority ("World", now - 60, now + 3600, NULL);
  world->certificate = nadi_certificate_new_server (world->authority, names, now - 60, now + 3600, NULL);
  g_assert_nonnull (world->certificate);
}

static NadiNetwork *
make_network (NadiTestWorld *world)
{
  NadiNetwork *network = nadi_network_new ();

  network->name = g_strdup ("World");
  network->origin = g_strdup (ORIGIN);
  network->service = g_strdup_printf ("https://127.0.0.1:%u", world->port);
  network->log = nadi_note_key_new (ORIGIN, NADI_NOTE_ED25519, nadi_signing_key_public (world->log_key));
  network->quorum = QUORUM;
  network->anchor = g_strdup (world->authority->certificate);
  for (guint i = 0; i < NADI_TEST_PENS; i++)
    {
      NadiNetworkValidator *validator = g_new0 (NadiNetworkValidator, 1);
      g_autofree char *name = g_strdup_printf ("v%u." ORIGIN, i + 1);

      validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (world->pens[i]));
      validator->org = g_strdup (world->founders[i % NADI_TEST_CLINICS]->founding->org);
      g_ptr_array_add (network->validators, validator);
    }
  return network;
}

/* --- block 0 ------------------------------------------------------------------------------------------------------ */

static NadiJsonWriter *
begin_event (const char *type, gint64 seq)
{
  const NadiActor actor = { .is_operator = TRUE };
  const NadiEventHead head = { .type = type, .origin = ORIGIN, .actor = &actor, .device = "service", .seq = seq,
                               .time = g_get_real_time () / 1000 };

  return nadi_event_begin (&head, nadi_random_system ());
}

static NadiEvent *
end_event (NadiTestWorld *world, NadiJsonWriter *writer)
{
  g_autofree char *jws = nadi_event_sign (writer, world->operator, NULL);
  NadiEvent *event = nadi_event_parse (jws, strlen (jws), NULL);

  g_assert_nonnull (event);
  return event;
}

static NadiEvent *
genesis (NadiTestWorld *world)
{
  NadiJsonWriter *writer = begin_event ("network.genesis", 1);
  g_autofree char *operator = nadi_verify_key_to_text (nadi_signing_key_public (world->operator));
  g_autofree char *log = nadi_note_key_print (world->network->log);
  NadiHash anchor;

  nadi_sha256 ((const guint8 *) world->network->anchor, strlen (world->network->anchor), &anchor);
  nadi_json_put_string (writer, "operator", operator);
  nadi_json_put_string (writer, "log", log);
  nadi_json_name (writer, "validators");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < NADI_TEST_PENS; i++)
    {
      const NadiNetworkValidator *validator = g_ptr_array_index (world->network->validators, i);
      g_autofree char *key = nadi_note_key_print (validator->key);

      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "name", validator->key->name);
      nadi_json_put_string (writer, "key", key);
      nadi_json_put_string (writer, "org", validator->org);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  nadi_json_put_int (writer, "quorum", QUORUM);
  nadi_json_put_hash (writer, "anchor", anchor.bytes);
  nadi_json_name (writer, "founders");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < NADI_TEST_CLINICS; i++)
    {
      NadiHash digest;

      nadi_sha256 ((const guint8 *) world->founders[i]->statement, strlen (world->founders[i]->statement), &digest);
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "org", world->founders[i]->founding->org);
      nadi_json_put_hash (writer, "digest", digest.bytes);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  return end_event (world, writer);
}

static void
found (NadiTestWorld *world)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_event_unref);
  NadiLogOptions options = { .store = world->store, .blobs = world->blobs, .clock = nadi_system_clock (),
                             .network = world->network, .key = world->log_key };
  g_autoptr (GError) error = NULL;
  g_autofree char *checkpoint = NULL;

  g_ptr_array_add (events, genesis (world));
  nadi_event_leaf_hash (g_ptr_array_index (events, 0), &world->network->genesis);
  for (guint i = 0; i < NADI_TEST_CLINICS; i++)
    {
      const NadiFounder *founder = world->founders[i];
      NadiJsonWriter *writer = begin_event ("org.admit", 2 + i);

      nadi_json_put_string (writer, "org", founder->founding->org);
      nadi_json_put_string (writer, "founding", founder->statement);
      g_ptr_array_add (events, end_event (world, writer));
      for (guint j = 0; j < founder->boxes->len; j++)
        {
          const char *text = g_ptr_array_index (founder->boxes, j);
          g_autoptr (GBytes) box = g_bytes_new (text, strlen (text));

          g_assert_true (nadi_blobs_put (world->blobs, NULL, box, NULL));
        }
    }
  checkpoint = nadi_log_found (&options, (NadiEvent *const *) events->pdata, events->len, &error);
  g_assert_no_error (error);
  world->log = nadi_log_open (&options, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* --- pens --------------------------------------------------------------------------------------------------------- */

static void
cosign (NadiTestWorld *world, guint n)
{
  g_autoptr (NadiView) view = nadi_log_view (world->log);
  const char *checkpoint = nadi_view_admitted_checkpoint (view);
  g_autoptr (NadiNote) note = nadi_note_parse (checkpoint, strlen (checkpoint), NULL);

  for (guint i = 0; i < n; i++)
    {
      const NadiNetworkValidator *validator = g_ptr_array_index (world->network->validators, i);
      g_autofree char *line = nadi_note_cosign (note->text, validator->key, world->pens[i], g_get_real_time () / G_USEC_PER_SEC);

      nadi_log_add_cosignature (world->log, nadi_view_admitted_size (view), line, NULL);
    }
}

static gpointer
run_pens (gpointer data)
{
  NadiTestWorld *world = data;

  for (;;)
    {
      guint n;

      g_mutex_lock (&world->mutex);
      while (!world->due && !world->ended)
        g_cond_wait (&world->cond, &world->mutex);
      world->due = FALSE;
      n = world->n_pens;
      if (world->ended)
        {
          g_mutex_unlock (&world->mutex);
          return NULL;
        }
      g_mutex_unlock (&world->mutex);
      cosign (world, n);
    }
}

static void
wake (NadiTestWorld *world)
{
  g_mutex_lock (&world->mutex);
  world->due = TRUE;
  g_cond_signal (&world->cond);
  g_mutex_unlock (&world->mutex);
}

static void
on_admitted (NadiView *view, gpointer data)
{
  wake (data);
}

void
nadi_test_world_set_pens (NadiTestWorld *world, guint n)
{
  g_mutex_lock (&world->mutex);
  world->n_pens = n;
  g_mutex_unlock (&world->mutex);
  wake (world);
}

void
nadi_test_world_settle (NadiTestWorld *world)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (NadiView) view = nadi_log_view (world->log);

      if (nadi_view_size (view) == nadi_view_admitted_size (view))
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

/* --- the service -------------------------------------------------------------------------------------------------- */

void
nadi_test_world_start (NadiTestWorld *world)
{
  g_autoptr (GBytes) json = g_bytes_new (world->network_json, strlen (world->network_json));
  g_autoptr (GError) error = NULL;
  const NadiServiceOptions options = { .log = world->log, .store = world->store, .blobs = world->blobs, .network = world->network,
                                       .network_json = json, .certificate = world->certificate, .port = world->port,
                                       .clock = nadi_system_clock (), .random = nadi_random_system (), .address_rate = 1000 };

  world->service = nadi_service_start (&options, &error);
  g_assert_no_error (error);
}

void
nadi_test_world_stop (NadiTestWorld *world)
{
  g_clear_pointer (&world->service, nadi_service_stop);
}

NadiTestWorld *
nadi_test_world_new (void)
{
  NadiTestWorld *world = g_new0 (NadiTestWorld, 1);
  const NadiLogListener listener = { .admitted = on_admitted };
  g_autofree char *blobs = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&world->mutex);
  g_cond_init (&world->cond);
  world->folder = g_dir_make_tmp ("nadi-world-XXXXXX", NULL);
  world->port = free_port ();
  world->n_pens = NADI_TEST_PENS;
  for (guint i = 0; i < NADI_TEST_CLINICS; i++)
    world->founders[i] = make_founder (i);
  for (guint i = 0; i < NADI_TEST_PENS; i++)
    world->pens[i] = nadi_signing_key_new (nadi_random_system ());
  world->log_key = nadi_signing_key_new (nadi_random_system ());
  world->operator = nadi_signing_key_new (nadi_random_system ());
  make_certificate (world);
  world->network = make_network (world);
  world->store = nadi_store_memory_new ();
  blobs = g_build_filename (world->folder, "blobs", NULL);
  world->blobs = nadi_blobs_open (blobs, nadi_system_clock (), &error);
  g_assert_no_error (error);
  found (world);
  world->network_json = nadi_network_print (world->network);
  world->pen_thread = g_thread_new ("pens", run_pens, world);
  world->listener = nadi_log_listen (world->log, &listener, world);
  wake (world);
  nadi_test_world_start (world);
  nadi_test_world_settle (world);
  return world;
}

void
nadi_test_world_free (NadiTestWorld *world)
{
  nadi_test_world_stop (world);
  nadi_log_unlisten (world->log, world->listener);
  g_mutex_lock (&world->mutex);
  world->ended = TRUE;
  g_cond_signal (&world->cond);
  g_mutex_unlock (&world->mutex);
  g_thread_join (world->pen_thread);
  nadi_log_close (world->log);
  nadi_blobs_close (world->blobs);
  nadi_store_close (world->store);
  nadi_network_free (world->network);
  nadi_certificate_free (world->authority);
  nadi_certificate_free (world->certificate);
  nadi_signing_key_unref (world->log_key);
  nadi_signing_key_unref (world->operator);
  for (guint i = 0; i < NADI_TEST_PENS; i++)
    nadi_signing_key_unref (world->pens[i]);
  for (guint i = 0; i < NADI_TEST_CLINICS; i++)
    nadi_founder_free (world->founders[i]);
  nadi_test_remove_tree (world->folder);
  g_free (world->folder);
  g_free (world->network_json);
  g_mutex_clear (&world->mutex);
  g_cond_clear (&world->cond);
  g_free (world);
}

/* --- people ------------------------------------------------------------------------------------------------------- */

static char *
next_folder (NadiTestWorld *world)
{
  g_autofree char *name = g_strdup_printf ("profile-%u", ++world->profiles);

  return g_build_filename (world->folder, name, NULL);
}

char *
nadi_test_world_adopt (NadiTestWorld *world, guint clinic)
{
  g_autofree char *folder = next_folder (world);
  g_autoptr (NadiSecret) founder = nadi_founder_print (world->founders[clinic], TRUE);
  const NadiProfilePlan plan = { .folder = folder, .passphrase = NADI_TEST_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };
  g_autoptr (GError) error = NULL;

  nadi_setup_adopt (&plan, world->network_json, strlen (world->network_json), (const char *) nadi_secret_data (founder),
                    nadi_secret_size (founder), &error);
  g_assert_no_error (error);
  return g_steal_pointer (&folder);
}

typedef struct
{
  NadiTestWorld *world;
  const char *folder;
  const char *code;
  GError *error;
} Joining;

static gpointer
run_join (gpointer data)
{
  Joining *joining = data;
  const NadiProfilePlan plan = { .folder = joining->folder, .passphrase = NADI_TEST_PASSPHRASE, .file_secret = TRUE, .demo = TRUE };

  nadi_setup_join (&plan, joining->world->network_json, strlen (joining->world->network_json), joining->code, 60000, NULL, NULL, NULL,
                   &joining->error);
  return NULL;
}

char *
nadi_test_world_join (NadiTestWorld *world, NadiSession *administrator, const char *name, const char *roles)
{
  g_autofree char *folder = next_folder (world);
  g_autofree char *code = NULL;
  g_auto (GStrv) list = g_strsplit (roles, ",", -1);
  g_autoptr (GError) error = NULL;
  Joining joining = { world, folder, NULL, NULL };
  GThread *thread;
  guint admitted = 0;

  nadi_session_invite (administrator, name, (const char *const *) list, &code, NULL, NULL, &error);
  g_assert_no_error (error);
  joining.code = code;
  thread = g_thread_new ("join", run_join, &joining);
  for (guint i = 0; i < 600 && admitted == 0; i++)
    {
      nadi_session_admit_waiting (administrator, &admitted, NULL, &error);
      g_assert_no_error (error);
      if (admitted == 0)
        g_usleep (100 * 1000);
    }
  g_assert_cmpuint (admitted, ==, 1);
  g_thread_join (thread);
  g_assert_no_error (joining.error);
  return g_steal_pointer (&folder);
}

NadiSession *
nadi_test_world_open (const char *folder)
{
  g_autoptr (GError) error = NULL;
  NadiSession *session = nadi_session_open (folder, NULL, NADI_TEST_PASSPHRASE, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}
