/* The table of sentences against itself. */
#include <glib.h>
#include <string.h>

#include "nadi-sentence.h"
#include "nadi-session-error.h"

static void
test_every_word_has_one_sentence (void)
{
  gsize length;
  const NadiSentence *sentences = nadi_sentence_list (&length);

  g_assert_cmpuint (length, >, 40);
  for (gsize i = 0; i < length; i++)
    {
      g_assert_true (nadi_sentence_find (sentences[i].word) == &sentences[i]);
      g_assert_false (g_str_has_suffix (sentences[i].title, "."));
      g_assert_true (g_str_has_suffix (sentences[i].advice, "."));
    }
}

static void
test_an_unknown_word_gets_the_last (void)
{
  g_assert_cmpstr (nadi_sentence_find ("no such word")->word, ==, "other");
}

static void
test_errors_of_the_session_have_their_own (void)
{
  for (int code = 0; code < 20; code++)
    for (int class = 0; class < 8; class++)
      {
        g_autoptr (GError) error = g_error_new_literal (NADI_SESSION_ERROR, NADI_ERROR_CODE (class, code), "");
        const char *word = nadi_session_error_word (error);

        if (!g_str_equal (word, "other"))
          g_assert_cmpstr (nadi_sentence_find (word)->word, ==, word);
      }
}

static void
test_support_code (void)
{
  g_autoptr (GError) error = g_error_new_literal (NADI_SESSION_ERROR, 7, "");
  g_autofree char *code = nadi_sentence_support_code ("full", error);

  g_assert_cmpstr (code, ==, "NADI-FULL-7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/every-word-has-one", test_every_word_has_one_sentence);
  g_test_add_func ("/sentence/unknown-word", test_an_unknown_word_gets_the_last);
  g_test_add_func ("/sentence/session-errors", test_errors_of_the_session_have_their_own);
  g_test_add_func ("/sentence/support-code", test_support_code);
  return g_test_run ();
}
