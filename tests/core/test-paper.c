/* What goes onto paper: pages that break where they should, and PDFs whose text and fonts poppler's own tools find in them. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "nadi-paper-forms.h"

#define NOW G_GINT64_CONSTANT (1795428000000)

/* --- poppler's tools ---------------------------------------------------------------------------------------------- */

static char *
run_tool (const char *tool, const char *option, GBytes *pdf)
{
  g_autofree char *program = g_find_program_in_path (tool);
  g_autofree char *folder = g_dir_make_tmp ("nadi-paper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "paper.pdf", NULL);
  const char *fonts[] = { program, path, NULL };
  const char *text[] = { program, "-enc", "UTF-8", option, path, "-", NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (program == NULL)
    g_error ("%s is not installed (poppler-utils, tests/packages)", tool);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL));
  g_spawn_sync (NULL, (char **) (option != NULL ? text : fonts), NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_unlink (path);
  g_rmdir (folder);
  return g_steal_pointer (&out);
}

/* For eyes: the paper, and a picture of its first page, in the folder that NADI_PICTURES names. */
static void
keep (GBytes *pdf, const char *name)
{
  const char *folder = g_getenv ("NADI_PICTURES");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autofree char *picture = path != NULL ? g_strndup (path, strlen (path) - strlen (".pdf")) : NULL;
  const char *draw[] = { "pdftoppm", "-png", "-r", "96", "-singlefile", path, picture, NULL };

  if (path == NULL)
    return;
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) draw, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

/* Words in the order of the text, whatever stands between them. */
static void
assert_words (const char *text, const char *words)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (strstr (normal, all[i]) == NULL)
      g_error ("“%s” is not in:\n%s", all[i], normal);
}

static void
assert_fonts_embedded (GBytes *pdf, guint at_least)
{
  g_autofree char *table = run_tool ("pdffonts", NULL, pdf);
  g_auto (GStrv) lines = table != NULL ? g_strsplit (table, "\n", -1) : NULL;
  guint fonts = 0;

  /* name type encoding emb sub uni object */
  for (guint i = 2; lines != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_assert_nonnull (strstr (lines[i], " yes yes yes "));
      fonts++;
    }
  g_assert_true (lines == NULL || fonts >= at_least);
}

/* --- input -------------------------------------------------------------------------------------------------------- */

static NadiPatient *
new_patient (const char *name, const char *local)
{
  NadiPatient *patient = nadi_patient_new ();

  nadi_person_name_set (&patient->name, name);
  if (local != NULL)
    nadi_person_name_set (&patient->name_local, local);
  patient->sex = NADI_SEX_FEMALE;
  nadi_date_parse ("1984-05-09", &patient->birth, NULL);
  patient->address.city = g_strdup ("Pune");
  patient->blood_group = NADI_BLOOD_B;
  patient->rhesus = NADI_RHESUS_POSITIVE;
  return patient;
}

static void
add_medicine (NadiCase *visit, const char *medicine, const char *dose)
{
  NadiPrescription *line = nadi_case_add_prescription (visit);

  line->medicine = g_strdup (medicine);
  line->dose = g_strdup (dose);
}

static NadiCase *
new_case (void)
{
  NadiCase *visit = nadi_case_new ();
  NadiProblem *problem = nadi_case_add_problem (visit);
  NadiResult *result = nadi_case_add_result (visit);

  visit->start = NOW;
  visit->practitioner_name = g_strdup ("Dr. Meera Joshi");
  visit->organisation_name = g_strdup ("Asha Hospital");
  visit->symptoms = g_strdup ("Fever for three days, तीन दिन से बुखार");
  nadi_vitals_parse ("150/95 p88 t38.2 w62.5", NADI_UNIT_MG_DL, &visit->vitals, NULL, NULL);
  problem->text = g_strdup ("Dengue fever");
  problem->code = g_strdup ("A90");
  nadi_date_parse ("2026-11", &problem->onset, NULL);
  result->text = g_strdup ("Platelets");
  result->value = g_strdup ("92");
  result->unit = g_strdup ("10*3/uL");
  result->abnormal = TRUE;
  add_medicine (visit, "Paracetamol 500 mg tablet", "1-1-1 after food for 5 days");
  add_medicine (visit, "ORS sachet", "एक पैकेट एक लीटर पानी में");
  visit->notes = g_strdup ("No rash, no bleeding.");
  visit->plan = g_strdup ("Drink three litres a day.\nखूब पानी पिएँ।");
  nadi_date_parse ("2026-11-27", &visit->follow_up, NULL);
  return visit;
}

static NadiPaperForm
new_form (NadiPaperSize size, gboolean right_to_left)
{
  NadiPaperForm form = { .sheet = { size, right_to_left }, .printed = NOW };

  form.head = (NadiPaperHead){ "Asha Hospital", "12 Station Road, Pune 411001\n+91 20 5550 0100", "Dr. Meera Joshi", "MBBS, MD (Medicine)",
                               "MMC 2009/04/1234" };
  form.zone = g_time_zone_new_utc ();
  return form;
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

static void
test_prescription (gconstpointer data)
{
  NadiPaperSize size = (NadiPaperSize) GPOINTER_TO_INT (data);
  NadiPaperForm form = new_form (size, FALSE);
  g_autoptr (NadiPatient) patient = new_patient ("Asha Rao", "आशा राव");
  g_autoptr (NadiCase) visit = new_case ();
  g_autoptr (NadiPaper) paper = nadi_paper_new_prescription (&form, patient, visit, "Penicillin");
  g_autoptr (GBytes) pdf = nadi_paper_to_pdf (paper, "Prescription", NULL);
  g_autofree char *text = run_tool ("pdftotext", "-layout", pdf);

  g_time_zone_unref (form.zone);
  keep (pdf, size == NADI_PAPER_A4 ? "prescription-a4.pdf" : "prescription-a5.pdf");
  g_assert_cmpuint (nadi_paper_count_pages (paper), ==, 1);
  assert_words (text, "Asha Hospital Meera Joshi MMC 2009/04/1234 Prescription Rao आशा राव 42 years, female 62.5 Penicillin ℞ Paracetamol "
                      "500 mg 1-1-1 after food ORS पैकेट लीटर पानी Advice खूब पिएँ। 27 Nov Signature Printed Page 1 of");
  g_assert_null (strstr (text, "Dengue"));
  assert_fonts_embedded (pdf, 3);
}

static void
test_case (void)
{
  NadiPaperForm form = new_form (NADI_PAPER_A4, FALSE);
  g_autoptr (NadiPatient) patient = new_patient ("Asha Rao", "आशा राव");
  g_autoptr (NadiCase) visit = new_case ();
  g_autoptr (NadiPaper) paper = nadi_paper_new_case (&form, patient, visit);
  g_autoptr (GBytes) pdf = nadi_paper_to_pdf (paper, "Case", NULL);
  g_autofree char *text = run_tool ("pdftotext", "-layout", pdf);

  g_time_zone_unref (form.zone);
  keep (pdf, "case-a4.pdf");
  assert_words (text, "B+ Fever दिन बुखार 150/95 mmHg 38.2 °C rash Dengue A90 since November Platelets 92 10*3/uL abnormal litres");
  assert_fonts_embedded (pdf, 3);
}

static void
test_summary (void)
{
  NadiPaperForm form = new_form (NADI_PAPER_A4, FALSE);
  g_autoptr (NadiPatient) patient = new_patient ("Asha Rao", "आशा राव");
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_case_unref);
  g_autoptr (GPtrArray) allergies = g_ptr_array_new_with_free_func ((GDestroyNotify) nadi_allergy_free);
  NadiAllergy *allergy = nadi_allergy_new ();
  g_autoptr (NadiSummary) summary = NULL;
  g_autoptr (NadiPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  allergy->substance = g_strdup ("Penicillin");
  allergy->reaction = g_strdup ("दाने");
  allergy->high_risk = TRUE;
  g_ptr_array_add (allergies, allergy);
  g_ptr_array_add (cases, new_case ());
  summary = nadi_summary_new (patient, cases, NULL, allergies, nadi_day_from_time (NOW));
  paper = nadi_paper_new_summary (&form, patient, summary);
  pdf = nadi_paper_to_pdf (paper, "Summary", NULL);
  text = run_tool ("pdftotext", "-layout", pdf);
  g_time_zone_unref (form.zone);
  keep (pdf, "summary-a4.pdf");
  assert_words (text, "Penicillin दाने high risk Dengue A90 Paracetamol ORS लीटर Platelets 92 abnormal 150/95 आशा");
  assert_fonts_embedded (pdf, 3);
}

/* Arabic comes back in letters, not in the shapes that they take. (Poppler turns the two letters of a ligature such as lam-alef around: the
 * words here that are looked for have none.) */
static void
test_arabic (void)
{
  NadiPaperForm form = new_form (NADI_PAPER_A4, TRUE);
  g_autoptr (NadiPatient) patient = new_patient ("سارة حسن", "Sara Hasan");
  g_autoptr (NadiCase) visit = new_case ();
  g_autoptr (NadiPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  g_free (visit->plan);
  visit->plan = g_strdup ("اشرب ثلاثة لترات من الماء كل يوم");
  paper = nadi_paper_new_prescription (&form, patient, visit, NULL);
  pdf = nadi_paper_to_pdf (paper, "Prescription", NULL);
  text = run_tool ("pdftotext", "-layout", pdf);
  g_time_zone_unref (form.zone);
  keep (pdf, "prescription-arabic.pdf");
  assert_words (text, "سارة حسن Sara اشرب لترات من الماء كل يوم");
  assert_fonts_embedded (pdf, 3);
}

static gboolean
has_ink (cairo_surface_t *surface, int from, int until)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 60; y < 200; y++)
    for (int x = from; x < until; x++)
      if (data[y * stride + 4 * x] < 128)
        return TRUE;
  return FALSE;
}

/* The same short words stand against the one side or the other. */
static void
test_sides (void)
{
  for (int rtl = 0; rtl < 2; rtl++)
    {
      const NadiPaperSheet sheet = { NADI_PAPER_A4, rtl };
      g_autoptr (NadiPaper) paper = nadi_paper_new (&sheet);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 595, 842);
      cairo_t *cr = cairo_create (surface);

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      nadi_paper_add_space (paper, 20);
      nadi_paper_add_text (paper, NADI_PAPER_TITLE, "Asha");
      nadi_paper_add_text (paper, NADI_PAPER_TITLE, "ليلى");
      nadi_paper_draw (paper, 0, cr);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      g_assert_true (has_ink (surface, 40, 200) == !rtl);
      g_assert_true (has_ink (surface, 400, 560) == !!rtl);
      cairo_surface_destroy (surface);
    }
}

/* The rows of what has ink, each cut to it: the same for the same glyphs, on whichever side they stand. */
static GByteArray *
ink_of (gboolean right_to_left, const char *text)
{
  const NadiPaperSheet sheet = { NADI_PAPER_A4, right_to_left };
  g_autoptr (NadiPaper) paper = nadi_paper_new (&sheet);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 595, 842);
  cairo_t *cr = cairo_create (surface);
  GByteArray *ink = g_byte_array_new ();
  guint columns = 0;

  nadi_paper_add_text (paper, NADI_PAPER_TITLE, text);
  nadi_paper_draw (paper, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int x = 0; x < 595; x++)
    {
      guint8 sum = 0;

      /* Not the foot, where the page's number is. */
      for (int y = 40; y < 200; y++)
        sum += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] > 100;
      if (sum == 0 && columns == 0)
        continue;
      columns++;
      g_byte_array_append (ink, &sum, 1);
    }
  while (ink->len > 0 && ink->data[ink->len - 1] == 0)
    g_byte_array_set_size (ink, ink->len - 1);
  cairo_surface_destroy (surface);
  g_assert_cmpuint (ink->len, >, 20);
  return ink;
}

static gboolean
looks_like (const char *text, const char *other)
{
  g_autoptr (GByteArray) one = ink_of (TRUE, text);
  g_autoptr (GByteArray) two = ink_of (FALSE, other);
  guint most = 0;

  /* Where it begins falls between two pixels, here and there. */
  for (guint i = 0; i < MIN (one->len, two->len); i++)
    most = MAX (most, (guint) ABS (one->data[i] - two->data[i]));
  return ABS ((int) one->len - (int) two->len) <= 2 && most <= 5;
}

/* Morning, noon, night: in Arabic, too, the first figure is the morning's, also where no hyphen holds them together. */
static void
test_isolates (void)
{
  g_assert_true (looks_like ("\u200f\u20661–0–0\u2069", "1–0–0"));
  g_assert_false (looks_like ("1–0–0", "1–0–0"));
  /* What somebody else wrote turns nothing: the end that is missing or comes twice, the isolate in an isolate, overrides. */
  g_assert_true (looks_like ("\u200f\u2066abc", "abc"));
  g_assert_true (looks_like ("\u2069\u2069abc\u2067", "abc"));
  g_assert_true (looks_like ("\u200f\u2066a\u202ebc\u2069", "abc"));
  g_assert_true (looks_like ("\u200f\u2066\u200f\u2067abc\u2069", "abc"));
}

/* The days stand on the paper, in the dose or behind it, once. */
static void
test_days (void)
{
  NadiPaperForm form = new_form (NADI_PAPER_A4, FALSE);
  g_autoptr (NadiPatient) patient = new_patient ("Asha Rao", NULL);
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (NadiPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  add_medicine (visit, "Paracetamol 500 mg tablet", "1-1-1 after food for 5 days");
  add_medicine (visit, "Cetirizine 10 mg tablet", "0-0-1");
  add_medicine (visit, "ORS sachet", NULL);
  for (guint i = 0; i < 3; i++)
    ((NadiPrescription *) g_ptr_array_index (visit->prescriptions, i))->days = 5;
  paper = nadi_paper_new_prescription (&form, patient, visit, NULL);
  pdf = nadi_paper_to_pdf (paper, "x", NULL);
  text = run_tool ("pdftotext", "-layout", pdf);
  g_time_zone_unref (form.zone);
  parts = g_strsplit (text, "for 5 days", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 4);
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static char *
long_text (guint lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines; i++)
    g_string_append_printf (text, "%sline %u", i > 0 ? "\n" : "", i);
  return g_string_free (text, FALSE);
}

/* However full the page is before it: no heading ends a page, and no paragraph leaves one line alone. */
static void
test_no_orphans (void)
{
  g_autofree char *text = long_text (9);

  for (guint before = 30; before < 75; before++)
    {
      const NadiPaperSheet sheet = { NADI_PAPER_A4, FALSE };
      g_autoptr (NadiPaper) paper = nadi_paper_new (&sheet);
      g_autofree char *first = NULL;
      guint n_lines;

      for (guint i = 0; i < before; i++)
        nadi_paper_add_text (paper, NADI_PAPER_BODY, "filler");
      nadi_paper_add_heading (paper, "Heading");
      nadi_paper_add_text (paper, NADI_PAPER_BODY, text);
      if (nadi_paper_count_pages (paper) == 1)
        continue;
      g_assert_cmpuint (nadi_paper_count_pages (paper), ==, 2);
      first = nadi_paper_first_line (paper, 1, &n_lines);
      g_assert_cmpstr (first, !=, "line 0");
      g_assert_cmpstr (first, !=, "line 1");
      g_assert_cmpstr (first, !=, "line 8");
      g_assert_cmpstr (first, !=, "");
      g_assert_cmpuint (n_lines, >=, 1);
    }
}

static void
test_many_pages (void)
{
  NadiPaperForm form = new_form (NADI_PAPER_A5, FALSE);
  g_autoptr (NadiPatient) patient = new_patient ("Asha Rao", NULL);
  g_autoptr (NadiCase) visit = new_case ();
  g_autoptr (NadiPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  g_free (visit->notes);
  visit->notes = long_text (200);
  for (guint i = 0; i < 40; i++)
    add_medicine (visit, "Metformin 500 mg tablet", "1-0-1");
  paper = nadi_paper_new_case (&form, patient, visit);
  pdf = nadi_paper_to_pdf (paper, "Case", NULL);
  g_time_zone_unref (form.zone);
  keep (pdf, "case-long-a5.pdf");
  g_assert_cmpuint (nadi_paper_count_pages (paper), >=, 5);
  text = run_tool ("pdftotext", "-layout", pdf);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *line = g_strdup_printf ("line %u", i);

      g_assert_nonnull (strstr (text, line));
    }
  for (guint i = 1; i <= nadi_paper_count_pages (paper); i++)
    {
      g_autofree char *page = g_strdup_printf ("Page %u of %u", i, nadi_paper_count_pages (paper));

      g_assert_nonnull (strstr (text, page));
    }
}

/* Markup is text, direction can't be turned, bytes that are no UTF-8 harm nobody, one word may be longer than a line. */
static void
test_hostile_text (void)
{
  const NadiPaperSheet sheet = { NADI_PAPER_A5, FALSE };
  g_autoptr (NadiPaper) paper = nadi_paper_new (&sheet);
  g_autofree char *word = g_strnfill (20000, 'w');
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  nadi_paper_add_text (paper, NADI_PAPER_BODY, "<b>Asha</b> & \xe2\x80\xaeoar\x07 \xff end");
  nadi_paper_add_text (paper, NADI_PAPER_BODY, word);
  pdf = nadi_paper_to_pdf (paper, "x", NULL);
  g_assert_cmpuint (nadi_paper_count_pages (paper), >=, 3);
  text = run_tool ("pdftotext", "-layout", pdf);
  assert_words (text, "<b>Asha</b> & oar end");
}

static void
test_empty (void)
{
  NadiPaperForm form = { .sheet = { NADI_PAPER_A4, FALSE }, .printed = NOW };
  g_autoptr (NadiPatient) patient = nadi_patient_new ();
  g_autoptr (NadiCase) visit = nadi_case_new ();
  g_autoptr (NadiPaper) paper = NULL;
  g_autoptr (NadiPaper) prescription = NULL;

  form.zone = g_time_zone_new_utc ();
  paper = nadi_paper_new_case (&form, patient, visit);
  prescription = nadi_paper_new_prescription (&form, patient, visit, NULL);
  g_time_zone_unref (form.zone);
  g_assert_cmpuint (nadi_paper_count_pages (paper), ==, 1);
  g_assert_cmpuint (nadi_paper_count_pages (prescription), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/paper/prescription/a4", GINT_TO_POINTER (NADI_PAPER_A4), test_prescription);
  g_test_add_data_func ("/paper/prescription/a5", GINT_TO_POINTER (NADI_PAPER_A5), test_prescription);
  g_test_add_func ("/paper/case", test_case);
  g_test_add_func ("/paper/summary", test_summary);
  g_test_add_func ("/paper/arabic", test_arabic);
  g_test_add_func ("/paper/sides", test_sides);
  g_test_add_func ("/paper/isolates", test_isolates);
  g_test_add_func ("/paper/days", test_days);
  g_test_add_func ("/paper/no-orphans", test_no_orphans);
  g_test_add_func ("/paper/many-pages", test_many_pages);
  g_test_add_func ("/paper/hostile-text", test_hostile_text);
  g_test_add_func ("/paper/empty", test_empty);
  return g_test_run ();
}
