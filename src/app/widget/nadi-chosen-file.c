/* Files as bytes. */
#include "nadi-chosen-file.h"

GBytes *
nadi_chosen_file_read (GFile *file, gsize most, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  guint8 *data;
  gsize length;

  if (stream == NULL)
    return NULL;
  data = g_try_malloc (most + 1);
  if (data == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no memory for the file");
      return NULL;
    }
  if (g_input_stream_read_all (G_INPUT_STREAM (stream), data, most + 1, &length, cancellable, error))
    return g_bytes_new_take (g_realloc (data, MAX (length, 1)), length);
  g_free (data);
  return NULL;
}
