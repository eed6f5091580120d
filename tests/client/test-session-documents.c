/* Documents between desks: the shelf that two made at once, a wish to cancel, a new title, and what must not open. */
#include <string.h>

#include "nadi-fhir-document.h"
#include "nadi-session-documents.h"
#include "nadi-test-clinic.h"

static NadiTestClinic *clinic;

/* Two pieces and a bit. */
static GBytes *
new_file (guint8 mark)
{
  gsize length = 2 * NADI_DOCUMENT_PIECE + 17;
  guint8 *data = g_malloc (length);

  memset (data, mark, length);
  memcpy (data, "%PDF-1.7\n", 9);
  return g_bytes_new_take (data, length);
}

static void
add_document (NadiSession *session, const char *patient, GBytes *file, NadiRecordInfo **info)
{
  g_autoptr (GError) error = NULL;

  nadi_session_add_document (session, patient, NULL, "Letter", file, NULL, NULL, NULL, info, &error);
  g_assert_no_error (error);
}

static void
assert_document (NadiSession *session, const char *record, GBytes *file)
{
  g_autoptr (NadiDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = nadi_session_get_document (session, record, &document, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, file));
  g_assert_cmpstr (document->type, ==, "application/pdf");
  g_assert_cmpstr (document->practitioner_name, !=, NULL);
}

static guint
count_documents (NadiSession *session, const char *patient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = nadi_session_list_documents (session, patient, NULL, &error);

  g_assert_no_error (error);
  return rows->len;
}

/* One desk's shelf loses; its document is sealed again, pieces and all. */
static void
test_two_make_the_shelf (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GBytes) one = new_file (1);
  g_autoptr (GBytes) other = new_file (2);
  g_autoptr (NadiRecordInfo) first = NULL;
  g_autoptr (NadiRecordInfo) second = NULL;
  g_autoptr (NadiSessionStatus) status = NULL;
  g_autofree char *patient = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Paper Patient");
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  add_document (doctor, patient, one, &first);
  add_document (nurse, patient, other, &second);
  assert_document (nurse, second->record, other);
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  nadi_test_sync (doctor);
  status = nadi_session_get_status (nurse);
  g_assert_cmpuint (status->tasks, ==, 0);
  g_assert_cmpuint (count_documents (doctor, patient), ==, 2);
  g_assert_cmpuint (count_documents (nurse, patient), ==, 2);
  assert_document (doctor, first->record, one);
  assert_document (doctor, second->record, other);
  assert_document (nurse, first->record, one);
  assert_document (nurse, second->record, other);
}

/* A document with another title is still made of the pieces of the first version. */
static void
test_new_title (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) nurse = nadi_test_world_open (clinic->nurse);
  g_autoptr (GBytes) file = new_file (3);
  g_autoptr (NadiRecordInfo) info = NULL;
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiFhirResource) changed = NULL;
  g_autoptr (NadiDocument) document = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;
  const char *replaces[2] = { NULL };

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Title Patient");
  add_document (doctor, patient, file, &info);
  resource = nadi_session_read_record (doctor, info->version, NULL, &error);
  g_assert_no_error (error);
  document = nadi_fhir_document_read (resource);
  g_free (document->title);
  document->title = g_strdup ("Another title");
  changed = nadi_fhir_document_write (document, &error);
  g_assert_no_error (error);
  replaces[0] = info->version;
  g_assert_true (nadi_session_amend_record (doctor, replaces, changed, NULL, &error));
  nadi_test_sync (doctor);
  nadi_test_sync (nurse);
  rows = nadi_session_list_documents (nurse, patient, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((NadiDocumentRow *) g_ptr_array_index (rows, 0))->document->title, ==, "Another title");
  assert_document (nurse, info->record, file);
  g_assert_true (nadi_session_retract_record (doctor, info->record, &error));
  g_assert_cmpuint (count_documents (doctor, patient), ==, 0);
  nadi_test_sync (doctor);
}

static void
cancel_behind_the_first (const char *stage, guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpstr (stage, ==, "seal");
  g_assert_cmpuint (done, <=, total);
  g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GBytes) file = new_file (4);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (NadiSessionStatus) before = NULL;
  g_autoptr (NadiSessionStatus) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *patient = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Cancel Patient");
  nadi_test_sync (doctor);
  before = nadi_session_get_status (doctor);
  g_assert_false (nadi_session_add_document (doctor, patient, NULL, NULL, file, cancel_behind_the_first, cancellable, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = nadi_session_get_status (doctor);
  g_assert_cmpuint (after->unsent, ==, before->unsent);
  g_assert_cmpuint (count_documents (doctor, patient), ==, 0);
  nadi_test_sync (doctor);
}

/* Of whom, of what case, and nothing that is no document. */
static void
test_refused (void)
{
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (NadiSession) admin = nadi_test_world_open (clinic->admin);
  g_autoptr (GBytes) file = new_file (5);
  g_autoptr (GBytes) other = g_bytes_new_static ("MZ program", 10);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *patient = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Refused Patient");
  g_assert_false (nadi_session_add_document (doctor, patient, NULL, "x.pdf", other, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "media-unknown");
  g_clear_error (&error);
  g_assert_false (nadi_session_add_document (doctor, "3f0c1f2e-0000-4000-8000-000000000001", NULL, NULL, file, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "not-found");
  g_clear_error (&error);
  g_assert_false (nadi_session_add_document (admin, patient, NULL, NULL, file, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpstr (nadi_session_error_word (error), ==, "role");
  g_clear_error (&error);
  g_assert_true (nadi_session_add_document (doctor, patient, "3f0c1f2e-0000-4000-8000-000000000002", NULL, file, NULL, NULL, NULL, NULL, &error));
  rows = nadi_session_list_documents (doctor, patient, "3f0c1f2e-0000-4000-8000-000000000003", &error);
  g_assert_cmpuint (rows->len, ==, 0);
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = nadi_session_list_documents (doctor, patient, "3f0c1f2e-0000-4000-8000-000000000002", &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = nadi_session_list_records (doctor, patient, NULL, FALSE, &error);
  for (guint i = 0; i < rows->len; i++)
    {
      const NadiRecordInfo *info = g_ptr_array_index (rows, i);

      if (g_strcmp0 (info->type, "Patient") == 0)
        {
          g_assert_null (nadi_session_get_document (doctor, info->record, NULL, NULL, NULL, NULL, &error));
          g_assert_cmpstr (nadi_session_error_word (error), ==, "not-found");
          g_clear_error (&error);
        }
    }
  nadi_test_sync (doctor);
}

static gboolean
has_file_called (const char *folder, const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (strstr (name, part) != NULL || (g_file_test (path, G_FILE_TEST_IS_DIR) && has_file_called (path, part)))
        return TRUE;
    }
  return FALSE;
}

/* A document's name is text that is shown, and never a file's: whatever it says, no file of that name comes to be. */
static void
test_names (void)
{
  static const char *const names[] = { "../../../../tmp/nadi-escaped", "/etc/nadi-escaped", "..\\..\\nadi-escaped", "nadi-escaped\n.pdf",
                                       "<b>nadi-escaped</b>", "\xE2\x80\xAE" "fdp.nadi-escaped", "CON", "-rf", "%s%n", "\xff\xfe" };
  g_autoptr (NadiSession) doctor = nadi_test_world_open (clinic->doctor);
  g_autoptr (GBytes) file = new_file (5);
  g_autofree char *long_name = g_strnfill (10000, 'x');
  g_autofree char *patient = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  nadi_test_sync (doctor);
  patient = nadi_test_add_patient (doctor, "Named Patient");
  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      nadi_session_add_document (doctor, patient, NULL, i < G_N_ELEMENTS (names) ? names[i] : long_name, file, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  nadi_test_sync (doctor);
  nadi_test_assert_no_tasks (doctor);
  rows = nadi_session_list_documents (doctor, patient, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (names) + 1);
  for (guint i = 0; i < rows->len; i++)
    {
      const NadiDocumentRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GBytes) back = nadi_session_get_document (doctor, row->info->record, NULL, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (back, file));
      g_assert_true (g_utf8_validate (row->document->title, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (row->document->title, -1), <=, NADI_DOCUMENT_MOST_TITLE);
    }
  g_assert_false (g_file_test ("/tmp/nadi-escaped", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/etc/nadi-escaped", G_FILE_TEST_EXISTS));
  g_assert_false (has_file_called (clinic->world->folder, "nadi-escaped"));
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  clinic = nadi_test_clinic_new (NADI_TEST_DOCTOR | NADI_TEST_NURSE);
  g_test_add_func ("/session-documents/two-make-the-shelf", test_two_make_the_shelf);
  g_test_add_func ("/session-documents/new-title", test_new_title);
  g_test_add_func ("/session-documents/cancelled", test_cancelled);
  g_test_add_func ("/session-documents/refused", test_refused);
  g_test_add_func ("/session-documents/case-31-names", test_names);
  result = g_test_run ();
  nadi_test_clinic_free (clinic);
  return result;
}
