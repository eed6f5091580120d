/* From bytes to a checked resource: compact, parse, check, and note what an import asks for. */
#include "nadi-fhir-resource.h"

#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-check.h"
#include "nadi-fhir-resource-private.h"
#include "nadi-json.h"
#include "nadi-uuid.h"

#define CONFIDENTIALITY "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
#define CATEGORY "http://terminology.hl7.org/CodeSystem/observation-category"
#define ID_LIMIT 64

struct _NadiFhirResource
{
  NadiFhirType type;
  NadiSection section;
  gboolean has_day;
  gint32 day;
  char *id;
  char *subject;
  char *encounter;
  GBytes *bytes; /* with a NUL behind the last one */
  NadiJsonValue *root; /* what they say */
};

static void
clear_resource (gpointer data)
{
  NadiFhirResource *resource = data;

  g_free (resource->id);
  g_free (resource->subject);
  g_free (resource->encounter);
  g_clear_pointer (&resource->bytes, g_bytes_unref);
  g_free (resource->root);
}

NadiFhirResource *
nadi_fhir_resource_ref (NadiFhirResource *resource)
{
  return g_atomic_rc_box_acquire (resource);
}

void
nadi_fhir_resource_unref (NadiFhirResource *resource)
{
  g_atomic_rc_box_release_full (resource, clear_resource);
}

gboolean
nadi_fhir_id_valid (const char *id)
{
  gsize length = strspn (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

  return length >= 1 && length <= ID_LIMIT && id[length] == '\0';
}

/* SHA-256 from GLib: this is a name for content, not a commitment. */
char *
nadi_fhir_id_from_content (const char *text, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize size = sizeof hash;
  char id[NADI_UUID_TEXT_SIZE];

  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
  g_checksum_get_digest (checksum, hash, &size);
  nadi_uuid_from_hash (hash, id);
  return g_strdup (id);
}

static gboolean
refuse (GError **error, NadiFhirError code, const char *element)
{
  g_set_error (error, NADI_FHIR_ERROR, code, "%s: %s", nadi_fhir_error_name (code), element);
  return FALSE;
}

static gboolean
is_restricted (const NadiJsonValue *object)
{
  const NadiJsonValue *labels = nadi_fhir_array (nadi_fhir_object (object, "meta"), "security");

  for (guint i = 0; i < nadi_fhir_length (labels); i++)
    {
      const NadiJsonValue *label = nadi_fhir_nth (labels, i);
      const char *code = nadi_fhir_string (label, "code");
      if (g_strcmp0 (nadi_fhir_string (label, "system"), CONFIDENTIALITY) == 0 &&
          (g_strcmp0 (code, "R") == 0 || g_strcmp0 (code, "V") == 0))
        return TRUE;
    }
  /* Of a DocumentReference: what the document says of itself. */
  labels = nadi_fhir_array (object, "securityLabel");
  for (guint i = 0; i < nadi_fhir_length (labels); i++)
    {
      const NadiJsonValue *label = nadi_fhir_nth (labels, i);
      if (nadi_fhir_has_coding (label, CONFIDENTIALITY, "R") || nadi_fhir_has_coding (label, CONFIDENTIALITY, "V"))
        return TRUE;
    }
  return FALSE;
}

static NadiSection
section_of_observation (const NadiJsonValue *object)
{
  const NadiJsonValue *categories = nadi_fhir_array (object, "category");
  gboolean bare = nadi_fhir_length (categories) == 0;

  for (guint i = 0; i < nadi_fhir_length (categories); i++)
    {
      const NadiJsonValue *category = nadi_fhir_nth (categories, i);
      if (nadi_fhir_has_coding (category, CATEGORY, "laboratory") || nadi_fhir_has_coding (category, CATEGORY, "imaging"))
        return NADI_SECTION_RESULTS;
    }
  if (bare && (nadi_json_find (object, "specimen") != NULL || nadi_json_find (object, "referenceRange") != NULL))
    return NADI_SECTION_RESULTS;
  return NADI_SECTION_ENCOUNTERS;
}

static NadiSection
section_of (NadiFhirType type, const NadiJsonValue *object)
{
  if (type == NADI_FHIR_PATIENT)
    return NADI_SECTION_IDENTITY;
  if (type == NADI_FHIR_PRACTITIONER || type == NADI_FHIR_ORGANIZATION)
    return NADI_SECTION_DIRECTORY;
  if (is_restricted (object))
    return NADI_SECTION_SENSITIVE;
  if (type == NADI_FHIR_MEDICATION_REQUEST)
    return NADI_SECTION_MEDICATIONS;
  if (type == NADI_FHIR_DIAGNOSTIC_REPORT)
    return NADI_SECTION_RESULTS;
  if (type == NADI_FHIR_DOCUMENT_REFERENCE)
    return NADI_SECTION_DOCUMENTS;
  return type == NADI_FHIR_OBSERVATION ? section_of_observation (object) : NADI_SECTION_ENCOUNTERS;
}

/* A clinical record belongs to one chart: it must say whose. */
static gboolean
read_subject (NadiFhirResource *resource, const NadiJsonValue *object, GError **error)
{
  const NadiJsonValue *subject = nadi_fhir_object (object, "subject");
  const char *reference = nadi_fhir_string (subject != NULL ? subject : nadi_fhir_object (object, "patient"), "reference");
  g_autofree char *id = NULL;

  if (resource->section == NADI_SECTION_IDENTITY || resource->section == NADI_SECTION_DIRECTORY)
    return TRUE;
  if (reference == NULL)
    return refuse (error, NADI_FHIR_ERROR_SUBJECT, nadi_fhir_type_name (resource->type));
  id = nadi_fhir_reference_id (reference, NADI_FHIR_PATIENT);
  if (id == NULL && !g_str_has_prefix (reference, "urn:") && !g_str_has_prefix (reference, "Patient?"))
    return refuse (error, NADI_FHIR_ERROR_SUBJECT, nadi_fhir_type_name (resource->type));
  resource->subject = g_strdup (reference);
  resource->encounter = g_strdup (nadi_fhir_string (nadi_fhir_object (object, "encounter"), "reference"));
  return TRUE;
}

static gboolean
fill (NadiFhirResource *resource, const NadiJsonValue *object, GError **error)
{
  gint64 time;

  if (!nadi_fhir_check_resource (nadi_fhir_type_name (resource->type), object, error))
    return FALSE;
  resource->id = g_strdup (nadi_fhir_string (object, "id"));
  if (resource->id == NULL)
    return refuse (error, NADI_FHIR_ERROR_MISSING, "id");
  resource->section = section_of (resource->type, object);
  resource->has_day = nadi_fhir_event_time (resource->type, object, &time);
  if (resource->has_day)
    resource->day = nadi_day_from_time (time);
  return read_subject (resource, object, error);
}

static gboolean
check_size (const GString *text, GError **error)
{
  gsize escaped = text->len;

  for (gsize i = 0; i < text->len; i++)
    escaped += text->str[i] == '"' || text->str[i] == '\\';
  if (text->len > NADI_FHIR_MAX_RESOURCE || escaped > NADI_FHIR_MAX_ESCAPED)
    return refuse (error, NADI_FHIR_ERROR_TOO_LARGE, "resource");
  return TRUE;
}

/* changed: text is more than what the scan has seen, without its white space. */
static gboolean
parse (NadiFhirResource *resource, const GString *text, gboolean changed, GError **error)
{
  const NadiJsonValue *object;

  if (!check_size (text, error))
    return FALSE;
  if (changed && !nadi_json_scan (text->str, text->len, text->len, NULL))
    return refuse (error, NADI_FHIR_ERROR_JSON, "resource");
  resource->root = nadi_json_tree_new (text->str, text->len);
  object = nadi_fhir_resource_get_object (resource);
  if (nadi_fhir_string (object, "resourceType") == NULL)
    return refuse (error, NADI_FHIR_ERROR_NO_RESOURCE, "resource");
  if (!nadi_fhir_type_from_name (nadi_fhir_string (object, "resourceType"), &resource->type))
    return refuse (error, NADI_FHIR_ERROR_TYPE_NOT_KEPT, "resource");
  return fill (resource, object, error);
}

NadiFhirResource *
nadi_fhir_resource_new_from_span (NadiFhirSpan span, const char *id, NadiFhirResolve resolve, gpointer data, GError **error)
{
  g_autoptr (NadiFhirResource) resource = g_atomic_rc_box_new0 (NadiFhirResource);
  g_autofree char *made = NULL;
  g_autoptr (GString) text = NULL;
  gsize length;

  /* Before anything that costs time by depth. */
  if (span.end - span.start > NADI_FHIR_MAX_SOURCE)
    {
      refuse (error, NADI_FHIR_ERROR_TOO_LARGE, "resource");
      return NULL;
    }
  if (id == NULL && !nadi_fhir_span_has (span, "id"))
    {
      g_autoptr (GString) plain = nadi_fhir_compact (span, NULL, NULL, NULL, NULL);
      id = made = plain != NULL ? nadi_fhir_id_from_content (plain->str, plain->len) : NULL;
    }
  text = nadi_fhir_compact (span, id, resolve, data, NULL);
  if (text == NULL)
    {
      refuse (error, NADI_FHIR_ERROR_NO_RESOURCE, "resource");
      return NULL;
    }
  if (!parse (resource, text, id != NULL || resolve != NULL, error))
    return NULL;
  length = text->len;
  resource->bytes = g_bytes_new_take (g_string_free (g_steal_pointer (&text), FALSE), length);
  return g_steal_pointer (&resource);
}

NadiFhirResource *
nadi_fhir_resource_new (const char *json, gsize length, GError **error)
{
  if (length <= NADI_FHIR_MAX_SOURCE && !nadi_json_scan (json, length, NADI_FHIR_MAX_SOURCE, NULL))
    {
      refuse (error, NADI_FHIR_ERROR_JSON, "resource");
      return NULL;
    }
  return nadi_fhir_resource_new_from_span ((NadiFhirSpan) { json, json + length }, NULL, NULL, NULL, error);
}

const NadiJsonValue *
nadi_fhir_resource_get_object (const NadiFhirResource *resource)
{
  return resource->root;
}

NadiFhirType
nadi_fhir_resource_get_type (const NadiFhirResource *resource)
{
  return resource->type;
}

const char *
nadi_fhir_resource_get_id (const NadiFhirResource *resource)
{
  return resource->id;
}

GBytes *
nadi_fhir_resource_get_bytes (const NadiFhirResource *resource)
{
  return resource->bytes;
}

const char *
nadi_fhir_resource_get_json (const NadiFhirResource *resource)
{
  return g_bytes_get_data (resource->bytes, NULL);
}

NadiSection
nadi_fhir_resource_get_section (const NadiFhirResource *resource)
{
  return resource->section;
}

gboolean
nadi_fhir_resource_get_day (const NadiFhirResource *resource, gint32 *day)
{
  if (resource->has_day)
    *day = resource->day;
  return resource->has_day;
}

char **
nadi_fhir_resource_list_references (const NadiFhirResource *resource)
{
  GPtrArray *references = g_ptr_array_new ();
  gsize length;
  const char *text = g_bytes_get_data (resource->bytes, &length);

  g_string_free (nadi_fhir_compact ((NadiFhirSpan) { text, text + length }, NULL, NULL, NULL, references), TRUE);
  g_ptr_array_add (references, NULL);
  return (char **) g_ptr_array_free (references, FALSE);
}

const char *
nadi_fhir_resource_get_subject (const NadiFhirResource *resource)
{
  return resource->subject;
}

const char *
nadi_fhir_resource_get_encounter (const NadiFhirResource *resource)
{
  return resource->encounter;
}
