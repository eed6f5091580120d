/* A keyring for demo and test profiles: one file of mode 0600, not sealed.
 *
 *   nadi-plain-secrets 1
 *   <profile> <item> <base64url of the secret>          one line each
 *   sum <base64url of SHA-256 of everything before>
 */
#include <string.h>

#include "nadi-digest.h"
#include "nadi-durable-file.h"
#include "nadi-encoding.h"
#include "nadi-keyring.h"

#define FIRST_LINE "nadi-plain-secrets 1"
#define MAX_FILE (256 * 1024)

typedef struct
{
  NadiKeyring keyring;
  char *path;
} FileKeyring;

static const char *
item_word (NadiKeyringItem item)
{
  static const char *const words[] = { "device-secret", "tree-head", "session" };

  return words[item];
}

static gboolean
fail (GError **error, NadiKeyringError code, const char *message)
{
  g_set_error_literal (error, NADI_KEYRING_ERROR, code, message);
  return FALSE;
}

static void
wipe_text (char *text)
{
  nadi_wipe (text, strlen (text));
  g_free (text);
}

static void
free_line (gpointer line)
{
  wipe_text (line);
}

/* Each line with its LF, in a buffer that never moves while it fills. */
static GByteArray *
join_lines (GPtrArray *lines)
{
  GByteArray *all;
  gsize length = 0;

  for (guint i = 0; i < lines->len; i++)
    length += strlen (lines->pdata[i]) + 1;
  all = g_byte_array_sized_new ((guint) length);
  for (guint i = 0; i < lines->len; i++)
    {
      g_byte_array_append (all, lines->pdata[i], (guint) strlen (lines->pdata[i]));
      g_byte_array_append (all, (const guint8 *) "\n", 1);
    }
  return all;
}

static void
wipe_lines (GByteArray *all)
{
  nadi_wipe (all->data, all->len);
  g_byte_array_unref (all);
}

static char *
checksum_line (GPtrArray *lines)
{
  GByteArray *all = join_lines (lines);
  g_autofree char *text = NULL;
  NadiHash hash;

  nadi_sha256 (all->data, all->len, &hash);
  wipe_lines (all);
  text = nadi_hash_to_text (&hash);
  return g_strconcat ("sum ", text, NULL);
}

/* The lines between the first and the sum. An absent file has none. */
static GPtrArray *
load_lines (FileKeyring *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = nadi_file_read (self->path, MAX_FILE, &local);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);
  g_autofree char *sum = NULL;
  const char *text, *end;
  gsize length;

  if (bytes == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_ptr_array_add (lines, g_strdup (FIRST_LINE));
      return g_steal_pointer (&lines);
    }
  if (bytes == NULL)
    {
      fail (error, NADI_KEYRING_ERROR_FAILED, local->message);
      return NULL;
    }
  text = g_bytes_get_data (bytes, &length);
  for (const char *stop = text + length; text < stop; text = end + 1)
    {
      end = memchr (text, '\n', (gsize) (stop - text));
      if (end == NULL || memchr (text, '\0', (gsize) (end - text)) != NULL)
        {
          fail (error, NADI_KEYRING_ERROR_DAMAGED, "The file of plain secrets is damaged");
          return NULL;
        }
      g_ptr_array_add (lines, g_strndup (text, (gsize) (end - text)));
    }
  if (lines->len >= 2)
    {
      g_autofree char *found = g_ptr_array_steal_index (lines, lines->len - 1);

      sum = checksum_line (lines);
      if (strcmp (sum, found) == 0 && strcmp (lines->pdata[0], FIRST_LINE) == 0)
        return g_steal_pointer (&lines);
    }
  fail (error, NADI_KEYRING_ERROR_DAMAGED, "The file of plain secrets is damaged");
  return NULL;
}

static gboolean
save_lines (FileKeyring *self, GPtrArray *lines, GError **error)
{
  g_autoptr (GError) local = NULL;
  GByteArray *all;
  gboolean good;

  g_ptr_array_add (lines, checksum_line (lines));
  all = join_lines (lines);
  good = nadi_file_write_durable (self->path, all->data, all->len, 0600, &local);
  wipe_lines (all);
  return good || fail (error, NADI_KEYRING_ERROR_FAILED, local->message);
}

static gint
find_line (GPtrArray *lines, const char *profile, NadiKeyringItem item, char **prefix)
{
  *prefix = g_strdup_printf ("%s %s ", profile, item_word (item));
  for (guint i = 1; i < lines->len; i++)
    {
      if (g_str_has_prefix (lines->pdata[i], *prefix))
        return (gint) i;
    }
  return -1;
}

static NadiSecret *
file_lookup (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) lines = load_lines ((FileKeyring *) keyring, error);
  g_autofree char *prefix = NULL;
  g_autoptr (GBytes) bytes = NULL;
  NadiSecret *secret;
  gint at;

  if (lines == NULL)
    return NULL;
  at = find_line (lines, profile, item, &prefix);
  if (at < 0)
    {
      fail (error, NADI_KEYRING_ERROR_MISSING, "The file of plain secrets has no such secret");
      return NULL;
    }
  bytes = nadi_base64url_decode ((const char *) lines->pdata[at] + strlen (prefix), -1, NULL);
  if (bytes == NULL)
    {
      fail (error, NADI_KEYRING_ERROR_DAMAGED, "The file of plain secrets is damaged");
      return NULL;
    }
  secret = nadi_secret_new_copy (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  nadi_wipe ((gpointer) g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return secret;
}

/* text NULL: the line goes. */
static gboolean
change_line (FileKeyring *self, const char *profile, NadiKeyringItem item, const char *text, GError **error)
{
  g_autoptr (GPtrArray) lines = load_lines (self, error);
  g_autofree char *prefix = NULL;
  gint at;

  if (lines == NULL)
    return FALSE;
  at = find_line (lines, profile, item, &prefix);
  if (at < 0 && text == NULL)
    return fail (error, NADI_KEYRING_ERROR_MISSING, "The file of plain secrets has no such secret");
  if (at >= 0)
    g_ptr_array_remove_index (lines, (guint) at);
  if (text != NULL)
    g_ptr_array_add (lines, g_strconcat (prefix, text, NULL));
  return save_lines (self, lines, error);
}

static gboolean
file_store (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, NadiSecret *secret, GCancellable *cancellable,
            GError **error)
{
  char *text = nadi_base64url_encode (nadi_secret_data (secret), nadi_secret_size (secret));
  gboolean good = change_line ((FileKeyring *) keyring, profile, item, text, error);

  wipe_text (text);
  return good;
}

static gboolean
file_clear (NadiKeyring *keyring, const char *profile, NadiKeyringItem item, GCancellable *cancellable, GError **error)
{
  return change_line ((FileKeyring *) keyring, profile, item, NULL, error);
}

static gboolean
file_unlock (NadiKeyring *keyring, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
file_free (NadiKeyring *keyring)
{
  g_free (((FileKeyring *) keyring)->path);
  g_free (keyring);
}

NadiKeyring *
nadi_keyring_plain_file_new (const char *path)
{
  FileKeyring *self = g_new0 (FileKeyring, 1);

  self->keyring = (NadiKeyring) { file_lookup, file_store, file_clear, file_unlock, file_free };
  self->path = g_strdup (path);
  return &self->keyring;
}
