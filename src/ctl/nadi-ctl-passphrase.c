/* A question on the terminal whose answer is not shown. */
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "nadi-ctl.h"
#include "nadi-secret.h"

#define LONGEST 1024

enum
{
  KEY_CTRL_C = 3,
  KEY_CTRL_D = 4,
  KEY_BACKSPACE = 8,
  KEY_CTRL_U = 21,
  KEY_DELETE = 127,
};

static gsize
without_last_character (const char *text, gsize length)
{
  while (length > 0 && ((guchar) text[length - 1] & 0xc0) == 0x80)
    length--;
  return length > 0 ? length - 1 : 0;
}

/* TRUE when a line was read. Byte by byte: the terminal neither shows nor keeps the line. */
static gboolean
read_line (int terminal, char line[LONGEST])
{
  gsize length = 0;
  char byte;

  while (read (terminal, &byte, 1) == 1)
    {
      switch ((guchar) byte)
        {
        case '\n':
        case '\r':
          line[length] = 0;
          return TRUE;
        case KEY_CTRL_C:
        case KEY_CTRL_D:
          return FALSE;
        case KEY_BACKSPACE:
        case KEY_DELETE:
          length = without_last_character (line, length);
          break;
        case KEY_CTRL_U:
          length = 0;
          break;
        default:
          if (length + 1 < LONGEST)
            line[length++] = byte;
        }
    }
  return FALSE;
}

static void
put (int terminal, const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize written = write (terminal, text, length);

      if (written <= 0)
        return;
      text += written;
      length -= (gsize) written;
    }
}

char *
nadi_ctl_ask_secret (const char *question)
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before, quiet;
  char line[LONGEST];
  char *answer = NULL;

  if (terminal < 0)
    return NULL;
  if (tcgetattr (terminal, &before) == 0)
    {
      quiet = before;
      quiet.c_lflag &= ~(tcflag_t) (ECHO | ICANON | ISIG);
      put (terminal, question);
      tcsetattr (terminal, TCSAFLUSH, &quiet);
      if (read_line (terminal, line))
        answer = g_strdup (line);
      tcsetattr (terminal, TCSAFLUSH, &before);
      put (terminal, "\n");
    }
  nadi_wipe (line, sizeof line);
  close (terminal);
  return answer;
}
