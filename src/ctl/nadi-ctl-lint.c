/* lint-json: is this the JSON that Nadi would read? */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "nadi-ctl-output.h"
#include "nadi-text.h"

#define LARGEST_FILE (256 * 1024 * 1024)

/* The offset that the scanner's message ends in ("… at byte 17"); FALSE if it names none. */
static gboolean
offset_of (const char *message, gsize *offset)
{
  const char *found = g_strrstr (message, " at byte ");

  if (found == NULL)
    return FALSE;
  *offset = strtoul (found + strlen (" at byte "), NULL, 10);
  return TRUE;
}

static gsize
line_of (const char *text, gsize offset)
{
  gsize line = 1;

  for (gsize i = 0; i < offset; i++)
    line += text[i] == '\n';
  return line;
}

static void
print_json (const char *reason, gsize line, gsize offset)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_boolean (writer, "good", reason == NULL);
  if (reason != NULL)
    {
      nadi_json_put_string (writer, "reason", reason);
      nadi_json_put_int (writer, "line", (gint64) line);
      nadi_json_put_int (writer, "byte", (gint64) offset);
    }
  nadi_json_end_object (writer);
  nadi_ctl_print_json (writer);
}

int
nadi_ctl_lint_json (NadiCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, offset = 0, line;

  if (!nadi_ctl_parse (ctl, entries, &argc, &argv))
    return ctl->parsed;
  text = nadi_ctl_read_file (argv[1], LARGEST_FILE, &length);
  if (text == NULL)
    return NADI_CTL_FAILED;
  if (nadi_json_scan (text, length, LARGEST_FILE, &error))
    {
      if (ctl->json)
        print_json (NULL, 0, 0);
      else
        nadi_ctl_print_line ("%s", _("This is good JSON."));
      return NADI_CTL_DONE;
    }
  if (!offset_of (error->message, &offset) || offset > length)
    offset = 0;
  line = line_of (text, offset);
  if (ctl->json)
    print_json (error->message, line, offset);
  /* Translators: the reason is English and ends in the byte. */
  return nadi_ctl_say (NADI_CTL_FAILED, _("line %lu: %s"), (gulong) line, error->message);
}
