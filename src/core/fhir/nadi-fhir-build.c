/* Pieces of resources that Nadi writes itself. */
#include "nadi-fhir-build.h"

#include <string.h>

#include "nadi-fhir-resource-private.h"
#include "nadi-fhir-time.h"

gboolean
nadi_fhir_has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

void
nadi_fhir_put_text (NadiJsonWriter *writer, const char *name, const char *text)
{
  if (nadi_fhir_has_text (text))
    nadi_json_put_string (writer, name, text);
}

void
nadi_fhir_write_coding (NadiJsonWriter *writer, const char *system, const char *code, const char *display)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "system", system);
  nadi_json_put_string (writer, "code", code);
  nadi_fhir_put_text (writer, "display", display);
  nadi_json_end_object (writer);
}

void
nadi_fhir_write_concept (NadiJsonWriter *writer, const char *system, const char *code, const char *display, const char *text)
{
  nadi_json_begin_object (writer);
  if (system != NULL)
    {
      nadi_json_name (writer, "coding");
      nadi_json_begin_array (writer);
      nadi_fhir_write_coding (writer, system, code, display);
      nadi_json_end_array (writer);
    }
  nadi_fhir_put_text (writer, "text", text);
  nadi_json_end_object (writer);
}

void
nadi_fhir_put_concept (NadiJsonWriter *writer, const char *name, const char *system, const char *code,
                       const char *display, const char *text)
{
  nadi_json_name (writer, name);
  nadi_fhir_write_concept (writer, system, code, display, text);
}

void
nadi_fhir_put_concepts (NadiJsonWriter *writer, const char *name, const char *system, const char *code,
                        const char *display, const char *text)
{
  nadi_json_name (writer, name);
  nadi_json_begin_array (writer);
  nadi_fhir_write_concept (writer, system, code, display, text);
  nadi_json_end_array (writer);
}

static gboolean
is_named (const char *id)
{
  return id != NULL && nadi_fhir_id_valid (id);
}

void
nadi_fhir_write_reference (NadiJsonWriter *writer, NadiFhirType type, const char *id, const char *display)
{
  g_autofree char *reference = is_named (id) ? g_strdup_printf ("%s/%s", nadi_fhir_type_name (type), id) : NULL;

  nadi_json_begin_object (writer);
  nadi_fhir_put_text (writer, "reference", reference);
  nadi_fhir_put_text (writer, "display", display);
  nadi_json_end_object (writer);
}

void
nadi_fhir_put_reference (NadiJsonWriter *writer, const char *name, NadiFhirType type, const char *id, const char *display)
{
  if (!is_named (id) && !nadi_fhir_has_text (display))
    return;
  nadi_json_name (writer, name);
  nadi_fhir_write_reference (writer, type, id, display);
}

void
nadi_fhir_put_quantity (NadiJsonWriter *writer, const char *name, gint32 thousandths, const char *code, const char *label)
{
  g_autofree char *number = nadi_thousandths_to_text (thousandths);

  nadi_json_name (writer, name);
  nadi_json_begin_object (writer);
  nadi_json_put_raw (writer, "value", number);
  nadi_json_put_string (writer, "unit", label);
  nadi_json_put_string (writer, "system", NADI_FHIR_UCUM);
  nadi_json_put_string (writer, "code", code);
  nadi_json_end_object (writer);
}

void
nadi_fhir_put_time (NadiJsonWriter *writer, const char *name, gint64 time)
{
  g_autofree char *text = nadi_fhir_format_instant (time);

  nadi_json_put_string (writer, name, text);
}

NadiJsonWriter *
nadi_fhir_begin (NadiFhirType type, const char *id)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "resourceType", nadi_fhir_type_name (type));
  nadi_fhir_put_text (writer, "id", id);
  return writer;
}

NadiFhirResource *
nadi_fhir_finish (NadiJsonWriter *writer, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  nadi_json_writer_free (writer);
  return nadi_fhir_resource_new (text, length, error);
}

static gboolean
walk_members (const NadiFhirResource *resource, NadiFhirWalk *walk)
{
  gsize length;
  const char *text = g_bytes_get_data (nadi_fhir_resource_get_bytes (resource), &length);

  return nadi_fhir_walk_object ((NadiFhirSpan) { text, text + length }, walk);
}

void
nadi_fhir_copy_others (NadiJsonWriter *writer, const NadiFhirResource *base, const char *const *written)
{
  NadiFhirSpan name, value;
  NadiFhirWalk walk;

  if (base == NULL || !walk_members (base, &walk))
    return;
  while (nadi_fhir_next_member (&walk, &name, &value))
    {
      g_autofree char *plain = nadi_fhir_span_string ((NadiFhirSpan) { name.start - 1, name.end + 1 });
      g_autofree char *raw = g_strndup (value.start, (gsize) (value.end - value.start));
      if (plain != NULL && !g_strv_contains (written, plain))
        nadi_json_put_raw (writer, plain, raw);
    }
}

static void
copy_list (NadiJsonWriter *writer, NadiFhirSpan list, const gint *but)
{
  NadiFhirWalk walk;
  NadiFhirSpan element;
  gint place = 0;

  if (!nadi_fhir_walk_array (list, &walk))
    return;
  for (; nadi_fhir_next_element (&walk, &element); place++)
    {
      g_autofree char *raw = g_strndup (element.start, (gsize) (element.end - element.start));
      gboolean replaced = FALSE;
      for (const gint *p = but; *p >= 0; p++)
        replaced = replaced || *p == place;
      if (!replaced)
        nadi_json_raw (writer, raw);
    }
}

void
nadi_fhir_copy_elements (NadiJsonWriter *writer, const NadiFhirResource *base, const char *member, const gint *but)
{
  NadiFhirSpan name, value;
  NadiFhirWalk walk;

  if (base == NULL || !walk_members (base, &walk))
    return;
  while (nadi_fhir_next_member (&walk, &name, &value))
    {
      if (nadi_fhir_span_is_name (name, member))
        copy_list (writer, value, but);
    }
}
