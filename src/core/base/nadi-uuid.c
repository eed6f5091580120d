/* UUIDs in canonical text. */
#include "nadi-uuid.h"

#include <string.h>

static gboolean
is_hyphen_place (guint i)
{
  return i == 8 || i == 13 || i == 18 || i == 23;
}

/* Upper case is another text for the same UUID, so it is none. */
static int
hex_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return -1;
}

gboolean
nadi_uuid_to_bytes (const char *text, guint8 bytes[16])
{
  guint digits = 0;
  if (text == NULL)
    return FALSE;
  memset (bytes, 0, 16);
  for (guint i = 0; i < NADI_UUID_TEXT_SIZE - 1; i++)
    {
      if (is_hyphen_place (i))
        {
          if (text[i] != '-')
            return FALSE;
          continue;
        }
      int value = hex_value (text[i]); /* the end of a short text is no digit */
      if (value < 0)
        return FALSE;
      bytes[digits / 2] = (guint8) (bytes[digits / 2] << 4 | value);
      digits++;
    }
  return text[NADI_UUID_TEXT_SIZE - 1] == '\0';
}

gboolean
nadi_uuid_valid (const char *text)
{
  guint8 bytes[16];
  return nadi_uuid_to_bytes (text, bytes);
}

void
nadi_uuid_from_bytes (const guint8 bytes[16], char text[NADI_UUID_TEXT_SIZE])
{
  static const char hex[] = "0123456789abcdef";
  guint digits = 0;
  for (guint i = 0; i < NADI_UUID_TEXT_SIZE - 1; i++)
    {
      if (is_hyphen_place (i))
        {
          text[i] = '-';
          continue;
        }
      guint8 byte = bytes[digits / 2];
      text[i] = hex[digits % 2 == 0 ? byte >> 4 : byte & 0x0f];
      digits++;
    }
  text[NADI_UUID_TEXT_SIZE - 1] = '\0';
}

static void
with_version (const guint8 source[16], guint8 version, char text[NADI_UUID_TEXT_SIZE])
{
  guint8 bytes[16];
  memcpy (bytes, source, sizeof bytes);
  bytes[6] = (guint8) ((bytes[6] & 0x0f) | version << 4);
  bytes[8] = (guint8) ((bytes[8] & 0x3f) | 0x80); /* RFC 9562 §4.1: variant 10x */
  nadi_uuid_from_bytes (bytes, text);
}

void
nadi_uuid_from_random (const guint8 random[16], char text[NADI_UUID_TEXT_SIZE])
{
  with_version (random, 4, text);
}

void
nadi_uuid_from_hash (const guint8 hash[32], char text[NADI_UUID_TEXT_SIZE])
{
  with_version (hash, 8, text);
}
