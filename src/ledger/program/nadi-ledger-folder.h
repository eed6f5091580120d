/* A service's or a validator's folder: which files lie in it, and how they are read and written.
 *
 * Service: network.json, settings.json, ledger.db, blobs/, operator.key, log.key, authority.pem, authority.key, tls.pem,
 * tls.key, lock. Validator: network.json, settings.json, ledger.db, validator.json, validator.key, tls.pem, tls.key, lock.
 * Keys are 0600. */
#pragma once

#include "nadi-certificate.h"
#include "nadi-ed25519.h"
#include "nadi-network.h"
#include "nadi-store.h"

/* The path of a file in the folder. (transfer full) */
char *nadi_folder_path (const char *folder, const char *name);

gboolean nadi_folder_write_text (const char *folder, const char *name, const char *text, GError **error);       /* 0644 */
gboolean nadi_folder_write_secret (const char *folder, const char *name, const char *text, GError **error);     /* 0600 */
/* NUL-terminated; NULL and an error that names the file, not its folder. */
char *nadi_folder_read_text (const char *folder, const char *name, GError **error);

gboolean nadi_folder_write_key (const char *folder, const char *name, NadiSigningKey *key, GError **error);
NadiSigningKey *nadi_folder_read_key (const char *folder, const char *name, GError **error);
gboolean nadi_folder_write_certificate (const char *folder, const char *name, const NadiCertificate *certificate, GError **error);
NadiCertificate *nadi_folder_read_certificate (const char *folder, const char *name, GError **error);
NadiNetwork *nadi_folder_read_network (const char *folder, GError **error);
NadiStore *nadi_folder_open_store (const char *folder, GError **error);

/* settings.json: where to listen. */
typedef struct
{
  char *address;
  guint16 port;
  guint16 admin_port;        /* 0: none (validators) */
} NadiLedgerSettings;

gboolean nadi_folder_write_settings (const char *folder, const NadiLedgerSettings *settings, GError **error);
gboolean nadi_folder_read_settings (const char *folder, NadiLedgerSettings *settings, GError **error);
void nadi_ledger_settings_clear (NadiLedgerSettings *settings);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NadiLedgerSettings, nadi_ledger_settings_clear)
