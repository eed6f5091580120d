/* A demo network's keys, folders and ports. */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-json.h"
#include "nadi-ledger-demo.h"
#include "nadi-ledger-genesis.h"
#include "nadi-random-system.h"
#include "nadi-system-clock.h"

#define ORIGIN "demo.nadihealth.org"

static const struct
{
  const char *kind;
  const char *name;
  const char *administrator;
} organisations[NADI_DEMO_VALIDATORS] = {
  { "hospital", "Asha Hospital", "Leela Menon" },
  { "clinic", "Kamal Clinic", "Farhan Qureshi" },
  { "laboratory", "Sahyadri Laboratory", "Meera Joshi" },
  { "agency", "State Health Agency", "Arjun Nair" },
};

/* Ports that are free now; they stay the demo's, because network.json names them. */
static gboolean
find_ports (guint16 *ports, guint n, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);

  for (guint i = 0; i < n; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
      g_autoptr (GSocketAddress) bound = NULL;

      if (socket == NULL)
        return FALSE;
      g_ptr_array_add (sockets, socket);
      if (!g_socket_bind (socket, any, FALSE, error))
        return FALSE;
      bound = g_socket_get_local_address (socket, error);
      if (bound == NULL)
        return FALSE;
      ports[i] = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    }
  return TRUE;
}

typedef struct
{
  guint i;
  NadiFounder *founder;
  GError *error;
} FounderJob;

static void
make_founder (gpointer data, gpointer unused)
{
  static const char *const administrator[] = { "administrator", NULL };
  FounderJob *job = data;
  const char *kind = organisations[job->i].kind;

  job->founder = nadi_founder_new (nadi_random_system (), kind, organisations[job->i].name, organisations[job->i].administrator,
                                   administrator, nadi_founder_roles_of_kind (kind), &job->error);
}

static gboolean
make_founders (const char *folder, GPtrArray *founders, GError **error)
{
  FounderJob jobs[NADI_DEMO_VALIDATORS] = { 0 };
  GThreadPool *pool = g_thread_pool_new (make_founder, NULL, (int) g_get_num_processors (), FALSE, NULL);
  gboolean good = TRUE;

  for (guint i = 0; i < NADI_DEMO_VALIDATORS; i++)
    {
      jobs[i].i = i;
      g_thread_pool_push (pool, &jobs[i], NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  for (guint i = 0; i < NADI_DEMO_VALIDATORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("founder-%u.json", i + 1);
      g_autoptr (NadiSecret) text = NULL;

      if (jobs[i].founder == NULL)
        {
          if (good)
            g_propagate_error (error, jobs[i].error);
          else
            g_clear_error (&jobs[i].error);
          good = FALSE;
          continue;
        }
      g_ptr_array_add (founders, jobs[i].founder);
      if (!good)
        continue;
      text = nadi_founder_print (jobs[i].founder, TRUE);
      {
        g_autofree char *copy = g_strndup ((const char *) nadi_secret_data (text), nadi_secret_size (text));

        good = nadi_folder_write_secret (folder, name, copy, error);
        nadi_wipe (copy, strlen (copy));
      }
    }
  return good;
}

static char *
validator_folder (const char *folder, guint i)
{
  g_autofree char *name = g_strdup_printf ("validator-%u", i + 1);

  return nadi_folder_path (folder, name);
}

static gboolean
make_validators (const char *folder, const guint16 *ports, GPtrArray *founders, GPtrArray *validators, GError **error)
{
  for (guint i = 0; i < NADI_DEMO_VALIDATORS; i++)
    {
      const NadiFounder *founder = g_ptr_array_index (founders, i);
      g_autofree char *own = validator_folder (folder, i);
      g_autofree char *name = g_strdup_printf ("v%u." ORIGIN, i + 1);
      g_autoptr (NadiSigningKey) key = nadi_signing_key_new (nadi_random_system ());
      NadiGenesisValidator *validator = g_new0 (NadiGenesisValidator, 1);
      const NadiLedgerSettings settings = { (char *) "127.0.0.1", ports[i], 0 };
      g_autofree char *text = NULL;

      g_ptr_array_add (validators, validator);
      validator->key = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (key));
      validator->org = g_strdup (founder->founding->org);
      validator->url = g_strdup_printf ("https://127.0.0.1:%u", ports[i]);
      text = nadi_genesis_validator_print (validator);
      if (!nadi_folder_make (own, error) || !nadi_folder_write_key (own, "validator.key", key, error) ||
          !nadi_folder_write_text (own, "validator.json", text, error) || !nadi_folder_write_settings (own, &settings, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_text (const char *from, const char *from_name, const char *to, const char *to_name, gboolean secret, GError **error)
{
  g_autofree char *text = nadi_folder_read_text (from, from_name, error);

  return text != NULL && (secret ? nadi_folder_write_secret (to, to_name, text, error) : nadi_folder_write_text (to, to_name, text, error));
}

/* What the operator hands to each validator: network.json and its certificate. */
static gboolean
hand_over (const char *folder, const char *service, GPtrArray *validators, GError **error)
{
  for (guint i = 0; i < validators->len; i++)
    {
      const NadiGenesisValidator *validator = g_ptr_array_index (validators, i);
      g_autofree char *own = validator_folder (folder, i);
      g_autofree char *pem = g_strdup_printf ("validators/%s.pem", validator->key->name);
      g_autofree char *key = g_strdup_printf ("validators/%s.key", validator->key->name);

      if (!copy_text (service, "network.json", own, "network.json", FALSE, error) ||
          !copy_text (service, pem, own, "tls.pem", FALSE, error) || !copy_text (service, key, own, "tls.key", TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_description (const char *folder, const char *service_url, guint16 admin_port, GError **error)
{
  g_autofree char *admin = g_strdup_printf ("http://127.0.0.1:%u", admin_port);
  g_autofree char *ca = nadi_folder_path (folder, "service/authority.pem");
  g_autofree char *network = nadi_folder_path (folder, "network.json");
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *text = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "service", service_url);
  nadi_json_put_string (writer, "admin", admin);
  nadi_json_put_string (writer, "ca", ca);
  nadi_json_put_string (writer, "network", network);
  nadi_json_name (writer, "founders");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < NADI_DEMO_VALIDATORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("founder-%u.json", i + 1);
      g_autofree char *path = nadi_folder_path (folder, name);

      nadi_json_string (writer, path);
    }
  nadi_json_end_array (writer);
  nadi_json_name (writer, "profiles");
  nadi_json_begin_array (writer);
  nadi_json_end_array (writer);
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, NULL);
  return nadi_folder_write_text (folder, "demo.json", text, error);
}

gboolean
nadi_demo_make (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) founders = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_founder_free);
  g_autoptr (GPtrArray) validators = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_genesis_validator_free);
  g_autofree char *service = nadi_folder_path (folder, "service");
  g_autofree char *url = NULL;
  guint16 ports[NADI_DEMO_VALIDATORS + 2];
  NadiGenesis genesis = { .name = "Nadi demo network", .origin = ORIGIN, .founders = founders, .validators = validators };
  NadiLedgerSettings settings = { .address = (char *) "127.0.0.1" };

  if (!find_ports (ports, G_N_ELEMENTS (ports), error))
    return FALSE;
  url = g_strdup_printf ("https://127.0.0.1:%u", ports[NADI_DEMO_VALIDATORS]);
  genesis.service = url;
  settings.port = ports[NADI_DEMO_VALIDATORS];
  settings.admin_port = ports[NADI_DEMO_VALIDATORS + 1];
  return nadi_folder_make (service, error) && make_founders (folder, founders, error) &&
         make_validators (folder, ports, founders, validators, error) &&
         nadi_folder_write_settings (service, &settings, error) &&
         nadi_genesis_make (service, &genesis, nadi_system_clock (), nadi_random_system (), error) &&
         hand_over (folder, service, validators, error) &&
         write_description (folder, url, settings.admin_port, error) &&
         copy_text (service, "network.json", folder, "network.json", FALSE, error);
}
