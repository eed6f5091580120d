/* The book: role keys, patients, shelves, charts. */
#include "nadi-session-book-private.h"

/* --- role keys ---------------------------------------------------------------------------------------------------- */

void
nadi_book_role_free (NadiBookRole *role)
{
  if (role == NULL)
    return;
  g_free (role->role);
  g_free (role->kid);
  g_free (role->key);
  g_free (role->box);
  g_free (role);
}

static gpointer
read_role (JsonObject *object)
{
  NadiBookRole *role = g_new0 (NadiBookRole, 1);

  role->role = nadi_book_string (object, "role");
  role->kid = nadi_book_string (object, "kid");
  role->key = nadi_book_string (object, "key");
  role->box = nadi_book_string (object, "box");
  nadi_json_get_int (object, "epoch", 1, G_MAXINT32, &role->epoch, NULL);
  return role;
}

static gboolean
save_role (NadiCache *cache, const char *kind, const char *name, const NadiBookRole *role, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "role", role->role);
  nadi_json_put_int (writer, "epoch", role->epoch);
  nadi_json_put_string (writer, "kid", role->kid);
  nadi_json_put_string (writer, "key", role->key);
  nadi_json_put_string (writer, "box", role->box);
  return nadi_book_save (cache, kind, name, writer, error);
}

gboolean
nadi_book_get_role (NadiCache *cache, const char *kid, NadiBookRole **role, GError **error)
{
  return nadi_book_get (cache, "role", kid, read_role, (gpointer *) role, error);
}

gboolean
nadi_book_put_role (NadiCache *cache, const NadiBookRole *role, GError **error)
{
  return save_role (cache, "role", role->kid, role, error);
}

gboolean
nadi_book_get_current_role (NadiCache *cache, const char *name, NadiBookRole **role, GError **error)
{
  return nadi_book_get (cache, "current-role", name, read_role, (gpointer *) role, error);
}

gboolean
nadi_book_put_current_role (NadiCache *cache, const NadiBookRole *role, GError **error)
{
  return save_role (cache, "current-role", role->role, role, error);
}

static gboolean
add_role (const char *name, GBytes *data, gpointer roles)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = nadi_json_load_object (g_bytes_get_data (data, NULL), g_bytes_get_size (data), 1u << 20, &node, NULL);
  NadiBookRole *role = object != NULL ? read_role (object) : NULL;

  if (role != NULL)
    g_ptr_array_add (roles, role);
  return TRUE;
}

GPtrArray *
nadi_book_list_roles (NadiCache *cache, GError **error)
{
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_book_role_free);

  if (!nadi_cache_each_value (cache, NADI_COMPARTMENT_DESK, "role", add_role, roles, error))
    return NULL;
  return g_steal_pointer (&roles);
}

/* --- patients ----------------------------------------------------------------------------------------------------- */

void
nadi_book_patient_free (NadiBookPatient *patient)
{
  if (patient == NULL)
    return;
  g_free (patient->number);
  g_free (patient->label);
  g_free (patient->seal);
  g_free (patient);
}

static gpointer
read_patient (JsonObject *object)
{
  NadiBookPatient *patient = g_new0 (NadiBookPatient, 1);
  gint64 visit;

  patient->number = nadi_book_string (object, "number");
  patient->label = nadi_book_string (object, "label");
  patient->seal = nadi_book_string (object, "seal");
  patient->last_visit = NADI_CACHE_NO_DAY;
  if (nadi_json_get_optional_int (object, "visit", G_MININT32, G_MAXINT32, NADI_CACHE_NO_DAY, &visit, NULL))
    patient->last_visit = (gint32) visit;
  return patient;
}

gboolean
nadi_book_get_patient (NadiCache *cache, const char *id, NadiBookPatient **patient, GError **error)
{
  return nadi_book_get (cache, "patient", id, read_patient, (gpointer *) patient, error);
}

gboolean
nadi_book_put_patient (NadiCache *cache, const char *id, const NadiBookPatient *patient, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "number", patient->number);
  nadi_json_put_string (writer, "label", patient->label);
  nadi_json_put_string (writer, "seal", patient->seal);
  nadi_json_put_int (writer, "visit", patient->last_visit);
  return nadi_book_save (cache, "patient", id, writer, error);
}

/* --- shelves ------------------------------------------------------------------------------------------------------ */

static void
epoch_free (gpointer data)
{
  NadiBookEpoch *epoch = data;

  g_free (epoch->kid);
  g_strfreev (epoch->boxes);
  g_strfreev (epoch->recipients);
  g_free (epoch);
}

NadiBookShelf *
nadi_book_shelf_new (const char *id, const char *patient, const char *section)
{
  NadiBookShelf *shelf = g_new0 (NadiBookShelf, 1);

  shelf->id = g_strdup (id);
  shelf->patient = g_strdup (patient);
  shelf->section = g_strdup (section);
  shelf->epochs = g_ptr_array_new_with_free_func (epoch_free);
  return shelf;
}

void
nadi_book_shelf_free (NadiBookShelf *shelf)
{
  if (shelf == NULL)
    return;
  g_free (shelf->id);
  g_free (shelf->patient);
  g_free (shelf->section);
  g_ptr_array_unref (shelf->epochs);
  g_free (shelf);
}

static gboolean
read_epochs (NadiBookShelf *shelf, JsonObject *object)
{
  JsonArray *epochs;

  if (!nadi_json_get_array (object, "epochs", &epochs, NULL))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (epochs); i++)
    {
      JsonNode *node = json_array_get_element (epochs, i);
      NadiBookEpoch *epoch;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      epoch = g_new0 (NadiBookEpoch, 1);
      g_ptr_array_add (shelf->epochs, epoch);
      epoch->kid = nadi_book_string (json_node_get_object (node), "kid");
      epoch->boxes = nadi_book_strings (json_node_get_object (node), "boxes");
      epoch->recipients = nadi_book_strings (json_node_get_object (node), "recipients");
      if (epoch->kid == NULL || !nadi_json_get_int (json_node_get_object (node), "epoch", 1, G_MAXINT32, &epoch->epoch, NULL))
        return FALSE;
    }
  return TRUE;
}

gboolean
nadi_book_get_shelf (NadiCache *cache, const char *id, NadiBookShelf **result, GError **error)
{
  g_autoptr (NadiBookShelf) shelf = nadi_book_shelf_new (id, NULL, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  *result = NULL;
  if (!nadi_book_load (cache, "shelf", id, &node, &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;
  shelf->patient = nadi_book_string (object, "patient");
  shelf->section = nadi_book_string (object, "section");
  nadi_json_get_boolean (object, "lost", &shelf->lost, NULL);
  if (shelf->section == NULL || !read_epochs (shelf, object))
    return nadi_book_damaged ("shelf", error);
  *result = g_steal_pointer (&shelf);
  return TRUE;
}

gboolean
nadi_book_put_shelf (NadiCache *cache, const NadiBookShelf *shelf, GError **error)
{
  NadiJsonWriter *writer = nadi_json_writer_new ();

  nadi_json_begin_object (writer);
  nadi_json_put_string (writer, "patient", shelf->patient);
  nadi_json_put_string (writer, "section", shelf->section);
  nadi_json_put_boolean (writer, "lost", shelf->lost);
  nadi_json_name (writer, "epochs");
  nadi_json_begin_array (writer);
  for (guint i = 0; i < shelf->epochs->len; i++)
    {
      const NadiBookEpoch *epoch = g_ptr_array_index (shelf->epochs, i);

      nadi_json_begin_object (writer);
      nadi_json_put_int (writer, "epoch", epoch->epoch);
      nadi_json_put_string (writer, "kid", epoch->kid);
      nadi_json_put_strings (writer, "boxes", (const char *const *) epoch->boxes);
      nadi_json_put_strings (writer, "recipients", (const char *const *) epoch->recipients);
      nadi_json_end_object (writer);
    }
  nadi_json_end_array (writer);
  return nadi_book_save (cache, "shelf", shelf->id, writer, error);
}

NadiBookEpoch *
nadi_book_shelf_epoch (const NadiBookShelf *shelf, gint64 epoch)
{
  for (guint i = 0; i < shelf->epochs->len; i++)
    {
      NadiBookEpoch *found = g_ptr_array_index (shelf->epochs, i);

      if (found->epoch == epoch)
        return found;
    }
  return NULL;
}

const NadiBookEpoch *
nadi_book_shelf_last (const NadiBookShelf *shelf)
{
  return shelf->epochs->len > 0 ? g_ptr_array_index (shelf->epochs, shelf->epochs->len - 1) : NULL;
}

static void
add_missing (char ***texts, const char *text)
{
  guint n = g_strv_length (*texts);

  if (g_strv_contains ((const char *const *) *texts, text))
    return;
  *texts = g_renew (char *, *texts, n + 2);
  (*texts)[n] = g_strdup (text);
  (*texts)[n + 1] = NULL;
}

gboolean
nadi_book_shelf_add (NadiBookShelf *shelf, gint64 number, const char *kid, const char *box, const char *const *recipients)
{
  NadiBookEpoch *epoch = nadi_book_shelf_epoch (shelf, number);

  if (epoch == NULL)
    {
      epoch = g_new0 (NadiBookEpoch, 1);
      epoch->epoch = number;
      epoch->kid = g_strdup (kid);
      epoch->boxes = g_new0 (char *, 1);
      epoch->recipients = g_new0 (char *, 1);
      g_ptr_array_add (shelf->epochs, epoch);
    }
  if (!g_str_equal (epoch->kid, kid))
    return FALSE;
  add_missing (&epoch->boxes, box);
  for (guint i = 0; recipients[i] != NULL; i++)
    add_missing (&epoch->recipients, recipients[i]);
  return TRUE;
}

void
nadi_book_shelf_remove (NadiBookShelf *shelf, gint64 number, const char *box)
{
  NadiBookEpoch *epoch = nadi_book_shelf_epoch (shelf, number);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  if (epoch == NULL)
    return;
  for (guint i = 0; epoch->boxes[i] != NULL; i++)
    if (!g_str_equal (epoch->boxes[i], box))
      g_strv_builder_add (kept, epoch->boxes[i]);
  g_strfreev (epoch->boxes);
  epoch->boxes = g_strv_builder_end (kept);
  if (epoch->boxes[0] == NULL)
    g_ptr_array_remove (shelf->epochs, epoch);
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

gboolean
nadi_book_get_chart (NadiCache *cache, const char *patient, char ***shelves, GError **error)
{
  g_autofree char *text = NULL;

  *shelves = NULL;
  if (!nadi_book_get_text (cache, "chart", patient != NULL ? patient : "directory", &text, error))
    return FALSE;
  *shelves = text != NULL && *text != '\0' ? g_strsplit (text, " ", -1) : g_new0 (char *, 1);
  return TRUE;
}

gboolean
nadi_book_put_chart (NadiCache *cache, const char *patient, const char *const *shelves, GError **error)
{
  g_autofree char *text = g_strjoinv (" ", (char **) shelves);

  return nadi_book_put_text (cache, "chart", patient != NULL ? patient : "directory", text, error);
}
