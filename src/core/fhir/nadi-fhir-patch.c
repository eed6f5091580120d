/* A change of the model, carried over to a resource: a merge of three texts, base, before and after. */
#include "nadi-fhir-patch.h"

#include <string.h>

#include "nadi-fhir-raw.h"

typedef struct
{
  char *name;
  NadiFhirSpan raw; /* the name as it stands */
  NadiFhirSpan value;
} Member;

/* FHIR types whose members qualify one another: a part of the old beside a part of the new would be a third thing. */
static const char *const wholes[] = { "category", "clinicalStatus", "code", "condition", "encounter", "individual", "interpretation",
                                      "medicationCodeableConcept", "performer", "reasonCode", "recorder", "requester",
                                      "serviceProvider", "subject", "type", "valueQuantity", "boundsDuration",
                                      "verificationStatus", "class", NULL };
static const char *const whole_members[] = { "coding", "text", "reference", "type", "identifier", "display", "value",
                                             "comparator", "unit", "system", "version", "code", "userSelected", NULL };

/* These follow the case only where the record says what the case says: a laboratory's time and performer are its own. */
static const char *const contexts[] = { "encounter", "performer", "requester", "recorder", "effectiveDateTime", "authoredOn",
                                        "recordedDate", NULL };

/* value[x] and the like: one of them at a time. */
static const char *const choices[] = { "value", "onset", "medication", "asNeeded", "bounds", NULL };

/* What says the same as a member, or explains it. A choice stands for each of its members, and so does "abatement". */
static const struct
{
  const char *changed;
  const char *goes;
} companions[] = {
  { "value", "dataAbsentReason" },  { "value", "interpretation" },   { "clinicalStatus", "abatement" },
  { "status", "statusReason" },     { "text", "doseAndRate" },       { "text", "patientInstruction" },
  { "repeat", "code" },             { "repeat", "event" },           { "frequency", "frequencyMax" },
  { "frequency", "when" },          { "frequency", "timeOfDay" },    { "period", "periodMax" },
};

static void patch_object (GString *out, NadiFhirSpan base, NadiFhirSpan before, NadiFhirSpan after);

/* --- spans -------------------------------------------------------------------------------------------------------- */

static gboolean
is_there (NadiFhirSpan span)
{
  return span.start != NULL && !(span.end - span.start == 4 && memcmp (span.start, "null", 4) == 0);
}

static gboolean
same (NadiFhirSpan a, NadiFhirSpan b)
{
  if (!is_there (a) || !is_there (b))
    return is_there (a) == is_there (b);
  return a.end - a.start == b.end - b.start && memcmp (a.start, b.start, (gsize) (a.end - a.start)) == 0;
}

static void
put_span (GString *out, NadiFhirSpan span)
{
  g_string_append_len (out, span.start, span.end - span.start);
}

static void
clear_member (gpointer data)
{
  g_free (((Member *) data)->name);
}

/* Empty for what is no object. */
static GArray *
read_members (NadiFhirSpan span)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));
  NadiFhirWalk walk;
  Member member;

  g_array_set_clear_func (members, clear_member);
  if (!is_there (span) || !nadi_fhir_walk_object (span, &walk))
    return members;
  while (nadi_fhir_next_member (&walk, &member.raw, &member.value))
    {
      member.name = nadi_fhir_span_string ((NadiFhirSpan) { member.raw.start - 1, member.raw.end + 1 });
      if (member.name != NULL)
        g_array_append_val (members, member);
    }
  return members;
}

static NadiFhirSpan
get (GArray *members, const char *name)
{
  for (guint i = 0; i < members->len; i++)
    if (g_str_equal (g_array_index (members, Member, i).name, name))
      return g_array_index (members, Member, i).value;
  return (NadiFhirSpan) { NULL, NULL };
}

static NadiFhirSpan
get_in (NadiFhirSpan object, const char *name)
{
  g_autoptr (GArray) members = read_members (object);

  return get (members, name);
}

static GArray *
read_elements (NadiFhirSpan span)
{
  GArray *elements = g_array_new (FALSE, FALSE, sizeof (NadiFhirSpan));
  NadiFhirWalk walk;
  NadiFhirSpan element;

  if (!is_there (span) || !nadi_fhir_walk_array (span, &walk))
    return elements;
  while (nadi_fhir_next_element (&walk, &element))
    g_array_append_val (elements, element);
  return elements;
}

static NadiFhirSpan
nth (GArray *elements, guint i)
{
  return i < elements->len ? g_array_index (elements, NadiFhirSpan, i) : (NadiFhirSpan) { NULL, NULL };
}

static gboolean
begins (NadiFhirSpan span, char bracket)
{
  return is_there (span) && *span.start == bracket;
}

/* --- what changed ------------------------------------------------------------------------------------------------- */

static gboolean
stands_for (const char *name, const char *member)
{
  gsize length = strlen (name);

  if (g_str_equal (name, member))
    return TRUE;
  return g_str_has_prefix (member, name) && g_ascii_isupper (member[length]) &&
         (g_strv_contains (choices, name) || g_str_equal (name, "abatement"));
}

static gboolean
changed_in (GArray *members, GArray *others, const char *name)
{
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (stands_for (name, member->name) && !same (member->value, get (others, member->name)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
changed (GArray *before, GArray *after, const char *name)
{
  return changed_in (before, after, name) || changed_in (after, before, name);
}

/* TRUE: base's member says what was. */
static gboolean
is_stale (const Member *member, GArray *before, GArray *after)
{
  if (member->name[0] == '_')
    return changed (before, after, member->name + 1);
  for (guint i = 0; choices[i] != NULL; i++)
    if (stands_for (choices[i], member->name) && !is_there (get (after, member->name)) && changed (before, after, choices[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    if (stands_for (companions[i].goes, member->name) && changed (before, after, companions[i].changed))
      return TRUE;
  return FALSE;
}

/* --- merging ------------------------------------------------------------------------------------------------------ */

static void
put_member (GString *out, NadiFhirSpan name, NadiFhirSpan value)
{
  if (value.start == value.end)
    return;
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  put_span (out, name);
  g_string_append (out, "\":");
  put_span (out, value);
}

/* Extensions, ids and what nobody knows stay; what makes up the type comes from after. */
static void
patch_whole (GString *out, NadiFhirSpan base, NadiFhirSpan after)
{
  g_autoptr (GArray) old = read_members (base);
  g_autoptr (GArray) members = read_members (after);

  g_string_append_c (out, '{');
  for (guint i = 0; i < old->len; i++)
    {
      const Member *member = &g_array_index (old, Member, i);
      const char *name = member->name[0] == '_' ? member->name + 1 : member->name;

      if (!g_strv_contains (whole_members, name))
        put_member (out, member->raw, member->value);
    }
  for (guint i = 0; i < members->len; i++)
    put_member (out, g_array_index (members, Member, i).raw, g_array_index (members, Member, i).value);
  g_string_append_c (out, '}');
}

/* An extension's url, a diagnosis' condition; NULL for lists that go by place. */
static char *
key_of (const char *list, NadiFhirSpan element)
{
  NadiFhirSpan text = { NULL, NULL };
  g_autofree char *plain = NULL;
  char *id;

  if (!begins (element, '{'))
    return NULL;
  if (g_str_equal (list, "extension"))
    text = get_in (element, "url");
  else if (g_str_equal (list, "diagnosis"))
    text = get_in (get_in (element, "condition"), "reference");
  plain = begins (text, '"') ? nadi_fhir_span_string (text) : NULL;
  if (plain == NULL || g_str_equal (list, "extension"))
    return g_steal_pointer (&plain);
  id = nadi_fhir_reference_id (plain, NADI_FHIR_CONDITION);
  return id != NULL ? id : g_steal_pointer (&plain);
}

static gboolean
has_keys (const char *list)
{
  return g_str_equal (list, "extension") || g_str_equal (list, "diagnosis");
}

/* The element of a list that stands for another list's i-th. */
static NadiFhirSpan
partner (const char *list, GArray *elements, NadiFhirSpan of, guint i)
{
  g_autofree char *key = NULL;

  if (!has_keys (list))
    return nth (elements, i);
  key = key_of (list, of);
  for (guint j = 0; key != NULL && j < elements->len; j++)
    {
      g_autofree char *other = key_of (list, nth (elements, j));

      if (g_strcmp0 (key, other) == 0)
        return nth (elements, j);
    }
  return (NadiFhirSpan) { NULL, NULL };
}

static void patch_value (GString *out, const char *name, NadiFhirSpan base, NadiFhirSpan before, NadiFhirSpan after);

static void
put_element (GString *out, const GString *element)
{
  if (element->len == 0)
    return;
  if (out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  g_string_append_len (out, element->str, (gssize) element->len);
}

static void
patch_array (GString *out, const char *name, NadiFhirSpan base, NadiFhirSpan before, NadiFhirSpan after)
{
  g_autoptr (GArray) old = read_elements (base);
  g_autoptr (GArray) was = read_elements (before);
  g_autoptr (GArray) now = read_elements (after);
  GString *element = g_string_new (NULL);

  g_string_append_c (out, '[');
  for (guint i = 0; i < old->len; i++)
    {
      NadiFhirSpan had = partner (name, was, nth (old, i), i), has = partner (name, now, nth (old, i), i);

      g_string_truncate (element, 0);
      if (same (had, has))
        put_span (element, nth (old, i));
      else if (is_there (has))
        patch_value (element, name, nth (old, i), had, has);
      put_element (out, element);
    }
  for (guint i = 0; i < now->len; i++)
    {
      gboolean in_base = has_keys (name) ? is_there (partner (name, old, nth (now, i), i)) : i < old->len;

      g_string_truncate (element, 0);
      if (is_there (nth (now, i)) && !in_base && !same (partner (name, was, nth (now, i), i), nth (now, i)))
        put_span (element, nth (now, i));
      put_element (out, element);
    }
  g_string_append_c (out, ']');
  g_string_free (element, TRUE);
}

/* Into an empty out, which stays empty when nothing is left. */
static void
patch_value (GString *out, const char *name, NadiFhirSpan base, NadiFhirSpan before, NadiFhirSpan after)
{
  if (begins (base, '{') && begins (after, '{') && g_strv_contains (wholes, name))
    patch_whole (out, base, after);
  else if (begins (base, '{') && begins (after, '{'))
    patch_object (out, base, before, after);
  else if (begins (base, '[') && !g_str_equal (name, "interpretation"))
    patch_array (out, name, base, before, after);
  else if (is_there (after))
    put_span (out, after);
  if (g_str_equal (out->str, "{}") || g_str_equal (out->str, "[]"))
    g_string_truncate (out, 0);
}

/* One member of base, as it shall be; empty: it goes. */
static void
patch_member (GString *out, const Member *member, GArray *before, GArray *after)
{
  NadiFhirSpan was = get (before, member->name), now = get (after, member->name);
  gboolean own = g_strv_contains (contexts, member->name) && !same (member->value, was);
  gboolean stale = !own && is_stale (member, before, after);

  if (own || (!stale && same (was, now)))
    put_span (out, member->value);
  else if (!stale)
    patch_value (out, member->name, member->value, was, now);
  else if (is_there (now))
    put_span (out, now);
}

static void
patch_object (GString *out, NadiFhirSpan base, NadiFhirSpan before, NadiFhirSpan after)
{
  g_autoptr (GArray) old = read_members (base);
  g_autoptr (GArray) was = read_members (before);
  g_autoptr (GArray) now = read_members (after);
  GString *value = g_string_new (NULL);

  g_string_append_c (out, '{');
  for (guint i = 0; i < old->len; i++)
    {
      g_string_truncate (value, 0);
      patch_member (value, &g_array_index (old, Member, i), was, now);
      put_member (out, g_array_index (old, Member, i).raw, (NadiFhirSpan) { value->str, value->str + value->len });
    }
  for (guint i = 0; i < now->len; i++)
    {
      const Member *member = &g_array_index (now, Member, i);

      if (!is_there (get (old, member->name)) && !same (get (was, member->name), member->value) &&
          !g_strv_contains (contexts, member->name))
        put_member (out, member->raw, member->value);
    }
  g_string_append_c (out, '}');
  g_string_free (value, TRUE);
}

static NadiFhirSpan
span_of (const char *text, gsize length)
{
  return (NadiFhirSpan) { text, text + length };
}

NadiFhirResource *
nadi_fhir_patch (NadiFhirResource *base, const char *before, const char *after, GError **error)
{
  static const char narrative[] = "{\"text\":{}}", none[] = "{}";
  gsize length;
  const char *text = g_bytes_get_data (nadi_fhir_resource_get_bytes (base), &length);
  g_autoptr (GString) patched = g_string_sized_new (length);
  g_autoptr (GString) silent = NULL;

  patch_object (patched, span_of (text, length), span_of (before, strlen (before)), span_of (after, strlen (after)));
  if (patched->len == length && memcmp (patched->str, text, length) == 0)
    return nadi_fhir_resource_ref (base);
  silent = g_string_sized_new (length);
  patch_object (silent, span_of (patched->str, patched->len), span_of (narrative, strlen (narrative)), span_of (none, strlen (none)));
  return nadi_fhir_resource_new (silent->str, silent->len, error);
}
