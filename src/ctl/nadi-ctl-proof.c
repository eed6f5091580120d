/* receipt and verify. */
#include <glib/gi18n.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-session-proof.h"
#include "nadi-uuid.h"

#define WAIT_SECONDS 10
#define LARGEST_RECEIPT (1024 * 1024)
#define LARGEST_NETWORK (1024 * 1024)

int
nadi_ctl_receipt (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *output = NULL, *receipt = NULL;
  double wait = WAIT_SECONDS;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Where to put it, instead of printing it"), N_("FILE") },
    { "wait", 0, 0, G_OPTION_ARG_DOUBLE, &wait, N_("Wait so long until it is confirmed (10)"), N_("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiJsonWriter) writer = NULL;
  GError *error = NULL;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  if (!nadi_uuid_valid (argv[1]))
    return nadi_ctl_say (NADI_CTL_USAGE, _("EVENT is the id of an event: 36 characters with hyphens"));
  if (!nadi_ctl_open (ctl))
    return ctl->parsed;
  ctl->not_found = _("no event with this id is known to you");
  receipt = nadi_session_get_receipt (ctl->session, argv[1], (guint) (CLAMP (wait, 0, 3600) * 1000), ctl->cancellable, &error);
  if (receipt == NULL)
    return nadi_ctl_fail (ctl, error);
  if (output != NULL && !nadi_ctl_write_file (output, receipt, 0644))
    return NADI_CTL_FAILED;
  if (!ctl->json)
    {
      if (output == NULL)
        g_print ("%s", receipt);
      return NADI_CTL_DONE;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "event", argv[1]);
  nadi_json_put_string (writer, "receipt", receipt);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
  return NADI_CTL_DONE;
}

static void
print_info (NadiCtl *ctl, const NadiReceiptInfo *info)
{
  g_autoptr (NadiJsonWriter) writer = NULL;
  g_autofree char *time = nadi_ctl_local_time (info->time);
  g_autofree char *confirmed = nadi_ctl_local_time (info->freshness);

  if (!ctl->json)
    {
      nadi_ctl_print_line ("%s", _("The receipt holds."));
      nadi_ctl_print_field (_("Event"), info->event);
      nadi_ctl_print_field (_("What"), info->type);
      nadi_ctl_print_field (_("Signed by"), info->signer);
      nadi_ctl_print_field (_("Signed at"), time);
      nadi_ctl_print_field (_("Confirmed at"), confirmed);
      return;
    }
  writer = nadi_json_writer_new ();
  nadi_json_begin_object (writer);
  nadi_json_put_boolean (writer, "holds", TRUE);
  nadi_json_put_string (writer, "event", info->event);
  nadi_json_put_string (writer, "type", info->type);
  nadi_json_put_string (writer, "signer", info->signer);
  nadi_ctl_put_time (writer, "time", info->time);
  nadi_json_put_string (writer, "patient", info->patient);
  nadi_json_put_string (writer, "record", info->record);
  nadi_json_put_string (writer, "version", info->version);
  nadi_json_put_string (writer, "commitment", info->commitment);
  nadi_json_put_int (writer, "index", (gint64) info->index);
  nadi_json_put_int (writer, "size", (gint64) info->size);
  nadi_ctl_put_time (writer, "confirmed", info->freshness);
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

/* Against a network.json that was given, or the one that the profile has pinned; neither asks for a passphrase. NULL: said why. */
static NadiReceiptInfo *
check (NadiCtl *ctl, const char *receipt, gsize length, const char *file)
{
  g_autofree char *network = NULL;
  NadiReceiptInfo *info = NULL;
  GError *error = NULL;
  gsize network_length;

  if (file == NULL && !nadi_ctl_need_profile (ctl))
    return NULL;
  ctl->parsed = NADI_CTL_FAILED;
  if (file == NULL)
    info = nadi_proof_verify_in_profile (ctl->profile, receipt, length, &error);
  else
    {
      network = nadi_ctl_read_file (file, LARGEST_NETWORK, &network_length);
      if (network == NULL)
        return NULL;
      info = nadi_proof_verify (receipt, length, network, network_length, &error);
    }
  if (info == NULL)
    ctl->parsed = nadi_ctl_fail (ctl, error);
  return info;
}

int
nadi_ctl_verify (NadiCtl *ctl, int argc, char **argv)
{
  g_autofree char *file = NULL, *receipt = NULL;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The network's description, instead of the profile's"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (NadiReceiptInfo) info = NULL;
  gsize length;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  receipt = nadi_ctl_read_file (argv[1], LARGEST_RECEIPT, &length);
  if (receipt == NULL)
    return NADI_CTL_FAILED;
  info = check (ctl, receipt, length, file);
  if (info == NULL)
    return ctl->parsed;
  print_info (ctl, info);
  return NADI_CTL_DONE;
}
