/* record seal-info, record submit-sealed: records in their sealed form, for other software. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-session-proof.h"

#define LARGEST_INFO (256 * 1024 * 1024)
#define LARGEST_SEALED (2 * 1024 * 1024)

static const char *
member (JsonObject *object, const char *name)
{
  const char *value = NULL;

  return nadi_json_get_optional_string (object, name, &value, NULL) ? value : NULL;
}

static JsonObject *
element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The record that was asked for: by id, or the first of a section. Owned by the array. */
static JsonObject *
pick_record (JsonArray *records, const char *section, const char *id)
{
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonObject *record = element (records, i);

      if (record == NULL)
        continue;
      if (id != NULL ? g_strcmp0 (member (record, "record"), id) == 0 || g_strcmp0 (member (record, "version"), id) == 0
                     : g_strcmp0 (member (record, "section"), section) == 0)
        return record;
    }
  return NULL;
}

/* The shelf's key box of the record's epoch. */
static JsonObject *
pick_shelf (JsonArray *shelves, JsonObject *record)
{
  gint64 wanted = 0, epoch;

  nadi_json_get_optional_int (record, "epoch", 0, G_MAXINT64, 0, &wanted, NULL);
  for (guint i = 0; i < json_array_get_length (shelves); i++)
    {
      JsonObject *shelf = element (shelves, i);

      if (shelf != NULL && g_strcmp0 (member (shelf, "shelf"), member (record, "shelf")) == 0 &&
          nadi_json_get_optional_int (shelf, "epoch", 0, G_MAXINT64, 0, &epoch, NULL) && epoch == wanted)
        return shelf;
    }
  return NULL;
}

static void
put_node (NadiJsonWriter *writer, const char *name, JsonObject *object, const char *source)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, source) : NULL;
  g_autofree char *text = node != NULL ? json_to_string (node, FALSE) : NULL;

  if (text != NULL)
    nadi_json_put_raw (writer, name, text);
}

static void
print_info (JsonObject *info, JsonObject *record, JsonObject *shelf)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  put_node (writer, "patient", info, "patient");
  nadi_ctl_put_number (writer, "number", member (info, "number"));
  put_node (writer, "shelf", record, "shelf");
  put_node (writer, "kid", shelf, "kid");
  put_node (writer, "header", record, "protected");
  put_node (writer, "record", record, "sealed");
  put_node (writer, "key_box", shelf, "keyBox");
  put_node (writer, "keys", info, "keys");
  put_node (writer, "shelves", info, "shelves");
  put_node (writer, "records", info, "records");
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

static int
show (const char *text, const char *section, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *info = nadi_json_load_object (text, strlen (text), LARGEST_INFO, &node, &error);
  JsonObject *record;
  JsonArray *records, *shelves;

  if (info == NULL || !nadi_json_get_array (info, "records", &records, &error) || !nadi_json_get_array (info, "shelves", &shelves, &error))
    return nadi_ctl_say (NADI_CTL_INTEGRITY, _("the sealed records could not be read: %s"), error->message);
  record = pick_record (records, section, id);
  if (record == NULL)
    return nadi_ctl_say (NADI_CTL_REFUSED, _("this chart has no such record that your role may open"));
  print_info (info, record, pick_shelf (shelves, record));
  return NADI_CTL_DONE;
}

int
nadi_ctl_record_seal_info (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *section = NULL, *id = NULL;
  gboolean export_keys = FALSE;
  const GOptionEntry entries[] = {
    { "section", 0, 0, G_OPTION_ARG_FILENAME, &section, N_("A record of this section (identity)"), N_("NAME") },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &id, N_("This record, or this version"), N_("ID") },
    { "export-keys", 0, 0, G_OPTION_ARG_NONE, &export_keys, N_("With the private keys of your role; demo profiles only"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *text = NULL;
  GError *error = NULL;
  NadiSection known;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (section != NULL && !nadi_section_from_name (section, &known))
    return nadi_ctl_say (NADI_CTL_USAGE, _("there is no section of that name; they are identity, emergency, encounters, medications, results, documents, sensitive"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  ctl->not_found = _("no patient with this number is known here; check the digits, or sync first");
  text = nadi_session_seal_info (ctl->session, argv[1], export_keys, &error);
  if (text == NULL)
    return nadi_ctl_fail (ctl, error);
  nadi_ctl_send_reads (ctl);
  return show (text, section != NULL ? section : "identity", id);
}

int
nadi_ctl_record_submit_sealed (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *text = NULL, *event = NULL;
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;
  gboolean saved, sent;
  gsize length;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  text = nadi_ctl_read_file (argv[1], LARGEST_SEALED, &length);
  if (text == NULL)
    return NADI_CTL_FAILED;
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  if (!nadi_session_submit_sealed (ctl->session, text, length, &event, &error))
    return nadi_ctl_fail (ctl, error);
  sent = nadi_ctl_send (ctl, &saved, &error);
  if (ctl->json)
    {
      writer = nadi_json_writer_new ();
      nadi_json_begin_object (writer);
      nadi_json_put_string (writer, "event", event);
      nadi_json_put_string (writer, "state", saved ? "saved" : "waiting");
      nadi_json_end_object (writer);
      nadi_ctl_print_json (writer);
    }
  else
    {
      nadi_ctl_print_field (_("Event"), event);
      nadi_ctl_print_line ("%s", saved ? _("Saved.") : _("Saved here; waiting to be sent."));
    }
  return sent ? NADI_CTL_DONE : nadi_ctl_fail (ctl, error);
}
