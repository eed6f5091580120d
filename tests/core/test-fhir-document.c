/* Documents from and to DocumentReference. */
#include <string.h>

#include "nadi-date.h"
#include "nadi-fhir-describe.h"
#include "nadi-fhir-document.h"

#define CID "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static NadiDocument *
new_document (void)
{
  NadiDocument *document = nadi_document_new ();
  NadiHash hash;

  memset (hash.bytes, 7, sizeof hash.bytes);
  document->id = g_strdup ("3f0c1f2e-0000-4000-8000-000000000001");
  document->patient = g_strdup ("3f0c1f2e-0000-4000-8000-000000000002");
  document->visit = g_strdup ("3f0c1f2e-0000-4000-8000-000000000003");
  document->title = g_strdup ("X-ray of the left hand, <b>हाथ</b>");
  document->type = g_strdup ("image/jpeg");
  document->organisation = g_strdup ("3f0c1f2e-0000-4000-8000-000000000004");
  document->organisation_name = g_strdup ("Asha Hospital");
  document->practitioner = g_strdup ("3f0c1f2e-0000-4000-8000-000000000005");
  document->practitioner_name = g_strdup ("Dr. Joshi");
  document->time = G_GINT64_CONSTANT (1795428000000);
  document->size = NADI_DOCUMENT_PIECE + 5;
  nadi_document_add_piece (document, CID, NADI_DOCUMENT_PIECE, &hash);
  nadi_document_add_piece (document, CID, 5, &hash);
  return document;
}

static void
test_both_ways (void)
{
  g_autoptr (NadiDocument) document = new_document ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiFhirResource) resource = nadi_fhir_document_write (document, &error);
  g_autoptr (NadiDocument) again = NULL;
  gint32 day;

  g_assert_no_error (error);
  g_assert_cmpint (nadi_fhir_resource_get_section (resource), ==, NADI_SECTION_DOCUMENTS);
  g_assert_true (nadi_fhir_resource_get_day (resource, &day));
  g_assert_cmpint (day, ==, nadi_day_from_time (document->time));
  again = nadi_fhir_document_read (resource);
  g_assert_cmpstr (again->id, ==, document->id);
  g_assert_cmpstr (again->patient, ==, document->patient);
  g_assert_cmpstr (again->visit, ==, document->visit);
  g_assert_cmpstr (again->title, ==, document->title);
  g_assert_cmpstr (again->type, ==, document->type);
  g_assert_cmpstr (again->organisation_name, ==, document->organisation_name);
  g_assert_cmpstr (again->practitioner, ==, document->practitioner);
  g_assert_cmpint (again->time, ==, document->time);
  g_assert_cmpuint (again->size, ==, document->size);
  g_assert_false (again->in_error);
  g_assert_cmpuint (again->pieces->len, ==, 2);
  g_assert_cmpstr (g_array_index (again->pieces, NadiDocumentPiece, 0).cid, ==, CID);
  g_assert_cmpuint (g_array_index (again->pieces, NadiDocumentPiece, 1).size, ==, 5);
  g_assert_true (nadi_hash_equal (&g_array_index (again->pieces, NadiDocumentPiece, 1).sha256,
                                  &g_array_index (document->pieces, NadiDocumentPiece, 1).sha256));
}

/* The largest one still fits into a record. */
static void
test_largest (void)
{
  g_autoptr (NadiDocument) document = new_document ();
  g_autoptr (NadiFhirResource) resource = NULL;
  g_autoptr (NadiDocument) again = NULL;
  NadiHash hash = { { 0 } };

  g_array_set_size (document->pieces, 0);
  document->size = 0;
  for (guint i = 0; i < NADI_DOCUMENT_MOST_PIECES; i++, document->size += NADI_DOCUMENT_PIECE)
    nadi_document_add_piece (document, CID, NADI_DOCUMENT_PIECE, &hash);
  resource = nadi_fhir_document_write (document, NULL);
  g_assert_nonnull (resource);
  again = nadi_fhir_document_read (resource);
  g_assert_cmpuint (again->pieces->len, ==, NADI_DOCUMENT_MOST_PIECES);
}

static NadiDocument *
read_changed (const char *from, const char *to)
{
  g_autoptr (NadiDocument) document = new_document ();
  g_autoptr (NadiFhirResource) resource = nadi_fhir_document_write (document, NULL);
  g_auto (GStrv) parts = g_strsplit (nadi_fhir_resource_get_json (resource), from, 2);
  g_autofree char *json = g_strjoinv (to, parts);
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiFhirResource) changed = nadi_fhir_resource_new (json, strlen (json), &error);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_assert_no_error (error);
  return nadi_fhir_document_read (changed);
}

/* Pieces that do not make the document that is told of: none at all. */
static void
test_pieces_that_do_not_fit (void)
{
  static const char *const changes[][2] = {
    { "\"valueUnsignedInt\":5}", "\"valueUnsignedInt\":6}" },
    { "\"valueUnsignedInt\":768000}", "\"valueUnsignedInt\":767999}" },
    { "\"size\":768005", "\"size\":768006" },
    { "\"valueUnsignedInt\":5}", "\"valueUnsignedInt\":0}" },
    { CID, "bafk" },
    { "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", "BwcH" },
    { "\"url\":\"sha256\"", "\"url\":\"sha512\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (NadiDocument) document = read_changed (changes[i][0], changes[i][1]);

      g_assert_cmpuint (document->pieces->len, ==, 0);
      g_assert_cmpstr (document->type, ==, "image/jpeg");
    }
}

static void
test_strange (void)
{
  static const char least[] = "{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"status\":\"entered-in-error\","
                              "\"content\":[{\"attachment\":{\"url\":\"file:///etc/passwd\"}}],"
                              "\"subject\":{\"reference\":\"Patient/p\"}}";
  static const char other[] = "{\"resourceType\":\"Patient\",\"id\":\"p\"}";
  g_autoptr (NadiFhirResource) resource = nadi_fhir_resource_new (least, strlen (least), NULL);
  g_autoptr (NadiFhirResource) patient = nadi_fhir_resource_new (other, strlen (other), NULL);
  g_autoptr (NadiDocument) document = nadi_fhir_document_read (resource);
  g_autoptr (NadiFhirSummary) summary = nadi_fhir_describe (resource);

  g_assert_null (nadi_fhir_document_read (patient));
  g_assert_true (document->in_error);
  g_assert_null (document->type);
  g_assert_null (document->title);
  g_assert_cmpuint (document->pieces->len, ==, 0);
  g_assert_cmpstr (summary->title, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fhir/document/both-ways", test_both_ways);
  g_test_add_func ("/fhir/document/largest", test_largest);
  g_test_add_func ("/fhir/document/pieces-that-do-not-fit", test_pieces_that_do_not_fit);
  g_test_add_func ("/fhir/document/strange", test_strange);
  return g_test_run ();
}
