/* The network that the tests of wire formats share. */
#include "nadi-wire-fixture.h"

#include <string.h>

#include "nadi-event.h"
#include "nadi-json.h"

#define ORIGIN "fixture.nadi.example"
#define ORG "0b4c0000-0000-4000-8000-000000000001"
#define STAFF "0b4c0000-0000-4000-8000-000000000002"
#define DEVICE "0b4c0000-0000-4000-8000-000000000003"

static char *
print_network (NadiWireFixture *fixture)
{
  NadiNetwork network = { .name = (char *) "Fixture", .origin = (char *) ORIGIN };
  network.service = (char *) "https://127.0.0.1:8443";
  network.log = nadi_note_key_new (ORIGIN, NADI_NOTE_ED25519, nadi_signing_key_public (fixture->log));
  network.validators = g_ptr_array_new ();
  network.quorum = 3;
  network.anchor = (char *) "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  memset (network.genesis.bytes, 7, sizeof network.genesis.bytes);

  NadiNetworkValidator validators[NADI_FIXTURE_VALIDATORS];
  for (guint i = 0; i < NADI_FIXTURE_VALIDATORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u." ORIGIN, i + 1);
      validators[i].key
          = nadi_note_key_new (name, NADI_NOTE_COSIGNATURE, nadi_signing_key_public (fixture->validators[i]));
      validators[i].url = g_strdup_printf ("https://127.0.0.1:%u", 8501 + i);
      validators[i].org = g_strdup_printf ("0b4c0000-0000-4000-8000-0000000000%02u", 10 + i);
      g_ptr_array_add (network.validators, &validators[i]);
    }
  char *json = nadi_network_print (&network);
  for (guint i = 0; i < NADI_FIXTURE_VALIDATORS; i++)
    {
      nadi_note_key_free (validators[i].key);
      g_free (validators[i].url);
      g_free (validators[i].org);
    }
  nadi_note_key_free (network.log);
  g_ptr_array_unref (network.validators);
  return json;
}

NadiWireFixture *
nadi_wire_fixture_new (guint64 seed)
{
  NadiWireFixture *fixture = g_new0 (NadiWireFixture, 1);
  nadi_seeded_random_init (&fixture->random, seed);
  fixture->log = nadi_signing_key_new (&fixture->random.random);
  for (guint i = 0; i < NADI_FIXTURE_VALIDATORS; i++)
    fixture->validators[i] = nadi_signing_key_new (&fixture->random.random);
  g_autofree char *json = print_network (fixture);
  g_autoptr (GError) error = NULL;
  fixture->network = nadi_network_parse (json, strlen (json), &error);
  g_assert_no_error (error);
  fixture->tree = nadi_tree_new ();
  fixture->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  nadi_stream_start (NADI_FIXTURE_STREAM, &fixture->head);
  fixture->map = nadi_map_new ();
  nadi_map_freeze (fixture->map);
  return fixture;
}

void
nadi_wire_fixture_free (NadiWireFixture *fixture)
{
  nadi_network_free (fixture->network);
  nadi_signing_key_unref (fixture->log);
  for (guint i = 0; i < NADI_FIXTURE_VALIDATORS; i++)
    nadi_signing_key_unref (fixture->validators[i]);
  nadi_tree_free (fixture->tree);
  g_ptr_array_unref (fixture->entries);
  g_ptr_array_unref (fixture->events);
  nadi_map_unref (fixture->map);
  g_free (fixture);
}

char *
nadi_wire_fixture_event (NadiWireFixture *fixture, NadiSigningKey *key, gint64 seq, const char *text)
{
  NadiActor actor = { .org = (char *) ORG, .staff = (char *) STAFF };
  NadiEventHead head = { .type = "org.update", .origin = ORIGIN, .actor = &actor, .device = DEVICE };
  head.seq = seq;
  head.time = NADI_FIXTURE_TIME * 1000 + seq;
  g_autoptr (GError) error = NULL;
  NadiJsonWriter *writer = nadi_event_begin (&head, &fixture->random.random);
  nadi_json_put_string (writer, "name", text);
  nadi_json_put_string (writer, "profile", NULL);
  char *event = nadi_event_sign (writer, key, &error);
  g_assert_no_error (error);
  return event;
}

static void
append (NadiWireFixture *fixture, const char *entry, NadiHash *leaf)
{
  nadi_merkle_leaf ((const guint8 *) entry, strlen (entry), leaf);
  nadi_tree_append (fixture->tree, leaf);
  g_ptr_array_add (fixture->entries, g_bytes_new (entry, strlen (entry)));
}

static void
append_events (NadiWireFixture *fixture, guint n, NadiHash *root)
{
  g_autoptr (NadiSigningKey) key = nadi_signing_key_new (&fixture->random.random);
  g_autoptr (NadiTree) events = nadi_tree_new ();
  for (guint i = 0; i < n; i++)
    {
      NadiHash leaf;
      g_autofree char *event = nadi_wire_fixture_event (fixture, key, i + 1, "Clinic");
      append (fixture, event, &leaf);
      nadi_tree_append (events, &leaf);
      nadi_stream_step (&fixture->head, &leaf);
      g_ptr_array_add (fixture->events, g_bytes_ref (fixture->entries->pdata[fixture->entries->len - 1]));
    }
  nadi_tree_root (events, n, root);
}

static void
update_state (NadiWireFixture *fixture, NadiHash *root)
{
  guint8 value[NADI_STREAM_HEAD_SIZE];
  nadi_stream_head_encode (&fixture->head, value);
  g_autoptr (GBytes) bytes = g_bytes_new (value, sizeof value);
  NadiMap *next = nadi_map_fork (fixture->map);
  nadi_map_set (next, NADI_FIXTURE_STREAM, bytes);
  nadi_map_root (next, root);
  nadi_map_unref (fixture->map);
  fixture->map = next;
}

char *
nadi_wire_fixture_append_block (NadiWireFixture *fixture, guint n)
{
  gboolean is_first = fixture->entries->len == 0;
  NadiBlock block
      = { .height = is_first ? 0 : fixture->block.height + 1, .previous = fixture->block_leaf, .count = n };
  block.first = nadi_tree_size (fixture->tree);
  block.time = (NADI_FIXTURE_TIME + (gint64) block.first) * 1000;
  append_events (fixture, n, &block.events);
  update_state (fixture, &block.state);
  char *text = nadi_block_print (&block);
  append (fixture, text, &fixture->block_leaf);
  fixture->block = block;
  return text;
}

char *
nadi_wire_fixture_cosign (NadiWireFixture *fixture, const NadiCheckpoint *checkpoint, guint n, gint64 time)
{
  g_autofree char *text = nadi_checkpoint_print (checkpoint);
  g_autofree char *note = nadi_checkpoint_sign (checkpoint, fixture->network->log, fixture->log);
  GString *out = g_string_new (note);
  for (guint i = 0; i < n; i++)
    {
      const NadiNetworkValidator *validator = fixture->network->validators->pdata[i];
      g_autofree char *line = nadi_note_cosign (text, validator->key, fixture->validators[i], time + i);
      g_string_append (out, line);
    }
  return g_string_free (out, FALSE);
}

char *
nadi_wire_fixture_checkpoint (NadiWireFixture *fixture, guint n, gint64 time)
{
  NadiCheckpoint checkpoint = { .origin = (char *) ORIGIN, .size = nadi_tree_size (fixture->tree) };
  nadi_tree_root (fixture->tree, checkpoint.size, &checkpoint.root);
  return nadi_wire_fixture_cosign (fixture, &checkpoint, n, time);
}

NadiEvidence *
nadi_wire_fixture_evidence (NadiWireFixture *fixture, guint64 from)
{
  guint64 size = nadi_tree_size (fixture->tree);
  GBytes *block = fixture->entries->pdata[size - 1];
  NadiEvidence *evidence = g_new0 (NadiEvidence, 1);
  evidence->checkpoint = nadi_wire_fixture_checkpoint (fixture, NADI_FIXTURE_VALIDATORS, NADI_FIXTURE_TIME);
  evidence->checkpoint_length = strlen (evidence->checkpoint);
  evidence->consistency = from != 0 ? nadi_tree_consistency (fixture->tree, from, size) : NULL;
  evidence->block_length = g_bytes_get_size (block);
  evidence->block = g_strndup (g_bytes_get_data (block, NULL), evidence->block_length);
  evidence->inclusion = nadi_tree_inclusion (fixture->tree, size - 1, size);
  return evidence;
}

NadiStreamPage *
nadi_wire_fixture_page (NadiWireFixture *fixture, guint64 after, guint64 from)
{
  static const char *const keys[] = { NADI_FIXTURE_STREAM, NULL };
  NadiStreamPage *page = g_new0 (NadiStreamPage, 1);
  page->stream = g_strdup (NADI_FIXTURE_STREAM);
  page->after = after;
  page->evidence = nadi_wire_fixture_evidence (fixture, from);
  page->state = nadi_map_prove (fixture->map, keys);
  page->entries = g_array_new (FALSE, FALSE, sizeof (NadiPageEntry));
  for (guint64 i = after; i < fixture->events->len; i++)
    {
      NadiPageEntry entry;
      entry.data = g_bytes_get_data (fixture->events->pdata[i], &entry.length);
      g_array_append_val (page->entries, entry);
    }
  return page;
}

NadiReceipt *
nadi_wire_fixture_receipt (NadiWireFixture *fixture, guint64 index)
{
  NadiReceipt *receipt = g_new0 (NadiReceipt, 1);
  receipt->entry = g_bytes_ref (fixture->entries->pdata[index]);
  receipt->index = index;
  receipt->proof = nadi_tree_inclusion (fixture->tree, index, nadi_tree_size (fixture->tree));
  receipt->checkpoint = nadi_wire_fixture_checkpoint (fixture, NADI_FIXTURE_VALIDATORS, NADI_FIXTURE_TIME);
  return receipt;
}
