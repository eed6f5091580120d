/* Medians of what the ledger does with every event and a client with every page: parse, verify, leaf hash, page. */
#include <string.h>

#include "nadi-bench.h"
#include "nadi-event.h"
#include "nadi-jwe.h"
#include "nadi-jwk.h"
#include "nadi-wire-fixture.h"

#define ROUNDS 21
#define EVENTS 2000
#define PAGE_ENTRIES 4096

typedef struct
{
  const char *name;
  guint n;                    /* operations a round */
  void (*run) (gpointer data);
  gpointer data;
} Measure;

static void
measure (const Measure *what)
{
  double times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      what->run (what->data);
      times[i] = (double) (g_get_monotonic_time () - start) / what->n;
    }
  g_print ("%-34s %12.3f us\n", what->name, nadi_bench_median (times, ROUNDS));
}

typedef struct
{
  NadiWireFixture *fixture;
  NadiSigningKey *key;
  char *event;
  NadiEvent *parsed;
  GBytes *page;
  guint8 shelf_key[32];
  char *record;
} Bench;

static const NadiRecordBinding binding
    = { "0b4c0000-0000-4000-8000-000000000001", "0b4c0000-0000-4000-8000-000000000002", 3,
        "0b4c0000-0000-4000-8000-000000000003", "0b4c0000-0000-4000-8000-000000000004" };

static void
run_parse (gpointer data)
{
  Bench *bench = data;

  for (guint i = 0; i < EVENTS; i++)
    nadi_event_unref (nadi_event_parse (bench->event, strlen (bench->event), NULL));
}

static void
run_verify (gpointer data)
{
  Bench *bench = data;

  for (guint i = 0; i < EVENTS; i++)
    if (!nadi_event_verify (bench->parsed, nadi_signing_key_public (bench->key), NULL))
      g_error ("A signature does not hold");
}

static void
run_sign (gpointer data)
{
  Bench *bench = data;

  for (guint i = 0; i < EVENTS; i++)
    g_free (nadi_wire_fixture_event (bench->fixture, bench->key, i, "Clinic"));
}

static void
run_page (gpointer data)
{
  Bench *bench = data;

  nadi_stream_page_free (nadi_stream_page_parse (bench->page, NULL));
}

static void
run_open_record (gpointer data)
{
  Bench *bench = data;
  g_autofree char *kid = nadi_symmetric_kid (bench->shelf_key);

  for (guint i = 0; i < EVENTS; i++)
    nadi_secret_unref (nadi_jwe_open_record (bench->record, strlen (bench->record), "nadi-record", &binding, kid,
                                             bench->shelf_key, NULL));
}

static GBytes *
make_page (Bench *bench)
{
  g_autofree char *block = nadi_wire_fixture_append_block (bench->fixture, PAGE_ENTRIES);
  g_autoptr (NadiStreamPage) page = nadi_wire_fixture_page (bench->fixture, 0, 0);

  return nadi_stream_page_print (page);
}

int
main (void)
{
  Bench bench = { .fixture = nadi_wire_fixture_new (1) };
  bench.key = nadi_signing_key_new (&bench.fixture->random.random);
  g_autofree char *text = g_strnfill (240, 'x');
  bench.event = nadi_wire_fixture_event (bench.fixture, bench.key, 1, text);
  bench.parsed = nadi_event_parse (bench.event, strlen (bench.event), NULL);
  bench.page = make_page (&bench);
  g_autofree char *kid = nadi_symmetric_kid (bench.shelf_key);
  g_autofree char *content = g_strnfill (2000, 'x');
  bench.record = nadi_jwe_seal_record (&bench.fixture->random.random, "nadi-record", &binding, kid, bench.shelf_key,
                                       (const guint8 *) content, strlen (content));
  g_print ("event of %" G_GSIZE_FORMAT " bytes; page of %u entries\n", strlen (bench.event), PAGE_ENTRIES);

  const Measure measures[] = {
    { "event, parse", EVENTS, run_parse, &bench },
    { "event, verify", EVENTS, run_verify, &bench },
    { "event, make and sign", EVENTS, run_sign, &bench },
    { "record of 2,000 bytes, open", EVENTS, run_open_record, &bench },
    { "page, parse", 1, run_page, &bench },
  };
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    measure (&measures[i]);

  nadi_event_unref (bench.parsed);
  nadi_signing_key_unref (bench.key);
  g_bytes_unref (bench.page);
  g_free (bench.event);
  g_free (bench.record);
  nadi_wire_fixture_free (bench.fixture);
  return 0;
}
