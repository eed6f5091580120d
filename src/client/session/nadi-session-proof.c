/* Receipts: fetched and checked, or checked without anything but the network's file. */
#include "nadi-session-proof.h"

#include <string.h>

#include "nadi-json.h"
#include "nadi-receipt.h"
#include "nadi-session-book.h"
#include "nadi-session-net.h"
#include "nadi-session-private.h"
#include "nadi-session-sync.h"
#include "nadi-uuid.h"

#define LARGEST_RECEIPT (1u << 20)

void
nadi_receipt_info_free (NadiReceiptInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->event);
  g_free (info->type);
  g_free (info->signer);
  g_free (info->patient);
  g_free (info->record);
  g_free (info->version);
  g_free (info->commitment);
  g_free (info);
}

/* --- checking ----------------------------------------------------------------------------------------------------- */

static char *
member_of (NadiEvent *event, const char *member)
{
  const char *text = NULL;

  nadi_json_get_optional_string (nadi_event_payload (event), member, &text, NULL);
  return g_strdup (text);
}

static NadiReceiptInfo *
describe (const NadiReceipt *receipt, NadiEvent *event, guint64 size, gint64 freshness)
{
  NadiReceiptInfo *info = g_new0 (NadiReceiptInfo, 1);

  info->event = g_strdup (nadi_event_id (event));
  info->type = g_strdup (nadi_event_type (event));
  info->signer = g_strdup (nadi_event_signer (event));
  info->time = nadi_event_time (event);
  info->patient = member_of (event, "patient");
  info->record = member_of (event, "record");
  info->version = member_of (event, "version");
  info->commitment = member_of (event, "commitment");
  info->index = receipt->index;
  info->size = size;
  info->freshness = freshness * 1000;
  return info;
}

static NadiReceiptInfo *
check (const char *text, gsize length, const NadiNetwork *network, GError **error)
{
  g_autoptr (NadiReceipt) receipt = nadi_receipt_parse (text, length, NULL);
  g_autoptr (NadiEvent) event = NULL;
  g_autoptr (NadiCheckpoint) checkpoint = NULL;
  gint64 freshness = 0;

  if (receipt != NULL && nadi_receipt_check (receipt, network, &freshness, NULL))
    {
      event = nadi_event_parse (g_bytes_get_data (receipt->entry, NULL), g_bytes_get_size (receipt->entry), NULL);
      checkpoint = nadi_checkpoint_check (receipt->checkpoint, strlen (receipt->checkpoint), network, NULL, NULL);
    }
  if (event == NULL || checkpoint == NULL || !g_str_equal (nadi_event_origin (event), network->origin))
    {
      nadi_session_fail (NADI_SESSION_ERROR_RECEIPT, "this receipt does not hold", error);
      return NULL;
    }
  return describe (receipt, event, checkpoint->size, freshness);
}

NadiReceiptInfo *
nadi_proof_verify (const char *receipt, gsize length, const char *network, gsize network_length, GError **error)
{
  g_autoptr (NadiNetwork) parsed = nadi_network_parse (network, network_length, NULL);

  if (parsed == NULL)
    {
      nadi_session_fail (NADI_SESSION_ERROR_NETWORK_FILE, "this file is no network.json", error);
      return NULL;
    }
  return check (receipt, length, parsed, error);
}

NadiReceiptInfo *
nadi_session_verify_receipt (NadiSession *self, const char *receipt, gsize length, GError **error)
{
  return check (receipt, length, self->network, error);
}

/* --- fetching ----------------------------------------------------------------------------------------------------- */

static char *
load (NadiSession *self, const char *event)
{
  char *text = NULL;

  if (!nadi_session_lock (self, NULL))
    return NULL;
  nadi_book_get_text (self->cache, "receipt", event, &text, NULL);
  nadi_session_unlock (self);
  return text;
}

static void
keep (NadiSession *self, const char *event, const char *text)
{
  if (!nadi_session_lock (self, NULL))
    return;
  nadi_book_put_text (self->cache, "receipt", event, text, NULL);
  nadi_session_unlock (self);
}

/* In words that say what to do. */
static void
explain (GError *failure, GError **error)
{
  if (g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_CONFLICT))
    nadi_session_fail (NADI_SESSION_ERROR_WAITING, "the event is not confirmed yet", error);
  else if (g_error_matches (failure, NADI_NET_ERROR, NADI_NET_ERROR_NOT_FOUND))
    nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "the ledger knows no such event of ours", error);
  else
    {
      g_propagate_error (error, failure);
      return;
    }
  g_error_free (failure);
}

static GBytes *
fetch (NadiSession *self, const char *event, guint wait_ms, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = g_strdup_printf ("/v1/receipts/%s?wait=%u", event, wait_ms);
  GError *failure = NULL;
  GBytes *answer = NULL;

  g_mutex_lock (&self->net_lock);
  if (nadi_session_connect (self, &failure))
    answer = nadi_session_request (self, "GET", target, NULL, NULL, LARGEST_RECEIPT, cancellable, &failure);
  g_mutex_unlock (&self->net_lock);
  if (answer == NULL)
    explain (failure, error);
  return answer;
}

char *
nadi_session_get_receipt (NadiSession *self, const char *event, guint wait_ms, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (NadiReceiptInfo) info = NULL;

  if (!nadi_uuid_valid (event))
    {
      nadi_session_fail (NADI_SESSION_ERROR_NOT_FOUND, "this is no event's id", error);
      return NULL;
    }
  text = load (self, event);
  if (text == NULL)
    {
      g_autoptr (GBytes) answer = fetch (self, event, wait_ms, cancellable, error);

      if (answer == NULL)
        return NULL;
      text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
    }
  info = check (text, strlen (text), self->network, error);
  if (info == NULL)
    return NULL;
  if (!g_str_equal (info->event, event))
    {
      nadi_session_fail (NADI_SESSION_ERROR_RECEIPT, "this is another event's receipt", error);
      return NULL;
    }
  keep (self, event, text);
  return g_steal_pointer (&text);
}
