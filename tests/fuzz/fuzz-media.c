/* Headers of pictures: what is read is a size, and nothing outside the bytes is touched. */
#include "nadi-media.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  NadiMedia media = NADI_MEDIA_UNKNOWN;
  guint width = 0, height = 0;
  gboolean sized = nadi_media_read_size (data, size, &width, &height, NULL);

  g_assert_true (!sized || (width > 0 && height > 0));
  if (!nadi_media_check (data, size, &media, NULL))
    return 0;
  g_assert_cmpint (media, ==, nadi_media_sniff (data, size));
  g_assert_true (media == NADI_MEDIA_PDF || (sized && (guint64) width * height <= NADI_MEDIA_MOST_PIXELS));
  return 0;
}
