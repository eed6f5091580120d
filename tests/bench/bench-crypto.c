/* Medians of the calls that ledger and client make most: digests, signatures, sealing, secrets, JSON, base64url. */
#include <string.h>

#include "nadi-aead.h"
#include "nadi-bench.h"
#include "nadi-digest.h"
#include "nadi-ed25519.h"
#include "nadi-encoding.h"
#include "nadi-json.h"
#include "nadi-random-system.h"

#define ROUNDS 21

typedef void (*Call) (gpointer data);

/* Microseconds of one call: the median of rounds of n calls. */
static double
measure (Call call, gpointer data, guint n)
{
  double times[ROUNDS];
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();
      for (guint i = 0; i < n; i++)
        call (data);
      times[round] = (double) (g_get_monotonic_time () - start) / n;
    }
  return nadi_bench_median (times, ROUNDS);
}

static void
report (const char *what, Call call, gpointer data, guint n)
{
  g_print ("%-34s %12.3f µs each\n", what, measure (call, data, n));
}

static void
report_rate (const char *what, Call call, gpointer data, guint n, gsize bytes)
{
  g_print ("%-34s %12.1f MB/s\n", what, (double) bytes / measure (call, data, n));
}

typedef struct
{
  NadiAead *aead;
  NadiSigningKey *key;
  NadiSignature signature;
  guint8 text[200];
  guint8 sealed[200];
  guint8 tag[16];
  guint8 nonce[12];
} Subject;

static void
call_node (gpointer data)
{
  Subject *s = data;
  const NadiPart parts[] = { { "\1", 1 }, { s->text, 32 }, { s->text + 32, 32 } };
  NadiHash hash;
  nadi_sha256_parts (parts, G_N_ELEMENTS (parts), &hash);
}

static void
call_hmac (gpointer data)
{
  Subject *s = data;
  const NadiPart part = { s->text, 100 };
  NadiHash hash;
  nadi_hmac_sha256 (s->text, 32, &part, 1, &hash);
}

static void
call_sign (gpointer data)
{
  Subject *s = data;
  nadi_sign (s->key, s->text, sizeof s->text, &s->signature);
}

static void
call_verify (gpointer data)
{
  Subject *s = data;
  if (!nadi_verify (nadi_signing_key_public (s->key), s->text, sizeof s->text, &s->signature))
    g_error ("A signature does not hold");
}

static void
call_seal (gpointer data)
{
  Subject *s = data;
  nadi_aead_seal (s->aead, s->nonce, s->nonce, sizeof s->nonce, s->text, sizeof s->text, s->sealed, s->tag);
}

static void
call_open (gpointer data)
{
  Subject *s = data;
  guint8 out[sizeof s->text];
  if (!nadi_aead_open (s->aead, s->nonce, s->nonce, sizeof s->nonce, s->sealed, sizeof s->sealed, s->tag, out, NULL))
    g_error ("A sealed text does not open");
}

static void
call_secret (gpointer data)
{
  nadi_secret_unref (nadi_secret_new (32));
}

static void
call_random (gpointer data)
{
  Subject *s = data;
  nadi_random_fill (nadi_random_system (), s->sealed, 16);
}

static void
call_base64url (gpointer data)
{
  GString *text = data;
  g_bytes_unref (nadi_base64url_decode (text->str, (gssize) text->len, NULL));
}

static void
call_scan (gpointer data)
{
  GString *text = data;
  if (!nadi_json_scan (text->str, text->len, G_MAXSIZE, NULL))
    g_error ("A text is refused");
}

static void
call_load (gpointer data)
{
  GString *text = data;
  json_node_unref (nadi_json_load (text->str, text->len, G_MAXSIZE, NULL));
}

/* Entries as a bundle of records has them. */
static GString *
make_bundle (guint n)
{
  GString *text = g_string_new ("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (
      text,
      "%s{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-%012u\",\"resource\":{\"resourceType\":\"Observation\","
      "\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\",\"display\":"
      "\"Heart rate\"}]},\"effectiveDateTime\":\"2023-06-01T10:00:00+05:30\",\"valueQuantity\":{\"value\":72.5,"
      "\"unit\":\"/min\"},\"note\":[{\"text\":\"At rest,\\n sitting. \xe0\xa4\xa8\xe0\xa4\xbe\"}]}}",
      i > 0 ? "," : "", i);
  return g_string_append (text, "]}");
}

/* One object with many members. */
static GString *
make_wide (guint n)
{
  GString *text = g_string_new ("{");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"some member %u\":%u", i > 0 ? "," : "", i * 7919 % n, i);
  return g_string_append (text, "}");
}

static void
bench_json (void)
{
  static const char event[] = "{\"type\":\"record.add\",\"id\":\"f81d4fae-7dec-41d0-a765-00a0c91e6bf6\",\"origin\":"
                              "\"example.org/nadi\",\"actor\":{\"org\":\"f81d4fae-7dec-41d0-a765-00a0c91e6bf6\","
                              "\"staff\":\"f81d4fae-7dec-41d0-a765-00a0c91e6bf6\"},\"seq\":42,\"time\":1700000000123,"
                              "\"cids\":[\"bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy\"]}";
  g_autoptr (GString) small = g_string_new (event);
  g_autoptr (GString) bundle = make_bundle (2000);
  g_autoptr (GString) wide = make_wide (20000);
  report ("json: scan an event", call_scan, small, 10000);
  report ("json: load an event", call_load, small, 10000);
  report_rate ("json: scan a bundle", call_scan, bundle, 10, bundle->len);
  report_rate ("json: load a bundle", call_load, bundle, 2, bundle->len);
  report_rate ("json: scan 20,000 members", call_scan, wide, 10, wide->len);
}

int
main (void)
{
  Subject s = { .text = { 1, 2, 3 } };
  g_autoptr (NadiSecret) key = nadi_secret_new_random (nadi_random_system (), 32);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 800; i++)
    g_string_append_c (text, "abcdABCD0189-_xy"[i % 16]);
  s.aead = nadi_aead_new (nadi_secret_data (key));
  s.key = nadi_signing_key_from_seed (nadi_secret_data (key));
  report ("sha256: a tree node", call_node, &s, 100000);
  report ("hmac-sha256: 100 bytes", call_hmac, &s, 50000);
  report ("ed25519: sign", call_sign, &s, 500);
  report ("ed25519: verify", call_verify, &s, 500);
  report ("aes-256-gcm: seal 200 bytes", call_seal, &s, 50000);
  report ("aes-256-gcm: open 200 bytes", call_open, &s, 50000);
  report ("secret: new and gone", call_secret, &s, 50000);
  report ("random: 16 bytes", call_random, &s, 50000);
  report_rate ("base64url: decode", call_base64url, text, 10000, text->len);
  bench_json ();
  nadi_aead_free (s.aead);
  nadi_signing_key_unref (s.key);
  return 0;
}
