/* Finds member names that occur twice in one object, without a hash: names come from outside, and whoever
 * chooses them could choose collisions. Up to SMALL names are compared with each other as they come; a larger
 * object's are sorted when it ends. */
#include "nadi-json-private.h"

#include <stdlib.h>
#include <string.h>

#define SMALL 16

void
nadi_json_names_init (NadiJsonNames *names)
{
  names->names = names->inline_names;
  names->n_names = 0;
  names->room = NADI_JSON_INLINE_NAMES;
  names->unescaped = NULL;
  names->n_unescaped = 0;
}

void
nadi_json_names_clear (NadiJsonNames *names)
{
  if (names->names != names->inline_names)
    g_free (names->names);
  g_free (names->unescaped);
}

static int
compare_names (const void *a, const void *b)
{
  const NadiJsonName *one = a;
  const NadiJsonName *other = b;
  if (one->prefix != other->prefix)
    return one->prefix < other->prefix ? -1 : 1;
  if (one->length != other->length)
    return one->length < other->length ? -1 : 1;
  return memcmp (one->text, other->text, one->length);
}

static gboolean
make_room (NadiJsonNames *names)
{
  if (names->n_names < names->room)
    return TRUE;
  gboolean was_inline = names->names == names->inline_names;
  NadiJsonName *larger = g_try_realloc_n (was_inline ? NULL : names->names, names->room * 2, sizeof *larger);
  if (larger == NULL)
    return FALSE;
  if (was_inline)
    memcpy (larger, names->inline_names, sizeof names->inline_names);
  names->names = larger;
  names->room *= 2;
  return TRUE;
}

/* All names together are shorter than the text that is left when the first of them comes. */
static const char *
unescape_name (NadiJsonNames *names, const char *raw, gsize *length, gsize text_left)
{
  if (names->unescaped == NULL)
    names->unescaped = g_try_malloc (text_left);
  if (names->unescaped == NULL)
    return NULL;
  char *text = names->unescaped + names->n_unescaped;
  *length = nadi_json_unescape (raw, *length, text);
  names->n_unescaped += *length;
  return text;
}

gboolean
nadi_json_names_add (NadiJsonNames *names, gsize first, const char *raw, gsize length, gboolean escaped,
                     gsize text_left, NadiFormatError *code)
{
  NadiJsonName name = { .text = raw, .length = length };
  *code = NADI_FORMAT_ERROR_TOO_LARGE;
  if (!make_room (names))
    return FALSE;
  if (escaped)
    name.text = unescape_name (names, raw, &name.length, text_left);
  if (name.text == NULL)
    return FALSE;
  memcpy (&name.prefix, name.text, MIN (name.length, sizeof name.prefix));

  *code = NADI_FORMAT_ERROR_DUPLICATE;
  if (names->n_names - first < SMALL)
    for (gsize i = first; i < names->n_names; i++)
      if (compare_names (&names->names[i], &name) == 0)
        return FALSE;
  names->names[names->n_names++] = name;
  return TRUE;
}

gboolean
nadi_json_names_end (NadiJsonNames *names, gsize first)
{
  NadiJsonName *own = names->names + first;
  gsize n_own = names->n_names - first;
  names->n_names = first;
  if (n_own <= SMALL)
    return TRUE;
  qsort (own, n_own, sizeof *own, compare_names);
  for (gsize i = 1; i < n_own; i++)
    if (compare_names (&own[i - 1], &own[i]) == 0)
      return FALSE;
  return TRUE;
}
