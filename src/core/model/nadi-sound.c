/* The sound of a name as a short key: aspiration, doubled letters and the letter a go, long and short vowels are one. */
#include "nadi-sound.h"

#include <string.h>

/* Devanagari from U+0905 to U+094D, one entry a character: what it adds to a key. The letter a is in no key but at its beginning,
 * so that the vowel that goes unwritten, and unspoken at a word's end, is the same as the written one. */
static const char *const devanagari[] = {
  "a", "a", "i", "i", "u", "u", "ri", "", "i", "i", "i", "i", "u", "u", "u", "u",             /* 0905 vowels */
  "k", "k", "g", "g", "n", "c", "c", "j", "j", "n", "t", "t", "d", "d", "n", "t", "t", "d", "d", "n", "n", /* 0915 */
  "p", "f", "b", "b", "m", "y", "r", "r", "l", "l", "l", "v", "s", "s", "s", "h", "", "", "", "", /* 092A */
  "", "i", "i", "u", "u", "ri", "", "i", "i", "i", "i", "u", "u", "u", "u", "",               /* 093E vowel signs, virama */
};

static const struct
{
  const char *from;
  const char *to;
} latin[] = {
  { "ksh", "ks" }, { "chh", "c" }, { "sch", "s" }, { "ph", "f" }, { "bh", "b" }, { "dh", "d" }, { "gh", "g" }, { "jh", "j" },
  { "kh", "k" }, { "th", "t" }, { "sh", "s" }, { "ch", "c" }, { "ck", "k" }, { "ee", "i" }, { "ie", "i" }, { "ei", "i" },
  { "ai", "i" }, { "ay", "i" }, { "ey", "i" }, { "oo", "u" }, { "ou", "u" }, { "ow", "u" }, { "au", "u" }, { "aw", "u" },
  { "x", "ks" }, { "q", "k" }, { "c", "k" }, { "w", "v" }, { "z", "j" }, { "e", "i" }, { "o", "u" }, { "a", "a" },
};

typedef struct
{
  char *key;
  gsize length;
} Key;

static gboolean
is_vowel (char c)
{
  return c == 'i' || c == 'u';
}

static void
add (Key *key, const char *sounds)
{
  for (; *sounds != '\0' && key->length + 1 < NADI_SOUND_SIZE; sounds++)
    {
      if (*sounds == 'a' && key->length > 0)
        continue;
      if (key->length > 0 && key->key[key->length - 1] == *sounds)
        continue;
      key->key[key->length++] = *sounds;
    }
}

static gsize
add_latin (Key *key, const char *at, gsize left)
{
  const char one[] = { *at, '\0' };

  for (guint i = 0; i < G_N_ELEMENTS (latin); i++)
    {
      gsize width;

      if (latin[i].from[0] != *at)
        continue;
      width = strlen (latin[i].from);
      if (width > left || strncmp (at, latin[i].from, width) != 0)
        continue;
      /* "Maya", "Jayant": this y begins a syllable. */
      if (width == 2 && at[1] == 'y' && left > 2 && strchr ("aeiou", at[2]) != NULL)
        continue;
      add (key, latin[i].to);
      return width;
    }
  if (*at == 'y' && (left == 1 || strchr ("aeiou", at[1]) == NULL))
    add (key, "i");
  else
    add (key, one);
  return 1;
}

/* m and n before a lip's sound are one: "Sampat", "संपत". */
static void
settle (Key *key)
{
  for (gsize i = 0; i + 1 < key->length; i++)
    if (key->key[i] == 'm' && strchr ("bpf", key->key[i + 1]) != NULL)
      key->key[i] = 'n';
  if (key->length > 1 && key->key[key->length - 1] == 'h' && !is_vowel (key->key[key->length - 1]))
    key->length--;
  key->key[key->length] = '\0';
}

gsize
nadi_sound_key (const char *word, gsize length, char text[NADI_SOUND_SIZE])
{
  Key key = { text, 0 };
  const char *end = word + length;

  for (const char *at = word; at < end;)
    {
      gunichar c = g_utf8_get_char (at);
      char same[8] = "";

      if (c < 0x80)
        {
          at += add_latin (&key, at, (gsize) (end - at));
          continue;
        }
      if (c == 0x0902)
        add (&key, "n");
      else if (c >= 0x0905 && c < 0x0905 + G_N_ELEMENTS (devanagari))
        add (&key, devanagari[c - 0x0905]);
      else if (key.length + 6 < NADI_SOUND_SIZE)
        {
          gint width = g_unichar_to_utf8 (c, same);

          memcpy (key.key + key.length, same, (gsize) width);
          key.length += (gsize) width;
        }
      at = g_utf8_next_char (at);
    }
  settle (&key);
  return key.length;
}

/* --- beginnings --------------------------------------------------------------------------------------------------- */

/* settle() makes an m an n. */
static gboolean
may_become (char first, char sound)
{
  return first == sound || (first == 'm' && sound == 'n');
}

void
nadi_sound_beginnings (char sound, NadiSoundBeginnings *beginnings)
{
  memset (beginnings, 0, sizeof *beginnings);
  for (guint c = 0; c < 0x80; c++)
    beginnings->latin[c] = may_become ((char) c, sound) || (c == 'y' && sound == 'i');
  for (guint i = 0; i < G_N_ELEMENTS (latin); i++)
    beginnings->latin[(guint8) latin[i].from[0]] |= may_become (latin[i].to[0], sound);
  /* What adds nothing leaves the beginning to the next character; what is not in the table stands for itself. */
  memset (beginnings->devanagari, 1, sizeof beginnings->devanagari);
  beginnings->devanagari[0x02] = sound == 'n';
  for (guint i = 0; i < G_N_ELEMENTS (devanagari); i++)
    if (devanagari[i][0] != '\0')
      beginnings->devanagari[0x05 + i] = may_become (devanagari[i][0], sound);
}

gboolean
nadi_sound_may_begin (const NadiSoundBeginnings *beginnings, const char *word, gsize length)
{
  const guint8 *bytes = (const guint8 *) word;

  if (bytes[0] < 0x80)
    return beginnings->latin[bytes[0]];
  if (length >= 3 && bytes[0] == 0xE0 && (bytes[1] == 0xA4 || bytes[1] == 0xA5))
    return beginnings->devanagari[(bytes[1] & 1) << 6 | (bytes[2] & 0x3F)];
  return TRUE;
}
