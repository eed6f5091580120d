/* Files of a service and of a validator. */
#include "nadi-ledger-folder.h"

#include <glib/gi18n.h>
#include <string.h>

#include "nadi-durable-file.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-store-sqlite.h"

#define LARGEST_FILE (1024 * 1024)

char *
nadi_folder_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static gboolean
write_text (const char *folder, const char *name, const char *text, int mode, GError **error)
{
  g_autofree char *path = nadi_folder_path (folder, name);

  if (nadi_file_write_durable (path, (const guint8 *) text, strlen (text), mode, error))
    return TRUE;
  g_prefix_error (error, _("%s can't be written: "), name);
  return FALSE;
}

gboolean
nadi_folder_write_text (const char *folder, const char *name, const char *text, GError **error)
{
  return write_text (folder, name, text, 0644, error);
}

gboolean
nadi_folder_write_secret (const char *folder, const char *name, const char *text, GError **error)
{
  return write_text (folder, name, text, 0600, error);
}

char *
nadi_folder_read_text (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = nadi_folder_path (folder, name);
  g_autoptr (GBytes) bytes = nadi_file_read (path, LARGEST_FILE, error);
  gsize length;
  const char *data;

  if (bytes == NULL)
    {
      g_prefix_error (error, _("%s can't be read: "), name);
      return NULL;
    }
  data = g_bytes_get_data (bytes, &length);
  return g_strndup (data != NULL ? data : "", length);
}

gboolean
nadi_folder_write_key (const char *folder, const char *name, NadiSigningKey *key, GError **error)
{
  g_autoptr (NadiSecret) seed = nadi_signing_key_seed (key);
  g_autofree char *text = nadi_base64url_encode (nadi_secret_data (seed), nadi_secret_size (seed));
  gboolean written = nadi_folder_write_secret (folder, name, text, error);

  nadi_wipe (text, strlen (text));
  return written;
}

NadiSigningKey *
nadi_folder_read_key (const char *folder, const char *name, GError **error)
{
  g_autofree char *text = nadi_folder_read_text (folder, name, error);
  guint8 seed[32];
  NadiSigningKey *key = NULL;

  if (text == NULL)
    return NULL;
  if (nadi_base64url_decode_into (text, strlen (text), seed, sizeof seed, error))
    key = nadi_signing_key_from_seed (seed);
  else
    g_prefix_error (error, _("%s holds no key: "), name);
  nadi_wipe (seed, sizeof seed);
  nadi_wipe (text, strlen (text));
  return key;
}

gboolean
nadi_folder_write_certificate (const char *folder, const char *name, const NadiCertificate *certificate, GError **error)
{
  g_autofree char *pem = g_strconcat (name, ".pem", NULL);
  g_autofree char *key = g_strconcat (name, ".key", NULL);

  return nadi_folder_write_secret (folder, key, certificate->key, error) &&
         nadi_folder_write_text (folder, pem, certificate->certificate, error);
}

NadiCertificate *
nadi_folder_read_certificate (const char *folder, const char *name, GError **error)
{
  g_autofree char *pem = g_strconcat (name, ".pem", NULL);
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autoptr (NadiCertificate) certificate = g_new0 (NadiCertificate, 1);

  certificate->certificate = nadi_folder_read_text (folder, pem, error);
  if (certificate->certificate == NULL)
    return NULL;
  certificate->key = nadi_folder_read_text (folder, key, error);
  if (certificate->key == NULL)
    return NULL;
  return g_steal_pointer (&certificate);
}

NadiNetwork *
nadi_folder_read_network (const char *folder, GError **error)
{
  g_autofree char *text = nadi_folder_read_text (folder, "network.json", error);
  NadiNetwork *network = text != NULL ? nadi_network_parse (text, strlen (text), error) : NULL;

  if (text != NULL && network == NULL)
    g_prefix_error (error, _("network.json is not a network's description: "));
  return network;
}

NadiStore *
nadi_folder_open_store (const char *folder, GError **error)
{
  g_autofree char *path = nadi_folder_path (folder, "ledger.db");

  return nadi_store_sqlite_open (path, NULL, error);
}

gboolean
nadi_folder_write_settings (const char *folder, const NadiLedgerSettings *settings, GError **error)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  g_autofree char *text = NULL;

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "address", settings->address);
  nadi_json_put_int (writer, "port", settings->port);
  nadi_json_put_int (writer, "admin_port", settings->admin_port);
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, NULL);
  return nadi_folder_write_text (folder, "settings.json", text, error);
}

gboolean
nadi_folder_read_settings (const char *folder, NadiLedgerSettings *settings, GError **error)
{
  static const char *const members[] = { "address", "port", "admin_port", NULL };
  g_autofree char *text = nadi_folder_read_text (folder, "settings.json", error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *address;
  gint64 port, admin_port;

  if (text == NULL)
    return FALSE;
  object = nadi_json_load_object (text, strlen (text), LARGEST_FILE, &node, error);
  if (object == NULL || !nadi_json_only_members (object, members, error) ||
      !nadi_json_get_string (object, "address", &address, error) ||
      !nadi_json_get_int (object, "port", 1, 65535, &port, error) ||
      !nadi_json_get_int (object, "admin_port", 0, 65535, &admin_port, error))
    {
      g_prefix_error (error, _("settings.json does not say where to listen: "));
      return FALSE;
    }
  settings->address = g_strdup (address);
  settings->port = (guint16) port;
  settings->admin_port = (guint16) admin_port;
  return TRUE;
}

void
nadi_ledger_settings_clear (NadiLedgerSettings *settings)
{
  g_clear_pointer (&settings->address, g_free);
}
