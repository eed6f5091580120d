/* The PKCS #8 form of an RSA key that came as a JWK. Written from the end, so that every length is known when its header
 * is due. */
#include "nadi-jwk-private.h"

#include <string.h>

#define TAG_INTEGER 0x02
#define TAG_OCTETS 0x04
#define TAG_SEQUENCE 0x30

const char *const nadi_rsa_part_names[NADI_RSA_PARTS] = { "n", "e", "d", "p", "q", "dp", "dq", "qi" };

typedef struct
{
  guint8 *start;
  guint8 *at;
} Der;

static void
put (Der *der, const guint8 *bytes, gsize length)
{
  g_assert ((gsize) (der->at - der->start) >= length);
  der->at -= length;
  memcpy (der->at, bytes, length);
}

static void
put_byte (Der *der, guint byte)
{
  const guint8 value = (guint8) byte;
  put (der, &value, 1);
}

/* X.690 §8.1: for the length bytes that stand behind at. */
static void
put_header (Der *der, guint8 tag, gsize length)
{
  if (length < 0x80)
    put_byte (der, (guint) length);
  else
    {
      guint n = 0;
      for (; length > 0; length >>= 8, n++)
        put_byte (der, length & 0xff);
      put_byte (der, 0x80 | n);
    }
  put_byte (der, tag);
}

/* X.690 §8.3: no superfluous zeros, and one in front of a set high bit. */
static void
put_number (Der *der, NadiSecret *number)
{
  const guint8 *bytes = nadi_secret_data (number);
  gsize length = nadi_secret_size (number);
  while (length > 1 && *bytes == 0)
    {
      bytes++;
      length--;
    }
  put (der, bytes, length);
  if (length == 0 || bytes[0] & 0x80)
    {
      put_byte (der, 0);
      length++;
    }
  put_header (der, TAG_INTEGER, length);
}

static void
wrap (Der *der, guint8 tag, const guint8 *end)
{
  put_header (der, tag, (gsize) (end - der->at));
}

NadiSecret *
nadi_rsa_parts_to_der (NadiSecret *const parts[NADI_RSA_PARTS])
{
  static const guint8 version[] = { TAG_INTEGER, 1, 0 };
  /* SEQUENCE { rsaEncryption 1.2.840.113549.1.1.1, NULL } */
  static const guint8 algorithm[]
      = { TAG_SEQUENCE, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0 };
  gsize room = 64;
  for (guint i = 0; i < NADI_RSA_PARTS; i++)
    room += nadi_secret_size (parts[i]) + 8;
  g_autoptr (NadiSecret) scratch = nadi_secret_new (room);
  Der der = { nadi_secret_data (scratch), nadi_secret_data (scratch) + room };
  const guint8 *end = der.at;

  for (guint i = NADI_RSA_PARTS; i-- > 0;)
    put_number (&der, parts[i]);
  put (&der, version, sizeof version);
  wrap (&der, TAG_SEQUENCE, end);
  wrap (&der, TAG_OCTETS, end);
  put (&der, algorithm, sizeof algorithm);
  put (&der, version, sizeof version);
  wrap (&der, TAG_SEQUENCE, end);
  return nadi_secret_new_copy (der.at, (gsize) (end - der.at));
}
