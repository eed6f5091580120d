/* Pages of a PDF are drawn by a process of their own, which may take so much memory and time and no more.
 *
 * What a page wants can't be read off its file: pictures stand in packed text, and a few bytes of drawing can go on for hours. The process gets
 * the bytes and gives back pixels by pipes; nothing of them is in a file. */
#include "nadi-picture-private.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bytes of its own memory: the largest page (64 MiB) twice, and what a scan of a page takes. */
#define MOST_MEMORY (384u << 20)
#define MOST_SECONDS 10
#define OPTION "--draw-page"

static char *program;

void
nadi_picture_set_program (const char *path)
{
  g_free (program);
  program = g_strdup (path);
}

/* --- the process -------------------------------------------------------------------------------------------------- */

static void
limit (int what, rlim_t most)
{
  const struct rlimit both = { most, most };

  setrlimit (what, &both);
}

static void
limit_all (void)
{
#ifndef __SANITIZE_ADDRESS__
  limit (RLIMIT_DATA, MOST_MEMORY);
#endif
  limit (RLIMIT_CPU, MOST_SECONDS);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_FSIZE, 0);
}

static GBytes *
read_all (int descriptor)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 part[65536];
  gssize n;

  while ((n = read (descriptor, part, sizeof part)) > 0 && all->len <= NADI_MEDIA_MOST_BYTES)
    g_byte_array_append (all, part, (guint) n);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static gboolean
write_all (int descriptor, gconstpointer data, gsize length)
{
  const guint8 *at = data;

  while (length > 0)
    {
      gssize n = write (descriptor, at, length);

      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

gboolean
nadi_picture_is_drawer (int argc, char **argv)
{
  return argc == 4 && g_str_equal (argv[1], OPTION);
}

int
nadi_picture_draw (int argc, char **argv)
{
  guint page = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  guint side = (guint) CLAMP (g_ascii_strtoull (argv[3], NULL, 10), 1, NADI_PICTURE_MOST_SIDE);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) pixels = NULL;
  NadiPageFigures figures;

  limit_all ();
  bytes = read_all (STDIN_FILENO);
  pixels = nadi_picture_render_pdf (bytes, page, side, &figures);
  return pixels != NULL && write_all (STDOUT_FILENO, &figures, sizeof figures) &&
                 write_all (STDOUT_FILENO, g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels))
             ? 0
             : 1;
}

/* --- whoever wants the page --------------------------------------------------------------------------------------- */

/* Whatever became of the process, only what fits is taken. */
static gboolean
fits (const NadiPageFigures *figures, guint most_side, gsize length)
{
  return figures->width >= 1 && figures->height >= 1 && figures->width <= most_side && figures->height <= most_side && figures->page < figures->n_pages &&
         figures->n_pages <= G_MAXINT && length == (gsize) figures->width * figures->height * 4;
}

GBytes *
nadi_picture_render_apart (GBytes *bytes, guint page, guint most_side, NadiPageFigures *figures)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *side = g_strdup_printf ("%u", most_side);
  const char *const argv[] = { program, OPTION, number, side, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) out = NULL;
  gsize length;

  if (program == NULL)
    return nadi_picture_render_pdf (bytes, page, most_side, figures);
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  /* One that ends before it has read everything is no error of its own: what it says counts. */
  if (process == NULL || !g_subprocess_communicate (process, bytes, NULL, &out, NULL, NULL) || !g_subprocess_get_if_exited (process) ||
      g_subprocess_get_exit_status (process) != 0)
    return NULL;
  length = g_bytes_get_size (out);
  if (length < sizeof *figures)
    return NULL;
  memcpy (figures, g_bytes_get_data (out, NULL), sizeof *figures);
  length -= sizeof *figures;
  return fits (figures, most_side, length) ? g_bytes_new_from_bytes (out, sizeof *figures, length) : NULL;
}
