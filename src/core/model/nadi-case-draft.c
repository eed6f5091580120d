/* Drafts of cases: {"nadi":1,"base","seen","symptoms","notes","plan","vitals","follow_up","problem","prescription","result","problems":[…],
 * "prescriptions":[…],"results":[…]}. */
#include "nadi-case-draft.h"

#include "nadi-json.h"

NadiCaseDraft *
nadi_case_draft_new (void)
{
  NadiCaseDraft *draft = g_new0 (NadiCaseDraft, 1);

  draft->visit = nadi_case_new ();
  draft->reasons = g_ptr_array_new_with_free_func (g_free);
  draft->vitals = g_strdup ("");
  draft->follow_up = g_strdup ("");
  draft->problem = g_strdup ("");
  draft->prescription = g_strdup ("");
  draft->result = g_strdup ("");
  return draft;
}

void
nadi_case_draft_free (NadiCaseDraft *draft)
{
  g_free (draft->base);
  g_free (draft->seen);
  nadi_case_unref (draft->visit);
  g_ptr_array_unref (draft->reasons);
  g_free (draft->vitals);
  g_free (draft->follow_up);
  g_free (draft->problem);
  g_free (draft->prescription);
  g_free (draft->result);
  g_free (draft);
}

/* --- copies ------------------------------------------------------------------------------------------------------- */

void
nadi_case_copy_problem (NadiCase *visit, const NadiProblem *problem, gboolean with_id)
{
  NadiProblem *copy = nadi_case_add_problem (visit);

  copy->id = with_id ? g_strdup (problem->id) : NULL;
  copy->text = g_strdup (problem->text);
  copy->code = g_strdup (problem->code);
  copy->status = problem->status;
  copy->onset = problem->onset;
}

void
nadi_case_copy_prescription (NadiCase *visit, const NadiPrescription *prescription, gboolean with_id)
{
  NadiPrescription *copy = nadi_case_add_prescription (visit);

  copy->id = with_id ? g_strdup (prescription->id) : NULL;
  copy->medicine = g_strdup (prescription->medicine);
  copy->dose = g_strdup (prescription->dose);
  copy->times_per_day = prescription->times_per_day;
  copy->days = prescription->days;
  copy->as_needed = prescription->as_needed;
  copy->stopped = prescription->stopped;
}

void
nadi_case_copy_result (NadiCase *visit, const NadiResult *result, gboolean with_id)
{
  NadiResult *copy = nadi_case_add_result (visit);

  copy->id = with_id ? g_strdup (result->id) : NULL;
  copy->text = g_strdup (result->text);
  copy->code = g_strdup (result->code);
  copy->value = g_strdup (result->value);
  copy->unit = g_strdup (result->unit);
  copy->abnormal = result->abnormal;
}

NadiCaseDraft *
nadi_case_draft_new_from (const NadiCase *visit)
{
  NadiCaseDraft *draft = nadi_case_draft_new ();
  char *day = nadi_date_to_text (&visit->follow_up);

  draft->base = g_strdup (visit->id);
  draft->visit->symptoms = g_strdup (visit->symptoms);
  draft->visit->notes = g_strdup (visit->notes);
  draft->visit->plan = g_strdup (visit->plan);
  g_free (draft->vitals);
  draft->vitals = nadi_vitals_format (&visit->vitals);
  if (day != NULL)
    {
      g_free (draft->follow_up);
      draft->follow_up = day;
    }
  for (guint i = 0; i < visit->problems->len; i++)
    nadi_case_copy_problem (draft->visit, g_ptr_array_index (visit->problems, i), TRUE);
  for (guint i = 0; i < visit->prescriptions->len; i++)
    {
      nadi_case_copy_prescription (draft->visit, g_ptr_array_index (visit->prescriptions, i), TRUE);
      nadi_case_draft_add_reason (draft, "");
    }
  for (guint i = 0; i < visit->results->len; i++)
    nadi_case_copy_result (draft->visit, g_ptr_array_index (visit->results, i), TRUE);
  return draft;
}

void
nadi_case_draft_add_reason (NadiCaseDraft *draft, const char *reason)
{
  g_ptr_array_add (draft->reasons, g_strdup (reason != NULL ? reason : ""));
}

static gboolean
blank (const char *text)
{
  return text == NULL || *text == '\0';
}

gboolean
nadi_case_draft_is_empty (const NadiCaseDraft *draft)
{
  const NadiCase *visit = draft->visit;

  return visit->problems->len == 0 && visit->prescriptions->len == 0 && visit->results->len == 0 && blank (visit->symptoms) &&
         blank (visit->notes) && blank (visit->plan) && blank (draft->vitals) && blank (draft->follow_up) && blank (draft->problem) &&
         blank (draft->prescription) && blank (draft->result);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void
write_problem (NadiJsonWriter *writer, const NadiProblem *problem)
{
  g_autofree char *onset = nadi_date_to_text (&problem->onset);

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "id", problem->id);
  nadi_json_put_string (writer, "text", problem->text);
  nadi_json_put_string (writer, "code", problem->code);
  nadi_json_put_boolean (writer, "resolved", problem->status == NADI_PROBLEM_RESOLVED);
  nadi_json_put_string (writer, "onset", onset);
  nadi_json_end_object (writer);
}

static void
write_prescription (NadiJsonWriter *writer, const NadiPrescription *prescription, const char *reason)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "id", prescription->id);
  nadi_json_put_string (writer, "medicine", prescription->medicine);
  nadi_json_put_string (writer, "dose", prescription->dose);
  nadi_json_put_int (writer, "times", prescription->times_per_day);
  nadi_json_put_int (writer, "days", prescription->days);
  nadi_json_put_boolean (writer, "needed", prescription->as_needed);
  nadi_json_put_boolean (writer, "stopped", prescription->stopped);
  nadi_json_put_string (writer, "reason", reason);
  nadi_json_end_object (writer);
}

static void
write_result (NadiJsonWriter *writer, const NadiResult *result)
{
  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "id", result->id);
  nadi_json_put_string (writer, "text", result->text);
  nadi_json_put_string (writer, "code", result->code);
  nadi_json_put_string (writer, "value", result->value);
  nadi_json_put_string (writer, "unit", result->unit);
  nadi_json_put_boolean (writer, "abnormal", result->abnormal);
  nadi_json_end_object (writer);
}

static void
write_parts (NadiJsonWriter *writer, const NadiCaseDraft *draft)
{
  const NadiCase *visit = draft->visit;

  nadi_json_name (writer, "problems");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < visit->problems->len; i++)
    write_problem (writer, g_ptr_array_index (visit->problems, i));
  nadi_json_end_array (writer);
  nadi_json_name (writer, "prescriptions");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < visit->prescriptions->len; i++)
    write_prescription (writer, g_ptr_array_index (visit->prescriptions, i),
                        i < draft->reasons->len ? g_ptr_array_index (draft->reasons, i) : "");
  nadi_json_end_array (writer);
  nadi_json_name (writer, "results");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < visit->results->len; i++)
    write_result (writer, g_ptr_array_index (visit->results, i));
  nadi_json_end_array (writer);
}

GBytes *
nadi_case_draft_write (const NadiCaseDraft *draft)
{
  g_autoptr (NadiJsonWriter) writer = nadi_json_writer_new ();
  gsize length;
  char *text;

  nadi_json_begin_object (writer);
  nadi_json_put_int (writer, "nadi", NADI_CASE_DRAFT_VERSION);
  nadi_json_put_string (writer, "id", draft->visit->id);
  nadi_json_put_string (writer, "base", draft->base);
  nadi_json_put_string (writer, "seen", draft->seen);
  nadi_json_put_string (writer, "symptoms", draft->visit->symptoms);
  nadi_json_put_string (writer, "notes", draft->visit->notes);
  nadi_json_put_string (writer, "plan", draft->visit->plan);
  nadi_json_put_string (writer, "vitals", draft->vitals);
  nadi_json_put_string (writer, "follow_up", draft->follow_up);
  nadi_json_put_string (writer, "problem", draft->problem);
  nadi_json_put_string (writer, "prescription", draft->prescription);
  nadi_json_put_string (writer, "result", draft->result);
  write_parts (writer, draft);
  nadi_json_end_object (writer);
  text = nadi_json_writer_finish (writer, &length);
  return g_bytes_new_take (text, length);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static gboolean
read_text (JsonObject *object, const char *member, char **text, GError **error)
{
  const char *value;

  if (!nadi_json_get_optional_string (object, member, &value, error))
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

/* The same for what is never NULL. */
static gboolean
read_line (JsonObject *object, const char *member, char **text, GError **error)
{
  const char *value;

  if (!nadi_json_get_string (object, member, &value, error))
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_problem (NadiCaseDraft *draft, JsonObject *object, GError **error)
{
  NadiProblem *problem = nadi_case_add_problem (draft->visit);
  const char *onset;
  gboolean resolved;

  if (!read_text (object, "id", &problem->id, error) || !read_text (object, "text", &problem->text, error) ||
      !read_text (object, "code", &problem->code, error) || !nadi_json_get_boolean (object, "resolved", &resolved, error) ||
      !nadi_json_get_optional_string (object, "onset", &onset, error))
    return FALSE;
  problem->status = resolved ? NADI_PROBLEM_RESOLVED : NADI_PROBLEM_ACTIVE;
  return onset == NULL || nadi_date_parse (onset, &problem->onset, error);
}

static gboolean
read_prescription (NadiCaseDraft *draft, JsonObject *object, GError **error)
{
  NadiPrescription *prescription = nadi_case_add_prescription (draft->visit);
  const char *reason;
  gint64 times, days;

  if (!read_text (object, "id", &prescription->id, error) || !read_text (object, "medicine", &prescription->medicine, error) ||
      !read_text (object, "dose", &prescription->dose, error) || !nadi_json_get_int (object, "times", 0, G_MAXINT32, &times, error) ||
      !nadi_json_get_int (object, "days", 0, G_MAXINT32, &days, error) ||
      !nadi_json_get_boolean (object, "needed", &prescription->as_needed, error) ||
      !nadi_json_get_boolean (object, "stopped", &prescription->stopped, error) ||
      !nadi_json_get_string (object, "reason", &reason, error))
    return FALSE;
  prescription->times_per_day = (guint) times;
  prescription->days = (guint) days;
  nadi_case_draft_add_reason (draft, reason);
  return TRUE;
}

static gboolean
read_result (NadiCaseDraft *draft, JsonObject *object, GError **error)
{
  NadiResult *result = nadi_case_add_result (draft->visit);

  return read_text (object, "id", &result->id, error) && read_text (object, "text", &result->text, error) &&
         read_text (object, "code", &result->code, error) && read_text (object, "value", &result->value, error) &&
         read_text (object, "unit", &result->unit, error) && nadi_json_get_boolean (object, "abnormal", &result->abnormal, error);
}

typedef gboolean (*ReadPart) (NadiCaseDraft *draft, JsonObject *object, GError **error);

static gboolean
read_parts (NadiCaseDraft *draft, JsonObject *root, const char *member, ReadPart read, GError **error)
{
  JsonArray *array;

  if (!nadi_json_get_array (root, member, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, NADI_FORMAT_ERROR, NADI_FORMAT_ERROR_TYPE, "a part of a draft is no object");
          return FALSE;
        }
      if (!read (draft, json_node_get_object (node), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_root (NadiCaseDraft *draft, JsonObject *root, GError **error)
{
  gint64 version;

  return nadi_json_get_int (root, "nadi", NADI_CASE_DRAFT_VERSION, NADI_CASE_DRAFT_VERSION, &version, error) &&
         read_text (root, "id", &draft->visit->id, error) && read_text (root, "base", &draft->base, error) && read_text (root, "seen", &draft->seen, error) && read_text (root, "symptoms", &draft->visit->symptoms, error) &&
         read_text (root, "notes", &draft->visit->notes, error) && read_text (root, "plan", &draft->visit->plan, error) &&
         read_line (root, "vitals", &draft->vitals, error) && read_line (root, "follow_up", &draft->follow_up, error) &&
         read_line (root, "problem", &draft->problem, error) && read_line (root, "prescription", &draft->prescription, error) &&
         read_line (root, "result", &draft->result, error) && read_parts (draft, root, "problems", read_problem, error) &&
         read_parts (draft, root, "prescriptions", read_prescription, error) && read_parts (draft, root, "results", read_result, error);
}

NadiCaseDraft *
nadi_case_draft_read (GBytes *bytes, GError **error)
{
  g_autoptr (NadiCaseDraft) draft = nadi_case_draft_new ();
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonObject *root = nadi_json_load_object (text, length, NADI_CASE_DRAFT_BYTES, &node, error);

  return root != NULL && read_root (draft, root, error) ? g_steal_pointer (&draft) : NULL;
}
