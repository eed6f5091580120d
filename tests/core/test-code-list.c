/* A clinic's own list of diagnoses, and the search over both lists. */
#include <string.h>

#include "nadi-case.h"
#include "nadi-code-list.h"
#include "nadi-icd10.h"

static const NadiCode *
at (GPtrArray *codes, guint i)
{
  g_assert_cmpuint (i, <, codes->len);
  return g_ptr_array_index (codes, i);
}

static void
test_built_in (void)
{
  gsize length;
  const NadiIcd10 *list = nadi_icd10_list (&length);
  guint notifiable = 0;

  g_assert_cmpuint (length, >=, 500);
  for (gsize i = 0; i < length; i++)
    {
      g_assert_true (nadi_icd10_shaped (list[i].code));
      g_assert_true (nadi_icd10_find (list[i].code) == &list[i]);
      notifiable += list[i].notifiable;
    }
  g_assert_cmpuint (notifiable, >=, 80);
}

static void
test_order (void)
{
  g_autoptr (GPtrArray) by_name = nadi_code_search (NULL, "diab", 8);
  g_autoptr (GPtrArray) by_code = nadi_code_search (NULL, "e11", 8);
  g_autoptr (GPtrArray) none = nadi_code_search (NULL, "   ", 8);
  g_autoptr (GPtrArray) nothing = nadi_code_search (NULL, "xyzzy", 8);
  g_autoptr (GPtrArray) few = nadi_code_search (NULL, "a", 3);

  g_assert_cmpstr (at (by_name, 0)->code, ==, "E11.9");
  g_assert_cmpstr (at (by_name, 1)->code, ==, "E10.9");
  g_assert_cmpstr (at (by_code, 0)->code, ==, "E11.1");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (few->len, ==, 3);
}

/* What people at a desk type first, in their own words and in short: the diagnosis that is meant most often stands on top. */
static void
test_everyday_words (void)
{
  static const struct { const char *typed, *code; } looked_for[] = {
    { "high", "I10" },           { "high bl", "I10" },         { "bp", "I10" },             { "htn", "I10" },           { "pressure", "I10" },
    { "low bp", "I95.9" },       { "sugar", "E11.9" },         { "diabetes", "E11.9" },     { "dm", "E11.9" },          { "tb", "A15.0" },
    { "tuberculosis", "A15.0" }, { "fever", "R50.9" },         { "cold", "J00" },           { "cough", "R05" },         { "flu", "J11.1" },
    { "mi", "I21.9" },           { "heart attack", "I21.9" },  { "stroke", "I64" },         { "asthma", "J45.9" },      { "thyroid", "E03.9" },
    { "anaemia", "D64.9" },      { "anemia", "D64.9" },        { "loose mot", "R19.7" },    { "vomit", "R11" },         { "acidity", "K21.9" },
    { "gas", "K30" },            { "stone", "N20.0" },         { "piles", "I84.9" },        { "jaundice", "R17" },      { "typhoid", "A01.0" },
    { "malaria", "B54" },        { "dengue", "A90" },          { "worms", "B82.9" },        { "back pain", "M54.9" },   { "fits", "R56.8" },
    { "uti", "N39.0" },          { "burning u", "N39.0" },     { "white dis", "N89.8" },    { "joint pain", "M25.5" },  { "cholesterol", "E78.0" },
    { "ear pain", "H92.0" },     { "eye", "H10.9" },           { "pregnan", "Z34.9" },      { "weak", "R53" },          { "dog", "W54" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (looked_for); i++)
    {
      g_autoptr (GPtrArray) found = nadi_code_search (NULL, looked_for[i].typed, 8);

      g_test_message ("%s", looked_for[i].typed);
      g_assert_cmpstr (at (found, 0)->code, ==, looked_for[i].code);
    }
}

static void
test_doctors_words (void)
{
  static const struct { const char *typed, *code; } looked_for[] = {
    { "hyper", "I10" }, { "HTN", "I10" }, { "t2dm", "E11.9" }, { "URTI", "J06.9" }, { "copd", "J44.9" }, { "UTI", "N39.0" }, { "AF", "I48.9" },
    { "loose mot", "R19.7" }, { "gerd", "K21.9" }, { "hypothy", "E03.9" },
  };
  gboolean daily;

  for (guint i = 0; i < G_N_ELEMENTS (looked_for); i++)
    {
      g_autoptr (GPtrArray) found = nadi_code_search (NULL, looked_for[i].typed, 8);

      g_assert_cmpstr (at (found, 0)->code, ==, looked_for[i].code);
    }
  g_assert_null (nadi_icd10_words ("A00.9", &daily));
  g_assert_false (daily);
  g_assert_null (nadi_icd10_words ("", &daily));
}

static void
test_own (void)
{
  static const char text[] = "\xEF\xBB\xBF" "Code;Name\r\nA90;Dengue (our word)\n\n\"z99.1\";\"Needs \"\"home\"\" oxygen\"\nH66.2,आँख\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (NadiCodeList) list = nadi_code_list_parse (text, strlen (text), NULL, &error);
  g_autoptr (GPtrArray) dengue = NULL, oxygen = NULL, hindi = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (nadi_code_list_size (list), ==, 3);
  dengue = nadi_code_search (list, "a90", 8);
  g_assert_cmpuint (dengue->len, ==, 1);
  g_assert_cmpstr (at (dengue, 0)->name, ==, "Dengue (our word)");
  g_assert_true (at (dengue, 0)->own);
  g_assert_true (at (dengue, 0)->notifiable);
  oxygen = nadi_code_search (list, "oxy", 8);
  g_assert_cmpstr (at (oxygen, 0)->code, ==, "Z99.1");
  g_assert_cmpstr (at (oxygen, 0)->name, ==, "Needs \"home\" oxygen");
  hindi = nadi_code_search (list, "आंख", 8);
  g_assert_cmpuint (hindi->len, ==, 1);
  g_assert_cmpstr (nadi_code_name (list, "A90"), ==, "Dengue (our word)");
  g_assert_cmpstr (nadi_code_name (NULL, "A90"), ==, "Dengue fever");
  g_assert_null (nadi_code_name (list, "Z99.9"));
}

static const struct
{
  const char *text;
  int code;
  guint line;
} bad[] = {
  { "", NADI_MODEL_ERROR_LENGTH, 1 },           { "code;name\n", NADI_MODEL_ERROR_LENGTH, 2 },
  { "A90;Dengue\nfever;A90\n", NADI_MODEL_ERROR_UNKNOWN, 2 }, { "A90;Dengue\nA90;Again\n", NADI_MODEL_ERROR_DUPLICATE, 2 },
  { "A90\n", NADI_MODEL_ERROR_NUMBER, 1 },      { "A90;\xff\n", NADI_MODEL_ERROR_CHARACTER, 1 },
  { "%PDF-1.4\n", NADI_MODEL_ERROR_UNKNOWN, 1 },
};

static void
test_bad (void)
{
  g_autofree char *big = g_strnfill (NADI_CODE_LIST_BYTES + 1, '\n');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) failure = NULL;
      guint line = 0;

      g_test_message ("case %u", i);
      g_assert_null (nadi_code_list_parse (bad[i].text, strlen (bad[i].text), &line, &failure));
      g_assert_error (failure, NADI_MODEL_ERROR, bad[i].code);
      g_assert_cmpuint (line, ==, bad[i].line);
    }
  g_assert_null (nadi_code_list_parse (big, strlen (big), NULL, &error));
  g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint line;

  for (guint i = 0; i <= NADI_CODE_LIST_CODES; i++)
    g_string_append_printf (text, "%c%02u.%03u;Name %u\n", 'A' + (char) (i / 1000), i / 10 % 100, i % 10, i);
  g_assert_null (nadi_code_list_parse (text->str, text->len, &line, &error));
  g_assert_error (error, NADI_MODEL_ERROR, NADI_MODEL_ERROR_LENGTH);
  g_assert_cmpuint (line, ==, NADI_CODE_LIST_CODES + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codes/built-in", test_built_in);
  g_test_add_func ("/codes/order", test_order);
  g_test_add_func ("/codes/doctors-words", test_doctors_words);
  g_test_add_func ("/codes/everyday-words", test_everyday_words);
  g_test_add_func ("/codes/own", test_own);
  g_test_add_func ("/codes/bad", test_bad);
  g_test_add_func ("/codes/many", test_many);
  return g_test_run ();
}
