/* Files that were named on the command line. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nadi-ctl.h"
#include "nadi-text.h"

/* What people see of a path: the last part, as they typed it. (transfer full) */
static char *
name_of (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return nadi_text_display (base, 60);
}

static void
say_unread (const char *path, const char *reason)
{
  g_autofree char *name = name_of (path);

  nadi_ctl_say (NADI_CTL_FAILED, _("%s can't be read: %s"), name, reason);
}

static gboolean
read_all (int descriptor, char *buffer, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      gssize got = read (descriptor, buffer + done, size - done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got == 0)
        errno = EIO; /* shorter than it was a moment ago */
      if (got <= 0)
        return FALSE;
      done += (gsize) got;
    }
  return TRUE;
}

char *
nadi_ctl_read_file (const char *path, gsize limit, gsize *length)
{
  int descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  g_autofree char *text = NULL;
  gboolean good = FALSE;

  if (descriptor < 0 || fstat (descriptor, &status) != 0)
    say_unread (path, g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    say_unread (path, _("it is no file"));
  else if ((guint64) status.st_size > limit)
    say_unread (path, _("it is too large"));
  else
    {
      *length = (gsize) status.st_size;
      text = g_try_malloc (*length + 1);
      good = text != NULL && read_all (descriptor, text, *length);
      if (!good)
        say_unread (path, g_strerror (text == NULL ? ENOMEM : errno));
      else
        text[*length] = 0;
    }
  if (descriptor >= 0)
    close (descriptor);
  return good ? g_steal_pointer (&text) : NULL;
}

static gboolean
write_all (const char *path, const char *data, gsize length, int mode)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = name_of (path);

  if (g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                mode, &error))
    return TRUE;
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    nadi_ctl_say (NADI_CTL_FAILED, _("%s can't be written: the disk is full"), name);
  else
    nadi_ctl_say (NADI_CTL_FAILED, _("%s can't be written; check the folder and who may write to it"), name);
  return FALSE;
}

gboolean
nadi_ctl_write_file (const char *path, const char *text, int mode)
{
  return write_all (path, text, strlen (text), mode);
}

gboolean
nadi_ctl_write_bytes (const char *path, GBytes *bytes, int mode)
{
  return write_all (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), mode);
}
