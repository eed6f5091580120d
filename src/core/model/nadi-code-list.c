/* Codes: a clinic's list, and the search over it and the built-in one. */
#include "nadi-code-list.h"

#include <string.h>

#include "nadi-case.h"
#include "nadi-icd10.h"
#include "nadi-text.h"

/* folded, spoken: " word word … ", so that the beginning of a word is a space and what was typed. */
typedef struct
{
  char *code;
  char *name;
  char *folded;
  char *spoken;              /* what doctors also say; may be empty */
  gboolean notifiable;
  gboolean own;
  gboolean daily;
} Entry;

struct _NadiCodeList
{
  GPtrArray *entries;        /* of Entry */
  GHashTable *by_code;       /* code → Entry */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->code);
  g_free (entry->name);
  g_free (entry->folded);
  g_free (entry->spoken);
  g_free (entry);
}

static void
add_entry (NadiCodeList *list, const char *code, const char *name, gboolean notifiable, gboolean own)
{
  Entry *entry = g_new0 (Entry, 1);
  gboolean daily;
  const char *words = nadi_icd10_words (code, &daily);
  g_autofree char *folded = nadi_text_fold (name);
  g_autofree char *spoken = nadi_text_fold (words != NULL ? words : "");

  entry->code = g_strdup (code);
  entry->name = g_strdup (name);
  entry->folded = g_strconcat (" ", folded, " ", NULL);
  entry->spoken = g_strconcat (" ", spoken, " ", NULL);
  entry->notifiable = notifiable;
  entry->own = own;
  entry->daily = daily;
  g_ptr_array_add (list->entries, entry);
  g_hash_table_insert (list->by_code, entry->code, entry);
}

static NadiCodeList *
code_list_new (void)
{
  NadiCodeList *list = g_atomic_rc_box_new0 (NadiCodeList);

  list->entries = g_ptr_array_new_with_free_func (entry_free);
  list->by_code = g_hash_table_new (g_str_hash, g_str_equal);
  return list;
}

/* Folded once. */
static const NadiCodeList *
built_in (void)
{
  static gsize ready = 0;
  static NadiCodeList *list = NULL;

  if (g_once_init_enter (&ready))
    {
      gsize length;
      const NadiIcd10 *codes = nadi_icd10_list (&length);

      list = code_list_new ();
      for (gsize i = 0; i < length; i++)
        add_entry (list, codes[i].code, codes[i].name, codes[i].notifiable, FALSE);
      g_once_init_leave (&ready, 1);
    }
  return list;
}

/* --- a clinic's list ---------------------------------------------------------------------------------------------- */

static gboolean
refuse (GError **error, NadiModelError code, const char *message)
{
  g_set_error_literal (error, NADI_MODEL_ERROR, code, message);
  return FALSE;
}

/* One field up to a separator; quotes go, two of them are one. */
static char *
read_field (const char **p)
{
  GString *field = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (; **p != '\0' && (quoted || strchr (";,\t", **p) == NULL); (*p)++)
    {
      if (**p == '"' && quoted && (*p)[1] == '"')
        g_string_append_c (field, *(*p)++);
      else if (**p == '"')
        quoted = !quoted;
      else
        g_string_append_c (field, **p);
    }
  if (**p != '\0')
    (*p)++;
  return g_strstrip (g_string_free (field, FALSE));
}

static gboolean
read_line (NadiCodeList *list, const char *line, gboolean first, GError **error)
{
  g_autofree char *typed = read_field (&line);
  g_autofree char *name = read_field (&line);
  g_autofree char *shown = nadi_text_display (name, 200);
  g_autofree char *code = g_ascii_strup (typed, -1);
  const NadiIcd10 *known;

  if ((*code == '\0' && *name == '\0') || (first && g_str_equal (code, "CODE")))
    return TRUE;
  if (!nadi_icd10_shaped (code))
    return refuse (error, NADI_MODEL_ERROR_UNKNOWN, "a line has no ICD-10 code");
  if (*shown == '\0')
    return refuse (error, NADI_MODEL_ERROR_NUMBER, "a code has no name");
  if (g_hash_table_contains (list->by_code, code))
    return refuse (error, NADI_MODEL_ERROR_DUPLICATE, "a code stands there twice");
  if (list->entries->len >= NADI_CODE_LIST_CODES)
    return refuse (error, NADI_MODEL_ERROR_LENGTH, "too many codes");
  known = nadi_icd10_find (code);
  add_entry (list, code, shown, known != NULL && known->notifiable, TRUE);
  return TRUE;
}

static gboolean
read_lines (NadiCodeList *list, const char *text, guint *number, GError **error)
{
  for (*number = 1; *text != '\0'; (*number)++)
    {
      gsize length = strcspn (text, "\r\n");
      g_autofree char *line = g_strndup (text, length);

      if (!read_line (list, line, *number == 1, error))
        return FALSE;
      text += length;
      text += *text == '\r';
      text += *text == '\n';
    }
  return list->entries->len > 0 || refuse (error, NADI_MODEL_ERROR_LENGTH, "no codes");
}

NadiCodeList *
nadi_code_list_parse (const char *text, gsize length, guint *line, GError **error)
{
  g_autoptr (NadiCodeList) list = code_list_new ();
  g_autofree char *owned = NULL;
  guint number = 1;
  gboolean good;

  if (length > NADI_CODE_LIST_BYTES)
    good = refuse (error, NADI_MODEL_ERROR_LENGTH, "the list of codes is too long");
  else if (memchr (text, '\0', length) != NULL || !g_utf8_validate (text, (gssize) length, NULL))
    good = refuse (error, NADI_MODEL_ERROR_CHARACTER, "the list of codes is not UTF-8 text");
  else
    {
      owned = g_strndup (text, length);
      good = read_lines (list, g_str_has_prefix (owned, "\xEF\xBB\xBF") ? owned + 3 : owned, &number, error);
    }
  if (line != NULL)
    *line = number;
  return good ? g_steal_pointer (&list) : NULL;
}

NadiCodeList *
nadi_code_list_ref (NadiCodeList *list)
{
  return g_atomic_rc_box_acquire (list);
}

static void
clear_list (gpointer data)
{
  NadiCodeList *list = data;

  g_hash_table_unref (list->by_code);
  g_ptr_array_unref (list->entries);
}

void
nadi_code_list_unref (NadiCodeList *list)
{
  g_atomic_rc_box_release_full (list, clear_list);
}

guint
nadi_code_list_size (const NadiCodeList *list)
{
  return list->entries->len;
}

/* --- searching ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const Entry *entry;
  guint rank;
} Found;

/* The better the higher; 0 is no match. */
enum
{
  RANK_PART = 1,             /* somewhere in the name */
  RANK_SAID,                 /* in what doctors also say */
  RANK_NAME,                 /* the name begins so */
  RANK_SAID_IN_FULL,
  RANK_CODE,
};

/* The doctors' words in full: "AF", and not what happens to begin with it. */
static gboolean
says_in_full (const Entry *entry, GPtrArray *wanted)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *whole = g_strconcat (g_ptr_array_index (wanted, i), " ", NULL);

      if (strstr (entry->spoken, whole) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* wanted: each " word". */
static guint
match (const Entry *entry, const char *code, GPtrArray *wanted)
{
  if (*code != '\0' && g_ascii_strncasecmp (entry->code, code, strlen (code)) == 0)
    return RANK_CODE;
  for (guint i = 0; i < wanted->len; i++)
    if (strstr (entry->folded, g_ptr_array_index (wanted, i)) == NULL && strstr (entry->spoken, g_ptr_array_index (wanted, i)) == NULL)
      return 0;
  if (wanted->len == 0)
    return 0;
  if (says_in_full (entry, wanted))
    return RANK_SAID_IN_FULL;
  if (g_str_has_prefix (entry->folded, g_ptr_array_index (wanted, 0)))
    return RANK_NAME;
  return strstr (entry->spoken, g_ptr_array_index (wanted, 0)) != NULL ? RANK_SAID : RANK_PART;
}

static void
add_found (GArray *found, const NadiCodeList *list, const NadiCodeList *before, const char *code, GPtrArray *wanted)
{
  for (guint i = 0; i < list->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (list->entries, i);
      Found one = { entry, match (entry, code, wanted) };

      if (one.rank > 0 && (before == NULL || !g_hash_table_contains (before->by_code, entry->code)))
        g_array_append_val (found, one);
    }
}

/* What a name begins with and what doctors also say count alike: which of them is seen every day decides first. */
static guint
band_of (const Found *found)
{
  return found->rank == RANK_SAID ? RANK_NAME : found->rank;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = a;
  const Found *other = b;
  gsize length = strlen (one->entry->name);
  gsize other_length = strlen (other->entry->name);

  if (band_of (one) != band_of (other))
    return band_of (one) > band_of (other) ? -1 : 1;
  if (one->rank < RANK_CODE && one->entry->daily != other->entry->daily)
    return one->entry->daily ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank > other->rank ? -1 : 1;
  if (one->rank < RANK_CODE && length != other_length)
    return length < other_length ? -1 : 1;
  return strcmp (one->entry->code, other->entry->code);
}

static GPtrArray *
wanted_words (const char *text)
{
  g_auto (GStrv) words = nadi_text_fold_words (text);
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (wanted, g_strconcat (" ", words[i], NULL));
  return wanted;
}

void
nadi_code_free (NadiCode *code)
{
  g_free (code->code);
  g_free (code->name);
  g_free (code);
}

static void
free_code (gpointer data)
{
  nadi_code_free (data);
}

static NadiCode *
code_of (const Entry *entry)
{
  NadiCode *code = g_new0 (NadiCode, 1);

  code->code = g_strdup (entry->code);
  code->name = g_strdup (entry->name);
  code->notifiable = entry->notifiable;
  code->own = entry->own;
  return code;
}

GPtrArray *
nadi_code_search (const NadiCodeList *own, const char *text, guint limit)
{
  g_autoptr (GPtrArray) wanted = wanted_words (text);
  g_autofree char *code = g_strstrip (g_strdup (text));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  GPtrArray *result = g_ptr_array_new_with_free_func (free_code);

  if (own != NULL)
    add_found (found, own, NULL, code, wanted);
  add_found (found, built_in (), own, code, wanted);
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len && i < limit; i++)
    g_ptr_array_add (result, code_of (g_array_index (found, Found, i).entry));
  return result;
}

const char *
nadi_code_name (const NadiCodeList *own, const char *code)
{
  const Entry *entry = own != NULL ? g_hash_table_lookup (own->by_code, code) : NULL;

  if (entry == NULL)
    entry = g_hash_table_lookup (built_in ()->by_code, code);
  return entry != NULL ? entry->name : NULL;
}
