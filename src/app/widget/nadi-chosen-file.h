/* A file that a person chose, as bytes. */
#pragma once

#include <gio/gio.h>

/* All of it, however slowly it comes, and at most one byte more than most: whoever gets that byte knows that the file is too large, and
 * the rest of it was not read. For threads that may wait. (transfer full) */
GBytes *nadi_chosen_file_read (GFile *file, gsize most, GCancellable *cancellable, GError **error);
